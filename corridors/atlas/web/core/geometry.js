// Lines as flat lists x, y, x, y ...; boxes [left, top, right, bottom] round them; a grid that finds the boxes near a place.
export function boxOf(line) {
  const box = [Infinity, Infinity, -Infinity, -Infinity];
  for (let i = 0; i < line.length; i += 2) {
    if (line[i] < box[0]) box[0] = line[i];
    if (line[i] > box[2]) box[2] = line[i];
    if (line[i + 1] < box[1]) box[1] = line[i + 1];
    if (line[i + 1] > box[3]) box[3] = line[i + 1];
  }
  return box;
}

export const meet = (a, b) => a[0] <= b[2] && b[0] <= a[2] && a[1] <= b[3] && b[1] <= a[3];

export const union = (boxes) =>
  boxes.reduce(
    (a, b) => [Math.min(a[0], b[0]), Math.min(a[1], b[1]), Math.max(a[2], b[2]), Math.max(a[3], b[3])],
    [Infinity, Infinity, -Infinity, -Infinity],
  );

// So many cells on the longer side of all boxes together.
const CELLS = 64;

// A function that answers, for a box, the numbers of the boxes it may meet, each once and in order.
export function gridOf(boxes) {
  const all = union(boxes);
  const size = Math.max(all[2] - all[0], all[3] - all[1], 1e-9) / CELLS;
  const cells = new Map();
  const cellOf = (v, start) => Math.max(0, Math.min(CELLS, Math.floor((v - start) / size)));
  const over = (box, visit) => {
    for (let x = cellOf(box[0], all[0]); x <= cellOf(box[2], all[0]); x += 1)
      for (let y = cellOf(box[1], all[1]); y <= cellOf(box[3], all[1]); y += 1) visit(x * (CELLS + 1) + y);
  };
  boxes.forEach((box, i) => {
    over(box, (cell) => {
      if (cells.has(cell)) cells.get(cell).push(i);
      else cells.set(cell, [i]);
    });
  });
  return (box) => {
    const found = new Set();
    over(box, (cell) => {
      for (const i of cells.get(cell) || []) if (meet(boxes[i], box)) found.add(i);
    });
    return [...found].sort((a, b) => a - b);
  };
}

// How far a place is from a line.
export function distanceTo(line, x, y) {
  let least = line.length < 4 ? Math.hypot(line[0] - x, line[1] - y) : Infinity;
  for (let i = 2; i < line.length; i += 2) {
    const [ax, ay] = [line[i - 2], line[i - 1]];
    const [dx, dy] = [line[i] - ax, line[i + 1] - ay];
    const along = Math.max(0, Math.min(1, ((x - ax) * dx + (y - ay) * dy) / (dx * dx + dy * dy || 1)));
    least = Math.min(least, Math.hypot(ax + along * dx - x, ay + along * dy - y));
  }
  return least;
}

// Whether a place lies within a ring.
export function within(ring, x, y) {
  let inside = false;
  for (let i = 0, j = ring.length - 2; i < ring.length; j = i, i += 2) {
    const [ax, ay, bx, by] = [ring[i], ring[i + 1], ring[j], ring[j + 1]];
    if (ay > y !== by > y && x < ((bx - ax) * (y - ay)) / (by - ay) + ax) inside = !inside;
  }
  return inside;
}

// The place half way along a line.
export function halfway(line) {
  // Math.hypot is slow, and lines are many.
  const long = (i) => Math.sqrt((line[i] - line[i - 2]) ** 2 + (line[i + 1] - line[i - 1]) ** 2);
  let rest = 0;
  for (let i = 2; i < line.length; i += 2) rest += long(i) / 2;
  for (let i = 2; i < line.length; i += 2) {
    const part = long(i);
    if (part >= rest && part > 0) {
      const share = rest / part;
      return [line[i - 2] + (line[i] - line[i - 2]) * share, line[i - 1] + (line[i + 1] - line[i - 1]) * share];
    }
    rest -= part;
  }
  return [line[0], line[1]];
}
