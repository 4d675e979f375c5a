// Puts the page together and redraws it when the state changes.
import { panelsOf } from "./core/address.js";
import { measuresOf, readData } from "./core/data.js";
import { journeyOf } from "./core/journey.js";
import { builtBy, builtIn, clashes, costOf } from "./core/model.js";
import { corridorRange, linkRange } from "./core/ranges.js";
import { answersFor } from "./core/results.js";
import { makeStore } from "./core/state.js";
import { lines, opening, shell } from "./first_picture.js";
import { sideBySide } from "./map/compare.js";
import { drawWidths, legendOf } from "./map/legend.js";
import { markScales } from "./map/scales.js";
import { makeView } from "./map/view.js";
import { makeViewport } from "./map/viewport.js";
import { savePicture } from "./output/export.js";
import { onPaper } from "./output/print.js";
import { scenarioFrom, scenarioText } from "./output/scenario_file.js";
import { aboutPanel } from "./panels/about.js";
import { briefingPart } from "./panels/briefing.js";
import { factsOf } from "./panels/facts.js";
import { headlineOf, summary } from "./panels/headline.js";
import { overviewPanel } from "./panels/overview.js";
import { postsPanel } from "./panels/posts.js";
import { tablePanel } from "./panels/table.js";
import { timeCostPanel } from "./panels/time_cost.js";
import { whatifPanel } from "./panels/whatif.js";
import { afterPicture } from "./ui/after_picture.js";
import { captionOf, differenceOf, pictureTitle } from "./ui/captions.js";
import { makeControls } from "./ui/controls.js";
import { refill } from "./ui/dom.js";
import { limitWords, num, setLanguage, significant, word } from "./ui/i18n.js";
import { makeLater } from "./ui/later.js";
import { scenarioFiles } from "./ui/scenario_files.js";
import { drawZoom, wordsOfShell } from "./ui/shell.js";
import { drawTabs } from "./ui/tabs.js";

const data = readData(lines, document.getElementById("corridors-data").textContent);
const store = makeStore(data);
const { state } = store;
store.read(location.hash);
setLanguage(data.words, data.languages, state.language);

const firstMap = globalThis.map_corridors;
// Any place will do until the page has its sizes; there is nothing on the map yet.
firstMap.setView([46, 62], 4, { animate: false });
const first = makeView(data, firstMap, store, "a");
const viewport = makeViewport(data, store, first);
const compare = sideBySide(data, store, first, viewport.settle);
let tilesOn = false;
const controls = makeControls(data, store, {
  open,
  goTo: (at) => firstMap.setView(at, Math.max(firstMap.getZoom(), 7)),
  redraw: () => draw({}),
  png: () => savePicture(shell.stage, shell.legend, pictureTitle(data, store), pictureName()),
  tilesOn: () => tilesOn,
  showTiles: (on) => {
    tilesOn = on;
    layTiles();
  },
});
const files = scenarioFiles(data, store);
let spoken = "";

function open(link) {
  if (state.hidden.has(link.kind)) store.set({ hidden: new Set([...state.hidden].filter((k) => k !== link.kind)) });
  first.open(link);
}

const pictureName = () => `${state.corridor ? state.corridor.id : "corridors"}.png`;

function layTiles() {
  for (const view of [first, compare.second()]) {
    const tiles = view?.tiles();
    if (tiles && tilesOn) tiles.addTo(view.map);
    else if (tiles) tiles.remove();
  }
}

// The posts' own view shows them alone, and elsewhere all is shown again.
function showPanel(panel) {
  store.set(panel === "posts" || state.panel === "posts" ? { panel, fit: true } : { panel });
  shell.scrollToFigures();
}

function drawPanel(answers, against) {
  const parts = {
    overview: () => overviewPanel(data, store, answers, open),
    whatif: () => whatifPanel(data, store, answers, files),
    table: () => tablePanel(data, store, answers, against, open),
    posts: () => postsPanel(data, store, open),
    journey: () => timeCostPanel(data, store),
    about: () => aboutPanel(data),
  };
  refill(shell.headline, headlineOf(data, store, answers, open));
  drawTabs(shell.tabs, panelsOf(data), state.panel, showPanel);
  shell.main.dataset.panel = state.panel;
  shell.body.setAttribute("aria-labelledby", `tab-${state.panel}`);
  refill(shell.body, parts[state.panel]());
}

