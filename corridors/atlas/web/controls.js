// The controls at the top: corridor, scenario, year, colouring, comparison, options, language.
(() => {
  const atlas = globalThis.corridorsAtlas;
  const { el, t } = atlas;
  const YEAR_MS = 1100;

  function choice(id, label, options, value, change) {
    const shown = options.find(([key]) => key === value);
    const select = el(
      "select",
      { id, "data-key": id, title: shown ? shown[1] : null, onchange: () => change(select.value) },
      options.map(([key, words]) => el("option", { value: key }, words)),
    );
    select.value = value;
    return el("div", { class: `control ${id}` }, el("label", { for: id }, label), select);
  }

  atlas.controls = (data, store, tools) => {
    const { state } = store;
    let playing = 0;
    const stop = () => {
      clearInterval(playing);
      playing = 0;
    };
    function play() {
      if (playing) {
        stop();
        return tools.redraw();
      }
      const [start, end] = data.years;
      if (state.year >= end) store.set({ year: start });
      playing = setInterval(() => {
        if (state.year + 1 >= end) stop();
        store.set({ year: Math.min(end, state.year + 1) });
      }, YEAR_MS);
      return tools.redraw();
    }

    function year() {
      const [min, max] = data.years;
      const out = el("output", { for: "year" }, state.year);
      const input = el("input", {
        type: "range",
        id: "year",
        "data-key": "year",
        min,
        max,
        step: 1,
        "aria-valuetext": String(state.year),
      });
      input.value = state.year;
      input.addEventListener("input", () => {
        stop();
        store.set({ year: Number(input.value) });
      });
      const button = atlas.button("play", play, { class: "play" });
      return {
        node: el(
          "div",
          { class: "control year" },
          el("label", { for: "year" }, t("year")),
          el("div", { class: "year-row" }, button, input, out),
        ),
        input,
        out,
        button,
      };
    }

    const scenarios = () => data.scenarios.map((s) => [s.id, atlas.textOf(s.n)]);
    const corridors = () => [
      ["", t("all_corridors")],
      ...data.corridors.map((c) => [c.id, `${c.code} · ${atlas.textOf(c.n)}`]),
    ];

    function languages() {
      const own = { en: "English", ru: "Русский", kk: "Қазақша" };
      return el(
        "div",
        { class: "languages", role: "group", "aria-label": t("language") },
        data.languages.map((l) =>
          atlas.button(
            `language ${l}`,
            () => store.set({ language: l }),
            { lang: l, "aria-pressed": String(state.language === l), title: own[l] || l },
            l === "kk" ? "Қаз" : l === "ru" ? "Рус" : "Eng",
          ),
        ),
      );
    }

    const header = document.getElementById("top");
    let kept = null;
    let more = false;
    const opened = () => header.querySelector(".options[open]");
    document.addEventListener("pointerdown", (event) => {
      if (opened() && !header.contains(event.target)) opened().open = false;
    });
    header.addEventListener("keydown", (event) => {
      const box = opened();
      if (event.key !== "Escape" || !box) return;
      box.open = false;
      box.querySelector("summary").focus();
    });

    function build() {
      const first = year();
      const search = atlas.searchBox(data, store, tools.open, tools.goTo);
      const row = el("div", { class: "row" });
      atlas.refill(
        header,
        el(
          "div",
          { class: "brand" },
          el("h1", {}, data.corridors.length === 1 ? atlas.textOf(data.corridors[0].n) : atlas.textOf(data.title)),
          search,
          languages(),
        ),
        row,
      );
      kept = { language: state.language, year: first, row, shape: "" };
    }

    return {
      draw() {
        if (!kept || kept.language !== state.language) build();
        const needsLoad = atlas.showsLoad(state);
        const needsOther = state.colour === "change" || state.view === "two";
        const shape = [
          needsLoad,
          needsOther,
          state.scenario.id,
          state.against.id,
          state.corridor?.id,
          state.colour,
          state.load,
          state.view,
          [...state.hidden].join(),
          state.sides,
          state.moving,
          Boolean(playing),
        ].join("|");
        kept.year.input.value = state.year;
        kept.year.input.setAttribute("aria-valuetext", String(state.year));
        kept.year.out.textContent = state.year;
        kept.year.button.textContent = playing ? "❚❚" : "▶";
        kept.year.button.setAttribute("aria-label", t(playing ? "pause" : "play"));
        kept.year.button.setAttribute("aria-pressed", String(Boolean(playing)));
        if (shape === kept.shape) return;
        kept.shape = shape;
        const loadOf = (asked) => atlas.loadOf(data, state.scenario, asked);
        const loads = ["max", "target", "demand"].filter((k) => loadOf(k) === k).map((k) => [k, t(`load_${k}`)]);
        const box = el(
          "details",
          {
            class: "options",
            open: more,
            ontoggle: (e) => {
              more = e.target.open;
              header.classList.toggle("more", more);
            },
          },
          el("summary", { "data-key": "options" }, t("options")),
          el("div", { class: "options-box" }, atlas.options(data, store, tools)),
        );
        atlas.refill(
          kept.row,
          data.corridors.length > 1 &&
            choice("corridor", t("corridor"), corridors(), state.corridor ? state.corridor.id : "", (v) =>
              store.set({ corridor: data.corridorAt.get(v) || null, fit: true }),
            ),
          choice("scenario", t("scenario"), scenarios(), state.scenario.id, (v) =>
            store.set({ scenario: data.scenarioAt.get(v) }),
          ),
          kept.year.node,
          choice(
            "colour",
            t("colour_by"),
            ["capacity", "utilisation", "grade", "change"].map((k) => [k, t(`by_${k}`)]),
            state.colour,
            (v) => store.set({ colour: v }),
          ),
          needsLoad && choice("load", t("load"), loads, loadOf(state.load), (v) => store.set({ load: v })),
          needsOther &&
            choice("against", t("against"), scenarios(), state.against.id, (v) =>
              store.set({ against: data.scenarioAt.get(v) }),
            ),
          data.scenarios.length > 1 &&
            atlas.button(
              "compare",
              () => store.set({ view: state.view === "two" ? "one" : "two" }),
              { class: "compare", "aria-pressed": String(state.view === "two") },
              t("compare"),
            ),
          box,
        );
      },
    };
  };
})();
