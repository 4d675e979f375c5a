// A canvas over the map that is larger than the map: it is painted anew only when the map zooms or leaves it.
// Leaflet moves and scales it in the meantime, as it does with its own renderers.
import { PADDING, paintCanvas } from "./brush.js";

const CanvasPane = L.Renderer.extend({
  initialize(pane, paint) {
    L.Renderer.prototype.initialize.call(this, { pane, padding: PADDING });
    this._paint = paint;
  },
  _initContainer() {
    this._container = document.createElement("canvas");
    this._container.setAttribute("aria-hidden", "true");
    this._container.style.pointerEvents = "none";
  },
  _destroyContainer() {
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
    L.Renderer.prototype._update.call(this);
    this.repaint();
  },
  _updatePaths() {},
  _onZoomEnd() {},
  // Paints the same part of the world again.
  repaint(sharpness) {
    if (!this._map || !this._bounds) return;
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
