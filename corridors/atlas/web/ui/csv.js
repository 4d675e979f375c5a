// A table as CSV: units, scenario and year in the header, figures rounded as they are shown.

// A text that a spreadsheet would take for a formula gets an apostrophe.
function quoted(text) {
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\n\r]/.test(safe) ? `"${safe.split('"').join('""')}"` : safe;
}

function rounded(value) {
  if (value === null || !Number.isFinite(value)) return "";
  return String(Math.abs(value) >= 100 ? Math.round(value) : Number(value.toPrecision(3)));
}

// A cell that holds a range becomes two.
const cellsOf = (cell) => {
  if (typeof cell === "string") return [quoted(cell)];
  return "high" in cell ? [rounded(cell.value), rounded(cell.high)] : [rounded(cell.value)];
};
const headsOf = ({ words, unit, ends }, world) => {
  const whole = unit ? `${words}, ${unit} (${world})` : words;
  return (ends ? ends.map((end) => `${whole}, ${end}`) : [whole]).map((text) => quoted(text.replaceAll("\u2060", "")));
};

// heads: [{words, unit, ends}]; rows: [{cells}]; world: scenario and year, which stand beside every unit.
export function csvText(heads, rows, world) {
  const lines = [heads.flatMap((head) => headsOf(head, world)), ...rows.map((row) => row.cells.flatMap(cellsOf))];
  return `${lines.map((line) => line.join(",")).join("\n")}\n`;
}
