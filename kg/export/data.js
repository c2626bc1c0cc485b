// The graph as objects: nodes, claims, and edges that gather the claims of one subject, predicate and object.
const read = (id) => JSON.parse(document.getElementById(id).textContent);
const data = read("data");

const WORDS = {
  introduces: ["introduces", "introduced by"], uses: ["uses", "used by"], runsOn: ["runs on", "runs"],
  evaluatedOn: ["evaluated on", "evaluates"], trainedOn: ["trained on", "trains"],
  comparesWith: ["compares with", "compared by"], addresses: ["addresses", "addressed by"],
  measures: ["measures", "measured by"], mentions: ["mentions", "mentioned by"],
  outperforms: ["outperforms", "outperformed by"], comparableTo: ["comparable to", "comparable to"],
  achieves: ["achieves", "achieved by"], basedOn: ["based on", "basis of"], partOf: ["part of", "has part"],
};
const FAMILY = {
  outperforms: "compare", comparableTo: "compare", comparesWith: "compare", achieves: "measure", measures: "measure",
  evaluatedOn: "measure", trainedOn: "measure", uses: "build", basedOn: "build", partOf: "build", runsOn: "build",
  introduces: "plain", addresses: "plain", mentions: "faint",
};
const BOUND = { UpTo: "up to ", AtLeast: "at least ", About: "about " };

const nodes = data.nodes.map(([iri, label, type, x, y], id) => (
  { id, iri, label, type: data.types[type], x, y, edges: [], papers: new Set(), claims: 0, forms: new Map() }
));
const papers = data.papers.map((paper, id) => ({ id, ...paper }));
for (const paper of papers) {
  if (paper.node !== undefined) nodes[paper.node].paper = paper;
  for (const [node, start, end] of paper.mentions) {
    const form = paper.text.slice(start, end);
    nodes[node].papers.add(paper.id);
    nodes[node].forms.set(form, (nodes[node].forms.get(form) || 0) + 1);
  }
}

const claims = data.claims.map(([iri, s, p, o, paper, start, end, confidence, rule, figure, doubt, own], id) => ({
  id, iri, s: nodes[s], predicate: data.predicates[p], o: nodes[o], paper: papers[paper], start, end, confidence, rule,
  figure: figure || null, doubt: doubt || null, own: own === 1,
}));
const edges = [];
const between = new Map();
for (const claim of claims) {
  const name = `${claim.s.id} ${claim.predicate} ${claim.o.id}`;
  let edge = between.get(name);
  if (!edge) {
    edge = { id: edges.length, s: claim.s, o: claim.o, predicate: claim.predicate, family: FAMILY[claim.predicate], claims: [], bend: 0 };
    between.set(name, edge);
    edges.push(edge);
    claim.s.edges.push(edge);
    if (claim.o !== claim.s) claim.o.edges.push(edge);
  }
  edge.claims.push(claim);
  claim.edge = edge;
  for (const end of new Set([claim.s, claim.o])) {
    end.claims += 1;
    end.papers.add(claim.paper.id);
  }
}
// Edges between the same two nodes bend apart.
const beside = new Map();
for (const edge of edges) {
  const pair = edge.s.id < edge.o.id ? `${edge.s.id} ${edge.o.id}` : `${edge.o.id} ${edge.s.id}`;
  const number = beside.get(pair) || 0;
  beside.set(pair, number + 1);
  edge.bend = Math.ceil(number / 2) * (number % 2 ? 1 : -1) * (edge.s.id < edge.o.id ? 1 : -1);
}

const state = {
  shown: new Set(), // nodes of the view, before filters
  whole: false,
  hidden: { types: new Set(), predicates: new Set() },
  least: 0,
  selected: null, // {node} or {edge}
  view: "graph",
};

const other = (edge, node) => (edge.s === node ? edge.o : edge.s);
const passes = (claim) => claim.confidence >= state.least;
const typeOn = (node) => !state.hidden.types.has(node.type);
const edgeOn = (edge) => !state.hidden.predicates.has(edge.predicate) && typeOn(edge.s) && typeOn(edge.o)
  && (state.least === 0 || edge.claims.some(passes));
const ranked = (list) => [...list].sort((a, b) => b.claims - a.claims || a.id - b.id);

function neighbours(node) {
  const found = new Set(node.edges.filter(edgeOn).map((edge) => other(edge, node)));
  found.delete(node);
  return ranked(found);
}

const sureness = (confidence) => `confidence ${confidence.toFixed(2)}`;

function figureText(figure) {
  if (!figure || figure.value === undefined) return "";
  const unit = figure.unit === "x" ? "×" : figure.unit === "%" ? " %" : figure.unit ? ` ${figure.unit}` : "";
  return `${BOUND[figure.bound] || ""}${figure.value}${unit}`;
}

const folded = (text) => text.normalize("NFKD").replace(/[\u0300-\u036f]/g, "").toLowerCase();
const keyed = (text) => folded(text).replace(/[\s\-–‐_/]+/g, "");

function match(query, limit = Infinity) {
  const wanted = folded(query).trim();
  const key = keyed(query);
  if (!key) return [];
  const found = [];
  for (const node of nodes) {
    const rank = rankOf(node, wanted, key);
    if (rank < 9) found.push([rank, node]);
  }
  found.sort((a, b) => a[0] - b[0] || b[1].claims - a[1].claims || a[1].id - b[1].id);
  return found.slice(0, limit).map((pair) => pair[1]);
}

function rankOf(node, wanted, key) {
  node.search ??= { label: folded(node.label), keys: [keyed(node.label), ...[...node.forms.keys()].map(keyed)] };
  const { label, keys } = node.search;
  if (keys[0] === key) return 0;
  if (keys.includes(key)) return 1;
  if (keys[0].startsWith(key)) return 2;
  if (label.includes(` ${wanted}`) || label.includes(`-${wanted}`)) return 3;
  if (keys.some((form) => form.startsWith(key))) return 4;
  if (label.includes(wanted) || keys.some((form) => form.includes(key))) return 5;
  return 9;
}
