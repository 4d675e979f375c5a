// What a map or a picture shows, in one or two lines: corridor, scenario and year, how much gets through.
import { answersFor } from "../core/results.js";
import { el } from "./dom.js";
import { mtpa, t, textOf } from "./i18n.js";

// Many a scenario has its year in its name.
function scenarioAndYear(scenario, year) {
  const name = textOf(scenario.n);
  return name.includes(String(year)) ? name : `${name} · ${year}`;
}

export function captionOf(corridor, scenario, answers, year) {
  const value = corridor ? ` · ${mtpa(answers.flow(corridor).value)}` : "";
  return [el("b", {}, scenarioAndYear(scenario, year)), value];
}

// Name and description of a picture.
export function pictureTitle(data, store) {
  const { state } = store;
  const { corridor } = state;
  const value = corridor ? mtpa(answersFor(data, state.scenario, store.built()).flow(corridor).value) : "";
  const name = corridor ? `${corridor.code} · ${textOf(corridor.n)}` : textOf(data.title);
  const changed = state.added.size + state.removed.size > 0 ? t("panel_whatif") : "";
  const about = [scenarioAndYear(state.scenario, state.year), changed, value, t("both_directions")];
  return [name, about.filter(Boolean).join(" · ")];
}
