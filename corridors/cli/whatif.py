"""Verbs about bottlenecks, and what-if: ladder, assign, tcd, closures, compare, claim."""

from typing import Annotated, Any

import typer

from corridors.cli.app import As, BasisIn, Data, Scenario, app, load, note, remark, rows_of, show
from corridors.cli.language import said, say
from corridors.cli.ranges import (
    Draws,
    Id,
    NoCache,
    NoRange,
    Picture,
    Scheduler,
    Seed,
    Workers,
    range_keys,
    range_text,
)
from corridors.wording.numbers import number, significant, span

NO_RANGE_OF_FLOWS = (
    "the demand is one figure a pair of places, so a range of the flows would be that of capacities alone"
)
NO_RANGE_OF_COSTS = "costs have no range: the sources give one rate a mode and country"
PRICE = (
    "1 Mt more: million USD a year that one more Mt/year of capacity would save; where it would relieve\n"
    "unmet demand no price is given, because the value of such a tonne is not known"
)
Many = Annotated[list[str] | None, typer.Option("--scenario", "-s", help="A scenario; repeatable.")]

Roads = Annotated[
    bool, typer.Option("--road-equilibrium", help="Trucks share the roads with counted traffic; hours under load.")
]


def _keys(*names: str) -> dict[str, Any]:
    return {n: n for n in names}


@app.command()
def ladder(
    name: Id,
    scenario: Scenario = "today",
    ceiling: Annotated[float | None, typer.Option(help="Leave out rungs at or above this, Mt/year.", min=0)] = None,
    basis: BasisIn = "rule",
    draws: Draws = 10_000,
    seed: Seed = 1,
    no_range: NoRange = False,
    no_cache: NoCache = False,
    data: Data = None,
    format: As = "table",
) -> None:
    """What limits a corridor, what limits it next; the weakest partner."""
    import corridors as co

    net = load(data, scenario)
    found = co.ladder(net, name, ceiling_mtpa=ceiling, basis=basis)
    columns: dict[str, Any] = {
        "rung": "rung",
        "corridor": "corridor_mtpa",
        **_keys("link", "limit", "country", "grade", "basis"),
    }
    answer, title = found.to_dict(), say("rungs at best guesses, Mt/year")
    if not no_range:
        runs = co.ensemble(net, name, draws=draws, seed=seed, basis=basis, cached=not no_cache)
        answer, title = (
            {**answer, **range_keys(runs)},
            say("{range_text}\n{title}", range_text=range_text(runs), title=title),
        )
    show(
        answer,
        rows_of(found.table()),
        columns,
        format,
        say("{found.corridor}, {net.name}: {title}", found=found, net=net, title=title),
    )
    if format == "table":
        parts = (
            say("{r.Index} {figure}", r=r, figure=significant(r.capacity_mtpa)) for r in found.partners.itertuples()
        )
        print(say("weakest partner: {value}", value=found.weakest or say("none")))
        print(say("each country's part alone could carry, Mt/year: {names}", names=", ".join(parts)))
    if found.note:
        remark(said(found.note), format)


@app.command()
def assign(
    scenario: Scenario = "today",
    road_equilibrium: Roads = False,
    basis: BasisIn = "rule",
    data: Data = None,
    format: As = "table",
) -> None:
    """Known demand at least cost: flows, utilisation, prices, shortfall."""
    import corridors as co

    net = load(data, scenario)
    found = co.assign(net, basis=basis, road_equilibrium=road_equilibrium)
    columns: dict[str, Any] = {"link": "link", "Mt/year": "flow_mtpa", "capacity": "capacity_mtpa"}
    columns |= {"use": lambda r: say("{r[utilisation]:.0%}", r=r), "1 Mt more, MUSD": _price}
    columns |= {"observed": "observed_mtpa", "difference": "difference_mtpa"}
    total = float(found.demand["mtpa"].sum())
    title = say(
        "{net.name}: {figure} of {second} Mt/year of the known demand unmet",
        net=net,
        figure=significant(found.unmet_mtpa),
        second=significant(total),
    )
    show({**found.to_dict(), "no_range": NO_RANGE_OF_FLOWS}, rows_of(found.table()), columns, format, title)
    if format == "table":
        print(say(PRICE))
        for r in found.demand[found.demand["unmet_mtpa"] > 0].itertuples():
            way = say("{r.origin} to {r.destination}, {r.commodity}", r=r)
            print(
                say(
                    "  unmet: {way}: {figure} of {second} Mt/year, {r.why_unmet}",
                    way=way,
                    figure=significant(r.unmet_mtpa),
                    second=significant(r.mtpa),
                    r=r,
                )
            )
        print(say("no range: {NO_RANGE_OF_FLOWS}", NO_RANGE_OF_FLOWS=NO_RANGE_OF_FLOWS))
        if found.roads is not None:
            _roads(found.roads.links)
    if found.note:
        remark(said(found.note), format)


