// The same graph as tables: for readers of the screen, for sorting, and for those who like lists.
const ROWS = 150;
const collate = new Intl.Collator("en", { numeric: true, sensitivity: "base" });
const opener = (text, type, act) => make("button", { type: "button", class: "open", onclick: (event) => { returnTo = event.currentTarget; act(); } }, icon(type), text);

const TABLES = {
  nodes: {
    columns: [["Name", (node) => node.label], ["Type", (node) => node.type], ["Papers", (node) => node.papers.size], ["Claims", (node) => node.claims]],
    sort: [3, -1],
    rows: () => nodes.filter((node) => typeOn(node) && (!node.edges.length || node.edges.some(edgeOn))),
    holds: (node, found) => found.has(node),
    cells: (node) => [opener(node.label, node.type, () => select({ node }, { focus: true })), node.type, node.papers.size, node.claims],
    chosen: (node) => state.selected?.node === node,
  },
  claims: {
    columns: [["Subject", (claim) => claim.s.label], ["Relation", (claim) => claim.predicate], ["Object", (claim) => claim.o.label],
      ["Figure", (claim) => parseFloat(claim.figure?.value ?? "") || 0], ["Confidence", (claim) => claim.confidence]],
    sort: [3, -1],
    rows: () => claims.filter((claim) => edgeOn(claim.edge) && passes(claim)),
    holds: (claim, found) => found.has(claim.s) || found.has(claim.o),
    cells: (claim) => [opener(short(claim.s.label, 70), claim.s.type, () => select({ edge: claim.edge }, { focus: true })), WORDS[claim.predicate][0],
      claim.o.label, figureCell(claim.figure), claim.confidence.toFixed(2)],
    chosen: (claim) => state.selected?.edge === claim.edge,
  },
};
const figureCell = (figure) => {
  const text = figureText(figure);
  return figure?.metric && !text.endsWith(figure.metric) ? `${text} ${figure.metric}`.trim() : text;
};
let listed = [];
let drawn = 0;

function showTable() {
  const table = TABLES[state.view];
  if (!table) return;
  const query = byId("search").value;
  const found = query.trim() ? new Set(match(query)) : null;
  const [column, way] = table.sort;
  const value = table.columns[column][1];
  listed = table.rows().filter((row) => !found || table.holds(row, found))
    .sort((a, b) => way * (typeof value(a) === "number" ? value(a) - value(b) : collate.compare(value(a), value(b))) || a.id - b.id);
  byId("table-name").textContent = `${listed.length.toLocaleString("en")} ${state.view}${query.trim() ? ` for “${query.trim()}”` : ""}`;
  byId("head").replaceChildren(make("tr", {}, ...table.columns.map(([name], i) => headCell(table, name, i))));
  byId("rows").replaceChildren();
  drawn = 0;
  moreRows();
}

const isNumber = (name) => ["Papers", "Claims", "Confidence"].includes(name);

function headCell(table, name, i) {
  const [column, way] = table.sort;
  const sorted = column === i ? (way > 0 ? "ascending" : "descending") : null;
  const turn = () => {
    table.sort = [i, column === i ? -way : isNumber(name) || name === "Figure" ? -1 : 1];
    showTable();
    byId("head").querySelectorAll("button")[i].focus();
  };
  return make("th", { scope: "col", "aria-sort": sorted, class: isNumber(name) ? "number" : null }, make("button", { type: "button", onclick: turn }, name));
}

function moreRows() {
  const table = TABLES[state.view];
  const rows = listed.slice(drawn, drawn + ROWS).map((row) => make("tr", { "aria-selected": String(table.chosen(row)) },
    ...table.cells(row).map((cell, i) => make("td", { class: isNumber(table.columns[i][0]) ? "number" : null }, typeof cell === "object" ? cell : String(cell)))));
  byId("rows").append(...rows);
  drawn += rows.length;
  byId("more").hidden = drawn >= listed.length;
}

function markRows() {
  const table = TABLES[state.view];
  if (table) [...byId("rows").children].forEach((row, i) => row.setAttribute("aria-selected", String(table.chosen(listed[i]))));
}
