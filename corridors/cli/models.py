"""Verbs about the models: queue (waiting at a road post), model (its page), validate (published cases)."""

from collections.abc import Iterator
from math import isnan
from typing import Annotated, Any

import typer

from corridors.cli.app import FAILED, As, BasisIn, Data, Scenario, app, load, remark, rows_of, show
from corridors.cli.language import limit_of, name_of, said, say


@app.command()
def queue(
    name: Annotated[str, typer.Argument(metavar="POST", help="A road post: border/NAME, or NAME alone.")],
    scenario: Scenario = "today",
    traffic: Annotated[
        float | None, typer.Option(help="Vehicles a day to try instead of the counted ones.", min=0)
    ] = None,
    wait: Annotated[float, typer.Option(help="Mean wait in hours that the lanes needed must keep.", min=0.01)] = 1.0,
    days: Annotated[
        int, typer.Option(help="Equal peak days in a row, hour by hour; queues carry over.", min=1, max=31)
    ] = 1,
    basis: BasisIn = "rule",
    simulate: Annotated[bool, typer.Option("--simulate", help="Check the formulas with a simulation.")] = False,
    seed: Annotated[int, typer.Option(help="Seed of the simulation.")] = 0,
    data: Data = None,
    format: As = "table",
) -> None:
    """Waiting at a road post: utilisation, mean and 95% wait, lanes."""
    import corridors as co

    net = load(data, scenario)
    found = co.waiting(
        net, name, veh_per_day=traffic, wait_h=wait, days=days, simulate=simulate, seed=seed, basis=basis
    )
    columns: Any = {k: k for k in ("day", "veh_per_day", "capacity_veh_per_day", "utilisation", "wait_mean_h")}
    columns |= {k: k for k in ("wait_p95_h", "queue", "growth_veh_per_day", "lanes_needed")}
    title = say("{name_en}, {net.name}", name_en=name_of(net.link(found.post)), net=net)
    show(found.to_dict(), rows_of(found.table()), columns, format, title)
    for text in _of_queue(found):
        remark("  " + said(text), format)
    if format == "table":
        _capacity_of_post(found.capacity, found.uncertain_facts)


def _of_queue(found: Any) -> Iterator[str]:
    if found.simulated:
        count, error = found.simulated["vehicles"], found.simulated["wait_error_h"]
        yield say(
            "simulated {count:,.0f} vehicles; standard error of the mean wait {error:.3f} h", count=count, error=error
        )
    if found.traffic == "capacity":
        yield "no traffic is counted here: answered for traffic equal to the capacity"
    if isnan(found.mean_day["wait_mean_h"]):
        yield "this close to capacity the queue does not settle within a year; see the day by the hour"


def _capacity_of_post(capacity: dict[str, Any], uncertain_facts: list[dict[str, Any]]) -> None:
    """The one capacity that flow and queue use, and, where more was counted, which facts can be wrong."""
    print(
        say(
            "  capacity {capacity[capacity_mtpa]:.2f} Mt/year ({basis}): {limit}",
            capacity=capacity,
            basis=capacity["basis"],
            limit=limit_of(capacity),
        )
    )
    if not isnan(capacity["stated_mtpa"]):
        print(
            say(
                "  stated {capacity[stated_mtpa]:.2f} Mt/year; by lanes {capacity[veh_per_day_by_lanes]:,.0f} a day",
                capacity=capacity,
            )
        )
    if uncertain_facts:
        print(say("  more was counted than the capacity allows, so a fact is wrong; the least certain first:"))
    for r in uncertain_facts:
        ends = say("{r[value]:g} ({r[low]:g}–{r[high]:g}), grade {r[grade]}", r=r)
        print(say("    {r[attribute]} {ends}: use by lanes {r[utilisation]:.0%} at its better end", r=r, ends=ends))


