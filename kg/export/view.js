// The drawing. vis-network keeps nodes, zoom and pointer; edges and labels are drawn here, so that thousands stay fast
// and labels never cover each other.
// Nodes keep a size that can be seen when the view is far away.
const radiusOf = (node) => Math.max(Math.min(4.5 + 2.1 * Math.sqrt(node.claims), 24), (1.2 + 0.35 * Math.sqrt(Math.min(node.claims, 100))) / network.getScale());
const spots = new Map(); // node -> {x, y} in the present view
let visible = []; // edges of the present view, after filters
const opening = new Set(read("opening").map(({ id }) => nodes[id]));
let network;
let points; // vis DataSet
let hovered = null;
let lit = null; // nodes that stay bright beside the selection

function startView() {
  points = new vis.DataSet([]);
  const options = { ...read("options"), nodes: { ...read("options").nodes, ctxRenderer: renderer } };
  network = new vis.Network(byId("canvas"), { nodes: points, edges: new vis.DataSet([]) }, options);
  network.on("beforeDrawing", drawEdges);
  network.on("afterDrawing", drawLabels);
  network.on("click", ({ nodes: [id], pointer }) => {
    const edge = id === undefined ? edgeAt(pointer.canvas) : null;
    select(id !== undefined ? { node: nodes[id] } : edge ? { edge } : null);
    hover(null);
    if (id !== undefined) uncover([nodes[id]]);
  });
  network.on("doubleClick", ({ nodes: [id] }) => { if (id !== undefined) expand(nodes[id]); });
  network.on("hoverNode", ({ node }) => hover({ node: nodes[node] }));
  network.on("blurNode", () => hover(null));
  network.on("dragEnd", ({ nodes: [id] }) => { if (id !== undefined) spots.set(nodes[id], network.getPosition(id)); });
  byId("canvas").addEventListener("pointermove", followPointer);
  byId("canvas").addEventListener("pointerleave", () => hover(null));
}

function openStart() {
  state.whole = false;
  state.shown.clear();
  spots.clear();
  const wide = byId("stage").clientWidth > byId("stage").clientHeight;
  for (const { id, x, y } of read("opening")) {
    state.shown.add(nodes[id]);
    spots.set(nodes[id], wide ? { x: x * 1.4, y } : { x: x * 0.85, y: y * 1.3 });
  }
  sync();
  fit();
}

function openWhole() {
  const wide = byId("stage").clientWidth > byId("stage").clientHeight ? 1.3 : 1;
  state.whole = true;
  nodes.forEach((node) => {
    state.shown.add(node);
    spots.set(node, { x: node.x * wide, y: node.y });
  });
  sync();
  fit();
  say(`All ${nodes.length} nodes are shown`);
}

// Brings vis-network's nodes in line with the state.
function sync() {
  visible = edges.filter((edge) => state.shown.has(edge.s) && state.shown.has(edge.o) && edgeOn(edge));
  const held = new Set(visible.flatMap((edge) => [edge.s, edge.o]));
  const chosen = state.selected?.node;
  const wanted = new Map();
  for (const node of state.shown) {
    if (typeOn(node) && (held.has(node) || node === chosen || !node.edges.length)) wanted.set(node.id, node);
  }
  points.remove(points.getIds().filter((id) => !wanted.has(id)));
  points.update([...wanted.values()].map((node) => ({ id: node.id, label: "", ...spots.get(node) })));
  byId("shown").textContent = `${wanted.size.toLocaleString("en")} of ${plural(nodes.length, "node")}`;
  byId("whole").hidden = state.whole || state.shown.size === nodes.length;
  byId("again").hidden = !state.whole && opening.size === state.shown.size && [...opening].every((node) => state.shown.has(node));
  network.redraw();
}

const isVisible = (node) => points.get(node.id) !== null;

function expand(node, limit = 40) {
  const fresh = neighbours(node).filter((near) => !isVisible(near)).slice(0, limit);
  if (!state.shown.has(node)) reveal(node);
  const newcomers = fresh.filter((near) => !state.shown.has(near));
  newcomers.forEach((near) => state.shown.add(near));
  if (!state.whole) settleAround(node, newcomers);
  sync();
  if (state.selected?.node === node) showPanel();
  say(`${plural(fresh.length, "neighbour")} of ${node.label} added`);
}

