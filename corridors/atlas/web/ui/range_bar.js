// A range as a bar: the band holds nine of ten draws, the line is their middle, the ring best guesses, the tick a target.
import { el, svg } from "./dom.js";

const WIDE = 300;
const HIGH = 16;

// range: {p05, p50, p95} or null; value: at best guesses; target: Mt/year or null; most: the end of the scale.
export function rangeBar({ range, value, target, most, label }) {
  const x = (mtpa) => (Math.min(Math.max(mtpa, 0), most) / most) * (WIDE - 6) + 3;
  const middle = HIGH / 2;
  const parts = [svg("rect", { x: 0, y: middle - 4, width: WIDE, height: 8, rx: 4, class: "track" })];
  const reach = range ? range.p50 : value;
  parts.push(svg("rect", { x: 0, y: middle - 4, width: Math.max(x(reach), 1), height: 8, rx: 4, class: "reach" }));
  if (range) {
    const wide = Math.max(x(range.p95) - x(range.p05), 1.5);
    parts.push(svg("rect", { x: x(range.p05), y: middle - 2, width: wide, height: 4, class: "band" }));
    parts.push(svg("line", { x1: x(range.p50), x2: x(range.p50), y1: 1, y2: HIGH - 1, class: "middle" }));
  }
  if (Number.isFinite(value)) parts.push(svg("circle", { cx: x(value), cy: middle, r: 3.2, class: "best" }));
  if (target) parts.push(svg("line", { x1: x(target), x2: x(target), y1: 0, y2: HIGH, class: "target-line" }));
  const box = { viewBox: `0 0 ${WIDE} ${HIGH}`, class: "range-bar" };
  const spoken = label ? { role: "img", "aria-label": label } : { "aria-hidden": "true" };
  return el("span", { class: "range-box" }, svg("svg", { ...box, ...spoken }, parts));
}
