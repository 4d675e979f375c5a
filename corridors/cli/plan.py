"""The verb that asks what it would take: the cheapest measures for a target, or the curve of cost and capacity."""

from dataclasses import replace
from pathlib import Path
from typing import Annotated, Any, Literal

import typer

from corridors.cli.app import UNREACHED, As, BasisIn, Data, Scenario, app, load, note, remark, rows_of, show
from corridors.cli.language import said, say
from corridors.cli.ranges import Draws, Id, NoCache, NoRange, Picture, Seed, range_keys, range_text


@app.command()
def plan(
    name: Id,
    target: Annotated[float, typer.Option("--target", help="Mt/year, both directions together.", min=0)],
    by: Annotated[int | None, typer.Option("--by", help="Year at whose end the target is to be carried.")] = None,
    budget: Annotated[float | None, typer.Option("--budget", help="Million USD in all.", min=0)] = None,
    budget_per_year: Annotated[float | None, typer.Option(help="Million USD in each year.", min=0)] = None,
    interim: Annotated[list[str] | None, typer.Option(help="YEAR:MT, a target on the way; repeatable.")] = None,
    measure: Annotated[list[str] | None, typer.Option(help="Choose among these only; repeatable.")] = None,
    prefer: Annotated[Literal["cheap", "early"], typer.Option(help="Without --by: what comes first.")] = "cheap",
    frontier: Annotated[bool, typer.Option("--frontier", help="The whole curve, cost against capacity.")] = False,
    to: Picture = None,
    time_limit: Annotated[float, typer.Option(help="Seconds for the optimiser.", min=0)] = 60.0,
    memory_limit: Annotated[float | None, typer.Option(help="MiB for the optimiser.", min=1)] = None,
    scenario: Scenario = "today",
    basis: BasisIn = "rule",
    draws: Draws = 10_000,
    seed: Seed = 1,
    no_range: NoRange = False,
    no_cache: NoCache = False,
    data: Data = None,
    format: As = "table",
) -> None:
    """The cheapest measures that reach a target, proven, staged by year.

    Ends with code 3 if the target, or one on the way, is not reached.
    """
    import corridors as co
    from corridors.errors import BadInput
    from corridors.scenarios import build

    if to and not frontier:
        raise BadInput("--to draws the curve: add --frontier")
    if frontier and (interim or prefer == "early"):
        raise BadInput("--frontier goes with --by and the budgets; leave out --interim and --prefer")
    on_the_way = [_interim(i) for i in interim or ()]
    net = load(data, scenario)
    limits: dict[str, Any] = {"time_limit_s": time_limit, "memory_limit_mb": memory_limit, "basis": basis}
    if frontier:
        limits |= {"by": by, "budget_musd": budget, "budget_per_year_musd": budget_per_year}
        _frontier(net, name, target, measure, to, format, limits)
        return
    found = co.plan(
        net, name, target_mtpa=target, by=by, budget_musd=budget, budget_per_year_musd=budget_per_year,
        interim=on_the_way, measures=measure, prefer=prefer, **limits,
    )  # fmt: skip
    columns: dict[str, Any] = {
        "measure": "measure",
        "country": "country",
        "start": _year("start"),
        "finish": _year("finish"),
    }
    columns |= {"cost, MUSD": "cost_musd", "low": "cost_low_musd", "high": "cost_high_musd", "grade": "grade"}
    title = _title(found, target)
    answer = found.to_dict()
    if not no_range:
        options: dict[str, Any] = {"draws": draws, "seed": seed, "basis": basis, "cached": not no_cache}
        runs = co.ensemble(build(net, found.measures.index), name, target_mtpa=target, **options)
        chance = runs.probability(target)
        answer = {**answer, **range_keys(runs), "probability_of_target": chance}
        title += say(
            "\nwith all of it built {range_text}; the target is reached in {chance:.1%} of the draws",
            range_text=range_text(runs),
            chance=chance,
        )
    show(answer, rows_of(found.table()), columns, format, title)
    if format == "table":
        _plan_notes(found)
    if found.missing_mtpa > 0 or any(not i["met"] for i in found.interim):
        raise typer.Exit(UNREACHED)


def _title(found: Any, target: float) -> str:
    head = say(
        "{corridor}: {reached_mtpa:,.1f} of {target:g} Mt/year for ",
        corridor=found.corridor, reached_mtpa=found.reached_mtpa, target=target,
    )  # fmt: skip
    cost = say("{value:,.0f} MUSD ({low:,.0f}–{high:,.0f})", **found.cost_musd)
    unknown = say(" and {n} at unknown cost", n=len(found.cost_unknown)) if found.cost_unknown else ""
    proof = say("proven cheapest") if found.proven_optimal else say("gap {gap_share:.1%}", gap_share=found.gap_share)
    return f"{head}{cost}{unknown}, {said(found.status)}, {proof}"


def _plan_notes(found: Any) -> None:
    for year, row in found.years.iterrows():
        carried, spent = (
            say("{capacity_mtpa:6.1f} Mt/year", capacity_mtpa=row["capacity_mtpa"]),
            say("{spent_musd:6,.0f} MUSD spent", spent_musd=row["spent_musd"]),
        )
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
        print(
            say(
                "  on the way: {target_mtpa:g} Mt/year in {year} {verdict}, {reached_mtpa:.1f} carried",
                target_mtpa=i["target_mtpa"],
                year=i["year"],
                verdict=verdict,
                reached_mtpa=i["reached_mtpa"],
            )
        )
    for link, row in found.missing.iterrows():
        print(
            say(
                "  missing: {link} can be brought to {best_mtpa:.1f}, lacks {shortfall_mtpa:.1f} Mt/year",
                link=link,
                best_mtpa=row["best_mtpa"],
                shortfall_mtpa=row["shortfall_mtpa"],
            )
        )
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
        raise BadInput(f"--interim {text!r}: write YEAR:MT, as in 2027:15") from None


def _frontier(
    net: Any, name: str, target: float | None, measure: list[str] | None, to: Path | None, format: Any, limits: Any
) -> None:
    import corridors as co

    found = co.frontier(net, name, target_mtpa=target, measures=measure, **limits)
    rows = [{**r, "measures": list(r["measures"])} for r in rows_of(found.table())]
    columns: dict[str, Any] = {
        "Mt/year": "capacity_mtpa",
        "MUSD": "cost_musd",
        "low": "cost_low_musd",
        "high": "cost_high_musd",
    }
    show(found.to_dict(), rows, {**columns, "measures": lambda r: ", ".join(r["measures"])}, format)
    most = float(found.points["capacity_mtpa"].max())
    if not found.complete:
        remark(say("a limit of time or memory was hit at {most:.1f} Mt/year: the curve goes on", most=most), format)
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
