// How one link is drawn as a line, in pixels: no canvas in here, only what to draw.
import { lineWidth } from "../core/classes.js";

const THIN_PX = 1.4;
// Two directions are drawn apart from this width on.
const APART_FROM_PX = 2.4;
const APART_PX = 1.2;
// Cross ticks of a railway: how often, how thick, how far they stand out.
const TICK = { every: 15, thick: 1.5, out: 2.6, fromZoom: 5 };
const NOTHING = 1e-9;

// What a scenario asks for that the eye shall see: {wide, colour, alpha, dash, casing, ticks, bars, dots, sides}.
export function lineStyle(data, scene, link) {
  const { state, looks, cut, zoom } = scene;
  const { colours } = data.style;
  const look = looks[link.i];
  const faded = !scene.inside(link.i);
  const away = !faded && scene.recedes(link);
  const idle = state.colour === "utilisation" && !faded && Math.abs(look.load) < NOTHING;
  const wide = faded || idle ? THIN_PX : lineWidth(data.style, look.mtpa, zoom) * (away ? 0.7 : 1);
  const closed = look.closed && !faded;
  const plain = !faded && !closed && !idle;
  return {
    wide,
    colour: faded ? colours.other_link : look.colour,
    alpha: faded ? 0.45 : away ? 0.62 : 1,
    dash: dashOf(link, wide, closed, faded),
    works: scene.works.has(link.i) && !faded ? { wide: wide + 7, colour: colours.accent, dash: [6, 5] } : null,
    casing: plain ? casingOf(link, wide, colours, away) : [],
    ticks: plain && link.kind === "rail" && zoom >= TICK.fromZoom ? ticksOf(wide, colours, away) : null,
    bars: cut.has(link.i) ? { wide: wide + 11, colour: colours.cut, dash: [2.5, 6.5] } : null,
    dots: look.over && !cut.has(link.i) ? { wide: Math.max(2.2, wide * 0.45), colour: colours.paper } : null,
    sides: state.sides && plain && wide > APART_FROM_PX ? sidesOf(link, wide) : null,
  };
}

function dashOf(link, wide, closed, faded) {
  if (closed) return [1.5, 5];
  if (link.kind === "sea" && !faded) return [Math.max(8, wide * 2.2), Math.max(5, wide * 1.3)];
  return null;
}

// Edges under the line, the widest first: a road has a light seam within the dark one, a railway only the dark one.
function casingOf(link, wide, colours, away) {
  const alpha = away ? 0.55 : 0.9;
  const dark = (more) => ({ wide: wide + more, colour: colours.casing, alpha });
  if (link.kind === "road") return [dark(4.4), { wide: wide + 2.6, colour: colours.paper, alpha: 1 }];
  return [dark(1.8)];
}

const ticksOf = (wide, colours, away) => ({
  wide: wide + 2 * TICK.out,
  colour: colours.casing,
  alpha: away ? 0.55 : 0.9,
  dash: [TICK.thick, TICK.every - TICK.thick],
});

// Widths of both directions, and how far each is moved to its side.
function sidesOf(link, wide) {
  const forward = link.forward || 0.5;
  return [
    { wide: wide * forward, beside: (wide * (1 - forward) + APART_PX) / 2 },
    { wide: wide * (1 - forward), beside: -(wide * forward + APART_PX) / 2 },
  ];
}
