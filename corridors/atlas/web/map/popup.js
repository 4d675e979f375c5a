// What is known about one link: capacity with its reason and by scenario, both sides of a post, waits, facts, users.
import { builtIn, loadOf } from "../core/model.js";
import { linkRange } from "../core/ranges.js";
import { answersFor } from "../core/results.js";
import { showsLoad } from "../core/state.js";
import { factsOf, gradeTag } from "../panels/facts.js";
import { bars, lineChart } from "../ui/charts.js";
import { el } from "../ui/dom.js";
import {
  country,
  graded,
  kindOf,
  limitWords,
  mtpa,
  num,
  share,
  significant,
  span,
  t,
  textOf,
  withUnit,
  word,
} from "../ui/i18n.js";

// A name inside a sentence begins small, unless it is an abbreviation.
const withinSentence = (name) => (/^\p{Lu}(\p{Ll}|\s)/u.test(name) ? name[0].toLowerCase() + name.slice(1) : name);

function byScenario(data, link, state) {
  const rows = data.scenarios.map((s) => {
    const answers = answersFor(data, s, builtIn(s));
    const row = answers.rows[link.i];
    const range = linkRange(data, answers, link.i);
    const middle = range ? significant(range.p50) : graded(row.capacity, row.grade);
    const value = row.capacity > 0 || range?.p95 > 0 ? middle : t("carries_nothing");
    return {
      label: textOf(s.n),
      value: row.clash ? 0 : (range?.p50 ?? row.capacity),
      range,
      text: row.clash ? t("conflict") : value,
      marked: s === state.scenario,
    };
  });
  if (rows.length < 2) return null;
  if (rows.every((r) => r.text === rows[0].text)) return el("p", { class: "quiet" }, t("same_everywhere"));
  return el("div", {}, el("h4", {}, t("capacity_by_scenario")), bars(rows, { title: t("capacity_by_scenario") }));
}

function postPart(link, answers) {
  const post = link.post || {};
  const sides =
    post.other &&
    el(
      "p",
      { class: "sides" },
      el("span", {}, post.region ? textOf(post.region) : ""),
      el("span", { "aria-hidden": "true" }, " ⇄ "),
      el("span", {}, textOf(post.other), post.other_region ? `, ${textOf(post.other_region)}` : ""),
    );
  const after = Object.keys(link.v).length > 1 ? Math.max(...Object.values(link.v).map((v) => v[0])) : null;
  const row = answers.rows[link.i];
  return [
    sides,
    el(
      "dl",
      { class: "post" },
      post.status && [el("dt", {}, t("post_status")), el("dd", {}, word("status", post.status))],
      post.modernisation && [el("dt", {}, t("post_modernisation")), el("dd", {}, word("modern", post.modernisation))],
      after !== null && [el("dt", {}, t("now_and_after")), el("dd", {}, `${num(link.v[0][0])} → ${mtpa(after)}`)],
      post.road && [el("dt", {}, t("post_road")), el("dd", { lang: "en" }, post.road)],
      post.position_error_km &&
        Number(post.position_error_km) > 0 && [
          el("dt", {}, t("post_error")),
          el("dd", {}, `± ${withUnit(Number(post.position_error_km), "km")}`),
        ],
    ),
    link.wait && row.capacity > 0 && waitPart(link.wait),
  ];
}

function waitPart(wait) {
  const points = wait.lanes.map((n, i) => [n, wait.wait_h[i]]).filter((p) => p[1] !== null);
  if (points.length < 2) return null;
  const title = t(wait.counted ? "wait_counted" : "wait_assumed", { n: num(wait.veh, 0) });
  const over = wait.lanes.filter((_, i) => wait.wait_h[i] === null);
  return el(
    "div",
    {},
    el("h4", {}, t("wait_title")),
    lineChart([{ points, dots: true }], {
      title: `${t("wait_title")}. ${title}`,
      names: [t("lanes_both"), t("wait_axis")],
      at: wait.have,
      atText: t("lanes_now", { n: num(wait.have) }),
    }),
    el("p", { class: "quiet" }, title, over.length ? ` ${t("wait_overload", { n: num(Math.max(...over)) })}` : ""),
  );
}

