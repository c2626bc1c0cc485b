// The panel: what is selected, with every claim and its sentence.
const PAGE = 20;

function select(what, { quiet = false, focus = false } = {}) {
  state.selected = what;
  if (what && state.view === "graph") {
    const ends = what.node ? [what.node] : [what.edge.s, what.edge.o];
    ends.filter((node) => !state.shown.has(node)).forEach(reveal);
    sync();
  }
  light();
  showPanel();
  markRows();
  if (!quiet) writeAddress();
  if (what) say(announcement(what));
  if (focus) byId("panel").querySelector("h2")?.focus();
}

const announcement = ({ node, edge }) => (node
  ? `${node.label}, ${node.type}, ${plural(node.claims, "claim")}`
  : `${edge.s.label} ${WORDS[edge.predicate][0]} ${edge.o.label}, ${plural(edge.claims.length, "claim")}`);

let returnTo = null;
function showPanel() {
  const panel = byId("panel");
  const what = state.selected;
  panel.hidden = !what;
  if (!what) return;
  panel.replaceChildren(...(what.node ? nodePanel(what.node) : edgePanel(what.edge)));
  panel.scrollTop = 0;
}

function closePanel() {
  const within = byId("panel").contains(document.activeElement);
  select(null);
  if (within) (returnTo?.isConnected ? returnTo : byId(state.view === "graph" ? "canvas" : "search")).focus();
}

function heading(text, picture) {
  return make("div", { class: "top" }, picture, make("h2", { tabindex: "-1" }, text),
    make("button", { type: "button", class: "close", "aria-label": "Close", onclick: closePanel }, "×"));
}

function nodePanel(node) {
  const { paper } = node;
  const many = node.papers.size;
  const facts = paper
    ? ["Paper", paper.published, paper.venue, plural(node.claims, "claim")]
    : [node.type, plural(node.claims, "claim"), `in ${plural(many, "paper")}`];
  return [
    heading(node.label, icon(node.type)),
    make("p", { class: "facts" }, facts.filter(Boolean).join(" · ")),
    also(node),
    actions(node, paper),
    paper ? abstractOf(paper) : null,
    ...groups(node),
  ].filter(Boolean);
}

function also(node) {
  const forms = [...node.forms].filter(([form]) => form !== node.label).sort((a, b) => b[1] - a[1]).slice(0, 6).map(([form]) => form);
  if (node.paper) return node.paper.authors ? make("p", { class: "also" }, short(node.paper.authors, 160)) : null;
  return forms.length ? make("p", { class: "also" }, `Also written: ${forms.join(", ")}`) : null;
}

function actions(node, paper) {
  const hiddenOnes = neighbours(node).filter((near) => !isVisible(near)).length;
  const open = paper?.url && make("a", { class: "plain", href: paper.url, target: "_blank", rel: "noopener noreferrer" }, "Open paper ↗");
  const grow = hiddenOnes > 0 && state.view === "graph"
    && make("button", { type: "button", class: "plain", id: "expand", onclick: () => expand(node) }, `Expand +${Math.min(hiddenOnes, 40)}`);
  const show = make("button", { type: "button", class: "plain", onclick: () => { setView("graph"); select({ node }, { quiet: true }); center([node]); } },
    state.view === "graph" ? "Center" : "Show in graph");
  return make("div", { class: "actions" }, open || null, grow || null, show);
}

function abstractOf(paper) {
  const start = paper.title.length + 1;
  const marks = paper.mentions.filter(([, from]) => from >= start).map(([id, from, to]) => ({ from, to, node: nodes[id] }));
  const dressed = (text, mark) => inside(mark.node, { title: `${mark.node.label} · ${mark.node.type}` }, text);
  return make("p", { class: "abstract" }, ...dress(paper.text, start, paper.text.length, marks, dressed));
}

// Claims of a node by predicate and direction; a group is filled when it is opened.
function groups(node) {
  const found = new Map();
  for (const edge of node.edges.filter(edgeOn)) {
    const out = edge.s === node ? 0 : 1;
    const name = `${edge.predicate} ${out}`;
    if (!found.has(name)) found.set(name, []);
    found.get(name).push(...edge.claims.filter(passes));
  }
  const order = ([name]) => data.predicates.indexOf(name.split(" ")[0]);
  const sorted = [...found].sort((a, b) => (order(a) + 5) % 14 - (order(b) + 5) % 14 || a[0].localeCompare(b[0]));
  return sorted.map(([name, list], i) => group(node, name, list, sorted.length <= 2 || (i === 0 && list.length <= 30)));
}

function group(node, name, list, open) {
  const [predicate, out] = name.split(" ");
  const details = make("details", {}, make("summary", {}, WORDS[predicate][out], make("span", { class: "aside" }, String(list.length))));
  list.sort((a, b) => b.confidence - a.confidence || a.id - b.id);
  const fill = () => { if (!details.querySelector(".claim")) page(details, list, (claim) => claimView(claim, node)); };
  details.addEventListener("toggle", fill);
  if (open) { details.open = true; fill(); }
  return details;
}

