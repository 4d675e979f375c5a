// One map: what is painted on it and in which order, what is under the pointer, its links for the keyboard, its popup.
import { placeFor } from "../core/fit.js";
import { union } from "../core/geometry.js";
import { afterPicture } from "../ui/after_picture.js";
import { calm } from "../ui/dom.js";
import { makeLater } from "../ui/later.js";
import { layBasemap } from "./basemap.js";
import { canvasPane, dropPane } from "./canvas.js";
import { listenToPointer, makeHits } from "./hits.js";
import { makeLabels } from "./labels.js";
import { lineStyle } from "./line_style.js";
import { paintFlow, paintHalo, paintLines } from "./lines.js";
import { makePopup } from "./link_popup.js";
import { makeRoving } from "./roving.js";
import { addBottlenecks, hintOf, looksAlike, postsShown, sceneOf } from "./scene.js";
import { paintSymbols, placeSymbols } from "./symbols.js";

const Z = { halo: 390, links: 400, flow: 410 };
const FOUND_ZOOM = 7;
// Names keep clear of lines; of so many links they follow the lines.
const MANY_LINKS = 2000;

// The canvases of a map, put on it when it is drawn for the first time: it stands at its place by then, and nothing is
// painted twice. `now` holds the scene, `placed` the symbols as they stand, `halo` the link that stands out.
function makeCanvases(data, map, now) {
  const { colours } = data.style;
  const when = (paint) => (brush, frame) => now.scene && paint(brush, frame, { ...now.scene, zoom: frame.zoom });
  const symbols = (brush, frame, scene) => {
    now.placed = placeSymbols(data, scene, frame);
    paintSymbols(brush, data, scene, now.placed);
  };
  const links = when((brush, frame, scene) => {
    paintLines(brush, frame, data, scene);
    symbols(brush, frame, scene);
  });
  const halo = when((brush, frame, scene) => now.halo && paintHalo(brush, frame, data, scene, now.halo));
  // Flow runs over the lines and under the symbols.
  const flow = when((brush, frame, scene) => {
    paintFlow(brush, frame, data, scene, calm() ? 0 : performance.now());
    symbols(brush, frame, scene);
  });
  const paints = { halo, links, flow };
  const made = {};
  const get = (name) => {
    made[name] = made[name] || canvasPane(map, name, Z[name], paints[name], name !== "links");
    return made[name];
  };
  return {
    get,
    drop(name) {
      if (made[name]) dropPane(map, made[name]);
      delete made[name];
    },
    stand(link, colour, alpha) {
      if (!link && !made.halo) return;
      now.halo = link && { link, colour: colours[colour], alpha };
      get("halo").repaint();
    },
    repaint() {
      if (!made.links) return get("links");
      for (const one of Object.values(made)) one.repaint();
      return made.links;
    },
  };
}

// Dashes that run with the flow, as long as the state asks for them; who wants no motion sees them stand.
function makeFlow(canvases) {
  let asked = 0;
  function step() {
    canvases.get("flow").repaint();
    asked = calm() ? 0 : requestAnimationFrame(step);
  }
  return (on) => {
    cancelAnimationFrame(asked);
    if (on) step();
    else canvases.drop("flow");
  };
}

// One hint for whatever is under the pointer or has the keyboard.
function makeHint(map) {
  const hint = L.tooltip({ className: "hint", opacity: 1, direction: "top", offset: [0, -8] });
  return (content, latlng) => {
    if (content) hint.setContent(content);
    if (latlng) hint.setLatLng(latlng).addTo(map);
    else hint.remove();
  };
}

function boxOf(data, state) {
  const only = postsShown(data, state) ?? state.corridor?.links;
  const links = only ? [...only].map((i) => data.links[i]) : data.links;
  return union(links.map((link) => link.box));
}

