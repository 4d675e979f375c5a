// What stands before everything else: the frame of the page, and the lines as they are when it opens.
import { readLines } from "./core/opening_lines.js";
import { paintOpening } from "./map/opening.js";
import { markScales } from "./map/scales.js";
import { afterPicture } from "./ui/after_picture.js";
import { setLanguage } from "./ui/i18n.js";
import { makeShell } from "./ui/shell.js";

export const lines = readLines(document.getElementById("corridors-lines").textContent);
export const shell = makeShell(document.getElementById("map_corridors"));
// How high header and legend will be is in the styles.
if (lines.opening.corridors > 1) shell.top.dataset.corridors = "";
markScales(shell.legend, lines.opening.looks, "capacity");

// An address may ask for something else, and a page that is not shown yet has no size: then the first picture is that
// of main.js.
function open() {
  const { clientWidth: wide, clientHeight: high } = shell.mapBox;
  if (location.hash.length > 1 || !lines.opening.box || !wide || !high) return null;
  // Figures have their marks; words come with the rest of the data.
  setLanguage({}, lines.languages, lines.language);
  const picture = paintOpening(lines, shell.mapBox);
  document.documentElement.dataset.drawn = "yes";
  return picture;
}

function goOn() {
  loadLeaflet();
  loadPage();
}

export const opening = open();

// The rest runs once the picture is on the screen and the file has been read.
const whenRead = () => {
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", goOn, { once: true });
  else goOn();
};
if (opening) afterPicture(whenRead);
else whenRead();
