// Posts, gauge points and ports: one symbol each, told apart by shape, moved aside where two would cover each other.
import { el, svg } from "../ui/dom.js";

const BOX = 34;
const GRAB_PX = 12;
const ASIDE = [
  [0, 0],
  [11, -8],
  [-11, -8],
  [11, 9],
  [-11, 9],
  [0, -16],
  [0, 17],
  [20, 0],
  [-20, 0],
];

const shapeOf = (link) =>
  link.form === "gauge" || link.form === "port" ? link.form : link.form === "rail" ? "rail" : "road";

// The outline of a shape round the origin; the legend draws the same.
export function symbolOf(shape, size, look) {
  const r = size / 2;
  const common = {
    fill: look.fill,
    stroke: look.stroke,
    "stroke-width": look.line || 1.5,
    "stroke-linejoin": "round",
  };
  if (shape === "road")
    return [svg("rect", { x: -r * 0.86, y: -r * 0.86, width: r * 1.72, height: r * 1.72, ...common })];
  if (shape === "rail") {
    const far = r * 1.18;
    return [svg("path", { d: `M0 ${-far}L${far} 0L0 ${far}L${-far} 0Z`, ...common })];
  }
  if (shape === "gauge") {
    return [svg("path", { d: `M0 ${-r * 1.15}L${r * 1.15} ${r * 0.85}L${-r * 1.15} ${r * 0.85}Z`, ...common })];
  }
  return [svg("circle", { r, ...common }), svg("circle", { r: r * 0.32, fill: look.stroke })];
}

export function symbolLayer(data, map, open) {
  const { colours } = data.style;
  map.createPane("symbols").style.zIndex = 450;
  const marks = data.links
    .filter((link) => link.points.length === 1)
    .map((link) => {
      const box = el("div", { class: "symbol-box" });
      const icon = L.divIcon({
        html: box,
        className: "symbol",
        iconSize: [BOX, BOX],
        iconAnchor: [BOX / 2, BOX / 2],
      });
      const marker = L.marker(link.points[0], { icon, pane: "symbols", keyboard: true, riseOnHover: true }).addTo(map);
      const node = marker.getElement();
      const one = { link, marker, node, box, shown: true, aside: [0, 0], size: 10 };
      marker.on("click", () => open(link, node));
      node.addEventListener("keydown", (event) => {
        if (event.key === "Enter" || event.key === " ") {
          event.preventDefault();
          open(link, node);
        }
      });
      marker.bindTooltip(() => one.hint || document.createTextNode(""), {
        className: "hint",
        direction: "top",
        opacity: 1,
        offset: [0, -8],
      });
      return one;
    });

  function dress(one, look, scene) {
    const faded = !scene.inside(one.link.i);
    const bottleneck = scene.cut.has(one.link.i);
    const base = scene.zoom < 4.6 ? 7.5 : scene.zoom < 5.6 ? 9.5 : 12;
    one.size = faded ? base * 0.62 : base;
    const stroke = faded ? colours.other_link : colours.casing;
    const fill = faded || look.closed ? colours.land : look.colour;
    const parts = [svg("circle", { class: "grab", r: GRAB_PX, fill: "transparent" })];
    if (bottleneck) {
      const ring = {
        r: one.size * 0.5 + 6,
        fill: "none",
        stroke: colours.cut,
        "stroke-width": 3,
        "stroke-dasharray": "2.5 2.4",
      };
      parts.push(svg("circle", ring));
    }
    parts.push(...symbolOf(shapeOf(one.link), one.size, { fill, stroke, line: faded ? 1 : 1.5 }));
    if (look.over) parts.push(svg("path", { d: "M-3 -3L3 3M-3 3L3 -3", stroke: colours.paper, "stroke-width": 1.6 }));
    one.box.replaceChildren(
      svg("svg", { viewBox: "-17 -17 34 34", width: BOX, height: BOX, "aria-hidden": "true" }, parts),
    );
    one.node.classList.toggle("faded", faded);
    one.node.setAttribute("aria-label", scene.label(one.link, look));
    one.node.removeAttribute("title");
    one.hint = scene.hint(one.link, look);
    one.marker.setZIndexOffset(bottleneck ? 2000 : faded ? -500 : 0);
  }

  // Symbols that would cover each other step aside, the important ones stay.
  function place(scene) {
    const taken = [];
    const order = marks
      .filter((one) => one.shown)
      .sort((a, b) => Number(scene.inside(b.link.i)) - Number(scene.inside(a.link.i)) || a.link.i - b.link.i);
    for (const one of order) {
      const at = map.latLngToLayerPoint(one.link.points[0]);
      const need = one.size * 0.95;
      const free = ([x, y]) =>
        taken.every((t) => Math.max(Math.abs(t.x - at.x - x), Math.abs(t.y - at.y - y)) > (t.need + need) / 2);
      one.aside = (scene.inside(one.link.i) && ASIDE.find(free)) || [0, 0];
      one.box.style.transform = `translate(${one.aside[0]}px, ${one.aside[1]}px)`;
      taken.push({ x: at.x + one.aside[0], y: at.y + one.aside[1], need });
    }
  }

  return {
    draw(scene) {
      for (const one of marks) {
        const visible = !scene.state.hidden.has(one.link.kind);
        if (visible !== one.shown) {
          one.shown = visible;
          one.node.style.display = visible ? "" : "none";
        }
        if (visible) dress(one, scene.looks[one.link.i], scene);
      }
      place(scene);
    },
    // Boxes that labels keep clear of.
    boxes(scene) {
      return marks
        .filter((one) => one.shown && scene.inside(one.link.i))
        .map((one) => {
          const at = map.latLngToLayerPoint(one.link.points[0]);
          const half = one.size / 2 + 1.5;
          const [x, y] = [at.x + one.aside[0], at.y + one.aside[1]];
          return [x - half, y - half, x + half, y + half];
        });
    },
    focus(link) {
      const one = marks.find((m) => m.link === link);
      return one ? one.node : null;
    },
  };
}
