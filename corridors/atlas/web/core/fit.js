// Where a map stands so that a part of the world fills it.
import { placeOf } from "./mercator.js";

const SNAP = 0.25;
const MOST_ZOOM = 9;
// Within so much of a step of the zoom the map is as good as there.
const NEARLY = SNAP / 100;
// The buttons stand in the upper left corner, on narrow maps in the lower one.
const NARROW_PX = 480;
const LOW_PX = 260;

function edgesOf({ x, y }) {
  const wide = x > NARROW_PX;
  const low = y < LOW_PX;
  return { left: wide ? 54 : 22, top: low ? 12 : 26, right: 24, bottom: low ? 34 : 54 };
}

// {zoom, x, y}: the middle of the map in units of the world, for a box of it and the size of the map in pixels.
export function fitted(box, size) {
  const { left, top, right, bottom } = edgesOf(size);
  // A map may be smaller than its edges, in a frame that is not open yet.
  const across = Math.max(1, size.x - left - right) / (box[2] - box[0]);
  const down = Math.max(1, size.y - top - bottom) / (box[3] - box[1]);
  const exact = Math.round(Math.log2(Math.min(across, down)) / NEARLY) * NEARLY;
  const zoom = Math.max(0, Math.min(MOST_ZOOM, Math.floor(exact / SNAP) * SNAP));
  const scale = 2 ** zoom;
  return {
    zoom,
    x: (box[0] + box[2]) / 2 + (right - left) / 2 / scale,
    y: (box[1] + box[3]) / 2 + (bottom - top) / 2 / scale,
  };
}

// The same as [latitude, longitude] and zoom.
export function placeFor(box, size) {
  const { zoom, x, y } = fitted(box, size);
  return { zoom, at: placeOf(x, y) };
}