// Adds a node that is not in the view, beside the neighbours that are, with a few of its own.
function reveal(node) {
  state.shown.add(node);
  const near = neighbours(node).filter((end) => spots.has(end) && state.shown.has(end));
  settleAround(near[0] || null, [node]);
  const company = neighbours(node).filter((end) => !state.shown.has(end)).slice(0, 12);
  company.forEach((end) => state.shown.add(end));
  settleAround(node, company);
}

// Sets nodes on free places in rings around another, on its outer side first.
function settleAround(node, list) {
  const center = (node && spots.get(node)) || { x: 0, y: 0 };
  const outward = Math.atan2(center.y, center.x);
  const taken = [...state.shown].filter((shown) => spots.has(shown)).map((shown) => spots.get(shown));
  const free = ({ x, y }) => taken.every((spot) => (spot.x - x) ** 2 + (spot.y - y) ** 2 > 52 ** 2);
  let ringNumber = 0;
  let queue = [];
  for (const newcomer of list) {
    let spot;
    while (!spot) {
      if (!queue.length) queue = ringAround(center, outward, 95 + 62 * ringNumber++);
      const candidate = queue.shift();
      if (free(candidate) || ringNumber > 40) spot = candidate;
    }
    spots.set(newcomer, spot);
    taken.push(spot);
  }
}

function ringAround({ x, y }, outward, radius) {
  const count = Math.floor((2 * Math.PI * radius) / 62);
  return Array.from({ length: count }, (_, i) => {
    const angle = outward + (Math.ceil(i / 2) * (i % 2 ? 1 : -1) * 2 * Math.PI) / count;
    return { x: Math.round(x + radius * Math.cos(angle)), y: Math.round(y + radius * Math.sin(angle)) };
  });
}

function fit() {
  const ids = points.getIds();
  network.fit({ nodes: ids, maxZoomLevel: 1.4, animation: false });
  network.moveTo({ scale: network.getScale() * 0.92 }); // room for labels
}

function center(list, scale = Math.max(network.getScale(), 0.9)) {
  const places = list.map((node) => spots.get(node)).filter(Boolean);
  if (!places.length) return;
  const x = places.reduce((sum, spot) => sum + spot.x, 0) / places.length;
  const y = places.reduce((sum, spot) => sum + spot.y, 0) / places.length;
  const { right, bottom } = covered();
  network.moveTo({ position: { x, y }, scale, offset: { x: -right / 2, y: -bottom / 2 }, animation: still.matches ? false : { duration: 350, easingFunction: "easeInOutQuad" } });
}

// How much of the drawing lies under the panel: at the right, or at the bottom of a phone.
function covered() {
  const panel = byId("panel");
  if (panel.hidden) return { right: 0, bottom: 0 };
  return matchMedia("(max-width: 760px)").matches ? { right: 0, bottom: panel.offsetHeight } : { right: panel.offsetWidth, bottom: 0 };
}

// Moves the view only where something that was clicked came to lie under the panel.
function uncover(list) {
  const { right, bottom } = covered();
  const stage = byId("stage");
  const under = list.some((node) => {
    const { x, y } = network.canvasToDOM(spots.get(node));
    return x > stage.clientWidth - right - 60 || y > stage.clientHeight - bottom - 30;
  });
  if (under) center(list, network.getScale());
}

function renderer({ ctx, id, x, y }) {
  const node = nodes[id];
  const radius = radiusOf(node);
  return {
    drawNode() {
      ctx.globalAlpha = lit && !lit.has(node) ? 0.18 : 1;
      drawShape(ctx, node.type, x, y, radius);
      if (state.selected?.node === node || hovered?.node === node) {
        outline(ctx, node.type, x, y, radius + 4);
        ctx.lineWidth = 2;
        ctx.strokeStyle = state.selected?.node === node ? colors.text : colors.soft;
        ctx.stroke();
      }
      ctx.globalAlpha = 1;
    },
    nodeDimensions: { width: radius * 2, height: radius * 2 },
  };
}

const isBright = (edge) => state.selected?.edge === edge || edge.s === state.selected?.node || edge.o === state.selected?.node;

