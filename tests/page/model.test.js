// What is looked up for a link and a set of measures, what measures cost, and lines as they come back from text.
import assert from "node:assert/strict";
import { test } from "node:test";
import { classOf } from "../../corridors/atlas/web/core/classes.js";
import { bitsOf, builtBy, clashes, costOf, loadOf, problemOf, rowOf } from "../../corridors/atlas/web/core/model.js";
import { decode } from "../../corridors/atlas/web/core/polyline.js";

const link = {
  id: "rail/a-b",
  m: [[0], [1, 2]],
  v: { 0: [5, 0, "B"], 1: [8, 1, "C", 8, 7] },
  ends: [0, 1],
  clash: [3],
};
const data = {
  limits: [
    ["headway", {}],
    ["loops", {}],
  ],
  links: [link],
  measures: [{ i: 0 }, { i: 1 }, { i: 2 }],
  corridorAt: new Map(),
  flows: { later: [1] },
};

test("a set of measures is looked up by its bits", () => {
  assert.equal(bitsOf(link, new Set([2])), 2);
  assert.equal(rowOf(data, link, new Set(), { id: "today" }).capacity, 5);
  const row = rowOf(data, link, new Set([0]), { id: "today" });
  assert.deepEqual([row.capacity, row.limit, row.stated], [8, ["loops", {}], 7]);
});

test("measures that contradict each other have no capacity, and are named", () => {
  const both = new Set([0, 1]);
  assert.equal(rowOf(data, link, both, { id: "today" }).clash, true);
  assert.deepEqual(clashes(data, both), [{ link, measures: [data.measures[0], data.measures[1]], known: true }]);
});

test("a scenario's own facts come before what measures set", () => {
  const own = { ...link, own: { later: { 0: [9, 0, "B"] } } };
  assert.equal(rowOf(data, own, new Set(), { id: "later" }).capacity, 9);
  assert.equal(rowOf(data, own, new Set(), { id: "today" }).capacity, 5);
});

test("a measure is built from the year in which it is ready", () => {
  assert.deepEqual([...builtBy({ build: [4, 7], ready: [2027, 2030] }, 2029)], [4]);
});

test("a part costs nothing beside its whole, what is done is paid, what is unknown is counted", () => {
  const measures = [
    { id: "whole", cost: [10, 8, 12] },
    { id: "part", part_of: "whole", cost: [4, 3, 5] },
    { id: "done", status: "done", cost: [7, 7, 7] },
    { id: "unknown" },
  ];
  assert.deepEqual(costOf(measures), { value: 10, low: 8, high: 12, unknown: 1, count: 2 });
});

test("a load that a scenario does not have is the maximum", () => {
  assert.equal(loadOf(data, { id: "later" }, "demand"), "demand");
  assert.equal(loadOf(data, { id: "today" }, "demand"), "max");
  assert.equal(loadOf(data, { id: "today", target: { c: "none" } }, "target"), "max");
});

test("nodes of a corridor are numbered, links in the order of their names", () => {
  const links = [
    { id: "b", ends: [7, 9] },
    { id: "a", ends: [7, 8] },
  ];
  const found = problemOf({ links }, { links: [0, 1], from: [8], to: [9, 5] });
  assert.deepEqual(found, { links: [1, 0], tail: [0, 0], head: [1, 2], sources: [1], sinks: [2], count: 3 });
});

test("a value on a bound is in the upper class", () => {
  assert.deepEqual(
    [0, 5, 6, 20].map((v) => classOf(v, [5, 10])),
    [0, 1, 1, 2],
  );
});

test("an encoded polyline comes back", () => {
  assert.deepEqual(decode("_p~iF~ps|U_ulLnnqC_mqNvxq`@", 5), [
    [38.5, -120.2],
    [40.7, -120.95],
    [43.252, -126.453],
  ]);
});
