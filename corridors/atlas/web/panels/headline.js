// The answer in one glance: how much gets through and how sure that is, what limits it, its cost, the target.
import { measuresOf } from "../core/data.js";
import { clashes, costOf } from "../core/model.js";
import { corridorRange, linkRange } from "../core/ranges.js";
import { targetOf } from "../core/targets.js";
import { button, el } from "../ui/dom.js";
import {
  chanceWords,
  country,
  graded,
  limitWords,
  middleAndSpan,
  money,
  mtpa,
  num,
  share,
  significant,
  span,
  t,
  textOf,
  word,
} from "../ui/i18n.js";
import { rangeBar } from "../ui/range_bar.js";
import { gradeTag } from "./facts.js";
import { answerOfAll } from "./standings.js";

const MOST_LINKS = 6;
// A link that is the bottleneck in fewer of the draws is not named beside the others.
const OFTEN = 0.1;
const NEAR = 0.0005;

// Options of our own among what is built on a corridor: nobody has announced them.
function optionsOf(data, state, built) {
  return chosenFor(data, state, built).filter((m) => m.status === "option" && m.touches).length;
}

// How far a target is, in two digits: what it rests on is assumed in part.
const gapWords = (missing) =>
  missing > NEAR ? t("target_missing", { missing: mtpa(missing, significant(missing)) }) : t("target_reached");

function targetPart(data, state, built, found, range, target) {
  const missing = target.mtpa - found.value;
  const best = gapWords(missing);
  const chance = range?.chance(target.mtpa);
  const options = optionsOf(data, state, built);
  return el(
    "div",
    { class: "progress" },
    el("p", {}, el("b", {}, t("target_title", { value: mtpa(target.mtpa), year: target.year }))),
    chance !== null && chance !== undefined && el("p", {}, el("b", { class: "chance" }, chanceWords(chance))),
    el("p", { class: "quiet" }, `${t("at_best_guesses")}: ${best}.`),
    options > 0 && el("p", { class: "quiet options-count" }, t("rests_on_options", { n: options })),
  );
}

// How often a link is the bottleneck, in words; nothing where no draws are known.
const often = (range, i) => (range?.cut.has(i) ? ` · ${t("in_draws", { share: share(range.cut.get(i)) })}` : "");

// The capacity of a link as its label on the map has it, and what is to be said after it.
export function linkFigure(data, answers, i) {
  const { capacity, grade } = answers.rows[i];
  const best = graded(capacity, grade);
  const range = linkRange(data, answers, i);
  if (!range) return { figure: capacity > 0 ? mtpa(capacity, best) : t("carries_nothing"), beside: "" };
  return {
    figure: middleAndSpan(range),
    beside: capacity > 0 || range.p95 > 0 ? `${t("best_guess_is", { value: best })} · ` : "",
  };
}

function bottleneckRow(data, answers, range, open, i, badge) {
  const link = data.links[i];
  const row = answers.rows[i];
  const { figure, beside } = linkFigure(data, answers, i);
  const about = `${beside}${limitWords(row.limit)} · ${country(link.country)}${often(range, i)}`;
  const name = el("strong", {}, textOf(link.n));
  const words = el("span", {}, name, ` ${figure} `, gradeTag(row.grade), el("small", {}, about));
  const press = { class: "bottleneck-link" };
  return el(
    "li",
    {},
    button(`bottleneck ${link.id}`, () => open(link), press, badge, words),
  );
}

function bottleneckList(data, answers, found, range, open) {
  const { cut } = found;
  if (!cut.length) return el("p", { class: "bottleneck" }, t("no_way"));
  const number = (n) => el("b", { class: "badge" }, n + 1);
  const rows = cut.slice(0, MOST_LINKS).map((i, n) => bottleneckRow(data, answers, range, open, i, number(n)));
  const others = [...(range?.cut ?? [])].filter(([i, s]) => s >= OFTEN && !cut.includes(i)).slice(0, MOST_LINKS);
  const dot = () => el("i", { class: "badge faint", "aria-hidden": "true" });
  return [
    el("h3", {}, t(cut.length > 1 ? "bottlenecks" : "bottleneck")),
    el("ol", { class: "bottleneck" }, rows),
    cut.length > MOST_LINKS && el("p", { class: "quiet" }, t("and_more", { n: cut.length - MOST_LINKS })),
    others.length > 0 && [
      el("p", { class: "quiet" }, t("bottlenecks_too")),
      el(
        "ul",
        { class: "bottleneck" },
        others.map(([i]) => bottleneckRow(data, answers, range, open, i, dot())),
      ),
    ],
  ];
}

export function costWords(cost) {
  if (!cost.count) return t("cost_none");
  const unknown = cost.unknown ? ` ${t("cost_unknown", { n: cost.unknown })}` : "";
  return `${money(cost)}, ${t("measures_count", { n: cost.count })}${unknown}`;
}

export const chosenFor = (data, state, built) => measuresOf(data, state.corridor).filter((m) => built.has(m.i));

function conflictList(conflicts) {
  return conflicts.map((c) =>
    el(
      "p",
      { class: "warning", role: "alert" },
      t(c.known ? "conflict_on" : "not_computed", { link: textOf(c.link.n) }),
      " ",
      c.measures.map((m) => `“${textOf(m.n)}”`).join(" + "),
    ),
  );
}

