// The legend: classes of colour, widths in Mt/year, marks, symbols by shape.
import { lineWidth } from "../core/classes.js";
import { el, svg } from "../ui/dom.js";
import { num, t } from "../ui/i18n.js";
import { symbolOf } from "./symbols.js";

function classes(data, state) {
  const { colours, bounds } = data.style;
  const between = (list, show) =>
    list
      .map((b, i) => (i ? `${show(list[i - 1])}–${show(b)}` : `< ${show(b)}`))
      .concat(`≥ ${show(list[list.length - 1])}`);
  if (state.colour === "grade")
    return ["A", "B", "C", "D"].map((g) => [colours.grades[g], `${g} ${t(`grade_short_${g}`)}`]);
  if (state.colour === "change") {
    const steps = bounds.change;
    const words = [
      t("less"),
      t("same"),
      `+${num(0)}–${num(steps[2])}`,
      `+${num(steps[2])}–${num(steps[3])}`,
      `> +${num(steps[3])}`,
    ];
    return colours.change.map((c, i) => [c, words[i]]);
  }
  const own =
    state.colour === "utilisation"
      ? between(bounds.utilisation, (v) => num(v * 100))
      : between(bounds.capacity, (v) => num(v));
  return colours.classes.map((c, i) => [c, own[i]]);
}

const title = (state) =>
  `${t(`by_${state.colour}`)}, ${state.colour === "utilisation" ? "%" : state.colour === "grade" ? t("grades_range") : t("unit_mtpa")}`;

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
      stroke(4.5, colours.classes[4]),
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
  return [
    part(
      "classes",
      title(state),
      classes(data, state).map(([colour, words]) =>
        el("li", {}, el("i", { look: { background: colour } }), el("span", {}, words)),
      ),
    ),
    part("widths", widthTitle(state), widths),
    part(
      "marks",
      t("marks"),
      el("li", {}, bottleneck, t("mark_bottleneck")),
      state.colour === "utilisation" && el("li", {}, over, t("mark_over")),
      el("li", {}, closed, t("mark_closed")),
    ),
    part("symbols", t("symbols"), ["road", "rail", "gauge", "port"].map(shape)),
  ];
}
