// Encoded polylines, as flat lists of numbers: latitude, longitude, or places in the world of the map.
import { worldX, worldY } from "./mercator.js";

// [[latitude, longitude], ...]
export function decode(text, decimals) {
  const factor = 10 ** decimals;
  const found = [];
  walk(text, (lat, lon) => found.push([lat / factor, lon / factor]));
  return found;
}

// Calls visit(latitude, longitude, number) for each point, in whole units of the encoding.
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
  for (let i = 0; place < text.length; i += 1) {
    lat += step();
    lon += step();
    visit(lat, lon, i);
  }
}

// Room for the longest line so far: most of its points are left out again.
let room = new Float64Array(1024);

// x, y, x, y ... in the world of the map; where bits tell which points are kept, only of those.
export function decodeWorld(text, decimals, kept) {
  const factor = 10 ** decimals;
  if (room.length < text.length) room = new Float64Array(2 * text.length);
  let size = 0;
  walk(text, (lat, lon, i) => {
    if (kept && !(((kept.charCodeAt(Math.floor(i / 6)) - 63) >> (i % 6)) & 1)) return;
    room[size] = worldX(lon / factor);
    room[size + 1] = worldY(lat / factor);
    size += 2;
  });
  return room.slice(0, size);
}
