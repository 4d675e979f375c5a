// Names on the map: what limits the corridor, cities, stations, countries; a name without room is left out.
import { within } from "../core/geometry.js";
import { occupancyOf } from "../core/occupancy.js";
import { el } from "../ui/dom.js";
import { widthOf } from "../ui/text_metrics.js";
import { ringsOf } from "./basemap.js";
import { namesWanted } from "./label_items.js";
import { isSeen, lineAt, pixelsOf } from "./paths.js";

// Air between a name in the middle of something and a line, pixels.
const AIR = 4;
// On a sheet of paper, which is looked at from nearer than a screen and is smaller, names are smaller too.
const ON_PAPER = 0.8;
// A name of an area is tried at these parts of its size.
const SIZES = [1, 0.82, 0.66];
const LEAST_SIZE = 10;
const DIRECTIONS = [
  [0, -1],
  [0, 1],
  [1.8, 0],
  [-1.8, 0],
  [1.5, -1],
  [-1.5, -1],
  [1.5, 1],
  [-1.5, 1],
];

const apart = (a, b) => a[0] >= b[2] || b[0] >= a[2] || a[1] >= b[3] || b[1] >= a[3];

// Places to try round a point: right, left, above, below, and the corners.
function around(x, y, w, h, gap) {
  return [
    [x + gap, y - h / 2],
    [x - gap - w, y - h / 2],
    [x - w / 2, y - gap - h],
    [x - w / 2, y + gap],
    [x + gap * 0.8, y - gap * 0.8 - h],
    [x - gap * 0.8 - w, y - gap * 0.8 - h],
    [x + gap * 0.8, y + gap * 0.8],
    [x - gap * 0.8 - w, y + gap * 0.8],
  ];
}

// Names of countries and lakes may stand anywhere near their middle.
function near(x, y, high) {
  const spots = [[x, y]];
  for (const far of [1.4, 2.8, 4.5, 6.5, 9])
    for (const [right, down] of DIRECTIONS) spots.push([x + right * far * high, y + down * far * high]);
  return spots;
}

// Room that a name takes beside its letters.
function rim(item) {
  if (item.kind !== "bottleneck") return item.middle ? 8 : 2;
  return (item.text ? 18 : 6) + (item.number ? 18 : 0);
}

function roomOf(item) {
  const wide = widthOf(item.text, item.size, item.weight) + (item.spread || 0) * item.text.length + rim(item);
  return [wide, item.size * 1.25 + (item.kind === "bottleneck" ? 6 : 0)];
}

function spotsOf(item, [x, y], [wide, high]) {
  if (item.middle) return near(x - wide / 2, y - high / 2, high);
  const spots = [...around(x, y, wide, high, item.gap), ...around(x, y, wide, high, item.gap + 5)];
  // A bottleneck is worth a name further away.
  return item.kind === "bottleneck" ? [...spots, ...around(x, y, wide, high, 3 * item.gap)] : spots;
}

// Whether a box lies in the area that it names: in water with all of it, in a country with its middle line.
function atHome(item, box, frame, data) {
  if (!item.rings) return true;
  const all = ringsOf(data, item.water ? "water" : "land");
  const [left, top, right, bottom] = box.map((v, i) => (v + (i % 2 ? frame.y : frame.x)) / frame.scale);
  const middle = (top + bottom) / 2;
  const rows = item.water ? [top, middle, bottom] : [middle];
  return [left, (left + right) / 2, right].every((x) =>
    rows.every((y) => item.rings.some((i) => within(all[i].line, x, y))),
  );
}

const inView = (box, view) =>
  box[0] > view[0] + 2 && box[1] > view[1] + 2 && box[2] < view[2] - 2 && box[3] < view[3] - 2;

// The first place that is free and struck by no line; a callout covers what is under it, so it may cover a line.
function boxFor(item, at, room) {
  const { taken, view, lines, frame, data } = room;
  const size = roomOf(item);
  const air = item.middle ? AIR : 0;
  let best = null;
  let least = item.kind === "bottleneck" ? Infinity : 1;
  for (const [x, y] of spotsOf(item, at, size)) {
    const box = [x, y, x + size[0], y + size[1]];
    if (!inView(box, view) || !taken.every((t) => apart(t, box)) || !atHome(item, box, frame, data)) continue;
    const hits = lines.struck([x - air, y - air, box[2] + air, box[3] + air]);
    if (hits < least) {
      best = box;
      least = hits;
    }
    if (!hits) break;
  }
  return best;
}

// The same name in ways that need less room.
function variants(item) {
  if (item.number) return [item, { ...item, text: "" }];
  if (!item.middle) return [item];
  return SIZES.map((part) => ({ ...item, size: item.size * part, spread: item.spread * part })).filter(
    (one, i) => !i || one.size >= LEAST_SIZE,
  );
}

