"""Waiting at road posts: utilisation, mean and 95th-percentile wait, queue and its growth, lanes for a wanted wait.

Each direction is its own queue with half of the lanes and half of the traffic, on the side with fewer lanes. A mean
day is answered by the steady state where there is one; a peak day, and any day at all, by `post_day` in `post_answer`.
Where the capacity that the flow uses is a statement, the lanes are taken to be as fast as that needs (`pace_of`): a
post has one capacity, whoever asks.
"""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

import numpy as np
import pandas as pd

from corridors.capacity import arrays
from corridors.capacity.border import model
from corridors.capacity.border.clearance import mixed_service, post_veh_per_day
from corridors.capacity.queueing.erlang import erlang_c, wait_percentile
from corridors.capacity.queueing.fluid_queue import post_day
from corridors.capacity.queueing.steady_state import lanes_for_wait, mgc_wait

NEEDED = (*model.ROAD_FACTS, "service_time_cv", "arrival_cv", "peak_factor_day", "in_service")

# No traffic stays the same for longer than a year.
SETTLED_H = 8760.0


def pace_of(capacities: pd.DataFrame) -> pd.Series:
    """By how much posts are faster than their lanes and service times say, 1 where these are what the flow uses.

    Parameters
    ----------
    capacities : DataFrame
        As `capacities` gives it: `capacity_mtpa`, `modelled_mtpa`, any index.

    Examples
    --------
    >>> pace_of(pd.DataFrame({"capacity_mtpa": [3.0, 1.0, 0.0], "modelled_mtpa": [1.5, 1.0, 0.0]})).tolist()
    [2.0, 1.0, 1.0]
    """
    used, modelled = (capacities[c].astype(float) for c in ("capacity_mtpa", "modelled_mtpa"))
    return (used / modelled.where(modelled > 0)).fillna(1.0)


def waiting(
    links: pd.DataFrame, peak: bool = False, wait_h: float = 1.0, pace: np.ndarray | None = None
) -> pd.DataFrame:
    """Waiting at road posts at their counted traffic.

    Parameters
    ----------
    links : DataFrame
        A row a post (form road), as `Network.table("border")` gives it. Any index.
    peak : bool
        The peak day instead of the mean day.
    wait_h : float
        Mean wait for which `lanes_needed` is answered (hours).
    pace : array, optional
        Capacity that is used over that by lanes and service time, `capacity_mtpa / modelled_mtpa` of `capacities`:
        the queue then has the very capacity that the flow has. By default 1: lanes and service time.

    Returns
    -------
    DataFrame
        Same index. `veh_per_day` (counted), `capacity_veh_per_day` (by lanes and service time, times `pace`),
        `utilisation`, `wait_mean_h`, `wait_p95_h`, `queue` (vehicles, both directions), `growth_veh_per_day` (of the
        queue; above 0 only in overload, and then the waits are those of one day that began without a queue),
        `lanes_needed` (both directions; 0 = more than 1000). NaN where no traffic was counted, or where the post
        cannot work; waits and queue also so near to capacity that the queue would not settle within a year.
    """
    q = _direction(links, peak, pace)
    capable = q["capacity_veh_per_day"] > 0
    good = capable & np.isfinite(q["veh_per_day"])
    wait = arrays.floats(mgc_wait(q["rate_h"], q["speed_h"], q["servers"], q["cv"], q["arrival_cv"], q["open_h"]))[0]
    chance = erlang_c(q["rate_h"], q["speed_h"], q["servers"])
    needed = lanes_for_wait(q["rate_h"], q["lane_h"], np.full(len(links), wait_h), q["cv"], q["arrival_cv"])
    growth = np.maximum(q["veh_per_day"] - q["capacity_veh_per_day"], 0.0)
    p95 = np.where(growth > 0, 2 * 0.95 * wait, wait_percentile(wait, chance, 0.95))
    # Relaxation time of M/M/c near its capacity: (sqrt(c mu) - sqrt(lambda))^-2.
    spare = np.sqrt(q["speed_h"] * q["servers"]) - np.sqrt(q["rate_h"])
    settled = (growth > 0) | (spare > SETTLED_H**-0.5)
    wait, p95 = (np.where(settled, w, np.nan) for w in (wait, p95))
    answer = {
        "veh_per_day": q["veh_per_day"],
        "capacity_veh_per_day": q["capacity_veh_per_day"],
        "utilisation": np.where(capable, q["veh_per_day"] / np.where(capable, q["capacity_veh_per_day"], 1.0), np.nan),
        "wait_mean_h": wait,
        "wait_p95_h": p95,
        # Little's law with what gets through: in overload that is less than what comes.
        "queue": 2.0 * np.minimum(q["rate_h"], q["speed_h"] * q["servers"]) * wait,
        "growth_veh_per_day": growth,
        "lanes_needed": 2.0 * needed,
    }
    return pd.DataFrame({name: np.where(good, v, np.nan) for name, v in answer.items()}, index=links.index)