def _price(row: Any) -> str:
    return say("tonnes wait") if row["relieves_unmet"] else number(row["shadow_musd_per_mt"], 2, fixed=True)


def _roads(links: Any) -> None:
    """Roads that carry somebody, the fullest first."""
    used = links[links["pcu_per_h"] > 0].sort_values("use", ascending=False)
    full, empty = say("  roads in the design hour, the fullest first:"), say("  roads: nobody is on them")
    print(full if len(used) else empty)
    for link, r in used.head(12).iterrows():
        text = say(
            "    {link}: {r[use]:.0%} of {r[capacity_pcu_per_h]:,.0f} cars an hour, {r[h]:.2f} h ", link=link, r=r
        )
        text += say("({r[delay_h]:.2f} of them delay), {r[trucks_per_day]:,.0f} trucks a day of the known demand", r=r)
        print(text)


@app.command()
def tcd(
    name: Id,
    branch: Annotated[int | None, typer.Option(help="A branch instead of the main route, counted from 0.")] = None,
    to: Picture = None,
    scenario: Scenario = "today",
    road_equilibrium: Roads = False,
    data: Data = None,
    format: As = "table",
) -> None:
    """Time, cost and distance along a corridor, with the jumps at borders.

    Hours at borders are measured where possible, with their range, beside the technical minimum of the model.
    Changes of gauge are jumps too; the values of CAREC's CPMM stand beside it.
    """
    import corridors as co

    net = load(data, scenario)
    roads = co.assign(net, road_equilibrium=True).roads if road_equilibrium else None
    found = co.time_cost_distance(net, name, branch=branch, road_h=None if roads is None else roads.links["h"])
    columns = _keys("link", "country", "km", "h", "usd_per_t", "total_km", "total_h", "total_usd_per_t")
    columns |= {"kg CO2/t": "total_kg_per_t"}
    columns |= {"": lambda r: say("jump") if r["jump"] else ""}
    title = say(
        "{found.corridor}: {found.km:,.0f} km, {found.h:,.0f} h ({found.low_h:,.0f}–{found.high_h:,.0f}), ", found=found
    )
    title += say("{found.usd_per_t:,.0f} USD/t, {found.kg_per_t:,.0f} kg CO2/t; ", found=found)
    title += say(
        "{found.speed_without_delay_kmh:.0f} km/h without delay, {found.speed_with_delay_kmh:.0f} with", found=found
    )
    show({**found.to_dict(), "no_range": NO_RANGE_OF_COSTS}, rows_of(found.table()), columns, format, title)
    if format == "table":
        print(say("hours have the range of the waits; {NO_RANGE_OF_COSTS}", NO_RANGE_OF_COSTS=NO_RANGE_OF_COSTS))
        _waits(found.steps)
        _cpmm(found.cpmm)
    if found.note:
        remark(said(found.note), format)
    if to:
        from corridors.figures import tcd_figure

        note(say("drawn: {path}", path=co.save_figure(tcd_figure(found), to)))


def _waits(steps: Any) -> None:
    """Hours at each border and terminal: measured, or a default, beside the least that the model needs."""
    points = steps[(steps["waiting_h"] > 0) & steps["kind"].isin(["border", "terminal"])]
    if len(points):
        print(say("  hours at borders and terminals, with their range, and the technical minimum of the model:"))
    for link, r in points.iterrows():
        origin = (
            say("measured, {r[waiting_source]}, grade {r[waiting_grade]}", r=r)
            if r["measured"]
            else say("not measured here")
        )
        least = "" if r["technical_h"] != r["technical_h"] else say("; model {r[technical_h]:.1f}", r=r)
        print(
            say(
                "    {link}: {r[waiting_h]:.1f} ({r[waiting_low_h]:g}–{r[waiting_high_h]:g}), {origin}{least}",
                link=link,
                r=r,
                origin=origin,
                least=least,
            )
        )


