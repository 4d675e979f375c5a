// Land and water under the network, on a canvas that takes no clicks; an online background only where one was built in.
import { boxOf } from "../core/geometry.js";
import { decodeWorld } from "../core/polyline.js";
import { canvasPane } from "./canvas.js";
import { isSeen, pixelsOf, trace } from "./paths.js";

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
function endsOf(data) {
  const boxes = ringsOf(data, "land").map((ring) => ring.box);
  data.basemap.ends =
    data.basemap.ends ||
    [Math.min, Math.min, Math.max, Math.max].map((extreme, side) => extreme(...boxes.map((box) => box[side])));
  return data.basemap.ends;
}

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

function fill(brush, shapes, colour) {
  brush.fillStyle = colour;
  for (const { points } of shapes) {
    brush.beginPath();
    for (let i = 0; i < points.length; i += 2) brush.lineTo(points[i], points[i + 1]);
    brush.fill();
  }
}

function stroke(brush, lines, view, colour, width) {
  brush.strokeStyle = colour;
  brush.lineWidth = width;
  for (const points of lines) {
    brush.beginPath();
    trace(brush, points, view);
    brush.stroke();
  }
}

// The coasts of shapes on the canvas; most do not reach the end of the base map and are coast all round.
function coasts(shapes, ends, frame) {
  const whole = ({ ring }) => ring.box.every((v, i) => v !== ends[i]);
  return shapes.flatMap((shape) =>
    whole(shape) ? [shape.points] : coastsOf(shape.ring, ends).map((line) => pixelsOf(line, frame)),
  );
}

function paint(brush, frame, data) {
  const { colours } = data.style;
  const seen = (kind) =>
    ringsOf(data, kind)
      .filter((ring) => isSeen(ring.box, frame))
      .map((ring) => ({ ring, points: pixelsOf(ring.line, frame) }));
  if (data.basemap.land.length) {
    const ends = endsOf(data);
    const [left, top, right, bottom] = ends.map((v, i) => v * frame.scale - (i % 2 ? frame.y : frame.x));
    brush.fillStyle = colours.water;
    brush.fillRect(left, top, right - left, bottom - top);
    const land = seen("land");
    const home = land.filter(({ ring }) => ring.home);
    fill(brush, land, colours.land);
    fill(brush, home, colours.home);
    stroke(brush, coasts(land, ends, frame), frame.view, colours.border, 0.9);
    stroke(brush, coasts(home, ends, frame), frame.view, colours.home_border, 1.6);
  }
  const water = seen("water");
  fill(brush, water, colours.water);
  const shores = water.map(({ points }) => points);
  stroke(brush, shores, frame.view, colours.shore, 0.8);
}

// Puts the base map on a map; the online background, where there is one, is handed back and not yet shown.
export function layBasemap(data, map) {
  // Beyond the base map nothing is known; within it, what is not land is sea.
  map.getContainer().style.background = data.style.colours.land;
  canvasPane(map, "basemap", 150, (brush, frame) => paint(brush, frame, data));
  if (!data.tiles) return null;
  map.createPane("tiles").style.zIndex = 160;
  return L.tileLayer(data.tiles.url, { pane: "tiles", maxZoom: 12, opacity: 0.85 });
}
