"""The verb that asks what it would take: the cheapest measures for a target, or the curve of cost and capacity."""

from dataclasses import replace
from pathlib import Path
from typing import Annotated, Any, Literal

import typer

from corridors.cli.app import UNREACHED, As, BasisIn, Data, Scenario, app, load, note, remark, rows_of, show
from corridors.cli.language import said, say
from corridors.cli.ranges import Id, NoCache, NoRange, Picture, Scheduler, Seed, Workers
from corridors.wording.numbers import significant, span
from corridors.wording.sentences import sentence

# Draws behind a range, and draws of equal weight that a plan with a confidence is sought in.
BEHIND_A_RANGE, SOUGHT_IN = 10_000, 1000


@app.command()
def plan(
    name: Id,
    target: Annotated[float, typer.Option("--target", help="Mt/year, both directions together.", min=0)],
    by: Annotated[int | None, typer.Option("--by", help="Year by whose end the target must be reached.")] = None,
    budget: Annotated[float | None, typer.Option("--budget", help="Million USD in all.", min=0)] = None,
    budget_per_year: Annotated[float | None, typer.Option(help="Million USD in each year.", min=0)] = None,
    interim: Annotated[list[str] | None, typer.Option(help="YEAR:MT, an interim target; repeatable.")] = None,
    measure: Annotated[list[str] | None, typer.Option(help="Choose among these only; repeatable.")] = None,
    prefer: Annotated[
        Literal["cheap", "early"], typer.Option(help="Without --by: cheap or early measures first.")
    ] = "cheap",
    confidence: Annotated[
        float | None, typer.Option(help="Share of the draws that must carry the target, as in 0.8.", min=0, max=1)
    ] = None,
    frontier: Annotated[
        bool, typer.Option("--frontier", help="The whole curve: cost against capacity; with --confidence, chance.")
    ] = False,
    to: Picture = None,
    time_limit: Annotated[float, typer.Option(help="Seconds for the optimiser.", min=0)] = 60.0,
    memory_limit: Annotated[float | None, typer.Option(help="MiB for the optimiser.", min=1)] = None,
    scenario: Scenario = "today",
    basis: BasisIn = "rule",
    draws: Annotated[
        int | None, typer.Option(help="Draws behind the range (10000), or for --confidence (1000).", min=1)
    ] = None,
    seed: Seed = 1,
    workers: Workers = 1,
    scheduler: Scheduler = None,
    no_range: NoRange = False,
    no_cache: NoCache = False,
    data: Data = None,
    format: As = "table",
) -> None:
    """The cheapest measures that reach a target, proven, staged by year.

    Ends with code 3 if the target, or an interim one, is not reached.
    """
    import corridors as co
    from corridors.errors import BadInput

    if to and not frontier:
        raise BadInput(sentence("--to draws the curve: add --frontier"))
    if frontier and (interim or prefer == "early"):
        raise BadInput(sentence("--frontier goes with --by and the budgets; leave out --interim and --prefer"))
    on_the_way = [_interim(i) for i in interim or ()]
    net = load(data, scenario)
    limits: dict[str, Any] = {"time_limit_s": time_limit, "memory_limit_mb": memory_limit, "basis": basis}
    chance: dict[str, Any] = {"seed": seed, "cached": not no_cache}
    sure = {**chance, "draws": draws or SOUGHT_IN, "workers": scheduler or workers, "confidence": confidence}
    if frontier and confidence is not None:
        if budget is not None or budget_per_year is not None:
            raise BadInput(sentence("--frontier --confidence shows what each budget buys: leave out the budgets"))
        curve = co.certainty_curve(net, name, target_mtpa=target, by=by, measures=measure, **limits, **sure)
        _certainty(curve, to, format)
        return
    chance["draws"] = draws or BEHIND_A_RANGE
    if frontier:
        limits |= {"by": by, "budget_musd": budget, "budget_per_year_musd": budget_per_year}
        _frontier(net, name, target, measure, to, format, limits, None if no_range else chance)
        return
    found = co.plan(
        net, name, target_mtpa=target, by=by, budget_musd=budget, budget_per_year_musd=budget_per_year,
        interim=on_the_way, measures=measure, prefer=prefer, **limits,
        **(sure if confidence is not None else {}),
    )  # fmt: skip
    title = _gist(found, target)
    answer = found.to_dict()
    if confidence is not None:
        title += say("\n{_chance}", _chance=_chance(answer, by))
    elif not no_range:
        answer |= _chances(net, name, [list(found.measures.index)], target, by, basis, chance)[0]
        title += say("\n{_chance}", _chance=_chance(answer, by))
    show(answer, rows_of(found.table()), _columns(), format, title)
    if format == "table":
        _plan_notes(found)
    if found.missing_mtpa > 0 or any(not i["met"] for i in found.interim):
        raise typer.Exit(UNREACHED)