function nameNode(item) {
  const look = { "font-size": `${item.size}px`, "font-weight": item.weight };
  if (item.spread) look["letter-spacing"] = `${item.spread}px`;
  const badge = item.number && el("b", { class: "badge" }, item.number);
  const kind = `name ${item.kind}${item.text ? "" : " alone"}${item.number ? "" : " bare"}`;
  const press =
    item.press &&
    ((event) => {
      event.stopPropagation();
      item.press();
    });
  return el("span", { class: kind, look, onclick: press }, badge, item.text);
}

const dotNode = (item) => el("i", { class: `dot ${item.kind}` });

// What lies over the map itself: buttons and credits, as boxes on the map's container.
function overlays(map) {
  const frame = map.getContainer().getBoundingClientRect();
  return [...map.getContainer().parentNode.querySelectorAll(".over-map")].map((node) => {
    const box = node.getBoundingClientRect();
    return [box.left - frame.left - 3, box.top - frame.top - 3, box.right - frame.left + 3, box.bottom - frame.top + 3];
  });
}

function linesOf(data, scene, frame) {
  const lines = occupancyOf(frame.view);
  for (const link of data.links) {
    if (!link.drawn || scene.state.hidden.has(link.kind) || !isSeen(link.box, frame)) continue;
    lines.line(pixelsOf(lineAt(link, frame.zoom), frame), scene.widthOf(link));
  }
  return lines;
}

// Boxes that names keep clear of.
const symbolBoxes = (placed) =>
  placed
    .filter((s) => !s.faded)
    .map(({ x, y, size }) => [x, y, x, y].map((v, i) => v + (i < 2 ? -1 : 1) * (size / 2 + 1.5)));

function namesPlaced(data, scene, room, placed) {
  const { frame, view, taken } = room;
  const names = [];
  const moved = new Map(placed.map((s) => [s.link.i, [s.x, s.y]]));
  const part = document.documentElement.classList.contains("on-paper") ? ON_PAPER : 1;
  for (const wanted of namesWanted(data, scene, frame.zoom)) {
    const item = { ...wanted, size: wanted.size * part };
    const at = moved.get(item.aside) || scene.pixel(item.at);
    if (at[0] < view[0] || at[1] < view[1] || at[0] > view[2] || at[1] > view[3]) continue;
    const half = item.dot ? 3 : 0;
    const spot = [at[0] - half, at[1] - half, at[0] + half, at[1] + half];
    if (item.dot && !taken.every((t) => apart(t, spot))) continue;
    const found = variants(item)
      .map((one) => [one, boxFor(one, at, room)])
      .find(([, box]) => box);
    if (!found) continue;
    taken.push(found[1]);
    names.push([nameNode, ...found]);
    if (!item.dot) continue;
    taken.push(spot);
    names.push([dotNode, item, at]);
  }
  return names;
}

// Puts names into a list. A move of the map leaves most of them, at other places: what is there is moved, not made anew.
function makeShelf(list) {
  let kept = new Map();
  return (names) => {
    const all = new Map();
    for (const [make, item, [x, y]] of names) {
      let key = [make === dotNode, item.kind, item.text, item.number, item.size, item.weight, item.spread].join("|");
      while (all.has(key)) key += "|";
      const before = kept.get(key);
      const node = before && before.press === item.press ? before.node : make(item);
      node.style.transform = `translate(${Math.round(x)}px, ${Math.round(y)}px)`;
      all.set(key, { node, press: item.press });
    }
    const nodes = new Set([...all.values()].map(({ node }) => node));
    for (const { node } of kept.values()) if (!nodes.has(node)) node.remove();
    list.append(...[...nodes].filter((node) => !node.parentNode));
    kept = all;
  };
}

export function makeLabels(data, map) {
  const pane = map.createPane("labels");
  pane.style.zIndex = 480;
  const list = el("div", { class: "labels", "aria-hidden": "true" });
  const shelve = makeShelf(list);
  let over = [];
  pane.appendChild(list);
  map.on("zoomstart", () => list.classList.add("away"));
  return {
    // Looks where the buttons are: seldom, for it makes the browser lay out the page.
    measure() {
      over = overlays(map);
    },
    // frame: what is in view; placed: the symbols as they stand.
    draw(scene, frame, placed) {
      const { view } = frame;
      const covered = over.map((box) => box.map((v, i) => v + view[i % 2]));
      const taken = [...symbolBoxes(placed), ...covered];
      const room = { data, frame, view, taken, lines: linesOf(data, scene, frame) };
      shelve(namesPlaced(data, scene, room, placed));
      list.classList.remove("away");
    },
  };
}