// The map of one corridor has its name at the top of the page.
function name(data, corridor) {
  const what = [
    el("i", { class: "swatch", look: { background: corridor.colour } }),
    `${corridor.code} · ${word("mode", corridor.mode)}`,
  ];
  if (data.corridors.length === 1) return el("h2", { class: "eyebrow" }, what);
  return [el("p", { class: "eyebrow" }, what), el("h2", {}, textOf(corridor.n))];
}

// A capacity in words: the middle and nine of ten draws, or best guesses and why there is no more.
export function valueWords(range, value) {
  if (!range) return `${mtpa(value, Number.isFinite(value) ? num(value) : "∞")} (${t("at_best_guesses")})`;
  return middleAndSpan(range);
}

// The worst grade of the links that limit a corridor: what rests on assumptions has two digits.
const gradeOf = (answers, cut) => (cut.some((i) => answers.rows[i].grade === "D") ? "D" : "");

function numberPart(data, answers, found, range, target) {
  const best = Number.isFinite(found.value) ? graded(found.value, gradeOf(answers, found.cut)) : "∞";
  const shown = range ? significant(range.p50) : best;
  const reach = [range?.p95 ?? 0, found.value, target ? target.mtpa : 0].filter(Number.isFinite);
  const most = Math.max(...reach, 1e-9) * 1.04;
  return [
    el("p", { class: "number" }, el("b", {}, shown), " ", t("unit_mtpa"), el("small", {}, t("both_directions"))),
    range
      ? el("p", { class: "interval" }, el("b", {}, t("range_is", { range: span(range) })), ` ${t("range_given")}`)
      : el("p", { class: "interval" }, t(data.ranges ? "only_best_guesses" : "no_ranges")),
    rangeBar({ range, value: found.value, target: target?.mtpa, most, label: "" }),
    range &&
      el(
        "p",
        { class: "quiet best-line" },
        el("i", { class: "ring" }),
        t("best_guess_is", { value: mtpa(found.value, best) }),
      ),
  ];
}

// The answer on one line, for where the headline is out of sight.
export function headlineShort(data, state, answers, built) {
  if (clashes(data, built).some((c) => state.corridor.inside.has(c.link.i))) return t("conflict");
  const { value, cut } = answers.flow(state.corridor);
  const range = corridorRange(data, answers, state.corridor);
  const target = targetOf(data, state);
  const missing = target ? Math.max(0, target.mtpa - value) : 0;
  const gap = target && gapWords(missing);
  const cost = costOf(chosenFor(data, state, built));
  const names = cut.slice(0, 2).map((i) => textOf(data.links[i].n));
  const more = cut.length > 2 ? ` ${t("and_more", { n: cut.length - 2 })}` : "";
  return [
    el("b", {}, valueWords(range, value)),
    gap && ` · ${range ? `${t("at_best_guesses")}: ` : ""}${gap}`,
    cost.count > 0 && ` · ${money(cost)}`,
    el("small", {}, `${t(cut.length > 1 ? "bottlenecks" : "bottleneck")}: ${names.join("; ")}${more}`),
  ];
}

export function headlineOf(data, store, answers, open) {
  const { state } = store;
  const built = store.built();
  const conflicts = clashes(data, built);
  if (!state.corridor) return [...answerOfAll(data, store, answers), conflictList(conflicts)];
  const found = answers.flow(state.corridor);
  const broken = conflicts.some((c) => state.corridor.inside.has(c.link.i));
  const range = broken ? null : corridorRange(data, answers, state.corridor);
  const target = targetOf(data, state);
  const cost = costOf(chosenFor(data, state, built));
  return [
    name(data, state.corridor),
    broken ? el("p", { class: "number" }, t("conflict")) : numberPart(data, answers, found, range, target),
    conflictList(conflicts),
    !broken && target && targetPart(data, state, built, found, range, target),
    el("p", { class: "cost" }, `${t("cost_so_far")}: `, el("b", {}, costWords(cost))),
    !broken && bottleneckList(data, answers, found, range, open),
  ];
}

// One sentence for those who cannot see the map.
export function summary(data, store, answers) {
  const { state } = store;
  const scenario = `${textOf(state.scenario.n)}, ${state.year}.`;
  if (!state.corridor) return `${scenario} ${t("all_corridors")}.`;
  if (clashes(data, store.built()).length) return `${scenario} ${t("conflict")}.`;
  const found = answers.flow(state.corridor);
  const range = corridorRange(data, answers, state.corridor);
  const links = found.cut.map((i) => textOf(data.links[i].n)).join("; ");
  const target = targetOf(data, state);
  const missing = target ? target.mtpa - found.value : 0;
  const gap = target ? ` ${t("at_best_guesses")}: ${gapWords(missing)}.` : "";
  const cost = costWords(costOf(chosenFor(data, state, store.built())));
  const holds = t(found.cut.length > 1 ? "bottlenecks" : "bottleneck");
  return `${scenario} ${textOf(state.corridor.n)}: ${valueWords(range, found.value)}. ${holds}: ${links}.${gap} ${t("cost_so_far")}: ${cost}.`;
}
