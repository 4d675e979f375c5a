// Land and water under the network, a drawing that takes no clicks; an online background only where one was built in.
import { boxOf, union } from "../core/geometry.js";
import { placeOf } from "../core/mercator.js";
import { decodeWorld } from "../core/polyline.js";
import { svg } from "../ui/dom.js";

// The rings of a kind, read once for all maps of the page: {line, box, home}.
export function ringsOf(data, kind) {
  const { basemap } = data;
  const key = `${kind}Rings`;
  basemap[key] =
    basemap[key] ||
    basemap[kind].map((text, i) => {
      const line = decodeWorld(text, basemap.decimals);
      return { line, box: boxOf(line), home: kind === "land" && basemap.home.includes(i) };
    });
  return basemap[key];
}

// Where the base map ends; its straight edges there are no coasts.
const endsOf = (data) => union(ringsOf(data, "land").map((ring) => ring.box));

// The outline of a ring without the stretches along the ends of the base map.
function coastsOf(ring, ends) {
  if (ring.coasts) return ring.coasts;
  const { line } = ring;
  const atEnd = (i, k) => line[i + k] === line[i + k - 2] && (line[i + k] === ends[k] || line[i + k] === ends[k + 2]);
  ring.coasts = [];
  let part = [line[0], line[1]];
  for (let i = 2; i < line.length; i += 2) {
    if (atEnd(i, 0) || atEnd(i, 1)) {
      ring.coasts.push(part);
      part = [];
    }
    part.push(line[i], line[i + 1]);
  }
  ring.coasts.push(part);
  ring.coasts = ring.coasts.filter((one) => one.length > 2);
  return ring.coasts;
}

// Outlines in whole numbers, so many of them a unit of the world: a third of a pixel at the closest zoom.
const PARTS = 10_000;
const inParts = (v) => Math.round(v * PARTS);

function outline(lines) {
  let d = "";
  for (const line of lines)
    for (let i = 0; i < line.length; i += 2) d += `${i ? "L" : "M"}${inParts(line[i])} ${inParts(line[i + 1])}`;
  return d;
}

// Few elements, which the browser lays out once; a move of the map is no work of the page's, and a zoom hardly any.
function picture(data, [left, top, right, bottom]) {
  const { colours } = data.style;
  const [land, water] = [ringsOf(data, "land"), ringsOf(data, "water")];
  const home = land.filter((ring) => ring.home);
  const ends = endsOf(data);
  const filled = (rings, fill) => svg("path", { d: outline(rings.map((ring) => ring.line)), fill });
  const stroked = (lines, stroke, px) =>
    svg("path", { d: outline(lines), stroke, look: { "stroke-width": `calc(${px}px * var(--parts-of-px))` } });
  const coasts = (rings) => rings.flatMap((ring) => coastsOf(ring, ends));
  const size = { x: inParts(left), y: inParts(top), width: inParts(right - left), height: inParts(bottom - top) };
  return svg(
    "svg",
    {
      ...{ viewBox: Object.values(size).join(" "), preserveAspectRatio: "none" },
      ...{ fill: "none", "stroke-linejoin": "round", "aria-hidden": "true" },
    },
    land.length > 0 && svg("rect", { ...size, fill: colours.water }),
    filled(land, colours.land),
    filled(home, colours.home),
    stroked(coasts(land), colours.border, 0.9),
    stroked(coasts(home), colours.home_border, 1.6),
    filled(water, colours.water),
    stroked(
      water.map((ring) => ring.line),
      colours.shore,
      0.8,
    ),
  );
}

// Puts the base map on a map; the online background, where there is one, is handed back and not yet shown.
export function layBasemap(data, map) {
  // Beyond the base map nothing is known; within it, what is not land is sea.
  map.getContainer().style.background = data.style.colours.land;
  map.createPane("basemap").style.zIndex = 150;
  const ends = union([...ringsOf(data, "land"), ...ringsOf(data, "water")].map((ring) => ring.box));
  if (ends[0] < ends[2]) {
    const corners = [placeOf(ends[0], ends[3]), placeOf(ends[2], ends[1])];
    const drawn = picture(data, ends);
    // Quicker than strokes that the browser keeps from growing: it would measure all outlines anew.
    const keepThin = () => drawn.style.setProperty("--parts-of-px", PARTS / 2 ** map.getZoom());
    keepThin();
    map.on("zoom", keepThin);
    L.svgOverlay(drawn, corners, { pane: "basemap" }).addTo(map);
  }
  if (!data.tiles) return null;
  map.createPane("tiles").style.zIndex = 160;
  return L.tileLayer(data.tiles.url, { pane: "tiles", maxZoom: 12, opacity: 0.85 });
}
