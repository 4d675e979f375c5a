// The box of options: kinds that are shown, how flow is drawn, the background, what can be taken away.
import { button, el } from "./dom.js";
import { t } from "./i18n.js";

const KINDS = ["rail", "road", "sea", "border", "terminal"];

const tick = (key, words, on, change) =>
  el(
    "label",
    { class: "tick-box" },
    el("input", { type: "checkbox", checked: on, "data-key": key, onchange: (e) => change(e.target.checked) }),
    words,
  );

export function optionsOf(data, store, tools) {
  const { state } = store;
  const show = (kind, on) => {
    const hidden = new Set(state.hidden);
    if (on) hidden.delete(kind);
    else hidden.add(kind);
    store.set({ hidden });
  };
  return [
    el(
      "fieldset",
      {},
      el("legend", {}, t("kinds_shown")),
      KINDS.map((k) => tick(`kind ${k}`, t(`kinds_${k}`), !state.hidden.has(k), (on) => show(k, on))),
    ),
    el(
      "fieldset",
      {},
      el("legend", {}, t("drawing")),
      tick("sides", t("both_sides"), state.sides, (on) => store.set({ sides: on })),
      tick("moving", t("moving"), state.moving, (on) => store.set({ moving: on })),
      data.tiles && tick("tiles", t("online_tiles"), tools.tilesOn(), (on) => tools.showTiles(on)),
    ),
    el(
      "p",
      { class: "buttons" },
      button("png", tools.png, {}, t("save_png")),
      button("print", () => globalThis.print(), {}, t("print")),
    ),
  ];
}
