// Paper: a briefing of one page. While it is printed the maps have the size of the sheet and show the same part of the
// world, and the panel shows the answer and what it rests on, whatever tab is open.

// views: a function that gives the views that are shown, the leading one first; viewport: where the leading one stands;
// briefing: fills the panel for paper, or as it was.
export function onPaper(state, views, viewport, briefing) {
  let before = null;

  function settle(on) {
    const maps = views().map((view) => view.map);
    const [first] = maps;
    const bounds = first.getBounds();
    const { place } = state;
    if (on) before = [first.getCenter(), first.getZoom()];
    briefing(on);
    document.documentElement.classList.toggle("on-paper", on);
    if (!place) viewport.expectMove();
    for (const map of maps) map.invalidateSize({ animate: false, pan: false });
    if (!place) viewport.fit(false);
    else if (on) first.fitBounds(bounds, { animate: false });
    else first.setView(...before, { animate: false });
    for (const map of maps) if (map !== first) map.setView(first.getCenter(), first.getZoom(), { animate: false });
    // The browser takes its picture at once: nothing can wait for the next frame.
    for (const view of views()) view.repaint();
  }
  globalThis.addEventListener("beforeprint", () => settle(true));
  globalThis.addEventListener("afterprint", () => settle(false));
}
