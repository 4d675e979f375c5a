// Names on the map: what limits the corridor, cities, stations, countries; a name without room is left out.
import { el } from "../ui/dom.js";
import { textOf } from "../ui/i18n.js";
import { widthOf } from "../ui/text_metrics.js";
import { bottleneckFont } from "./bottlenecks.js";

// Air between a name in the middle of something and a line, pixels.
const AIR = 5;
const CELL_PX = 32;

const apart = (a, b) => a[0] >= b[2] || b[0] >= a[2] || a[1] >= b[3] || b[1] >= a[3];

// Places to try round a point: right, left, above, below, and the corners.
function around(x, y, w, h, gap) {
  return [
    [x + gap, y - h / 2],
    [x - gap - w, y - h / 2],
    [x - w / 2, y - gap - h],
    [x - w / 2, y + gap],
    [x + gap * 0.8, y - gap * 0.8 - h],
    [x - gap * 0.8 - w, y - gap * 0.8 - h],
    [x + gap * 0.8, y + gap * 0.8],
    [x - gap * 0.8 - w, y + gap * 0.8],
  ];
}

// Names of countries and lakes may stand anywhere near their middle.
function near(x, y, high) {
  const spots = [[x, y]];
  for (const far of [1.4, 2.8, 4.5]) {
    for (const [right, down] of [
      [0, -1],
      [0, 1],
      [1.8, 0],
      [-1.8, 0],
      [1.5, -1],
      [-1.5, -1],
      [1.5, 1],
      [-1.5, 1],
    ]) {
      spots.push([x + right * far * high, y + down * far * high]);
    }
  }
  return spots;
}

// Points along the drawn links in view, close enough together that no name slips between, in cells of a grid.
function onLines(data, scene, map, view) {
  const cells = new Map();
  const key = (x, y) => `${Math.floor(x / CELL_PX)} ${Math.floor(y / CELL_PX)}`;
  const put = (x, y) => {
    if (x < view[0] || y < view[1] || x > view[2] || y > view[3]) return;
    const cell = key(x, y);
    if (cells.has(cell)) cells.get(cell).push([x, y]);
    else cells.set(cell, [[x, y]]);
  };
  for (const link of data.links) {
    if (scene.state.hidden.has(link.kind)) continue;
    let was = null;
    for (const point of link.points) {
      const at = map.latLngToLayerPoint(point);
      const steps = was ? Math.min(60, Math.ceil(at.distanceTo(was) / 9)) : 1;
      const from = was || at;
      for (let i = 1; i <= steps; i += 1) {
        put(from.x + ((at.x - from.x) * i) / steps, from.y + ((at.y - from.y) * i) / steps);
      }
      was = at;
    }
  }
  // How many of the points a box covers.
  return ([left, top, right, bottom]) => {
    let count = 0;
    for (let x = left - (left % CELL_PX) - CELL_PX; x < right + CELL_PX; x += CELL_PX) {
      for (let y = top - (top % CELL_PX) - CELL_PX; y < bottom + CELL_PX; y += CELL_PX) {
        for (const p of cells.get(key(x, y)) || []) {
          if (p[0] > left && p[0] < right && p[1] > top && p[1] < bottom) count += 1;
        }
      }
    }
    return count;
  };
}

function wanted(data, scene, zoom) {
  const items = [];
  const rank = zoom < 4.2 ? 1 : zoom < 5.2 ? 2 : 3;
  const seen = new Set();
  scene.bottleneckNames.forEach((item, i) => {
    items.push({ ...item, kind: "bottleneck", ...bottleneckFont, gap: 13, first: -100 + i });
  });
  for (const [lat, lon, r, names] of data.cities) {
    if (r > rank) continue;
    const text = textOf(names);
    seen.add(text);
    items.push({
      at: [lat, lon],
      text,
      kind: `city rank-${r}`,
      size: r === 1 ? 12.5 : 11.5,
      weight: r === 1 ? 600 : 400,
      gap: 6,
      dot: true,
      first: r * 10,
    });
  }
  for (const name of data.basemap.names) {
    const water = name.kind === "lake";
    const size = water ? 11.5 : Math.min(19, 9 + name.size * 0.55 + (zoom - 4) * 1.5);
    items.push({
      at: [name.at[1], name.at[0]],
      text: textOf(name.n),
      kind: water ? "water" : "country",
      size,
      weight: water ? 400 : 500,
      gap: 0,
      first: name.home ? -1 : water ? 25 : 15,
      middle: true,
      home: name.home,
      spread: water ? 0 : 2.5,
    });
  }
  items.push(...scene.pointNames(zoom));
  if (zoom >= 5.7) {
    for (const i of scene.nodes) {
      const node = data.nodes[i];
      const text = textOf(node.n);
      if (!seen.has(text) && node.kind !== "post") {
        seen.add(text);
        items.push({ at: node.at, text, kind: "station", size: 11, weight: 400, gap: 6, dot: true, first: 40 });
      }
    }
  }
  return items.sort((a, b) => a.first - b.first);
}

