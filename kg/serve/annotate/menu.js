// The menu at selected words: a new concept, a mention of one, or evidence.
let picked = null;

function openMenu(words) {
  const [start, end] = snapped(text(), words.start, words.end);
  const [from, to] = sentenceAt(words.start, words.end);
  const exact = text().slice(words.start, words.end).trim();
  picked = { form: text().slice(start, end), sentence: text().slice(from, to), part: exact };
  const menu = byId("menu");
  menu.replaceChildren(...menuParts());
  menu.hidden = false;
  placeMenu(menu, words.box);
}

function menuParts() {
  const { form, sentence, part } = picked;
  const short = form.length <= 120 && !form.includes("\n");
  const owner = concepts().find((each) => kept(each) && each.mentions.includes(form));
  const relation = state.part === "relations" && chosenItem();
  const types = TYPES.map((type, i) => make("button", { type: "button", "data-type": type, onclick: () => asConcept(type) }, make("kbd", { "aria-hidden": "true" }, String(i + 1)), type));
  const names = concepts().map((each, index) => [each, index]).filter(([each]) => kept(each) && each !== owner);
  const pick = choice({ "aria-label": "Mention of", onchange: (event) => asMention(Number(event.target.value)) }, ["", ...names.map(([, index]) => String(index))], "", (value) => (value ? concepts()[value].name : "Mention of…"));
  return [
    make("p", { class: "words" }, `“${shorten(short ? form : part, 80)}”`),
    short && owner ? make("p", { class: "aside" }, `a mention of ${owner.name}`) : null,
    short ? make("div", { class: "types", role: "group", "aria-label": "New concept of type" }, types) : null,
    short && names.length ? pick : null,
    make("div", { class: "row" },
      relation ? make("button", { type: "button", class: "plain", onclick: () => asEvidence(sentence) }, "Sentence as evidence") : null,
      relation && part !== sentence ? make("button", { type: "button", class: "plain", onclick: () => asEvidence(part) }, "Just these words") : null,
      make("button", { type: "button", class: "plain", onclick: () => { newRelation(sentence); closeMenu(); render(); showPane("work"); revealChosen(); } }, "New relation from here"),
    ),
  ].filter(Boolean);
}

function placeMenu(menu, box) {
  const width = Math.min(330, innerWidth - 16);
  menu.style.width = `${width}px`;
  menu.style.left = `${Math.max(8, Math.min(box.left, innerWidth - width - 8))}px`;
  const below = box.bottom + 8;
  const height = menu.offsetHeight;
  menu.style.top = `${below + height < innerHeight - 8 ? below : Math.max(8, box.top - height - 8)}px`;
}

function closeMenu() {
  picked = null;
  byId("menu").hidden = true;
}

function asConcept(type) {
  const { form } = picked;
  const same = concepts().findIndex((each) => kept(each) && each.name === form);
  closeMenu();
  getSelection().removeAllRanges();
  if (same >= 0) {
    if (concepts()[same].mentions.includes(form)) setConcept(same, "type", type);
    else addMention(same, form);
    choose("concepts", same);
  } else newConcept(form, type);
  render();
  revealChosen();
}

function asMention(index) {
  const { form } = picked;
  closeMenu();
  getSelection().removeAllRanges();
  addMention(index, form);
  choose("concepts", index);
  revealChosen();
}

function asEvidence(words) {
  const index = state.chosen;
  closeMenu();
  getSelection().removeAllRanges();
  setRelation(index, { evidence: words }, "has new evidence");
}
