// Tables of the page's data back to rows: a column is its values, or the different ones once and their places.

export const valuesOf = (column) => (Array.isArray(column) ? column : column.at.map((place) => column.of[place]));

// rows: those that have other columns of the same table already.
export function rowsOf({ size, columns }, rows = Array.from({ length: size }, () => ({}))) {
  for (const [name, column] of Object.entries(columns)) {
    const values = valuesOf(column);
    for (let i = 0; i < size; i += 1) if (values[i] !== null) rows[i][name] = values[i];
  }
  return rows;
}

// The data of the page, with links and nodes as rows and the facts of each link in its row; first: the block that
// was read before the picture.
export function unpack(first, data) {
  const { opening, ...known } = first;
  const links = rowsOf(data.links, first.links);
  for (const link of links) link.facts = link.facts.map((i) => data.facts[i]);
  return { ...known, ...data, links, nodes: rowsOf(data.nodes) };
}
