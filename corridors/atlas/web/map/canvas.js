// A canvas over the map that is larger than the map: it is painted anew only when the map zooms. Where the map leaves
// it, further canvases are laid beside it, and what is there stays.
import { union } from "../core/geometry.js";
import { PADDING, paintCanvas, stripsOf } from "./brush.js";

// A zoom that follows another move as quickly as this waits for the next one: the last one is painted.
const HURRY_MS = 100;
// The canvases together are at most so many times as large as one; then one is painted in their place.
const MOST_TIMES = 2;

const areaOf = ([left, top, right, bottom]) => (right - left) * (bottom - top);

const CanvasPane = L.Renderer.extend({
  initialize(pane, paint, often) {
    L.Renderer.prototype.initialize.call(this, { pane, padding: PADDING });
    this._paint = paint;
    this._often = often;
    this._moved = Number.NEGATIVE_INFINITY;
    this._waiting = 0;
  },
  _initContainer() {
    this._container = document.createElement("div");
    this._container.setAttribute("aria-hidden", "true");
    this._container.className = "canvases";
    this._container.style.pointerEvents = "none";
    this._canvas = document.createElement("canvas");
    this._container.append(this._canvas);
  },
  _destroyContainer() {
    clearTimeout(this._waiting);
    this._container.remove();
    delete this._container;
  },
  // What it shows is right where it stands.
  _holds() {
    if (!this._drawn || this._drawn.zoom !== this._map.getZoom()) return false;
    return this._drawn.origin.equals(this._map.getPixelOrigin());
  },
  // And it covers the map.
  _covers() {
    if (!this._holds()) return false;
    const [left, top, right, bottom] = this._covered;
    const start = this._map.containerPointToLayerPoint([0, 0]);
    return L.bounds([left, top], [right, bottom]).contains(L.bounds(start, start.add(this._map.getSize())));
  },
  _update() {
    if (this._map._animatingZoom && this._bounds) return;
    const hurries = this._hurries();
    if (this._covers()) {
      // Out and back again: what was painted before is there still.
      this._wait(0);
      L.DomUtil.setPosition(this._container, this._bounds.min);
    } else if (hurries) {
      // The old picture, scaled, stands in for a moment.
      this._updateTransform(this._map.getCenter(), this._map.getZoom());
      this._wait(HURRY_MS);
    } else if (!this._grow()) this.repaint();
  },
  _wait(ms) {
    clearTimeout(this._waiting);
    this._waiting = ms && setTimeout(() => this.repaint(), ms);
  },
  _hurries() {
    const before = this._moved;
    this._moved = performance.now();
    return this._drawn && this._drawn.zoom !== this._map.getZoom() && this._moved - before < HURRY_MS;
  },
  // Further canvases where the map has gone; false if the whole has to be painted.
  _grow() {
    // Edges of canvases show where they are no whole pixels of the screen.
    if (!this._holds() || devicePixelRatio % 1) return false;
    const size = this._map.getSize();
    const start = this._map.containerPointToLayerPoint(size.multiplyBy(-PADDING)).round();
    const end = start.add(size.multiplyBy(1 + 2 * PADDING)).round();
    const wanted = [start.x, start.y, end.x, end.y];
    const all = union([this._covered, wanted]);
    if (areaOf(all) > MOST_TIMES * areaOf(wanted)) return false;
    for (const strip of stripsOf(this._covered, all)) this._lay(strip);
    this._covered = all;
    return true;
  },
  _lay(view) {
    const { min } = this._bounds;
    const canvas = document.createElement("canvas");
    canvas.style.left = `${view[0] - min.x}px`;
    canvas.style.top = `${view[1] - min.y}px`;
    paintCanvas(canvas, view, this._drawn.zoom, this._drawn.origin, this._paint, this._often);
    this._container.append(canvas);
  },
  // Leaflet would put what has just been laid where the last picture was.
  _reset() {
    this._update();
  },
  _updatePaths() {},
  _onZoomEnd() {},
  // What waits to be painted is painted at once.
  rest() {
    if (this._waiting) this.repaint();
  },
  repaint() {
    this._wait(0);
    if (!this._map) return;
    this._container.replaceChildren(this._canvas);
    if (this._bounds) this._coverBounds();
    if (!this._covers()) L.Renderer.prototype._update.call(this);
    this._coverBounds();
    const zoom = this._map.getZoom();
    const origin = this._map.getPixelOrigin();
    L.DomUtil.setPosition(this._container, this._bounds.min);
    this._drawn = { zoom, origin };
    paintCanvas(this._canvas, this._covered, zoom, origin, this._paint, this._often);
  },
  _coverBounds() {
    const { min, max } = this._bounds;
    this._covered = [min.x, min.y, max.x, max.y];
  },
});

// Puts a canvas into a pane of its own; paint(brush, frame) is called whenever it has to be painted, which is often for
// what moves or follows the pointer.
export function canvasPane(map, name, zIndex, paint, often) {
  const own = map.getPane(name) || map.createPane(name);
  own.style.zIndex = zIndex;
  const pane = new CanvasPane(name, paint, often).addTo(map);
  map.canvases = [...(map.canvases || []), pane];
  return pane;
}

export function dropPane(map, pane) {
  map.canvases = map.canvases.filter((one) => one !== pane);
  pane.remove();
}
