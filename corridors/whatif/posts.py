"""Waiting at a road post: on its mean day, on its peak day and hour by hour, checked by a simulation if asked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pandas as pd

from corridors.capacity import detail
from corridors.capacity.border.uncertain_facts import uncertain_facts
from corridors.capacity.border.waiting import pace_of, post_answer
from corridors.display import Displayed
from corridors.errors import BadInput
from corridors.wording.sentences import sentence

if TYPE_CHECKING:
    from corridors.network import Network


@dataclass(frozen=True, eq=False, repr=False)
class Waiting(Displayed):
    """Waiting at a road post.

    Attributes
    ----------
    post, scenario : str
        Where, and in which state of the world.
    traffic : str
        Whose traffic: "counted", "given", or "capacity" where nothing was counted.
    mean_day : dict
        veh_per_day, capacity_veh_per_day, utilisation, wait_mean_h, wait_p95_h, queue, growth_veh_per_day,
        lanes_needed; both directions.
    peak_day : dict
        `steady` (the same of the peak day); one direction: wait_mean_h, queue_most, backlog, and by the hour
        arrivals_per_h, capacity_per_h, queue, wait_h.
    capacity : dict
        The one capacity that flow, queue and assignment use: capacity_mtpa, basis ("stated" or "model"), grade, limit;
        beside it veh_per_day_by_lanes and stated_mtpa (NaN where nothing is stated).
    uncertain_facts : list of dict
        Where more was counted than the capacity allows, the facts that can be wrong: attribute, value, low, high,
        grade, source, and the utilisation by lanes with this one at its better end. Empty otherwise.
    simulation : dict
        What the simulation takes, one direction.
    simulated : dict or None
        What it found, if it was asked for.
    """

    post: str
    scenario: str
    traffic: str
    mean_day: dict[str, float]
    peak_day: dict[str, Any]
    capacity: dict[str, Any]
    uncertain_facts: list[dict[str, Any]]
    simulation: dict[str, Any]
    simulated: dict[str, Any] | None = None

    def gist(self) -> str:
        """The answer in one line."""
        return f"{self.post}, {self.scenario}, traffic {self.traffic}"

    def table(self) -> pd.DataFrame:
        """A row a kind of day, index `day`; the queue in vehicles, both directions."""
        peak = self.peak_day
        rows = {"mean": self.mean_day, "peak": peak["steady"]}
        # The day hour by hour is one direction; its longest queue and what is left at midnight, both directions.
        rows["peak, by the hour"] = {
            "wait_mean_h": peak["wait_mean_h"],
            "queue": 2 * peak["queue_most"],
            "growth_veh_per_day": 2 * peak["backlog"],
        }
        if self.simulated:
            rows["mean, simulated"] = {k: self.simulated[k] for k in ("utilisation", "wait_mean_h", "wait_p95_h")}
        return pd.DataFrame(list(rows.values()), index=pd.Index(rows, name="day"))

    def to_dict(self) -> dict[str, Any]:
        """As JSON has it."""
        answer = {
            "post": self.post,
            "scenario": self.scenario,
            "traffic": self.traffic,
            "mean_day": self.mean_day,
            "peak_day": self.peak_day,
            "capacity": self.capacity,
            "uncertain_facts": self.uncertain_facts,
            "simulation": self.simulation,
        }
        return answer | ({"simulated": self.simulated} if self.simulated else {})


def waiting(
    network: Network,
    post: str,
    *,
    veh_per_day: float | None = None,
    wait_h: float = 1.0,
    peak_to_mean: float = 1.6,
    days: int = 1,
    simulate: bool = False,
    seed: int = 0,
    basis: str = "rule",
) -> Waiting:
    """How long vehicles wait at a road post, how long the queue grows, and how many lanes a wanted wait needs.

    Parameters
    ----------
    network : Network
        Any state of the world.
    post : str
        A link of kind border and form road; "zhaisan" is "border/zhaisan", and its names are known.
    veh_per_day : float, optional
        Traffic to try instead of the counted one (vehicles a day, both directions).
    wait_h : float
        Mean wait for which `lanes_needed` is answered, hours.
    peak_to_mean : float
        Busiest hour of the day over the mean hour.
    days : int
        Like peak days in a row for the day hour by hour; an overload adds up.
    simulate : bool
        Check the formulas of the mean day with a simulation.
    seed : int
        Of the simulation.
    basis : {"rule", "stated", "model", "lower"}
        As `capacities`: the queue is answered for the same capacity.

    Returns
    -------
    Waiting
        `mean_day`, `peak_day`, `capacity`, `uncertain_facts`, and `simulated` if asked for.

    Raises
    ------
    UnknownName
        A post that is not there.
    BadInput
        A link that is no road post.

    References
    ----------
    See `corridors.capacity.border`, or `corridors model border`.

    Examples
    --------
    >>> import corridors as co
    >>> found = co.waiting(co.load(), "zhaisan")
    >>> found.mean_day["wait_mean_h"] <= found.mean_day["wait_p95_h"]
    True
    """
    what, name = network.find(post, "post", "link")
    if what != "post" and name not in _road_posts(network):
        raise BadInput(
            sentence("{link} is no road post; queues are answered for links border/... of the form road", link=name)
        )
    known = detail(network, "border", basis, [name])
    row, pace = network.table("border", links=[name]), float(pace_of(known).iloc[0])
    found = post_answer(row, veh_per_day, wait_h, peak_to_mean=peak_to_mean, days=days, pace=pace)
    capacity = known.iloc[0][
        ["capacity_mtpa", "basis", "grade", "limit", "limit_code", "limit_values", "stated_mtpa"]
    ].to_dict()
    capacity["veh_per_day_by_lanes"] = float(known["veh_per_day"].iloc[0])
    more = found["traffic"] == "counted" and found["mean_day"]["utilisation"] > 1
    uncertain = _uncertain_facts(network, name, capacity["basis"] == "stated") if more else []
    simulated = _simulated(found, seed) if simulate else None
    return Waiting(name, str(network.name), capacity=capacity, uncertain_facts=uncertain, simulated=simulated, **found)


def _road_posts(network: Network) -> pd.Index:
    return network.links.index[(network.links["kind"] == "border") & (network.links["form"] == "road")]


def _uncertain_facts(network: Network, name: str, stated: bool) -> list[dict[str, Any]]:
    parts = ("value", "low", "high", "grade", "source")
    return uncertain_facts({what: network.table("border", what, [name]) for what in parts}, stated)


def _simulated(found: dict[str, Any], seed: int) -> dict[str, Any]:
    from corridors.capacity.queueing.simulation import simulate_post

    # In overload the queue grows without end: like the formulas, the simulation answers for one day.
    hours = 24.0 if found["mean_day"]["utilisation"] >= 1 else 24.0 * 30
    return simulate_post(**found["simulation"], hours=hours, seed=seed)
