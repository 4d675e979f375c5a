// Encoded polylines, as flat lists of numbers: latitude, longitude, or places in the world of the map.
import { worldX, worldY } from "./mercator.js";

// Latitude and longitude in turn, in whole units of the encoding.
function integers(text) {
  const out = new Int32Array(text.length);
  const sum = [0, 0];
  let size = 0;
  let place = 0;
  while (place < text.length) {
    let shift = 0;
    let value = 0;
    let code = 0;
    do {
      code = text.charCodeAt(place) - 63;
      place += 1;
      value |= (code & 31) << shift;
      shift += 5;
    } while (code >= 32);
    sum[size & 1] += value & 1 ? ~(value >> 1) : value >> 1;
    out[size] = sum[size & 1];
    size += 1;
  }
  return out.subarray(0, size);
}

// [[latitude, longitude], ...]
export function decode(text, decimals) {
  const factor = 10 ** decimals;
  const flat = integers(text);
  return Array.from({ length: flat.length / 2 }, (_, i) => [flat[2 * i] / factor, flat[2 * i + 1] / factor]);
}

// x, y, x, y ... in the world of the map; where bits tell which points are kept, only of those.
export function decodeWorld(text, decimals, kept) {
  const factor = 10 ** decimals;
  const flat = integers(text);
  const out = new Float64Array(flat.length);
  let size = 0;
  for (let i = 0; i < flat.length; i += 2) {
    if (kept && !(((kept.charCodeAt(Math.floor(i / 12)) - 63) >> ((i / 2) % 6)) & 1)) continue;
    out[size] = worldX(flat[i + 1] / factor);
    out[size + 1] = worldY(flat[i] / factor);
    size += 2;
  }
  return out.subarray(0, size);
}
