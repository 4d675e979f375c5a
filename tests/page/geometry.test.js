// Lines in the world of the map: decoded, boxed, found through a grid, measured; and where names would be struck.
import assert from "node:assert/strict";
import { test } from "node:test";
import { fitted } from "../../corridors/atlas/web/core/fit.js";
import { boxOf, distanceTo, gridOf, halfway, meet, union, within } from "../../corridors/atlas/web/core/geometry.js";
import { placeOf, worldX, worldY } from "../../corridors/atlas/web/core/mercator.js";
import { occupancyOf } from "../../corridors/atlas/web/core/occupancy.js";
import { decode, decodePath, decodeWorld } from "../../corridors/atlas/web/core/polyline.js";
import { readLines } from "../../corridors/atlas/web/core/opening_lines.js";
import { rowsOf, unpack } from "../../corridors/atlas/web/core/unpack.js";

function near(a, b) {
  for (const [i, v] of a.entries()) assert.ok(Math.abs(v - b[i]) < 1e-6, `${a} is not ${b}`);
}

test("the world is 256 wide, its middle at 0 degrees, and places come back", () => {
  near([worldX(-180), worldX(180), worldY(0)], [0, 256, 128]);
  near(placeOf(worldX(71.4), worldY(51.1)), [51.1, 71.4]);
  near([worldY(89)], [0]);
});

test("a line is decoded into the world", () => {
  const text = "_p~iF~ps|U_ulLnnqC_mqNvxq`@";
  near(
    [...decodeWorld(text, 5)],
    decode(text, 5).flatMap(([lat, lon]) => [worldX(lon), worldY(lat)]),
  );
});

test("a path of whole numbers is decoded into the world, a sign standing for a space", () => {
  assert.deepEqual([...decodePath("M10 20l3-4-5 0", 2)], [2.5, 5, 3.25, 4, 2, 4]);
  assert.deepEqual([...decodePath("M8-4", 0)], [8, -4]);
});

test("lines of the opening stand with what they are drawn by", () => {
  const opening = {
    looks: [
      ["rail", "rail", 5, 0, 1],
      ["road", "road", null, 1, 1],
    ],
    at: [1, 0, 1],
    box: [0, 0, 1, 1],
  };
  const block = { links: { size: 3, columns: { o: ["M0 0", "M1 1", "M2 2"] } }, opening };
  const { looks, paths } = readLines(JSON.stringify(block)).opening;
  assert.deepEqual(paths, ["M0 0", "M1 1", "M2 2"]);
  assert.deepEqual(
    looks.map(({ i, kind, capacity, recedes, links }) => [i, kind, capacity, recedes, links]),
    [
      [0, "rail", 5, false, [1]],
      [1, "road", null, true, [0, 2]],
    ],
  );
});

test("boxes", () => {
  assert.deepEqual(boxOf([1, 5, 3, 2]), [1, 2, 3, 5]);
  assert.ok(meet([0, 0, 2, 2], [2, 2, 3, 3]));
  assert.ok(!meet([0, 0, 1, 1], [2, 0, 3, 1]));
  assert.deepEqual(
    union([
      [0, 0, 1, 1],
      [-1, 3, 0, 4],
    ]),
    [-1, 0, 1, 4],
  );
});

test("the grid finds what a walk over all boxes finds", () => {
  let seed = 1;
  const next = () => {
    seed = (seed * 16807) % 2147483647;
    return seed / 2147483647;
  };
  const boxes = Array.from({ length: 300 }, () => {
    const [x, y] = [next() * 100, next() * 50];
    return [x, y, x + next() * 9, y + next() * 30];
  });
  const find = gridOf(boxes);
  for (let k = 0; k < 200; k += 1) {
    const [x, y] = [next() * 120 - 10, next() * 90 - 10];
    const box = [x, y, x + 2, y + 2];
    assert.deepEqual(
      find(box),
      boxes.flatMap((b, i) => (meet(b, box) ? [i] : [])),
    );
  }
});

