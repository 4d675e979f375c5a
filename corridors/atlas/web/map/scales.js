// Lines and road posts share the colours, not the figures: where both are shown the legend has two scales.
import { isPost } from "../core/classes.js";

export const hasTwoScales = (data, colour) => colour === "capacity" && data.links.some(isPost);

export function markScales(legend, data, colour) {
  legend.dataset.scales = hasTwoScales(data, colour) ? "2" : "1";
}
