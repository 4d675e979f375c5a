"""Verbs that ask what it would take, and what if: ladder, plan, assign, tcd, closures, compare, claim."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from corridors.cli.app import As, Data, Scenario, TrustIn, app, load, note, show
from corridors.cli.ask import Id

if TYPE_CHECKING:
    import pandas as pd

Picture = Annotated[Path | None, typer.Option("--to", help="Also draw it: a file that ends in .png, .svg or .pdf.")]
Many = Annotated[list[str] | None, typer.Option("--scenario", "-s", help="A scenario; repeatable.")]


def _rows(table: pd.DataFrame) -> list[dict[str, Any]]:
    return (table if table.index.name is None else table.reset_index()).to_dict("records")  # type: ignore[return-value]


def _keys(*names: str) -> dict[str, Any]:
    return {n: n for n in names}


def _whole(net: Any, name: str, trust: str) -> Any:
    """Capacities of a corridor's links."""
    import corridors as co

    return co.capacities(net, trust=trust, links=list(net.corridor(name).links))


@app.command()
def ladder(
    name: Id,
    scenario: Scenario = "today",
    ceiling: Annotated[float | None, typer.Option(help="Leave out rungs at or above this, Mt/year.", min=0)] = None,
    trust: TrustIn = "rule",
    data: Data = None,
    format: As = "table",
) -> None:
    """What holds a corridor; what holds it when that is relieved, and the next; the weakest partner."""
    import corridors as co

    net = load(data, scenario)
    found = co.ladder(net, _whole(net, name, trust), name, ceiling_mtpa=ceiling)
    columns: dict[str, Any] = {
        "rung": "rung",
        "corridor": "corridor_mtpa",
        **_keys("link", "limit", "country", "grade", "trusted"),
    }
    show(found.to_dict(), _rows(found.table()), columns, format, f"{found.corridor}, {scenario}, Mt/year")
    if format == "table":
        parts = (f"{r.Index} {r.capacity_mtpa:.1f}" for r in found.partners.itertuples())
        note(f"each country's part alone could carry, Mt/year: {', '.join(parts)}")
    if found.note:
        note(found.note)


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
    trust: TrustIn = "rule",
    data: Data = None,
    format: As = "table",
) -> None:
    """The cheapest measures that let a corridor carry a target, proven, staged by year."""
    import corridors as co

    net = load(data, scenario)
    limits: dict[str, Any] = {"time_limit_s": time_limit, "memory_limit_mb": memory_limit, "trust": trust}
    if frontier:
        _frontier(net, name, target, measure, to, format, limits)
        return
    found = co.plan(
        net, name, target, by=by, budget_musd=budget, budget_per_year_musd=budget_per_year,
        interim=[_interim(i) for i in interim or ()], measures=measure, prefer=prefer, **limits,
    )  # fmt: skip
    columns: dict[str, Any] = {
        "measure": "measure",
        "country": "country",
        "start": _year("start"),
        "finish": _year("finish"),
    }
    columns |= {"cost, MUSD": "cost_musd", "low": "cost_low_musd", "high": "cost_high_musd", "grade": "grade"}
    cost = found.cost_musd
    title = f"{found.corridor}: {found.reached_mtpa:,.1f} of {target:g} Mt/year for {cost['value']:,.0f} MUSD"
    title += f" ({cost['low']:,.0f}–{cost['high']:,.0f})"
    title += ", proven cheapest" if found.proven_optimal else f", {found.status}, gap {found.gap_share:.1%}"
    show(found.to_dict(), _rows(found.table()), columns, format, title)
    if format == "table":
        _plan_notes(found)


def _plan_notes(found: Any) -> None:
    for year, row in found.years.iterrows():
        carried, spent = f"{row['capacity_mtpa']:6.1f} Mt/year", f"{row['spent_musd']:6,.0f} MUSD spent"
        print(f"  end of {year}: {carried}, {spent}, held by {', '.join(row['held_by'])}")
    for link, row in found.missing.iterrows():
        print(f"  missing: {link} can be brought to {row['best_mtpa']:.1f}, lacks {row['shortfall_mtpa']:.1f} Mt/year")
    for text in found.notes:
        note(text)


def _year(key: str) -> Any:
    return lambda row: "–" if row[key] is None or row[key] != row[key] else f"{row[key]:.0f}"


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
    from corridors.whatif.frontier import frontier as curve

    found = curve(net, name, target_mtpa=target, measures=measure, **limits)
    rows = [{**r, "measures": list(r["measures"])} for r in _rows(found.table())]
    columns: dict[str, Any] = {
        "Mt/year": "capacity_mtpa",
        "MUSD": "cost_musd",
        "low": "cost_low_musd",
        "high": "cost_high_musd",
    }
    show(found.to_dict(), rows, {**columns, "measures": lambda r: ", ".join(r["measures"])}, format)
    if to:
        from corridors.figures import frontier_figure, save_figure

        note(f"drawn: {save_figure(frontier_figure(found), to)}")


