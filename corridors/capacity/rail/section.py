"""One section of railway, row by row: its single-track and its double-track answer, its trains, and what limits it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from corridors import units
from corridors.capacity import arrays, validity
from corridors.capacity.rail.fleeting import fleeting_share_possible
from corridors.capacity.rail.gaps import single_track_left_km, stop_allowance
from corridors.capacity.rail.neighbouring_gaps import least_period_min, shares_of_meeting_min
from corridors.capacity.rail.pairs import (
    freight_pairs,
    pairs_fleeting,
    pairs_single_track,
    trains_double_track,
)
from corridors.capacity.rail.stations import station_freight_pairs, station_trains
from corridors.capacity.rail.timetable import running_time_min
from corridors.capacity.rail.tonnage import train_net_t

if TYPE_CHECKING:
    from corridors.capacity.rail.gap_sets import GapSets

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
    "receiving_tracks",
    "station_hold_min",
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
    "meeting_tracks",
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
    "second_gap_ratio",
    "stopping_share",
    "arrival_evenness",
)
WINDOWS = ("window_single_min", "window_double_min")
AT_LEAST_ONE = ("tracks", "weekly_unevenness", "monthly_unevenness")
FACTS = ("in_service", *AT_LEAST_ONE, *ABOVE_ZERO, *NOT_NEGATIVE, *SHARES, *WINDOWS)


def displaced_pairs(f: dict[str, np.ndarray], track: str) -> np.ndarray:
    """Freight pairs a day that passenger and local trains remove."""
    passenger = f["passenger_pairs_per_day"] * f[f"displacement_{track}"]
    return passenger + f["local_pairs_per_day"] * f[f"displacement_local_{track}"]


def min_per_km(f: dict[str, np.ndarray]) -> np.ndarray:
    """Minutes a kilometre: by speed, or by the time over the longest gap (`gap_min`) where it is known."""
    speed = np.where(f["electrified"] >= 0.5, f["running_speed_electric_kmh"], f["running_speed_diesel_kmh"])
    by_time = arrays.divide(f["gap_min"], np.minimum(f["loop_gap_km"], f["length_km"]))
    return np.where(by_time > 0, by_time, running_time_min(1.0, speed))


def single(
    f: dict[str, np.ndarray], gap: Any, sections: GapSets, pace: np.ndarray, automatic: np.ndarray
) -> dict[str, Any]:
    """Pairs, freight pairs and time per pair on one track, with the single track that is left in the gap (km)."""
    left = single_track_left_km(gap, f["double_track_share"], f["double_track_in_gap"])
    ratio = np.where(automatic, f["interval_ratio_automatic"], 1.0)
    meeting = shares_of_meeting_min(
        f["crossing_interval_min"] * ratio,
        f["arrival_interval_min"] * ratio,
        f["time_start_min"],
        f["time_slow_min"],
        stop_allowance(gap - left, f["insert_nonstop_km"]),
    )
    both_ways = 2.0 * pace * arrays.divide(left, gap)
    every = np.broadcast_arrays(both_ways, *meeting, f["second_gap_ratio"], f["length_km"])
    time, leaving, entering, second, length = (a.reshape(-1) for a in every)
    period = np.empty(every[0].shape)
    for rows, gaps in sections.blocks(second, length):
        leave, enter = leaving[rows], entering[rows]
        runs = (km * time[rows] for km in gaps)
        period.reshape(-1)[rows] = least_period_min(runs, leave, enter, np.minimum(leave, enter))
    window, sure = f["window_single_min"], f["reliability_single"]
    fleets = np.where(automatic, fleeting_share_possible(f["fleeting_share"], f["meeting_tracks"]), 0.0)
    pairs = pairs_single_track(period, window, sure)
    pairs = np.maximum(pairs, pairs_fleeting(period, fleets, f["headway_min"], None, window, sure))
    effective = arrays.divide(arrays.worktime_min(window, sure), pairs)
    return {"period": effective, "left": left} | by_stations(f, pairs, "single")


def double(f: dict[str, np.ndarray], gap: Any, pace: np.ndarray, automatic: np.ndarray) -> dict[str, Any]:
    """Pairs, freight pairs and interval on two tracks or more; what a single track is capped by."""
    behind = np.maximum(gap * pace + f["following_interval_min"], f["headway_min"])
    headway = np.where(automatic, f["headway_min"], behind)
    lines = np.maximum(f["tracks"] / 2.0, 1.0)
    pairs = trains_double_track(headway / lines, f["window_double_min"], f["reliability_double"])
    return {"period": headway / lines} | by_stations(f, pairs, "double")


def no_more_than(one: dict[str, Any], two: dict[str, Any]) -> dict[str, Any]:
    """The single-track answer, nowhere above that of two tracks."""
    capped = {k: np.minimum(one[k], two[k]) for k in ("line", "pairs", "freight")}
    period = np.where(one["line"] > two["line"], two["period"], one["period"])
    return one | capped | {"period": period}


def by_stations(f: dict[str, np.ndarray], line: np.ndarray, track: str) -> dict[str, np.ndarray]:
    """Pairs and freight pairs of a line with its stations, and whether these take fewer than it."""
    fill, uneven = f[f"fill_{track}"], f["weekly_unevenness"]
    displaced = displaced_pairs(f, track)
    freight = freight_pairs(line, displaced, 1.0, fill, uneven)
    trains = station_trains(f["receiving_tracks"], f["station_hold_min"], f["stopping_share"], f["arrival_evenness"])
    taken = station_freight_pairs(trains, line, displaced, uneven)
    fewer = taken < freight
    return {
        "line": line,
        "pairs": np.minimum(line, trains / 2),
        "freight": np.where(fewer, taken, freight),
        "stations": fewer,
        "displaced": displaced,
    }


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
    like_two = two_tracks | (one["line"] >= two["line"])
    by_headway = automatic | (f["headway_min"] >= results["period_min"] * np.maximum(f["tracks"] / 2, 1))
    return validity.first_code(
        ("station_tracks", np.where(like_two, two["stations"], one["stations"])),
        ("headway", like_two & by_headway),
        ("stations_of_double_track", like_two),
        ("single_track_between_stretches", partial),
        otherwise="gap_between_crossing_points",
    )