function page(parent, list, view, from = 0) {
  parent.append(...list.slice(from, from + PAGE).map(view));
  if (list.length <= from + PAGE) return;
  const more = make("button", { type: "button", class: "plain", onclick: () => { more.remove(); page(parent, list, view, from + PAGE); } },
    `Show ${Math.min(PAGE, list.length - from - PAGE)} more`);
  parent.append(more);
}

function edgePanel(edge) {
  const held = edge.claims.filter(passes);
  const parent = make("div", { class: "claims" });
  page(parent, held, (claim) => claimView(claim, null));
  return [
    heading(`${edge.s.label} ${WORDS[edge.predicate][0]} ${edge.o.label}`, null),
    make("p", { class: "facts" }, plural(held.length, "claim")),
    parent,
  ];
}

function claimView(claim, from) {
  return make("article", { class: "claim", "data-claim": claim.iri },
    endsOf(claim, from), figureOf(claim.figure), claim.doubt && make("p", { class: "doubt" }, claim.doubt),
    sentence(claim), make("p", { class: "sure" }, `${sureness(claim.confidence)} · ${claim.rule}`), source(claim, from));
}

// A link to a node of this page.
const inside = (node, attributes, ...children) => make("a", { href: `#${encodeURI(node.iri)}`, class: "inside", ...attributes,
  onclick: (event) => { event.preventDefault(); go(node); } }, ...children);
const jump = (node, text = node.label) => inside(node, {}, icon(node.type), make("span", {}, text));

function endsOf(claim, from) {
  const subject = claim.own ? "this paper’s contribution" : claim.s.label;
  if (from === claim.s) return make("p", { class: "ends" }, jump(claim.o));
  if (from === claim.o) return make("p", { class: "ends" }, jump(claim.s, claim.own ? `contribution of ${claim.s.label}` : claim.s.label));
  return make("p", { class: "ends" }, jump(claim.s, subject), make("em", {}, WORDS[claim.predicate][0]), jump(claim.o));
}

function figureOf(figure) {
  if (!figure) return null;
  const value = figureText(figure);
  const rest = [figure.metric, figure.dataset && `on ${figure.dataset}`, figure.condition].filter(Boolean).join(" · ");
  return make("p", { class: "figure" }, value ? make("b", {}, value) : null, value && rest ? " " : null, rest || null);
}

function sentence(claim) {
  const { paper, start, end } = claim;
  const marks = [...endMarks(claim, claim.s, "subject"), ...endMarks(claim, claim.o, "object")];
  const verbatim = claim.figure?.verbatim || claim.figure?.value;
  const at = verbatim ? paper.text.indexOf(verbatim, start) : -1;
  if (at >= 0 && at + verbatim.length <= end) marks.push({ from: at, to: at + verbatim.length, kind: "number" });
  return make("blockquote", {}, ...dress(paper.text, start, end, marks, (text, mark) => make("mark", { class: mark.kind }, text)));
}

// Where the sentence names an end: its mentions, or for an unnamed thing the words that stand for it.
function endMarks(claim, node, kind) {
  const { paper, start, end } = claim;
  const named = paper.mentions.filter(([id, from, to]) => nodes[id] === node && from >= start && to <= end);
  if (named.length || node.type !== "Unnamed") return named.map(([, from, to]) => ({ from, to, kind }));
  const at = paper.text.slice(start, end).toLowerCase().indexOf(node.label.toLowerCase());
  return at < 0 ? [] : [{ from: start + at, to: start + at + node.label.length, kind }];
}

// The text between two offsets with marks on it; of marks that overlap the first stays.
function dress(text, start, end, marks, view) {
  const parts = [];
  let last = start;
  for (const mark of marks.sort((a, b) => a.from - b.from || b.to - a.to)) {
    if (mark.from < last || mark.to > end) continue;
    parts.push(text.slice(last, mark.from), view(text.slice(mark.from, mark.to), mark));
    last = mark.to;
  }
  parts.push(text.slice(last, end));
  return parts;
}

function source(claim, from) {
  const { paper } = claim;
  const node = nodes[paper.node];
  const name = node && node !== from ? inside(node, {}, paper.title) : node ? null : paper.title;
  const link = paper.url && node !== from ? make("a", { href: paper.url, target: "_blank", rel: "noopener noreferrer", "aria-label": `Open ${paper.title}` }, "↗") : null;
  return name || link ? make("p", { class: "source" }, name, name && link ? " " : null, link) : null;
}

// Goes to a node from anywhere in the page.
function go(node, { focus = true } = {}) {
  select({ node }, { focus });
  if (state.view === "graph") center([node]);
}
