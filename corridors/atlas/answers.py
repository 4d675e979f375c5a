"""What a map shows and does not compute itself: capacities for every choice of measures, waits, flows, journeys."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from corridors.atlas.variants import Choice, capacities_of_choices, choices
from corridors.scenarios import lineage

if TYPE_CHECKING:
    from corridors.network import Network

LANES_TRIED = (1, 2, 3, 4, 6, 8, 10, 12, 16)
# Where no vehicles were counted, waiting is shown for a post that is used to this share of today's capacity.
SHARE_WITHOUT_COUNT = 0.8


@dataclass(frozen=True, eq=False)
class Answers:
    """Answers of the lower floors, ready to be drawn.

    Attributes
    ----------
    choices : dict
        Per link touched by measures, see `variants.Choice`.
    capacity : DataFrame
        As `capacities`; the index is "link" (nothing built) or "link#bits".
    own : dict
        The same for scenarios that have facts of their own, only the links that those facts touch.
    ranges : DataFrame
        As `capacity_range` (today), or empty.
    waits : dict
        Per road post: lanes, wait_h, veh_per_day, counted.
    flows : dict
        Scenario -> Series by link of assigned demand (Mt/year); empty where there is no demand.
    journeys : dict
        (corridor, scenario) -> rows of time, cost and distance along it.
    """

    choices: dict[str, Choice]
    capacity: pd.DataFrame
    own: dict[str, pd.DataFrame] = field(default_factory=dict)
    ranges: pd.DataFrame = field(default_factory=pd.DataFrame)
    waits: dict[str, dict[str, Any]] = field(default_factory=dict)
    flows: dict[str, pd.Series] = field(default_factory=dict)
    journeys: dict[tuple[str, str], list[dict[str, Any]]] = field(default_factory=dict)


def answer(
    network: Network, links: Sequence[str], scenarios: Sequence[str], corridors: Iterable[str], doubt: bool = True
) -> Answers:
    """Everything that the map of some links needs.

    Parameters
    ----------
    network : Network
        As loaded.
    links, scenarios, corridors : sequences of str
        What is to be drawn.
    doubt : bool
        Also the range of each capacity over the doubt of its facts.

    Returns
    -------
    Answers
    """
    found = choices(network, links)
    own = {}
    for name in scenarios:
        touched = {k for step in lineage(network, name) for s in step.facts for k in s.links}.intersection(links)
        if touched:
            some = {k: c for k, c in found.items() if k in touched}
            own[name] = capacities_of_choices(network, sorted(touched), some, name)
    return Answers(
        choices=found,
        capacity=capacities_of_choices(network, links, found),
        own=own,
        ranges=_ranges(network, links) if doubt else pd.DataFrame(),
        waits=_waits(network, links),
        flows=_flows(network, links, scenarios),
        journeys=_journeys(network, corridors, scenarios),
    )


def _ranges(network: Network, links: Sequence[str]) -> pd.DataFrame:
    from corridors.capacity import capacity_range

    return capacity_range(network, links=list(links))


def _waits(network: Network, links: Sequence[str]) -> dict[str, dict[str, Any]]:
    """Mean wait at road posts with more or fewer lanes, at the counted traffic."""
    from corridors.capacity.waiting import waiting

    table = network.table("border")
    posts = [k for k in table.index[table["form"] == "road"] if k in set(links)]
    if not posts:
        return {}
    table = table.loc[posts]
    now = waiting(table)
    traffic = now["veh_per_day"].where(now["veh_per_day"] > 0)
    counted = traffic.notna()
    full = waiting(table.assign(traffic_veh_per_day=1.0, traffic_trucks_per_day=np.nan))["capacity_veh_per_day"]
    traffic = traffic.fillna((full * SHARE_WITHOUT_COUNT).round())
    many = table.loc[np.repeat(posts, len(LANES_TRIED))].reset_index(drop=True)
    lanes = np.tile(np.array(LANES_TRIED, dtype=float), len(posts))
    many = many.assign(lanes=lanes, lanes_other=lanes, traffic_trucks_per_day=np.nan)
    many["traffic_veh_per_day"] = np.repeat(traffic.to_numpy(dtype=float), len(LANES_TRIED))
    tried = waiting(many)
    wait = tried["wait_mean_h"].where(~(tried["growth_veh_per_day"] > 0)).to_numpy().reshape(len(posts), -1)
    have = table[["lanes", "lanes_other"]].min(axis=1)
    return {
        post: {"lanes": list(LANES_TRIED), "wait_h": wait[i].tolist(), "veh": traffic[post], "counted": bool(counted[post]), "have": have[post]}
        for i, post in enumerate(posts)
        if np.isfinite(traffic[post]) and np.isfinite(wait[i]).any()
    }


def _flows(network: Network, links: Sequence[str], scenarios: Sequence[str]) -> dict[str, pd.Series]:
    if network.demand.empty or find_spec("corridors.flow.assign") is None:
        return {}
    return {}


def _journeys(
    network: Network, corridors: Iterable[str], scenarios: Sequence[str]
) -> dict[tuple[str, str], list[dict[str, Any]]]:
    if find_spec("corridors.flow.tcd") is None:
        return {}
    return {}
