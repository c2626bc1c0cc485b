// The keys, and whether single keys do anything.
const KEYS = [
  ["j  k", "next and previous concept or relation"], ["a", "accept, and go on"], ["x", "reject or restore, and go on"], ["Enter", "open the chosen one; Esc closes"],
  ["1 … 7", "type of the chosen concept, or of selected words"], ["r", "required or optional"], ["t", "concepts or relations"],
  ["n", "new concept (select words first, or type them)"], ["l", "new relation"], ["m", "merge the chosen concept into another"],
  ["A", "accept all that is open"], ["d", "done, or back to do"], ["]  [", "next and previous paper"], ["/", "find a paper"],
  ["u  Ctrl+Z", "undo"], ["U  Ctrl+Y", "redo"], ["?", "this list"],
];
let singleKeys = remembered("kg-annotate-keys") !== "off";

function openHelp() {
  const box = make("input", { type: "checkbox", checked: singleKeys, onchange: (event) => { singleKeys = event.target.checked; remember("kg-annotate-keys", singleKeys ? "on" : "off"); } });
  openBox("Keys and help",
    make("dl", { class: "keys" }, KEYS.map(([keys, what]) => [make("dt", {}, keys.split("  ").map((each) => make("kbd", {}, each))), make("dd", {}, what)])),
    make("label", { class: "check" }, box, "Single keys work (Ctrl+Z and Ctrl+Y always do)"),
    make("p", { class: "aside" }, `Papers that are done stand in ${state.out}. A paper is done when you say so; what is still open then counts as accepted. Everything you do is saved at once.`));
}

function editing(target) {
  return Boolean(target.closest?.("input:not([type=checkbox]), textarea, select, dialog"));
}

function move(by) {
  const count = doc()[state.part].length;
  if (!count) return;
  choose(state.part, Math.max(0, Math.min(count - 1, state.chosen < 0 ? (by > 0 ? 0 : count - 1) : state.chosen + by)));
  revealChosen(true);
}

// Show the chosen one in its list and in the text, once it is drawn.
function revealChosen(focus = false) {
  if (drawLater) { revealLater = () => revealChosen(focus); return; }
  const row = byId("items").querySelector("[data-chosen]");
  row?.scrollIntoView({ block: "nearest" });
  if (focus) row?.querySelector(".open")?.focus({ preventScroll: true });
  const mark = byId("reading").querySelector(".lit, mark[data-chosen]");
  mark?.scrollIntoView({ block: "nearest" });
}

// Judge the chosen one and go to the next.
function judge(act) {
  if (!chosenItem()) return say("Choose something first, with j or k");
  act(state.part, state.chosen);
  move(1);
}

function togglePart() {
  choose(state.part === "concepts" ? "relations" : "concepts", -1);
}

function toggleRequired() {
  const item = chosenItem();
  if (!item) return;
  if (state.part === "concepts") setConcept(state.chosen, "required", !item.required);
  else setRelation(state.chosen, { required: !item.required });
}

function askMerge() {
  if (state.part !== "concepts" || !chosenItem()) return;
  byId("items").querySelector(`[data-key="concept ${state.chosen} merge"]`)?.focus();
}

function typeKey(number) {
  const type = TYPES[number - 1];
  if (picked) asConcept(type);
  else if (state.part === "concepts" && chosenItem()) setConcept(state.chosen, "type", type);
}

const addHere = () => (state.part === "concepts" ? askConcept() : addRelation());
function addRelation() {
  const words = selection();
  newRelation(words ? text().slice(...sentenceAt(words.start, words.end)) : "");
  render();
  revealChosen();
}

const ACTIONS = {
  j: () => move(1), k: () => move(-1), a: () => judge(accept), x: () => judge(reject),
  r: toggleRequired, t: togglePart, n: askConcept, l: addRelation, m: askMerge, A: acceptRest, d: toggleDone,
  "]": () => step(1), "[": () => step(-1), u: undo, U: redo,
};

function pageKey(event) {
  const { key, target } = event;
  if (key === "Escape") return escape();
  if (byId("box").open) return;
  if ((event.ctrlKey || event.metaKey) && !event.altKey && !editing(target)) {
    if (key === "z" && !event.shiftKey) { event.preventDefault(); undo(); }
    if (key === "y" || (key.toLowerCase() === "z" && event.shiftKey)) { event.preventDefault(); redo(); }
    return;
  }
  if (!singleKeys || event.ctrlKey || event.metaKey || event.altKey || editing(target)) return;
  if (key === "?") { event.preventDefault(); return openHelp(); }
  if (key === "/") { event.preventDefault(); showPane("papers"); return byId("find").focus(); }
  if (!doc()) return;
  if (/^[1-7]$/.test(key)) { event.preventDefault(); return typeKey(Number(key)); }
  if (Object.hasOwn(ACTIONS, key)) { event.preventDefault(); ACTIONS[key](); }
}

function escape() {
  if (!byId("menu").hidden) { closeMenu(); return getSelection().removeAllRanges(); }
  if (byId("box").open) return;
  if (editing(document.activeElement)) return document.activeElement.blur();
  if (state.chosen >= 0) { const at = state.chosen; choose(state.part, -1); byId("items").children[at]?.querySelector(".open")?.focus(); }
}