def _direction(links: pd.DataFrame, peak: bool, pace: np.ndarray | None = None) -> dict[str, Any]:
    f = arrays.columns(links, NEEDED, model.COUNTED)
    service, cv = mixed_service(
        f["truck_share"], f["service_time_truck_min"], f["service_time_car_min"], f["service_time_cv"]
    )
    lanes = np.minimum(f["lanes"], f["lanes_other"]) * (f["in_service"] >= 0.5)
    can = post_veh_per_day(lanes, f["open_h_per_day"], service, f["working_time_share"])
    faster = np.ones(len(links)) if pace is None else np.asarray(pace, dtype=float)
    veh = model.counted_veh_per_day(f) * (f["peak_factor_day"] if peak else 1.0)
    servers = np.maximum(np.floor(np.nan_to_num(lanes) / 2.0), 1.0)
    lane_h = arrays.divide(60.0 * arrays.share(f["working_time_share"]), service) * faster
    open_h = np.clip(np.nan_to_num(f["open_h_per_day"]), 0.0, 24.0)
    return {
        "veh_per_day": veh,
        "capacity_veh_per_day": can * faster,
        "open_h": open_h,
        "rate_h": arrays.divide(np.nan_to_num(veh) / 2.0, open_h),
        "servers": servers,
        # An odd lane, or one lane for both directions, is shared: half of it helps each way.
        "speed_h": lane_h * lanes / 2.0 / servers,
        "lane_h": lane_h,
        "cv": np.nan_to_num(cv),
        "arrival_cv": np.nan_to_num(f["arrival_cv"]),
        "lanes": lanes,
    }


def post_answer(
    links: pd.DataFrame,
    veh_per_day: float | None = None,
    wait_h: float = 1.0,
    peak_to_mean: float = 1.6,
    days: int = 1,
    pace: float = 1.0,
) -> dict[str, Any]:
    """Everything about waiting at one post.

    Parameters
    ----------
    links : DataFrame
        One row of `Network.table("border")`.
    veh_per_day : float, optional
        Traffic to be tried instead of the counted one (vehicles a day, both directions); the capacity of the post if
        nothing was counted.
    wait_h : float
        Mean wait for which `lanes_needed` is answered.
    peak_to_mean : float
        Busiest hour of the day over the mean hour.
    days : int
        Like days in a row for `peak_day`; an overload adds up.
    pace : float
        As `waiting`.

    Returns
    -------
    dict
        `traffic` ("counted", "given" or "capacity"), `mean_day` (a row of `waiting` as a dict; with `lanes_needed`),
        `peak_day` (the same, and by the hour: `arrivals_per_h`, `capacity_per_h`, `queue`, `wait_h`, with
        `wait_mean_h`, `queue_most` and `backlog` in vehicles, one direction), `simulation` (arguments for
        `simulate.simulate_post`, one direction).
    """
    row, ratio = links.iloc[[0]].copy(), np.array([pace], dtype=float)
    traffic = "counted"
    if veh_per_day is None and not np.isfinite(_direction(row, False, ratio)["veh_per_day"][0]):
        veh_per_day, traffic = float(_direction(row, False, ratio)["capacity_veh_per_day"][0]), "capacity"
    elif veh_per_day is not None:
        traffic = "given"
    if veh_per_day is not None:
        row["traffic_veh_per_day"] = float(veh_per_day)
    q = {k: float(np.asarray(v).reshape(-1)[0]) for k, v in _direction(row, True, ratio).items()}
    day = post_day(
        q["veh_per_day"] / 2.0,
        q["lane_h"],
        q["lanes"] / 2.0,
        q["open_h"],
        q["cv"],
        q["arrival_cv"],
        peak_to_mean,
        days=days,
    )
    mean = waiting(row, False, wait_h, ratio).iloc[0].to_dict()
    peak = waiting(row, True, wait_h, ratio).iloc[0].to_dict()
    hourly = {k: np.round(v, 4).tolist() for k, v in asdict(day).items() if isinstance(v, np.ndarray)}
    by_day = {"wait_mean_h": day.wait_mean_h, "queue_most": day.queue_most, "backlog": day.backlog}
    return {
        "traffic": traffic,
        "mean_day": mean,
        "peak_day": {"steady": peak, **by_day, **hourly},
        "simulation": {
            "arrivals_per_h": mean["veh_per_day"] / 2.0 / max(q["open_h"], 1e-9) if mean["veh_per_day"] else 0.0,
            "service_min": 60.0 / q["speed_h"] if q["speed_h"] > 0 else 0.0,
            "lanes": int(q["servers"]),
            "service_cv": q["cv"],
            "arrival_cv": q["arrival_cv"],
        },
    }
