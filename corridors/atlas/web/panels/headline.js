// The answer in one glance: how much gets through, what limits it, what it costs so far and how far the target is.
import { measuresOf } from "../core/data.js";
import { clashes, costOf } from "../core/model.js";
import { button, el } from "../ui/dom.js";
import { country, limitWords, mtpa, num, t, textOf, word } from "../ui/i18n.js";
import { gradeTag } from "./facts.js";

// What is aimed at for a corridor: the target of the scenario, else the highest of the others.
export function targetOf(data, state) {
  const c = state.corridor;
  if (!c) return null;
  const own = state.scenario.target;
  if (own && own.c === c.id) return own;
  const others = data.scenarios.map((s) => s.target).filter((x) => x && x.c === c.id);
  return others.sort((a, b) => b.mtpa - a.mtpa)[0] || null;
}

function progress(value, target) {
  const share = Math.min(1, value / target.mtpa);
  const missing = Math.max(0, target.mtpa - value);
  const words = missing > 0.0005 ? t("target_missing", { missing: mtpa(missing) }) : t("target_reached");
  return el(
    "div",
    { class: "progress" },
    el("div", { class: "rail", "aria-hidden": "true" }, el("i", { look: { width: `${(share * 100).toFixed(1)}%` } })),
    el("p", {}, el("b", {}, words), ` · ${t("target_is", { value: mtpa(target.mtpa), year: target.year })}`),
  );
}

function bottleneckList(data, answers, found, open) {
  if (!found.cut.length) return el("p", { class: "bottleneck" }, t("no_way"));
  const rows = found.cut.slice(0, 6).map((i, n) => {
    const link = data.links[i];
    const row = answers.rows[i];
    return el(
      "li",
      {},
      button(
        `bottleneck ${link.id}`,
        () => open(link),
        { class: "bottleneck-link" },
        el("b", { class: "badge" }, n + 1),
        el(
          "span",
          {},
          el("strong", {}, textOf(link.n)),
          ` ${mtpa(row.capacity)} `,
          gradeTag(row.grade),
          el("small", {}, `${limitWords(row.limit)} · ${country(link.country)}`),
        ),
      ),
    );
  });
  const more = found.cut.length > 6 && el("p", { class: "quiet" }, t("and_more", { n: found.cut.length - 6 }));
  return [el("h3", {}, t("bottleneck")), el("ol", { class: "bottleneck" }, rows), more];
}

export function costWords(cost) {
  if (!cost.count) return t("cost_none");
  const range = cost.high > cost.low ? ` (${num(cost.low, 0)}–${num(cost.high, 0)})` : "";
  const unknown = cost.unknown ? ` ${t("cost_unknown", { n: cost.unknown })}` : "";
  return `${num(cost.value, 0)}\u00a0${t("unit_musd")}${range}, ${t("measures_count", { n: cost.count })}${unknown}`;
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

// The answer on one line, for where the headline is out of sight.
export function headlineShort(data, state, answers, built) {
  if (clashes(data, built).some((c) => state.corridor.inside.has(c.link.i))) return t("conflict");
  const { value, cut } = answers.flow(state.corridor);
  const target = targetOf(data, state);
  const missing = target ? Math.max(0, target.mtpa - value) : 0;
  const gap = target && (missing > 0.0005 ? t("target_missing", { missing: mtpa(missing) }) : t("target_reached"));
  const cost = costOf(chosenFor(data, state, built));
  const bottleneck = cut
    .slice(0, 2)
    .map((i) => textOf(data.links[i].n))
    .join("; ");
  return [
    el("b", {}, mtpa(value)),
    gap && ` · ${gap}`,
    cost.count > 0 && ` · ${num(cost.value, 0)}\u00a0${t("unit_musd")}`,
    el(
      "small",
      {},
      `${t("bottleneck")}: ${bottleneck}${cut.length > 2 ? ` ${t("and_more", { n: cut.length - 2 })}` : ""}`,
    ),
  ];
}

export function headlineOf(data, store, answers, open) {
  const { state } = store;
  const built = store.built();
  const conflicts = clashes(data, built);
  if (!state.corridor) return allTogether(data, conflicts);
  const found = answers.flow(state.corridor);
  const broken = conflicts.some((c) => state.corridor.inside.has(c.link.i));
  const target = targetOf(data, state);
  const cost = costOf(chosenFor(data, state, built));
  return [
    name(data, state.corridor),
    broken
      ? el("p", { class: "number" }, t("conflict"))
      : el(
          "p",
          { class: "number" },
          el("b", {}, Number.isFinite(found.value) ? num(found.value) : "∞"),
          " ",
          t("unit_mtpa"),
          el("small", {}, t("both_directions")),
        ),
    conflictList(conflicts),
    !broken && target && progress(found.value, target),
    el("p", { class: "cost" }, `${t("cost_so_far")}: `, el("b", {}, costWords(cost))),
    !broken && bottleneckList(data, answers, found, open),
  ];
}

function allTogether(data, conflicts) {
  const posts = data.links.filter((l) => l.kind === "border").length;
  return [
    el("p", { class: "eyebrow" }, t("all_corridors")),
    el("h2", {}, textOf(data.title)),
    el("p", { class: "lead" }, t("lead_all", { corridors: data.corridors.length, links: data.links.length, posts })),
    conflictList(conflicts),
  ];
}

// One sentence for those who cannot see the map.
export function summary(data, store, answers) {
  const { state } = store;
  const scenario = `${textOf(state.scenario.n)}, ${state.year}.`;
  if (!state.corridor) return `${scenario} ${t("all_corridors")}.`;
  if (clashes(data, store.built()).length) return `${scenario} ${t("conflict")}.`;
  const found = answers.flow(state.corridor);
  const links = found.cut.map((i) => textOf(data.links[i].n)).join("; ");
  const target = targetOf(data, state);
  const gap = target
    ? ` ${found.value < target.mtpa ? t("target_missing", { missing: mtpa(target.mtpa - found.value) }) : t("target_reached")}.`
    : "";
  const cost = costWords(costOf(chosenFor(data, state, store.built())));
  return `${scenario} ${textOf(state.corridor.n)}: ${mtpa(found.value)}. ${t("bottleneck")}: ${links}.${gap} ${t("cost_so_far")}: ${cost}.`;
}
