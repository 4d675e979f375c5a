// When a scenario has its measures, and what is under way in the year that is shown.
import { measuresOf } from "./data.js";

// Measures of a scenario on a corridor (on all, if none is chosen) with the year by whose end it has them.
export function scheduleOf(data, scenario, corridor) {
  const own = new Set(
    measuresOf(data, corridor)
      .filter((m) => m.touches)
      .map((m) => m.i),
  );
  return scenario.build
    .map((i, n) => ({ measure: data.measures[i], year: scenario.ready[n] }))
    .filter(({ measure }) => own.has(measure.i) && measure.status !== "done")
    .map((row) => ({ ...row, dated: Boolean(row.measure.finish) }));
}

// What is begun and not yet there: work that is under way by its own years, or that is said to be.
export function underWay(data, state, built) {
  const begun = (m) => (m.start ? m.start <= state.year : m.status === "building");
  return scheduleOf(data, state.scenario, state.corridor)
    .map((row) => row.measure)
    .filter((m) => begun(m) && !built.has(m.i));
}

// The links on which work is under way.
export function worksOn(data, state, answers) {
  const ids = new Set(underWay(data, state, answers.world.built).flatMap((m) => m.touches));
  return new Set([...ids].flatMap((id) => data.linkAt.get(id)?.i ?? []));
}
