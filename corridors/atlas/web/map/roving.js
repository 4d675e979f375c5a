// The links in view as a list for keyboard and screen reader: one stop for the Tab key, arrows go from link to link.
import { meet } from "../core/geometry.js";
import { button, el } from "../ui/dom.js";
import { t } from "../ui/i18n.js";
import { labelOf } from "./scene.js";

// More than anybody walks through; the map shows the others when it is moved.
const MOST = 300;
const STEPS = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };

// Bottlenecks come first, then what carries most; what is not of the corridor comes last.
export function inOrder(links, scene) {
  const weight = (link) => {
    const look = scene.looks[link.i];
    return (scene.cut.has(link.i) ? 2e6 : 0) + (scene.inside(link.i) ? 1e6 : 0) + Math.abs(look.load || look.mtpa || 0);
  };
  return links
    .map((link) => [weight(link), link])
    .sort((a, b) => b[0] - a[0] || a[1].i - b[1].i)
    .slice(0, MOST)
    .map(([, link]) => link);
}

// {node, draw, buttonOf}; open: what a link does, focus: called with the link that has the keyboard, or null.
export function makeRoving(data, open, focus) {
  const node = el("div", { class: "roving unseen", role: "toolbar" });
  let buttons = new Map();
  let current = "";

  function enter(link) {
    buttons.get(current)?.setAttribute("tabindex", "-1");
    current = link.id;
    buttons.get(current).setAttribute("tabindex", "0");
    focus(link);
  }
  node.addEventListener("keydown", (event) => {
    const all = [...buttons.values()];
    const at = all.indexOf(document.activeElement);
    const to = { Home: 0, End: all.length - 1 }[event.key] ?? (event.key in STEPS ? at + STEPS[event.key] : -1);
    if (!all[to]) return;
    event.preventDefault();
    event.stopPropagation();
    all[to].focus({ preventScroll: true });
  });
  node.addEventListener("focusout", () => focus(null));

  const one = (link) => {
    const made = button(`go ${link.id}`, () => open(link), { tabindex: "-1" });
    made.addEventListener("focus", () => enter(link));
    return made;
  };
  // Buttons are kept: a move of the map changes little of the list, and its words only change with the state.
  const kept = new Map();
  const named = new WeakMap();
  function buttonFor(link, scene) {
    const made = kept.get(link) || one(link);
    kept.set(link, made);
    if (named.get(made) !== scene) made.setAttribute("aria-label", labelOf(link, scene.looks[link.i]));
    named.set(made, scene);
    return made;
  }

  return {
    node,
    draw(scene, world) {
      const seen = (link) => !scene.state.hidden.has(link.kind) && (meet(link.box, world) || link.id === current);
      const links = inOrder(data.links.filter(seen), scene);
      const list = links.map((link) => buttonFor(link, scene));
      const focused = document.activeElement;
      buttons = new Map(links.map((link, i) => [link.id, list[i]]));
      if (node.children.length !== list.length || list.some((made, i) => made !== node.children[i])) {
        node.replaceChildren(...list);
        if (list.includes(focused)) focused.focus({ preventScroll: true });
      }
      node.setAttribute("aria-label", t("links_in_view"));
      if (!buttons.has(current)) current = links[0]?.id || "";
      for (const [id, made] of buttons) {
        const stop = id === current ? "0" : "-1";
        if (made.getAttribute("tabindex") !== stop) made.setAttribute("tabindex", stop);
      }
    },
    buttonOf: (link) => buttons.get(link.id) || null,
  };
}
