"""Verbs about what stops a corridor and what if: ladder, compare, claim."""

from typing import Annotated, Any

import typer

from corridors.cli.app import As, BasisIn, Data, Scenario, app, load, remark, rows_of, show
from corridors.cli.language import said, say
from corridors.cli.ranges import Draws, Id, NoCache, NoRange, Seed, keys, range_keys, range_text
from corridors.wording.numbers import change_ends, significant, span

Many = Annotated[list[str] | None, typer.Option("--scenario", "-s", help="A scenario; repeatable.")]


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
        **keys("link", "limit", "country", "grade", "basis"),
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
    columns: dict[str, Any] = {_heading(k): k for k in rows[0]} if rows and links else {}
    if not links:
        columns = keys("corridor", "scenario")
        columns |= {} if no_range else {"Mt/year": _middle, "90 % range": _range}
        columns |= {"best guess": "capacity_mtpa", "change": "change_mtpa" if no_range else _change}
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


def _change(row: dict[str, Any]) -> str:
    low, middle, high = (row[f"change_{q}_mtpa"] for q in ("p05", "p50", "p95"))
    if low == high == 0:
        return "0"
    low, high = change_ends(low, high)
    return say("{middle} ({low}…{high})", middle=("+" if middle > 0 else "") + significant(middle), low=low, high=high)


def _cost(row: dict[str, Any]) -> str:
    cost, n = significant(row["cost_musd"]), len(row["cost_unknown"])
    return say("{cost} + {n} unknown", cost=cost, n=n) if n else cost


def _heading(key: str) -> str:
    name, ends, _ = key.rpartition(", Mt/year")
    return say("{name}, Mt/year", name=name) if ends else {"why": "because of"}.get(key, key)


def _flat(row: dict[str, Any]) -> dict[str, Any]:
    capacity = {f"{name}, Mt/year": s["capacity_mtpa"] for name, s in row["scenarios"].items()}
    return {"link": row["link"], **capacity, "change": row["change_mtpa"], "why": ", ".join(row["why"])}


@app.command()
def claim(
    text: Annotated[str, typer.Argument(metavar="CLAIM", help='As in "20 Mt/year" or "15 pairs/day".')],
    on: Annotated[
        str | None, typer.Option("--on", help="The link or corridor to compare with; the headline's if left out.")
    ] = None,
    scenario: Many = None,
    basis: BasisIn = "rule",
    data: Data = None,
    format: As = "table",
) -> None:
    """What a claim means on a link: trains, wagons, trucks a day."""
    import corridors as co
    from corridors.scenarios import headline

    net = co.load(data)
    chosen = scenario or sorted(net.scenarios, key=lambda s: (s != "today", s))
    found = co.claim(net, text, on=on or headline(net).corridor, scenarios=chosen, basis=basis)
    columns: dict[str, Any] = {"scenario": "scenario", "Mt/year": _middle, "90 % range": _range}
    columns |= {"best guess": "capacity_mtpa", "limit": "limit", "grade": "grade"}
    columns |= {"of the best guess": _of_best}
    show(
        found.to_dict(),
        rows_of(found.table()),
        columns,
        format,
        "\n".join(map(said, [found.verdict, *found.lines[: -len(chosen)]])),
    )


def _of_best(row: dict[str, Any]) -> str:
    return "–" if row["share"] is None or row["share"] != row["share"] else say("{r[share]:.0%}", r=row)
