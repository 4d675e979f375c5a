// Where lines run on a picture, in small squares: a name that covers none of them is struck by no line.
const CELL = 3;

// view: [left, top, right, bottom] in pixels. Answers {line(points, width), struck(box)}.
export function occupancyOf(view) {
  const [left, top] = view;
  const wide = Math.ceil((view[2] - left) / CELL) + 1;
  const high = Math.ceil((view[3] - top) / CELL) + 1;
  const cells = new Uint8Array(wide * high);
  const column = (x) => Math.floor((x - left) / CELL);
  const row = (y) => Math.floor((y - top) / CELL);

  function square(x, y, reach) {
    const [x0, x1] = [Math.max(0, column(x) - reach), Math.min(wide - 1, column(x) + reach)];
    const [y0, y1] = [Math.max(0, row(y) - reach), Math.min(high - 1, row(y) + reach)];
    for (let r = y0; r <= y1; r += 1) if (x0 <= x1) cells.fill(1, r * wide + x0, r * wide + x1 + 1);
  }

  return {
    // points: x, y, x, y ... in pixels; stretches out of view are passed over.
    line(points, width) {
      const reach = Math.floor(width / 2 / CELL);
      for (let i = 2; i < points.length; i += 2) {
        const [ax, ay, bx, by] = [points[i - 2], points[i - 1], points[i], points[i + 1]];
        if (
          Math.max(ax, bx) < left ||
          Math.min(ax, bx) > view[2] ||
          Math.max(ay, by) < top ||
          Math.min(ay, by) > view[3]
        )
          continue;
        const steps = Math.max(1, Math.ceil(Math.hypot(bx - ax, by - ay) / CELL));
        for (let k = 0; k <= steps; k += 1) square(ax + ((bx - ax) * k) / steps, ay + ((by - ay) * k) / steps, reach);
      }
    },
    // How many squares of a box a line runs through.
    struck(box) {
      const [x0, x1] = [Math.max(0, column(box[0])), Math.min(wide - 1, column(box[2]))];
      let count = 0;
      for (let r = Math.max(0, row(box[1])); r <= Math.min(high - 1, row(box[3])); r += 1)
        for (let c = x0; c <= x1; c += 1) count += cells[r * wide + c];
      return count;
    },
  };
}
