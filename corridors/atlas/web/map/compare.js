// Two maps side by side that move together, on one scale; each says which scenario it shows.
import { el } from "../ui/dom.js";
import { makeView } from "./view.js";

const SETTINGS = { zoomControl: false, attributionControl: false, zoomSnap: 0.25, trackResize: false };

// settleFirst: what the first map does when its box has another size.
export function sideBySide(data, store, first, settleFirst) {
  const stage = document.getElementById("stage");
  let second = null;
  let leading = false;

  const follow = (a, b) =>
    a.on("move", () => {
      if (leading || stage.dataset.view !== "two") return;
      leading = true;
      b.setView(a.getCenter(), a.getZoom(), { animate: false });
      leading = false;
    });

  function make() {
    const box = el("div", { id: "second-map", class: "folium-map" });
    document.getElementById("pane-b").appendChild(box);
    const map = L.map(box, SETTINGS).setView(first.map.getCenter(), first.map.getZoom());
    second = makeView(data, map, store, "b");
    follow(first.map, map);
    follow(map, first.map);
    new ResizeObserver(settle).observe(box);
    return second;
  }

  function settle() {
    settleFirst();
    if (!second || stage.dataset.view !== "two") return;
    leading = true;
    second.map.invalidateSize({ animate: false });
    second.map.setView(first.map.getCenter(), first.map.getZoom(), { animate: false });
    leading = false;
  }

  return {
    // Shows or hides the second map; true if the first one changed its size.
    show(two) {
      const was = stage.dataset.view;
      stage.dataset.view = two ? "two" : "one";
      document.getElementById("pane-b").hidden = !two;
      if (two && !second) make();
      if (was === stage.dataset.view) return false;
      settle();
      return true;
    },
    second: () => second,
    watch() {
      new ResizeObserver(settle).observe(first.map.getContainer());
    },
  };
}
