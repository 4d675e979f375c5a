"""The verb about the road posts of a border: posts."""

from math import isnan
from typing import Annotated, Any

import typer

from corridors.cli.app import As, Data, app, rows_of, show
from corridors.cli.language import say
from corridors.cli.whatif import Many


@app.command()
def posts(
    scenario: Many = None,
    everywhere: Annotated[bool, typer.Option("--all", help="Every road post, on other borders too.")] = False,
    data: Data = None,
    format: As = "table",
) -> None:
    """The road posts of the border: lanes, use, waits, works and their cost."""
    import corridors as co

    net = co.load(data)
    found = co.posts(net, scenarios=scenario, everywhere=everywhere)
    columns: dict[str, Any] = {"post": "name_en", "lanes": _count("lanes"), "veh/day": _count("capacity_veh_per_day")}
    columns |= {"counted": _carried, "use": _use, "wait": _wait}
    later = list(found.totals)[1:]
    columns |= {name: _later(name) for name in later}
    first = next(iter(found.totals))
    rows = list(found.posts) if format == "table" else rows_of(found.table())
    show(
        found.to_dict(),
        rows,
        columns,
        format,
        say("{first}, vehicles a day of both directions; worst first", first=first),
    )
    if format == "table":
        for name, total in found.totals.items():
            print(_total(name, total))
        _print_together(found)


def _count(key: str) -> Any:
    return lambda row: "–" if row[key] is None or row[key] != row[key] else say("{value:,.0f}", value=row[key])


def _carried(row: Any) -> str:
    count = row["carried_veh_per_day"]
    return say("not counted") if count is None or isnan(count) else f"{count:,.0f}"


def _use(row: Any) -> str:
    return "–" if row["use"] != row["use"] else say("{row[use]:.0%}", row=row)


def _wait(row: Any) -> str:
    wait, growth = row["wait_mean_h"], row["growth_veh_per_day"]
    if growth > 0:
        return say("{wait:,.0f} h, queue +{growth:,.0f}/day", wait=wait, growth=growth)
    return "–" if isnan(wait) else say("under 0.1 h") if wait < 0.1 else say("{wait:.1f} h", wait=wait)


def _later(name: str) -> Any:
    """A scenario at a post, in one cell."""

    def text(row: Any) -> str:
        then = row["scenarios"][name]
        if not then["measures"]:
            return say("as now")
        parts = [
            say("{then[lanes]:,.0f} lanes", then=then),
            say("{then[capacity_veh_per_day]:,.0f} veh/day", then=then),
        ]
        parts += [_use(then), _wait(then)] if then["use"] == then["use"] else []
        cost = say("cost unknown") if then["cost_unknown"] else say("{then[cost_musd]:,.0f} MUSD", then=then)
        return ", ".join([*parts, cost])

    return text


def _total(name: str, total: dict[str, Any]) -> str:
    text = say(
        "{name}: {total[lanes]:,.0f} lanes clear {total[capacity_veh_per_day]:,.0f} vehicles a day; ",
        name=name,
        total=total,
    )
    text += say(
        "{total[carried_veh_per_day]:,.0f} are counted at {total[posts_counted]} of {total[posts]} posts", total=total
    )
    text += "" if total["use"] is None else say(", {total[use]:.0%} of what those clear", total=total)
    text += say(", {total[posts_overloaded]} overloaded", total=total)
    if total["posts_changed"]:
        low, high = total["cost_low_musd"], total["cost_high_musd"]
        text += say(
            "; works at {total[posts_changed]} posts, {total[cost_musd]:,.0f} MUSD ({low:,.0f}–{high:,.0f})",
            total=total,
            low=low,
            high=high,
        )
        text += say(" and {n} of unknown cost", n=n) if (n := len(total["cost_unknown"])) else ""
    return text


def _print_together(found: Any) -> None:
    if row := found.together:
        print(say("{row[what]}: {row[value]:,.0f} in {row[year]:.0f} (grade {row[grade]}, {row[source]})", row=row))
