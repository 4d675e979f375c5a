// Where the map stands: all of what is chosen in view, until somebody moves it; then the place goes into the address.

import { makeLater } from "../ui/later.js";

// On a map as low as this everything would be too small: its middle stays as it is.
const STRIP_PX = 230;

export function makeViewport(data, store, view) {
  const { map } = view;
  const { state } = store;
  // True from a fit until the map has moved there: that move is nobody's.
  let fitting = false;
  // Moves follow each other; browsers are slow to write an address, and refuse to do it often.
  const address = makeLater(() => store.quiet({}));

  function fit(animate) {
    fitting = true;
    view.fit(animate);
  }

  function arrive() {
    if (state.place) map.setView(state.place.slice(0, 2), state.place[2], { animate: false });
    else fit(false);
  }

  map.on("moveend", () => {
    const at = map.getCenter();
    state.place = fitting ? null : [at.lat.toFixed(3), at.lng.toFixed(3), map.getZoom()];
    fitting = false;
    address.soon();
  });

  return {
    fit,
    // The next move is nobody's: the address stays as it is.
    expectMove() {
      fitting = true;
    },
    // The first time: the box of the map has just got its size, which is no move of anybody's.
    begin() {
      const { place } = state;
      map.invalidateSize({ animate: false });
      state.place = place;
      arrive();
    },
    // The box of the map has another size: what was in view stays in view.
    settle() {
      const before = map.getSize();
      const keep = state.place || state.selected;
      fitting = fitting || !keep;
      map.invalidateSize({ animate: false });
      if (!keep && !before.equals(map.getSize()) && map.getSize().y > STRIP_PX) fit(false);
    },
    // To the place of the address, and open what it names.
    goToPlace() {
      const { selected } = state;
      map.closePopup();
      arrive();
      if (selected) view.open(data.linkAt.get(selected), false);
    },
  };
}
