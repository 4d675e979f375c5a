// A table whose columns can be sorted; cells are texts, or {value, text}.
import { button, el } from "./dom.js";
import { languageNow, t } from "./i18n.js";

const sortKey = (cell) => (typeof cell === "string" ? cell : cell.value);

function sorted(rows, { column, down }) {
  if (column < 0) return rows;
  const compared = (a, b) => {
    const [x, y] = [sortKey(a.cells[column]), sortKey(b.cells[column])];
    if (typeof x === "string") return x.localeCompare(String(y), languageNow());
    // What is not known stands at the end, whichever way.
    if (x === null || y === null) return (x === null) - (y === null) || 0;
    return x - y;
  };
  const known = (row) => sortKey(row.cells[column]) !== null;
  const some = rows.filter(known).sort((a, b) => (down ? compared(b, a) : compared(a, b)));
  return [...some, ...rows.filter((row) => !known(row))];
}

function headCell(head, i, order, sort) {
  const on = order.column === i;
  const sorting = { scope: "col", "aria-sort": on ? (order.down ? "descending" : "ascending") : "none" };
  const mark = el("i", { "aria-hidden": "true" }, on ? (order.down ? " ▾" : " ▴") : "");
  return el(
    "th",
    { ...sorting, title: head.words },
    button(`sort ${i}`, () => sort(i), {}, head.short ?? head.words, mark),
  );
}

function nameCell(row, name) {
  const badge = row.bottleneck && el("b", { class: "badge", title: t("bottleneck") }, "!");
  return el("th", { scope: "row" }, badge, button(`row ${row.key}`, row.press, { class: "as-link" }, name));
}

const cellOf = (cell) =>
  typeof cell === "string" ? el("td", {}, cell) : el("td", { class: "num", "data-value": cell.value }, cell.text);

function bodyRow(row) {
  const [name, ...rest] = row.cells;
  return el("tr", { class: row.bottleneck ? "bottleneck-row" : "" }, nameCell(row, name), rest.map(cellOf));
}

// {node, rows in the order shown}; order: {column, down}, kept by whoever shows the table; again: draws it anew.
export function sortable(heads, rows, order, about, again) {
  const sort = (i) => {
    const number = rows[0] && typeof rows[0].cells[i] !== "string";
    order.down = order.column === i ? !order.down : Boolean(number);
    order.column = i;
    again();
  };
  const shown = sorted(rows, order);
  const head = el(
    "tr",
    {},
    heads.map((h, i) => headCell(h, i, order, sort)),
  );
  const node = el(
    "table",
    { class: "figures" },
    el("caption", {}, about),
    el("thead", {}, head),
    el("tbody", {}, shown.map(bodyRow)),
  );
  return { node, rows: shown };
}