function drawEdges(ctx) {
  const groups = new Map();
  const scale = network.getScale();
  for (const edge of visible) {
    const bright = isBright(edge) || hovered?.edge === edge;
    const dashed = edge.claims.every((claim) => claim.doubt) ? "dashed" : "";
    const name = `${edge.family} ${bright ? "bright" : ""} ${dashed}`;
    if (!groups.has(name)) groups.set(name, []);
    groups.get(name).push(edge);
  }
  ctx.lineCap = "round";
  for (const [name, list] of [...groups].sort((a, b) => a[0].includes("bright") - b[0].includes("bright"))) {
    const [family, bright, dashed] = name.split(" ");
    ctx.strokeStyle = ctx.fillStyle = bright && family !== "compare" && family !== "measure" && family !== "build" ? colors.soft : colors[family];
    ctx.globalAlpha = bright ? 1 : state.selected ? 0.12 : { plain: 0.55, faint: 0.4 }[family] || 0.42;
    ctx.lineWidth = (bright ? 1.8 : 1) / Math.max(Math.min(scale, 1), 0.35);
    ctx.setLineDash(dashed ? [5, 4] : []);
    for (let i = 0; i < list.length; i += 150) strokeAll(ctx, list.slice(i, i + 150));
    ctx.setLineDash([]);
    if (bright || scale > 0.75) list.forEach((edge) => arrow(ctx, edge));
  }
  ctx.globalAlpha = 1;
}

// The control point of an edge: on the straight line, or aside where edges share their ends.
function bow(edge) {
  const a = spots.get(edge.s);
  const b = spots.get(edge.o);
  return { x: (a.x + b.x) / 2 - (b.y - a.y) * 0.22 * edge.bend, y: (a.y + b.y) / 2 + (b.x - a.x) * 0.22 * edge.bend };
}

function strokeAll(ctx, list) {
  ctx.beginPath();
  for (const edge of list) {
    const a = spots.get(edge.s);
    const b = spots.get(edge.o);
    ctx.moveTo(a.x, a.y);
    if (edge.s === edge.o) ctx.arc(a.x, a.y - radiusOf(edge.s) - 9, 9, Math.PI / 2, 2.5 * Math.PI);
    else if (edge.bend) { const c = bow(edge); ctx.quadraticCurveTo(c.x, c.y, b.x, b.y); }
    else ctx.lineTo(b.x, b.y);
  }
  ctx.stroke();
}

function arrow(ctx, edge) {
  if (edge.s === edge.o) return;
  const from = edge.bend ? bow(edge) : spots.get(edge.s);
  const to = spots.get(edge.o);
  const length = Math.hypot(to.x - from.x, to.y - from.y) || 1;
  const [ux, uy] = [(to.x - from.x) / length, (to.y - from.y) / length];
  const reach = radiusOf(edge.o) * 1.1 + 2;
  const [x, y] = [to.x - ux * reach, to.y - uy * reach];
  ctx.beginPath();
  ctx.moveTo(x, y);
  ctx.lineTo(x - ux * 7 - uy * 3, y - uy * 7 + ux * 3);
  ctx.lineTo(x - ux * 7 + uy * 3, y - uy * 7 - ux * 3);
  ctx.fill();
}

function edgeAt({ x, y }) {
  const reach = 7 / network.getScale();
  let best = null;
  let least = reach;
  for (const edge of visible) {
    if (edge.s === edge.o) continue;
    const [a, b, c] = [spots.get(edge.s), spots.get(edge.o), bow(edge)];
    for (let i = 0, p = a; i < (edge.bend ? 8 : 1); i += 1) {
      const t = (i + 1) / 8;
      const q = edge.bend ? { x: (1 - t) ** 2 * a.x + 2 * t * (1 - t) * c.x + t * t * b.x, y: (1 - t) ** 2 * a.y + 2 * t * (1 - t) * c.y + t * t * b.y } : b;
      const gap = toSegment(x, y, p, q);
      if (gap < least) { least = gap; best = edge; }
      p = q;
    }
  }
  return best;
}

function toSegment(x, y, a, b) {
  const [dx, dy] = [b.x - a.x, b.y - a.y];
  const t = Math.max(0, Math.min(1, ((x - a.x) * dx + (y - a.y) * dy) / (dx * dx + dy * dy || 1)));
  return Math.hypot(x - a.x - t * dx, y - a.y - t * dy);
}

