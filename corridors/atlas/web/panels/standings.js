// All corridors at a glance: what each carries against what is asked of it, those that lack most first.
import { corridorRange } from "../core/ranges.js";
import { askedOf, shortOf } from "../core/targets.js";
import { button, el } from "../ui/dom.js";
import { mtpa, significant, span, t, textOf } from "../ui/i18n.js";
import { rangeBar } from "../ui/range_bar.js";

const NEAR = 0.0005;

const namesOf = (data, cut, most) => {
  const more = cut.length > most ? ` ${t("and_more", { n: cut.length - most })}` : "";
  const named = cut.slice(0, most).map((i) => textOf(data.links[i].n));
  return named.join("; ") + more;
};

// Every corridor with what it carries and what is asked of it, those that lack most first.
function standings(data, answers) {
  return answers.remember("standings", () => {
    const rows = data.corridors.map((c) => {
      const flow = answers.flow(c);
      const range = corridorRange(data, answers, c);
      const asked = askedOf(data, answers, c);
      // Against a target the middle of the draws counts; demand is held against single links, at best guesses.
      if (asked?.kind === "target" && range) asked.has = range.p50;
      return { c, ...flow, range, asked, short: shortOf(asked) };
    });
    const order = (r) => (r.short > NEAR ? r.short : r.asked ? 0 : r.value > 0 ? -1 : -2);
    return rows.sort((a, b) => order(b) - order(a) || a.c.code.localeCompare(b.c.code));
  });
}

// All corridors in one glance, variants of one as that one: how many carry less than is asked, and which lacks most.
export function answerOfAll(data, store, answers) {
  const rows = standings(data, answers);
  const counted = (some) => new Set(some.map((r) => r.c.variant_of || r.c.id)).size;
  const lacking = rows.filter((r) => r.short > NEAR);
  const known = counted(rows.filter((r) => r.asked));
  const worst = lacking[0];
  return [
    el("p", { class: "eyebrow on-screen" }, `${t("all_corridors")} · ${textOf(store.state.scenario.n)}`),
    el("h2", { class: "on-screen" }, textOf(data.title)),
    known > 0
      ? el(
          "p",
          { class: "number" },
          el("b", {}, `${counted(lacking)} / ${counted(rows)}`),
          el("small", {}, t("fall_short", { known })),
        )
      : el("p", { class: "lead" }, t("nothing_asked")),
    worst &&
      el(
        "p",
        { class: "lead" },
        t("lacks_most", { name: textOf(worst.c.n), missing: mtpa(worst.short, significant(worst.short)) }),
      ),
  ];
}

function askedWords(data, row) {
  const { asked, short } = row;
  if (!asked) return t("asked_unknown");
  const what =
    asked.kind === "target"
      ? t("target_is", { value: mtpa(asked.mtpa), year: asked.year })
      : t("demand_at", {
          value: mtpa(asked.mtpa, significant(asked.mtpa)),
          link: textOf(data.links[asked.link].n),
          has: significant(asked.has),
        });
  if (short > NEAR)
    return [what, ": ", el("b", { class: "short" }, t("short_by", { missing: mtpa(short, significant(short)) }))];
  return `${what}: ${t("enough")}`;
}

function standingRow(data, store, answers, row, most) {
  const { c, value, cut, range } = row;
  const closed = cut.filter((i) => !(answers.rows[i].capacity > 0));
  const opened = value > 0;
  const target = row.asked?.kind === "target" ? row.asked.mtpa : null;
  const figure = significant(range ? range.p50 : value);
  const how = opened
    ? [
        rangeBar({ range, value, target, most }),
        el("b", {}, figure),
        el("small", { class: "wide" }, range ? span(range) : ""),
      ]
    : el("b", { class: "closed" }, t("not_open", { link: namesOf(data, closed, 2) }));
  const title = [
    el("i", { class: "swatch", look: { background: c.colour } }),
    el("b", {}, textOf(c.n)),
    el("small", {}, ` ${c.code}`),
  ];
  const press = () => store.set({ corridor: c, fit: true });
  const limits =
    opened &&
    cut.length > 0 &&
    el("small", {}, `${t(cut.length > 1 ? "bottlenecks" : "bottleneck")}: ${namesOf(data, cut, 2)}`);
  return el(
    "li",
    { class: row.short > NEAR ? "lacking" : "" },
    button(
      `go ${c.id}`,
      press,
      {},
      el("span", { class: "who" }, title),
      el("span", { class: "how" }, how),
      opened && el("small", {}, askedWords(data, row)),
      limits,
    ),
  );
}

export function standingsList(data, store, answers) {
  const rows = standings(data, answers);
  const reach = rows.flatMap((r) => [r.range?.p95 ?? r.value, r.value, r.asked?.kind === "target" ? r.asked.mtpa : 0]);
  const most = Math.max(1e-9, ...reach.filter(Number.isFinite));
  const heading = (r) => {
    if (r.short > NEAR) return "part_short";
    if (r.asked) return "part_enough";
    return r.value > 0 ? "part_unknown" : "part_closed";
  };
  const parts = ["part_short", "part_enough", "part_unknown", "part_closed"].map((key) => [
    key,
    rows.filter((r) => heading(r) === key),
  ]);
  return [
    el("p", { class: "hint-line" }, t(data.ranges ? "list_lead_ranges" : "list_lead")),
    parts.map(
      ([key, own]) =>
        own.length > 0 && [
          el("h3", {}, `${t(key)} (${own.length})`),
          el(
            "ul",
            { class: "corridor-list" },
            own.map((r) => standingRow(data, store, answers, r, most)),
          ),
        ],
    ),
  ];
}
