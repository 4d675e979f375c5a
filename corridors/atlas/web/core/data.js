// The one block of data of the page, read once and made handy.
import { decode } from "./polyline.js";

// text: the block as it stands in the page.
export function readData(text) {
  const data = JSON.parse(text);
  data.linkAt = new Map();
  data.links.forEach((link, i) => {
    link.i = i;
    link.points = decode(link.g, data.decimals);
    link.corridors = [];
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
  for (const link of data.links) link.middle = link.points[Math.floor(link.points.length / 2)];
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
