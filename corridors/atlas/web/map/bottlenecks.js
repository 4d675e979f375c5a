// Bottlenecks, for the map: the cut of the chosen corridor link by link, or the cut of every corridor with its code.
import { linkRange, corridorRange } from "../core/ranges.js";
import { graded, share, significant, t, textOf } from "../ui/i18n.js";
import { shorten } from "../ui/text_metrics.js";

const MOST_NAMES = 6;
const NAME_PX = 270;
export const bottleneckFont = { size: 12.5, weight: 650 };
// The name of a link on the map, short: a terminal goes by its place, and what stands in brackets is told elsewhere.
function shortName(data, link) {
  const name = link.kind === "terminal" ? textOf(data.nodes[link.ends[0]].n) : textOf(link.n);
  return name.replace(/ \([^)]*\)$/, "");
}

// others: how many more links the figure is of.
const withFigure = (name, figure, others = 0) =>
  `${shorten(name, NAME_PX, bottleneckFont.size, bottleneckFont.weight)}${others ? ` +${others}` : ""} · ${figure}`;

// What a callout says of a link: its use where use is shown, else the middle of the draws, or best guesses.
function figureOf(data, state, answers, i) {
  const row = answers.rows[i];
  if (state.colour === "utilisation") {
    const load = Math.abs(answers.loads(state.load, state.corridor)[i]);
    return load > 0 ? share(load / row.capacity) : t("mark_no_demand");
  }
  const range = linkRange(data, answers, i);
  return range ? significant(range.p50) : graded(row.capacity, row.grade);
}

// {cut: links to mark, names: [{at, number, text, press}]}; press is what a click on the name does.
export function bottlenecksOf(data, store, answers, open) {
  const { state } = store;
  const shown = (i) => !state.hidden.has(data.links[i].kind);
  const { corridor } = state;
  if (!corridor) return everyCut(data, store, answers, shown);
  const { cut } = answers.flow(corridor);
  const names = cut.slice(0, MOST_NAMES).map((i, n) => ({
    at: data.links[i].middle,
    number: n + 1,
    // What is not in service needs no second telling: its number is enough.
    text:
      answers.rows[i].capacity > 0 ? withFigure(shortName(data, data.links[i]), figureOf(data, state, answers, i)) : "",
    i,
    press: () => open(data.links[i]),
  }));
  return { cut: new Set(cut), names: names.filter((name) => shown(name.i)) };
}

// The link of a cut that is named: the widest one that no other corridor has yet.
function spotOf(cut, answers, named) {
  const order = cut.slice().sort((a, b) => answers.rows[b].capacity - answers.rows[a].capacity);
  const spot = order.find((i) => !named.has(i)) ?? order[0];
  named.add(spot);
  return spot;
}

// What the corridor carries that a bottleneck limits; what is not open says so.
function carriedHere(data, state, answers, corridor, value, at) {
  if (!(value > 0)) return t("not_open_short");
  if (state.colour === "utilisation") return figureOf(data, state, answers, at);
  const range = corridorRange(data, answers, corridor);
  return significant(range ? range.p50 : value);
}

// Corridors that the same links limit share one name.
function everyCut(data, store, answers, shown) {
  const { state } = store;
  const places = new Map();
  const named = new Set();
  // A corridor with one bottleneck only has the first choice of it.
  const all = data.corridors.map((corridor) => ({ corridor, ...answers.flow(corridor) }));
  for (const { corridor, cut, value } of all.sort((a, b) => a.cut.length - b.cut.length)) {
    if (!cut.length) continue;
    const key = cut.join();
    if (!places.has(key)) places.set(key, { cut, at: spotOf(cut, answers, named), value, corridors: [] });
    places.get(key).corridors.push(corridor);
  }
  const found = [...places.values()].filter((place) => shown(place.at));
  return {
    cut: new Set(found.flatMap((place) => place.cut)),
    names: found.map(({ at, cut, value, corridors }) => {
      const name = shortName(data, data.links[at]);
      // What a corridor carries is of all the links that limit it together; use and what is shut are of the one.
      const together = value > 0 && state.colour !== "utilisation" ? cut.length - 1 : 0;
      return {
        at: data.links[at].middle,
        text: withFigure(name, carriedHere(data, state, answers, corridors[0], value, at), together),
        press: () => store.set({ corridor: corridors[0], fit: true }),
      };
    }),
  };
}
