"""One section of railway, row by row: its single-track and its double-track answer, its trains, and what limits it."""

from __future__ import annotations

from typing import Any

import numpy as np

from corridors import units
from corridors.capacity import arrays, validity
from corridors.capacity.rail.gaps import single_track_left_km, stop_allowance
from corridors.capacity.rail.pairs import (
    freight_pairs,
    pairs_fleeting,
    pairs_single_track,
    trains_double_track,
)
from corridors.capacity.rail.timetable import running_time_min, timetable_period_min
from corridors.capacity.rail.tonnage import train_net_t

ABOVE_ZERO = (
    "length_km",
    "loop_gap_km",
    "running_speed_diesel_kmh",
    "running_speed_electric_kmh",
    "headway_min",
    "wagons_per_train",
    "wagon_net_load_t",
    "wagon_tare_t",
    "train_gross_max_t",
    "insert_nonstop_km",
    "occupancy_limit_share",
)
NOT_NEGATIVE = (
    "loops_added",
    "time_start_min",
    "time_slow_min",
    "crossing_interval_min",
    "arrival_interval_min",
    "following_interval_min",
    "passenger_pairs_per_day",
    "displacement_single",
    "displacement_double",
    "local_pairs_per_day",
    "displacement_local_single",
    "displacement_local_double",
    "working_days",
)
SHARES = (
    "double_track_share",
    "double_track_in_gap",
    "interval_ratio_automatic",
    "reliability_single",
    "reliability_double",
    "fleeting_share",
    "fill_single",
    "fill_double",
    "loaded_share_forward",
    "loaded_share_backward",
    "electrified",
    "automatic_block",
)
WINDOWS = ("window_single_min", "window_double_min")
AT_LEAST_ONE = ("tracks", "weekly_unevenness", "monthly_unevenness")
FACTS = ("in_service", *AT_LEAST_ONE, *ABOVE_ZERO, *NOT_NEGATIVE, *SHARES, *WINDOWS)


def others(f: dict[str, np.ndarray], track: str) -> tuple[np.ndarray, np.ndarray]:
    """Pairs a day of each class of other trains, passenger and local, and what one of them removes; a row a class."""
    pairs = np.stack([f["passenger_pairs_per_day"], f["local_pairs_per_day"]])
    return pairs, np.stack([f[f"displacement_{track}"], f[f"displacement_local_{track}"]])


def single(f: dict[str, np.ndarray], gap: Any, speed: np.ndarray, automatic: np.ndarray) -> dict[str, Any]:
    """Pairs, freight pairs and time per pair on one track, with the single track that is left in the gap (km)."""
    left = single_track_left_km(gap, f["double_track_share"], f["double_track_in_gap"])
    run = running_time_min(left, speed)
    stops = stop_allowance(gap - left, f["insert_nonstop_km"])
    ratio = np.where(automatic, f["interval_ratio_automatic"], 1.0)
    period = timetable_period_min(
        run,
        run,
        f["time_start_min"] * stops,
        f["time_slow_min"] * stops,
        f["crossing_interval_min"] * ratio,
        f["arrival_interval_min"] * ratio,
    )
    window, sure = f["window_single_min"], f["reliability_single"]
    pairs = pairs_single_track(period, window, sure)
    packed = pairs_fleeting(period, f["fleeting_share"], f["headway_min"], None, window, sure)
    pairs = np.where(automatic, np.maximum(pairs, packed), pairs)
    freight = freight_pairs(pairs, *others(f, "single"), f["fill_single"], f["weekly_unevenness"])
    effective = arrays.divide(arrays.worktime_min(window, sure), pairs)
    return {"pairs": pairs, "freight": freight, "period": effective, "left": left}


def double(f: dict[str, np.ndarray], gap: Any, speed: np.ndarray, automatic: np.ndarray) -> dict[str, Any]:
    """Pairs, freight pairs and interval on two tracks or more; what a single track is capped by."""
    run = running_time_min(gap, speed)
    behind = np.maximum(run + f["following_interval_min"], f["headway_min"])
    headway = np.where(automatic, f["headway_min"], behind)
    lines = np.maximum(f["tracks"] / 2.0, 1.0)
    pairs = trains_double_track(headway / lines, f["window_double_min"], f["reliability_double"])
    freight = freight_pairs(pairs, *others(f, "double"), f["fill_double"], f["weekly_unevenness"])
    return {"pairs": pairs, "freight": freight, "period": headway / lines}


def train_t(f: dict[str, np.ndarray], loaded: np.ndarray) -> np.ndarray:
    """Net tonnes of a train of one direction."""
    return train_net_t(f["wagons_per_train"], f["wagon_net_load_t"], f["wagon_tare_t"], loaded, f["train_gross_max_t"])


def stated_mtpa(f: dict[str, np.ndarray], net_pair_t: np.ndarray, displaced: np.ndarray) -> np.ndarray:
    """What officials state, in Mt/year: tonnes as they are, pairs less passenger trains, or freight trains."""
    pairs = np.maximum(f["stated_pairs_per_day"] - displaced, 0.0)
    pairs = np.where(np.isfinite(pairs), pairs, f["stated_trains_per_day"] / 2)
    by_trains = units.mtpa(pairs, net_pair_t, f["working_days"])
    return np.where(np.isfinite(f["stated_mtpa"]), f["stated_mtpa"], by_trains)


def limit_codes(
    f: dict[str, np.ndarray],
    results: dict[str, Any],
    one: dict[str, Any],
    two: dict[str, Any],
    two_tracks: np.ndarray,
    automatic: np.ndarray,
) -> np.ndarray:
    """What limits each section, a code of wording/limits.json."""
    partial = (f["double_track_share"] > 0) & (one["left"] < results["gap_km"])
    # A single track with so many stretches that it is limited by what two tracks would carry.
    like_two = two_tracks | (one["pairs"] >= two["pairs"])
    by_headway = automatic | (f["headway_min"] >= results["period_min"] * np.maximum(f["tracks"] / 2, 1))
    return validity.first_code(
        ("headway", like_two & by_headway),
        ("stations_of_double_track", like_two),
        ("single_track_between_stretches", partial),
        otherwise="gap_between_crossing_points",
    )
