// Encoded polylines, as flat lists of numbers: latitude, longitude, or places in the world of the map.
import { worldX, worldY } from "./mercator.js";

// [[latitude, longitude], ...]
export function decode(text, decimals) {
  const factor = 10 ** decimals;
  const found = [];
  walk(text, (lat, lon) => found.push([lat / factor, lon / factor]));
  return found;
}

// Calls visit(latitude, longitude) for each point, in whole units of the encoding.
function walk(text, visit) {
  let [lat, lon, place] = [0, 0, 0];
  const step = () => {
    let shift = 0;
    let value = 0;
    let code = 0;
    do {
      code = text.charCodeAt(place) - 63;
      place += 1;
      value |= (code & 31) << shift;
      shift += 5;
    } while (code >= 32);
    return value & 1 ? ~(value >> 1) : value >> 1;
  };
  while (place < text.length) {
    lat += step();
    lon += step();
    visit(lat, lon);
  }
}

// A path of whole numbers (a start, then steps; a sign may stand for a space) in the world of the map, of whose units
// 2 ** bits are one of the world.
export function decodePath(text, bits) {
  const unit = 2 ** bits;
  const numbers = text.match(/-?\d+/g);
  const out = new Float64Array(numbers.length);
  let [x, y] = [0, 0];
  for (let i = 0; i < out.length; i += 2) {
    x += Number(numbers[i]);
    y += Number(numbers[i + 1]);
    out[i] = x / unit;
    out[i + 1] = y / unit;
  }
  return out;
}

// Room for the longest line so far.
let room = new Float64Array(1024);

// x, y, x, y ... in the world of the map.
export function decodeWorld(text, decimals) {
  const factor = 10 ** decimals;
  if (room.length < text.length) room = new Float64Array(2 * text.length);
  let size = 0;
  walk(text, (lat, lon) => {
    room[size] = worldX(lon / factor);
    room[size + 1] = worldY(lat / factor);
    size += 2;
  });
  return room.slice(0, size);
}
