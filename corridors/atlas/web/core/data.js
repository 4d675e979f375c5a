// The one block of data of the page, read once and made handy.
import { boxOf, halfway } from "./geometry.js";
import { placeOf } from "./mercator.js";
import { decodeWorld } from "./polyline.js";
import { unpack } from "./unpack.js";

// Kinds that are drawn as a symbol, whether or not a line goes with it.
const SYMBOLS = ["border", "terminal"];

// Where a link runs: coarse at once, fine when somebody looks closely.
function shape(link, data) {
  link.line = decodeWorld(link.g, data.decimals, link.k);
  link.box = boxOf(link.line);
  link.spot = halfway(link.line);
  link.middle = placeOf(...link.spot);
  link.symbol = SYMBOLS.includes(link.kind);
  link.abroad = data.home.length > 0 && !link.country.split("-").some((c) => data.home.includes(c));
  let fine = link.k ? null : link.line;
  link.fine = () => {
    fine = fine || decodeWorld(link.g, data.decimals);
    return fine;
  };
}

// text: the block as it stands in the page.
export function readData(text) {
  const data = unpack(JSON.parse(text));
  data.linkAt = new Map();
  data.links.forEach((link, i) => {
    link.i = i;
    link.corridors = [];
    shape(link, data);
    data.linkAt.set(link.id, link);
  });
  data.corridorAt = new Map(data.corridors.map((c) => [c.id, c]));
  for (const corridor of data.corridors) {
    for (const i of corridor.links) data.links[i].corridors.push(corridor);
    corridor.inside = new Set(corridor.links);
  }
  data.scenarioAt = new Map(data.scenarios.map((s) => [s.id, s]));
  data.measures.forEach((measure, i) => {
    measure.i = i;
  });
  data.measureAt = new Map(data.measures.map((m) => [m.id, m]));
  return data;
}

// The measures that may be chosen for a corridor: those that touch one of its links, then those without an effect.
export function measuresOf(data, corridor) {
  if (!corridor) return data.measures.filter((m) => m.touches);
  const own = new Set(corridor.links.map((i) => data.links[i].id));
  return data.measures.filter(
    (m) => (m.touches || []).some((k) => own.has(k)) || (m.corridors || []).includes(corridor.id),
  );
}

export function lengthOf(data, route) {
  const at = data.attributes.findIndex((a) => a.id === "length_km");
  let sum = 0;
  for (const i of route) {
    const fact = (data.links[i].facts || []).find((f) => f[0] === at && f[6] === 0);
    if (fact) sum += fact[1];
  }
  return sum;
}
