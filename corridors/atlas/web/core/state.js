// The one state of the page; all of it stands in the address, so a link opens the same view again.
import { addressOf, stateOf, usualState } from "./address.js";
import { builtBy } from "./model.js";

// Whether the map shows what runs on the links.
export const showsLoad = (state) => state.colour === "utilisation" || state.moving;

// Measures that are built as a state stands.
function builtFor(state) {
  const set = builtBy(state.scenario, state.year);
  for (const i of state.added) set.add(i);
  for (const i of state.removed) set.delete(i);
  return set;
}

// What is added and removed once a measure has been ticked or unticked.
function toggled(state, measure) {
  const base = builtBy(state.scenario, state.year);
  const now = builtFor(state).has(measure.i);
  const [added, removed] = [new Set(state.added), new Set(state.removed)];
  added.delete(measure.i);
  removed.delete(measure.i);
  if (now && base.has(measure.i)) removed.add(measure.i);
  if (!now && !base.has(measure.i)) added.add(measure.i);
  return { added, removed };
}

export function makeStore(data) {
  const listeners = [];
  const usual = usualState(data);
  const state = { ...usual };
  const address = () => addressOf(data, usual, state);
  const notify = (changed) => {
    for (const listener of listeners) listener(state, changed);
  };

  let sliding = false;

  // Choices can be undone with the browser's Back; moves of the map, and years one after the other, take one step.
  function remember(choice) {
    const text = address();
    if (text === location.hash.replace(/^#/, "")) return;
    const url = text ? `#${text}` : "#";
    try {
      if (choice) history.pushState(null, "", url);
      else history.replaceState(null, "", url);
    } catch {
      // A page inside a notebook has no address of its own.
    }
  }
  function quiet(changes) {
    Object.assign(state, changes);
    remember(false);
  }
  // Changes some of the state; a new scenario starts with its own measures and year.
  function set(changes) {
    const fresh =
      changes.scenario && changes.scenario !== state.scenario
        ? { added: new Set(), removed: new Set(), year: changes.scenario.year }
        : {};
    const year = Object.keys(changes).join() === "year";
    Object.assign(state, fresh, changes);
    remember(!(year && sliding));
    sliding = year;
    notify({ ...fresh, ...changes });
  }
  const read = (text) => Object.assign(state, stateOf(data, usual, text));
  function load(text) {
    read(text);
    notify(state);
  }
  return {
    state,
    onChange: (listener) => listeners.push(listener),
    set,
    quiet,
    read,
    load,
    address,
    built: () => builtFor(state),
    toggle: (measure) => set(toggled(state, measure)),
  };
}
