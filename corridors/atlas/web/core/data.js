// The data of the page, read once and made handy.
import { makeLink } from "./link_lines.js";
import { rowsOf, unpack } from "./unpack.js";

// lines: what opening_lines.js has read; text: the block of everything else as it stands in the page.
export function readData(lines, text) {
  const rest = JSON.parse(text);
  const Link = makeLink({ ...lines, ...rest });
  const rows = Array.from({ length: lines.links.size }, () => new Link());
  const data = unpack({ ...lines, links: rowsOf(lines.links, rows) }, rest);
  data.links.forEach((link, i) => {
    link.i = i;
  });
  data.linkAt = new Map();
  for (const link of data.links) {
    link.corridors = [];
    data.linkAt.set(link.id, link);
  }
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