function drawCaptions(answers, against) {
  const { a, b } = shell.captions;
  a.replaceChildren(...captionOf(data, state.corridor, state.scenario, answers, state.year));
  b.replaceChildren(...captionOf(data, state.corridor, state.against, against, state.against.year));
  a.hidden = state.view !== "two";
  shell.difference.textContent = a.hidden ? "" : differenceOf(data, state.corridor, answers, against);
}

// The panel for paper, and as it was.
function briefing(on) {
  const answers = answersFor(data, state.scenario, store.built());
  if (on) refill(shell.body, briefingPart(data, store, answers));
  else drawPanel(answers, answersFor(data, state.against, builtIn(state.against)));
}

function drawLegend() {
  markScales(shell.legend, data.links, state.colour);
  refill(shell.legend, legendOf(data, state, firstMap.getZoom()));
}

// Says a new answer to those who cannot see it; the first one is on the page anyway.
function speak(answers) {
  const sentence = summary(data, store, answers);
  if (spoken && sentence !== spoken) shell.live.textContent = sentence;
  spoken = sentence;
}

function answersNow() {
  const answers = answersFor(data, state.scenario, store.built());
  return [answers, answersFor(data, state.against, builtIn(state.against))];
}

function draw(changed) {
  if (changed.language || changed === state) setLanguage(data.words, data.languages, state.language);
  wordsOfShell(shell, data, state);
  drawZoom(shell, firstMap, () => viewport.fit(true));
  const [answers, against] = answersNow();
  controls.draw();
  drawCaptions(answers, against);
  drawLegend();
  const resized = compare.show(state.view === "two");
  if (changed.fit || resized) viewport.fit(Boolean(changed.fit));
  // The panel first: the maps ask where their buttons are, and the page is laid out once for both.
  drawPanel(answers, against);
  first.draw(answers, against);
  if (state.view === "two") compare.second().draw(against, answers);
  layTiles();
  speak(answers);
}

// The map as large as its box, and at its place. Header and legend have their heights from the styles.
function begin() {
  compare.show(state.view === "two");
  viewport.begin();
}

// The first picture where first_picture.js has painted none.
function sketch() {
  const answers = answersFor(data, state.scenario, store.built());
  first.sketch(answers, state.colour === "change" && answersFor(data, state.against, builtIn(state.against)));
  document.documentElement.dataset.drawn = "yes";
}

function complete() {
  store.onChange((_, changed) => draw(changed));
  const widths = makeLater(() => drawWidths(shell.legend, data, state, firstMap.getZoom()));
  firstMap.on("zoomend", () => widths.soon());
  draw(state);
  if (state.panel !== "overview") shell.scrollToFigures();
  opening?.remove();
  viewport.settle();
  if (state.selected) first.open(data.linkAt.get(state.selected), false, !state.place);
  globalThis.addEventListener("hashchange", () => {
    if (location.hash.replace(/^#/, "") === store.address()) return;
    store.load(location.hash);
    viewport.goToPlace();
  });
  compare.watch();
  onPaper(state, () => (state.view === "two" ? [first, compare.second()] : [first]), viewport, briefing);
  // The list for the keyboard and names that had to move come in a task of their own.
  setTimeout(() => {
    for (const view of [first, compare.second()]) view?.rest();
    document.documentElement.dataset.ready = "yes";
  });
}

begin();
if (opening) complete();
else {
  sketch();
  afterPicture(complete);
}
// For tests and for those who build on the page.
globalThis.corridorsAtlas = {
  ...{ data, page: store, setLanguage, num, word, limitWords },
  ...{ views: () => [first, compare.second()].filter(Boolean) },
  ...{ answersFor, builtBy, builtIn, clashes, costOf, measuresOf, factsOf },
  ...{ corridorRange, linkRange, journeyOf, significant, scenarioText, scenarioFrom },
};
