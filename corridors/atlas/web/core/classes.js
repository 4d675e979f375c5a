// Classes, colours and widths: what value a link shows, and how it looks.

export const classOf = (value, bounds) => bounds.filter((b) => value >= b).length;

// Lines are as wide as Mt/year ask for, thinner when the whole network is seen, but never too thin for their colour.
export function lineWidth(style, mtpa, zoom) {
  const { per_mtpa, least, most } = style.width;
  const factor = Math.min(1.4, Math.max(0.38, 0.42 + 0.19 * (zoom - 4)));
  return Math.max(Math.min(per_mtpa * Math.abs(mtpa), most) * factor, least);
}

// Road posts carry little beside railways, and have a scale of their own.
export const isPost = (link) => link.kind === "border" && link.form === "road";

// How one link looks: {colour, mtpa, share, change, over, closed}.
export function lookOf(data, state, answers, against, loads, i) {
  const { colours, bounds } = data.style;
  const row = answers.rows[i];
  const closed = !(row.capacity > 0);
  const load = loads ? loads[i] : 0;
  const share = closed ? 0 : Math.abs(load) / row.capacity;
  const look = { row, closed, load, share, mtpa: row.capacity, colour: colours.unknown, over: false, change: 0 };
  look.over = Boolean(loads) && Math.abs(load) > row.capacity + 1e-6;
  if (row.clash) return look;
  if (state.colour === "utilisation") {
    look.mtpa = Math.abs(load);
    look.colour =
      closed && !look.over ? colours.unknown : colours.use[classOf(look.over ? 1 : share, bounds.utilisation)];
    if (!look.over && Math.abs(load) < 1e-9) look.colour = colours.unknown;
  } else if (state.colour === "grade") {
    look.colour = colours.grades[row.grade] || colours.unknown;
  } else if (state.colour === "change") {
    look.change = row.capacity - (against ? against.rows[i].capacity : row.capacity);
    look.colour = colours.change[classOf(look.change, bounds.change)];
  } else if (!closed) {
    look.colour = colours.classes[classOf(row.capacity, isPost(data.links[i]) ? bounds.post : bounds.capacity)];
  }
  return look;
}
