// Bottlenecks, for the map: the cut of the chosen corridor link by link, or the cut of every corridor with its code.
import { num, textOf } from "../ui/i18n.js";
import { shorten } from "../ui/text_metrics.js";

const MOST_NAMES = 6;
const NAME_PX = 230;
export const bottleneckFont = { size: 12.5, weight: 650 };
const withFigure = (name, mtpa) =>
  `${shorten(name, NAME_PX, bottleneckFont.size, bottleneckFont.weight)} · ${num(mtpa)}`;

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
    text: answers.rows[i].capacity > 0 ? withFigure(textOf(data.links[i].n), answers.rows[i].capacity) : "",
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

// Corridors that the same links hold share one name.
function everyCut(data, store, answers, shown) {
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
    names: found.map(({ at, value, corridors }) => ({
      at: data.links[at].middle,
      text: withFigure(corridors.map((c) => c.code).join(", "), value),
      press: () => store.set({ corridor: corridors[0], fit: true }),
    })),
  };
}
