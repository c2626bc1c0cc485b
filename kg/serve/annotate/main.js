// Drawing, and setting everything going.
let pointerDown = false;
let drawLater = false;
let revealLater = null;
let lastPointer = "mouse";
let settling = null;

// With a finger, words are selected by handles that tell the page of nothing but the selection.
function offerSelection() {
  const words = doc() && selection();
  if (words && text().slice(words.start, words.end).trim()) openMenu(words);
}

// Draw the page; while a button is held down or words are half typed, later: no click and no letter gets lost.
function render() {
  if (pointerDown || halfTyped(document.activeElement)) { drawLater = true; return; }
  drawLater = false;
  if (!doc()) return renderPapers();
  const key = document.activeElement?.dataset?.key;
  renderPapers();
  renderText();
  renderWork();
  if (key && document.activeElement?.dataset?.key !== key) document.querySelector(`[data-key="${CSS.escape(key)}"]`)?.focus({ preventScroll: true });
  revealLater?.();
  revealLater = null;
}

const halfTyped = (element) => Boolean(element?.closest?.("#items input:not([type=checkbox])")) && element.value !== element.dataset.was;

function renderWork() {
  for (const part of ["concepts", "relations"]) {
    const button = document.querySelector(`[data-part="${part}"]`);
    button.setAttribute("aria-pressed", String(state.part === part));
    button.querySelector("span").textContent = String(doc()[part].filter(kept).length);
  }
  byId("add").setAttribute("aria-label", state.part === "concepts" ? "New concept" : "New relation");
  byId("add").title = state.part === "concepts" ? "New concept (n)" : "New relation (l)";
  byId("accept-all").disabled = ![...concepts(), ...relations()].some((each) => each.status === "open");
  byId("undo").disabled = !state.past.length;
  byId("redo").disabled = !state.future.length;
  const row = state.part === "concepts" ? conceptRow : relationRow;
  const rows = doc()[state.part].map(row);
  byId("items").replaceChildren(...(rows.length ? rows : [make("li", { class: "none" }, `No ${state.part} yet.`)]));
  renderProblems();
}

function start() {
  const stored = remembered("kg-annotate-theme");
  setTheme(stored ? stored === "dark" : preferred.matches);
  byId("theme").addEventListener("click", () => {
    const dark = byId("theme").getAttribute("aria-pressed") !== "true";
    remember("kg-annotate-theme", dark ? "dark" : "light");
    setTheme(dark);
  });
  preferred.addEventListener("change", () => { if (!remembered("kg-annotate-theme")) setTheme(preferred.matches); });
  for (const [id, act] of [["undo", undo], ["redo", redo], ["help", openHelp], ["done", toggleDone], ["accept-all", acceptRest], ["add", addHere]]) byId(id).addEventListener("click", act);
  byId("previous").addEventListener("click", () => step(-1));
  byId("next").addEventListener("click", () => step(1));
  byId("find").addEventListener("input", renderPapers);
  for (const id of ["which", "sort"]) byId(id).addEventListener("change", renderPapers);
  document.querySelectorAll("[data-part]").forEach((button) => button.addEventListener("click", () => choose(button.dataset.part, -1)));
  document.querySelectorAll(".tabs [data-pane]").forEach((tab) => tab.addEventListener("click", () => showPane(tab.dataset.pane)));
  addEventListener("pointerdown", (event) => {
    pointerDown = true;
    lastPointer = event.pointerType;
    if (!event.target.closest?.("#menu")) closeMenu();
  }, true);
  const released = () => setTimeout(() => { pointerDown = false; if (drawLater) render(); });
  addEventListener("pointerup", released, true);
  addEventListener("pointercancel", released, true);
  byId("reading").addEventListener("pointerup", (event) => setTimeout(() => { if (!event.target.closest?.("footer")) textReleased(event); }));
  byId("items").addEventListener("change", (event) => { if (event.target.dataset.was !== undefined) event.target.dataset.was = event.target.value; }, true);
  byId("items").addEventListener("focusout", () => setTimeout(() => { if (drawLater) render(); }));
  document.addEventListener("selectionchange", () => {
    clearTimeout(settling);
    if (lastPointer === "touch") settling = setTimeout(offerSelection, 500);
  });
  document.addEventListener("keydown", pageKey);
  addEventListener("beforeunload", (event) => { if (unsent || sending) { save(); event.preventDefault(); } });
  begin();
}

async function begin() {
  try { await loadPapers(); } catch (error) { return status("failed", error.message); }
  const asked = decodeURIComponent(location.hash.slice(1));
  const first = state.papers.find((each) => each.id === asked) ?? state.papers.find((each) => each.state !== "done") ?? state.papers[0];
  if (first) await openPaper(first.id);
}

start();
