// Encoded polylines back to [latitude, longitude] points.

export function decode(text, decimals) {
  const factor = 10 ** decimals;
  const points = [];
  let lat = 0;
  let lon = 0;
  let place = 0;
  const next = () => {
    let shift = 0;
    let value = 0;
    let code = 0;
    do {
      code = text.charCodeAt(place) - 63;
      place += 1;
      value |= (code & 31) << shift;
      shift += 5;
    } while (code >= 32);
    return value & 1 ? ~(value >> 1) : value >> 1;
  };
  while (place < text.length) {
    lat += next();
    lon += next();
    points.push([lat / factor, lon / factor]);
  }
  return points;
}
