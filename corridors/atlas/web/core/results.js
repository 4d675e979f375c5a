// Answers for a state of the world, each worked out once: rows of links, maximum flow, cut, ladder, loads.
import { ladderOf, maxFlow, targetFlow } from "./maxflow.js";
import { loadOf, problemOf, rowOf } from "./model.js";

const RUNGS = 8;

// world: {scenario, built} -> an object that answers and remembers.
export function makeAnswers(data, world) {
  const rows = data.links.map((link) => rowOf(data, link, world.built, world.scenario));
  const flows = new Map();
  const memory = new Map();
  const remember = (key, make) => {
    if (!memory.has(key)) memory.set(key, make());
    return memory.get(key);
  };
  const problem = (c) => {
    c.problem = c.problem || problemOf(data, c);
    return c.problem;
  };
  const capacity = (c) => problem(c).links.map((i) => rows[i].capacity);

  function flow(c) {
    if (!flows.has(c.id)) {
      const found = maxFlow(problem(c), capacity(c));
      flows.set(c.id, {
        value: found.value,
        cut: found.cut.map((i) => problem(c).links[i]),
        by: new Map(problem(c).links.map((link, i) => [link, found.flow[i]])),
      });
    }
    return flows.get(c.id);
  }

  const ladder = (c) =>
    remember(`ladder ${c.id}`, () =>
      ladderOf(problem(c), capacity(c), RUNGS).map((rung) => ({
        value: rung.value,
        cut: rung.cut.map((i) => problem(c).links[i]),
      })),
    );

  // Mt/year on each link: a corridor at its most, at its target, or the demand that the package assigned.
  function loads(asked, corridor) {
    const source = loadOf(data, world.scenario, asked);
    return remember(`loads ${source} ${corridor ? corridor.id : ""}`, () => {
      const sum = new Array(data.links.length).fill(0);
      if (source === "demand") return data.flows[world.scenario.id].map((v) => v || 0);
      if (source === "target") {
        const { target } = world.scenario;
        const c = data.corridorAt.get(target.c);
        const found = targetFlow(problem(c), capacity(c), target.mtpa);
        problem(c).links.forEach((link, i) => {
          sum[link] = found[i];
        });
        return sum;
      }
      // On track that corridors share the largest of them counts: together they need not fit.
      for (const c of corridor ? [corridor] : data.corridors) {
        for (const [link, value] of flow(c).by) if (Math.abs(value) > Math.abs(sum[link])) sum[link] = value;
      }
      return sum;
    });
  }

  return { world, rows, flow, ladder, loads, remember };
}

const kept = new Map();
// The answers of a set of measures under a scenario; the last few are kept.
export function answersFor(data, scenario, built) {
  const key = `${scenario.id} ${[...built].sort((a, b) => a - b).join(",")}`;
  if (!kept.has(key)) {
    if (kept.size > 40) kept.delete(kept.keys().next().value);
    kept.set(key, makeAnswers(data, { scenario, built }));
  }
  return kept.get(key);
}
