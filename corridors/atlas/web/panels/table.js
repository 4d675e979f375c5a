// The same figures as a table that can be sorted and saved: corridors, or the links of the chosen corridor.
import { lengthOf } from "../core/data.js";
import { corridorRange, linkRange } from "../core/ranges.js";
import { askedOf, shortOf } from "../core/targets.js";
import { saveCsv } from "../output/export.js";
import { csvText } from "../ui/csv.js";
import { button, el } from "../ui/dom.js";
import { graded, limitWords, num, significant, span, t, textOf } from "../ui/i18n.js";
import { sortable } from "../ui/sortable.js";

const order = { column: 0, down: false, shown: "" };

// Cells that hold a figure: what is shown, and what it is sorted and saved by.
const figure = (value, text) => ({ value, text: value === null ? "–" : text });
const plain = (value) => figure(value === undefined ? null : value, num(value));
const rangeCells = (range, value, grade) => [
  figure(range ? range.p50 : null, range && significant(range.p50)),
  { ...figure(range ? range.p05 : null, range && span(range)), high: range ? range.p95 : null },
  figure(value, graded(value, grade)),
];

function worstGrade(answers, cut) {
  const grades = cut.map((i) => answers.rows[i].grade).sort();
  return grades[grades.length - 1] || "";
}

function corridorRows(data, store, answers, against) {
  return data.corridors.map((c) => {
    const found = answers.flow(c);
    const grade = worstGrade(answers, found.cut);
    const asked = askedOf(data, answers, c);
    const other = against.flow(c).value;
    return {
      key: c.id,
      press: () => store.set({ corridor: c, fit: true }),
      cells: [
        `${c.code} ${textOf(c.n)}`,
        ...rangeCells(corridorRange(data, answers, c), found.value, grade),
        figure(asked ? asked.mtpa : null, asked && significant(asked.mtpa)),
        figure(asked ? shortOf(asked) : null, asked && significant(shortOf(asked))),
        plain(other),
        plain(lengthOf(data, c.route)),
        found.cut.map((i) => textOf(data.links[i].n)).join("; "),
        grade,
      ],
    };
  });
}

function linkRows(data, store, answers, against, open) {
  const found = answers.flow(store.state.corridor);
  return store.state.corridor.links.map((i) => {
    const link = data.links[i];
    const row = answers.rows[i];
    return {
      key: link.id,
      press: () => open(link),
      bottleneck: found.cut.includes(i),
      cells: [
        textOf(link.n),
        ...rangeCells(linkRange(data, answers, i), row.clash ? null : row.capacity, row.grade),
        plain(against.rows[i].clash ? null : against.rows[i].capacity),
        plain(Math.abs(found.by.get(i) || 0)),
        limitWords(row.limit),
        row.grade,
      ],
    };
  });
}

// Heads of the columns: {words, unit: of its figures, ends: names of the two figures that its cells hold}.
function headsOf(state) {
  const unit = t("unit_mtpa");
  const of = (words, more) => ({ words, ...more });
  const ranges = [
    of(t("middle"), { unit }),
    of(t("range_90"), { unit, ends: ["5 %", "95 %"] }),
    of(t("best_guesses"), { unit }),
  ];
  const other = of(`${t("compared")}: ${textOf(state.against.n)}`, { unit, short: t("compared") });
  if (state.corridor)
    return [of(t("section")), ...ranges, other, of(t("flow_at_most"), { unit }), of(t("limit")), of(t("grade"))];
  const asked = [of(t("asked"), { unit }), of(t("short"), { unit })];
  return [
    of(t("corridor")),
    ...ranges,
    ...asked,
    other,
    of(t("length"), { unit: t("unit_km") }),
    of(t("bottlenecks")),
    of(t("grade")),
  ];
}

function toolRow(data, store, save) {
  const { corridor } = store.state;
  const all = () => store.set({ corridor: null, fit: true });
  return el(
    "p",
    { class: "buttons" },
    button("csv", save, {}, t("save_csv")),
    corridor && data.corridors.length > 1 && button("all", all, {}, t("all_corridors")),
  );
}

export function tablePanel(data, store, answers, against, open) {
  const { state } = store;
  const rows = state.corridor
    ? linkRows(data, store, answers, against, open)
    : corridorRows(data, store, answers, against);
  const shown = state.corridor ? "links" : "corridors";
  if (order.shown !== shown) Object.assign(order, { shown, column: state.corridor ? -1 : 0, down: false });
  const heads = headsOf(state);
  const about = `${textOf(state.scenario.n)}, ${state.year}; ${t("unit_mtpa")}. ${t("compared")}: ${textOf(state.against.n)}`;
  const table = sortable(heads, rows, order, about, () => store.set({ panel: "table" }));
  const world = `${textOf(state.scenario.n)}, ${state.year}${state.added.size + state.removed.size ? `, ${t("panel_whatif")}` : ""}`;
  const name = `${state.corridor ? state.corridor.id : "corridors"}.csv`;
  return [
    toolRow(data, store, () => saveCsv(name, csvText(heads, table.rows, world))),
    el("p", { class: "hint-line" }, t(data.ranges ? "table_ranges" : "no_ranges")),
    el("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": t("table") }, table.node),
  ];
}
