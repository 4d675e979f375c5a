"""What a map shows and does not compute itself: capacities for every choice of measures, ranges, waits, flows."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from corridors.capacity import capacities, capacity_range, detail
from corridors.capacity.border.waiting import pace_of, waiting
from corridors.flow.assignment import shipments
from corridors.flow.border_times import waiting_ranges
from corridors.flow.costs import link_costs
from corridors.flow.graph import capacity_of
from corridors.flow.time_cost_distance import cpmm_of
from corridors.planning.frontier import frontier
from corridors.scenarios import built, demand, lineage, scenario
from corridors.uncertainty.scenario_ranges import ScenarioRanges, scenario_ranges
from corridors.whatif.asked import wanted
from corridors.whatif.measure_sets import Choice, as_built, choices, with_copies
from corridors.whatif.post_list import Posts, posts

if TYPE_CHECKING:
    from collections.abc import Sequence

    from corridors.network import Network

COSTS = ["h", "usd_per_t"]
# What a link adds to a journey; the page has them in this order.
JOURNEY = ("km", "moving_h", "h", "usd_per_t", "waiting_low_h", "waiting_high_h")
DRAWS = 10_000
LANES_TRIED = (1, 2, 3, 4, 6, 8, 10, 12, 16)
# Where no vehicles were counted, waiting is shown for a post that is used to this share of today's capacity.
SHARE_WITHOUT_COUNT = 0.8


@dataclass(frozen=True, eq=False)
class Answers:
    """Answers of the lower floors, ready to be drawn.

    Attributes
    ----------
    choices : dict
        Per link touched by measures, see `measure_sets.Choice`.
    capacity : DataFrame
        As `capacities`; the index is "link" (nothing built) or "link#bits".
    own : dict
        The same for scenarios that have facts of their own, only the links that those facts touch.
    ranges : DataFrame
        As `capacity_range` (today), or empty.
    waits : dict
        Per road post: lanes that were tried, wait_h with each, veh (a day), whether they were counted, lanes it has.
    flows : dict
        Scenario -> Series by link of assigned demand (Mt/year); empty where there is no demand.
    forward_share : Series
        Per link, the share of the direction from its first node to its second; empty where nothing is known.
    cpmm : dict
        Mode -> CAREC's published indicators, rows of entity, indicator, year, value, unit.
    sure : ScenarioRanges or None
        Ranges of links, corridors and rungs, given what was carried.
    wanted : dict
        Scenario -> Series by link of the demand that would take it if no link were too narrow (Mt/year).
    posts : Posts or None
        The road posts of the border that the folder's headline names, if all of them are drawn.
    frontier : dict
        Corridor -> the least cost of every capacity, as `corridors.frontier` of the network as loaded has it.
    """

    choices: dict[str, Choice]
    capacity: pd.DataFrame
    own: dict[str, pd.DataFrame] = field(default_factory=dict)
    ranges: pd.DataFrame = field(default_factory=pd.DataFrame)
    waits: dict[str, dict[str, Any]] = field(default_factory=dict)
    flows: dict[str, pd.Series] = field(default_factory=dict)
    forward_share: pd.Series = field(default_factory=lambda: pd.Series(dtype=float))
    cpmm: dict[str, list[list[Any]]] = field(default_factory=dict)
    sure: ScenarioRanges | None = None
    wanted: dict[str, pd.Series] = field(default_factory=dict)
    posts: Posts | None = None
    frontier: dict[str, pd.DataFrame] = field(default_factory=dict)


def answer(
    network: Network, links: Sequence[str] | None = None, scenarios: Sequence[str] | None = None, *, draws: int = DRAWS
) -> Answers:
    """Everything that the map of some links needs.

    Parameters
    ----------
    network : Network
        As loaded.
    links, scenarios : sequences of str, optional
        What is to be drawn; all of them by default.
    draws : int
        Draws of all facts behind every range; 0 for a map without ranges.

    Returns
    -------
    Answers
    """
    everything = list(network.links.index)
    links = everything if links is None else list(links)
    scenarios = list(network.scenarios if scenarios is None else scenarios)
    # Demand finds its way over the whole network; all else only asks for what is drawn.
    asked = links if network.demand.empty else everything
    found = choices(network, asked)
    own = {}
    for name in scenarios:
        touched = {k for step in lineage(network, name) for s in step.facts for k in s.links}.intersection(asked)
        if touched:
            some = {k: c for k, c in found.items() if k in touched}
            own[name] = capacities_of_choices(network, sorted(touched), some, name)
    known = Answers(found, capacities_of_choices(network, asked, found), own)
    flows, free = _flows(network, scenarios, known)
    return replace(
        known,
        ranges=capacity_range(network, links=links) if draws else pd.DataFrame(),
        waits=_waits(network, links),
        flows=flows,
        wanted=free,
        forward_share=_forward_share(network, links),
        cpmm={mode: _cpmm(network, mode) for mode in ("rail", "road")},
        sure=scenario_ranges(network, scenarios, links=links, draws=draws) if draws else None,
        posts=_posts(network, links),
        frontier=_frontiers(network, links),
    )


def capacities_of_choices(
    network: Network, links: Sequence[str], found: dict[str, Choice], scenario: str | None = None
) -> pd.DataFrame:
    """Capacities of links and of their copies, as `with_copies` names them, with their part of a journey (JOURNEY)."""
    wide = with_copies(network, links, found, scenario)
    costs = link_costs(wide).join(waiting_ranges(wide, wide.links.index))
    return capacities(wide).join(costs[list(JOURNEY)])


def _waits(network: Network, links: Sequence[str]) -> dict[str, dict[str, Any]]:
    """Mean wait at road posts with more or fewer lanes, at the counted traffic."""
    table = network.table("border", links=_of_kind(network, "border", links))
    table = table[table["form"] == "road"]
    posts = list(table.index)
    if not posts:
        return {}
    pace = pace_of(detail(network, "border", links=posts)).reindex(posts).to_numpy()
    now = waiting(table, pace=pace)
    traffic = now["veh_per_day"].where(now["veh_per_day"] > 0)
    counted = traffic.notna()
    one = table.assign(traffic_veh_per_day=1.0, traffic_trucks_per_day=np.nan)
    full = waiting(one, pace=pace)["capacity_veh_per_day"]
    traffic = traffic.fillna((full * SHARE_WITHOUT_COUNT).round())
    many = table.loc[np.repeat(posts, len(LANES_TRIED))].reset_index(drop=True)
    lanes = np.tile(np.array(LANES_TRIED, dtype=float), len(posts))
    many = many.assign(lanes=lanes, lanes_other=lanes, traffic_trucks_per_day=np.nan)
    many["traffic_veh_per_day"] = np.repeat(traffic.to_numpy(dtype=float), len(LANES_TRIED))
    tried = waiting(many, pace=np.repeat(pace, len(LANES_TRIED)))
    wait = tried["wait_mean_h"].where(~(tried["growth_veh_per_day"] > 0)).to_numpy().reshape(len(posts), -1)
    have = table[["lanes", "lanes_other"]].min(axis=1)
    return {
        post: {
            "lanes": list(LANES_TRIED),
            "wait_h": wait[i].tolist(),
            "veh": traffic[post],
            "counted": bool(counted[post]),
            "have": have[post],
        }
        for i, post in enumerate(posts)
        if np.isfinite(traffic[post]) and np.isfinite(wait[i]).any()
    }


def _of_kind(network: Network, kind: str, links: Sequence[str]) -> list[str]:
    """Those of the links, in the order of the network: only their facts are made a table."""
    own = network.links.loc[list(links), "kind"]
    return list(network.links.index.intersection(own.index[own == kind], sort=False))


def _posts(network: Network, links: Sequence[str]) -> Posts | None:
    if network.headline is None or network.headline.posts_border is None:
        return None
    road = (network.links["kind"] == "border") & (network.links["form"] == "road")
    its = network.links.index[road & (network.links["country"] == network.headline.posts_border)]
    return posts(network) if len(its) > 1 and set(its) <= set(links) else None


def _frontiers(network: Network, links: Sequence[str]) -> dict[str, pd.DataFrame]:
    """Cost against capacity of every corridor that is drawn whole and can be improved."""
    own = set(links)
    drawn = [c for c in network.corridors.values() if own.issuperset(c.links)] if network.measures else []
    curves = {c.id: frontier(network, c).points for c in drawn}
    return {name: points for name, points in curves.items() if len(points) > 1}


def _flows(
    network: Network, scenarios: Sequence[str], known: Answers
) -> tuple[dict[str, pd.Series], dict[str, pd.Series]]:
    """Demand by link, Mt/year of both directions: assigned (negative where more goes against the link), and wanted."""
    if network.demand.empty:
        return {}, {}
    today = shipments(network, known.capacity)
    found, free = {}, {}
    for name in scenarios:
        capacity, sent = as_built(known.capacity, known.choices, built(network, name)), today
        if name in known.own:
            capacity = capacity.assign(capacity_mtpa=scenario_capacity(network, name))
        # Demand, hours and dollars seldom change with measures: only then more than the capacities has to be laid over.
        same = (capacity[COSTS] == known.capacity.loc[capacity.index, COSTS]).all(axis=None) and name not in known.own
        if not same or any(step.demand for step in lineage(network, name)):
            sent = shipments(scenario(network, name), capacity, demand(network, name))
        limit = capacity_of(capacity, sent.g.links)
        flow = sent.assigned(limit)
        forward, backward = flow.forward_mtpa, flow.backward_mtpa
        found[name] = pd.Series((forward + backward) * np.where(backward > forward, -1.0, 1.0), index=sent.g.links)
        free[name] = wanted(sent, limit)
    return found, free


def scenario_capacity(network: Network, name: str) -> pd.Series:
    """Capacity of every link in a scenario that has facts of its own."""
    return capacities(scenario(network, name))["capacity_mtpa"]


def _forward_share(network: Network, links: Sequence[str]) -> pd.Series:
    """Loaded wagons of the heavier direction among those of both, as far as the facts tell."""
    table = network.table("rail", links=_of_kind(network, "rail", links))
    forward, backward = (table[c].astype(float) for c in ("loaded_share_forward", "loaded_share_backward"))
    return (forward / (forward + backward)).dropna()


def _cpmm(network: Network, mode: str) -> list[list[Any]]:
    rows = cpmm_of(network, mode)
    rows = rows[rows["indicator"].isin(["SWOD", "SWD"])]
    return rows[["entity", "indicator", "year", "value", "unit"]].to_numpy().tolist()
