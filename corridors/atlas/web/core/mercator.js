// Web Mercator: places as units of a world that is 256 wide, which is its size in pixels at zoom 0.
const WORLD = 256;
// Where the square world ends.
const MOST_LAT = 85.0511287798;
const RADIANS = Math.PI / 180;

export const worldX = (lon) => (lon / 360 + 0.5) * WORLD;

export function worldY(lat) {
  const sine = Math.sin(Math.max(-MOST_LAT, Math.min(MOST_LAT, lat)) * RADIANS);
  return (0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI)) * WORLD;
}

// [latitude, longitude] of a place in the world.
export function placeOf(x, y) {
  const lat = 2 * Math.atan(Math.exp((0.5 - y / WORLD) * 2 * Math.PI)) - Math.PI / 2;
  return [lat / RADIANS, (x / WORLD - 0.5) * 360];
}
