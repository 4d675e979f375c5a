// Things to take away: the map as a picture, a table as text.
import { el } from "../ui/dom.js";
import { fontOf, shorten } from "../ui/text_metrics.js";

const SHARP = 2;
const HEAD_PX = 60;
const LEFT_OUT = ["leaflet-control-container", "hit", "zoom"];

function hand(name, address) {
  const link = el("a", { href: address, download: name });
  document.body.appendChild(link);
  link.click();
  link.remove();
}

export function saveText(name, text, type) {
  const address = URL.createObjectURL(new Blob([text], { type }));
  hand(name, address);
  setTimeout(() => URL.revokeObjectURL(address), 1000);
}

// The mark at the beginning tells spreadsheets that this is UTF-8.
export const saveCsv = (name, text) => saveText(name, `\ufeff${text}`, "text/csv;charset=utf-8");

function paint(node) {
  if (!globalThis.htmlToImage) loadHtmlToImage();
  return globalThis.htmlToImage.toCanvas(node, {
    pixelRatio: SHARP,
    skipFonts: true,
    filter: (n) => !n.classList || LEFT_OUT.every((c) => !n.classList.contains(c)),
  });
}

// A picture that can stand in a report: title, map, legend, one under the other.
export async function savePicture(stage, legend, [title, about], name) {
  const [map, key] = [await paint(stage), await paint(legend)];
  const head = HEAD_PX * SHARP;
  const scale = Math.min(1, map.width / key.width);
  const sheet = document.createElement("canvas");
  sheet.width = map.width;
  sheet.height = Math.ceil(head + map.height + key.height * scale);
  const brush = sheet.getContext("2d");
  const colour = (variable) => getComputedStyle(document.documentElement).getPropertyValue(variable);
  brush.fillStyle = colour("--paper");
  brush.fillRect(0, 0, sheet.width, sheet.height);
  const write = (text, size, weight, ink, y) => {
    brush.font = fontOf(size * SHARP, weight);
    brush.fillStyle = colour(ink);
    brush.fillText(shorten(text, stage.clientWidth - 28, size, weight), 14 * SHARP, y * SHARP);
  };
  write(title, 19, 650, "--ink", 27);
  write(about, 13, 400, "--quiet", 48);
  brush.drawImage(map, 0, head);
  brush.drawImage(key, 0, head + map.height, key.width * scale, key.height * scale);
  hand(name, sheet.toDataURL("image/png"));
}
