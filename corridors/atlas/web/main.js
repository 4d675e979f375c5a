// Puts the page together and redraws it when the state changes.
(() => {
  const atlas = globalThis.corridorsAtlas;
  const { el, t } = atlas;
  const data = atlas.read();
  const store = atlas.store(data);
  const { state } = store;
  const PANELS = ["overview", "whatif", "table", "journey", "about"];

  const paint = (name, colour) =>
    document.documentElement.style.setProperty(`--${name.split("_").join("-").toLowerCase()}`, colour);
  for (const [name, colour] of Object.entries(data.style.colours)) if (typeof colour === "string") paint(name, colour);
  for (const [grade, colour] of Object.entries(data.style.colours.grades)) paint(`grade-${grade}`, colour);
  store.read(location.hash);
  atlas.setLanguage(data.words, data.languages, state.language);

  const skip = el("a", { class: "skip", href: "#panel" }, "");
  const top = el("header", { id: "top" });
  const captions = { a: el("p", { class: "caption" }), b: el("p", { class: "caption" }) };
  const mapBox = document.getElementById("map_corridors");
  const zoom = el("div", { class: "zoom over-map" });
  const credits = el("p", { class: "credits over-map" });
  const stage = el(
    "section",
    { id: "stage", "data-view": "one" },
    el("div", { id: "pane-a", class: "pane" }, captions.a, mapBox, zoom, credits),
    el("div", { id: "pane-b", class: "pane", hidden: true }, captions.b),
  );
  const headline = el("div", { id: "headline" });
  const tabs = el("div", { id: "tabs", role: "tablist" });
  const body = el("div", { id: "panel-body", role: "tabpanel", tabindex: "0" });
  const grip = el("button", { type: "button", id: "grip", "aria-expanded": "false", "aria-controls": "panel" });
  const panel = el(
    "section",
    { id: "panel", tabindex: "-1" },
    grip,
    el("div", { id: "panel-scroll" }, headline, tabs, body),
  );
  const legend = el("footer", { id: "legend", tabindex: "0" });
  const live = el("p", { id: "live", class: "unseen", "aria-live": "polite" });
  const main = el("main", { id: "main" }, stage, panel);
  document.body.prepend(skip, top, main, legend, live);

  const firstMap = globalThis.map_corridors;
  // Any place will do until the page has its sizes; there is nothing on the map yet.
  firstMap.setView([46, 62], 4, { animate: false });
  const first = atlas.makeView(data, firstMap, store, "a");
  const place = atlas.placing(data, store, first);
  const compare = atlas.compare(data, store, first, place.settle);

  const open = (link) => {
    if (state.hidden.has(link.kind)) store.set({ hidden: new Set([...state.hidden].filter((k) => k !== link.kind)) });
    first.open(link);
  };
  skip.addEventListener("click", (event) => {
    event.preventDefault();
    panel.focus();
  });
  grip.addEventListener("click", () => {
    const wide = !panel.classList.contains("open");
    panel.classList.toggle("open", wide);
    grip.setAttribute("aria-expanded", String(wide));
  });

  let tilesOn = false;
  function layTiles() {
    for (const view of [first, compare.second()]) {
      const tiles = view?.tiles();
      if (tiles && tilesOn) tiles.addTo(view.map);
      else if (tiles) tiles.remove();
    }
  }
  const controls = atlas.controls(data, store, {
    open,
    goTo: (at) => firstMap.setView(at, Math.max(firstMap.getZoom(), 7)),
    redraw: () => draw({}),
    png: () =>
      atlas.savePicture(stage, legend, pictureTitle(), `${state.corridor ? state.corridor.id : "corridors"}.png`),
    tilesOn: () => tilesOn,
    showTiles: (on) => {
      tilesOn = on;
      layTiles();
    },
  });

  // Figures that were asked for and begin near the lower edge come up.
  function scrollToFigures() {
    const scroll = panel.querySelector("#panel-scroll");
    const seen = scroll.getBoundingClientRect().bottom - body.getBoundingClientRect().top;
    if (seen < scroll.clientHeight / 2) scroll.scrollTop = headline.offsetHeight;
  }

  function drawTabs() {
    const press = (p) => () => {
      store.set({ panel: p });
      scrollToFigures();
    };
    atlas.refill(
      tabs,
      PANELS.map((p) =>
        atlas.button(
          `tab-${p}`,
          press(p),
          {
            role: "tab",
            id: `tab-${p}`,
            "aria-selected": String(state.panel === p),
            "aria-controls": "panel-body",
            tabindex: state.panel === p ? "0" : "-1",
            onkeydown: (e) => {
              const step = e.key === "ArrowRight" ? 1 : e.key === "ArrowLeft" ? -1 : 0;
              if (step) {
                const next = PANELS[(PANELS.indexOf(p) + step + PANELS.length) % PANELS.length];
                press(next)();
                document.getElementById(`tab-${next}`).focus();
              }
            },
          },
          t(`panel_${p}`),
        ),
      ),
    );
    main.dataset.panel = state.panel;
    tabs.setAttribute("aria-label", t("panels"));
    body.setAttribute("aria-labelledby", `tab-${state.panel}`);
  }

  function drawPanel(answers, against) {
    atlas.refill(headline, atlas.headline(data, store, answers, open));
    drawTabs();
    const parts = {
      overview: () => atlas.overview(data, store, answers, open),
      whatif: () => atlas.whatif(data, store, answers),
      table: () => atlas.table(data, store, answers, against, open),
      journey: () => atlas.journey(data, store),
      about: () => atlas.about(data),
    };
    atlas.refill(body, parts[state.panel]());
  }

  // Many a scenario has its year in its name.
  const scenarioAndYear = (scenario, year) => {
    const name = atlas.textOf(scenario.n);
    return name.includes(String(year)) ? name : `${name} · ${year}`;
  };

  const pictureTitle = () => {
    const value = state.corridor
      ? atlas.mtpa(atlas.answersFor(data, state.scenario, store.built()).flow(state.corridor).value)
      : "";
    const name = state.corridor
      ? `${state.corridor.code} · ${atlas.textOf(state.corridor.n)}`
      : atlas.textOf(data.title);
    const changed = state.added.size + state.removed.size > 0 ? t("panel_whatif") : "";
    return [
      name,
      [scenarioAndYear(state.scenario, state.year), changed, value, t("both_directions")].filter(Boolean).join(" · "),
    ];
  };

  const caption = (scenario, answers, year) => {
    const value = state.corridor ? ` · ${atlas.mtpa(answers.flow(state.corridor).value)}` : "";
    return [el("b", {}, scenarioAndYear(scenario, year)), value];
  };

  function words() {
    skip.textContent = t("skip");
    stage.setAttribute("aria-label", t("map"));
    panel.setAttribute("aria-label", t("panels"));
    legend.setAttribute("aria-label", t("legend"));
    grip.setAttribute("aria-label", t("grip"));
    const due = ["Leaflet", ...data.credits.map((k) => t(`credit_${k}`)), ...(data.tiles ? [data.tiles.credit] : [])];
    credits.textContent = due.join(" | ");
    mapBox.setAttribute("role", "region");
    mapBox.setAttribute("aria-label", t("map_keys"));
    document.title = state.corridor
      ? `${atlas.textOf(state.corridor.n)} – ${atlas.textOf(data.title)}`
      : atlas.textOf(data.title);
    atlas.refill(
      zoom,
      atlas.button("zoom in", () => firstMap.zoomIn(), { "aria-label": t("zoom_in") }, "+"),
      atlas.button("zoom out", () => firstMap.zoomOut(), { "aria-label": t("zoom_out") }, "−"),
      atlas.button("zoom all", () => place.fit(true), { "aria-label": t("zoom_all") }, "⤢"),
    );
  }

  let announced = "";
  let drawn = false;
  function draw(changed) {
    if (changed.language || changed === state) atlas.setLanguage(data.words, data.languages, state.language);
    words();
    const answers = atlas.answersFor(data, state.scenario, store.built());
    const against = atlas.answersFor(data, state.against, atlas.builtIn(state.against));
    controls.draw();
    const resized = compare.show(state.view === "two");
    drawPanel(answers, against);
    captions.a.replaceChildren(...caption(state.scenario, answers, state.year));
    captions.b.replaceChildren(...caption(state.against, against, state.against.year));
    captions.a.hidden = state.view !== "two";
    atlas.refill(legend, atlas.legend(data, state, firstMap.getZoom()));
    // Now the boxes have their sizes, and the first drawing is at its place at once.
    if (!drawn) place.begin();
    else if (changed.fit || resized) place.fit(Boolean(changed.fit));
    drawn = true;
    first.draw(answers, against);
    if (state.view === "two") compare.second().draw(against, answers);
    layTiles();
    const sentence = atlas.summary(data, store, answers);
    if (announced && sentence !== announced) live.textContent = sentence;
    announced = sentence;
  }

  store.onChange((_, changed) => draw(changed));
  firstMap.on("zoomend", () => atlas.refill(legend, atlas.legend(data, state, firstMap.getZoom())));
  draw(state);
  if (state.selected) first.open(data.linkAt.get(state.selected), false);
  globalThis.addEventListener("hashchange", () => {
    if (location.hash.replace(/^#/, "") === store.address()) return;
    store.load(location.hash);
    place.goToPlace();
  });
  compare.watch();
  atlas.onPaper(state, () => (state.view === "two" ? [firstMap, compare.second().map] : [firstMap]), place);
  // For tests and for those who build on the page.
  atlas.data = data;
  atlas.page = store;
  document.documentElement.dataset.ready = "yes";
})();
