// What one map draws of the state: looks of all links, the cut, loads, names of bottlenecks; and links in words.
import { lookOf } from "../core/classes.js";
import { worksOn } from "../core/schedule.js";
import { showsLoad } from "../core/state.js";
import { el } from "../ui/dom.js";
import { kindOf, mtpa, num, share, signed, t, textOf } from "../ui/i18n.js";
import { bottlenecksOf } from "./bottlenecks.js";

// The links of the posts' own view, which the map then shows alone; null elsewhere.
export const postsShown = (data, state) =>
  state.panel === "posts" && data.posts ? new Set(data.posts.rows.map((row) => row.link)) : null;

// Choices on which the looks of everything depend; the state itself goes on changing.
const choicesOf = (state, only) =>
  [state.colour, state.sides, state.language, state.corridor?.id, Boolean(only), [...state.hidden].sort()].join("|");

export function sceneOf(data, store, answers, against) {
  const { state } = store;
  const only = postsShown(data, state);
  const { corridor } = state;
  const loads = showsLoad(state) ? answers.loads(state.load, corridor) : null;
  const coloured = state.colour === "utilisation" ? loads : null;
  return {
    answers,
    state,
    loads,
    looks: data.links.map((_, i) => lookOf(data, state, answers, against, coloured, i)),
    choices: choicesOf(state, only),
    cut: new Set(),
    bottleneckNames: [],
    inside: (i) => (only ? only.has(i) : !corridor || corridor.inside.has(i)),
    // Symbols are as large as their values need: where they alone are shown, at any zoom.
    valued: Boolean(only),
    // What is begun in the year that is shown and not yet there.
    works: worksOn(data, state, answers),
    // Where everything is shown, what lies abroad steps back.
    recedes: (link) => !corridor && link.abroad,
    // Nodes of what is chosen, asked for where their names are wanted.
    nodes: () => new Set((corridor ? corridor.links : data.links.map((l) => l.i)).flatMap((i) => data.links[i].ends)),
    zoom: 0,
  };
}

const sameSet = (a, b) => a.size === b.size && [...a].every((one) => b.has(one));
const sameLook = (a, b) =>
  a.colour === b.colour &&
  a.mtpa === b.mtpa &&
  a.load === b.load &&
  a.closed === b.closed &&
  a.over === b.over &&
  a.row.clash === b.row.clash;

// Whether two scenes of the same map give the same lines and symbols.
export const looksAlike = (a, b) =>
  a.choices === b.choices &&
  sameSet(a.cut, b.cut) &&
  sameSet(a.works, b.works) &&
  a.looks.every((look, i) => sameLook(look, b.looks[i]));

// The bottlenecks take a maximum flow for every corridor: they come once the lines are there.
export function addBottlenecks(scene, data, store, answers, open) {
  if (scene.valued) return;
  const found = bottlenecksOf(data, store, answers, open);
  scene.cut = found.cut;
  scene.bottleneckNames = found.names;
}

// The figures of a link that are coloured: capacity, with the change, or the load and its share.
function figures(look) {
  if (look.row.clash) return t("conflict");
  const capacity = look.closed ? t("carries_nothing") : mtpa(look.row.capacity);
  if (look.change) return `${capacity} (${signed(look.change)})`;
  if (!look.load || !look.row.capacity) return capacity;
  return `${num(Math.abs(look.load))} / ${capacity} (${share(look.share)})`;
}

export const hintOf = (link, look) => el("div", {}, el("b", {}, textOf(link.n)), el("br"), figures(look));
export const labelOf = (link, look) => [textOf(link.n), kindOf(link), figures(look)].join(", ");
