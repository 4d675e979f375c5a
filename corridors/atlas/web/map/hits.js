// Which link is under the pointer: symbols first, then the nearest line, found through a grid.
import { distanceTo, gridOf } from "../core/geometry.js";
import { lineWidth } from "../core/classes.js";
import { lineAt } from "./paths.js";

const NEAR_PX = { mouse: 7, finger: 14 };
const coarse = () => matchMedia("(pointer: coarse)").matches;

// placed: a function that gives the symbols as they stand.
export function makeHits(data, map, scene, placed) {
  let grid = null;

  function symbolAt(x, y) {
    const more = coarse() ? 6 : 2;
    const near = placed().filter((s) => Math.max(Math.abs(s.x - x), Math.abs(s.y - y)) <= s.size / 2 + more);
    return near.sort((a, b) => Math.hypot(a.x - x, a.y - y) - Math.hypot(b.x - x, b.y - y))[0]?.link;
  }

  function lineNear(x, y) {
    const zoom = map.getZoom();
    const scale = 2 ** zoom;
    const origin = map.getPixelOrigin();
    const near = coarse() ? NEAR_PX.finger : NEAR_PX.mouse;
    const [wx, wy, far] = [(x + origin.x) / scale, (y + origin.y) / scale, (near + data.style.width.most) / scale];
    grid = grid || gridOf(data.links.map((link) => link.box));
    let best = null;
    let least = Infinity;
    for (const i of grid([wx - far, wy - far, wx + far, wy + far])) {
      const link = data.links[i];
      if (!link.drawn || scene().state.hidden.has(link.kind)) continue;
      const half = lineWidth(data.style, scene().looks[i].mtpa, zoom) / 2;
      const off = distanceTo(lineAt(link, zoom), wx, wy) * scale - (scene().inside(i) ? half : 0);
      if (off > near || off >= least) continue;
      best = link;
      least = off;
    }
    return best;
  }

  // The link at a point of the layer, or null.
  return (point) => (scene() && (symbolAt(point.x, point.y) || lineNear(point.x, point.y))) || null;
}

// Shows what is under the pointer, and opens it.
export function listenToPointer(map, hitAt, show, open) {
  let waiting = null;
  let on = null;
  const over = (link, latlng) => {
    map.getContainer().style.cursor = link ? "pointer" : "";
    show(link, latlng, link !== on);
    on = link;
  };
  map.on("mousemove", (event) => {
    // More moves than frames tell nothing more.
    if (!waiting)
      requestAnimationFrame(() => {
        const { layerPoint, latlng } = waiting;
        waiting = null;
        if (!map.dragging?.moving()) over(hitAt(layerPoint), latlng);
      });
    waiting = event;
  });
  map.on("mouseout zoomstart movestart", () => over(null));
  map.on("click", (event) => {
    const link = hitAt(event.layerPoint);
    if (link) open(link);
  });
}
