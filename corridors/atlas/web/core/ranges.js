// Ranges given what was carried: looked up where a scenario builds the same, and not known for what is ticked otherwise.
import { bitsOf, builtBy, ownFacts } from "./model.js";

const AS_LOADED = "";

// What is built on a link under a scenario, as text.
const mark = (link, built, scenario) => `${bitsOf(link, built)}${ownFacts(link, scenario) ? ` ${scenario.id}` : ""}`;

// What is built in every state of which there are draws: {state, scenario, built}; "announced@2027" is a year on the way.
function statesOf(data) {
  const make = (state) => {
    const [id, year] = state.split("@");
    const scenario = data.scenarioAt.get(id);
    return scenario && { state, scenario, built: builtBy(scenario, year ? Number(year) : scenario.year) };
  };
  data.rangeStates = data.rangeStates || Object.keys(data.ranges.links).map(make).filter(Boolean);
  return data.rangeStates;
}

// The state whose draws hold for some links, or null: the network as loaded, or a scenario that builds the same there.
function stateOf(data, links, { built, scenario }) {
  const now = links.map((link) => mark(link, built, scenario));
  if (now.every((m) => m === "0")) return AS_LOADED;
  const same = (known) => links.every((link, n) => mark(link, known.built, known.scenario) === now[n]);
  return statesOf(data).find(same)?.state ?? null;
}

// {p05, p50, p95} of the capacity of a link; null where it is not known.
export function linkRange(data, answers, i) {
  if (!data.ranges || answers.rows[i].clash) return null;
  const state = stateOf(data, [data.links[i]], answers.world);
  if (state === null) return null;
  const known = data.ranges.links;
  return three(known[state]?.[i] ?? known[AS_LOADED][i]);
}

const stateOfCorridor = (data, answers, corridor) =>
  stateOf(
    data,
    corridor.links.map((i) => data.links[i]),
    answers.world,
  );

// How much more a corridor carries on the right than on the left, {p05, p50, p95} draw by draw; null where not known.
export function changeRange(data, left, right, corridor) {
  if (!data.ranges) return null;
  const [a, b] = [left, right].map((answers) => stateOfCorridor(data, answers, corridor));
  if (a === null || b === null) return null;
  if (a === b) return { p05: 0, p50: 0, p95: 0 };
  const known = data.ranges.changes[corridor.id].find(([one, other]) => [one, other].every((s) => s === a || s === b));
  if (!known) return null;
  const [p05, p50, p95] = known.slice(2);
  return known[0] === a ? { p05, p50, p95 } : { p05: -p95, p50: -p50, p95: -p05 };
}

// Of a corridor: {p05, p50, p95, rungs, cut: Map of link to share of the draws, chance(target)}; null where not known.
export function corridorRange(data, answers, corridor) {
  if (!data.ranges) return null;
  return answers.remember(`range ${corridor.id}`, () => {
    const state = stateOfCorridor(data, answers, corridor);
    const known = data.ranges.corridors;
    const own = state === null ? null : (known[state]?.[corridor.id] ?? known[AS_LOADED][corridor.id]);
    if (!own?.rungs.length || !three(own.rungs[0])) return null;
    const chances = new Map(own.chance);
    return {
      ...three(own.rungs[0]),
      rungs: own.rungs.map(three),
      cut: new Map(own.cut),
      chance: (mtpa) => chances.get(mtpa) ?? null,
    };
  });
}

function three(known) {
  if (!known || known.some((v) => v === null)) return null;
  const [p05, p50, p95] = known;
  return { p05, p50, p95 };
}
