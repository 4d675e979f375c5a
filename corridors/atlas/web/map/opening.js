// The lines as the page opens, before there is a map that can be moved: where the map then paints the same again.
// They are few elements of SVG, which the browser reads and paints without a step of ours for each line.
import { lookOf } from "../core/classes.js";
import { fitted } from "../core/fit.js";
import { halfway } from "../core/geometry.js";
import { isSymbol } from "../core/link_lines.js";
import { decodePath } from "../core/polyline.js";
import { el, svg } from "../ui/dom.js";
import { paintCanvas } from "./brush.js";
import { lineStyle } from "./line_style.js";
import { strokesOf } from "./lines.js";
import { paintSymbols, placeSymbols } from "./symbols.js";

// Browsers paint a picture part by part, and each part asks for all of an element that touches it: of more lines than
// these those that begin in one square of the map make an element.
const MOST_LINES = 50;
const SQUARE_PX = 128;

// What scene.js makes of a page in which nothing is chosen; the marks on bottlenecks need a flow, and come later.
function sceneOf({ style, opening: { looks } }, zoom) {
  const rows = looks.map(({ capacity }) => ({ capacity: capacity ?? 0, clash: capacity === null }));
  const state = { colour: "capacity", hidden: new Set(), sides: false };
  return {
    state,
    looks: looks.map((_, i) => lookOf({ style, links: looks }, state, { rows }, null, null, i)),
    ...{ cut: new Set(), works: new Set(), valued: false, zoom },
    inside: (i) => looks[i].inside,
    recedes: (look) => look.recedes,
  };
}

// Lines of one look as paths; side: of a square, in their units.
function pathsOf(lines, side) {
  if (lines.length <= MOST_LINES) return [lines.join("")];
  const squares = new Map();
  for (const line of lines) {
    const [x, y] = [Number.parseInt(line.slice(1), 10), Number.parseInt(line.slice(line.indexOf(" ")), 10)];
    const square = `${Math.floor(x / side)} ${Math.floor(y / side)}`;
    squares.set(square, (squares.get(square) ?? "") + line);
  }
  return [...squares.values()];
}

const strokeOf = (d, look, px) =>
  svg("path", {
    ...{ d, stroke: look.colour, "stroke-width": look.wide * px, "stroke-opacity": look.alpha },
    "stroke-linecap": look.cap ?? "round",
    "stroke-dasharray": look.dash?.map((long) => long * px).join(" "),
  });

// Lines in their own units; px: how many of them are a pixel.
function linesOf(lines, scene, box, px) {
  const { looks, paths } = lines.opening;
  const layers = [[], [], [], [], []];
  for (const one of looks) {
    const parts = pathsOf(
      one.links.map((i) => paths[i]),
      SQUARE_PX * px,
    );
    for (const [layer, , look] of strokesOf(null, lineStyle(lines, scene, one)))
      for (const d of parts) layers[layer].push(strokeOf(d, look, px));
  }
  const view = { viewBox: box.join(" "), fill: "none", "stroke-linejoin": "round" };
  return svg("svg", view, layers);
}

// Links with a symbol, as placeSymbols wants them, with the scene that has their looks.
function symbolsOf({ far_bits: bits, opening: { looks, paths } }, scene) {
  const links = looks.filter(isSymbol).flatMap((look) =>
    look.links.map((i) => {
      return {
        i,
        look: look.i,
        kind: look.kind,
        form: look.form,
        symbol: true,
        spot: halfway(decodePath(paths[i], bits)),
      };
    }),
  );
  const lookAt = new Map(links.map((link) => [link.i, link.look]));
  const own = Object.fromEntries(links.map((link) => [link.i, scene.looks[link.look]]));
  return { links, scene: { ...scene, looks: own, inside: (i) => scene.inside(lookAt.get(i)) } };
}

function paintedSymbols(lines, scene, { zoom, origin, size }) {
  const { links, scene: own } = symbolsOf(lines, scene);
  if (!links.length) return null;
  const canvas = el("canvas", {});
  const data = { style: lines.style, links };
  paintCanvas(canvas, [0, 0, size.x, size.y], zoom, origin, (brush, frame) =>
    paintSymbols(brush, data, own, placeSymbols(data, own, frame)),
  );
  return canvas;
}

// The picture on the box of the map.
export function paintOpening(lines, mapBox) {
  const size = { x: mapBox.clientWidth, y: mapBox.clientHeight };
  const unit = 2 ** lines.far_bits;
  const box = lines.opening.box.map((v) => v / unit);
  const { zoom, x, y } = fitted(box, size);
  const scale = 2 ** zoom;
  const origin = { x: Math.round(x * scale - size.x / 2), y: Math.round(y * scale - size.y / 2) };
  const px = unit / scale;
  const scene = sceneOf(lines, zoom);
  const drawn = linesOf(
    lines,
    scene,
    [origin.x, origin.y, size.x, size.y].map((v) => v * px),
    px,
  );
  const node = el(
    "div",
    { class: "opening", "aria-hidden": "true" },
    drawn,
    paintedSymbols(lines, scene, { zoom, origin, size }),
  );
  mapBox.append(node);
  return node;
}
