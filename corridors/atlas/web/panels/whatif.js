// What if: measures in the order in which they are worth it on top of what is ticked, the cheapest way to a target.
import { measuresOf } from "../core/data.js";
import { cheapestFor, gainsOf, pointsOf } from "../core/gains.js";
import { builtBy, clashes } from "../core/model.js";
import { targetOf } from "../core/targets.js";
import { costCurve } from "../ui/charts.js";
import { button, el } from "../ui/dom.js";
import { country, money, mtpa, num, signed, significant, t, textOf, word } from "../ui/i18n.js";
import { gradeTag, sourceOf } from "./facts.js";
import { headlineShort } from "./headline.js";

const PARTS = ["on", "gain", "nothing", "clash", "unknown"];

function costOf(m) {
  if (!m.cost) return t("cost_not_known");
  const [value, low, high, grade] = m.cost;
  const range = high > low ? ` (${num(low, 0)}–${num(high, 0)})` : "";
  return [`${num(value, 0)}${range}\u00a0${t("unit_musd")} `, gradeTag(grade)];
}

// What switching this one alone would change, in words and figures.
function effect({ change, clash, acts, on, perMusd }) {
  if (!acts) return null;
  if (clash) return el("span", { class: "effect clash", title: t("conflict") }, "✕");
  if (!change) return el("span", { class: "effect none" }, t(on ? "loses_nothing" : "adds_nothing"));
  const worth = perMusd > 0 && el("small", {}, t("per_100_musd", { value: significant(perMusd * 100) }));
  return el("span", { class: "effect", title: t("effect_title") }, signed(change), worth);
}

function row(data, store, gain) {
  const m = gain.measure;
  const id = `measure-${m.i}`;
  const years = m.finish ? t("ready", { year: m.finish }) : m.start ? t("begun", { year: m.start }) : "";
  const about = [country(m.country), word("status", m.status), years].filter(Boolean).join(" · ");
  const box = { type: "checkbox", id, "data-key": id, checked: gain.on, disabled: !gain.acts };
  return el(
    "li",
    { class: gain.acts ? "measure" : "measure idle" },
    el("input", { ...box, onchange: () => store.toggle(m) }),
    el(
      "label",
      { for: id },
      el("span", { class: "measure-name" }, textOf(m.n)),
      el("span", { class: "measure-about" }, about, " · ", costOf(m)),
      !gain.acts && el("span", { class: "measure-about" }, t("no_effect_known")),
    ),
    effect(gain),
    evidence(data, m),
  );
}

// What is stated about a measure, and by whom; notes of sources are in English.
function evidence(data, m) {
  if (!m.src && !m.effect && !m.note) return null;
  return el(
    "details",
    {},
    el("summary", {}, t("sources")),
    [m.effect, m.note].filter(Boolean).map((text) => el("p", { lang: "en", class: "foreign" }, text)),
    (m.src || []).map((i) => el("p", {}, sourceOf(data, i))),
  );
}

function partOf({ acts, clash, change, on }) {
  if (!acts) return "unknown";
  if (on) return "on";
  if (clash) return "clash";
  return change ? "gain" : "nothing";
}

// Ticks exactly one set, on top of nothing.
function tickOnly(data, store, places) {
  const today = data.scenarios.find((s) => !s.build.length);
  const have = today ? new Set() : builtBy(data.scenarios[0], data.scenarios[0].year);
  const scenario = today || data.scenarios[0];
  const added = new Set(places.filter((i) => !have.has(i)));
  const removed = new Set([...have].filter((i) => !places.includes(i)));
  store.set({ scenario, year: data.years[1], added, removed });
}

function curvePart(data, store, answers, target) {
  const { corridor } = store.state;
  const points = pointsOf(data, corridor);
  if (points.length < 2) return null;
  const cheapest = target && cheapestFor(data, corridor, target.mtpa);
  const most = points[points.length - 1];
  const here = answers.flow(corridor).value;
  const press = (point, words) =>
    button(`set ${point.measures.join()}`, () => tickOnly(data, store, point.measures), {}, words);
  const unknown = (point) => (point.unknown ? ` ${t("cost_unknown", { n: point.unknown })}` : "");
  const options = (point) => point.measures.filter((i) => data.measures[i].status === "option").length;
  return el(
    "details",
    { class: "curve", open: true },
    el("summary", {}, t("curve_title")),
    costCurve(points, { target: target?.mtpa, here, title: t("curve_title"), names: [t("unit_musd"), t("unit_mtpa")] }),
    el("p", { class: "quiet" }, t("curve_lead")),
    target && !cheapest && el("p", {}, t("cheapest_none", { value: mtpa(target.mtpa), most: mtpa(most.mtpa) })),
    cheapest && [
      el(
        "p",
        {},
        t("cheapest_is", {
          value: mtpa(target.mtpa),
          cost: money({ ...cheapest, value: cheapest.cost }),
          n: cheapest.measures.length,
        }),
        unknown(cheapest),
      ),
      options(cheapest) > 0 && el("p", { class: "quiet" }, t("rests_on_options", { n: options(cheapest) })),
      el("p", { class: "buttons" }, press(cheapest, t("cheapest_tick"))),
    ],
  );
}

function tools(data, store, files) {
  const { state } = store;
  const changed = state.added.size + state.removed.size > 0;
  const set = (added, removed) => store.set({ added: new Set(added), removed: new Set(removed) });
  const base = builtBy(state.scenario, state.year);
  const touching = measuresOf(data, state.corridor).filter((m) => m.touches && base.has(m.i));
  return [
    el(
      "p",
      { class: "buttons" },
      button(
        "none",
        () =>
          set(
            [],
            touching.map((m) => m.i),
          ),
        {},
        t("tick_none"),
      ),
      button("back", () => set([], []), { disabled: !changed }, t("tick_back")),
      button("scenario file", files.save, { title: t("save_scenario_hint") }, t("save_scenario")),
      button("open file", files.choose, {}, t("open_scenario")),
    ),
    files.message() && el("p", { class: "warning", role: "status" }, files.message()),
  ];
}

export function whatifPanel(data, store, answers, files) {
  const { state } = store;
  if (!state.corridor) return [el("p", { class: "hint-line" }, t("choose_corridor")), tools(data, store, files)];
  const built = store.built();
  const list = measuresOf(data, state.corridor);
  if (!list.length) return el("p", { class: "hint-line" }, t("no_measures"));
  const broken = clashes(data, built).some((c) => state.corridor.inside.has(c.link.i));
  const gains = broken
    ? list.map((measure) => ({
        measure,
        on: built.has(measure.i),
        acts: Boolean(measure.touches),
        clash: !built.has(measure.i),
      }))
    : gainsOf(data, answers, state.corridor, list);
  const target = targetOf(data, state);
  return [
    el("p", { class: "now", "aria-hidden": "true" }, headlineShort(data, state, answers, built)),
    el("p", { class: "hint-line" }, t("whatif_lead")),
    tools(data, store, files),
    curvePart(data, store, answers, target),
    PARTS.map((part) => {
      const own = gains.filter((gain) => partOf(gain) === part);
      return (
        own.length > 0 &&
        el(
          "section",
          { "aria-label": t(`measures_${part}`) },
          el("h3", {}, `${t(`measures_${part}`)} (${own.length})`),
          el(
            "ul",
            { class: "measures" },
            own.map((gain) => row(data, store, gain)),
          ),
        )
      );
    }),
  ];
}
