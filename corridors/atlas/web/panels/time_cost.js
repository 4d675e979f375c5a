// Time and cost along the chosen corridor: how they grow with distance, with the jumps at borders and gauge points.
import { journeyOf } from "../core/journey.js";
import { builtIn } from "../core/model.js";
import { lineChart } from "../ui/charts.js";
import { el } from "../ui/dom.js";
import { num, t, textOf, withUnit } from "../ui/i18n.js";

const line = (rows, column) => [[0, 0], ...rows.map((r) => [r[1], r[column]])];
const isJump = (rows, i) => rows[i][1] === (i ? rows[i - 1][1] : 0) && rows[i][3] > (i ? rows[i - 1][3] : 0);

// Hours have the range of the waits.
function rangeOf(end, column) {
  const [moving, least, most] = [end[2], end[5], end[6]];
  return column === 3 && most > least ? ` (${num(moving + least, 0)}–${num(moving + most, 0)})` : "";
}

function chart(data, journeys, column, name, unit) {
  const main = journeys[0];
  const marks = main
    .filter((_, i) => isJump(main, i))
    .map((r) => ({ at: [r[1], r[column]], text: textOf(data.links[r[0]].n) }));
  const lines = journeys.map((rows, i) => ({ points: line(rows, column), class: i ? "other" : "" }));
  const end = main[main.length - 1];
  const title = `${name}: ${num(end[column])}\u00a0${unit}${rangeOf(end, column)}, ${withUnit(end[1], "km")}`;
  return [el("h4", {}, title), lineChart(lines, { title, names: [t("unit_km"), unit], marks, wide: 290, high: 130 })];
}

function speeds(data, corridor, end) {
  const ours = [[t("ours"), end[1] / end[2], end[1] / end[3]]];
  const published = {};
  for (const [entity, indicator, year, value] of data.cpmm[corridor.mode] || []) {
    const key = `${entity} ${year}`;
    published[key] = published[key] || [key, null, null];
    published[key][indicator === "SWOD" ? 1 : 2] = value;
  }
  const rows = [...ours, ...Object.values(published)];
  return [
    el("h4", {}, t("carec_title")),
    table([t("route"), `${t("speed_moving")}, ${t("unit_km/hour")}`, `${t("speed_all")}, ${t("unit_km/hour")}`], rows),
  ];
}

const table = (heads, rows) =>
  el(
    "div",
    { class: "scroll", tabindex: "0" },
    el(
      "table",
      {},
      el(
        "thead",
        {},
        el(
          "tr",
          {},
          heads.map((h) => el("th", { scope: "col" }, h)),
        ),
      ),
      el(
        "tbody",
        {},
        rows.map((r) =>
          el(
            "tr",
            {},
            el("th", { scope: "row" }, r[0]),
            r.slice(1).map((v) => el("td", { class: "num" }, num(v, 1))),
          ),
        ),
      ),
    ),
  );

export function timeCostPanel(data, store) {
  const { state } = store;
  if (!state.corridor) return el("p", { class: "hint-line" }, t("choose_corridor"));
  const main = journeyOf(data, state.corridor, store.built());
  const other = journeyOf(data, state.corridor, builtIn(state.against));
  const end = main[main.length - 1];
  const differ = other[other.length - 1].some((v, i) => Math.abs(v - end[i]) > 1e-6);
  const both = differ ? [main, other] : [main];
  return [
    el("p", { class: "hint-line" }, t("journey_lead")),
    differ && el("p", { class: "quiet" }, t("journey_lines", { other: textOf(state.against.n) })),
    chart(data, both, 3, t("time"), t("unit_h")),
    chart(data, both, 4, t("cost"), t("unit_usd_t")),
    el("p", { class: "quiet" }, t("journey_ranges")),
    speeds(data, state.corridor, end),
    el(
      "details",
      {},
      el("summary", {}, t("as_table")),
      table(
        [t("section"), t("unit_km"), t("unit_h"), t("unit_usd_t")],
        main.map((r) => [textOf(data.links[r[0]].n), r[1], r[3], r[4]]),
      ),
    ),
  ];
}
