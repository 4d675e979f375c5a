// What stands under a printed map: the ladder of a corridor with the sources behind it, or all corridors in their order.
import { targetOf } from "../core/targets.js";
import { el } from "../ui/dom.js";
import { t, textOf } from "../ui/i18n.js";
import { sourceOf } from "./facts.js";
import { ladderPart } from "./overview.js";
import { standingsList } from "./standings.js";

const RUNGS = 4;
const SOURCES = 8;

// Sources of the facts of the links that limit a corridor, then those of the corridor and its target, each once.
function sourcesBehind(data, store, answers) {
  const { corridor } = store.state;
  const cut = answers.flow(corridor).cut.map((i) => data.links[i]);
  const used = cut.flatMap((link) => (link.facts || []).filter((fact) => fact[6] === 0).flatMap((fact) => fact[5]));
  const target = targetOf(data, store.state);
  return [...new Set([...(target?.src ?? []), ...used, ...corridor.src])];
}

// Version, data and draws: with them anybody can make the page again.
export const madeWith = (data) =>
  t("made_with", {
    version: data.made.version,
    data: data.made.data,
    draws: data.ranges ? `${t("draws_seed", { n: data.ranges.draws, seed: data.ranges.seed })}` : t("draws_none"),
  });

export function briefingPart(data, store, answers) {
  const { state } = store;
  const made = el("p", { class: "made" }, madeWith(data));
  if (!state.corridor) return [standingsList(data, store, answers), made];
  const sources = sourcesBehind(data, store, answers);
  const shown = sources.slice(0, SOURCES).map((i) => el("li", {}, sourceOf(data, i)));
  const more = sources.length > SOURCES && el("li", {}, t("and_more", { n: sources.length - SOURCES }));
  return [
    el("h3", {}, t("ladder_title")),
    ladderPart(data, store, answers, () => {}, RUNGS),
    el("p", { class: "quiet" }, textOf(state.scenario.why)),
    el("h3", {}, t("sources")),
    el("ul", { class: "plain" }, shown, more),
    made,
  ];
}