def _columns() -> dict[str, Any]:
    columns: dict[str, Any] = {"measure": "measure", "country": "country"}
    columns |= {"start": _year("start"), "finish": _year("finish")}
    return columns | {"cost, MUSD": "cost_musd", "low": "cost_low_musd", "high": "cost_high_musd", "grade": "grade"}


def _gist(found: Any, target: float) -> str:
    """A plan in a line, at best guesses."""
    cost = found.cost_musd
    title = say(
        "{found.corridor}: {figure} of {target:g} Mt/year at best guesses for ",
        found=found,
        figure=significant(found.reached_mtpa),
        target=target,
    )
    title += say("{figure} MUSD ({span})", figure=significant(cost["value"]), span=span(cost["low"], cost["high"]))
    title += say(" and {n} at unknown cost", n=len(found.cost_unknown)) if found.cost_unknown else ""
    return say(
        "{title}, {found.status}, {found.proof}{value}",
        title=title,
        found=found,
        value=say(" for these draws") if found.confidence else "",
    )


def _chances(
    net: Any, name: str, sets: list[list[str]], target: float | None, by: int | None, basis: str, options: Any
) -> list[dict[str, Any]]:
    """The chance and the range of some sets of measures."""
    from corridors.planning.chance_plan import chances
    from corridors.planning.schedule import FIRST_YEAR

    return chances(net, net.corridor(name), sets, target, by=by, first_year=FIRST_YEAR, basis=basis, **options)


def _chance(answer: Any, by: int | None) -> str:
    """The chance of a plan in a line."""
    when = (
        say("with all of it built")
        if by is None
        else say("by the end of {by}, with the usual delays of such measures,", by=by)
    )
    middle = say(
        "{figure} Mt/year, {span}",
        figure=significant(answer["p50_mtpa"]),
        span=span(answer["p05_mtpa"], answer["p95_mtpa"]),
    )
    return say(
        "{when} {middle} in 90 % of the draws; the target in {answer[probability_of_target]:.1%} of them",
        when=when,
        middle=middle,
        answer=answer,
    )


def _certainty(curve: Any, to: Path | None, format: Any) -> None:
    import corridors as co

    columns: dict[str, Any] = {"chance": lambda r: say("{r[probability_of_target]:.1%}", r=r), "MUSD": "cost_musd"}
    columns |= {"low": "cost_low_musd", "high": "cost_high_musd", "measures": lambda r: ", ".join(r["measures"])}
    answer = curve.to_dict()
    when = "" if curve.by is None else say(" by the end of {curve.by}", curve=curve)
    title = say(
        "{curve.corridor}, {curve.scenario}: what certainty of {curve.target_mtpa:g} Mt/year{when} costs",
        curve=curve,
        when=when,
    )
    show(answer, answer["points"], columns, format, title)
    if not curve.complete:
        remark(say("a limit of time or memory was hit: the curve continues"), format)
    if to:
        from corridors.figures import certainty_figure

        note(say("drawn: {path}", path=co.save_figure(certainty_figure(curve), to)))


