// About: what the figures mean, the grades, the age of the data, licences, borders.
import { el } from "../ui/dom.js";
import { t } from "../ui/i18n.js";
import { madeWith } from "./briefing.js";
import { gradeTag, sourceOf } from "./facts.js";

export const aboutPanel = (data) => [
  el("h3", {}, t("about_figures")),
  el("p", {}, t("about_capacity")),
  el("p", {}, t("about_cut")),
  el("p", {}, t("about_year")),
  el("p", {}, `${t("load_max")}: ${t("about_load")} ${t("load_shared")}`),
  el("h3", {}, t("grades")),
  el(
    "dl",
    { class: "grades" },
    ["A", "B", "C", "D"].map((g) => [el("dt", {}, gradeTag(g)), el("dd", {}, t(`grade_${g}`))]),
  ),
  el("h3", {}, t("about_data")),
  el("p", {}, t("about_newest", { date: data.newest })),
  data.ranges && el("p", {}, t("about_ranges")),
  el("p", { class: "made" }, madeWith(data)),
  el("p", {}, data.credits.includes("borders") && `${t("about_borders")} `, t("about_lines")),
  el("p", {}, [...data.credits, "drawing"].map((k) => t(`licence_${k}`)).join(" ")),
  el(
    "details",
    {},
    el("summary", {}, t("sources_all", { n: data.sources.length })),
    el(
      "ul",
      { class: "plain sources" },
      data.sources.map((_, i) => el("li", {}, sourceOf(data, i))),
    ),
  ),
];
