// One map: its layers, what it shows of the state, and its popup.
import { lookOf } from "../core/classes.js";
import { showsLoad } from "../core/state.js";
import { el } from "../ui/dom.js";
import { kindOf, mtpa, num, share, signed, t, textOf } from "../ui/i18n.js";
import { drawBasemap } from "./basemap.js";
import { bottlenecksOf, pointNames } from "./bottlenecks.js";
import { labelLayer } from "./labels.js";
import { lineLayer } from "./lines.js";
import { popupOf } from "./popup.js";
import { symbolLayer } from "./symbols.js";

const calm = () => matchMedia("(prefers-reduced-motion: reduce)").matches;
const POPUP_PX = 330;
const NARROW_PX = 480;
const LOW_PX = 260;
const FOUND_ZOOM = 7;

// The figures of a link that are coloured: capacity, with the change, or the load and its share.
function figures(look) {
  if (look.row.clash) return t("conflict");
  const capacity = mtpa(look.row.capacity);
  if (look.change) return `${capacity} (${signed(look.change)})`;
  if (!look.load || !look.row.capacity) return capacity;
  return `${num(Math.abs(look.load))} / ${capacity} (${share(look.share)})`;
}

const hint = (link, look) => el("div", {}, el("b", {}, textOf(link.n)), el("br"), figures(look));
const label = (link, look) => [textOf(link.n), kindOf(link), figures(look)].join(", ");

// The links of the posts' own view, which the map then shows alone; null elsewhere.
const postsShown = (data, state) =>
  state.panel === "posts" && data.posts ? new Set(data.posts.rows.map((row) => row.link)) : null;

// What one map draws: looks of all links, cut, loads, names of bottlenecks.
function sceneOf(data, store, answers, against, map, open) {
  const { state } = store;
  const { corridor } = state;
  const loads = showsLoad(state) ? answers.loads(state.load, corridor) : null;
  const looks = data.links.map((_, i) =>
    lookOf(data, state, answers, against, state.colour === "utilisation" ? loads : null, i),
  );
  const bottleneck = bottlenecksOf(data, store, answers, open);
  const nodes = new Set((corridor ? corridor.links : data.links.map((l) => l.i)).flatMap((i) => data.links[i].ends));
  const only = postsShown(data, state);
  const inside = (i) => (only ? only.has(i) : !corridor || corridor.inside.has(i));
  return {
    state,
    looks,
    loads,
    cut: only ? new Set() : bottleneck.cut,
    bottleneckNames: only ? [] : bottleneck.names,
    pointNames: (zoom) => pointNames(data, state, answers, inside, zoom, Boolean(only)),
    nodes,
    inside,
    zoom: map.getZoom(),
    hint,
    label,
  };
}

export function makeView(data, map, store, side) {
  let scene = null;
  let from = null;
  const popup = L.popup({ className: "facts" });

  // A popup is never larger than its map, and clear of the buttons where there is room for both.
  function fitPopup() {
    const { x, y } = map.getSize();
    const wide = Math.min(POPUP_PX, x - 44);
    const left = x > POPUP_PX + 120 ? 58 : 8;
    Object.assign(popup.options, {
      maxWidth: wide,
      minWidth: Math.min(260, wide),
      maxHeight: Math.max(140, Math.min(460, y - 60)),
    });
    Object.assign(popup.options, { autoPanPaddingTopLeft: [left, 8], autoPanPaddingBottomRight: [8, 8] });
  }

  function open(link, node, byHand = true) {
    from = node || null;
    fitPopup();
    store.quiet({ selected: link.id });
    popup
      .setLatLng(link.middle)
      .setContent(popupOf(data, link, scene.answers, store.state))
      .openOn(map);
    const close = popup.getElement().querySelector(".leaflet-popup-close-button");
    close.setAttribute("aria-label", t("close"));
    const box = popup.getElement().querySelector(".leaflet-popup-content");
    box.setAttribute("tabindex", "0");
    box.setAttribute("role", "dialog");
    box.setAttribute("aria-label", textOf(link.n));
    if (node && byHand) box.focus({ preventScroll: true });
  }
  map.getContainer().addEventListener("keydown", (event) => {
    if (event.key === "Escape") map.closePopup();
  });
  map.on("popupclose", () => {
    store.quiet({ selected: "" });
    if (from && document.contains(from) && map.getContainer().contains(document.activeElement))
      from.focus({ preventScroll: true });
  });

  // Put on the map when it is drawn for the first time: it stands at its place by then, and nothing is drawn twice.
  let layers = null;
  const build = () => ({
    tiles: drawBasemap(data, map),
    lines: lineLayer(data, map, open),
    symbols: symbolLayer(data, map, open),
    labels: labelLayer(data, map),
  });
  const names = () => scene && layers.labels.draw({ ...scene, boxes: layers.symbols.boxes(scene) });
  const all = () => {
    if (!scene) return;
    scene.zoom = map.getZoom();
    layers.lines.draw(scene);
    layers.symbols.draw(scene);
    names();
  };
  map.on("zoomend", all);
  map.on("moveend", names);

  const nodeOf = (link) => layers.lines.focus(link) || layers.symbols.focus(link);
  const bounds = () => {
    const only = postsShown(data, store.state);
    const links = only ? [...only] : store.state.corridor ? store.state.corridor.links : data.links.map((l) => l.i);
    return L.latLngBounds(links.flatMap((i) => data.links[i].points));
  };

  return {
    map,
    side,
    tiles: () => layers.tiles,
    draw(answers, against) {
      layers = layers || build();
      scene = { ...sceneOf(data, store, answers, against, map, (link) => open(link, nodeOf(link))), answers };
      all();
      if (popup.isOpen() && store.state.selected) {
        const link = data.linkAt.get(store.state.selected);
        if (link) popup.setContent(popupOf(data, link, answers, store.state));
      }
    },
    // What was found stands in the middle, and the map gives way to its popup only as far as that needs.
    open(link, byHand = true, centred = true) {
      if (centred) map.setView(link.middle, Math.max(map.getZoom(), FOUND_ZOOM), { animate: false });
      open(link, nodeOf(link), byHand);
    },
    fit(animate) {
      // The buttons stand in the upper left corner, on narrow maps in the lower one.
      const { x, y } = map.getSize();
      const wide = x > NARROW_PX;
      const low = y < LOW_PX;
      const edges = {
        paddingTopLeft: [wide ? 54 : 22, low ? 12 : 26],
        paddingBottomRight: [24, low || wide ? 34 : 50],
      };
      map.fitBounds(bounds(), { ...edges, maxZoom: 9, animate: animate && !calm() });
    },
    bounds,
  };
}
