// Names as people write them: without case, accents, hyphens, quotes and Kazakh letters, as corridors/names.py has it.

// Kazakh letters as a Russian keyboard has them.
const RUSSIAN = { ә: "а", ғ: "г", қ: "к", ң: "н", ө: "о", ұ: "у", ү: "у", һ: "х", і: "и" };
const KAZAKH = new RegExp(`[${Object.keys(RUSSIAN).join("")}]`, "g");

// Upper case first, which spells ß out.
export const plain = (text) =>
  text
    .toUpperCase()
    .toLowerCase()
    .replace(KAZAKH, (letter) => RUSSIAN[letter])
    .normalize("NFKD")
    .replace(/\p{Mn}/gu, "")
    .replace(/[^\p{L}\p{N}]+/gu, " ")
    .trim();
