// Links as lines: a dark casing, the colour of the class, marks for bottlenecks and for what is overfull, and a wide line to press.
import { lineWidth } from "../core/classes.js";

const PANES = { casing: 390, line: 400, mark: 410, hit: 430 };
const HIT_PX = 16;
const THIN_PX = 1.4;

// A line moved sideways by some pixels at this zoom (Leaflet has none that stays clean at low zoom).
function beside(map, points, px) {
  const zoom = map.getZoom();
  const flat = L.LineUtil.simplify(
    points.map((p) => map.project(p, zoom)),
    1.5,
  );
  const normal = (a, b) => {
    const long = Math.hypot(b.x - a.x, b.y - a.y) || 1;
    return L.point(-(b.y - a.y) / long, (b.x - a.x) / long);
  };
  return flat.map((p, i) => {
    const before = i > 0 ? normal(flat[i - 1], p) : normal(p, flat[i + 1] || p);
    const after = i < flat.length - 1 ? normal(p, flat[i + 1]) : before;
    const mean = before.add(after);
    const long = Math.hypot(mean.x, mean.y) || 1;
    return map.unproject(p.add(mean.multiplyBy(px / long)), zoom);
  });
}

export function lineLayer(data, map, open) {
  const { colours } = data.style;
  const renderers = {};
  for (const [name, z] of Object.entries(PANES)) {
    const pane = map.createPane(`links-${name}`);
    pane.style.zIndex = z;
    renderers[name] = L.svg({ pane: `links-${name}`, padding: 0.5 });
  }
  const draw = (name, points, more) =>
    L.polyline(points, {
      pane: `links-${name}`,
      renderer: renderers[name],
      lineCap: "round",
      lineJoin: "round",
      interactive: name === "hit",
      smoothFactor: 1.2,
      ...more,
    }).addTo(map);
  const lines = data.links
    .filter((link) => link.points.length > 1)
    .map((link) => ({
      link,
      casing: draw("casing", link.points, { color: colours.casing, className: "casing" }),
      line: draw("line", link.points, { className: "link-line" }),
      backward: null,
      mark: null,
      moving: null,
      hit: draw("hit", link.points, { weight: HIT_PX, opacity: 0, className: "hit" }),
      shown: true,
      key: "",
    }));

  for (const one of lines) {
    const node = one.hit.getElement();
    one.hit.on("click", () => open(one.link, node));
    node.setAttribute("role", "button");
    node.addEventListener("keydown", (event) => {
      if (event.key === "Enter" || event.key === " ") {
        event.preventDefault();
        open(one.link, node);
      }
    });
    one.hit.bindTooltip(() => one.hint || document.createTextNode(""), {
      sticky: true,
      className: "hint",
      opacity: 1,
    });
  }

  function show(one, visible) {
    if (visible === one.shown) return;
    one.shown = visible;
    for (const name of ["casing", "line", "hit"]) {
      if (visible) one[name].addTo(map);
      else one[name].remove();
    }
    if (!visible) for (const name of ["backward", "mark", "moving"]) drop(one, name);
  }

  function drop(one, name) {
    if (one[name]) one[name].remove();
    one[name] = null;
  }

  function mark(one, name, options) {
    if (!options) return drop(one, name);
    if (!one[name]) one[name] = draw(options.on || "mark", one.link.points, options);
    one[name].setStyle(options);
    const node = one[name].getElement();
    node.setAttribute("class", options.className);
    if (name === "moving") node.style.setProperty("--speed", options.speed);
    return one[name];
  }

  function dress(one, look, scene) {
    const { state, zoom, inside, cut } = scene;
    const faded = !inside;
    const idle = state.colour === "utilisation" && !faded && Math.abs(look.load) < 1e-9;
    const wide = faded || idle ? THIN_PX : lineWidth(data.style, look.mtpa, zoom);
    const closed = look.closed && !faded;
    const sides = state.sides && inside && !closed && wide > 2.4;
    const sea = one.link.kind === "sea";
    const colour = faded ? colours.other_link : look.colour;
    const dashes = closed ? "1.5 5" : sea && !faded ? `${Math.max(8, wide * 2.2)} ${Math.max(5, wide * 1.3)}` : null;
    const gap = sides ? 1.2 : 0;
    one.casing.setStyle({
      weight: wide + gap + (faded ? 0 : 1.8),
      opacity: faded || closed || idle ? 0 : 0.9,
      dashArray: sea ? dashes : null,
    });
    const forward = one.link.forward || 0.5;
    one.line.setStyle({
      color: colour,
      weight: sides ? wide * forward : wide,
      opacity: faded ? 0.45 : 1,
      dashArray: dashes,
    });
    one.line.setLatLngs(sides ? beside(map, one.link.points, (wide * (1 - forward) + gap) / 2) : one.link.points);
    mark(
      one,
      "backward",
      sides && { on: "line", className: "link-line", color: colour, weight: wide * (1 - forward), opacity: 1 },
    );
    if (sides) one.backward.setLatLngs(beside(map, one.link.points, -(wide * forward + gap) / 2));
    const bars = cut.has(one.link.i) && { color: colours.cut, weight: wide + 11, opacity: 1, dashArray: "2.5 6.5" };
    const dots = look.over && {
      color: colours.paper,
      weight: Math.max(2.2, wide * 0.45),
      opacity: 1,
      dashArray: "0.1 7",
    };
    const found = bars
      ? { ...bars, lineCap: "butt", className: "cut-mark" }
      : dots && { ...dots, className: "over-mark" };
    mark(one, "mark", found || null);
    const runs = state.moving && inside && scene.loads && Math.abs(scene.loads[one.link.i]) > 1e-6;
    mark(
      one,
      "moving",
      runs && {
        className: scene.loads[one.link.i] > 0 ? "moving" : "moving backwards",
        color: colours.flow,
        weight: Math.max(1.1, wide * 0.32),
        opacity: 0.95,
        dashArray: "1 11",
        speed: `${Math.max(0.5, 2.4 - Math.abs(scene.loads[one.link.i]) / 12)}s`,
      },
    );
    const node = one.hit.getElement();
    node.setAttribute("tabindex", "0");
    node.setAttribute("aria-label", scene.label(one.link, look));
    one.hint = scene.hint(one.link, look);
  }

  return {
    draw(scene) {
      for (const one of lines) {
        show(one, !scene.state.hidden.has(one.link.kind));
        if (one.shown) dress(one, scene.looks[one.link.i], { ...scene, inside: scene.inside(one.link.i) });
      }
    },
    focus(link) {
      const one = lines.find((l) => l.link === link);
      return one ? one.hit.getElement() : null;
    },
  };
}
