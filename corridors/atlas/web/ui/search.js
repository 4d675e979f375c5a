// Search over the three names of corridors, links, posts, stations and cities.
import { plain } from "../core/names.js";
import { button, el } from "./dom.js";
import { kindOf, t, textOf } from "./i18n.js";

const MOST = 12;
const NEAR_DEGREES = 0.5;

// Cities and stations; several of one name that stand close together are one place to go to.
function places(data) {
  const all = [
    ...data.cities.map(([lat, lon, , names]) => ({ names, at: [lat, lon], what: "city" })),
    ...data.nodes.filter((n) => n.kind !== "post").map((n) => ({ names: n.n, at: n.at, what: "node" })),
  ];
  const byName = new Map();
  for (const place of all) {
    const named = byName.get(place.names[0]) || [];
    byName.set(place.names[0], named);
    const apart = (other) => place.at.some((v, k) => Math.abs(v - other.at[k]) > NEAR_DEGREES);
    if (named.every(apart)) named.push(place);
  }
  return [...byName.values()].flat();
}

// Everything that can be found: {names, show, what, go} with the names as they are compared.
function indexOf(data, store, open, goTo) {
  const corridors = data.corridors.map((c) => ({
    names: [...c.n, c.code, c.id],
    show: c.n,
    code: c.code,
    what: "corridor",
    go: () => store.set({ corridor: c, fit: true }),
  }));
  const links = data.links.map((l) => ({
    names: [...l.n, l.id, ...(l.post?.other || [])],
    show: l.n,
    what: "link",
    link: l,
    go: () => open(l),
  }));
  const rest = places(data).map(({ names, at, what }) => ({ names, show: names, what, go: () => goTo(at) }));
  return [...corridors, ...links, ...rest].map((entry) => ({ ...entry, plain: entry.names.map(plain) }));
}

// Entries with a name that holds the words; those that begin with them first.
function matching(index, wanted) {
  if (!wanted) return [];
  return index
    .map((e) => ({ e, at: Math.min(...e.plain.map((n) => (n.includes(wanted) ? n.indexOf(wanted) : 999))) }))
    .filter((h) => h.at < 999)
    .sort((a, b) => a.at - b.at)
    .slice(0, MOST)
    .map((h) => h.e);
}

function rowOfFound(entry, choose) {
  const name = el("span", {}, entry.code ? `${entry.code} ` : "", textOf(entry.show));
  const what = el("small", {}, entry.link ? kindOf(entry.link) : t(`what_${entry.what}`));
  return el(
    "li",
    {},
    button(null, () => choose(entry), {}, name, what),
  );
}

// The keys that go from the box into the list, through it and out of it.
function listenToKeys(input, list, clear) {
  input.addEventListener("keydown", (event) => {
    const first = list.querySelector("button");
    if (event.key === "Enter" && first) first.click();
    if (event.key === "ArrowDown" && first) first.focus();
    if (event.key === "Escape") clear();
  });
  list.addEventListener("keydown", (event) => {
    const all = [...list.querySelectorAll("button")];
    const at = all.indexOf(document.activeElement);
    if (event.key === "ArrowDown" && at < all.length - 1) all[at + 1].focus();
    if (event.key === "ArrowUp") (at > 0 ? all[at - 1] : input).focus();
    if (event.key === "Escape") input.focus();
  });
}

export function searchBox(data, store, open, goTo) {
  let index = null;
  const map = document.getElementById("map_corridors");
  const list = el("ul", { class: "found", id: "found", hidden: true });
  const words = { placeholder: t("search_hint"), "aria-label": t("search"), "aria-controls": "found" };
  const input = el("input", { type: "search", id: "search", autocomplete: "off", ...words });
  const status = el("span", { class: "unseen", role: "status" });

  function find() {
    // Made when somebody searches: few do, and nobody before the map is there.
    index = index || indexOf(data, store, open, goTo);
    const wanted = plain(input.value);
    const hits = matching(index, wanted);
    status.textContent = wanted ? t("found", { n: hits.length }) : "";
    list.replaceChildren(...hits.map((entry) => rowOfFound(entry, choose)));
    list.hidden = !hits.length;
  }
  function clear() {
    input.value = "";
    find();
  }
  function choose(entry) {
    const here = list.contains(document.activeElement);
    clear();
    entry.go();
    // Who pressed a button of the list, which is gone, goes on at the map.
    if (here && document.activeElement === document.body) map.focus({ preventScroll: true });
  }
  input.addEventListener("input", find);
  listenToKeys(input, list, clear);
  return el("div", { class: "search", role: "search" }, input, status, list);
}