// Labels by importance; one that would cover another waits until there is room.
function drawLabels(ctx) {
  const scale = network.getScale();
  const size = 12;
  const font = (weight) => `${weight} ${size}px Inter, "Segoe UI", system-ui, -apple-system, "Helvetica Neue", Arial, sans-serif`;
  const [left, right] = [network.DOMtoCanvas({ x: 0, y: 0 }), network.DOMtoCanvas({ x: byId("canvas").clientWidth, y: byId("canvas").clientHeight })];
  const taken = [];
  ctx.save();
  ctx.textAlign = "center";
  ctx.textBaseline = "top";
  ctx.lineJoin = "round";
  const inside = ranked(points.getIds().map((id) => nodes[id])).filter((node) => {
    const spot = spots.get(node);
    return spot.x > left.x - 80 / scale && spot.x < right.x + 80 / scale && spot.y > left.y - 30 / scale && spot.y < right.y;
  });
  const first = [hovered?.node, state.selected?.node, state.selected?.edge?.s, state.selected?.edge?.o].filter((node) => node && isVisible(node));
  const forced = new Set(first);
  const most = scale < 0.2 ? 70 : 220;
  let count = 0;
  for (const node of inside) {
    const reach = radiusOf(node) * scale;
    const [x, y] = [spots.get(node).x * scale, spots.get(node).y * scale];
    if (reach > 7) taken.push([x - reach, y - reach, x + reach, y + reach]);
  }
  for (const node of [...forced, ...inside.filter((node) => !forced.has(node))]) {
    if (count > most) break;
    const waits = node.type === "Paper" || node.type === "Unnamed";
    if (!forced.has(node) && ((waits && scale < 0.8 && !lit?.has(node)) || (lit && !lit.has(node)))) continue;
    count += label(ctx, node, scale, size, font(forced.has(node) ? 600 : 500), taken, [left.x * scale, right.x * scale], forced.has(node)) ? 1 : 0;
  }
  ctx.restore();
}

function label(ctx, node, scale, size, font, taken, frame, forced) {
  const text = short(node.label, forced ? 60 : node.type === "Paper" ? 30 : 34);
  ctx.font = font;
  const width = ctx.measureText(text).width;
  const spot = spots.get(node);
  const reach = radiusOf(node) * 1.1 * scale + 3;
  const [cx, cy] = [spot.x * scale, spot.y * scale];
  const places = [[cx, cy + reach], [cx, cy - reach - size - 1], [cx + reach + width / 2 + 1, cy - size / 2], [cx - reach - width / 2 - 1, cy - size / 2]];
  const boxes = places.map(([x, y]) => [x - width / 2 - 3, y - 1, x + width / 2 + 3, y + size + 2]);
  const free = boxes.findIndex((box) => box[0] > frame[0] && box[2] < frame[1] && !taken.some((held) => box[0] < held[2] && held[0] < box[2] && box[1] < held[3] && held[1] < box[3]));
  if (free < 0 && !forced) return false;
  const [x, y] = places[Math.max(free, 0)];
  taken.push(boxes[Math.max(free, 0)]);
  ctx.save();
  ctx.scale(1 / scale, 1 / scale);
  ctx.strokeStyle = colors.ground;
  ctx.lineWidth = 3.5;
  ctx.strokeText(text, x, y);
  ctx.fillStyle = node.type === "Paper" || node.type === "Unnamed" ? colors.soft : colors.text;
  ctx.fillText(text, x, y);
  ctx.restore();
  return true;
}

function hover(what) {
  if (hovered?.node === what?.node && hovered?.edge === what?.edge) return;
  hovered = what;
  const tip = byId("tip");
  tip.hidden = !what;
  if (what?.node) tip.replaceChildren(what.node.label, make("small", {}, `${what.node.type} · ${plural(what.node.claims, "claim")}`));
  if (what?.edge) {
    const { s, o, predicate, claims: held } = what.edge;
    const best = `${held.length > 1 ? "up to " : ""}${sureness(Math.max(...held.map((claim) => claim.confidence)))}`;
    tip.replaceChildren(`${short(s.label, 60)} ${WORDS[predicate][0]} ${short(o.label, 60)}`, make("small", {}, `${plural(held.length, "claim")} · ${best}`));
  }
  byId("canvas").style.cursor = what ? "pointer" : "";
  network.redraw();
}

function followPointer(event) {
  const frame = byId("canvas").getBoundingClientRect();
  const at = { x: event.clientX - frame.left, y: event.clientY - frame.top };
  if (!hovered?.node && !event.buttons) {
    const edge = network.getNodeAt(at) === undefined ? edgeAt(network.DOMtoCanvas(at)) : null;
    hover(edge && { edge });
  }
  const tip = byId("tip");
  tip.style.left = `${Math.min(at.x + 14, frame.width - tip.offsetWidth - 8)}px`;
  tip.style.top = `${Math.min(at.y + 14, frame.height - tip.offsetHeight - 8)}px`;
}

function light() {
  const { node, edge } = state.selected || {};
  lit = node ? new Set([node, ...neighbours(node)]) : edge ? new Set([edge.s, edge.o]) : null;
  network.redraw();
}
