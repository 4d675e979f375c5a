// The legend: classes of colour, widths in Mt/year, marks, symbols by shape.
import { isPost, lineWidth } from "../core/classes.js";
import { el, svg } from "../ui/dom.js";
import { num, signed, t, textOf } from "../ui/i18n.js";
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

export function legendOf(data, state, zoom) {
  const { colours } = data.style;
  const line = colours.classes[2];
  const widths = [5, 20, 60].map((mtpa) => {
    const wide = lineWidth(data.style, mtpa, zoom);
    return el("li", {}, sample([stroke(wide + 1.8, colours.casing), stroke(wide, line)], WIDE), num(mtpa));
  });
  const bottleneck = sample(
    [stroke(6, colours.casing), stroke(4, line), stroke(14, colours.cut, { "stroke-dasharray": "2.5 6.5" })],
    WIDE,
  );
  const over = sample(
    [
      stroke(6, colours.casing),
      stroke(4.5, colours.use[4]),
      stroke(2.2, colours.paper, { "stroke-dasharray": "0.1 7", "stroke-linecap": "round" }),
    ],
    WIDE,
  );
  const closed = sample([stroke(3, colours.unknown, { "stroke-dasharray": "1.5 5", "stroke-linecap": "round" })], WIDE);
  const shape = (name) =>
    el(
      "li",
      {},
      svg(
        "svg",
        { width: 18, height: 18, viewBox: "-9 -9 18 18", "aria-hidden": "true" },
        symbolOf(name, 11, { fill: line, stroke: colours.casing }),
      ),
      t(`symbol_${name}`),
    );
  const part = (name, words, ...items) =>
    el("section", { class: name, "aria-label": words }, el("h2", {}, words), el("ul", {}, items));
  // Lines and road posts share the colours, not the figures.
  const posts =
    state.colour === "capacity" && data.links.some(isPost) ? between(data.style.bounds.post, (v) => num(v)) : [];
  const scale = classes(data, state).map(([colour, words], i) =>
    el(
      "li",
      {},
      el("i", { look: { background: colour } }),
      el("span", {}, words),
      posts[i] && el("span", { class: "second" }, posts[i]),
    ),
  );
  const grey = sample([stroke(5, colours.casing), stroke(3, colours.unknown)], WIDE);
  return [
    part("classes", posts.length ? `${title(state)} (${t("scale_posts")})` : title(state), scale),
    part("widths", widthTitle(state), widths),
    part(
      "marks",
      t("marks"),
      el("li", {}, bottleneck, t("mark_bottleneck")),
      state.colour === "utilisation" && [el("li", {}, over, t("mark_over")), el("li", {}, grey, t("mark_no_demand"))],
      el("li", {}, closed, t("mark_closed")),
    ),
    part("symbols", t("symbols"), ["road", "rail", "gauge", "port"].map(shape)),
  ];
}
