// What each measure would add on top of what is built, and what a curve of costs says of a target.
import { maxFlow } from "./maxflow.js";
import { bitsOf, problemOf, rowOf } from "./model.js";

const SMALL = 0.005;

function capacityWith(data, problem, scenario, built) {
  const rows = problem.links.map((i) => rowOf(data, data.links[i], built, scenario));
  return rows.some((row) => row.clash) ? null : rows.map((row) => row.capacity);
}

// {change} in Mt/year if one measure is switched, or {clash: true}; links that it leaves alone need no new flow.
function switched(data, answers, corridor, measure) {
  const { scenario, built } = answers.world;
  const other = new Set(built);
  if (!other.delete(measure.i)) other.add(measure.i);
  corridor.problem = corridor.problem || problemOf(data, corridor);
  const { problem } = corridor;
  const moves = problem.links.some((i) => bitsOf(data.links[i], other) !== bitsOf(data.links[i], built));
  if (!moves) return { change: 0 };
  const capacity = capacityWith(data, problem, scenario, other);
  if (!capacity) return { clash: true };
  const change = maxFlow(problem, capacity).value - answers.flow(corridor).value;
  return { change: Math.abs(change) < SMALL ? 0 : change };
}

// The cost of a measure that would still have to be paid, million USD; null where nobody knows it.
export const costNow = (measure) => (measure.status === "done" ? 0 : measure.cost ? measure.cost[0] : null);

// Measures in the order in which they are worth it: [{measure, on, acts, change, clash, perMusd}], those built first.
export function gainsOf(data, answers, corridor, measures) {
  const { built } = answers.world;
  const rows = measures.map((measure) => {
    const acts = Boolean(measure.touches);
    const found = acts ? switched(data, answers, corridor, measure) : { change: 0 };
    const cost = costNow(measure);
    const perMusd = found.change > 0 && cost > 0 ? found.change / cost : 0;
    return { measure, on: built.has(measure.i), acts, perMusd, ...found };
  });
  const worth = (row) => (row.change > 0 ? row.perMusd : -1);
  return rows.sort((a, b) => worth(b) - worth(a) || (b.change || 0) - (a.change || 0) || a.measure.i - b.measure.i);
}

// The first point of the curve that carries a target: {cost, low, high, mtpa, measures, unknown}; null if none does.
export function cheapestFor(data, corridor, mtpa) {
  const points = pointsOf(data, corridor);
  return points.find((point) => point.mtpa >= mtpa - 1e-6) ?? null;
}

export function pointsOf(data, corridor) {
  const rows = data.frontier?.[corridor.id] ?? [];
  return rows.map(([cost, low, high, mtpa, measures, unknown]) => ({ cost, low, high, mtpa, measures, unknown }));
}
