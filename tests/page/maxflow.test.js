// Maximum flow, cut and ladder on networks small enough to check by hand.
import assert from "node:assert/strict";
import { test } from "node:test";
import { ladderOf, maxFlow, targetFlow } from "../../corridors/atlas/web/core/maxflow.js";

//  0 --5-- 1 --3-- 2        a line
const line = { count: 3, tail: [0, 1], head: [1, 2], sources: [0], sinks: [2] };
//      1
//    4/ \2
//   0     3               a diamond
//    1\ /6
//      2
const diamond = { count: 4, tail: [0, 1, 0, 2], head: [1, 3, 2, 3], sources: [0], sinks: [3] };

test("a line carries what its narrowest link carries", () => {
  assert.deepEqual(maxFlow(line, [5, 3]), { value: 3, flow: [3, 3], cut: [1] });
});

test("a diamond carries the sum of its sides, and flow leaves each node as it came", () => {
  const found = maxFlow(diamond, [4, 2, 1, 6]);
  assert.equal(found.value, 3);
  assert.deepEqual(found.flow, [2, 2, 1, 1]);
  assert.deepEqual(found.cut, [1, 2]);
});

test("flow against a link is negative", () => {
  const turned = { ...line, tail: [1, 2], head: [0, 1] };
  assert.deepEqual(maxFlow(turned, [5, 3]).flow, [-3, -3]);
});

test("nothing flows where there is no way, and no end of it where nothing limits", () => {
  assert.equal(maxFlow({ ...line, sinks: [] }, [5, 3]).value, 0);
  assert.equal(maxFlow(line, [Infinity, Infinity]).value, Infinity);
});

test("the ladder relieves one bottleneck after the other", () => {
  assert.deepEqual(ladderOf(line, [5, 3], 8), [
    { value: 3, cut: [1] },
    { value: 5, cut: [0] },
  ]);
});

test("cuts of one capacity share a rung", () => {
  assert.deepEqual(ladderOf(line, [3, 3], 8), [{ value: 3, cut: [0, 1] }]);
});

test("a target is carried in full, as if the links that limit it were wide enough", () => {
  assert.deepEqual(targetFlow(line, [5, 3], 10), [10, 10]);
});
