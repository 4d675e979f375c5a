// Every state of the page comes back from its address; an address that says nonsense gives the usual state.
import assert from "node:assert/strict";
import { test } from "node:test";
import { addressOf, stateOf, usualState } from "../../corridors/atlas/web/core/address.js";

const scenarios = [
  { id: "today", year: 2026, build: [], ready: [] },
  { id: "later", year: 2030, build: [0, 1], ready: [2028, 2030] },
];
const measures = [
  { id: "loops", i: 0 },
  { id: "track", i: 1 },
];
const corridors = [{ id: "north" }, { id: "south" }];
const byId = (list) => new Map(list.map((x) => [x.id, x]));
const data = {
  scenarios,
  measures,
  corridors,
  scenarioAt: byId(scenarios),
  measureAt: byId(measures),
  corridorAt: byId(corridors),
  linkAt: new Map([["rail/a-b", {}]]),
  flows: {},
  years: [2026, 2035],
  languages: ["en", "ru", "kk"],
  language: "en",
};
const usual = usualState(data);

test("the usual state has an empty address", () => {
  assert.equal(addressOf(data, usual, usual), "");
  assert.deepEqual(stateOf(data, usual, ""), usual);
});

test("gains are counted from the first scenario", () => {
  assert.equal(usual.against.id, "today");
});

test("a state comes back whole", () => {
  const state = {
    ...usual,
    scenario: scenarios[1],
    against: scenarios[0],
    corridor: corridors[1],
    year: 2029,
    added: new Set([0]),
    removed: new Set([1]),
    colour: "change",
    load: "target",
    view: "two",
    hidden: new Set(["road", "sea"]),
    sides: true,
    moving: true,
    language: "kk",
    panel: "table",
    selected: "rail/a-b",
    place: [46.5, 62.25, 5],
  };
  assert.deepEqual(stateOf(data, usual, `#${addressOf(data, usual, state)}`), state);
});

test("nonsense is as usual", () => {
  const text = "#s=none&vs=none&c=none&y=1900&add=none,,&by=taste&load=x&view=3&hide=all&l=xx&p=x&sel=x&at=1,2";
  assert.deepEqual(stateOf(data, usual, text), usual);
});
