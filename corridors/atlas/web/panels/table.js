// The same figures as a table that can be sorted and saved: corridors, or the links of the chosen corridor.
import { lengthOf } from "../core/data.js";
import { saveText } from "../output/export.js";
import { button, el } from "../ui/dom.js";
import { languageNow, limitWords, num, t, textOf } from "../ui/i18n.js";

const order = { column: 0, down: false, corridors: true };

function corridorRows(data, store, answers, against) {
  return data.corridors.map((c) => {
    const found = answers.flow(c);
    const worst =
      found.cut
        .map((i) => answers.rows[i].grade)
        .sort()
        .pop() || "";
    return {
      key: c.id,
      press: () => store.set({ corridor: c, fit: true }),
      cells: [
        `${c.code} ${textOf(c.n)}`,
        found.value,
        against.flow(c).value,
        lengthOf(data, c.route),
        found.cut.map((i) => textOf(data.links[i].n)).join("; "),
        worst,
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
        row.clash ? null : row.capacity,
        against.rows[i].clash ? null : against.rows[i].capacity,
        Math.abs(found.by.get(i) || 0),
        limitWords(row.limit),
        row.grade,
      ],
    };
  });
}

const headsOf = (state) =>
  state.corridor
    ? [t("section"), t("capacity"), t("compared"), t("flow_at_most"), t("limit"), t("grade")]
    : [t("corridor"), t("capacity"), t("compared"), t("length_km"), t("bottleneck"), t("grade")];

function sorted(rows) {
  const { column, down } = order;
  const value = (r) => r.cells[column];
  const by = (a, b) =>
    typeof value(a) === "string"
      ? String(value(a)).localeCompare(String(value(b)), languageNow())
      : (value(a) || 0) - (value(b) || 0);
  if (column < 0) return rows;
  return rows.slice().sort((a, b) => (down ? by(b, a) : by(a, b)));
}

function headCell(head, i, sort) {
  const on = order.column === i;
  const sorting = { scope: "col", "aria-sort": on ? (order.down ? "descending" : "ascending") : "none" };
  const mark = el("i", { "aria-hidden": "true" }, on ? (order.down ? " ▾" : " ▴") : "");
  return el(
    "th",
    sorting,
    button(`sort ${i}`, () => sort(i), {}, head, mark),
  );
}

function nameCell(row, name) {
  const badge = row.bottleneck && el("b", { class: "badge", title: t("bottleneck") }, "!");
  return el("th", { scope: "row" }, badge, button(`row ${row.key}`, row.press, { class: "as-link" }, name));
}

function cellOf(cell) {
  const number = typeof cell === "number";
  return el("td", { class: number ? "num" : "" }, number ? num(cell) : cell === null ? "–" : cell);
}

function bodyRow(row) {
  const [name, ...rest] = row.cells;
  return el("tr", { class: row.bottleneck ? "bottleneck-row" : "" }, nameCell(row, name), rest.map(cellOf));
}

function toolRow(data, store, heads, shown) {
  const { corridor } = store.state;
  const save = () => saveText(`${corridor ? corridor.id : "corridors"}.csv`, csv(heads, shown));
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
  if (order.corridors !== !state.corridor)
    Object.assign(order, { corridors: !state.corridor, column: state.corridor ? -1 : 0, down: false });
  const heads = headsOf(state);
  const shown = sorted(rows);
  const sort = (i) => {
    order.down = order.column === i ? !order.down : typeof rows[0]?.cells[i] === "number";
    order.column = i;
    store.set({ panel: "table" });
  };
  const about = `${textOf(state.scenario.n)}, ${state.year}; ${t("unit_mtpa")}. ${t("compared")}: ${textOf(state.against.n)}`;
  const head = heads.map((h, i) => headCell(h, i, sort));
  const body = el("tbody", {}, shown.map(bodyRow));
  const table = el("table", { class: "figures" }, el("caption", {}, about), el("thead", {}, el("tr", {}, head)), body);
  return [
    toolRow(data, store, heads, shown),
    el("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": t("table") }, table),
  ];
}

// A text that a spreadsheet would take for a formula gets an apostrophe.
export function csv(heads, rows) {
  const cell = (value) => {
    if (value === null || value === undefined) return "";
    if (typeof value === "number") return Number.isFinite(value) ? String(Math.round(value * 1e6) / 1e6) : "";
    const plain = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
    return /[",\n\r]/.test(plain) ? `"${plain.split('"').join('""')}"` : plain;
  };
  return `${[heads, ...rows.map((r) => r.cells)].map((line) => line.map(cell).join(",")).join("\n")}\n`;
}
