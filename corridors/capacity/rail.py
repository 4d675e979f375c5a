"""Rail line: what a section of railway carries, from its timetable.

What it answers
---------------
Pairs of trains a day (all, and freight), Mt/year of both directions together, the gap or interval that limits them,
and how occupied the section is by UIC 406.

Formula
-------
1.  Limiting gap: the longest distance between crossing points. New loops are put one after another where they
    shorten it most. Running time t = gap / speed, the same both ways.
2.  Single track: the period T is the smallest over the schemes of crossing and non-simultaneous arrival
    (t' + t" + station intervals + start and slow-down times). Pairs a day N = (1440 - window) * reliability / T.
    Under automatic block the station intervals are shorter, and a share p of the trains runs in packets of two at the
    interval I: N = 2 (1440 - window) * reliability / [(2 - p) T + 2 p I]; never fewer than without packets.
3.  Part of a section with a second track: trains meet on the stretches, so only the single track that is left in the
    limiting gap counts, and starts and stops fade as the stretches become long enough to meet on the move. Where the
    stretches lie is rarely known: the central value spreads them over all gaps alike, the doubt (`double_track_in_gap`
    0 to 1) reaches down to "they lie elsewhere".
4.  Double track: N = (1440 - window) * reliability / I a direction. I is the headway with automatic block; with
    semi-automatic block a train must first clear the whole gap, so I = t + following interval, and no less than the
    headway. More than two tracks count in proportion.
5.  Freight pairs = N * fill / weekly unevenness - sum of removal coefficient * passenger pairs.
6.  A train has as many wagons as the station tracks hold or the locomotives take (gross mass), and in each direction
    its own share of loaded wagons. Mt/year = days * freight pairs * (net there + net back) / (monthly unevenness * 10^6).
7.  UIC 406 as the second view: the day's trains, each holding the section for T (or I), over 1440 minutes; and the
    pairs at which the recommended occupation is reached.

A section with a single track never carries more than the same section with two would.

Where it does not hold
----------------------
Stations, junctions, yards and locomotives are not modelled: where they limit (as before the rebuilding of stations),
the figure is too high. Gaps are lengths, not running times: a steep gap can limit although it is short. Trains of all
freight kinds are alike. A pair of passenger trains removes the same number of freight pairs at any traffic.
Statements in trains are read as freight trains on the mean day, which is their upper reading.

References
----------
Methodology for determining the traffic and carrying capacity of railway infrastructure [cntd-542629643]; worked
examples [tlookup-1042, tlookup-1043, tlookup-1044, helpiks-134235]; UIC 406 [uic406-2004, uic406-2013, landex-2006].
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from corridors import units
from corridors.capacity import sound
from corridors.capacity.gaps import (
    limiting_gap_km,
    limiting_section,
    longest_gap_km,
    loops_ratio,
    section_sums_min,
    single_track_left_km,
    stop_allowance,
)
from corridors.capacity.occupancy import (
    additional_time_rate,
    consumption_min,
    consumption_share,
    consumption_with_rate_share,
    limit_of_rate,
    occupation_share,
    pairs_at_occupation,
)
from corridors.capacity.timetable import (
    freight_pairs,
    krueger_delay,
    krueger_trains,
    pairs_packets,
    pairs_single_track,
    period_of_terms_min,
    required_pairs,
    running_time_min,
    scott,
    timetable_period_min,
    timetable_periods_min,
    trains_double_semiautomatic,
    trains_double_track,
)
from corridors.capacity.tonnage import (
    net_train_t,
    t_per_train,
    t_per_wagon,
    tonnage_mtpa,
    tonnage_two_ways_mtpa,
    train_net_t,
    train_wagons,
)

__all__ = [
    "additional_time_rate",
    "capacity",
    "consumption_min",
    "consumption_share",
    "consumption_with_rate_share",
    "facts_used",
    "freight_pairs",
    "krueger_delay",
    "krueger_trains",
    "limit_of_rate",
    "limiting_gap_km",
    "limiting_section",
    "longest_gap_km",
    "loops_ratio",
    "net_train_t",
    "occupation_share",
    "pairs_at_occupation",
    "pairs_packets",
    "pairs_single_track",
    "period_of_terms_min",
    "required_pairs",
    "running_time_min",
    "scott",
    "section_sums_min",
    "single_track_left_km",
    "stop_allowance",
    "t_per_train",
    "t_per_wagon",
    "timetable_period_min",
    "timetable_periods_min",
    "tonnage_mtpa",
    "tonnage_two_ways_mtpa",
    "train_net_t",
    "train_wagons",
    "trains_double_semiautomatic",
    "trains_double_track",
]

KIND = "rail"
STATED = ("stated_mtpa", "stated_pairs_per_day", "stated_trains_per_day")

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
    "removal_single",
    "removal_double",
    "working_days",
)
SHARES = (
    "double_track_share",
    "double_track_in_gap",
    "interval_ratio_automatic",
    "reliability_single",
    "reliability_double",
    "packet_share",
    "fill_single",
    "fill_double",
    "loaded_share_there",
    "loaded_share_back",
    "electrified",
    "automatic_block",
)
WINDOWS = ("window_single_min", "window_double_min")
AT_LEAST_ONE = ("tracks", "weekly_unevenness", "monthly_unevenness")
FACTS = ("in_service", *AT_LEAST_ONE, *ABOVE_ZERO, *NOT_NEGATIVE, *SHARES, *WINDOWS)


def facts_used(form: str = "") -> tuple[str, ...]:
    """Attributes that the model reads."""
    return FACTS


def capacity(links: pd.DataFrame) -> pd.DataFrame:
    """Capacity of rail sections.

    Parameters
    ----------
    links : DataFrame
        A row a section, the attributes of schema/rail.csv as columns; optional column `gaps_km` with a tuple of gaps
        between crossing points (km). Any index, repeated labels too.

    Returns
    -------
    DataFrame
        Same index. `modelled_mtpa`, `stated_mtpa` (both Mt/year, both directions; NaN = nothing stated), `limit`
        (words), `pairs_per_day`, `freight_pairs_per_day`, `gap_km` (limiting gap), `period_min` (on double track the
        interval), `net_there_t`, `net_back_t` (a train), `occupancy_share` (UIC 406, at the counted traffic or else at
        the modelled capacity), `uic406_pairs_per_day`.
    """
    f = sound.columns(links, FACTS, optional=(*STATED, "traffic_pairs_per_day"))
    reasons = sound.faults(f, ABOVE_ZERO, NOT_NEGATIVE, SHARES, WINDOWS, AT_LEAST_ONE)
    gaps = links["gaps_km"].to_numpy() if "gaps_km" in links else None
    gap = limiting_gap_km(f["length_km"], f["loop_gap_km"], f["loops_added"], gaps)
    speed = np.where(f["electrified"] >= 0.5, f["running_speed_electric_kmh"], f["running_speed_diesel_kmh"])
    automatic = f["automatic_block"] >= 0.5
    double = f["tracks"] >= 2
    two = _double(f, gap, speed, automatic)
    one = _single(f, gap, speed, automatic)
    one["pairs"] = np.minimum(one["pairs"], two["pairs"])
    one["freight"] = np.minimum(one["freight"], two["freight"])
    pairs, freight, period = (np.where(double, two[k], one[k]) for k in ("pairs", "freight", "period"))
    there, back = (_train(f, f["loaded_share_there"]), _train(f, f["loaded_share_back"]))
    removed = np.where(double, f["removal_double"], f["removal_single"]) * f["passenger_pairs_per_day"]
    counted = f["traffic_pairs_per_day"]
    busy = np.where(np.isfinite(counted), counted, freight + np.minimum(removed, pairs))
    results = {
        "modelled_mtpa": tonnage_mtpa(freight, there + back, f["working_days"], f["monthly_unevenness"]),
        "stated_mtpa": _stated(f, there + back),
        "pairs_per_day": pairs,
        "freight_pairs_per_day": freight,
        "gap_km": gap,
        "period_min": period,
        "net_there_t": there,
        "net_back_t": back,
        "occupancy_share": occupation_share(busy, period),
        "uic406_pairs_per_day": pairs_at_occupation(f["occupancy_limit_share"], period),
    }
    return sound.answer(links, results, _words(f, results, one, two, double, automatic), reasons)


def _single(f: dict[str, np.ndarray], gap: Any, speed: np.ndarray, automatic: np.ndarray) -> dict[str, Any]:
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
    packed = pairs_packets(period, f["packet_share"], f["headway_min"], None, window, sure)
    pairs = np.where(automatic, np.maximum(pairs, packed), pairs)
    freight = freight_pairs(
        pairs, f["passenger_pairs_per_day"], f["removal_single"], f["fill_single"], f["weekly_unevenness"]
    )
    effective = sound.divide(sound.worktime_min(window, sure), pairs)
    return {"pairs": pairs, "freight": freight, "period": effective, "left": left}


def _double(f: dict[str, np.ndarray], gap: Any, speed: np.ndarray, automatic: np.ndarray) -> dict[str, Any]:
    run = running_time_min(gap, speed)
    behind = np.maximum(run + f["following_interval_min"], f["headway_min"])
    headway = np.where(automatic, f["headway_min"], behind)
    lines = np.maximum(f["tracks"] / 2.0, 1.0)
    pairs = trains_double_track(headway / lines, f["window_double_min"], f["reliability_double"])
    freight = freight_pairs(
        pairs, f["passenger_pairs_per_day"], f["removal_double"], f["fill_double"], f["weekly_unevenness"]
    )
    return {"pairs": pairs, "freight": freight, "period": headway / lines}


def _train(f: dict[str, np.ndarray], loaded: np.ndarray) -> np.ndarray:
    return train_net_t(
        f["wagons_per_train"], f["wagon_net_load_t"], f["wagon_tare_t"], loaded, f["train_gross_max_t"]
    )


def _stated(f: dict[str, np.ndarray], net_pair_t: np.ndarray) -> np.ndarray:
    pairs = np.where(
        np.isfinite(f["stated_pairs_per_day"]), f["stated_pairs_per_day"], f["stated_trains_per_day"] / 2
    )
    by_trains = units.mtpa(pairs, net_pair_t, f["working_days"])
    return np.where(np.isfinite(f["stated_mtpa"]), f["stated_mtpa"], by_trains)


def _words(
    f: dict[str, np.ndarray],
    results: dict[str, Any],
    one: dict[str, Any],
    two: dict[str, Any],
    double: np.ndarray,
    automatic: np.ndarray,
) -> np.ndarray:
    gap = results["gap_km"]
    block = np.where(automatic, "automatic block", "semi-automatic block").astype(object)
    partial = (f["double_track_share"] > 0) & (one["left"] < gap)
    single = np.where(
        partial,
        sound.worded("{:g} km of single track between double-track stretches, ", one["left"]),
        sound.worded("gap of {:g} km between crossing points, ", gap),
    )
    like_two = ~double & (one["pairs"] >= two["pairs"])
    by_headway = automatic | (f["headway_min"] >= results["period_min"] * np.maximum(f["tracks"] / 2, 1))
    pair = np.where(
        by_headway,
        sound.worded("headway of {:g} min, ", np.where(double | like_two, two["period"], f["headway_min"])),
        sound.worded("{:g} km between stations of a double track, ", gap),
    )
    words = np.where(double | like_two, pair, single) + block
    return np.where(results["freight_pairs_per_day"] > 0, words, "passenger trains take all paths: " + words)
