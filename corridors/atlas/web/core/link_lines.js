// The block of data that the first picture needs: where links run, and how lines are drawn.
import { boxOf, halfway } from "./geometry.js";
import { placeOf } from "./mercator.js";
import { decodeWorld } from "./polyline.js";
import { rowsOf, valuesOf } from "./unpack.js";

// Kinds that are drawn as a symbol, whether or not a line goes with it.
const SYMBOLS = ["border", "terminal"];

// Where a link runs: coarse at once, fine when somebody looks closely.
function shape(link, data) {
  link.line = decodeWorld(link.g, data.decimals, link.k);
  link.box = boxOf(link.line);
  link.spot = halfway(link.line);
  link.middle = placeOf(...link.spot);
  link.symbol = SYMBOLS.includes(link.kind);
  link.abroad = data.home.length > 0 && !link.country.split("-").some((c) => data.home.includes(c));
  let fine = link.k ? null : link.line;
  link.fine = () => {
    fine = fine || decodeWorld(link.g, data.decimals);
    return fine;
  };
}

// text: the block as it stands in the page.
export function readLines(text) {
  const data = JSON.parse(text);
  data.links = rowsOf(data.links);
  data.links.forEach((link, i) => {
    link.i = i;
    shape(link, data);
  });
  // The same for the rest of the page, where nothing is chosen yet.
  data.opening.capacity = valuesOf(data.opening.capacity);
  return data;
}
