// Year by year: what a scenario finishes when, what has no year, and what is under way in the year that is shown.
import { measuresOf } from "../core/data.js";
import { button, el } from "../ui/dom.js";
import { num, t, textOf } from "../ui/i18n.js";

// Measures of a scenario on a corridor with the year by whose end it has them: [{measure, year, dated}].
function schedule(data, scenario, corridor) {
  const own = new Set(
    measuresOf(data, corridor)
      .filter((m) => m.touches)
      .map((m) => m.i),
  );
  const rows = scenario.build.map((i, n) => ({ measure: data.measures[i], year: scenario.ready[n] }));
  return rows
    .filter(({ measure }) => own.has(measure.i) && measure.status !== "done")
    .map((row) => ({ ...row, dated: Boolean(row.measure.finish) }));
}

// What is begun and not yet there: work that is under way by its own years, or that is said to be.
export function underWay(data, state, built) {
  const begun = (m) => (m.start ? m.start <= state.year : m.status === "building");
  const rows = schedule(data, state.scenario, state.corridor);
  return rows.map((row) => row.measure).filter((m) => begun(m) && !built.has(m.i));
}

const names = (rows) => rows.map(({ measure }) => textOf(measure.n)).join("; ");

export function timelinePart(data, store) {
  const { state } = store;
  const rows = schedule(data, state.scenario, state.corridor);
  if (!rows.length) return null;
  const dated = rows.filter((row) => row.dated);
  const undated = rows.filter((row) => !row.dated);
  const years = [...new Set(dated.map((row) => row.year))].sort();
  const step = (year) => {
    const own = dated.filter((row) => row.year === year);
    const press = () => store.set({ year: Math.max(year, data.years[0]) });
    const look = { class: "year-step", "aria-pressed": String(year === state.year) };
    return el(
      "li",
      { class: year <= state.year ? "there" : "" },
      button(`by ${year}`, press, look, el("b", {}, String(year)), el("span", {}, names(own))),
    );
  };
  const working = underWay(data, state, store.built());
  return [
    el("h3", {}, t("timeline_title")),
    el("ol", { class: "timeline" }, years.map(step)),
    undated.length > 0 &&
      el(
        "p",
        { class: "undated" },
        el("b", {}, `${t("timeline_undated", { year: state.scenario.year })} (${num(undated.length)}): `),
        names(undated),
      ),
    working.length > 0 &&
      el(
        "p",
        { class: "under-way" },
        el("b", {}, `${t("under_way", { year: state.year })}: `),
        working.map((m) => textOf(m.n)).join("; "),
      ),
  ];
}
