// The concepts of the paper, and the form of the chosen one.
function conceptRow(item, index) {
  const open = state.part === "concepts" && state.chosen === index;
  const facts = [WORDS[item.role] ?? item.role, item.required ? null : "optional", plural(item.mentions.length, "form")];
  return make("li", { "data-status": item.status, "data-chosen": open || null, "data-wrong": wrongAt("concept", index) },
    make("div", { class: "line" },
      make("button", { type: "button", class: "open", "aria-expanded": String(open), "data-key": `concepts ${index}`, onclick: () => choose("concepts", open ? -1 : index) },
        make("i", { class: "dot", "data-type": item.type, "aria-hidden": "true" }), make("span", { class: "name" }, item.name),
        make("span", { class: "aside" }, item.type, " · ", facts.filter(Boolean).join(" · ")), sureView(item)),
      judgeView("concepts", index, item.name)),
    open ? conceptForm(item, index) : null);
}

function sureView(item) {
  if (item.status !== "open" || item.confidence === undefined) return null;
  return make("span", { class: "sure", title: "How sure kg is" }, `${Math.round(100 * item.confidence)}%`);
}

function judgeView(part, index, name) {
  const item = doc()[part][index];
  const button = (word, key, act, pressed, sign) => make("button", {
    type: "button", class: `round ${word}`, "aria-label": `${pressed && word === "reject" ? "Restore" : word === "accept" ? "Accept" : "Reject"} ${name}`, "aria-pressed": String(pressed), title: `${word} (${key})`, "data-key": `${word} ${part} ${index}`, onclick: act,
  }, sign);
  return make("span", { class: "judge" },
    button("accept", "a", () => accept(part, index), item.status === "accepted", "✓"),
    button("reject", "x", () => reject(part, index), item.status === "rejected", "✕"));
}

function field(label, control, wide = false) {
  return make("label", { class: wide ? "wide" : null }, make("span", {}, label), control);
}

function conceptForm(item, index) {
  const set = (name) => (event) => setConcept(index, name, event.target.type === "checkbox" ? event.target.checked : event.target.value.trim());
  const key = (name) => ({ "data-key": `concept ${index} ${name}` });
  const others = concepts().map((each, at) => [each, at]).filter(([each]) => each !== item && kept(each));
  return make("div", { class: "form" },
    problemList("concept", index),
    field("Name", make("input", { ...key("name"), value: item.name, spellcheck: "false", onchange: set("name") }), true),
    field("Type", choice({ ...key("type"), onchange: set("type") }, TYPES, item.type)),
    field("Role in the paper", choice({ ...key("role"), onchange: set("role") }, ROLES, item.role, (value) => WORDS[value] ?? value)),
    make("fieldset", { class: "wide" }, make("legend", {}, "Also defensible as"), TYPES.filter((type) => type !== item.type).map((type) => altBox(item, index, type))),
    make("fieldset", { class: "wide" }, make("legend", {}, "Written in the text as"), item.mentions.map((form) => formChip(index, form)), item.mentions.length ? null : make("em", {}, "nothing yet: select words in the text")),
    make("label", { class: "check wide" }, make("input", { type: "checkbox", ...key("required"), checked: item.required, onchange: set("required") }), "Required: a system has to find it"),
    others.length ? field("Same thing as", choice({ ...key("merge"), onchange: (event) => merge(index, Number(event.target.value)) }, ["", ...others.map(([, at]) => String(at))], "", (at) => (at ? concepts()[at].name : "Merge into…")), true) : null,
  );
}

function altBox(item, index, type) {
  const now = item.alt_types ?? [];
  const flip = () => setConcept(index, "alt_types", now.includes(type) ? now.filter((each) => each !== type) : TYPES.filter((each) => each === type || now.includes(each)));
  return make("button", { type: "button", class: "chip", "aria-pressed": String(now.includes(type)), "data-key": `concept ${index} alt ${type}`, onclick: flip }, type);
}

function formChip(index, form) {
  return make("span", { class: "chip form-chip" }, form, make("button", { type: "button", "aria-label": `Remove the mention ${form}`, title: "Remove", "data-key": `concept ${index} form ${form}`, onclick: () => dropMention(index, form) }, "×"));
}

// A new concept without the mouse: its words are typed, and looked for in the text.
function askConcept() {
  const chosen = selection();
  const selected = picked?.form ?? (chosen ? text().slice(...snapped(text(), chosen.start, chosen.end)) : "");
  const words = make("input", { id: "new-words", spellcheck: "false", autocomplete: "off", required: true, "aria-describedby": "new-found", value: selected });
  const found = make("p", { class: "aside", id: "new-found", role: "status" }, "Copy the words exactly as the text has them.");
  const type = choice({ "aria-label": "Type" }, TYPES, "Technique");
  const count = () => places(doc().title, words.value.trim()).length + places(doc().abstract, words.value.trim()).length;
  words.addEventListener("input", () => { found.textContent = words.value.trim() ? `${plural(count(), "place")} in the text` : ""; });
  const form = make("form", { method: "dialog", class: "form", onsubmit: (event) => {
    if (!words.value.trim() || !count()) { event.preventDefault(); found.textContent = "These words do not stand in the text."; return; }
    picked = { form: words.value.trim() };
    setTimeout(() => asConcept(type.value));
  } }, field("Words of the text", words, true), found, field("Type", type), make("button", { class: "main" }, "Add the concept"));
  closeMenu();
  openBox("New concept", form);
  words.focus();
}
