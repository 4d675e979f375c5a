"""Hours at borders and terminals: what was measured there, with its range, beside the least that the model needs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from corridors.capacity import detail
from corridors.capacity.border.waiting import pace_of, waiting
from corridors.flow.costs import WAITING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from corridors.network import Network

COLUMNS = ("measured", "waiting_grade", "waiting_source", "technical_h")


def border_times(network: Network, links: Iterable[str]) -> pd.DataFrame:
    """What is known of the hours at borders and terminals of a route.

    Parameters
    ----------
    network : Network
        Any state of the world.
    links : iterable of str
        Links of any kind, in order.

    Returns
    -------
    DataFrame
        Index `link`: `waiting_low_h`, `waiting_high_h`, `measured` (False for a default or an estimate),
        `waiting_grade`, `waiting_source`, `technical_h` (rail: hours that a train holds an inspection track; road: the
        service time of a truck and, where counted traffic is within the capacity, the mean wait; NaN at terminals).
        Other links have 0 and "".

    Notes
    -----
    Paperwork, wagons that wait for the neighbour to take them and drivers who wait for their turn at home are in the
    measured hours and in no model of a queue: the technical hours are their smallest part.
    """
    names = pd.Index(list(links), name="link", dtype=object)
    kinds = network.links.loc[names, "kind"]
    out = waiting_ranges(network, names).assign(measured=False, waiting_grade="", waiting_source="", technical_h=0.0)
    for kind in ("border", "terminal"):
        own = names[(kinds == kind).to_numpy()]
        if len(own):
            out.loc[own, list(COLUMNS)] = _points(network, kind, own)[list(COLUMNS)]
    return out.astype({"measured": bool, "technical_h": float})


def waiting_ranges(network: Network, links: Iterable[str]) -> pd.DataFrame:
    """How long waiting at borders and terminals may take.

    Parameters
    ----------
    network : Network
        Any state of the world.
    links : iterable of str
        Links of any kind.

    Returns
    -------
    DataFrame
        Index `link`, in their order: `waiting_low_h`, `waiting_high_h`; 0 at other links.
    """
    names = pd.Index(list(links), name="link", dtype=object)
    kinds = network.links.loc[names, "kind"]
    out = pd.DataFrame({"waiting_low_h": 0.0, "waiting_high_h": 0.0}, index=names)
    for kind in ("border", "terminal"):
        own = names[(kinds == kind).to_numpy()]
        if len(own):
            out.loc[own] = pd.DataFrame({f"waiting_{w}_h": _cells(network, kind, own, w) for w in ("low", "high")}, own)
    return out


def _cells(network: Network, kind: str, own: pd.Index, what: str) -> list[Any]:
    """What is known of the wait of each: its low or high, its grade, its source."""
    attribute = [WAITING.get((kind, form), WAITING.get(kind)) for form in network.links.loc[own, "form"]]
    table = network.table(kind, what, list(own))
    return [table.loc[link, a] for link, a in zip(own, attribute, strict=True)]


def _points(network: Network, kind: str, own: pd.Index) -> pd.DataFrame:
    grades = _cells(network, kind, own, "grade")
    # A default and an estimate of grade D are no measurement.
    found = {"measured": [g != "D" for g in grades], "waiting_grade": grades}
    found |= {"waiting_source": _cells(network, kind, own, "source")}
    technical = _technical(network, own) if kind == "border" else pd.Series(np.nan, index=own)
    return pd.DataFrame(found, index=own).assign(technical_h=technical)


def _technical(network: Network, own: pd.Index) -> pd.Series:
    """Least hours at border posts by the model: on an inspection track, or in a lane and in the queue for it."""
    table = network.table("border", links=list(own))
    rail = (table["form"] == "rail").to_numpy()
    hours = table["inspection_h"].astype(float)
    posts = table[~rail]
    if len(posts):
        pace = pace_of(detail(network, "border", links=list(posts.index))).reindex(posts.index)
        found = waiting(posts, pace=pace.to_numpy())
        # In overload the wait is that of a queue that grows: no minimum, and the capacity itself is in uncertainty.
        queue = found["wait_mean_h"].where(~(found["growth_veh_per_day"] > 0)).fillna(0.0)
        hours[posts.index] = queue + posts["service_time_truck_min"].astype(float) / pace / 60
    return hours