@app.command()
def model(
    kind: Annotated[str, typer.Argument(metavar="KIND", help="rail, road, border, terminal or sea.")],
    data: Data = None,
    format: As = "table",
) -> None:
    """A capacity model: formulas, parameters, limits of use, references."""
    import corridors as co
    from corridors.capacity import model_page
    from corridors.errors import UnknownName
    from corridors.schema import KINDS

    if kind not in KINDS:
        raise UnknownName("capacity model", kind, KINDS)
    schema = co.load(data).schema[kind]
    page = model_page(kind, schema)
    rows = schema.reset_index().to_dict("records")
    if format == "table":
        print(page)
    else:
        show({"model": kind, "page": page, "parameters": rows}, rows, {}, format)


@app.command()
def validate(data: Data = None, format: As = "table") -> None:
    """The models against published cases; code 4 if a formula fails.

    Predictions of real sections rest on uncertain facts and may miss, with the reason; formulas may not.
    """
    import corridors as co
    from corridors.cases import passed, real_sections

    rows = co.validate(co.load(data))
    real = [r for r in rows if r["kind"] == "real"]
    predicted = [r for r in real if r["low"] is not None]
    rest = [r for r in rows if r["got"] is not None and r["kind"] != "real"]
    if format == "table":
        columns: Any = {"real section": "case", "quantity": "quantity", "published": _short("expected")}
        columns |= {"ours": _short("got"), "range": _range, "ratio": _ratio, "": _inside}
        show(
            rows,
            predicted,
            columns,
            format,
            say("Real sections: published against predicted, with 90 % of the draws"),
        )
        _reasons(real)
    columns = {"case": "case", "quantity": "quantity", "kind": "kind", "published": _short("expected")}
    columns |= {"ours": _short("got"), "error": _error, "within": _verdict, "source": "source"}
    show(rows, rest if format == "table" else rows, columns, format, say("Formulas and textbooks"))
    if format == "table":
        _reasons([r for r in rows if r["kind"] != "real"])
    formulas = [r for r in rows if r["kind"] == "formula" and r["within_tolerance"] is not None]
    good = sum(r["within_tolerance"] for r in formulas)
    left = sum(r["within_tolerance"] is None for r in rows)
    remark(
        say(
            "{good} of {n} formula figures within tolerance; {left} cannot be run and say why",
            good=good,
            n=len(formulas),
            left=left,
        ),
        format,
    )
    if format == "table":
        _print_real(real_sections(rows))
    if not passed(rows):
        raise typer.Exit(FAILED)


def _print_real(found: dict[str, Any]) -> None:
    """How many predictions of real sections hold."""
    wide = say(", {found[too_wide]} wider than tenfold left out", found=found) if found["too_wide"] else ""
    error = say("median error {found[median_error_share]:.0%}", found=found)
    print(
        say(
            "real sections: {found[inside]} of {found[predictions]} within the range{wide}, {error}",
            found=found,
            wide=wide,
            error=error,
        )
    )


def _reasons(rows: list[dict[str, Any]]) -> None:
    """Why a figure lies where it does, or was not run: each reason once, with its cases."""
    for ran, heading in ((True, "remarks"), (False, "not run, and why")):
        cases: dict[str, list[str]] = {}
        for row in rows:
            if row["reason"] and (row["got"] is not None) == ran:
                cases.setdefault(row["reason"], []).append(row["case"])
        if cases:
            print(say("\n{heading}", heading=heading))
        for reason, names in cases.items():
            print(say("  {names}: {reason}", names=", ".join(dict.fromkeys(names)), reason=reason))


def _short(key: str) -> Any:
    return lambda row: (
        say("{value:.5g}", value=row[key])
        if isinstance(row[key], float)
        else "–"
        if row[key] is None
        else str(row[key])
    )


def _ratio(row: dict[str, Any]) -> str:
    return say("{value:.2f}", value=row["got"] / row["expected"])


def _inside(row: dict[str, Any]) -> str:
    return said(("inside" if row["inside"] else "outside") if row["counts"] else "too wide to count")


def _range(row: dict[str, Any]) -> str:
    return "" if row["low"] is None else say("{row[low]:.4g}–{row[high]:.4g}", row=row)


def _error(row: dict[str, Any]) -> str:
    return "" if row["error_share"] is None else say("{row[error_share]:+.1%}", row=row)


def _verdict(row: dict[str, Any]) -> str:
    return said({True: "yes", False: "no", None: "–"}[row["within_tolerance"]])