test("distance to a line, to a point, and half way along", () => {
  assert.equal(distanceTo([0, 0, 10, 0], 5, 3), 3);
  assert.equal(distanceTo([0, 0, 10, 0], 13, 4), 5);
  assert.equal(distanceTo([1, 1], 4, 5), 5);
  assert.deepEqual(halfway([0, 0, 10, 0, 10, 10]), [10, 0]);
  assert.deepEqual(halfway([0, 0, 4, 0]), [2, 0]);
  assert.deepEqual(halfway([7, 8]), [7, 8]);
});

test("within a ring with a bay", () => {
  const ring = [0, 0, 10, 0, 10, 10, 5, 4, 0, 10, 0, 0];
  assert.ok(within(ring, 5, 2));
  assert.ok(!within(ring, 5, 8));
  assert.ok(!within(ring, -1, 2));
});

test("a name is struck where a line runs, as wide as it is drawn", () => {
  const lines = occupancyOf([0, 0, 300, 200]);
  lines.line([0, 100, 300, 100], 2);
  assert.ok(lines.struck([50, 90, 90, 110]) > 0);
  assert.equal(lines.struck([50, 60, 90, 90]), 0);
  lines.line([0, 40, 300, 40], 30);
  assert.ok(lines.struck([50, 28, 90, 30]) > 0);
  lines.line([-900, -900, -800, -900], 4);
  assert.equal(lines.struck([0, 150, 300, 199]), 0);
});

test("tables come back as rows, without what a row does not have", () => {
  const table = {
    size: 3,
    columns: { id: ["a", "b", "c"], kind: { of: ["rail", "road"], at: [0, 1, 0] }, note: [null, "x", null] },
  };
  assert.deepEqual(rowsOf(table), [
    { id: "a", kind: "rail" },
    { id: "b", kind: "road", note: "x" },
    { id: "c", kind: "rail" },
  ]);
  const links = { size: 2, columns: { id: ["a", "b"], facts: [[0, 1], []] } };
  const first = { home: ["KZ"], opening: { capacity: [1, 2] }, links: [{ kind: "rail" }, { kind: "road" }] };
  const data = unpack(first, { links, nodes: { size: 0, columns: {} }, facts: [["f"], ["g"]] });
  assert.deepEqual(data.links, [
    { kind: "rail", id: "a", facts: [["f"], ["g"]] },
    { kind: "road", id: "b", facts: [] },
  ]);
  assert.deepEqual([data.home, data.opening], [["KZ"], undefined]);
});

test("a box fills the map, and lies in it with room for the buttons", () => {
  for (const size of [
    { x: 1000, y: 700 },
    { x: 390, y: 500 },
    { x: 390, y: 200 },
  ]) {
    const box = [160, 80, 190, 95];
    const { zoom, x, y } = fitted(box, size);
    const scale = 2 ** zoom;
    const [left, top, right, bottom] = box.map((v, i) => (v - (i % 2 ? y : x)) * scale + (i % 2 ? size.y : size.x) / 2);
    assert.ok(left > 20 && top > 10 && right < size.x - 20 && bottom < size.y - 30, `${[left, top, right, bottom]}`);
    assert.ok(right - left > size.x / 2 || bottom - top > size.y / 2, "no smaller than it needs to be");
    assert.equal(zoom * 4, Math.round(zoom * 4));
  }
  assert.equal(fitted([170, 90, 170, 90], { x: 1000, y: 700 }).zoom, 9, "a point");
});

test("a map smaller than its edges, or of no size, stands at a place and a zoom all the same", () => {
  for (const size of [
    { x: 0, y: 0 },
    { x: 40, y: 30 },
    { x: 800, y: 40 },
  ]) {
    const { zoom, x, y } = fitted([10, 10, 20, 20], size);
    assert.ok([zoom, x, y].every(Number.isFinite), `${zoom} ${x} ${y}`);
  }
});