def _cpmm(published: Any) -> None:
    """What CAREC measured, and the same of this journey, a line an indicator."""
    what = {"SWOD": "km/h without delay", "SWD": "km/h with delay", "TFI1": "h at a border"}
    what |= {"TFI2": "USD at a border (20 t)", "TFI3": "USD for 500 km (20 t)"}
    for indicator, unit in what.items():
        rows = published[published["indicator"] == indicator]
        measured = ", ".join(say("{r.entity} {r.value:,.0f} ({r.year})", r=r) for r in rows.itertuples())
        if measured and rows["here"].notna().any():
            print(
                say(
                    "  {indicator}, {unit}: here {value:,.0f}; CPMM {measured}",
                    indicator=indicator,
                    unit=say(unit),
                    value=rows["here"].iloc[0],
                    measured=measured,
                )
            )


@app.command()
def closures(
    name: Id,
    pairs: Annotated[bool, typer.Option("--pairs", help="Every pair of links too.")] = False,
    scenario: Scenario = "today",
    basis: BasisIn = "rule",
    draws: Draws = 10_000,
    seed: Seed = 1,
    workers: Workers = 1,
    scheduler: Scheduler = None,
    no_range: NoRange = False,
    no_cache: NoCache = False,
    data: Data = None,
    format: As = "table",
) -> None:
    """What is lost when a link closes, and how long the detour takes."""
    import corridors as co
    from corridors.whatif.closure_ranges import closure_ranges

    net = load(data, scenario)
    found = co.closures(net, name, pairs=pairs, demand=None if pairs else net.demand, basis=basis)
    columns = _keys("link", "other", "lost_mtpa", "left_mtpa", "more_mtpa", "detour_h") if pairs else {}
    columns = columns or _keys(
        "link", "lost_mtpa", "left_mtpa", "detour_h", "flow_mtpa", "flow_lost_mtpa", "closed_days"
    ) | {"lost a year": _lost_a_year}
    columns |= {} if pairs else _keys("country", "grade")
    title = say(
        "{found.corridor}, {net.name}: {figure} Mt/year with everything open, at best guesses",
        found=found,
        net=net,
        figure=significant(found.value_mtpa),
    )
    answer, rows = found.to_dict(), rows_of(found.table())
    if pairs or no_range:
        answer |= {"no_range": "pairs are worked out at best guesses" if pairs else "left out"}
    else:
        options: dict[str, Any] = {"draws": draws, "seed": seed, "basis": basis, "cached": not no_cache}
        ranges, whole = closure_ranges(net, name, workers=scheduler or workers, **options)
        rows = [{**row, **ranges.loc[row["link"]].to_dict()} for row in rows]
        answer |= {**whole, "links": [{**r, **ranges.loc[r["link"]].to_dict()} for r in answer["links"]]}
        columns = {"link": "link", "lost, Mt": _lost, "90 % range": _lost_range, "at best guesses": "lost_mtpa"}
        columns |= _keys("left_mtpa", "detour_h", "flow_mtpa", "flow_lost_mtpa", "closed_days")
        columns |= {"lost a year": _lost_a_year} | _keys("country", "grade")
        middle = say(
            "{figure} Mt/year, {span}",
            figure=significant(whole["p50_mtpa"]),
            span=span(whole["p05_mtpa"], whole["p95_mtpa"]),
        )
        title += say("; {middle} in 90 % of the draws", middle=middle)
    show(answer, rows, columns, format, title)
    if format == "table":
        _closed_days(found)
        print(
            say("the way round, and what demand loses, are at best guesses: hours and tonnes of demand are not drawn")
        )


def _closed_days(found: Any) -> None:
    lost = found.expected
    print(
        say(
            "  on days closed by ice, storm, works or decree: {figure} ({span}) Mt/year lost if nothing is "
            "carried later; the capacity leaves out {second} of it already; nobody counted the days of "
            "{lost.unknown_links} of {n} links (up to {third} more)",
            figure=significant(lost.mtpa),
            span=span(lost.low_mtpa, lost.high_mtpa),
            second=significant(lost.in_capacity_mtpa),
            lost=lost,
            n=len(found.links),
            third=significant(lost.unknown_high_mtpa),
        )
    )


