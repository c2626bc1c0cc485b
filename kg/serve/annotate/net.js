// Asking the server and saving: a change is sent at once, and again until it has arrived.
const PAUSE = 350;
let waiting = null;
let sending = false;
let unsent = false;
let failures = 0;

async function ask(path, options) {
  const answer = await fetch(path, { cache: "no-store", credentials: "omit", ...options });
  const value = await answer.json();
  if (!answer.ok) throw Object.assign(new Error(value.error), { status: answer.status });
  return value;
}

const paperPath = (id) => `api/paper?id=${encodeURIComponent(id)}`;

function saveSoon() {
  unsent = true;
  status("saving");
  clearTimeout(waiting);
  waiting = setTimeout(save, PAUSE);
}

function save() {
  clearTimeout(waiting);
  if (sending || !unsent || !doc()) return;
  const paper = doc();
  const { id, revision, state: stage, concepts: named, relations: said } = paper;
  const sent = copied(paper);
  sending = true;
  unsent = false;
  const body = JSON.stringify({ revision, state: stage, concepts: named, relations: said });
  return ask(paperPath(id), { method: "PUT", headers: { "Content-Type": "application/json" }, body, keepalive: body.length < 20000 })
    .then((kept) => arrived(paper, sent, kept), (error) => lost(error))
    .finally(() => { sending = false; if (unsent && !failures) saveSoon(); });
}

function arrived(paper, sent, kept) {
  failures = 0;
  const wanted = JSON.parse(sent).state;
  const before = JSON.stringify(paper.findings) + copied(paper);
  paper.revision = kept.revision;
  paper.findings = kept.findings;
  if (copied(paper) === sent) Object.assign(paper, { state: kept.state, concepts: kept.concepts, relations: kept.relations });
  const row = state.papers.find((each) => each.id === kept.id);
  if (row) Object.assign(row, { state: kept.state, open: [...kept.concepts, ...kept.relations].filter((each) => each.status === "open").length });
  if (wanted === "done" && kept.state !== "done") say("Not done yet: mend what is listed first");
  status(unsent ? "saving" : "saved");
  if (JSON.stringify(paper.findings) + copied(paper) !== before) render();  // else an open list of choices stays open
  else renderPapers();
}

function lost(error) {
  unsent = true;
  failures++;
  if (error.status) return status("failed", error.message);
  status("lost");
  waiting = setTimeout(() => { failures = 0; save(); }, Math.min(1000 * failures, 5000));
}

function status(kind, why = "") {
  const words = { saving: "Saving…", saved: "Saved", lost: "Not saved: kg does not answer. Trying again…", failed: `Not saved: ${why}` };
  const draft = doc()?.state === "draft" && kind === "saved" ? "Draft saved" : null;
  byId("saved").textContent = draft ?? words[kind] ?? "";
  byId("saved").dataset.kind = kind;
}

const settled = async () => { while (unsent || sending) { await (save() ?? new Promise((done) => setTimeout(done, 30))); if (failures) return; } };

async function openPaper(id) {
  await settled();
  if (failures && unsent && !confirm("The last change is not saved. Leave this paper all the same?")) return;
  unsent = false;
  failures = 0;
  let paper;
  try { paper = await ask(paperPath(id)); } catch (error) { return status("failed", error.message); }
  Object.assign(state, { paper, past: [], future: [], chosen: -1, evidenceFor: -1 });
  const row = state.papers.find((each) => each.id === id);
  if (row) row.open = [...paper.concepts, ...paper.relations].filter((each) => each.status === "open").length;
  history.replaceState(null, "", `#${encodeURIComponent(id)}`);
  status(paper.state === "todo" ? "" : "saved");
  closeMenu();
  render();
  byId("reading").querySelector(".scroll").scrollTop = 0;
  byId("items").scrollTop = 0;
}

async function loadPapers() {
  const found = await ask("api/papers");
  state.papers = found.papers;
  state.unread = found.unread;
  state.out = found.out;
  renderPapers();
  if (found.unread) setTimeout(() => loadPapers().catch(() => {}), 2500);
}
