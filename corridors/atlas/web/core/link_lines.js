// The block of data that the first picture needs: where links run, and how lines are drawn.
import { boxOf, halfway } from "./geometry.js";
import { placeOf } from "./mercator.js";
import { decodeWorld } from "./polyline.js";
import { rowsOf, valuesOf } from "./unpack.js";

// Kinds that are drawn as a symbol, whether or not a line goes with it.
const SYMBOLS = ["border", "terminal"];

// Links with their lines, in three levels and decoded when somebody asks: few look closely.
function makeLink({ decimals, home }) {
  return class Link {
    #far = null;
    #line = null;
    #fine = null;
    #box = null;
    #spot = null;
    // What suffices for a whole country.
    get far() {
      this.#far ??= this.o ? decodeWorld(this.g, decimals, this.o) : this.line;
      return this.#far;
    }
    get line() {
      this.#line ??= this.k ? decodeWorld(this.g, decimals, this.k) : this.fine;
      return this.#line;
    }
    get fine() {
      this.#fine ??= decodeWorld(this.g, decimals);
      return this.#fine;
    }
    get box() {
      this.#box ??= boxOf(this.far);
      return this.#box;
    }
    get spot() {
      this.#spot ??= halfway(this.line);
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
