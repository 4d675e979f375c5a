// Tables of the page's data back to rows: a column is its values, or the different ones once and their places.
export function rowsOf({ size, columns }) {
  const rows = Array.from({ length: size }, () => ({}));
  for (const [name, column] of Object.entries(columns)) {
    const value = Array.isArray(column) ? (i) => column[i] : (i) => column.of[column.at[i]];
    for (let i = 0; i < size; i += 1) if (value(i) !== null) rows[i][name] = value(i);
  }
  return rows;
}

// The data of the page, with links and nodes as rows and the facts of each link in its row.
export function unpack(data) {
  const links = rowsOf(data.links);
  for (const link of links) link.facts = link.facts.map((i) => data.facts[i]);
  return { ...data, links, nodes: rowsOf(data.nodes) };
}
