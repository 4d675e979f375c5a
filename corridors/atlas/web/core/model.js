// Which measures are built, and what each link then carries: looked up in what the package computed, never calculated.

// Measures of a scenario that are built by a year.
export const builtBy = (scenario, year) => new Set(scenario.build.filter((_, n) => scenario.ready[n] <= year));
// All that a scenario builds.
export const builtIn = (scenario) => builtBy(scenario, scenario.year);

// The set of measures that is built on a link, as the package numbered it.
export function bitsOf(link, built) {
  let bits = 0;
  (link.m || []).forEach((group, i) => {
    if (group.some((m) => built.has(m))) bits |= 1 << i;
  });
  return bits;
}

// Whether a scenario says something about a link beside its measures.
export const ownFacts = (link, scenario) => Boolean(link.own) && Object.hasOwn(link.own, scenario.id);

// The row of one link: {capacity, limit, grade, modelled, stated, clash}. A contradiction has no capacity.
export function rowOf(data, link, built, scenario) {
  const bits = bitsOf(link, built);
  const table = ownFacts(link, scenario) ? link.own[scenario.id] : link.v;
  const row = table[bits];
  if (!row) return { capacity: 0, limit: null, grade: "", clash: true, bits };
  return {
    capacity: row[0],
    limit: data.limits[row[1]],
    grade: row[2],
    modelled: row[3],
    stated: row.length > 4 ? row[4] : null,
    clash: false,
    bits,
  };
}

// Pairs of chosen measures that contradict each other on a link, or sets that the page does not carry.
export function clashes(data, built) {
  const found = [];
  for (const link of data.links) {
    if (!link.m) continue;
    const bits = bitsOf(link, built);
    if (link.v[bits]) continue;
    const chosen = link.m.map((group) => group.filter((m) => built.has(m))).filter((group) => group.length);
    const known = (link.clash || []).includes(bits);
    found.push({ link, measures: chosen.map((group) => data.measures[group[0]]), known });
  }
  return found;
}

// The load that a scenario can show: not each has a target, or demand that was assigned.
export function loadOf(data, scenario, asked) {
  const has = {
    target: Boolean(scenario.target) && data.corridorAt.has(scenario.target.c),
    demand: Object.hasOwn(data.flows, scenario.id),
  };
  return has[asked] ? asked : "max";
}

// Nodes and links of a corridor, numbered for the maximum flow.
export function problemOf(data, corridor) {
  const number = new Map();
  const at = (node) => {
    if (!number.has(node)) number.set(node, number.size);
    return number.get(node);
  };
  const links = corridor.links.slice().sort((a, b) => (data.links[a].id < data.links[b].id ? -1 : 1));
  const tail = links.map((i) => at(data.links[i].ends[0]));
  const head = links.map((i) => at(data.links[i].ends[1]));
  const inside = (nodes) => nodes.filter((n) => number.has(n)).map((n) => number.get(n));
  return { links, tail, head, sources: inside(corridor.from), sinks: inside(corridor.to), count: number.size };
}

// Cost of the chosen measures that are not done yet, million USD; how many have no published or estimated cost.
export function costOf(measures) {
  const sum = { value: 0, low: 0, high: 0, unknown: 0, count: 0 };
  const ids = new Set(measures.map((m) => m.id));
  for (const m of measures) {
    // The cost of a part is in that of its whole.
    if (m.status === "done" || ids.has(m.part_of)) continue;
    sum.count += 1;
    if (!m.cost) {
      sum.unknown += 1;
      continue;
    }
    sum.value += m.cost[0];
    sum.low += m.cost[1];
    sum.high += m.cost[2];
  }
  return sum;
}
