// The one state of the page; all of it stands in the address, so a link opens the same view again.
(() => {
  const atlas = globalThis.corridorsAtlas;
  const COLOURINGS = ["capacity", "utilisation", "grade", "change"];
  const KINDS = ["rail", "road", "sea", "border", "terminal"];
  const LOADS = ["max", "target", "demand"];
  const VIEWS = ["one", "two"];
  const PANELS = ["overview", "whatif", "table", "journey", "about"];

  // Whether the map shows what runs on the links.
  atlas.showsLoad = (state) => state.colour === "utilisation" || state.moving;

  const pick = (value, known, otherwise) => (known.includes(value) ? value : otherwise);

  atlas.store = (data) => {
    const listeners = [];
    const first = data.scenarios[0];
    // Compared with the scenario that builds most, unless another one is asked for.
    const fullest = data.scenarios.reduce((a, b) => (b.build.length > a.build.length ? b : a));
    const state = {
      scenario: first,
      year: 0,
      corridor: data.corridors.length === 1 ? data.corridors[0] : null,
      added: new Set(),
      removed: new Set(),
      colour: "capacity",
      load: Object.keys(data.flows).length ? "demand" : "max",
      against: fullest,
      view: "one",
      hidden: new Set(),
      sides: false,
      moving: false,
      language: data.language,
      panel: "overview",
      selected: "",
      place: null,
    };
    const usualLoad = state.load;

    function read(text) {
      const params = new URLSearchParams(text.replace(/^#/, ""));
      const get = (key) => params.get(key) || "";
      state.scenario = data.scenarioAt.get(get("s")) || first;
      state.against = data.scenarioAt.get(get("vs")) || fullest;
      state.corridor = data.corridorAt.get(get("c")) || (data.corridors.length === 1 ? data.corridors[0] : null);
      const year = Number(get("y"));
      const fits = Number.isInteger(year) && year >= data.years[0] && year <= data.years[1];
      state.year = fits ? year : state.scenario.year;
      const ids = (key) =>
        get(key)
          .split(",")
          .filter((id) => data.measureAt.has(id));
      state.added = new Set(ids("add").map((id) => data.measureAt.get(id).i));
      state.removed = new Set(ids("drop").map((id) => data.measureAt.get(id).i));
      state.colour = pick(get("by"), COLOURINGS, "capacity");
      state.load = pick(get("load"), LOADS, usualLoad);
      state.view = pick(get("view"), VIEWS, "one");
      state.hidden = new Set(
        get("hide")
          .split(",")
          .filter((k) => KINDS.includes(k)),
      );
      state.sides = get("sides") === "1";
      state.moving = get("flow") === "1";
      state.language = pick(get("l"), data.languages, data.language);
      state.panel = pick(get("p"), PANELS, "overview");
      state.selected = data.linkAt.has(get("sel")) ? get("sel") : "";
      const place = get("at").split(",").map(Number);
      state.place = place.length === 3 && place.every(Number.isFinite) && get("at") ? place : null;
    }

    function write() {
      const params = new URLSearchParams();
      const put = (key, value, usual) => {
        if (value !== "" && value !== usual) params.set(key, value);
      };
      const ids = (set) =>
        [...set]
          .map((i) => data.measures[i].id)
          .sort()
          .join(",");
      put("s", state.scenario.id, first.id);
      put("y", String(state.year), String(state.scenario.year));
      put("c", state.corridor ? state.corridor.id : "", data.corridors.length === 1 ? data.corridors[0].id : "");
      put("add", ids(state.added), "");
      put("drop", ids(state.removed), "");
      put("by", state.colour, "capacity");
      put("load", state.load, usualLoad);
      put("vs", state.against.id, fullest.id);
      put("view", state.view, "one");
      put("hide", [...state.hidden].sort().join(","), "");
      put("sides", state.sides ? "1" : "", "");
      put("flow", state.moving ? "1" : "", "");
      put("l", state.language, data.language);
      put("p", state.panel, "overview");
      put("sel", state.selected, "");
      if (state.place) put("at", state.place.join(","), "");
      return params.toString();
    }

    function remember() {
      const text = write();
      if (text === location.hash.replace(/^#/, "")) return;
      try {
        history.replaceState(null, "", text ? `#${text}` : "#");
      } catch {
        // A page inside a notebook has no address of its own.
      }
    }

    const notify = (changed) => {
      for (const listener of listeners) listener(state, changed);
    };

    return {
      state,
      remember,
      onChange: (listener) => listeners.push(listener),
      // Changes some of the state; a new scenario starts with its own measures and year.
      set(changes) {
        if (changes.scenario && changes.scenario !== state.scenario) {
          state.added = new Set();
          state.removed = new Set();
          state.year = changes.scenario.year;
        }
        Object.assign(state, changes);
        remember();
        notify(changes);
      },
      quiet(changes) {
        Object.assign(state, changes);
        remember();
      },
      load(text) {
        read(text);
        notify(state);
      },
      read,
      address: write,
      // Measures that are built as the page stands.
      built() {
        const set = atlas.builtBy(state.scenario, state.year);
        for (const i of state.added) set.add(i);
        for (const i of state.removed) set.delete(i);
        return set;
      },
      toggle(measure) {
        const base = atlas.builtBy(state.scenario, state.year);
        const now = this.built().has(measure.i);
        const added = new Set(state.added);
        const removed = new Set(state.removed);
        added.delete(measure.i);
        removed.delete(measure.i);
        if (now && base.has(measure.i)) removed.add(measure.i);
        if (!now && !base.has(measure.i)) added.add(measure.i);
        this.set({ added, removed });
      },
    };
  };
})();
