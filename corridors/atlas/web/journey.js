// Time and cost along the chosen corridor: how they grow with distance, with the jumps at borders and gauge points.
(() => {
  const atlas = globalThis.corridorsAtlas;
  const { el, t } = atlas;

  // rows: [link, km, h, usd] at the end of each link; from zero.
  const line = (rows, column) => [[0, 0], ...rows.flatMap((r, i) => {
    const km = i ? rows[i - 1][1] : 0;
    // A border or a port takes time at one place: a step straight up.
    return r[1] === km ? [[km, r[column]]] : [[r[1], r[column]]];
  })];

  function chart(data, journeys, column, name, unit) {
    const main = journeys[0];
    const marks = main.rows.map((r, i) => ({ r, km: i ? main.rows[i - 1][1] : 0 })).filter(({ r, km }) => r[1] === km).map(({ r }) => ({ at: [r[1], r[column]], text: atlas.say(data.links[r[0]].n) }));
    const lines = journeys.map((j, i) => ({ points: line(j.rows, column), class: i ? "other" : "" }));
    const end = main.rows[main.rows.length - 1];
    const title = `${name}: ${atlas.num(end[column])} ${unit}, ${atlas.withUnit(end[1], "km")}`;
    return [el("h4", {}, title), atlas.lineChart(lines, { title, names: [t("unit_km"), unit], marks, wide: 290, high: 130 })];
  }

  atlas.journey = (data, store) => {
    const { state } = store;
    if (!state.corridor) return el("p", { class: "hint-line" }, t("choose_corridor"));
    const of = (s) => data.journeys.find((j) => j.c === state.corridor.id && j.s === s.id);
    const main = of(state.scenario) || of(data.scenarios[0]);
    if (!main) return el("p", { class: "hint-line" }, t("no_journey"));
    const other = of(state.against);
    const both = other && other !== main ? [main, other] : [main];
    const rows = main.rows.filter((r) => r[2] !== null);
    return [
      el("p", { class: "hint-line" }, t("journey_lead")),
      both.length > 1 && el("p", { class: "quiet" }, t("journey_lines", { one: atlas.say(state.scenario.n), other: atlas.say(state.against.n) })),
      chart(data, both, 2, t("time"), t("unit_h")),
      chart(data, both, 3, t("cost"), t("unit_usd_t")),
      el("details", {}, el("summary", {}, t("as_table")),
        el("div", { class: "scroll", tabindex: "0" }, el("table", {}, el("thead", {}, el("tr", {}, ["section", "unit_km", "unit_h", "unit_usd_t"].map((k) => el("th", { scope: "col" }, t(k))))),
          el("tbody", {}, rows.map((r) => el("tr", {}, el("th", { scope: "row" }, atlas.say(data.links[r[0]].n)), [1, 2, 3].map((i) => el("td", {}, atlas.num(r[i]))))))))),
    ];
  };
})();
