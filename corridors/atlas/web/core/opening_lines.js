// The block of data that the first picture needs: lines as paths, and what they are drawn by, each look once.
import { valuesOf } from "./unpack.js";

// text: the block as it stands in the page.
export function readLines(text) {
  const data = JSON.parse(text);
  const { opening } = data;
  opening.paths = valuesOf(data.links.columns.o ?? []);
  opening.looks = opening.looks.map(([kind, form, capacity, recedes, inside], i) => {
    return { i, kind, form, capacity, recedes: Boolean(recedes), inside: Boolean(inside), links: [] };
  });
  opening.at.forEach((look, i) => {
    opening.looks[look].links.push(i);
  });
  return data;
}
