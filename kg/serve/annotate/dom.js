// Small helpers: elements, words for people, colours, what is remembered.
const byId = (id) => document.getElementById(id);

// An element with attributes, listeners (on…) and children; text is only ever text.
function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (name === "value") { element.value = value; element.dataset.was = value; }
    else element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

const plural = (count, noun) => `${count} ${count === 1 ? noun : `${noun}s`}`;
const shorten = (text, most = 60) => (text.length > most ? `${text.slice(0, most - 1).trimEnd()}…` : text);

function say(text) {
  byId("live").textContent = "";
  requestAnimationFrame(() => { byId("live").textContent = text; });
}

const WORDS = {
  introduces: "introduces", uses: "uses", runsOn: "runs on", evaluatedOn: "evaluated on", trainedOn: "trained on",
  comparesWith: "compares with", addresses: "addresses", measures: "measures", mentions: "mentions",
  outperforms: "outperforms", comparableTo: "comparable to", achieves: "achieves", basedOn: "based on", partOf: "part of",
};
const TYPES = ["Model", "Hardware", "Technique", "Dataset", "Software", "Task", "Metric"];
const ROLES = ["introduces", "uses", "runsOn", "evaluatedOn", "trainedOn", "comparesWith", "addresses", "measures", "mentions"];
const WITH_FIGURE = ["outperforms", "comparableTo", "achieves"];
const RELATIONS = [...WITH_FIGURE, "runsOn", "evaluatedOn", "trainedOn", "uses", "basedOn", "addresses", "partOf"];
const FIGURE = ["value", "unit", "metric", "dataset", "condition"];
const OWN = "@paper";
const BASELINE = "@baseline";
const endName = (name) => (name === OWN ? "this paper" : name === BASELINE ? "a baseline" : name ?? "…");

// A list of choices; `names` gives the words of a value.
function choice(attributes, values, chosen, names = (value) => value) {
  const all = values.includes(chosen) || chosen === null ? values : [chosen, ...values];
  const select = make("select", attributes, all.map((value) => make("option", { value }, names(value))));
  select.value = chosen ?? "";
  return select;
}

const remembered = (name) => { try { return localStorage.getItem(name); } catch { return null; } };
const remember = (name, value) => { try { localStorage.setItem(name, value); } catch { /* a private window */ } };

const preferred = matchMedia("(prefers-color-scheme: dark)");
function setTheme(dark) {
  document.documentElement.dataset.theme = dark ? "dark" : "light";
  byId("theme").setAttribute("aria-pressed", String(dark));
}

function openBox(title, ...content) {
  const box = byId("box");
  const close = make("button", { type: "button", class: "round", "aria-label": "Close", onclick: () => box.close() }, "×");
  box.replaceChildren(make("div", { class: "box-head" }, make("h2", { id: "box-title" }, title), close), ...content);
  box.showModal();
  return box;
}
