// The answer in one glance: how much gets through, what limits it, what it costs so far and how far the target is.
(() => {
  const atlas = globalThis.corridorsAtlas;
  const { el, t } = atlas;

  // What is aimed at for a corridor: the target of the scenario, else the highest of the others.
  atlas.targetOf = (data, state) => {
    const c = state.corridor;
    if (!c) return null;
    const own = state.scenario.target;
    if (own && own.c === c.id) return own;
    const others = data.scenarios.map((s) => s.target).filter((x) => x && x.c === c.id);
    return others.sort((a, b) => b.mtpa - a.mtpa)[0] || null;
  };

  function progress(value, target) {
    const share = Math.min(1, value / target.mtpa);
    const missing = Math.max(0, target.mtpa - value);
    const words = missing > 0.0005 ? t("target_missing", { missing: atlas.mtpa(missing) }) : t("target_reached");
    return el(
      "div",
      { class: "progress" },
      el("div", { class: "rail", "aria-hidden": "true" }, el("i", { look: { width: `${(share * 100).toFixed(1)}%` } })),
      el("p", {}, el("b", {}, words), ` · ${t("target_is", { value: atlas.mtpa(target.mtpa), year: target.year })}`),
    );
  }

  function bottleneckList(data, answers, found, open) {
    if (!found.cut.length) return el("p", { class: "bottleneck" }, t("no_way"));
    const rows = found.cut.slice(0, 6).map((i, n) => {
      const link = data.links[i];
      const row = answers.rows[i];
      return el(
        "li",
        {},
        atlas.button(
          `bottleneck ${link.id}`,
          () => open(link),
          { class: "bottleneck-link" },
          el("b", { class: "badge" }, n + 1),
          el(
            "span",
            {},
            el("strong", {}, atlas.textOf(link.n)),
            ` ${atlas.mtpa(row.capacity)} `,
            atlas.gradeTag(row.grade),
            el("small", {}, `${atlas.limitWords(row.limit)} · ${atlas.country(link.country)}`),
          ),
        ),
      );
    });
    const more = found.cut.length > 6 && el("p", { class: "quiet" }, t("and_more", { n: found.cut.length - 6 }));
    return [el("h3", {}, t("bottleneck")), el("ol", { class: "bottleneck" }, rows), more];
  }

  atlas.costWords = (cost) => {
    if (!cost.count) return t("cost_none");
    const range = cost.high > cost.low ? ` (${atlas.num(cost.low, 0)}–${atlas.num(cost.high, 0)})` : "";
    const unknown = cost.unknown ? ` ${t("cost_unknown", { n: cost.unknown })}` : "";
    return `${atlas.num(cost.value, 0)}\u00a0${t("unit_musd")}${range}, ${t("measures_count", { n: cost.count })}${unknown}`;
  };

  atlas.chosenFor = (data, state, built) => atlas.measuresOf(data, state.corridor).filter((m) => built.has(m.i));

  function conflictList(clashes) {
    return clashes.map((c) =>
      el(
        "p",
        { class: "warning", role: "alert" },
        t(c.known ? "conflict_on" : "not_computed", { link: atlas.textOf(c.link.n) }),
        " ",
        c.measures.map((m) => `“${atlas.textOf(m.n)}”`).join(" + "),
      ),
    );
  }

  // The map of one corridor has its name at the top of the page.
  function name(data, corridor) {
    const what = [
      el("i", { class: "swatch", look: { background: corridor.colour } }),
      `${corridor.code} · ${atlas.word("mode", corridor.mode)}`,
    ];
    if (data.corridors.length === 1) return el("h2", { class: "eyebrow" }, what);
    return [el("p", { class: "eyebrow" }, what), el("h2", {}, atlas.textOf(corridor.n))];
  }

  // The answer on one line, for where the headline is out of sight.
  atlas.headlineShort = (data, state, answers, built) => {
    if (atlas.clashes(data, built).some((c) => state.corridor.inside.has(c.link.i))) return t("conflict");
    const { value, cut } = answers.flow(state.corridor);
    const target = atlas.targetOf(data, state);
    const missing = target ? Math.max(0, target.mtpa - value) : 0;
    const gap =
      target && (missing > 0.0005 ? t("target_missing", { missing: atlas.mtpa(missing) }) : t("target_reached"));
    const cost = atlas.costOf(atlas.chosenFor(data, state, built));
    const bottleneck = cut
      .slice(0, 2)
      .map((i) => atlas.textOf(data.links[i].n))
      .join("; ");
    return [
      el("b", {}, atlas.mtpa(value)),
      gap && ` · ${gap}`,
      cost.count > 0 && ` · ${atlas.num(cost.value, 0)}\u00a0${t("unit_musd")}`,
      el(
        "small",
        {},
        `${t("bottleneck")}: ${bottleneck}${cut.length > 2 ? ` ${t("and_more", { n: cut.length - 2 })}` : ""}`,
      ),
    ];
  };

  atlas.headline = (data, store, answers, open) => {
    const { state } = store;
    const built = store.built();
    const clashes = atlas.clashes(data, built);
    if (!state.corridor) return allTogether(data, clashes);
    const found = answers.flow(state.corridor);
    const broken = clashes.some((c) => state.corridor.inside.has(c.link.i));
    const target = atlas.targetOf(data, state);
    const cost = atlas.costOf(atlas.chosenFor(data, state, built));
    return [
      name(data, state.corridor),
      broken
        ? el("p", { class: "number" }, t("conflict"))
        : el(
            "p",
            { class: "number" },
            el("b", {}, Number.isFinite(found.value) ? atlas.num(found.value) : "∞"),
            " ",
            t("unit_mtpa"),
            el("small", {}, t("both_directions")),
          ),
      conflictList(clashes),
      !broken && target && progress(found.value, target),
      el("p", { class: "cost" }, `${t("cost_so_far")}: `, el("b", {}, atlas.costWords(cost))),
      !broken && bottleneckList(data, answers, found, open),
    ];
  };

  function allTogether(data, clashes) {
    const posts = data.links.filter((l) => l.kind === "border").length;
    return [
      el("p", { class: "eyebrow" }, t("all_corridors")),
      el("h2", {}, atlas.textOf(data.title)),
      el("p", { class: "lead" }, t("lead_all", { corridors: data.corridors.length, links: data.links.length, posts })),
      conflictList(clashes),
    ];
  }

  // One sentence for those who cannot see the map.
  atlas.summary = (data, store, answers) => {
    const { state } = store;
    const scenario = `${atlas.textOf(state.scenario.n)}, ${state.year}.`;
    if (!state.corridor) return `${scenario} ${t("all_corridors")}.`;
    if (atlas.clashes(data, store.built()).length) return `${scenario} ${t("conflict")}.`;
    const found = answers.flow(state.corridor);
    const links = found.cut.map((i) => atlas.textOf(data.links[i].n)).join("; ");
    const target = atlas.targetOf(data, state);
    const gap = target
      ? ` ${found.value < target.mtpa ? t("target_missing", { missing: atlas.mtpa(target.mtpa - found.value) }) : t("target_reached")}.`
      : "";
    const cost = atlas.costWords(atlas.costOf(atlas.chosenFor(data, state, store.built())));
    return `${scenario} ${atlas.textOf(state.corridor.n)}: ${atlas.mtpa(found.value)}. ${t("bottleneck")}: ${links}.${gap} ${t("cost_so_far")}: ${cost}.`;
  };
})();
