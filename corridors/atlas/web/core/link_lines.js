// The block of data that the first picture needs: where links run, and how lines are drawn.
import { boxOf, halfway } from "./geometry.js";
import { placeOf } from "./mercator.js";
import { decodeWorld } from "./polyline.js";
import { rowsOf, valuesOf } from "./unpack.js";

// Kinds that are drawn as a symbol, whether or not a line goes with it.
const SYMBOLS = ["border", "terminal"];

// Links with their lines, in two levels and decoded when somebody asks: few look closely. The finer one comes with the
// rest of the data.
function makeLink({ decimals, home, far_below: farBelow }) {
  return class Link {
    #far = null;
    #fine = null;
    #box = null;
    #spot = null;
    // What suffices for all links at once, up to a zoom.
    get farBelow() {
      return farBelow;
    }
    get far() {
      this.#far ??= decodeWorld(this.o, decimals);
      return this.#far;
    }
    get fine() {
      this.#fine ??= this.g ? decodeWorld(this.g, decimals) : this.far;
      return this.#fine;
    }
    get box() {
      this.#box ??= boxOf(this.far);
      return this.#box;
    }
    get spot() {
      this.#spot ??= halfway(this.fine);
      return this.#spot;
    }
    get middle() {
      return placeOf(...this.spot);
    }
    get drawn() {
      return this.far.length > 2;
    }
    get symbol() {
      return SYMBOLS.includes(this.kind);
    }
    get abroad() {
      return home.length > 0 && !this.country.split("-").some((c) => home.includes(c));
    }
  };
}

// text: the block as it stands in the page.
export function readLines(text) {
  const data = JSON.parse(text);
  const Link = makeLink(data);
  data.links = rowsOf(
    data.links,
    Array.from({ length: data.links.size }, () => new Link()),
  );
  data.links.forEach((link, i) => {
    link.i = i;
  });
  data.opening.capacity = valuesOf(data.opening.capacity);
  return data;
}
