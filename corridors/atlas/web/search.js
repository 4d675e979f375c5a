// Search over the three names of corridors, links, posts, stations and cities.
(() => {
  const atlas = globalThis.corridorsAtlas;
  const { el, t } = atlas;
  const MOST = 12;
  const NEAR_DEGREES = 0.5;
  const plain = (text) =>
    text
      .toLowerCase()
      .normalize("NFKD")
      .replace(/[\u0300-\u036f]/g, "")
      .replace(/ё/g, "е");

  // Cities and stations; several of one name that stand close together are one place to go to.
  function places(data) {
    const all = [
      ...data.cities.map(([lat, lon, , names]) => ({ names, at: [lat, lon], what: "city" })),
      ...data.nodes.filter((n) => n.kind !== "post").map((n) => ({ names: n.n, at: n.at, what: "node" })),
    ];
    const apart = (a, b) => a.names[0] !== b.names[0] || a.at.some((v, k) => Math.abs(v - b.at[k]) > NEAR_DEGREES);
    const kept = [];
    for (const place of all) if (kept.every((other) => apart(place, other))) kept.push(place);
    return kept;
  }

  atlas.searchBox = (data, store, open, goTo) => {
    const index = [
      ...data.corridors.map((c) => ({
        names: [...c.n, c.code, c.id],
        show: c.n,
        code: c.code,
        what: "corridor",
        go: () => store.set({ corridor: c, fit: true }),
      })),
      ...data.links.map((l) => ({
        names: [...l.n, l.id, ...(l.post?.other || [])],
        show: l.n,
        what: "link",
        link: l,
        go: () => open(l),
      })),
      ...places(data).map(({ names, at, what }) => ({ names, show: names, what, go: () => goTo(at) })),
    ].map((entry) => ({ ...entry, plain: entry.names.map(plain) }));

    const map = document.getElementById("map_corridors");
    const list = el("ul", { class: "found", id: "found" });
    const input = el("input", {
      type: "search",
      id: "search",
      autocomplete: "off",
      placeholder: t("search_hint"),
      "aria-label": t("search"),
      "aria-controls": "found",
    });
    const status = el("span", { class: "unseen", role: "status" });

    function find() {
      const wanted = plain(input.value.trim());
      const hits = wanted
        ? index
            .map((e) => ({ e, at: Math.min(...e.plain.map((n) => (n.includes(wanted) ? n.indexOf(wanted) : 999))) }))
            .filter((h) => h.at < 999)
            .sort((a, b) => a.at - b.at)
            .slice(0, MOST)
        : [];
      status.textContent = wanted ? t("found", { n: hits.length }) : "";
      list.replaceChildren(
        ...hits.map(({ e }) =>
          el(
            "li",
            {},
            atlas.button(
              null,
              () => choose(e),
              {},
              el("span", {}, e.code ? `${e.code} ` : "", atlas.textOf(e.show)),
              el("small", {}, e.link ? atlas.kindOf(e.link) : t(`what_${e.what}`)),
            ),
          ),
        ),
      );
      list.hidden = !hits.length;
    }
    function choose(entry) {
      const here = list.contains(document.activeElement);
      input.value = "";
      find();
      entry.go();
      // Who pressed a button of the list, which is gone, goes on at the map.
      if (here && document.activeElement === document.body) map.focus({ preventScroll: true });
    }
    input.addEventListener("input", find);
    input.addEventListener("keydown", (event) => {
      const first = list.querySelector("button");
      if (event.key === "Enter" && first) first.click();
      if (event.key === "ArrowDown" && first) first.focus();
      if (event.key === "Escape") {
        input.value = "";
        find();
      }
    });
    list.addEventListener("keydown", (event) => {
      const all = [...list.querySelectorAll("button")];
      const at = all.indexOf(document.activeElement);
      if (event.key === "ArrowDown" && at < all.length - 1) all[at + 1].focus();
      if (event.key === "ArrowUp") (at > 0 ? all[at - 1] : input).focus();
      if (event.key === "Escape") input.focus();
    });
    list.hidden = true;
    return el("div", { class: "search", role: "search" }, input, status, list);
  };
})();
