// The lines as the page opens, before there is a map that can be moved: where the map then paints the same again.
import { lookOf } from "../core/classes.js";
import { fitted } from "../core/fit.js";
import { union } from "../core/geometry.js";
import { el } from "../ui/dom.js";
import { PADDING, paintCanvas } from "./brush.js";
import { paintLines } from "./lines.js";
import { paintSymbols, placeSymbols } from "./symbols.js";

// What scene.js makes of a page in which nothing is chosen; the marks on bottlenecks need a flow, and come later.
function sceneOf(lines, zoom) {
  const { capacity, inside } = lines.opening;
  const rows = capacity.map((value) => ({ capacity: value ?? 0, clash: value === null }));
  const state = { colour: "capacity", hidden: new Set(), sides: false };
  const own = inside && new Set(inside);
  return {
    state,
    looks: lines.links.map((_, i) => lookOf(lines, state, { rows }, null, null, i)),
    ...{ cut: new Set(), works: new Set(), valued: false, zoom },
    inside: (i) => !own || own.has(i),
    recedes: (link) => !own && link.abroad,
  };
}

// The canvas on the box of the map, painted.
export function paintOpening(lines, mapBox) {
  const size = { x: mapBox.clientWidth, y: mapBox.clientHeight };
  const shown = lines.opening.inside?.map((i) => lines.links[i]) ?? lines.links;
  const { zoom, x, y } = fitted(union(shown.map((link) => link.box)), size);
  const scale = 2 ** zoom;
  const origin = { x: Math.round(x * scale - size.x / 2), y: Math.round(y * scale - size.y / 2) };
  const [left, top] = [Math.round(-PADDING * size.x), Math.round(-PADDING * size.y)];
  const view = [left, top, Math.round(left + size.x * (1 + 2 * PADDING)), Math.round(top + size.y * (1 + 2 * PADDING))];
  const canvas = el("canvas", { class: "opening", "aria-hidden": "true" });
  canvas.style.transform = `translate(${left}px, ${top}px)`;
  const scene = sceneOf(lines, zoom);
  paintCanvas(canvas, view, zoom, origin, (brush, frame) => {
    paintLines(brush, frame, lines, scene);
    paintSymbols(brush, lines, scene, placeSymbols(lines, scene, frame));
  });
  mapBox.append(canvas);
  return canvas;
}