@app.command()
def assign(scenario: Scenario = "today", trust: TrustIn = "rule", data: Data = None, format: As = "table") -> None:
    """Known demand on the network at least generalised cost: flows, utilisation, shadow prices, unmet demand."""
    import corridors as co
    from corridors.scenarios import demand

    net = load(data, scenario)
    wanted = demand(net, net.name) if net.name in net.scenarios else net.demand
    found = co.assign(net, co.capacities(net, trust=trust), wanted)
    columns: dict[str, Any] = {"link": "link", "Mt/year": "flow_mtpa", "capacity": "capacity_mtpa"}
    columns |= {"use": lambda r: f"{r['utilisation']:.0%}", "1 Mt more, MUSD": "shadow_musd_per_mt"}
    columns |= {"observed": "observed_mtpa", "difference": "difference_mtpa"}
    title = f"{scenario}: {found.unmet_mtpa:.2f} Mt/year of the known demand unmet"
    show(found.to_dict(), _rows(found.table()), columns, format, title)
    if found.note:
        note(found.note)


@app.command()
def tcd(name: Id, to: Picture = None, scenario: Scenario = "today", data: Data = None, format: As = "table") -> None:
    """Time, cost and distance along a corridor, with the jumps at borders and gauge points."""
    import corridors as co

    net = load(data, scenario)
    found = co.time_cost_distance(net, name)
    columns = _keys("link", "country", "km", "h", "usd_per_t", "total_km", "total_h", "total_usd_per_t")
    title = f"{found.corridor}: {found.km:,.0f} km, {found.h:,.0f} h, {found.usd_per_t:,.0f} USD/t; "
    title += f"{found.speed_without_delay_kmh:.0f} km/h without delay, {found.speed_with_delay_kmh:.0f} with"
    show(found.to_dict(), _rows(found.table()), columns, format, title)
    if found.note:
        note(found.note)
    if to:
        from corridors.figures import save_figure, tcd_figure

        note(f"drawn: {save_figure(tcd_figure(found), to)}")


@app.command()
def closures(
    name: Id,
    pairs: Annotated[bool, typer.Option("--pairs", help="Every pair of links too.")] = False,
    scenario: Scenario = "today",
    trust: TrustIn = "rule",
    data: Data = None,
    format: As = "table",
) -> None:
    """What is lost when a link closes, and how much longer the way round takes; the worst first."""
    import corridors as co

    net = load(data, scenario)
    found = co.closures(net, co.capacities(net, trust=trust), name, pairs=pairs)
    columns = _keys("link", "other", "lost_mtpa", "left_mtpa", "more_mtpa") if pairs else {}
    columns = columns or _keys("link", "lost_mtpa", "left_mtpa", "detour_h", "country", "grade")
    title = f"{found.corridor}, {scenario}: {found.value_mtpa:,.1f} Mt/year with everything open"
    show(found.to_dict(), _rows(found.table()), columns, format, title)


@app.command()
def compare(
    names: Annotated[list[str], typer.Argument(metavar="SCENARIO...", help="Two scenarios or more.")],
    corridor: Annotated[str | None, typer.Option("--corridor", help="Only this corridor.")] = None,
    links: Annotated[bool, typer.Option("--links", help="Link by link: what differs, and why.")] = False,
    trust: TrustIn = "rule",
    data: Data = None,
    format: As = "table",
) -> None:
    """Scenarios on one scale: capacity, what holds, cost, time, utilisation; link by link why."""
    import corridors as co

    net = co.load(data)
    chosen = None if corridor is None else net.corridor(corridor)
    found = co.compare(*(co.scenario(net, n) for n in names), corridor=chosen, trust=trust)
    answer = found.to_dict()
    rows = [_flat(r) for r in answer["links"]] if links else answer["summary"]
    columns: dict[str, Any] = {k: k for k in rows[0]} if rows and links else {}
    if not links:
        columns = _keys("corridor", "scenario") | {"Mt/year": "capacity_mtpa", "change": "change_mtpa"}
        columns |= {"held by": lambda r: ", ".join(r["held_by"]), "MUSD": "cost_musd", "h": "h"}
        columns |= {"fullest": lambda r: "–" if r["utilisation"] != r["utilisation"] else f"{r['utilisation']:.0%}"}
    show(answer, rows, columns, format)


def _flat(row: dict[str, Any]) -> dict[str, Any]:
    told = {f"{name}, Mt/year": s["capacity_mtpa"] for name, s in row["scenarios"].items()}
    return {"link": row["link"], **told, "change": row["change_mtpa"], "why": ", ".join(row["why"])}


@app.command()
def claim(
    text: Annotated[str, typer.Argument(metavar="CLAIM", help='As in "20 Mt/year" or "15 pairs/day".')],
    on: Annotated[str, typer.Option("--on", help="The link that it is held against.")],
    scenario: Many = None,
    trust: TrustIn = "rule",
    data: Data = None,
    format: As = "table",
) -> None:
    """What a claim means on a link: trains, wagons, trucks a day, share of capacity, the arithmetic shown."""
    import corridors as co
    from corridors.whatif.claim import claim as hold

    net = co.load(data)
    chosen = scenario or sorted(net.scenarios, key=lambda s: (s != "today", s))
    found = hold(text, on, [co.scenario(net, s) for s in chosen], trust=trust)
    columns: dict[str, Any] = {"scenario": "scenario", "Mt/year": "capacity_mtpa", "limit": "limit", "grade": "grade"}
    columns |= {"share": lambda r: "–" if r["share"] is None or r["share"] != r["share"] else f"{r['share']:.0%}"}
    show(found.to_dict(), _rows(found.table()), columns, format, "\n".join(found.lines[: -len(chosen)]))
