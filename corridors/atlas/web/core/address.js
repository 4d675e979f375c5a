// The state of the page as text in its address, and back: what is as usual is left out.
export const COLOURINGS = ["capacity", "utilisation", "grade", "change"];
export const KINDS = ["rail", "road", "sea", "border", "terminal"];
export const LOADS = ["max", "target", "demand"];
export const VIEWS = ["one", "two"];
const PANELS = ["overview", "whatif", "table", "posts", "journey", "about"];
// The panels of a page: the posts have one where they are all drawn.
export const panelsOf = (data) => PANELS.filter((panel) => panel !== "posts" || data.posts);

const pick = (value, known, otherwise) => (known.includes(value) ? value : otherwise);
const listed = (text) => (text ? text.split(",") : []);

// The state of a page that nobody has touched.
export function usualState(data) {
  const scenario = data.scenarios[0];
  return {
    scenario,
    year: scenario.year,
    corridor: data.corridors.length === 1 ? data.corridors[0] : null,
    added: new Set(),
    removed: new Set(),
    colour: "capacity",
    load: Object.keys(data.flows).length ? "demand" : "max",
    // Gains are counted from the first scenario, which is today's network where there is one.
    against: scenario,
    view: "one",
    hidden: new Set(),
    sides: false,
    moving: false,
    language: data.language,
    panel: "overview",
    selected: "",
    place: null,
  };
}

function yearOf(data, text, scenario) {
  const year = Number(text);
  return text && Number.isInteger(year) && year >= data.years[0] && year <= data.years[1] ? year : scenario.year;
}

function placeOf(text) {
  const place = text.split(",").map(Number);
  return text && place.length === 3 && place.every(Number.isFinite) ? place : null;
}

// What an address says; what it does not know or does not say is as usual.
export function stateOf(data, usual, text) {
  const params = new URLSearchParams(text.replace(/^#/, ""));
  const get = (key) => params.get(key) || "";
  const places = (key) => new Set(listed(get(key)).flatMap((id) => data.measureAt.get(id)?.i ?? []));
  const scenario = data.scenarioAt.get(get("s")) || usual.scenario;
  return {
    scenario,
    against: data.scenarioAt.get(get("vs")) || usual.against,
    corridor: data.corridorAt.get(get("c")) || usual.corridor,
    year: yearOf(data, get("y"), scenario),
    added: places("add"),
    removed: places("drop"),
    colour: pick(get("by"), COLOURINGS, usual.colour),
    load: pick(get("load"), LOADS, usual.load),
    view: pick(get("view"), VIEWS, usual.view),
    hidden: new Set(listed(get("hide")).filter((k) => KINDS.includes(k))),
    sides: get("sides") === "1",
    moving: get("flow") === "1",
    language: pick(get("l"), data.languages, usual.language),
    panel: pick(get("p"), panelsOf(data), usual.panel),
    selected: data.linkAt.has(get("sel")) ? get("sel") : "",
    place: placeOf(get("at")),
  };
}

// The address that says a state.
export function addressOf(data, usual, state) {
  const params = new URLSearchParams();
  const put = (key, value, otherwise = "") => {
    if (value !== "" && value !== otherwise) params.set(key, value);
  };
  const ids = (set) =>
    [...set]
      .map((i) => data.measures[i].id)
      .sort()
      .join();
  put("s", state.scenario.id, usual.scenario.id);
  put("y", String(state.year), String(state.scenario.year));
  put("c", state.corridor ? state.corridor.id : "", usual.corridor ? usual.corridor.id : "");
  put("add", ids(state.added));
  put("drop", ids(state.removed));
  put("by", state.colour, usual.colour);
  put("load", state.load, usual.load);
  put("vs", state.against.id, usual.against.id);
  put("view", state.view, usual.view);
  put("hide", [...state.hidden].sort().join());
  put("sides", state.sides ? "1" : "");
  put("flow", state.moving ? "1" : "");
  put("l", state.language, usual.language);
  put("p", state.panel, usual.panel);
  put("sel", state.selected);
  put("at", state.place ? state.place.join() : "");
  return params.toString();
}

// The scenario that builds most: what the first one is set beside.
export const fullest = (data) => data.scenarios.reduce((a, b) => (b.build.length > a.build.length ? b : a));
