// Lines of the world as paths on a canvas, with no more points than can be seen.
import { meet } from "../core/geometry.js";

// Points closer than this to the one before are left out, pixels.
const STEP_PX = 1.2;
// Beyond the edges of the canvas lines are cut, so far away that no end of them shows.
// Dashes are shorter than that.
const EDGE_PX = 60;

export const isSeen = (box, frame) => {
  const edge = EDGE_PX / frame.scale;
  const { world } = frame;
  return meet(box, [world[0] - edge, world[1] - edge, world[2] + edge, world[3] + edge]);
};

// The line of a link that fits a zoom.
export const lineAt = (link, zoom) => (zoom < link.farBelow ? link.far : link.fine);

// The points of a line on the canvas: x, y, x, y ... in pixels.
export function pixelsOf(line, frame) {
  const out = [];
  const last = line.length - 2;
  let [wasX, wasY] = [Infinity, Infinity];
  for (let i = 0; i <= last; i += 2) {
    const x = line[i] * frame.scale - frame.x;
    const y = line[i + 1] * frame.scale - frame.y;
    if (i && i < last && Math.abs(x - wasX) + Math.abs(y - wasY) < STEP_PX) continue;
    out.push(x, y);
    wasX = x;
    wasY = y;
  }
  return out;
}

// Begins so far before a, on the way from a to b.
function moveBefore(brush, ax, ay, bx, by, far) {
  const long = Math.sqrt((bx - ax) ** 2 + (by - ay) ** 2) || 1;
  brush.moveTo(ax - ((bx - ax) * far) / long, ay - ((by - ay) * far) / long);
}

// Adds points to the path of a brush; stretches beyond the canvas are left out. Dashes of a period lie where they would
// lie if nothing were left out.
export function trace(brush, points, view, period = 0) {
  const [left, top, right, bottom] = [view[0] - EDGE_PX, view[1] - EDGE_PX, view[2] + EDGE_PX, view[3] + EDGE_PX];
  let down = false;
  let along = 0;
  for (let i = 2; i < points.length; i += 2) {
    const [ax, ay, bx, by] = [points[i - 2], points[i - 1], points[i], points[i + 1]];
    const before = along;
    if (period) along += Math.sqrt((bx - ax) ** 2 + (by - ay) ** 2);
    const away =
      (ax < left && bx < left) || (ax > right && bx > right) || (ay < top && by < top) || (ay > bottom && by > bottom);
    if (away) {
      down = false;
      continue;
    }
    if (!down) moveBefore(brush, ax, ay, bx, by, period && before % period);
    brush.lineTo(bx, by);
    down = true;
  }
}

// Points moved sideways by some pixels, to the right of the way they go.
export function beside(points, px) {
  const out = [];
  const normal = (i) => {
    const [dx, dy] = [points[i + 2] - points[i], points[i + 3] - points[i + 1]];
    const long = Math.hypot(dx, dy) || 1;
    return [-dy / long, dx / long];
  };
  const last = points.length - 2;
  for (let i = 0; i <= last; i += 2) {
    const before = normal(i ? i - 2 : 0);
    const after = i < last ? normal(i) : before;
    const [x, y] = [before[0] + after[0], before[1] + after[1]];
    const long = Math.hypot(x, y) || 1;
    out.push(points[i] + (x * px) / long, points[i + 1] + (y * px) / long);
  }
  return out;
}
