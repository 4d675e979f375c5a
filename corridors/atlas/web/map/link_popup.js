// The popup of a map: opened on a link, filled anew when the state changes, closed by Escape.
import { t, textOf } from "../ui/i18n.js";
import { popupOf } from "./popup.js";

const POPUP_PX = 330;

// A popup is never larger than its map, and clear of the buttons where there is room for both.
function fitTo(popup, { x, y }) {
  const wide = Math.min(POPUP_PX, x - 44);
  Object.assign(popup.options, {
    maxWidth: wide,
    minWidth: Math.min(260, wide),
    maxHeight: Math.max(140, Math.min(460, y - 60)),
    autoPanPaddingTopLeft: [x > POPUP_PX + 120 ? 58 : 8, 8],
    autoPanPaddingBottomRight: [8, 8],
  });
}

function nameIt(popup, link) {
  popup.getElement().querySelector(".leaflet-popup-close-button").setAttribute("aria-label", t("close"));
  const box = popup.getElement().querySelector(".leaflet-popup-content");
  box.setAttribute("tabindex", "0");
  box.setAttribute("role", "dialog");
  box.setAttribute("aria-label", textOf(link.n));
  return box;
}

// answers: a function that gives those of the map as it stands.
export function makePopup(data, map, store, answers) {
  const popup = L.popup({ className: "facts" });
  // Where the keyboard was, and goes back to.
  let from = null;
  map.getContainer().addEventListener("keydown", (event) => {
    if (event.key === "Escape") map.closePopup();
  });
  map.on("popupclose", () => {
    store.quiet({ selected: "" });
    const here = map.getContainer().contains(document.activeElement) || document.activeElement === document.body;
    const back = typeof from === "function" ? from() : null;
    if (back && here) back.focus({ preventScroll: true });
    from = null;
  });
  return {
    // back: a function that gives the element that the keyboard goes back to.
    open(link, back, byHand = true) {
      fitTo(popup, map.getSize());
      store.quiet({ selected: link.id });
      popup
        .setLatLng(link.middle)
        .setContent(popupOf(data, link, answers(), store.state))
        .openOn(map);
      from = byHand ? back : null;
      const box = nameIt(popup, link);
      if (back && byHand) box.focus({ preventScroll: true });
    },
    draw() {
      const link = popup.isOpen() && data.linkAt.get(store.state.selected);
      if (link) popup.setContent(popupOf(data, link, answers(), store.state));
    },
  };
}
