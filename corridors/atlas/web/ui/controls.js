// The controls at the top: corridor, scenario, year, colouring, comparison, options, language.
import { COLOURINGS, fullest, LOADS } from "../core/address.js";
import { loadOf } from "../core/model.js";
import { showsLoad } from "../core/state.js";
import { button, el, refill } from "./dom.js";
import { t, textOf } from "./i18n.js";
import { optionsOf } from "./options.js";
import { searchBox } from "./search.js";
import { yearSlider } from "./year.js";

const LANGUAGES = { en: ["English", "Eng"], ru: ["Русский", "Рус"], kk: ["Қазақша", "Қаз"] };

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

function languages(data, store) {
  const one = (l) => {
    const [own, short] = LANGUAGES[l] || [l, l];
    const about = { lang: l, "aria-pressed": String(store.state.language === l), title: own };
    return button(`language ${l}`, () => store.set({ language: l }), about, short);
  };
  return el("div", { class: "languages", role: "group", "aria-label": t("language") }, data.languages.map(one));
}

function corridorChoice(data, store) {
  const { corridor } = store.state;
  const options = data.corridors.map((c) => [c.id, `${c.code} · ${textOf(c.n)}`]);
  return choice("corridor", t("corridor"), [["", t("all_corridors")], ...options], corridor ? corridor.id : "", (v) =>
    store.set({ corridor: data.corridorAt.get(v) || null, fit: true }),
  );
}

// A choice among the scenarios: of the one shown, or of the one it is compared with.
function scenarioChoice(data, store, key) {
  const options = data.scenarios.map((s) => [s.id, textOf(s.n)]);
  const label = key === "against" && store.state.colour === "change" ? t("gain_label") : t(key);
  return choice(key, label, options, store.state[key].id, (v) => store.set({ [key]: data.scenarioAt.get(v) }));
}

function colourChoice(store) {
  const options = COLOURINGS.map((k) => [k, t(k === "utilisation" ? "choose_utilisation" : `by_${k}`)]);
  return choice("colour", t("colour_by"), options, store.state.colour, (v) => store.set({ colour: v }));
}

function loadChoice(data, store) {
  const { state } = store;
  const known = (asked) => loadOf(data, state.scenario, asked);
  const options = LOADS.filter((k) => known(k) === k).map((k) => [k, t(`load_${k}`)]);
  return choice("load", t("load"), options, known(state.load), (v) => store.set({ load: v }));
}

// A scenario beside itself shows nothing: then the one that builds most stands beside it.
function compareButton(data, store) {
  const { state } = store;
  const two = state.view === "two";
  const other = state.against === state.scenario ? fullest(data) : state.against;
  const press = () => store.set(two ? { view: "one" } : { view: "two", against: other });
  return button("compare", press, { class: "compare", "aria-pressed": String(two) }, t("compare"));
}

// The box of options; it closes when somebody presses elsewhere.
function makeOptions(data, store, tools, header) {
  let open = false;
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
  const toggle = (event) => {
    open = event.target.open;
    header.classList.toggle("more", open);
  };
  return () => {
    // The event of a box that has just been opened may not have come yet.
    open = header.querySelector(".options")?.open ?? open;
    return el(
      "details",
      { class: "options", open, ontoggle: toggle },
      el("summary", { "data-key": "options" }, t("options")),
      el("div", { class: "options-box" }, optionsOf(data, store, tools)),
    );
  };
}

// All that the row of controls depends on; the year has its own slider.
function shapeOf(state) {
  const names = [state.scenario.id, state.against.id, state.corridor?.id, state.colour, state.load, state.view];
  return [...names, [...state.hidden].join(), state.sides, state.moving].join("|");
}

export function makeControls(data, store, tools) {
  const { state } = store;
  const header = document.getElementById("top");
  const options = makeOptions(data, store, tools, header);
  let kept = null;

  function build() {
    const row = el("div", { class: "row" });
    const name = textOf(data.corridors.length === 1 ? data.corridors[0].n : data.title);
    const search = searchBox(data, store, tools.open, tools.goTo);
    const menu = el("div", { class: "menu" });
    refill(header, el("div", { class: "brand" }, el("h1", {}, name), search, languages(data, store), menu), row);
    kept = { language: state.language, year: yearSlider(data, store, tools.redraw), row, menu, shape: "" };
  }

  return {
    draw() {
      if (!kept || kept.language !== state.language) build();
      kept.year.draw();
      const shape = shapeOf(state);
      if (shape === kept.shape) return;
      kept.shape = shape;
      refill(
        kept.row,
        data.corridors.length > 1 && corridorChoice(data, store),
        scenarioChoice(data, store, "scenario"),
        kept.year.node,
        colourChoice(store),
        showsLoad(state) && loadChoice(data, store),
        (state.colour === "change" || state.view === "two") && scenarioChoice(data, store, "against"),
        data.scenarios.length > 1 && compareButton(data, store),
      );
      refill(kept.menu, options());
    },
  };
}
