// Search, legend, slider, views, keys.
function fillLegend() {
  const count = (list, field, name) => list.filter((item) => item[field] === name).length;
  legendRows("types", data.types, (name) => count(nodes, "type", name), icon, (name) => name);
  legendRows("predicates", data.predicates, (name) => count(claims, "predicate", name), (name) => make("i", { class: `line-${FAMILY[name]}` }), (name) => WORDS[name][0]);
  document.querySelectorAll("[data-all]").forEach((button) => button.addEventListener("click", () => filter(button.dataset.all, new Set())));
}

function legendRows(kind, names, count, picture, words) {
  const present = names.filter((name) => count(name) > 0);
  byId(kind).replaceChildren(...present.map((name) => make("li", {},
    make("label", {}, make("input", { type: "checkbox", checked: true, value: name, onchange: (event) => {
      const hidden = new Set(state.hidden[kind]);
      hidden[event.target.checked ? "delete" : "add"](name);
      filter(kind, hidden);
    } }), picture(name), make("span", {}, words(name)), make("span", { class: "aside" }, count(name).toLocaleString("en"))),
    make("button", { type: "button", class: "only", "aria-label": `Only ${words(name)}`, onclick: () => filter(kind, new Set(present.filter((one) => one !== name))) }, "only"))));
}

function filter(kind, hidden) {
  state.hidden[kind] = hidden;
  byId(kind).querySelectorAll("input").forEach((box) => { box.checked = !hidden.has(box.value); });
  refresh();
}

function refresh() {
  sync();
  light();
  showTable();
  if (state.selected) showPanel();
  say(state.view === "graph" ? byId("shown").textContent : byId("table-name").textContent);
}

let offered = [];
let pointed = -1;

function offer() {
  const query = byId("search").value;
  if (state.view !== "graph") showTable();
  offered = match(query, 12);
  pointed = offered.length ? 0 : -1;
  const options = offered.map((node, i) => make("li", { role: "option", id: `found-${i}`, "aria-selected": String(i === 0), onmousedown: (event) => { event.preventDefault(); take(i); } },
    icon(node.type), make("span", {}, node.label), make("span", { class: "aside" }, `${node.type} · ${node.claims}`)));
  byId("found").replaceChildren(...(options.length ? options : [make("li", { class: "none" }, "Nothing has this name")]));
  openOffer(query.trim() !== "" && state.view === "graph");
}

function openOffer(open) {
  byId("found").hidden = !open;
  byId("search").setAttribute("aria-expanded", String(open));
  point(open ? pointed : -1);
}

function point(i) {
  pointed = i;
  [...byId("found").children].forEach((item, at) => item.role === "option" && item.setAttribute("aria-selected", String(at === i)));
  const item = byId(`found-${i}`);
  if (item && i >= 0) { byId("search").setAttribute("aria-activedescendant", item.id); item.scrollIntoView({ block: "nearest" }); }
  else byId("search").removeAttribute("aria-activedescendant");
}

function take(i) {
  if (!offered[i]) return;
  byId("search").value = "";
  openOffer(false);
  returnTo = byId("search");
  go(offered[i], { focus: true });
}

function searchKey(event) {
  const open = !byId("found").hidden;
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step && offered.length) {
    event.preventDefault();
    if (!open) openOffer(true);
    else point((pointed + step + offered.length) % offered.length);
  } else if (event.key === "Enter" && open) take(Math.max(pointed, 0));
  else if (event.key === "Escape" && (open || byId("search").value)) {
    event.stopPropagation();
    byId("search").value = "";
    openOffer(false);
    showTable();
  }
}

function pageKey(event) {
  const typing = event.target.matches("input:not([type=checkbox]):not([type=range]), textarea");
  if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey) { event.preventDefault(); byId("search").focus(); }
  if (event.key === "Escape") {
    if (byId("legend").classList.contains("open")) toggleLegend(false);
    else if (state.selected) closePanel();
  }
}

function canvasKey(event) {
  const by = { ArrowLeft: [-80, 0], ArrowRight: [80, 0], ArrowUp: [0, -80], ArrowDown: [0, 80] }[event.key];
  if (by) {
    const { x, y } = network.getViewPosition();
    network.moveTo({ position: { x: x + by[0] / network.getScale(), y: y + by[1] / network.getScale() } });
  } else if (event.key === "+" || event.key === "=") zoom(1.3);
  else if (event.key === "-") zoom(1 / 1.3);
  else if (event.key === "0") fit();
  else return;
  event.preventDefault();
}

const zoom = (factor) => network.moveTo({ scale: Math.max(0.03, Math.min(6, network.getScale() * factor)) });

function toggleLegend(open) {
  byId("legend").classList.toggle("open", open);
  byId("filters").setAttribute("aria-expanded", String(open));
}

function setView(view) {
  state.view = view;
  document.querySelectorAll("[data-view]").forEach((button) => button.setAttribute("aria-pressed", String(button.dataset.view === view)));
  byId("stage").hidden = view !== "graph";
  byId("tables").hidden = view === "graph";
  byId("search").placeholder = view === "graph" ? "Search concepts and papers" : `Filter the ${view}`;
  openOffer(false);
  showTable();
  if (state.selected) select(state.selected, { quiet: true });
  if (state.selected) center(state.selected.node ? [state.selected.node] : [state.selected.edge.s, state.selected.edge.o]);
}

function writeAddress() {
  const { node, edge } = state.selected || {};
  const place = node ? node.iri : edge ? edge.claims[0].iri : "";
  if (decodeURIComponent(location.hash.slice(1)) !== place) history.pushState(null, "", place ? `#${encodeURI(place)}` : location.pathname + location.search);
}

function readAddress() {
  const raw = location.hash.slice(1);
  if (!raw) { if (state.selected) select(null, { quiet: true }); return; }
  const names = [raw, safeDecode(raw)].map((name) => (name.startsWith(data.base) ? name.slice(data.base.length) : name));
  const node = nodes.find(({ iri }) => names.includes(iri)) || nodes.find(({ label }) => names.includes(label));
  const claim = node ? null : claims.find(({ iri }) => names.includes(iri));
  if (!node && !claim) return;
  select(node ? { node } : { edge: claim.edge }, { quiet: true });
  center(node ? [node] : [claim.s, claim.o]);
}

function safeDecode(text) { try { return decodeURIComponent(text); } catch { return text; } }
