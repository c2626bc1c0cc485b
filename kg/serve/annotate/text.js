// The text with its marks.
function renderText() {
  const paper = doc();
  const named = concepts().map((each, index) => ({ ...each, index })).filter(kept);
  const marks = placed(text(), named).map((mark) => ({ ...mark, concept: named[mark.index] }));
  const start = paper.title.length + 1;
  const focus = focusOf();
  byId("title").replaceChildren(...dressed(0, paper.title.length, marks, focus));
  byId("title").className = focus.from >= 0 && focus.from < paper.title.length ? "lit" : "";
  byId("abstract").replaceChildren(...sentenceViews(start, marks, focus));
  byId("where").textContent = [paper.id, STATE_WORDS[paper.state]].join(" · ");
  renderLegend(marks);
  const done = paper.state === "done";
  byId("done").textContent = done ? "Back to do" : "Mark as done";
  byId("done").className = done ? "plain" : "main";
  const open = [...concepts(), ...relations()].filter((each) => each.status === "open").length;
  byId("left").textContent = done ? "done" : open ? `${open} open` : "all looked at";
}

// What the chosen concept or relation lights up: names of concepts, and the place of the evidence.
function focusOf() {
  const item = chosenItem();
  if (!item || !kept(item)) return { names: new Set(), from: -1, to: -1 };
  if (state.part === "concepts") return { names: new Set([item.name]), from: -1, to: -1 };
  let from = item.evidence ? text().indexOf(item.evidence, doc().title.length) : -1;
  if (from < 0 && item.evidence) from = text().indexOf(item.evidence);
  return { names: new Set([item.s, item.o]), from, to: from < 0 ? -1 : from + item.evidence.length };
}

function sentenceViews(start, marks, focus) {
  const views = [];
  let last = start;
  for (const [from, to] of doc().sentences.filter(([, end]) => end > start)) {
    if (from > last) views.push(text().slice(last, from));
    const lit = focus.from >= 0 && focus.from < to && from < focus.to;
    const view = make("span", { class: lit ? "sentence lit" : "sentence", "data-from": from, "data-to": to }, ...dressed(from, to, marks, focus));
    views.push(view);
    last = to;
  }
  views.push(text().slice(last));
  return views;
}

function dressed(from, to, marks, focus) {
  const views = [];
  let last = from;
  for (const mark of marks.filter((each) => each.start >= from && each.end <= to)) {
    views.push(text().slice(last, mark.start), markView(mark, focus));
    last = mark.end;
  }
  views.push(text().slice(last, to));
  return views;
}

function markView({ start, end, concept }, focus) {
  const { name, type, status, index } = concept;
  const view = make("mark", {
    "data-type": type, "data-status": status, "data-index": index, "data-chosen": focus.names.has(name) || null, title: `${name} · ${type}`,
  }, text().slice(start, end));
  return view;
}

function renderLegend(marks) {
  const count = (type) => new Set(marks.filter((each) => each.concept.type === type).map((each) => each.concept.name)).size;
  byId("legend").replaceChildren(...TYPES.map((type, i) => make("li", { "data-type": type }, make("kbd", { "aria-hidden": "true" }, String(i + 1)), make("span", {}, type), make("b", {}, String(count(type))))));
}

// Selecting words with the mouse or a finger

function selection() {
  const chosen = getSelection();
  if (!chosen || chosen.isCollapsed || !chosen.rangeCount) return null;
  const range = chosen.getRangeAt(0);
  for (const [id, base] of [["title", 0], ["abstract", doc().title.length + 1]]) {
    const home = byId(id);
    if (home.contains(range.startContainer) && home.contains(range.endContainer)) {
      const before = document.createRange();
      before.selectNodeContents(home);
      before.setEnd(range.startContainer, range.startOffset);
      const start = base + before.toString().length;
      const end = start + range.toString().length;
      return { start, end, box: range.getBoundingClientRect() };
    }
  }
  return null;
}

function sentenceAt(start, end) {
  const title = doc().title.length;
  if (start < title) return [0, title];
  const around = doc().sentences.filter(([from, to]) => to > title + 1 && from < end && start < to);
  return around.length ? [Math.max(around[0][0], title + 1), around[around.length - 1][1]] : [start, end];
}

function textReleased(event) {
  const picked = doc() && selection();
  if (picked && text().slice(picked.start, picked.end).trim()) return openMenu(picked);
  const mark = event.target.closest?.("mark");
  if (!mark) return closeMenu();
  choose("concepts", Number(mark.dataset.index));
  revealChosen();
}
