// Land and water under the network, on a canvas that takes no clicks; an online background only where one was built in.
import { decode } from "../core/polyline.js";

function rings(data, name) {
  const basemap = data.basemap;
  const key = `${name}Rings`;
  basemap[key] = basemap[key] || basemap[name].map((text) => [decode(text, basemap.decimals)]);
  return basemap[key];
}

// Where the base map ends: [south, north], [west, east].
function endsOf(all) {
  const [lats, lons] = [0, 1].map((k) => all.flatMap(([ring]) => ring.map((p) => p[k])));
  return [lats, lons].map((list) => list.reduce(([a, b], v) => [Math.min(a, v), Math.max(b, v)], [999, -999]));
}

// The outlines without the straight edges at which the base map ends: those are no borders.
function coasts(all, ends) {
  const atEnd = (a, b) => [0, 1].some((k) => a[k] === b[k] && ends[k].includes(a[k]));
  const parts = [];
  for (const [ring] of all) {
    let part = [ring[0]];
    for (const [i, point] of ring.slice(1).entries()) {
      if (atEnd(ring[i], point)) {
        parts.push(part);
        part = [];
      }
      part.push(point);
    }
    parts.push(part);
  }
  return parts.filter((part) => part.length > 1);
}

export function drawBasemap(data, map) {
  const { colours } = data.style;
  map.createPane("basemap").style.zIndex = 150;
  const renderer = L.canvas({ pane: "basemap", padding: 0.4 });
  map.basemapCanvas = renderer;
  const look = { renderer, pane: "basemap", interactive: false, fillOpacity: 1, smoothFactor: 0.8 };
  // Beyond the base map nothing is known; within it, what is not land is sea.
  map.getContainer().style.background = colours.land;
  if (data.basemap.land.length) {
    const land = rings(data, "land");
    const ends = endsOf(land);
    const [[south, north], [west, east]] = ends;
    L.rectangle(
      [
        [south, west],
        [north, east],
      ],
      { ...look, stroke: false, fillColor: colours.water },
    ).addTo(map);
    L.polygon(land, { ...look, stroke: false, fillColor: colours.land }).addTo(map);
    L.polyline(coasts(land, ends), { ...look, color: colours.border, weight: 1 }).addTo(map);
  }
  if (data.basemap.water.length) {
    L.polygon(rings(data, "water"), { ...look, color: colours.shore, weight: 0.8, fillColor: colours.water }).addTo(
      map,
    );
  }
  if (!data.tiles) return null;
  map.createPane("tiles").style.zIndex = 160;
  return L.tileLayer(data.tiles.url, { pane: "tiles", maxZoom: 12, opacity: 0.85 });
}
