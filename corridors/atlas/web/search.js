// Search over the three names of corridors, links, posts, stations and cities.
(() => {
  const atlas = globalThis.corridorsAtlas;
  const { el, t } = atlas;
  const MOST = 12;
  const plain = (text) =>
    text
      .toLowerCase()
      .normalize("NFKD")
      .replace(/[\u0300-\u036f]/g, "")
      .replace(/ё/g, "е");

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
      ...data.nodes
        .filter((n) => n.kind !== "post")
        .map((n) => ({ names: n.n, show: n.n, what: "node", go: () => goTo(n.at) })),
      ...data.cities.map((c) => ({ names: c[3], show: c[3], what: "city", go: () => goTo([c[0], c[1]]) })),
    ].map((entry) => ({ ...entry, plain: entry.names.map(plain) }));

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
            el(
              "button",
              { type: "button", onclick: () => choose(e) },
              el("span", {}, e.code ? `${e.code} ` : "", atlas.say(e.show)),
              el("small", {}, e.link ? atlas.kindOf(e.link) : t(`what_${e.what}`)),
            ),
          ),
        ),
      );
      list.hidden = !hits.length;
    }
    function choose(entry) {
      input.value = "";
      find();
      entry.go();
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
