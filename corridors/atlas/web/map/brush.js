// A canvas over a part of the world: how large it is, where it stands, and painting on it.

// Beyond each edge of the map the canvas reaches so much of its size: a short pan paints nothing.
export const PADDING = 0.2;
// At most so many pixels of the canvas for one of the page: sharper than a screen only on paper.
const ON_PAPER = 3;

const sharpness = () => (document.documentElement.classList.contains("on-paper") ? ON_PAPER : devicePixelRatio);

// How a canvas stands over the world: `view` in pixels of the layer, `world` the same part in units of the world.
export function frameOf(zoom, origin, view) {
  const scale = 2 ** zoom;
  const world = view.map((v, i) => (v + (i % 2 ? origin.y : origin.x)) / scale);
  return { zoom, scale, x: origin.x, y: origin.y, view, world };
}

// What of `all` does not lie in `part`: strips as high as all, and strips as wide as the part.
export function stripsOf(part, all) {
  const [left, top, right, bottom] = part;
  const strips = [
    [all[0], all[1], left, all[3]],
    [right, all[1], all[2], all[3]],
    [left, all[1], right, top],
    [left, bottom, right, all[3]],
  ];
  return strips.filter((strip) => strip[2] > strip[0] && strip[3] > strip[1]);
}

// Paints a canvas that shows `view`, [left, top, right, bottom] in pixels of the layer; paint(brush, frame). Where there
// is no graphics card, browsers copy a canvas anew whenever the map moves, and a picture that was handed to it only once;
// for what is painted again and again (`often`) that is no gain.
export function paintCanvas(canvas, view, zoom, origin, paint, often = false) {
  const sharp = sharpness();
  const [left, top, right, bottom] = view;
  const [wide, high] = [Math.round((right - left) * sharp), Math.round((bottom - top) * sharp)];
  if (canvas.width !== wide || canvas.height !== high) {
    canvas.width = wide;
    canvas.height = high;
    canvas.style.width = `${right - left}px`;
    canvas.style.height = `${bottom - top}px`;
  }
  const sheet = often || !globalThis.OffscreenCanvas ? canvas : new OffscreenCanvas(wide, high);
  const brush = sheet.getContext("2d");
  brush.setTransform(1, 0, 0, 1, 0, 0);
  brush.clearRect(0, 0, wide, high);
  brush.setTransform(sharp, 0, 0, sharp, -left * sharp, -top * sharp);
  paint(brush, frameOf(zoom, origin, view));
  if (sheet !== canvas) canvas.getContext("bitmaprenderer").transferFromImageBitmap(sheet.transferToImageBitmap());
}
