// The names that a map would show if there were room, the important ones first.
import { textOf } from "../ui/i18n.js";
import { bottleneckFont } from "./bottlenecks.js";
import { VALUES_FROM } from "./symbols.js";

const STATIONS_FROM = 5.7;

const cityRank = (zoom) => (zoom < 4.2 ? 1 : zoom < 5.2 ? 2 : 3);

const bottlenecks = (scene) =>
  scene.bottleneckNames.map((item, i) => ({
    ...item,
    kind: "bottleneck",
    ...bottleneckFont,
    gap: 13,
    first: -100 + i,
  }));

const cities = (data, zoom) =>
  data.cities
    .filter(([, , rank]) => rank <= cityRank(zoom))
    .map(([lat, lon, rank, names]) => ({
      at: [lat, lon],
      text: textOf(names),
      kind: `city rank-${rank}`,
      size: rank === 1 ? 12.5 : 11.5,
      weight: rank === 1 ? 600 : 400,
      gap: 6,
      dot: true,
      first: rank * 10,
    }));

// Countries and lakes: a name stands anywhere in its area, smaller where there is little room.
function areas(data, zoom) {
  return data.basemap.names.map((name) => {
    const water = name.kind === "lake";
    const size = water ? 11.5 : Math.min(19, 9 + name.size * 0.55 + (zoom - 4) * 1.5);
    return {
      at: [name.at[1], name.at[0]],
      text: textOf(name.n),
      kind: water ? "water" : "country",
      size,
      weight: water ? 400 : 500,
      gap: 0,
      first: name.home ? -1 : water ? 25 : 15,
      middle: true,
      rings: name.rings,
      water,
      spread: water ? 0 : 2.5,
    };
  });
}

// Posts, terminals and ports; what they carry stands on their symbols.
const points = (data, scene) =>
  data.links
    .filter((link) => link.symbol && !scene.state.hidden.has(link.kind))
    .map((link) => ({
      at: link.middle,
      text: textOf(link.n),
      kind: "post",
      size: 11,
      weight: scene.inside(link.i) ? 600 : 400,
      gap: 14,
      first: scene.inside(link.i) ? 30 : 45,
      aside: link.i,
    }));

const stations = (data, scene) =>
  [...scene.nodes()]
    .map((i) => data.nodes[i])
    .filter((node) => node.kind !== "post")
    .map((node) => ({
      at: node.at,
      text: textOf(node.n),
      kind: "station",
      size: 11,
      weight: 400,
      gap: 6,
      dot: true,
      first: 40,
    }));

// One place has one name: a station that is called as its city is left to the city.
function unique(items) {
  const seen = new Set();
  return items.filter((item) => {
    if (!item.dot) return true;
    const fresh = !seen.has(item.text);
    seen.add(item.text);
    return fresh;
  });
}

export function namesWanted(data, scene, zoom) {
  const items = [
    ...bottlenecks(scene),
    ...cities(data, zoom),
    ...areas(data, zoom),
    ...(zoom >= VALUES_FROM ? points(data, scene) : []),
    ...(zoom >= STATIONS_FROM ? stations(data, scene) : []),
  ];
  return unique(items).sort((a, b) => a.first - b.first);
}
