"""The road posts of a border: lanes, capacity, traffic and waiting, today and in scenarios; works and their cost."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from corridors.capacity import detail
from corridors.capacity.border.waiting import pace_of, waiting
from corridors.display import Displayed
from corridors.errors import BadInput
from corridors.scenarios import built, concerning, musd, paid, scenario
from corridors.wording.sentences import sentence

if TYPE_CHECKING:
    from collections.abc import Sequence

    from corridors.network import Network

# What a scenario says of each post; lanes, capacity, traffic and cost add up over the posts.
SUMMED = ("lanes", "capacity_veh_per_day", "carried_veh_per_day", "cost_musd", "cost_low_musd", "cost_high_musd")
STATE = (*SUMMED[:3], "use", "wait_mean_h", "wait_p95_h", "growth_veh_per_day")


@dataclass(frozen=True, eq=False, repr=False)
class Posts(Displayed):
    """Road posts, worst first.

    Attributes
    ----------
    posts : tuple of dict
        A post each: `post`, names, `country`, `neighbour`, the state in the first scenario (`lanes`, `lanes_other`,
        `capacity_veh_per_day`, `carried_veh_per_day`, `use`, `wait_mean_h` ...) and `scenarios`: the same by scenario,
        with the facts that works set (`sets`) and their cost.
    totals : dict
        Scenario -> sums of the rows, `posts_counted`, `posts_overloaded`, and `use` over the posts that were counted.
    together : dict
        What was counted of all these posts together, where a folder names the series; empty otherwise.
    """

    SHOWN = ("lanes", "capacity_veh_per_day", "carried_veh_per_day", "use", "wait_mean_h")

    posts: tuple[dict[str, Any], ...]
    totals: dict[str, dict[str, Any]]
    together: dict[str, Any] = field(default_factory=dict)

    def gist(self) -> str:
        """The answer in one line."""
        first = next(iter(self.totals.values()))
        return f"{len(self.posts)} posts, {first['posts_counted']} with counted traffic, {', '.join(self.totals)}"

    def table(self) -> pd.DataFrame:
        """A row a post and scenario, the worst post first."""
        rows = [
            {k: v for k, v in p.items() if k not in ("scenarios", *STATE)} | {"scenario": name} | state
            for p in self.posts
            for name, state in p["scenarios"].items()
        ]
        return pd.DataFrame(rows).set_index("post")

    def to_dict(self) -> dict[str, Any]:
        """As JSON has it."""
        return {"posts": list(self.posts), "totals": self.totals, "together": self.together}


def posts(network: Network, *, scenarios: Sequence[str] | None = None, everywhere: bool = False) -> Posts:
    """The road posts of the border that the folder's headline names: what they clear, what comes, how long it waits.

    Parameters
    ----------
    network : Network
        As loaded.
    scenarios : sequence of str, optional
        By default "today" and those that build at one of the posts.
    everywhere : bool
        Every road post, not only those of that border.

    Returns
    -------
    Posts
        Worst first: the greatest `use` in the first scenario; posts without a count last, the smallest first.

    Raises
    ------
    UnknownName
        A scenario that is not there.

    Notes
    -----
    Traffic is what was counted, the same in every scenario; where nothing was counted, use and wait are unknown. The
    cost of a measure at several links is shared equally among them.

    Examples
    --------
    >>> import corridors as co
    >>> found = co.posts(co.load(), scenarios=["today"])
    >>> sum(p["lanes"] for p in found.posts) == found.totals["today"]["lanes"]
    True
    """
    links = _chosen(network, everywhere)
    names = (
        list(dict.fromkeys(network.find(s, "scenario")[1] for s in scenarios))
        if scenarios
        else _building(network, links)
    )
    states = {name: _state(network, name, links) for name in names}
    first = next(iter(states.values()))
    order = first.assign(unknown=first["use"].isna()).sort_values(
        ["unknown", "use", "capacity_veh_per_day"], ascending=[True, False, True], kind="stable"
    )
    keep = ("name_en", "name_ru", "name_kk", "country", "neighbour")
    about = network.links.reindex(columns=list(keep)).fillna("")
    rows = []
    for post in order.index:
        by_scenario = {name: table.loc[post].to_dict() for name, table in states.items()}
        now = {k: v for k, v in by_scenario[names[0]].items() if k in (*STATE, "lanes_other", "lanes_grade")}
        rows.append({"post": post, **about.loc[post].to_dict(), **now, "scenarios": by_scenario})
    totals = {name: _total(table) for name, table in states.items()}
    return Posts(tuple(rows), totals, {} if everywhere else _together(network))


def _chosen(network: Network, everywhere: bool) -> pd.Index:
    """Road posts of the border in the headline, or all."""
    border = network.headline.posts_border if network.headline and not everywhere else None
    road = (network.links["kind"] == "border") & (network.links["form"] == "road")
    found = network.links.index[road & ((network.links["country"] == border) if border else True)]
    if not len(found):
        raise BadInput(
            sentence("{folder} has no road post; one is a link border/... of the form road", folder=network.root)
        )
    return found


def _building(network: Network, links: pd.Index) -> list[str]:
    wanted = set(links)
    works = {m.id for m in network.measures.values() if any(wanted.intersection(s.links) for s in m.facts)}
    some = concerning(network, links)
    return ["today", *(s for s in some if s != "today" and works.intersection(built(network, s)))]


def _state(network: Network, name: str, links: pd.Index) -> pd.DataFrame:
    """One scenario at every post."""
    state = scenario(network, name) if name != "today" or name in network.scenarios else network
    table, known = state.table("border", links=list(links)), detail(state, "border", links=links)
    pace = pace_of(known)
    found = waiting(table, pace=pace.to_numpy()).drop(columns=["lanes_needed", "queue"])
    found = found.rename(columns={"veh_per_day": "carried_veh_per_day", "utilisation": "use"})
    # The one capacity that flow and queue use, as vehicles.
    found["capacity_veh_per_day"] = known["veh_per_day"].astype(float) * pace
    found = found.join(table[["lanes", "lanes_other"]].round().astype("Int64"))
    found["lanes_grade"] = state.table("border", "grade", list(links))["lanes"]
    works = _works(network, name, links)
    found = found.join(pd.DataFrame(list(works.values()), index=links))
    return found[
        [*STATE[:3], "lanes_other", "lanes_grade", *STATE[3:], *SUMMED[3:], "measures", "cost_unknown", "sets"]
    ]


def _works(network: Network, name: str, links: pd.Index) -> dict[str, dict[str, Any]]:
    """By post: measures of a scenario, the facts that they set there, and what they cost."""
    costs = {"cost_musd": "value", "cost_low_musd": "low", "cost_high_musd": "high"}
    found: dict[str, dict[str, Any]] = {
        post: {"measures": [], "sets": [], "cost_unknown": [], **dict.fromkeys(costs, 0.0)} for post in links
    }
    names = built(network, name) if name in network.scenarios else []
    counted = {m.id for m in paid(network, names)}
    for measure in (network.measures[m] for m in names):
        touched = {link for setting in measure.facts for link in setting.links}
        for post in touched.intersection(found):
            here = found[post]
            here["measures"].append(measure.id)
            here["sets"] += [
                {"measure": measure.id, **s.model_dump(exclude={"links"})} for s in measure.facts if post in s.links
            ]
            if measure.id in counted and measure.cost_musd is None:
                here["cost_unknown"].append(measure.id)
            elif measure.id in counted:
                for key, side in costs.items():
                    here[key] += musd(measure, side) / len(touched)
    return found


def _total(table: pd.DataFrame) -> dict[str, Any]:
    counted = table["carried_veh_per_day"].notna()
    can = float(table.loc[counted, "capacity_veh_per_day"].sum())
    sums: dict[str, Any] = {name: float(table[name].sum()) for name in SUMMED}
    return {
        "posts": len(table),
        "posts_counted": int(counted.sum()),
        "posts_overloaded": int((table["use"] > 1).sum()),
        "posts_changed": int(np.sum([bool(m) for m in table["measures"]])),
        **sums | {"lanes": int(sums["lanes"])},
        "use": sums["carried_veh_per_day"] / can if can > 0 else None,
        "growth_veh_per_day": float(table["growth_veh_per_day"].sum()),
        "cost_unknown": sorted({m for names in table["cost_unknown"] for m in names}),
    }


def _together(network: Network) -> dict[str, Any]:
    """The latest count of all the posts together, if the folder names its series."""
    name = network.headline.posts_series if network.headline else None
    if not name:
        return {}
    rows = network.extra("observed")
    rows = rows[(rows["series"] == name) & (rows["kind"] == "traffic")].sort_values("year", kind="stable")
    keys = ["what", "year", "value", "unit", "grade", "source"]
    return rows[keys].iloc[-1].to_dict() if len(rows) else {}
