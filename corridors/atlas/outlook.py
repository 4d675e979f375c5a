"""Entries of the page's data beyond capacity: how sure an answer is, what is asked of a link, posts, cost curves."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from corridors.atlas.encode import short
from corridors.uncertainty.scenario_ranges import AT_YEAR

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from corridors.atlas.results import Answers
    from corridors.schema import Corridor
    from corridors.uncertainty.scenario_ranges import ScenarioRanges
    from corridors.whatif.post_list import Posts

# What the page shows of a post in a scenario, in this order.
POST_STATE = (
    *("lanes", "lanes_other", "capacity_veh_per_day", "carried_veh_per_day", "use", "wait_mean_h", "wait_p95_h"),
    *("growth_veh_per_day", "cost_musd", "cost_low_musd", "cost_high_musd"),
)
POST_TOTAL = (
    *("posts", "posts_counted", "posts_overloaded", "posts_changed", "lanes", "capacity_veh_per_day"),
    *("carried_veh_per_day", "use", "cost_musd", "cost_low_musd", "cost_high_musd"),
)


def ranges(
    sure: ScenarioRanges | None, links: Sequence[str], corridors: Sequence[Corridor], scenarios: Sequence[str]
) -> dict[str, Any] | None:
    """Ranges by state ("" = as loaded): of links by their places, of corridors with rungs, cut and chance."""
    if sure is None:
        return None
    place = {link: i for i, link in enumerate(links)}
    shown = {c.id for c in corridors}
    states = [s for s in sure.links if s.partition(AT_YEAR)[0] in ("", *scenarios)]
    return {
        "draws": sure.draws,
        "seed": sure.seed,
        "links": {s: _links(sure.links[s], place) for s in states},
        "corridors": {
            s: {c: _corridor(own, place) for c, own in sure.corridors[s].items() if c in shown} for s in states
        },
        "changes": {
            c: [[a, b, *(short(v, 3) for v in three)] for a, b, *three in own if {a, b} <= set(states)]
            for c, own in sure.changes.items()
            if c in shown
        },
    }


def _links(known: Mapping[str, list[float]], place: Mapping[str, int]) -> dict[str, list[float | int | None]]:
    return {str(place[k]): [short(v, 3) for v in three] for k, three in known.items() if k in place}


def _corridor(known: Mapping[str, Any], place: Mapping[str, int]) -> dict[str, Any]:
    return {
        "rungs": [[short(v, 3) for v in three] for three in known["rungs"]],
        "cut": [[place[k], short(share, 3)] for k, share in known["cut"][:6] if k in place],
        "chance": [[short(target), short(chance, 4)] for target, chance in known["chance"]],
    }


def wanted(answers: Answers, links: Sequence[str], scenarios: Sequence[str]) -> dict[str, list[Any]]:
    """Demand on each link if none were too narrow, by scenario; left out where an earlier one wants the same."""
    found: dict[str, list[Any]] = {}
    for name in scenarios:
        if name in answers.wanted:
            asked = [short(v, 3) for v in answers.wanted[name].reindex(links).fillna(0.0)]
            if asked not in found.values():
                found[name] = asked
    return found


def posts(known: Posts | None, links: Sequence[str], scenarios: Sequence[str]) -> dict[str, Any] | None:
    """The posts of the border, worst first, and their totals, by scenario."""
    names = [s for s in known.totals if s in scenarios] if known else []
    if known is None or not names or not {p["post"] for p in known.posts} <= set(links):
        return None
    place = {link: i for i, link in enumerate(links)}
    return {
        "state": list(POST_STATE),
        "total": list(POST_TOTAL),
        "scenarios": names,
        "rows": [
            {
                "link": place[post["post"]],
                "grade": post["lanes_grade"],
                "in": {
                    s: [_cell(state[k]) for k in POST_STATE] for s, state in post["scenarios"].items() if s in names
                },
            }
            for post in known.posts
        ],
        "totals": {s: [_cell(total[k]) for k in POST_TOTAL] for s, total in known.totals.items() if s in names},
    }


def _cell(value: Any) -> float | int | None:
    """A number, whole where it can be; None for what is not known (pandas has more than one nothing)."""
    return None if pd.isna(value) else short(value, 4)


def frontiers(
    known: Mapping[str, pd.DataFrame], corridors: Sequence[Corridor], place: Mapping[str, int]
) -> dict[str, list[list[Any]]]:
    """By corridor the points of the curve: cost, low, high, capacity, measures by place, how many without a cost."""
    shown = {c.id for c in corridors}
    columns = ["cost_musd", "cost_low_musd", "cost_high_musd", "capacity_mtpa", "measures", "cost_unknown"]
    return {
        name: [
            [short(cost, 1), short(low, 1), short(high, 1), short(capacity), [place[m] for m in built], len(unknown)]
            for cost, low, high, capacity, built, unknown in points[columns].itertuples(index=False)
            if all(m in place for m in built)
        ]
        for name, points in known.items()
        if name in shown
    }
