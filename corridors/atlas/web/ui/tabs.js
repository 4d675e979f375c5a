// The tabs of the panel; the arrow keys go from one to the next.
import { button, refill } from "./dom.js";
import { t } from "./i18n.js";

// panels: their names in order; press: what a tab does, by its name.
export function drawTabs(node, panels, chosen, press) {
  const step = (event, panel) => {
    const by = event.key === "ArrowRight" ? 1 : event.key === "ArrowLeft" ? -1 : 0;
    if (!by) return;
    const next = panels[(panels.indexOf(panel) + by + panels.length) % panels.length];
    press(next);
    document.getElementById(`tab-${next}`).focus();
  };
  const tab = (panel) => {
    const on = panel === chosen;
    const about = { role: "tab", id: `tab-${panel}`, "aria-selected": String(on), "aria-controls": "panel-body" };
    const reach = { tabindex: on ? "0" : "-1", onkeydown: (event) => step(event, panel) };
    return button(`tab-${panel}`, () => press(panel), { ...about, ...reach }, t(`panel_${panel}`));
  };
  refill(node, panels.map(tab));
}
