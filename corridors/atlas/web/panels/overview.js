// The ladder: what limits the corridor, what limits it when that is relieved, and the next; for all corridors, their list.
import { button, el } from "../ui/dom.js";
import { country, limitWords, mtpa, num, t, textOf, word } from "../ui/i18n.js";
import { gradeTag, sourceOf } from "./facts.js";
import { targetOf } from "./headline.js";

const bar = (value, most, look) =>
  el(
    "span",
    { class: "bar-line", "aria-hidden": "true" },
    el("i", { look: { width: `${Math.max(1, (value / most) * 100).toFixed(1)}%`, ...look } }),
  );

function rungs(data, store, answers, open) {
  const steps = answers.ladder(store.state.corridor);
  if (!steps.length) return el("p", { class: "hint-line" }, t("no_way"));
  const target = targetOf(data, store.state);
  const most = Math.max(...steps.map((s) => s.value), target ? target.mtpa : 0, 1e-9);
  return [
    el("p", { class: "hint-line" }, t("ladder_lead")),
    el(
      "ol",
      { class: "ladder" },
      steps.map((step, n) =>
        el(
          "li",
          { class: target && step.value < target.mtpa ? "below" : "" },
          el("div", { class: "rung" }, el("b", {}, mtpa(step.value)), bar(step.value, most, {})),
          step.cut.slice(0, 5).map((i) => {
            const link = data.links[i];
            const row = answers.rows[i];
            return button(
              `rung ${n} ${link.id}`,
              () => open(link),
              { class: "rung-link" },
              el("span", {}, textOf(link.n)),
              " ",
              gradeTag(row.grade),
              el("small", {}, `${limitWords(row.limit)} · ${country(link.country)}`),
            );
          }),
          step.cut.length > 5 && el("small", {}, t("and_more", { n: step.cut.length - 5 })),
        ),
      ),
    ),
  ];
}

function list(data, store, answers) {
  const rows = data.corridors.map((c) => ({ c, ...answers.flow(c) }));
  const most = Math.max(1e-9, ...rows.map((r) => (Number.isFinite(r.value) ? r.value : 0)));
  return [
    el("p", { class: "hint-line" }, t("list_lead")),
    el(
      "ul",
      { class: "corridor-list" },
      rows.map(({ c, value, cut }) =>
        el(
          "li",
          {},
          button(
            `go ${c.id}`,
            () => store.set({ corridor: c, fit: true }),
            {},
            el(
              "span",
              { class: "who" },
              el("i", { class: "swatch", look: { background: c.colour } }),
              el("b", {}, c.code),
              ` ${textOf(c.n)}`,
            ),
            el("span", { class: "how" }, bar(value, most, {}), el("b", {}, num(value))),
            cut.length > 0 &&
              el(
                "small",
                {},
                cut
                  .slice(0, 2)
                  .map((i) => textOf(data.links[i].n))
                  .join("; "),
                cut.length > 2 ? ` ${t("and_more", { n: cut.length - 2 })}` : "",
              ),
          ),
        ),
      ),
    ),
  ];
}

export function overviewPanel(data, store, answers, open) {
  if (!store.state.corridor) return list(data, store, answers);
  const c = store.state.corridor;
  const target = targetOf(data, store.state);
  return [
    el("h3", {}, t("ladder_title")),
    rungs(data, store, answers, open),
    el("h3", {}, t("about_corridor")),
    el("p", {}, textOf(c.summary)),
    el(
      "p",
      { class: "quiet" },
      `${t("identified")}: ${word("sure", c.sure)}. `,
      el("span", { lang: "en" }, c.sure_why),
    ),
    c.src.length > 0 &&
      el(
        "p",
        { class: "quiet" },
        `${t("sources")}: `,
        c.src.map((i, n) => [n ? "; " : "", sourceOf(data, i)]),
      ),
    el("h3", {}, t("about_scenario")),
    el("p", {}, textOf(store.state.scenario.why)),
    target?.src &&
      el(
        "p",
        { class: "quiet" },
        `${t("target_is", { value: mtpa(target.mtpa), year: target.year })}: `,
        target.src.map((i) => sourceOf(data, i)),
      ),
  ];
}
