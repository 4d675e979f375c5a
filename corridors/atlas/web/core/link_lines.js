// Links with their lines, in two levels and decoded when somebody asks: few look closely.
import { boxOf, halfway } from "./geometry.js";
import { placeOf } from "./mercator.js";
import { decodePath, decodeWorld } from "./polyline.js";

// Kinds that are drawn as a symbol, whether or not a line goes with it.
const SYMBOLS = ["border", "terminal"];

export const isSymbol = (link) => SYMBOLS.includes(link.kind);

export function makeLink({ decimals, home, far_bits: bits, far_below: farBelow }) {
  return class Link {
    #far = null;
    #fine = null;
    #box = null;
    #spot = null;
    #abroad = null;
    // What suffices for all links at once, up to a zoom.
    get farBelow() {
      return farBelow;
    }
    get far() {
      this.#far ??= decodePath(this.o, bits);
      return this.#far;
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
      return isSymbol(this);
    }
    get abroad() {
      this.#abroad ??= home.length > 0 && !this.country.split("-").some((c) => home.includes(c));
      return this.#abroad;
    }
  };
}
