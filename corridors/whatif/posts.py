"""Waiting at a road post: on its mean day, on its peak day and hour by hour, with a simulation as referee."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pandas as pd

from corridors.capacity import works_ratio
from corridors.capacity.border.waiting import post_answer
from corridors.display import Displayed
from corridors.errors import BadInput

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
) -> Waiting:
    """How long vehicles wait at a road post, how long the queue grows, and how many lanes a wanted wait needs.

    Parameters
    ----------
    network : Network
        Any state of the world.
    post : str
        A link of kind border and form road; "zhaisan" is "border/zhaisan".
    veh_per_day : float, optional
        Traffic to try instead of the counted one (vehicles a day, both directions).
    wait_h : float
        Mean wait for which `lanes_needed` is answered, hours.
    peak_to_mean : float
        Busiest hour of the day over the mean hour.
    days : int
        Like peak days in a row for the day hour by hour; an overload adds up.
    simulate : bool
        Let a simulation referee the formulas of the mean day.
    seed : int
        Of the simulation.

    Returns
    -------
    Waiting
        `mean_day`, `peak_day`, and `simulated` if asked for.

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
    name = post if "/" in post else f"border/{post}"
    link = network.link(name)
    if link["kind"] != "border" or link["form"] != "road":
        raise BadInput(f"{name} is no road post; queues are answered for links border/... of the form road")
    ratio = float(works_ratio(network, "border", pd.Index([name]))[0])
    row = network.table("border", links=[name])
    found = post_answer(row, veh_per_day, wait_h, peak_to_mean=peak_to_mean, days=days, works_ratio=ratio)
    simulated = _simulated(found, seed) if simulate else None
    return Waiting(name, str(network.name), simulated=simulated, **found)


def _simulated(found: dict[str, Any], seed: int) -> dict[str, Any]:
    from corridors.capacity.queueing.simulation import simulate_post

    # In overload the queue grows without end: like the formulas, the simulation answers for one day.
    hours = 24.0 if found["mean_day"]["utilisation"] >= 1 else 24.0 * 30
    return simulate_post(**found["simulation"], hours=hours, seed=seed)
