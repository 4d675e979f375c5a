// Words, numbers and units in the language of the page.

// The order in which every text of the page has its languages; a folder may offer fewer.
const ALL = ["en", "ru", "kk"];
const NO_BREAK = "\u00a0";
// Keeps Mt/year on one line: browsers break after a slash.
const JOINED = "\u2060";
let words = {};
let place = 0;
let language = "en";

export function setLanguage(all, languages, wanted) {
  words = all;
  language = languages.includes(wanted) ? wanted : languages[0];
  place = ALL.indexOf(language);
  document.documentElement.lang = language;
}
export const languageNow = () => language;

// The text of a key, with {holes} filled.
export function t(key, holes) {
  const found = Object.hasOwn(words, key) ? words[key] : null;
  let text = found ? found[place] : key;
  text = text.replace(/\/(?=\S)/g, `/${JOINED}`);
  if (key.startsWith("unit_")) text = text.replace(/ /g, NO_BREAK);
  if (holes) text = text.replace(/\{(\w+):([^}]*)\}/g, (_, name, forms) => form(forms, holes[name]));
  for (const [name, value] of Object.entries(holes || {})) text = text.split(`{${name}}`).join(String(value));
  return text;
}
export const knows = (key) => Object.hasOwn(words, key);

// One of the three names of a thing.
export const textOf = (names) => (names ? names[place] : "");

// As wording/numbers.py writes them; `fixed` keeps zeros at the end.
export function num(value, digits, fixed = false) {
  if (value === null || value === undefined || !Number.isFinite(value)) return "–";
  const size = Math.abs(value);
  const most = digits === undefined ? (size >= 100 ? 0 : size >= 10 ? 1 : 2) : digits;
  let text = size.toFixed(most);
  if (text.includes(".") && !fixed) text = text.replace(/\.?0+$/, "");
  const [whole, part] = text.split(".");
  const grouped =
    whole.length < (language === "en" ? 4 : 5)
      ? whole
      : whole.replace(/\B(?=(\d{3})+$)/g, language === "en" ? "," : NO_BREAK);
  const point = language === "en" ? "." : ",";
  const sign = value < 0 && Number(text) !== 0 ? "−" : "";
  return sign + grouped + (part ? point + part : "");
}
// With so many significant digits, and no more decimals than they need.
export function significant(value, digits = 2) {
  if (!Number.isFinite(value)) return value > 0 ? "∞" : "–";
  if (value === 0) return "0";
  const places = (v) => digits - 1 - Math.floor(Math.log10(Math.abs(v)));
  const few = Number(value.toPrecision(digits));
  return num(few, Math.max(places(few), 0), true);
}
// The ends of a range; {p05, p95}.
export const span = ({ p05, p95 }) => `${significant(p05)}–${significant(p95)}`;
// The ends of the range of a change, as fine as two digits of the greater one need.
export function changeEnds({ p05, p95 }) {
  const places = Math.max(1 - Math.floor(Math.log10(Math.max(Math.abs(p05), Math.abs(p95)))), 0);
  return `${num(p05, places)}…${num(p95, places)}`;
}
// The middle of the draws and nine of ten of them; what carries nothing in any draw says so.
export const middleAndSpan = (range) =>
  range.p95 > 0 ? `${mtpa(range.p50, significant(range.p50))} (${span(range)})` : t("carries_nothing");
// A sum of costs: much of it is estimated, so that it has two digits.
export const money = ({ value, low, high }) =>
  `${significant(value)}${NO_BREAK}${t("unit_musd")}${high > low ? ` (${span({ p05: low, p95: high })})` : ""}`;
// A figure as its grade allows: what is assumed has two digits.
export const graded = (value, grade) => (grade === "D" ? significant(value) : num(value));

export const signed = (value, digits) => (value > 0 ? "+" : "") + num(value, digits);

export const mtpa = (value, text = num(value)) => `${text}${NO_BREAK}${t("unit_mtpa")}`;
export const share = (value) => `${num(value * 100, 0)}${language === "ru" ? NO_BREAK : ""}%`;

// The unit of an attribute; one that has no translation is shown as the data have it.
export function unitWord(unit) {
  const key = `unit_${unit}`;
  return unit === "1" ? "" : knows(key) ? t(key) : unit;
}
export function withUnit(value, unit) {
  const word = unitWord(unit);
  return word ? `${num(value)}${NO_BREAK}${word}` : num(value);
}

// A probability in words that claim no more than draws can tell.
export function chanceWords(value) {
  if (value < 0.001) return t("chance_hardly");
  if (value > 0.999) return t("chance_almost");
  return t("chance_is", {
    share: value < 0.01 ? `< ${share(0.01)}` : value > 0.99 ? `> ${share(0.99)}` : share(value),
  });
}

// What limits a link, in words; measures that contradict each other leave no limit to tell.
export function limitWords(limit) {
  if (!limit) return t("conflict");
  const [code, values] = limit;
  const text = t(`limit_${code}`).replace(/\{(\w+):([^}]*)\}/g, (_, name, forms) => form(forms, values[name]));
  const shown = (name, value) => {
    if (typeof value === "boolean") return t(`${name}_${value ? "yes" : "no"}`);
    return typeof value === "string" ? word("attr", value) : num(value);
  };
  return text.replace(/\{(\w+)\}/g, (_, name) => shown(name, values[name]));
}

// The form of a word that goes with a number, of one|other or, in Russian, one|few|many.
function form(forms, number) {
  const each = forms.split("|");
  if (language !== "ru") return each[number === 1 ? 0 : each.length - 1];
  return each[{ one: 0, many: 2 }[new Intl.PluralRules("ru").select(number)] ?? 1];
}

export const country = (code) =>
  code
    .split("-")
    .map((c) => (knows(`country_${c}`) ? t(`country_${c}`) : c))
    .join(" – ");

// A word of the data that comes from a short list: status, modernisation, kind.
export const word = (prefix, value) => (knows(`${prefix}_${value}`) ? t(`${prefix}_${value}`) : value);
// What a link is: its kind, and its form where it has one.
export const kindOf = (link) =>
  word("kind", link.form && link.kind !== "sea" ? `${link.kind}_${link.form}` : link.kind);
