// One map: its layers, what it shows of the state, and its popup.
(() => {
  const atlas = globalThis.corridorsAtlas;
  const L = globalThis.L;
  const calm = () => matchMedia("(prefers-reduced-motion: reduce)").matches;
  const POPUP_PX = 330;

  function hint(link, look) {
    const value = look.row.clash ? atlas.t("conflict") : atlas.mtpa(look.row.capacity);
    return atlas.el("div", {}, atlas.el("b", {}, atlas.say(link.n)), atlas.el("br"), value);
  }

  function label(link, look) {
    const parts = [atlas.say(link.n), atlas.word("kind", link.form && link.kind !== "sea" ? `${link.kind}_${link.form}` : link.kind)];
    parts.push(look.row.clash ? atlas.t("conflict") : atlas.mtpa(look.row.capacity));
    return parts.join(", ");
  }

  // What one map draws: looks of all links, cut, loads, names of what holds.
  function sceneOf(data, state, answers, against, map) {
    const corridor = state.corridor;
    const wantsLoad = state.colour === "utilisation" || state.moving;
    const loads = wantsLoad ? answers.loads(state.load, corridor) : null;
    const looks = data.links.map((_, i) => atlas.lookOf(data, state, answers, against, state.colour === "utilisation" ? loads : null, i));
    const found = corridor ? answers.flow(corridor) : null;
    const cut = new Set(found ? found.cut : []);
    const cutNames = found
      ? found.cut.slice(0, 6).map((i, n) => ({
          at: data.links[i].middle,
          number: n + 1,
          text: `${atlas.say(data.links[i].n)} · ${atlas.num(answers.rows[i].capacity)}`,
        }))
      : [];
    const nodes = new Set((corridor ? corridor.links : data.links.map((l) => l.i)).flatMap((i) => data.links[i].ends));
    const inside = (i) => !corridor || corridor.inside.has(i);
    return { state, looks, loads, cut, cutNames, nodes, inside, zoom: map.getZoom(), hint, label };
  }

  atlas.makeView = (data, map, store, side) => {
    const tiles = atlas.drawGround(data, map);
    let scene = null;
    let from = null;
    const popup = L.popup({ maxWidth: POPUP_PX, minWidth: 260, maxHeight: 420, autoPanPaddingTopLeft: [58, 16], autoPanPaddingBottomRight: [16, 16], className: "facts" });

    function open(link, node, byHand = true) {
      from = node || null;
      store.quiet({ selected: link.id });
      popup.setLatLng(link.middle).setContent(atlas.popupOf(data, link, scene.answers, store.state)).openOn(map);
      const close = popup.getElement().querySelector(".leaflet-popup-close-button");
      close.setAttribute("aria-label", atlas.t("close"));
      const box = popup.getElement().querySelector(".leaflet-popup-content");
      box.setAttribute("tabindex", "0");
      box.setAttribute("role", "dialog");
      box.setAttribute("aria-label", atlas.say(link.n));
      if (node && byHand) box.focus({ preventScroll: true });
    }
    map.getContainer().addEventListener("keydown", (event) => {
      if (event.key === "Escape") map.closePopup();
    });
    map.on("popupclose", () => {
      store.quiet({ selected: "" });
      if (from && document.contains(from) && map.getContainer().contains(document.activeElement)) from.focus({ preventScroll: true });
    });

    const lines = atlas.lineLayer(data, map, open);
    const symbols = atlas.symbolLayer(data, map, open);
    const labels = atlas.labelLayer(data, map);
    const names = () => scene && labels.draw({ ...scene, boxes: symbols.boxes(scene) });
    const all = () => {
      if (!scene) return;
      scene.zoom = map.getZoom();
      lines.draw(scene);
      symbols.draw(scene);
      names();
    };
    map.on("zoomend", all);
    map.on("moveend", names);

    const bounds = () => {
      const links = store.state.corridor ? store.state.corridor.links : data.links.map((l) => l.i);
      return L.latLngBounds(links.flatMap((i) => data.links[i].points));
    };

    return {
      map,
      side,
      tiles,
      draw(answers, against) {
        scene = { ...sceneOf(data, store.state, answers, against, map), answers };
        all();
        if (popup.isOpen() && store.state.selected) {
          const link = data.linkAt.get(store.state.selected);
          if (link) popup.setContent(atlas.popupOf(data, link, answers, store.state));
        }
      },
      open(link, byHand = true) {
        const node = lines.focus(link) || symbols.focus(link);
        if (!map.getBounds().pad(-0.15).contains(link.middle)) map.setView(link.middle, Math.max(map.getZoom(), 6), { animate: !calm() });
        open(link, node, byHand);
      },
      fit(animate) {
        map.fitBounds(bounds(), { padding: [26, 26], maxZoom: 9, animate: animate && !calm() });
      },
      bounds,
    };
  };
})();