// What of the world is seen on the map itself; the canvases reach further.
function frameOf(map) {
  const zoom = map.getZoom();
  const scale = 2 ** zoom;
  const { x, y } = map.getPixelOrigin();
  const start = map.containerPointToLayerPoint([0, 0]);
  const end = start.add(map.getSize());
  const view = [start.x, start.y, end.x, end.y];
  return { zoom, scale, x, y, view, world: view.map((v, i) => (v + (i % 2 ? y : x)) / scale) };
}

export function makeView(data, map, store, side) {
  const now = { scene: null, placed: [], halo: null };
  const canvases = makeCanvases(data, map, now);
  const flow = makeFlow(canvases);
  const labels = makeLabels(data, map);
  const hint = makeHint(map);
  const popup = makePopup(data, map, store, () => now.scene.answers);
  const open = (link, byHand) => popup.open(link, () => roving.buttonOf(link), byHand);
  const roving = makeRoving(data, open, (link) => {
    canvases.stand(link, "accent", 0.55);
    hint(link && hintOf(link, now.scene.looks[link.i]), link?.middle);
  });
  map.getContainer().after(roving.node);
  const hitAt = makeHits(
    data,
    map,
    () => now.scene,
    () => now.placed,
  );
  const point = (link, latlng, other) => {
    if (other) canvases.stand(link, "paper", 0.5);
    hint(link && other && hintOf(link, now.scene.looks[link.i]), link && latlng);
  };
  listenToPointer(map, hitAt, point, open);

  const names = makeLater(() => {
    if (!now.scene) return;
    const frame = frameOf(map);
    now.scene.zoom = frame.zoom;
    labels.draw(now.scene, frame, now.placed);
  });
  const list = makeLater(() => now.scene && roving.draw(now.scene, frameOf(map).world));
  map.on("moveend", () => {
    if (!now.complete) return;
    names.soon();
    list.soon();
  });

  const parts = { data, map, store, now, canvases, flow, labels, names, list, popup, open };
  return { map, side, tiles: () => now.tiles, hitAt, placed: () => now.placed, ...drawing(parts), ...moving(parts) };
}

// What a view draws: the lines at once, the rest once they are there.
function drawing({ data, map, store, now, canvases, flow, labels, names, list, popup, open }) {
  function begin(answers, against) {
    now.scene = sceneOf(data, store, answers, against);
    now.scene.pixel = (at) => {
      const { x, y } = map.latLngToLayerPoint(at);
      return [x, y];
    };
    now.scene.widthOf = (link) => lineStyle(data, now.scene, link).wide;
  }
  return {
    // The first picture: lines and symbols without what takes longer to find.
    sketch(answers, against) {
      begin(answers, against);
      canvases.repaint();
    },
    draw(answers, against) {
      if (now.tiles === undefined) now.tiles = layBasemap(data, map);
      const before = now.scene;
      begin(answers, against);
      addBottlenecks(now.scene, data, store, answers, open);
      // What looks as before is not painted again.
      if (!before || !looksAlike(before, now.scene)) canvases.repaint();
      flow(store.state.moving);
      labels.measure();
      if (data.links.length > MANY_LINKS) afterPicture(names.now);
      else names.now();
      list.soon();
      now.complete = true;
      popup.draw();
    },
    // Everything anew, at once.
    repaint() {
      for (const canvas of map.canvases) canvas.repaint();
      labels.measure();
      names.now();
    },
    // What waits until the map rests is done at once.
    rest() {
      for (const canvas of map.canvases) canvas.rest();
      names.flush();
      list.flush();
    },
  };
}

// Where a view stands.
function moving({ data, map, store, open }) {
  return {
    // What was found stands in the middle, and the map gives way to its popup only as far as that needs.
    open(link, byHand = true, centred = true) {
      if (centred) map.setView(link.middle, Math.max(map.getZoom(), FOUND_ZOOM), { animate: false });
      open(link, byHand);
    },
    fit(animate) {
      const { at, zoom } = placeFor(boxOf(data, store.state), map.getSize());
      map.setView(at, zoom, { animate: animate && !calm() });
    },
  };
}
