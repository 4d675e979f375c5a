// The facts of a link: value with its range, grade and source; rivals; what measures change; what is only assumed.
import { el, link } from "../ui/dom.js";
import { num, t, textOf, withUnit, word } from "../ui/i18n.js";

// So many facts are shown at once; more of them wait to be opened.
const MANY = 24;

export function sourceOf(data, i) {
  const [id, title, publisher, date, url] = data.sources[i];
  const words = title || id;
  return el(
    "span",
    { class: "source" },
    link(url, words),
    publisher || date ? ` (${[publisher, date].filter(Boolean).join(", ")})` : "",
  );
}

export const gradeTag = (grade) =>
  grade ? el("span", { class: `grade grade-${grade}`, title: t(`grade_${grade}`) }, grade) : null;

// A row of the data with names for its places; `measure` is the one that sets the fact.
const named = ([attribute, value, low, high, grade, sources, rival, note], measure) => ({
  attribute,
  value,
  low,
  high,
  grade,
  sources,
  rival: rival === 1,
  note,
  measure,
});

function withRange(data, { attribute, value, low, high }) {
  const wide = low !== null && high !== null && (low < value || high > value);
  const range = wide ? ` (${num(low)}–${num(high)})` : "";
  return [withUnit(value, data.attributes[attribute].unit), range && el("span", { class: "range" }, range)];
}

const sourcesOf = (data, fact) => fact.sources.map((i, n) => [n ? "; " : "", sourceOf(data, i)]);

function rivalRow(data, fact) {
  return el(
    "div",
    { class: "rival" },
    `${t(fact.rival ? "rival" : "before")}: `,
    withRange(data, fact),
    " ",
    gradeTag(fact.grade),
    " ",
    sourcesOf(data, fact),
    fact.note && el("span", { lang: "en" }, ` ${fact.note}`),
  );
}

function factRow(data, fact, rivals) {
  const attribute = data.attributes[fact.attribute];
  return el(
    "div",
    { class: "fact" },
    el("dt", { title: attribute.text }, word("attr", attribute.id)),
    el(
      "dd",
      {},
      el("b", {}, withRange(data, fact)),
      " ",
      gradeTag(fact.grade),
      el("div", { class: "from" }, sourcesOf(data, fact)),
      fact.measure && el("div", { class: "set-by" }, `${t("by_measure")}: ${textOf(fact.measure.n)}`),
      fact.note && el("div", { class: "from", lang: "en" }, fact.note),
      rivals.map((rival) => rivalRow(data, rival)),
    ),
  );
}

// Facts that the chosen measures set on this link; where two set the same one, the last by name tells, as in the package.
function setByMeasures(data, link, built) {
  const found = new Map();
  for (const measure of data.measures.filter((m) => built.has(m.i))) {
    for (const [links, ...row] of measure.sets || []) {
      if (links.includes(link.id)) found.set(row[0], named(row, measure));
    }
  }
  return [...found.values()];
}

const fold = (open, title, rows) =>
  rows.length > 0 && el("details", { open }, el("summary", {}, title), el("dl", { class: "fact-list" }, rows));

export function factsOf(data, link, built) {
  const byMeasures = setByMeasures(data, link, built);
  const listed = (link.facts || []).map((row) => named(row));
  const changed = new Set(byMeasures.map((f) => f.attribute));
  const used = [...byMeasures, ...listed.filter((f) => !f.rival && !changed.has(f.attribute))];
  const rivals = listed.filter((f) => f.rival || changed.has(f.attribute));
  const stated = new Set([...changed, ...listed.map((f) => f.attribute)]);
  const assumed = data.defaults
    .filter(([kind, form, attribute]) => kind === link.kind && (!form || form === link.form) && !stated.has(attribute))
    .map(([, , ...row]) => named(row));
  const rivalsOf = (fact) => rivals.filter((r) => r.attribute === fact.attribute);
  return [
    fold(
      used.length < MANY,
      t("facts_stated", { n: used.length }),
      used.map((f) => factRow(data, f, rivalsOf(f))),
    ),
    fold(
      false,
      t("facts_assumed", { n: assumed.length }),
      assumed.map((f) => factRow(data, f, [])),
    ),
  ];
}