def _lost_a_year(row: dict[str, Any]) -> str:
    return span(row["expected_lost_low_mtpa"], row["expected_lost_high_mtpa"])


def _lost(row: dict[str, Any]) -> str:
    return significant(row["p50_lost_mtpa"])


def _lost_range(row: dict[str, Any]) -> str:
    return span(row["p05_lost_mtpa"], row["p95_lost_mtpa"])


@app.command()
def compare(
    names: Annotated[list[str], typer.Argument(metavar="SCENARIO", help="Two scenarios or more.")],
    corridor: Annotated[str | None, typer.Option("--corridor", help="Only this corridor.")] = None,
    links: Annotated[bool, typer.Option("--links", help="Link by link: what differs, and why.")] = False,
    basis: BasisIn = "rule",
    draws: Draws = 10_000,
    seed: Seed = 1,
    no_range: NoRange = False,
    data: Data = None,
    format: As = "table",
) -> None:
    """Scenarios side by side: capacity, bottleneck, cost, time; and why."""
    import corridors as co

    net = co.load(data)
    chosen = None if corridor is None else net.corridor(corridor)
    ranges: dict[str, Any] = {"draws": 0 if no_range or links else draws, "seed": seed}
    found = co.compare(*(co.scenario(net, n) for n in names), corridor=chosen, basis=basis, **ranges)
    answer = found.to_dict()
    rows = [_flat(r) for r in answer["links"]] if links else answer["summary"]
    columns: dict[str, Any] = {k: k for k in rows[0]} if rows and links else {}
    if not links:
        columns = _keys("corridor", "scenario")
        columns |= {} if no_range else {"Mt/year": _middle, "90 % range": _range}
        columns |= {"best guess": "capacity_mtpa", "change": "change_mtpa"}
        columns |= {"limited by": lambda r: ", ".join(r["bottleneck"]), "MUSD": _cost, "h": "h", "kg CO2/t": "kg_per_t"}
        columns |= {
            "fullest": lambda r: "–" if r["utilisation"] != r["utilisation"] else say("{r[utilisation]:.0%}", r=r)
        }
    show(answer, rows, columns, format)
    if links and not rows:
        remark(say("no link differs"), format)


def _middle(row: dict[str, Any]) -> str:
    return significant(row["p50_mtpa"])


def _range(row: dict[str, Any]) -> str:
    return span(row["p05_mtpa"], row["p95_mtpa"])


def _cost(row: dict[str, Any]) -> str:
    cost, n = significant(row["cost_musd"]), len(row["cost_unknown"])
    return say("{cost} + {n} unknown", cost=cost, n=n) if n else cost


def _flat(row: dict[str, Any]) -> dict[str, Any]:
    capacity = {f"{name}, Mt/year": s["capacity_mtpa"] for name, s in row["scenarios"].items()}
    return {"link": row["link"], **capacity, "change": row["change_mtpa"], "why": ", ".join(row["why"])}


@app.command()
def claim(
    text: Annotated[str, typer.Argument(metavar="CLAIM", help='As in "20 Mt/year" or "15 pairs/day".')],
    on: Annotated[str, typer.Option("--on", help="The link or corridor that it is compared with.")],
    scenario: Many = None,
    basis: BasisIn = "rule",
    data: Data = None,
    format: As = "table",
) -> None:
    """What a claim means on a link: trains, wagons, trucks a day."""
    import corridors as co

    net = co.load(data)
    chosen = scenario or sorted(net.scenarios, key=lambda s: (s != "today", s))
    found = co.claim(net, text, on=on, scenarios=chosen, basis=basis)
    columns: dict[str, Any] = {"scenario": "scenario", "Mt/year": _middle, "90 % range": _range}
    columns |= {"best guess": "capacity_mtpa", "limit": "limit", "grade": "grade"}
    columns |= {
        "share": lambda r: "–" if r["share"] is None or r["share"] != r["share"] else say("{r[share]:.0%}", r=r)
    }
    show(
        found.to_dict(),
        rows_of(found.table()),
        columns,
        format,
        "\n".join(map(said, [found.verdict, *found.lines[: -len(chosen)]])),
    )
