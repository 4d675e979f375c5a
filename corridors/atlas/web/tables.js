// The same figures as a table that can be sorted and saved: corridors, or the links of the chosen corridor.
(() => {
  const atlas = globalThis.corridorsAtlas;
  const { el, t } = atlas;
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
          `${c.code} ${atlas.textOf(c.n)}`,
          found.value,
          against.flow(c).value,
          atlas.lengthOf(data, c.route),
          found.cut.map((i) => atlas.textOf(data.links[i].n)).join("; "),
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
          atlas.textOf(link.n),
          row.clash ? null : row.capacity,
          against.rows[i].clash ? null : against.rows[i].capacity,
          Math.abs(found.by.get(i) || 0),
          atlas.limitWords(row.limit),
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
        ? String(value(a)).localeCompare(String(value(b)), atlas.language())
        : (value(a) || 0) - (value(b) || 0);
    if (column < 0) return rows;
    return rows.slice().sort((a, b) => (down ? by(b, a) : by(a, b)));
  }

  atlas.table = (data, store, answers, against, open) => {
    const { state } = store;
    const rows = state.corridor
      ? linkRows(data, store, answers, against, open)
      : corridorRows(data, store, answers, against);
    if (order.corridors !== !state.corridor)
      Object.assign(order, { corridors: !state.corridor, column: state.corridor ? -1 : 0, down: false });
    const heads = headsOf(state);
    const shown = sorted(rows);
    const again = () => store.set({ panel: "table" });
    const sort = (i) => {
      order.down = order.column === i ? !order.down : typeof rows[0]?.cells[i] === "number";
      order.column = i;
      again();
    };
    return [
      el(
        "p",
        { class: "buttons" },
        atlas.button(
          "csv",
          () => atlas.saveText(`${state.corridor ? state.corridor.id : "corridors"}.csv`, atlas.csv(heads, shown)),
          {},
          t("save_csv"),
        ),
        state.corridor &&
          data.corridors.length > 1 &&
          atlas.button("all", () => store.set({ corridor: null, fit: true }), {}, t("all_corridors")),
      ),
      el(
        "div",
        { class: "scroll", tabindex: "0", role: "region", "aria-label": t("table") },
        el(
          "table",
          { class: "figures" },
          el(
            "caption",
            {},
            `${atlas.textOf(state.scenario.n)}, ${state.year}; ${t("unit_mtpa")}. ${t("compared")}: ${atlas.textOf(state.against.n)}`,
          ),
          el(
            "thead",
            {},
            el(
              "tr",
              {},
              heads.map((h, i) =>
                el(
                  "th",
                  {
                    scope: "col",
                    "aria-sort": order.column === i ? (order.down ? "descending" : "ascending") : "none",
                  },
                  atlas.button(
                    `sort ${i}`,
                    () => sort(i),
                    {},
                    h,
                    el("i", { "aria-hidden": "true" }, order.column === i ? (order.down ? " ▾" : " ▴") : ""),
                  ),
                ),
              ),
            ),
          ),
          el(
            "tbody",
            {},
            shown.map((r) =>
              el(
                "tr",
                { class: r.bottleneck ? "bottleneck-row" : "" },
                r.cells.map((cell, i) =>
                  i === 0
                    ? el(
                        "th",
                        { scope: "row" },
                        r.bottleneck && el("b", { class: "badge", title: t("bottleneck") }, "!"),
                        atlas.button(`row ${r.key}`, r.press, { class: "as-link" }, cell),
                      )
                    : el(
                        "td",
                        { class: typeof cell === "number" ? "num" : "" },
                        typeof cell === "number" ? atlas.num(cell) : cell === null ? "–" : cell,
                      ),
                ),
              ),
            ),
          ),
        ),
      ),
    ];
  };

  // A text that a spreadsheet would take for a formula gets an apostrophe.
  atlas.csv = (heads, rows) => {
    const cell = (value) => {
      if (value === null || value === undefined) return "";
      if (typeof value === "number") return Number.isFinite(value) ? String(Math.round(value * 1e6) / 1e6) : "";
      const plain = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
      return /[",\n\r]/.test(plain) ? `"${plain.split('"').join('""')}"` : plain;
    };
    return `${[heads, ...rows.map((r) => r.cells)].map((line) => line.map(cell).join(",")).join("\n")}\n`;
  };
})();