def _plan_notes(found: Any) -> None:
    for year, row in found.years.iterrows():
        carried = say("{figure:>6} Mt/year", figure=significant(row["capacity_mtpa"]))
        spent = say("{figure:>6} MUSD spent", figure=significant(row["spent_musd"]))
        print(
            say(
                "  end of {year}: {carried}, {spent}, limited by {names}",
                year=year,
                carried=carried,
                spent=spent,
                names=", ".join(row["bottleneck"]),
            )
        )
    for i in found.interim:
        verdict = say("met") if i["met"] else say("missed")
        carried = significant(i["reached_mtpa"])
        print(
            say(
                "  on the way: {i[target_mtpa]:g} Mt/year in {i[year]} {verdict}, {carried} carried",
                i=i,
                verdict=verdict,
                carried=carried,
            )
        )
    for link, row in found.missing.iterrows():
        brought, lacks = significant(row["best_mtpa"]), significant(row["shortfall_mtpa"])
        surely = "" if found.confidence is None else say(" surely enough")
        values = {"link": link, "surely": surely, "brought": brought, "lacks": lacks}
        print(say("  missing: {link} can{surely} be brought to {brought}, lacks {lacks} Mt/year", **values))
    for text in found.notes:
        print("  " + said(text))


def _year(key: str) -> Any:
    return lambda row: "–" if row[key] is None or row[key] != row[key] else say("{value:.0f}", value=row[key])


def _interim(text: str) -> tuple[int, float]:
    from corridors.errors import BadInput

    year, _, mtpa = text.partition(":")
    try:
        return int(year), float(mtpa)
    except ValueError:
        raise BadInput(sentence("--interim {text!r}: write YEAR:MT, as in 2027:15", text=text)) from None


def _frontier(
    net: Any, name: str, target: float | None, measure: list[str] | None, to: Path | None, format: Any, limits: Any,
    chance: dict[str, Any] | None,
) -> None:  # fmt: skip
    import corridors as co

    found = co.frontier(net, name, target_mtpa=target, measures=measure, **limits)
    if chance is not None:
        sets = [list(m) for m in found.points["measures"]]
        known = _chances(net, name, sets, target, limits["by"], limits["basis"], chance)
        found = replace(found, points=found.points.assign(**{k: [row[k] for row in known] for k in known[0]}))
    rows = [{**r, "measures": list(r["measures"])} for r in rows_of(found.table())]
    columns: dict[str, Any] = {
        "Mt/year": "capacity_mtpa",
        "MUSD": "cost_musd",
        "low": "cost_low_musd",
        "high": "cost_high_musd",
    }
    if chance is not None:
        columns |= {"90 % range": lambda r: span(r["p05_mtpa"], r["p95_mtpa"])}
        columns |= {} if target is None else {"chance": lambda r: say("{r[probability_of_target]:.1%}", r=r)}
    show(found.to_dict(), rows, {**columns, "measures": lambda r: ", ".join(r["measures"])}, format)
    most = float(found.points["capacity_mtpa"].max())
    if not found.complete:
        remark(say("a limit of time or memory was hit at {most:.1f} Mt/year: the curve continues", most=most), format)
    elif target is not None and most < target - 1e-3:
        remark(
            say("the curve ends at {most:.1f} Mt/year: no choice of the known measures carries more", most=most), format
        )
    unknown = found.points["cost_unknown"].map(bool)
    if unknown.any():
        priced = found.points.loc[~unknown, "capacity_mtpa"].max()
        names = ", ".join(sorted(set(found.points["cost_unknown"].sum())))
        remark(
            say(
                "above {priced:.1f} Mt/year measures are needed whose cost nobody knows, not in the sum: {names}",
                priced=priced,
                names=names,
            ),
            format,
        )
    if to:
        from corridors.figures import frontier_figure

        # A point of unknown cost has no place on a scale of cost.
        drawn = replace(found, points=found.points[~unknown])
        note(say("drawn: {path}", path=co.save_figure(frontier_figure(drawn), to)))
    if found.complete and target is not None and most < target - 1e-3:
        raise typer.Exit(UNREACHED)