export function labelLayer(data, map) {
  const pane = map.createPane("labels");
  pane.style.zIndex = 480;
  const list = el("div", { class: "labels", "aria-hidden": "true" });
  pane.appendChild(list);
  map.on("zoomstart", () => list.classList.add("away"));

  // Room that a name takes beside its letters.
  function rim(item) {
    if (item.kind !== "bottleneck") return item.middle ? 8 : 2;
    return (item.text ? 18 : 6) + (item.number ? 18 : 0);
  }

  // What lies over the map itself: buttons and credits.
  function overlays(start) {
    const frame = map.getContainer().getBoundingClientRect();
    return [...map.getContainer().parentNode.querySelectorAll(".over-map")].map((node) => {
      const box = node.getBoundingClientRect();
      const [x, y] = [start.x - frame.left, start.y - frame.top];
      return [box.left + x - 3, box.top + y - 3, box.right + x + 3, box.bottom + y + 3];
    });
  }

  function place(item, taken, view, covered) {
    const at = map.latLngToLayerPoint(item.at);
    const wide = widthOf(item.text, item.size, item.weight) + (item.spread || 0) * item.text.length + rim(item);
    const high = item.size * 1.25 + (item.kind === "bottleneck" ? 6 : 0);
    const spots = item.middle ? near(at.x - wide / 2, at.y - high / 2, high) : around(at.x, at.y, wide, high, item.gap);
    // A bottleneck is worth a name a little further away.
    if (item.kind === "bottleneck") spots.push(...around(at.x, at.y, wide, high, 2.4 * item.gap));
    let best = null;
    let least = item.middle && !item.home ? 1 : 9999;
    for (const [x, y] of spots) {
      const box = [x, y, x + wide, y + high];
      const inView = x > view[0] + 2 && y > view[1] + 2 && x + wide < view[2] - 2 && y + high < view[3] - 2;
      if (!inView || !taken.every((t) => apart(t, box))) continue;
      // Of the free places, the one that covers least of the lines.
      const air = item.middle ? AIR : 0;
      const hits = covered([x - air, y - air, box[2] + air, box[3] + air]);
      if (hits < least) {
        best = box;
        least = hits;
      }
      if (!hits) break;
    }
    return best;
  }

  return {
    draw(scene) {
      const nodes = [];
      const start = map.containerPointToLayerPoint([0, 0]);
      const size = map.getSize();
      const view = [start.x, start.y, start.x + size.x, start.y + size.y];
      const taken = [...scene.boxes, ...overlays(start)];
      const covered = onLines(data, scene, map, view);
      for (const item of wanted(data, scene, map.getZoom())) {
        const at = map.latLngToLayerPoint(item.at);
        if (at.x < view[0] || at.y < view[1] || at.x > view[2] || at.y > view[3]) continue;
        const half = item.dot ? 3 : 0;
        const spot = [at.x - half, at.y - half, at.x + half, at.y + half];
        if (item.dot && !taken.every((t) => apart(t, spot))) continue;
        let box = place(item, taken, view, covered);
        if (!box && item.number) {
          item.text = "";
          box = place(item, taken, view, covered);
        }
        if (!box) continue;
        taken.push(box);
        const look = {
          left: `${box[0]}px`,
          top: `${box[1]}px`,
          "font-size": `${item.size}px`,
          "font-weight": item.weight,
        };
        if (item.spread) look["letter-spacing"] = `${item.spread}px`;
        const badge = item.number && el("b", { class: "badge" }, item.number);
        const kind = `name ${item.kind}${item.text ? "" : " alone"}${item.number ? "" : " bare"}`;
        nodes.push(el("span", { class: kind, look, onclick: item.press }, badge, item.text));
        if (item.dot) {
          taken.push(spot);
          nodes.push(el("i", { class: `dot ${item.kind}`, look: { left: `${at.x}px`, top: `${at.y}px` } }));
        }
      }
      list.replaceChildren(...nodes);
      list.classList.remove("away");
    },
  };
}
