// The paper that is open, what can be done to it, and the way back.
const state = {
  papers: [], unread: 0, out: "", paper: null, part: "concepts", chosen: -1, past: [], future: [], evidenceFor: -1,
};
const doc = () => state.paper;
const text = () => `${doc().title}\n${doc().abstract}`;
const concepts = () => doc().concepts;
const relations = () => doc().relations;
const kept = (item) => item.status !== "rejected";
const ownWork = (item) => item.confidence === undefined;
const conceptAt = (name) => concepts().findIndex((each) => each.name === name && kept(each));
const required = (name) => { const at = conceptAt(name); return at < 0 || concepts()[at].required; };
const copied = (paper) => JSON.stringify({ state: paper.state, concepts: paper.concepts, relations: paper.relations });

// Do something that can be undone; `what` says it in words.
function change(what, act) {
  if (!doc()) return;
  const before = copied(doc());
  act();
  if (copied(doc()) === before) return;
  if (doc().state === "todo") doc().state = "draft";
  state.past.push({ what, before });
  state.future = [];
  say(what);
  changed();
}

function back(from, to, word) {
  const step = from.pop();
  if (!step) return say(`Nothing to ${word}`);
  to.push({ what: step.what, before: copied(doc()) });
  Object.assign(doc(), JSON.parse(step.before));
  state.chosen = Math.min(state.chosen, doc()[state.part].length - 1);
  say(`${word === "undo" ? "Undone" : "Done again"}: ${step.what}`);
  changed();
}
const undo = () => back(state.past, state.future, "undo");
const redo = () => back(state.future, state.past, "redo");

function changed() {
  saveSoon();
  render();
}

// Judging

function accept(part, index) {
  const item = doc()[part][index];
  if (!item) return;
  change(`Accepted ${titleOf(part, item)}`, () => { item.status = "accepted"; });
}

function reject(part, index) {
  const item = doc()[part][index];
  if (!item) return;
  if (item.status === "rejected") return accept(part, index);
  change(`Rejected ${titleOf(part, item)}`, () => {
    if (part === "concepts") {
      for (const each of relations()) if ([each.s, each.o].includes(item.name) && kept(each)) each.status = "rejected";
    }
    item.status = "rejected";
  });
}

function acceptRest() {
  const open = [...concepts(), ...relations()].filter((each) => each.status === "open");
  change(`Accepted ${plural(open.length, "proposal")}`, () => { for (const each of open) each.status = "accepted"; });
}

const titleOf = (part, item) => (part === "concepts" ? item.name : `${endName(item.s)} ${WORDS[item.p] ?? item.p} ${endName(item.o ?? item.o_text)}`);

// Concepts

function setConcept(index, field, value) {
  const item = concepts()[index];
  change(`${item.name}: ${field === "alt_types" ? "other types" : field} changed`, () => {
    if (field === "name") renameEnds(item.name, value);
    item[field] = value;
    if (field === "type" && item.alt_types) item.alt_types = item.alt_types.filter((each) => each !== value);
    if (field === "required" && !value) {
      for (const each of relations()) if ([each.s, each.o].includes(item.name)) each.required = false;
    }
    item.status = "accepted";
  });
}

function renameEnds(from, to) {
  for (const each of relations()) {
    if (each.s === from) each.s = to;
    if (each.o === from) each.o = to;
  }
}

function takeForm(form, owner) {
  for (const each of concepts()) if (each !== owner && kept(each)) each.mentions = each.mentions.filter((other) => other !== form);
}

function addMention(index, form) {
  const item = concepts()[index];
  change(`“${shorten(form, 40)}” is a mention of ${item.name}`, () => {
    takeForm(form, item);
    if (!item.mentions.includes(form)) item.mentions.push(form);
    item.status = "accepted";
  });
}

function dropMention(index, form) {
  const item = concepts()[index];
  change(`“${shorten(form, 40)}” is no mention of ${item.name}`, () => {
    item.mentions = item.mentions.filter((other) => other !== form);
    item.status = "accepted";
  });
}

function merge(from, into) {
  const loser = concepts()[from], winner = concepts()[into];
  change(`${loser.name} merged into ${winner.name}`, () => {
    winner.mentions = [...new Set([...winner.mentions, ...loser.mentions])];
    winner.required = winner.required || loser.required;
    winner.status = "accepted";
    renameEnds(loser.name, winner.name);
    doc().relations = relations().filter((each) => each.s !== each.o);
    doc().concepts = concepts().filter((each) => each !== loser);
    state.part = "concepts";
    state.chosen = concepts().indexOf(winner);
  });
}

const RELATION_OF = { Task: "addresses", Metric: "achieves", Dataset: "evaluatedOn", Hardware: "runsOn" };
const ROLE_OF = { Task: "addresses", Metric: "measures", Dataset: "evaluatedOn", Hardware: "runsOn" };
function newConcept(form, type) {
  change(`New concept ${form}`, () => {
    takeForm(form, null);
    const taken = concepts().find((each) => each.name === form && !kept(each));
    if (taken) doc().concepts = concepts().filter((each) => each !== taken);
    concepts().push({ name: form, type, mentions: [form], role: ROLE_OF[type] ?? "uses", required: true, status: "accepted" });
    choose("concepts", concepts().length - 1, false);
  });
}

// Relations

function setRelation(index, fields, what = "changed") {
  const item = relations()[index];
  change(`Relation ${what}`, () => {
    for (const [field, value] of Object.entries(fields)) {
      if (value === "" || value === null) delete item[field];
      else item[field] = value;
    }
    if (item.o !== BASELINE && item.o !== undefined) delete item.o_text;
    item.evidence ??= "";
    item.status = "accepted";
  });
}

function newRelation(evidence) {
  const named = concepts().filter(kept);
  const within = named.filter((each) => each.mentions.some((form) => evidence.includes(form)));
  const own = named.find((each) => each.role === "introduces");
  const subject = within.find((each) => each.role === "introduces") ?? own;
  const other = within.find((each) => each !== subject);
  change("New relation", () => {
    const made = { s: subject?.name ?? OWN, p: RELATION_OF[other?.type] ?? "uses", evidence, required: true, status: "accepted" };
    if (other) made.o = other.name;
    made.required = required(made.s) && required(made.o);
    relations().push(made);
    choose("relations", relations().length - 1, false);
  });
}

// What is chosen

function choose(part, index, draw = true) {
  state.part = part;
  state.chosen = index;
  if (draw) render();
}
const chosenItem = () => doc()?.[state.part][state.chosen];
