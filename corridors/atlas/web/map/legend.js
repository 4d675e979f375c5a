// The legend: classes of colour, widths in Mt/year, marks, symbols by shape.
import { lineWidth } from "../core/classes.js";
import { el, svg } from "../ui/dom.js";
import { num, signed, t, textOf } from "../ui/i18n.js";
import { hasTwoScales } from "./scales.js";
import { symbolOf } from "./symbols.js";

const between = (list, show) =>
  list
    .map((b, i) => (i ? `${show(list[i - 1])}–${show(b)}` : `< ${show(b)}`))
    .concat(`≥ ${show(list[list.length - 1])}`);

// Losses on one side, gains on the other; between the two middle bounds nothing changes.
function changes(bounds) {
  const middle = bounds.length / 2;
  const at = (v) => (Math.abs(v) < 1 ? num(0) : signed(v));
  const step = (i) => {
    if (i === middle) return t("same");
    if (i === 0) return `< ${at(bounds[0])}`;
    if (i === bounds.length) return `> ${at(bounds[i - 1])}`;
    return `${at(bounds[i - 1])}…${at(bounds[i])}`;
  };
  return Array.from({ length: bounds.length + 1 }, (_, i) => step(i));
}

function classes(data, state) {
  const { colours, bounds } = data.style;
  if (state.colour === "grade")
    return ["A", "B", "C", "D"].map((g) => [colours.grades[g], `${g} ${t(`grade_short_${g}`)}`]);
  if (state.colour === "change") return changes(bounds.change).map((words, i) => [colours.change[i], words]);
  if (state.colour === "utilisation")
    return between(bounds.utilisation, (v) => num(v * 100)).map((words, i) => [colours.use[i], words]);
  return between(bounds.capacity, (v) => num(v)).map((words, i) => [colours.classes[i], words]);
}

// Change says against what; a scenario against itself changes nothing, and that is said too.
function title(state) {
  if (state.colour === "change") {
    const what = `${t("gain_over", { name: textOf(state.against.n) })}, ${t("unit_mtpa")}`;
    return state.against === state.scenario ? `${what} (${t("gain_over_itself")})` : what;
  }
  const unit = { utilisation: "%", grade: t("grades_range") }[state.colour] ?? t("unit_mtpa");
  return `${t(`by_${state.colour}`)}, ${unit}`;
}

// Where colour shows capacity too, the width needs no second telling.
const widthTitle = (state) =>
  state.colour === "capacity"
    ? t("width")
    : `${t("width")}: ${t(state.colour === "utilisation" ? "width_flow" : "width_capacity")}, ${t("unit_mtpa")}`;

const WIDE = 28;
const sample = (parts, wide) =>
  svg("svg", { width: wide, height: 18, viewBox: `0 0 ${wide} 18`, "aria-hidden": "true" }, parts);
const stroke = (wide, colour, more) =>
  svg("line", { x1: 3, x2: WIDE - 3, y1: 9, y2: 9, stroke: colour, "stroke-width": wide, ...more });

const key = (picture, words) => el("span", { class: "kind-key" }, picture, words);

// How lines look on the map: a railway has cross ticks, a road a light seam; then the marks on them.
function lineSamples({ classes, use, casing, paper, cut, unknown, accent }) {
  const line = classes[2];
  const plain = () => [stroke(5.3, casing), stroke(3.5, line)];
  const seams = [stroke(7.5, casing), stroke(5.6, paper), stroke(3, line)];
  const dots = { "stroke-dasharray": "0.1 7", "stroke-linecap": "round" };
  return {
    rail: sample([...plain(), stroke(9, casing, { "stroke-dasharray": "1.5 6" })], WIDE),
    road: sample(seams, WIDE),
    works: sample([stroke(9, accent, { "stroke-dasharray": "5 4" }), ...plain()], WIDE),
    bottleneck: sample([stroke(6, casing), stroke(4, line), stroke(14, cut, { "stroke-dasharray": "2.5 6.5" })], WIDE),
    over: sample([stroke(6, casing), stroke(4.5, use[4]), stroke(2.2, paper, dots)], WIDE),
    idle: sample([stroke(5, casing), stroke(3, unknown)], WIDE),
    closed: sample([stroke(3, unknown, { "stroke-dasharray": "1.5 5", "stroke-linecap": "round" })], WIDE),
  };
}

const part = (name, words, ...items) =>
  el("section", { class: name, "aria-label": words }, el("h2", {}, words), el("ul", {}, items));

// The second row of labels is that of the posts.
function scalePart(data, state) {
  const shared = hasTwoScales(data.links, state.colour);
  const posts = shared ? between(data.style.bounds.post, (v) => num(v)) : [];
  const items = classes(data, state).map(([colour, words], i) => {
    const second = posts[i] && el("span", { class: "second" }, posts[i]);
    return el("li", {}, el("i", { look: { background: colour } }), el("span", {}, words), second);
  });
  return part("classes", shared ? `${title(state)} (${t("scale_posts")})` : title(state), items);
}

function widthsPart(data, state, zoom, samples = lineSamples(data.style.colours)) {
  const { colours } = data.style;
  const widths = [5, 20, 60].map((mtpa) => {
    const wide = lineWidth(data.style, mtpa, zoom);
    return el(
      "li",
      {},
      sample([stroke(wide + 1.8, colours.casing), stroke(wide, colours.classes[2])], WIDE),
      num(mtpa),
    );
  });
  const kinds = [key(samples.rail, t("key_rail")), key(samples.road, t("key_road"))];
  const head = el("h2", {}, widthTitle(state), kinds);
  return el("section", { class: "widths", "aria-label": widthTitle(state) }, head, el("ul", {}, widths));
}

// Only the widths depend on the zoom.
export const drawWidths = (legend, data, state, zoom) =>
  legend.querySelector(".widths").replaceWith(widthsPart(data, state, zoom));

function shapeItem(name, { classes, casing }) {
  const box = { width: 18, height: 18, viewBox: "-9 -9 18 18", "aria-hidden": "true" };
  const picture = svg("svg", box, symbolOf(name, 11, { fill: classes[2], stroke: casing }));
  return el("li", {}, picture, t(`symbol_${name}`));
}

export function legendOf(data, state, zoom) {
  const samples = lineSamples(data.style.colours);
  const mark = (name, words) => el("li", {}, samples[name], t(words));
  const used = state.colour === "utilisation";
  return [
    scalePart(data, state),
    widthsPart(data, state, zoom, samples),
    part(
      "marks",
      t("marks"),
      mark("bottleneck", "mark_bottleneck"),
      used && [mark("over", "mark_over"), mark("idle", "mark_no_demand")],
      mark("closed", "mark_closed"),
      state.scenario.build.length > 0 && mark("works", "mark_works"),
    ),
    part(
      "symbols",
      t("symbols"),
      ["road", "rail", "gauge", "port"].map((name) => shapeItem(name, data.style.colours)),
    ),
  ];
}
