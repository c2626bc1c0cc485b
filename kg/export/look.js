// Colours, shapes and small builders. Text from papers enters the page through textContent alone.
const byId = (id) => document.getElementById(id);
const still = matchMedia("(prefers-reduced-motion: reduce)");

function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (value === true) element.setAttribute(name, "");
    else if (value !== false && value !== null && value !== undefined) element.setAttribute(name, value);
  }
  element.append(...children.filter((child) => child !== null && child !== undefined));
  return element;
}

const say = (text) => { byId("live").textContent = text; };
const plural = (count, one, many = `${one}s`) => `${count.toLocaleString("en")} ${count === 1 ? one : many}`;
const short = (text, limit) => (text.length > limit ? `${text.slice(0, limit - 1).trimEnd()}…` : text);

let colors = {};
function readColors() {
  const probe = document.body.appendChild(document.createElement("span"));
  const names = ["ground", "text", "soft", "edge", "compare", "measure", "build", "accent", ...data.types];
  colors = Object.fromEntries(names.map((name) => {
    probe.style.color = `var(--${name})`;
    return [name, getComputedStyle(probe).color];
  }));
  colors.plain = colors.faint = colors.edge;
  probe.remove();
}

// Corners as [x, y] in units of the radius; shapes of about equal area.
const ring = (count, turn, radius) => Array.from({ length: count }, (_, i) => {
  const angle = (i / count) * 2 * Math.PI + turn;
  return [Math.cos(angle) * radius(i), Math.sin(angle) * radius(i)];
});
const CORNERS = {
  Hardware: [[-0.88, -0.88], [0.88, -0.88], [0.88, 0.88], [-0.88, 0.88]],
  Technique: [[0, -1.22], [1.22, 0], [0, 1.22], [-1.22, 0]],
  Dataset: ring(6, 0, () => 1.1),
  Software: [[0, -1.2], [1.16, 0.84], [-1.16, 0.84]],
  Metric: [[0, 1.2], [1.16, -0.84], [-1.16, -0.84]],
  Task: ring(10, -Math.PI / 2, (i) => (i % 2 ? 0.62 : 1.35)),
  Paper: [[-0.78, -1.02], [0.3, -1.02], [0.78, -0.5], [0.78, 1.02], [-0.78, 1.02]],
};

function outline(ctx, type, x, y, radius) {
  ctx.beginPath();
  const corners = CORNERS[type];
  if (!corners) {
    ctx.arc(x, y, radius, 0, 2 * Math.PI);
    return;
  }
  corners.forEach(([cx, cy], i) => (i ? ctx.lineTo : ctx.moveTo).call(ctx, x + cx * radius, y + cy * radius));
  ctx.closePath();
}

// Papers and unnamed things are outlines, concepts are filled.
function drawShape(ctx, type, x, y, radius, { line = 1.2 } = {}) {
  outline(ctx, type, x, y, radius);
  const hollow = type === "Paper" || type === "Unnamed";
  ctx.fillStyle = hollow ? colors.ground : colors[type];
  ctx.fill();
  ctx.lineWidth = hollow ? line * 1.3 : line;
  ctx.strokeStyle = hollow ? colors[type] : colors.ground;
  ctx.stroke();
}

function icon(type) {
  const canvas = make("canvas", { class: "icon", "aria-hidden": "true", width: 40, height: 40, "data-type": type });
  paintIcon(canvas);
  return canvas;
}

function paintIcon(canvas) {
  const ctx = canvas.getContext("2d");
  ctx.clearRect(0, 0, 40, 40);
  drawShape(ctx, canvas.dataset.type, 20, 20, 13, { line: 2.6 });
}

function setTheme(dark) {
  document.documentElement.style.colorScheme = dark ? "dark" : "light";
  byId("theme").setAttribute("aria-pressed", String(dark));
  readColors();
  document.querySelectorAll("canvas.icon").forEach(paintIcon);
}

const remembered = () => { try { return localStorage.getItem("kg-theme"); } catch { return null; } };
const remember = (theme) => { try { localStorage.setItem("kg-theme", theme); } catch { /* a page from a file may have no storage */ } };