// What runs here, where the map shows it.
function loadPart(data, link, answers, state) {
  const { scenario } = answers.world;
  const row = answers.rows[link.i];
  if (!showsLoad(state) || row.clash) return null;
  const source = loadOf(data, scenario, state.load);
  const load = Math.abs(answers.loads(source, state.corridor)[link.i]);
  const part = row.capacity > 0 ? ` (${share(load / row.capacity)})` : "";
  const shared = source === "max" && !state.corridor && link.corridors.length > 1;
  return el(
    "p",
    {},
    `${t("load")}, ${withinSentence(t(`load_${source}`))}: `,
    el("b", {}, mtpa(load), part),
    shared && el("span", { class: "quiet" }, ` ${t("load_shared")}`),
  );
}

// The capacity: the middle and nine of ten draws, best guesses beside it; what drives the range is known for today.
function capacityPart(data, link, answers, row) {
  if (row.clash) return el("p", { class: "warning" }, t("conflict_here"));
  const range = linkRange(data, answers, link.i);
  const best = mtpa(row.capacity, graded(row.capacity, row.grade));
  if (!(row.capacity > 0 || range?.p95 > 0))
    return el("p", { class: "big" }, el("b", {}, t("carries_nothing")), " ", gradeTag(row.grade));
  const drivers = row.bits === 0 && link.range ? link.range[2].map((d) => withinSentence(word("attr", d))) : [];
  const why = drivers.length > 0 && ` ${t("driven_by")}: ${drivers.join(", ")}.`;
  if (!range)
    return [
      el("p", { class: "big" }, el("b", {}, best), " ", gradeTag(row.grade)),
      el("p", { class: "quiet" }, t(data.ranges ? "only_best_guesses" : "no_ranges")),
    ];
  return [
    el("p", { class: "big" }, el("b", {}, mtpa(range.p50, significant(range.p50))), " ", gradeTag(row.grade)),
    el("p", { class: "interval" }, el("b", {}, t("range_is", { range: span(range) })), ` ${t("range_given")}.`),
    el("p", { class: "quiet" }, `${t("best_guess_is", { value: best })}.`, why),
  ];
}

export function popupOf(data, link, answers, state) {
  const row = answers.rows[link.i];
  const users = link.corridors.map((c) =>
    el("span", { class: "chip" }, el("i", { look: { background: c.colour } }), `${c.code} ${textOf(c.n)}`),
  );
  const chosen = (link.m || []).flat().map((i) => data.measures[i]);
  const stated =
    row.stated !== null &&
    row.stated !== undefined &&
    el("p", { class: "quiet" }, t("stated_modelled", { stated: num(row.stated), modelled: mtpa(row.modelled) }));
  return el(
    "div",
    { class: "popup" },
    el("p", { class: "kind" }, `${kindOf(link)} · ${country(link.country)}`),
    el("h3", {}, textOf(link.n)),
    capacityPart(data, link, answers, row),
    row.limit && el("p", { class: "limit" }, `${t("limited_by")}: `, limitWords(row.limit)),
    loadPart(data, link, answers, state),
    stated,
    (link.kind === "border" || link.kind === "terminal") && postPart(link, answers),
    byScenario(data, link, state),
    chosen.length > 0 && [
      el("h4", {}, t("measures_here")),
      el(
        "ul",
        { class: "plain" },
        chosen.map((m) => el("li", {}, textOf(m.n))),
      ),
    ],
    factsOf(data, link, answers.world.built),
    link.note && el("p", { class: "note", lang: "en" }, link.note),
    users.length > 0 && [el("h4", {}, t("used_by")), el("p", { class: "chips" }, users)],
  );
}
