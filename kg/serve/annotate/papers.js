// The list of papers, and how far the annotator is.
const STATE_WORDS = { todo: "to do", draft: "draft", done: "done" };

const MOST = 400;  // rows that are drawn

function shownPapers() {
  const words = byId("find").value.trim().toLowerCase();
  const which = byId("which").value;
  const found = state.papers.filter((each) => (which === "all" || each.state === which) && `${each.title} ${each.id}`.toLowerCase().includes(words));
  const doubt = (each) => each.confidence ?? 2;
  return byId("sort").value === "unsure" ? [...found].sort((a, b) => doubt(a) - doubt(b)) : found;
}

function renderPapers() {
  const rows = shownPapers();
  const here = rows.findIndex((each) => each.id === doc()?.id);
  const first = Math.max(0, Math.min(here - MOST / 2, rows.length - MOST));
  const more = rows.length - Math.min(rows.length, MOST);
  byId("list").replaceChildren(...rows.slice(first, first + MOST).map(paperRow), ...(more ? [make("li", { class: "more" }, `${more} more: search or filter`)] : []));
  byId("none").hidden = rows.length > 0;
  const done = state.papers.filter((each) => each.state === "done").length;
  const all = state.papers.length;
  const reading = state.unread ? ` · reading ${state.unread} more` : "";
  byId("progress").textContent = `${done} of ${plural(all, "paper")} done${reading}`;
  byId("meter").style.width = `${all ? (100 * done) / all : 0}%`;
  document.title = `${done}/${all} · kg annotate`;
}

function paperRow(row) {
  const here = row.id === doc()?.id;
  const sure = row.confidence === null ? "" : `${Math.round(100 * row.confidence)}%`;
  const note = row.state === "done" ? "done" : row.state === "draft" ? `draft · ${row.open ?? 0} open` : row.open === null ? "not read yet" : `${row.open} to look at`;
  const spread = make("span", { class: "sure", title: "How sure kg is, on average" }, row.state === "done" ? "" : sure);
  return make("li", {}, make("button", {
    type: "button", "data-state": row.state, "aria-current": here ? "true" : null, "data-key": `paper ${row.id}`, onclick: () => { openPaper(row.id); showPane("reading"); },
  }, make("i", { "aria-hidden": "true" }), make("span", { class: "name" }, row.title), make("span", { class: "note" }, note), spread));
}

function step(by) {
  const rows = shownPapers();
  const at = rows.findIndex((each) => each.id === doc()?.id);
  const next = rows[at < 0 ? 0 : at + by];
  if (next) openPaper(next.id);
  else say(by > 0 ? "This is the last paper of the list" : "This is the first paper of the list");
}

function toggleDone() {
  if (!doc()) return;
  if (doc().state === "done") return change("Back to do", () => { doc().state = "draft"; });
  const wrong = (doc().findings ?? []).filter((each) => each.error);
  if (wrong.length && !unsent) {
    say(`Not done: ${plural(wrong.length, "thing")} to mend`);
    showPane("work");
    return jump(wrong[0]);
  }
  change("Marked as done", () => {
    doc().state = "done";
    for (const each of [...concepts(), ...relations()]) if (each.status === "open") each.status = "accepted";
  });
}

function jump(finding) {
  if (finding.part !== "paper") choose(`${finding.part}s`, finding.index);
  revealChosen();
}

function showPane(name) {
  document.querySelector("main").dataset.pane = name;
  document.querySelectorAll(".tabs [data-pane]").forEach((tab) => tab.setAttribute("aria-pressed", String(tab.dataset.pane === name)));
}
