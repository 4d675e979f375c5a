// Links as lines on a canvas: edges below, ticks of railways, the colour of the class, marks on top.
import { lineStyle } from "./line_style.js";
import { beside, isSeen, lineAt, pixelsOf, trace } from "./paths.js";

const MOVING = { dash: [1, 11], perPixel: 0.032 };

// Lines that look the same are drawn in one go, of so many points at most: longer paths are slow to fill.
const MOST_POINTS = 4000;

const periodOf = (dash) => dash.reduce((sum, long) => sum + long, 0);

function strokeAll(brush, strokes, view) {
  const groups = new Map();
  for (const [points, look] of strokes) {
    const key = `${look.wide.toFixed(2)} ${look.colour} ${look.alpha ?? 1} ${look.dash || ""} ${look.cap || ""}`;
    if (!groups.has(key)) groups.set(key, { look, parts: [] });
    groups.get(key).parts.push(points);
  }
  for (const { look, parts } of groups.values()) {
    brush.lineWidth = look.wide;
    brush.strokeStyle = look.colour;
    brush.globalAlpha = look.alpha ?? 1;
    brush.lineCap = look.cap || "round";
    brush.setLineDash(look.dash || []);
    const period = periodOf(look.dash || []);
    let size = 0;
    brush.beginPath();
    for (const points of parts) {
      trace(brush, points, view, period);
      size += points.length;
      if (size > MOST_POINTS) {
        brush.stroke();
        brush.beginPath();
        size = 0;
      }
    }
    brush.stroke();
  }
  brush.globalAlpha = 1;
  brush.setLineDash([]);
}

// What is drawn of one link, layer by layer: [layer, points, look].
export function strokesOf(points, style) {
  const works = style.works ? [[0, points, { ...style.works, cap: "butt" }]] : [];
  const edges = style.casing.map((look, i) => [i, points, { ...look, dash: style.dash }]);
  const out = [...works, ...edges];
  if (style.ticks) out.push([2, points, { ...style.ticks, cap: "butt" }]);
  if (style.sides) {
    for (const side of style.sides)
      out.push([3, beside(points, side.beside), { wide: side.wide, colour: style.colour, alpha: style.alpha }]);
  } else {
    out.push([3, points, { wide: style.wide, colour: style.colour, alpha: style.alpha, dash: style.dash }]);
  }
  if (style.dots) out.push([4, points, { ...style.dots, dash: [0.1, 7] }]);
  if (style.bars) out.push([4, points, { ...style.bars, cap: "butt" }]);
  return out;
}

const visible = (data, scene, frame) =>
  data.links.filter((link) => link.drawn && !scene.state.hidden.has(link.kind) && isSeen(link.box, frame));

export function paintLines(brush, frame, data, scene) {
  const layers = [[], [], [], [], []];
  brush.lineJoin = "round";
  for (const link of visible(data, scene, frame)) {
    const points = pixelsOf(lineAt(link, frame.zoom), frame);
    for (const [layer, where, look] of strokesOf(points, lineStyle(data, scene, link)))
      layers[layer].push([where, look]);
  }
  for (const strokes of layers) strokeAll(brush, strokes, frame.view);
}

// Dashes that run the way the flow goes; `at` is the time in milliseconds.
export function paintFlow(brush, frame, data, scene, at) {
  brush.setLineDash(MOVING.dash);
  brush.strokeStyle = data.style.colours.flow;
  brush.lineCap = "round";
  for (const link of visible(data, scene, frame)) {
    const load = scene.loads ? scene.loads[link.i] : 0;
    if (!scene.inside(link.i) || Math.abs(load) < 1e-6) continue;
    const speed = 0.4 + Math.min(1.6, Math.abs(load) / 20);
    brush.lineWidth = Math.max(1.1, lineStyle(data, scene, link).wide * 0.32);
    brush.lineDashOffset = -Math.sign(load) * speed * at * MOVING.perPixel;
    brush.beginPath();
    trace(brush, pixelsOf(lineAt(link, frame.zoom), frame), frame.view, periodOf(MOVING.dash));
    brush.stroke();
  }
  brush.setLineDash([]);
  brush.lineDashOffset = 0;
}

// A broad band round one link: it is under the pointer, or has the keyboard.
export function paintHalo(brush, frame, data, scene, { link, colour, alpha }) {
  if (!link.drawn || scene.state.hidden.has(link.kind)) return;
  const look = { wide: lineStyle(data, scene, link).wide + 12, colour, alpha };
  strokeAll(brush, [[pixelsOf(lineAt(link, frame.zoom), frame), look]], frame.view);
}
