// Time and cost of a tonne along the main route of a corridor, summed up from what the package computed of each link.
import { bitsOf } from "./model.js";

// Rows [link, km, moving h, h, usd, h of waiting at least, at most] summed up to the end of each link of the main route.
export function journeyOf(data, corridor, built) {
  const sum = [0, 0, 0, 0, 0, 0];
  return corridor.route.map((i) => {
    const link = data.links[i];
    const own = link.t[bitsOf(link, built)] || link.t[0];
    own.forEach((value, k) => {
      sum[k] += value || 0;
    });
    return [i, ...sum];
  });
}
