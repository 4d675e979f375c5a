// The ladder of a corridor: what limits it, and what limits it once that is relieved; then what is said about it.
import { corridorRange } from "../core/ranges.js";
import { targetOf } from "../core/targets.js";
import { button, el } from "../ui/dom.js";
import { country, limitWords, mtpa, num, significant, span, t, textOf, word } from "../ui/i18n.js";
import { rangeBar } from "../ui/range_bar.js";
import { gradeTag, sourceOf } from "./facts.js";
import { linkFigure } from "./headline.js";
import { standingsList } from "./standings.js";
import { timelinePart } from "./timeline.js";

const MOST_LINKS = 5;

function rungRow(data, answers, open, step, n, range, most, target) {
  const links = step.cut.slice(0, MOST_LINKS).map((i) => {
    const link = data.links[i];
    const row = answers.rows[i];
    const { figure, beside } = linkFigure(data, answers, i);
    return button(
      `rung ${n} ${link.id}`,
      () => open(link),
      { class: "rung-link" },
      el("span", {}, textOf(link.n)),
      ` ${figure} `,
      gradeTag(row.grade),
      el("small", {}, el("span", { class: "beside" }, beside), `${limitWords(row.limit)} · ${country(link.country)}`),
    );
  });
  const head = range ? mtpa(range.p50, significant(range.p50)) : mtpa(step.value);
  const wide = range ? span(range) : t("at_best_guesses");
  const beside = range && el("small", {}, t("best_guess_is", { value: num(step.value) }));
  return el(
    "li",
    { class: target && (range?.p50 ?? step.value) < target.mtpa ? "below" : "" },
    el(
      "div",
      { class: "rung" },
      el("span", {}, el("b", {}, head), el("small", {}, wide)),
      rangeBar({ range, value: step.value, target: target?.mtpa, most }),
    ),
    beside,
    links,
    step.cut.length > MOST_LINKS && el("small", {}, t("and_more", { n: step.cut.length - MOST_LINKS })),
  );
}

// The ladder, up to so many rungs.
export function ladderPart(data, store, answers, open, count) {
  const { corridor } = store.state;
  const steps = answers.ladder(corridor).slice(0, count);
  if (!steps.length) return el("p", { class: "hint-line" }, t("no_way"));
  const target = targetOf(data, store.state);
  const range = corridorRange(data, answers, corridor);
  const reach = steps.map((s, n) => range?.rungs[n]?.p95 ?? s.value);
  const most = Math.max(...reach, ...steps.map((s) => s.value), target ? target.mtpa : 0, 1e-9);
  const rows = steps.map((s, n) => rungRow(data, answers, open, s, n, range?.rungs[n], most, target));
  return [
    el("p", { class: "hint-line" }, t("ladder_lead"), range ? ` ${t("ladder_ranges")}` : ""),
    el("ol", { class: "ladder" }, rows),
  ];
}

export function overviewPanel(data, store, answers, open) {
  if (!store.state.corridor) return standingsList(data, store, answers);
  const c = store.state.corridor;
  const target = targetOf(data, store.state);
  const sources = (places) => places.map((i, n) => [n ? "; " : "", sourceOf(data, i)]);
  return [
    el("h3", {}, t("ladder_title")),
    ladderPart(data, store, answers, open),
    timelinePart(data, store),
    el("h3", {}, t("about_corridor")),
    el("p", {}, textOf(c.summary)),
    el(
      "p",
      { class: "quiet" },
      `${t("identified")}: ${word("sure", c.sure)}. `,
      el("span", { lang: "en" }, c.sure_why),
    ),
    c.src.length > 0 && el("p", { class: "quiet" }, `${t("sources")}: `, sources(c.src)),
    el("h3", {}, t("about_scenario")),
    el("p", {}, textOf(store.state.scenario.why)),
    target?.src &&
      el(
        "p",
        { class: "quiet" },
        `${t("target_is", { value: mtpa(target.mtpa), year: target.year })}: `,
        sources(target.src),
      ),
  ];
}
