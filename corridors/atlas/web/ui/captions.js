// What a map or a picture shows, in one or two lines: corridor, scenario and year, how much gets through.
import { changeRange, corridorRange } from "../core/ranges.js";
import { answersFor } from "../core/results.js";
import { el } from "./dom.js";
import { changeEnds, middleAndSpan, mtpa, num, significant, t, textOf } from "./i18n.js";

// Many a scenario has its year in its name.
export function scenarioAndYear(scenario, year) {
  const name = textOf(scenario.n);
  return name.includes(String(year)) ? name : `${name} · ${year}`;
}

// The middle of the draws with their range, or best guesses where there are none.
function carriedWords(data, corridor, answers) {
  const range = corridorRange(data, answers, corridor);
  const { value } = answers.flow(corridor);
  return range ? middleAndSpan(range) : `${mtpa(value, num(value))} (${t("at_best_guesses")})`;
}

export function captionOf(data, corridor, scenario, answers, year) {
  const value = corridor ? ` · ${carriedWords(data, corridor, answers)}` : "";
  return [el("b", {}, scenarioAndYear(scenario, year)), value];
}

// The right map less the left one, as a figure between the two: over the draws where there are any of both.
export function differenceOf(data, corridor, left, right) {
  if (!corridor) return "";
  const figure = (change) => mtpa(change, (change > 0 ? "+" : "") + significant(change));
  const range = changeRange(data, left, right, corridor);
  if (range) return range.p05 === range.p95 ? figure(range.p50) : `${figure(range.p50)} (${changeEnds(range)})`;
  return `${figure(right.flow(corridor).value - left.flow(corridor).value)} (${t("at_best_guesses")})`;
}

// Name and description of a picture.
export function pictureTitle(data, store) {
  const { state } = store;
  const { corridor } = state;
  const value = corridor ? carriedWords(data, corridor, answersFor(data, state.scenario, store.built())) : "";
  const name = corridor ? `${corridor.code} · ${textOf(corridor.n)}` : textOf(data.title);
  const changed = state.added.size + state.removed.size > 0 ? t("panel_whatif") : "";
  const about = [scenarioAndYear(state.scenario, state.year), changed, value, t("both_directions")];
  return [name, about.filter(Boolean).join(" · ")];
}
