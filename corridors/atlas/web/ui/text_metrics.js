// How much room words take, and how they are cut to fit: names on the map and labels of charts.

const FONT = 'system-ui, -apple-system, "Segoe UI", "Noto Sans", "DejaVu Sans", sans-serif';
const brush = document.createElement("canvas").getContext("2d");

export const fontOf = (size, weight) => `${weight} ${size}px ${FONT}`;

// Measured once, in this size: fonts are slow to look up, and widths grow with the size.
const MEASURED_PX = 12;
const widths = new Map();

export function widthOf(text, size, weight) {
  const key = `${weight} ${text}`;
  if (!widths.has(key)) {
    brush.font = fontOf(MEASURED_PX, weight);
    widths.set(key, brush.measureText(text).width / MEASURED_PX);
  }
  return widths.get(key) * size;
}

// A text cut so that it fits into a width.
export function shorten(text, wide, size, weight) {
  if (widthOf(text, size, weight) <= wide) return text;
  let end = Math.min(text.length, 200);
  while (end > 1 && widthOf(`${text.slice(0, end)}…`, size, weight) > wide) end -= 1;
  return `${text.slice(0, end).trimEnd()}…`;
}

// A text on one line, or broken between words into two, the second one cut if it has to be.
export function inTwoLines(text, wide, size, weight) {
  if (widthOf(text, size, weight) <= wide) return [text];
  const words = text.split(" ");
  let first = words.shift();
  while (words.length && widthOf(`${first} ${words[0]}`, size, weight) <= wide) first += ` ${words.shift()}`;
  const lines = words.length ? [first, words.join(" ")] : [first];
  return lines.map((line) => shorten(line, wide, size, weight));
}
