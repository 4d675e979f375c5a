// Year by year: what a scenario finishes when, what has no year, and what is under way in the year that is shown.
import { scheduleOf, underWay } from "../core/schedule.js";
import { button, el } from "../ui/dom.js";
import { num, t, textOf } from "../ui/i18n.js";

const names = (rows) => rows.map(({ measure }) => textOf(measure.n)).join("; ");

export function timelinePart(data, store) {
  const { state } = store;
  const rows = scheduleOf(data, state.scenario, state.corridor);
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
