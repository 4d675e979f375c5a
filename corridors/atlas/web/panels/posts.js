// The road posts of the border: lanes, capacity, traffic, use and wait now and after works, with totals by scenario.
import { saveCsv } from "../output/export.js";
import { csvText } from "../ui/csv.js";
import { button, el } from "../ui/dom.js";
import { num, share, significant, t, textOf, word } from "../ui/i18n.js";
import { sortable } from "../ui/sortable.js";

const order = { column: -1, down: false };

const named = (keys, values) => Object.fromEntries(keys.map((key, n) => [key, values[n]]));
const figure = (value, text) => ({ value, text: value === null ? "–" : text });
const counted = (value) => figure(value, num(value, 0));

// The scenario that is shown beside today: the one of the page if it builds at posts, else the one that builds most.
export function laterOf(data, state) {
  const { scenarios } = data.posts;
  const last = scenarios[scenarios.length - 1];
  return scenarios.slice(1).includes(state.scenario.id) ? state.scenario.id : last;
}

function waitCell(state) {
  if (state.use !== null && state.use >= 1) return figure(1e9, t("queue_grows"));
  return figure(state.wait_mean_h, state.wait_mean_h === null ? "" : significant(state.wait_mean_h));
}

function rowsOf(data, open, later) {
  const { posts } = data;
  const [now] = posts.scenarios;
  return posts.rows.map((row) => {
    const link = data.links[row.link];
    const [a, b] = [now, later].map((s) => named(posts.state, row.in[s]));
    const status = [word("status", link.post?.status ?? ""), word("modern", link.post?.modernisation ?? "")];
    return {
      key: link.id,
      press: () => open(link),
      cells: [
        textOf(link.n),
        counted(a.lanes),
        counted(b.lanes),
        counted(a.capacity_veh_per_day),
        counted(b.capacity_veh_per_day),
        counted(a.carried_veh_per_day),
        figure(a.use, a.use === null ? "" : share(a.use)),
        figure(b.use, b.use === null ? "" : share(b.use)),
        waitCell(a),
        waitCell(b),
        counted(b.cost_musd || null),
        status.filter(Boolean).join("; "),
      ],
    };
  });
}

function headsOf(data, later) {
  const day = t("unit_veh/day");
  const after = textOf(data.scenarioAt.get(later).n);
  const of = (key, unit, end) => ({ words: `${t(key)}${end ? `, ${end}` : ""}`, unit });
  const both = (key, unit) => [of(key, unit, t("now")), { ...of(key, unit, after), short: `${t(key)}, ${t("after")}` }];
  return [
    of("post"),
    ...both("lanes", t("lanes_unit")),
    ...both("capacity", day),
    of("carried", day),
    ...both("use", "%"),
    ...both("wait_mean", t("unit_h")),
    of("cost", t("unit_musd")),
    of("post_status"),
  ];
}

// Totals as a small table: a column a scenario.
function totals(data) {
  const { posts } = data;
  const sums = posts.scenarios.map((s) => named(posts.total, posts.totals[s]));
  const cost = (x) =>
    x.cost_musd ? `${num(x.cost_musd, 0)} (${num(x.cost_low_musd, 0)}–${num(x.cost_high_musd, 0)})` : "–";
  const lines = [
    ["posts_works", (x) => num(x.posts_changed, 0)],
    ["lanes", (x) => num(x.lanes, 0)],
    ["capacity_day", (x) => num(x.capacity_veh_per_day, 0)],
    ["carried_day", (x) => num(x.carried_veh_per_day, 0)],
    ["use_counted", (x) => (x.use === null ? "–" : share(x.use))],
    ["posts_over", (x) => num(x.posts_overloaded, 0)],
    ["cost_musd", cost],
  ];
  const heads = posts.scenarios.map((s) => el("th", { scope: "col" }, textOf(data.scenarioAt.get(s).n)));
  return el(
    "table",
    { class: "totals" },
    el("thead", {}, el("tr", {}, el("td", {}), heads)),
    el(
      "tbody",
      {},
      lines.map(([key, show]) =>
        el(
          "tr",
          {},
          el("th", { scope: "row" }, t(key)),
          sums.map((x) => el("td", { class: "num" }, show(x))),
        ),
      ),
    ),
  );
}

export function postsPanel(data, store, open) {
  const { state } = store;
  const later = laterOf(data, state);
  const [now] = data.posts.scenarios;
  const before = named(data.posts.total, data.posts.totals[now]);
  const heads = headsOf(data, later);
  const about = `${textOf(data.scenarioAt.get(now).n)}; ${textOf(data.scenarioAt.get(later).n)}`;
  const table = sortable(heads, rowsOf(data, open, later), order, about, () => store.set({ panel: "posts" }));
  const choose = data.posts.scenarios
    .slice(1)
    .map((s) =>
      button(
        `posts ${s}`,
        () => store.set({ scenario: data.scenarioAt.get(s) }),
        { "aria-pressed": String(s === later) },
        textOf(data.scenarioAt.get(s).n),
      ),
    );
  const save = () => saveCsv("posts.csv", csvText(heads, table.rows, about));
  return [
    el("h3", {}, t("posts_title", { n: data.posts.rows.length })),
    el("p", { class: "hint-line" }, t("posts_lead", { counted: before.posts_counted, over: before.posts_overloaded })),
    totals(data),
    el("p", { class: "buttons" }, choose, button("csv", save, {}, t("save_csv"))),
    el("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": t("table") }, table.node),
  ];
}
