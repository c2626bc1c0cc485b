// The relations of the paper, and the form of the chosen one.
function relationRow(item, index) {
  const open = state.part === "relations" && state.chosen === index;
  const figure = [item.value, item.unit].filter(Boolean).join(item.unit === "%" || item.unit === "x" ? "" : " ");
  const about = [[figure, item.metric].filter(Boolean).join(" "), item.dataset && `on ${item.dataset}`, item.condition, item.required ? null : "optional"].filter(Boolean);
  return make("li", { "data-status": item.status, "data-chosen": open || null, "data-wrong": wrongAt("relation", index) },
    make("div", { class: "line" },
      make("button", { type: "button", class: "open", "aria-expanded": String(open), "data-key": `relations ${index}`, onclick: () => choose("relations", open ? -1 : index) },
        make("span", { class: "ends" }, endView(item.s), make("em", {}, WORDS[item.p] ?? item.p), endView(item.o === undefined || item.o === BASELINE ? item.o_text ?? item.o : item.o)),
        about.length ? make("span", { class: "aside" }, about.join(" · ")) : null, sureView(item)),
      judgeView("relations", index, titleOf("relations", item))),
    open ? relationForm(item, index) : null);
}

function endView(name) {
  const at = conceptAt(name);
  const dot = at < 0 ? null : make("i", { class: "dot", "data-type": concepts()[at].type, "aria-hidden": "true" });
  return make("span", { class: at < 0 ? "loose" : null }, dot, endName(name));
}

function relationForm(item, index) {
  const set = (name) => (event) => setRelation(index, { [name]: event.target.value.trim() });
  const key = (name) => ({ "data-key": `relation ${index} ${name}` });
  const names = concepts().filter(kept).map((each) => each.name);
  const input = (name, hint) => make("input", { ...key(name), value: item[name] ?? "", placeholder: hint ?? null, spellcheck: "false", onchange: set(name) });
  const ends = (value) => (value === OWN ? "this paper (@paper)" : value === BASELINE ? "an unnamed baseline" : value === "" ? "only the words below" : value);
  const loose = item.o === undefined || item.o === BASELINE;
  const figures = WITH_FIGURE.includes(item.p) || FIGURE.some((name) => item[name]);
  const all = doc().sentences.map(([from, to]) => text().slice(from, to));
  return make("div", { class: "form" },
    problemList("relation", index),
    field("Subject", choice({ ...key("s"), onchange: set("s") }, [OWN, BASELINE, ...names], item.s, ends), true),
    field("Relation", choice({ ...key("p"), onchange: set("p") }, RELATIONS, item.p, (value) => WORDS[value] ?? value), true),
    field("Object", choice({ ...key("o"), onchange: set("o") }, [OWN, BASELINE, ...(item.p === "achieves" || item.o === undefined ? [""] : []), ...names], item.o ?? "", ends), true),
    loose ? field(item.o === BASELINE ? "Words of the comparison" : "Words of what is measured", input("o_text", item.o === BASELINE ? "prior methods, or (implied) …" : null), true) : null,
    figures ? [field("Value", input("value", "1.69")), field("Unit", input("unit", "x, %, points, ms")), field("Metric", input("metric")), field("Data set", input("dataset")), field("Condition", input("condition", "up to"), true)] : null,
    field("Evidence", choice({ ...key("evidence"), onchange: set("evidence") }, all.includes(item.evidence) ? all : [...all, item.evidence], item.evidence, (value) => shorten(value || "choose a sentence", 110)), true),
    make("blockquote", { class: "wide" }, item.evidence || "No sentence yet."),
    make("div", { class: "wide row" },
      make("label", { class: "check" }, make("input", { type: "checkbox", ...key("required"), checked: item.required, onchange: (event) => setRelation(index, { required: event.target.checked }) }), "Required"),
      make("button", { type: "button", class: "plain", ...key("turn"), disabled: loose, onclick: () => setRelation(index, { s: item.o, o: item.s }, "turned round") }, "Turn round"),
      make("button", { type: "button", class: "plain", ...key("copy"), onclick: () => copyRelation(index) }, "Copy"),
      make("button", { type: "button", class: "plain", ...key("delete"), onclick: () => deleteRelation(index) }, "Delete")),
  );
}

function copyRelation(index) {
  change("Relation copied", () => {
    const { confidence, ...rest } = relations()[index];
    relations().splice(index + 1, 0, { ...rest, status: "accepted" });
    choose("relations", index + 1, false);
  });
}

function deleteRelation(index) {
  change("Relation deleted", () => {
    relations().splice(index, 1);
    state.chosen = -1;
  });
}

// What breaks the rules

const findingsOf = (part, index) => (doc().findings ?? []).filter((each) => each.part === part && each.index === index);
function wrongAt(part, index) {
  const found = findingsOf(part, index);
  return found.some((each) => each.error) ? "error" : found.length ? "advice" : null;
}

function problemList(part, index) {
  const found = findingsOf(part, index);
  return found.length ? make("ul", { class: "wide wrong" }, found.map((each) => make("li", { "data-error": each.error || null }, each.message))) : null;
}

function renderProblems() {
  const wrong = (doc().findings ?? []).filter((each) => each.error);
  const box = byId("problems");
  box.hidden = !wrong.length;
  const name = (each) => { const item = doc()[`${each.part}s`]?.[each.index]; return item ? titleOf(`${each.part}s`, item) : "the paper"; };
  box.replaceChildren(make("p", {}, `${plural(wrong.length, "thing")} to mend before the paper is done`),
    make("ul", {}, wrong.slice(0, 4).map((each, i) => make("li", {}, make("button", { type: "button", class: "link", "data-key": `problem ${i}`, onclick: () => jump(each) }, name(each)), `: ${each.message}`))));
}
