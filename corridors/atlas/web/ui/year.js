// The slider of the year, and the button that plays the years one after the other.
import { button, el } from "./dom.js";
import { t } from "./i18n.js";

const YEAR_MS = 1100;

// {node, draw}; redraw: draws the controls again when playing begins or ends.
export function yearSlider(data, store, redraw) {
  const { state } = store;
  const [min, max] = data.years;
  const out = el("output", { for: "year" });
  const input = el("input", { type: "range", id: "year", "data-key": "year", min, max, step: 1 });
  let playing = 0;

  function stop() {
    clearInterval(playing);
    playing = 0;
  }
  function next() {
    if (state.year + 1 >= max) stop();
    store.set({ year: Math.min(max, state.year + 1) });
  }
  function press() {
    if (playing) stop();
    else {
      if (state.year >= max) store.set({ year: min });
      playing = setInterval(next, YEAR_MS);
    }
    redraw();
  }
  const play = button("play", press, { class: "play" });
  input.addEventListener("input", () => {
    stop();
    store.set({ year: Number(input.value) });
  });
  return {
    node: el(
      "div",
      { class: "control year" },
      el("label", { for: "year" }, t("year")),
      el("div", { class: "year-row" }, play, input, out),
    ),
    draw() {
      play.hidden = !state.scenario.ready.some((year) => year > min);
      input.value = state.year;
      input.setAttribute("aria-valuetext", String(state.year));
      out.textContent = state.year;
      play.textContent = playing ? "❚❚" : "▶";
      play.setAttribute("aria-label", t(playing ? "pause" : "play"));
      play.setAttribute("aria-pressed", String(Boolean(playing)));
    },
  };
}
