// Posts, gauge points and ports: one symbol each, told apart by shape, moved aside where two would cover each other.
import { svg } from "../ui/dom.js";
import { num } from "../ui/i18n.js";
import { fontOf } from "../ui/text_metrics.js";

const ASIDE = [
  [0, 0],
  [11, -8],
  [-11, -8],
  [11, 9],
  [-11, 9],
  [0, -16],
  [0, 17],
  [20, 0],
  [-20, 0],
];
// From this zoom on a symbol is large enough for its value.
export const VALUES_FROM = 7;

export const shapeOf = (link) =>
  link.form === "gauge" || link.form === "port" ? link.form : link.form === "rail" ? "rail" : "road";

// Outlines round the origin for a radius, as path data: the legend and the canvas draw the same.
export function outline(shape, r) {
  const at = (...numbers) => numbers.map((n) => (n * r).toFixed(2)).join(" ");
  if (shape === "road") return `M${at(-0.86, -0.86)}L${at(0.86, -0.86)}L${at(0.86, 0.86)}L${at(-0.86, 0.86)}Z`;
  if (shape === "rail") return `M${at(0, -1.18)}L${at(1.18, 0)}L${at(0, 1.18)}L${at(-1.18, 0)}Z`;
  if (shape === "gauge") return `M${at(0, -1.15)}L${at(1.15, 0.85)}L${at(-1.15, 0.85)}Z`;
  return `M${at(1, 0)}A${at(1, 1)} 0 1 1 ${at(-1, 0)}A${at(1, 1)} 0 1 1 ${at(1, 0)}Z`;
}

// The same as a picture for the legend.
export function symbolOf(shape, size, { fill, stroke }) {
  const dot = shape === "port" && svg("circle", { r: size * 0.16, fill: stroke });
  return [svg("path", { d: outline(shape, size / 2), fill, stroke, "stroke-width": 1.5 }), dot || null];
}

const sizeAt = (zoom) => (zoom < 4.6 ? 7.5 : zoom < 5.6 ? 9.5 : zoom < VALUES_FROM ? 12 : 20);

// Where the symbols of a frame stand: {link, x, y, size, faded}; the important ones stay in their places.
export function placeSymbols(data, scene, frame) {
  const base = scene.valued ? sizeAt(VALUES_FROM) : sizeAt(frame.zoom);
  const shown = data.links
    .filter((link) => link.symbol && !scene.state.hidden.has(link.kind))
    .sort((a, b) => Number(scene.inside(b.i)) - Number(scene.inside(a.i)) || a.i - b.i);
  const taken = [];
  for (const link of shown) {
    const faded = !scene.inside(link.i);
    const size = faded ? Math.min(12, base) * 0.62 : base;
    const [x, y] = [link.spot[0] * frame.scale - frame.x, link.spot[1] * frame.scale - frame.y];
    const free = ([right, down]) =>
      taken.every((t) => Math.max(Math.abs(t.x - x - right), Math.abs(t.y - y - down)) > ((t.size + size) / 2) * 0.95);
    const [right, down] = (!faded && ASIDE.find(free)) || [0, 0];
    taken.push({ link, x: x + right, y: y + down, size, faded });
  }
  return taken;
}

const paths = new Map();

function pathOf(shape, size) {
  const key = `${shape} ${size}`;
  if (!paths.has(key)) paths.set(key, new Path2D(outline(shape, size / 2)));
  return paths.get(key);
}

function paintOne(brush, data, scene, { link, x, y, size, faded }) {
  const { colours } = data.style;
  const look = scene.looks[link.i];
  const shape = shapeOf(link);
  const stroke = faded ? colours.other_link : colours.casing;
  brush.setLineDash([]);
  brush.globalAlpha = faded ? 0.65 : 1;
  if (scene.cut.has(link.i)) ring(brush, x, y, size * 0.5 + 6, colours.cut);
  const path = pathOf(shape, size);
  brush.fillStyle = faded || look.closed ? colours.land : look.colour;
  brush.strokeStyle = stroke;
  brush.lineWidth = faded ? 1 : 1.5;
  brush.translate(x, y);
  brush.fill(path);
  brush.stroke(path);
  brush.translate(-x, -y);
  if (size >= sizeAt(VALUES_FROM) && !look.row.clash) value(brush, data, look, x, y + (shape === "gauge" ? 2 : 0));
  else if (shape === "port") {
    brush.fillStyle = stroke;
    brush.beginPath();
    brush.arc(x, y, size * 0.16, 0, 7);
    brush.fill();
  }
  if (look.over) cross(brush, x, y, colours.paper);
  brush.globalAlpha = 1;
}

function ring(brush, x, y, r, colour) {
  brush.strokeStyle = colour;
  brush.lineWidth = 3;
  brush.setLineDash([2.5, 2.4]);
  brush.beginPath();
  brush.arc(x, y, r, 0, 7);
  brush.stroke();
  brush.setLineDash([]);
}

function cross(brush, x, y, colour) {
  brush.strokeStyle = colour;
  brush.lineWidth = 1.6;
  brush.beginPath();
  for (const [a, b] of [
    [-3, -3],
    [-3, 3],
  ]) {
    brush.moveTo(x + a, y + b);
    brush.lineTo(x - a, y - b);
  }
  brush.stroke();
}

// Capacity in Mt/year, in ink or paper, whichever stands out from the colour of the class.
function value(brush, data, look, x, y) {
  const { colours } = data.style;
  const text = num(look.mtpa, look.mtpa < 9.95 ? 1 : 0);
  brush.font = fontOf(text.length > 2 ? 9.5 : 10.5, 650);
  brush.textAlign = "center";
  brush.textBaseline = "middle";
  brush.fillStyle = look.closed || isLight(look.colour) ? colours.grade_ink : colours.paper;
  brush.fillText(text, x, y + 0.5);
}

// Whether dark letters stand out from a colour better than light ones (relative luminance of WCAG).
function isLight(colour) {
  const [r, g, b] = [1, 3, 5].map((i) => {
    const v = Number.parseInt(colour.slice(i, i + 2), 16) / 255;
    return v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b > 0.179;
}

export function paintSymbols(brush, data, scene, placed) {
  const weight = (one) => (scene.cut.has(one.link.i) ? 2 : one.faded ? 0 : 1);
  for (const one of placed.slice().sort((a, b) => weight(a) - weight(b) || a.y - b.y))
    paintOne(brush, data, scene, one);
}
