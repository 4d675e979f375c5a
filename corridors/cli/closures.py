"""The verb closures: what is lost when a link closes."""

from typing import Annotated, Any

import typer

from corridors.cli.app import As, BasisIn, Data, Scenario, app, load, rows_of, show
from corridors.cli.language import say
from corridors.cli.ranges import Draws, Id, NoCache, NoRange, Scheduler, Seed, Workers, keys
from corridors.wording.numbers import significant, span


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
    columns = keys("link", "other", "lost_mtpa", "left_mtpa", "more_mtpa", "detour_h") if pairs else {}
    columns = columns or keys(
        "link", "lost_mtpa", "left_mtpa", "detour_h", "flow_mtpa", "flow_lost_mtpa", "closed_days"
    ) | {"lost a year": _lost_a_year}
    columns |= {} if pairs else keys("country", "grade")
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
        columns |= keys("left_mtpa", "detour_h", "flow_mtpa", "flow_lost_mtpa", "closed_days")
        columns |= {"lost a year": _lost_a_year} | keys("country", "grade")
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
