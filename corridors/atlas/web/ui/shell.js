// The frame of the page: header, map panes, panel, legend, and what is read aloud.
import { button, el, refill } from "./dom.js";
import { t, textOf } from "./i18n.js";

const FIGURES_FROM = 2;

function stageOf(mapBox) {
  const captions = { a: el("p", { class: "caption", hidden: true }), b: el("p", { class: "caption" }) };
  const zoom = el("div", { class: "zoom over-map" });
  const credits = el("p", { class: "credits over-map" });
  const difference = el("output", { class: "difference" });
  const stage = el(
    "section",
    { id: "stage", "data-view": "one" },
    el("div", { id: "pane-a", class: "pane" }, captions.a, mapBox, zoom, credits),
    el("div", { id: "pane-b", class: "pane", hidden: true }, captions.b),
    difference,
  );
  return { stage, captions, difference, zoom, credits };
}

function panelOf() {
  const headline = el("div", { id: "headline" });
  const tabs = el("div", { id: "tabs", role: "tablist" });
  const body = el("div", { id: "panel-body", role: "tabpanel", tabindex: "0" });
  const scroll = el("div", { id: "panel-scroll" }, headline, tabs, body);
  const grip = el("button", { type: "button", id: "grip", "aria-expanded": "false", "aria-controls": "panel" });
  const panel = el("section", { id: "panel", tabindex: "-1" }, grip, scroll);
  grip.addEventListener("click", () => {
    const wide = !panel.classList.contains("open");
    panel.classList.toggle("open", wide);
    grip.setAttribute("aria-expanded", String(wide));
  });
  // Figures that were asked for and begin near the lower edge come up.
  const scrollToFigures = () => {
    const seen = scroll.getBoundingClientRect().bottom - body.getBoundingClientRect().top;
    if (seen < scroll.clientHeight / FIGURES_FROM) scroll.scrollTop = headline.offsetHeight;
  };
  return { panel, headline, tabs, body, grip, scrollToFigures };
}

// Puts the frame round the map that the page has already.
export function makeShell(mapBox) {
  const skip = el("a", { class: "skip", href: "#panel" }, "");
  const top = el("header", { id: "top" });
  const parts = { ...stageOf(mapBox), ...panelOf() };
  const legend = el("footer", { id: "legend", tabindex: "0" });
  const live = el("p", { id: "live", class: "unseen", "aria-live": "polite" });
  const main = el("main", { id: "main" }, parts.stage, parts.panel);
  document.body.prepend(skip, top, main, legend, live);
  skip.addEventListener("click", (event) => {
    event.preventDefault();
    parts.panel.focus();
  });
  return { ...parts, skip, top, legend, live, main, mapBox };
}

// The words of the frame, in the language of the page.
export function wordsOfShell(shell, data, state) {
  shell.skip.textContent = t("skip");
  shell.stage.setAttribute("aria-label", t("map"));
  shell.panel.setAttribute("aria-label", t("panels"));
  shell.legend.setAttribute("aria-label", t("legend"));
  shell.grip.setAttribute("aria-label", t("grip"));
  shell.tabs.setAttribute("aria-label", t("panels"));
  const due = ["Leaflet", ...data.credits.map((k) => t(`credit_${k}`)), ...(data.tiles ? [data.tiles.credit] : [])];
  shell.credits.textContent = due.join(" | ");
  shell.mapBox.setAttribute("role", "region");
  shell.mapBox.setAttribute("aria-label", t("map_keys"));
  document.title = state.corridor ? `${textOf(state.corridor.n)} – ${textOf(data.title)}` : textOf(data.title);
}

export function drawZoom(shell, map, fit) {
  refill(
    shell.zoom,
    button("zoom in", () => map.zoomIn(), { "aria-label": t("zoom_in") }, "+"),
    button("zoom out", () => map.zoomOut(), { "aria-label": t("zoom_out") }, "−"),
    button("zoom all", fit, { "aria-label": t("zoom_all") }, "⤢"),
  );
}
