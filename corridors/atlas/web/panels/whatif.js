// What if: the measures of a corridor with cost and country; ticking one shows at once what then holds the corridor.
import { measuresOf } from "../core/data.js";
import { builtBy, clashes } from "../core/model.js";
import { answersFor } from "../core/results.js";
import { button, el } from "../ui/dom.js";
import { country, num, signed, t, textOf, word } from "../ui/i18n.js";
import { gradeTag, sourceOf } from "./facts.js";
import { headlineShort } from "./headline.js";

const ORDER = ["building", "planned", "proposed", "option", "done"];

function costOf(m) {
  if (!m.cost) return t("cost_not_known");
  const [value, low, high, grade] = m.cost;
  const range = high > low ? ` (${num(low, 0)}–${num(high, 0)})` : "";
  return [`${num(value, 0)}${range}\u00a0${t("unit_musd")} `, gradeTag(grade)];
}

function row(data, store, answers, m, built) {
  const acts = Boolean(m.touches);
  const id = `measure-${m.i}`;
  const now = built.has(m.i);
  const years = m.finish ? t("ready", { year: m.finish }) : m.start ? t("begun", { year: m.start }) : "";
  const about = [country(m.country), word("status", m.status), years].filter(Boolean).join(" · ");
  return el(
    "li",
    { class: acts ? "measure" : "measure idle" },
    el("input", {
      type: "checkbox",
      id,
      "data-key": id,
      checked: now,
      disabled: !acts,
      onchange: () => store.toggle(m),
    }),
    el(
      "label",
      { for: id },
      el("span", { class: "measure-name" }, textOf(m.n)),
      el("span", { class: "measure-about" }, about, " · ", costOf(m)),
      !acts && el("span", { class: "measure-about" }, t("no_effect_known")),
    ),
    effect(data, store, answers, m, built),
    evidence(data, m),
  );
}

// What is stated about a measure, and by whom.
function evidence(data, m) {
  if (!m.src && !m.effect && !m.note) return null;
  return el(
    "details",
    {},
    el("summary", {}, t("sources")),
    [m.effect, m.note].filter(Boolean).map((text) => el("p", { lang: "en" }, text)),
    (m.src || []).map((i) => el("p", {}, sourceOf(data, i))),
  );
}

// What ticking this one alone would change, if it would.
function effect(data, store, answers, m, built) {
  const c = store.state.corridor;
  if (!m.touches || !c || clashes(data, built).length) return null;
  const other = new Set(built);
  if (!other.delete(m.i)) other.add(m.i);
  if (clashes(data, other).length) return el("span", { class: "effect clash", title: t("conflict") }, "✕");
  const change = answersFor(data, store.state.scenario, other).flow(c).value - answers.flow(c).value;
  if (Math.abs(change) < 0.005) return null;
  return el("span", { class: "effect", title: t("effect_title") }, signed(change));
}

export function whatifPanel(data, store, answers) {
  const { state } = store;
  if (!state.corridor) return el("p", { class: "hint-line" }, t("choose_corridor"));
  const built = store.built();
  const list = measuresOf(data, state.corridor);
  if (!list.length) return el("p", { class: "hint-line" }, t("no_measures"));
  const changed = state.added.size + state.removed.size > 0;
  const set = (added, removed) => store.set({ added: new Set(added), removed: new Set(removed) });
  const base = builtBy(state.scenario, state.year);
  const inScenario = list.filter((m) => m.touches && base.has(m.i)).map((m) => m.i);
  return [
    el("p", { class: "now", "aria-hidden": "true" }, headlineShort(data, state, answers, built)),
    el("p", { class: "hint-line" }, t("whatif_lead")),
    el(
      "p",
      { class: "buttons" },
      button("none", () => set([], inScenario), {}, t("tick_none")),
      button("back", () => set([], []), { disabled: !changed }, t("tick_back")),
    ),
    [...new Set([...ORDER, ...list.map((m) => m.status)])].map((status) => {
      const own = list.filter((m) => m.status === status);
      return (
        own.length > 0 &&
        el(
          "section",
          { "aria-label": word("status", status) },
          el("h3", {}, word("status", status)),
          el(
            "ul",
            { class: "measures" },
            own.map((m) => row(data, store, answers, m, built)),
          ),
        )
      );
    }),
  ];
}
