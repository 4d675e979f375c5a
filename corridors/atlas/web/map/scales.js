// Lines and road posts share the colours, not the figures: where both are shown the legend has two scales.
import { isPost } from "../core/classes.js";

export const hasTwoScales = (links, colour) => colour === "capacity" && links.some(isPost);

export function markScales(legend, links, colour) {
  legend.dataset.scales = hasTwoScales(links, colour) ? "2" : "1";
}
