// Small charts as SVG: bars of capacity by scenario, wait against lanes, time and cost along a corridor.
import { svg } from "./dom.js";
import { num } from "./i18n.js";
import { inTwoLines } from "./text_metrics.js";

const text = (x, y, words, more) => svg("text", { x, y, class: "tick", ...more }, words);

// A round number at or above a value, for the end of an axis.
export function roundUp(value) {
  if (!(value > 0)) return 1;
  const power = 10 ** Math.floor(Math.log10(value));
  return [1, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10].map((f) => f * power).find((f) => f >= value - 1e-9);
}

// rows: [{label, value, range, marked, text}]; a target is a line across.
export function bars(rows, options) {
  const wide = 300;
  const size = 10.5;
  const left = 158;
  const most = Math.max(1e-9, ...rows.map((r) => Math.max(r.value, r.range?.p95 ?? 0)), options.target || 0);
  const scale = (wide - left - 44) / most;
  let foot = 0;
  const parts = rows.flatMap((r) => {
    const weight = r.marked ? 700 : 400;
    const lines = inTwoLines(r.label, left - 8, size, weight);
    const high = lines.length > 1 ? 29 : 19;
    const middle = foot + high / 2;
    const first = middle + 3.5 - (lines.length - 1) * 6;
    foot += high;
    return [
      svg(
        "text",
        { class: "tick", "text-anchor": "end", "font-weight": weight },
        svg("title", {}, r.label),
        lines.map((line, n) => svg("tspan", { x: left - 6, y: first + n * 12 }, line)),
      ),
      svg("rect", {
        x: left,
        y: middle - 6,
        width: Math.max(0.5, r.value * scale),
        height: 12,
        class: r.marked ? "bar marked" : "bar",
      }),
      r.range &&
        svg("line", {
          x1: left + r.range.p05 * scale,
          x2: left + r.range.p95 * scale,
          y1: middle,
          y2: middle,
          class: "whisker",
        }),
      text(left + Math.max(r.value, r.range?.p95 ?? 0) * scale + 4, middle + 3.5, r.text),
    ];
  });
  if (options.target) {
    const x = left + options.target * scale;
    parts.push(svg("line", { x1: x, x2: x, y1: 0, y2: foot, class: "target-line" }));
  }
  const about = rows.map((r) => `${r.label}: ${r.text}`).join("; ");
  return svg(
    "svg",
    { viewBox: `0 0 ${wide} ${foot + 2}`, class: "chart", role: "img", "aria-label": `${options.title}. ${about}` },
    parts,
  );
}

function axes(frame, xs, ys, names) {
  const { left, top, wide, high } = frame;
  const parts = [svg("path", { d: `M${left} ${top}V${top + high}H${left + wide}`, class: "axis" })];
  for (const [at, label] of xs) parts.push(text(left + at * wide, top + high + 13, label, { "text-anchor": "middle" }));
  for (const [at, label] of ys) {
    const y = top + high - at * high;
    parts.push(svg("line", { x1: left, x2: left + wide, y1: y, y2: y, class: "grid" }));
    parts.push(text(left - 5, y + 3.5, label, { "text-anchor": "end" }));
  }
  parts.push(text(left + wide, top + high + 26, names[0], { "text-anchor": "end", class: "tick name-x" }));
  parts.push(text(left - 30, top - 7, names[1], { class: "tick name-y" }));
  return parts;
}

// lines: [{points: [[x, y]], class, label}]; straight lines between points.
export function lineChart(lines, options) {
  const frame = { left: 40, top: 20, wide: options.wide || 246, high: options.high || 92 };
  const endX = roundUp(Math.max(...lines.flatMap((l) => l.points.map((p) => p[0]))));
  const endY = roundUp(Math.max(1e-9, ...lines.flatMap((l) => l.points.map((p) => p[1]))));
  const x = (v) => frame.left + (v / endX) * frame.wide;
  const y = (v) => frame.top + frame.high - (v / endY) * frame.high;
  const steps = [0, 0.5, 1];
  const parts = axes(
    frame,
    steps.map((s) => [s, num(s * endX)]),
    steps.map((s) => [s, num(s * endY)]),
    options.names,
  );
  if (options.at !== undefined && options.at <= endX) {
    parts.push(
      svg("line", {
        x1: x(options.at),
        x2: x(options.at),
        y1: frame.top,
        y2: frame.top + frame.high,
        class: "target-line",
      }),
    );
    parts.push(text(x(options.at) + 3, frame.top + 8, options.atText || ""));
  }
  for (const line of lines) {
    parts.push(
      svg("path", {
        d: `M${line.points.map((p) => `${x(p[0]).toFixed(1)} ${y(p[1]).toFixed(1)}`).join("L")}`,
        class: `line ${line.class || ""}`,
      }),
    );
    if (line.dots)
      for (const p of line.points)
        parts.push(svg("circle", { cx: x(p[0]), cy: y(p[1]), r: 2.4, class: `line-dot ${line.class || ""}` }));
  }
  for (const mark of options.marks || []) {
    parts.push(
      svg(
        "circle",
        { cx: x(mark.at[0]), cy: y(mark.at[1]), r: 3.4, class: `mark ${mark.class || ""}` },
        svg("title", {}, mark.text),
      ),
    );
  }
  const box = `0 0 ${frame.left + frame.wide + 14} ${frame.top + frame.high + 32}`;
  return svg("svg", { viewBox: box, class: "chart", role: "img", "aria-label": options.title }, parts);
}

// Capacity (Mt/year) against cost: each point is the least that so much costs. points: [{cost, mtpa}]
export function costCurve(points, { target, here, title, names }) {
  const frame = { left: 40, top: 20, wide: 290, high: 110 };
  const endX = roundUp(points[points.length - 1].cost);
  const endY = roundUp(Math.max(...points.map((p) => p.mtpa), target || 0));
  const x = (v) => frame.left + (v / endX) * frame.wide;
  const y = (v) => frame.top + frame.high - (v / endY) * frame.high;
  const ticks = (end) => [0, 0.5, 1].map((s) => [s, num(s * end)]);
  const steps = points.map(
    (p, n) => `${n ? `H${x(p.cost).toFixed(1)}V` : `M${x(p.cost).toFixed(1)} `}${y(p.mtpa).toFixed(1)}`,
  );
  const across = (mtpa, look) =>
    svg("line", { x1: frame.left, x2: frame.left + frame.wide, y1: y(mtpa), y2: y(mtpa), class: look });
  const about = points.map((p) => `${num(p.cost, 0)}: ${num(p.mtpa)}`).join("; ");
  return svg(
    "svg",
    {
      viewBox: `0 0 ${frame.left + frame.wide + 14} ${frame.top + frame.high + 32}`,
      class: "chart",
      role: "img",
      "aria-label": `${title}. ${about}`,
    },
    axes(frame, ticks(endX), ticks(endY), names),
    target && across(target, "target-line"),
    Number.isFinite(here) && across(here, "here-line"),
    svg("path", { d: `${steps.join("")}H${frame.left + frame.wide}`, class: "line" }),
    points.map((p) =>
      svg(
        "circle",
        { cx: x(p.cost), cy: y(p.mtpa), r: 2.6, class: "line-dot" },
        svg("title", {}, `${num(p.cost, 0)}: ${num(p.mtpa)}`),
      ),
    ),
  );
}
