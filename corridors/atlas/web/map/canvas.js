// A canvas over the map that is larger than the map: it is painted anew only when the map zooms or leaves it.
// Leaflet moves and scales it in the meantime, as it does with its own renderers.
import { PADDING, paintCanvas } from "./brush.js";

// Zooms that follow each other as quickly as this are painted once: the last one.
const HURRY_MS = 100;

const CanvasPane = L.Renderer.extend({
  initialize(pane, paint) {
    L.Renderer.prototype.initialize.call(this, { pane, padding: PADDING });
    this._paint = paint;
    this._zoomed = Number.NEGATIVE_INFINITY;
    this._waiting = 0;
  },
  _initContainer() {
    this._container = document.createElement("canvas");
    this._container.setAttribute("aria-hidden", "true");
    this._container.style.pointerEvents = "none";
  },
  _destroyContainer() {
    clearTimeout(this._waiting);
    this._container.remove();
    delete this._container;
  },
  // What it shows still holds, and covers the map.
  _covers() {
    if (!this._drawn || this._drawn.zoom !== this._map.getZoom()) return false;
    if (!this._drawn.origin.equals(this._map.getPixelOrigin())) return false;
    const start = this._map.containerPointToLayerPoint([0, 0]);
    return this._bounds.contains(L.bounds(start, start.add(this._map.getSize())));
  },
  _update() {
    if (this._map._animatingZoom && this._bounds) return;
    if (this._covers()) return;
    if (this._hurries()) {
      // The old picture, scaled, stands in for a moment.
      this._updateTransform(this._map.getCenter(), this._map.getZoom());
      clearTimeout(this._waiting);
      this._waiting = setTimeout(() => this.repaint(), HURRY_MS);
    } else this.repaint();
  },
  _hurries() {
    if (!this._drawn || this._drawn.zoom === this._map.getZoom()) return false;
    const before = this._zoomed;
    this._zoomed = performance.now();
    return this._zoomed - before < HURRY_MS;
  },
  _updatePaths() {},
  _onZoomEnd() {},
  // What waits to be painted is painted at once.
  rest() {
    if (this._waiting) this.repaint();
  },
  repaint(sharpness) {
    clearTimeout(this._waiting);
    this._waiting = 0;
    if (!this._map) return;
    if (!this._covers()) L.Renderer.prototype._update.call(this);
    const { min, max } = this._bounds;
    const zoom = this._map.getZoom();
    const origin = this._map.getPixelOrigin();
    L.DomUtil.setPosition(this._container, min);
    this._drawn = { zoom, origin };
    paintCanvas(this._container, [min.x, min.y, max.x, max.y], zoom, origin, this._paint, sharpness);
  },
});

// Puts a canvas into a pane of its own; paint(brush, frame) is called whenever it has to be painted.
export function canvasPane(map, name, zIndex, paint) {
  const own = map.getPane(name) || map.createPane(name);
  own.style.zIndex = zIndex;
  const pane = new CanvasPane(name, paint).addTo(map);
  map.canvases = [...(map.canvases || []), pane];
  return pane;
}

export function dropPane(map, pane) {
  map.canvases = map.canvases.filter((one) => one !== pane);
  pane.remove();
}
