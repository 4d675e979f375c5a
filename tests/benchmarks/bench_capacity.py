"""A million links through each model in one call, against a plain Python loop over the same formula; prints ratios.

Run: python tests/benchmarks/bench_capacity.py
"""

from __future__ import annotations

import sys
from pathlib import Path
from time import perf_counter

import numpy as np
import pandas as pd

sys.path.insert(0, str(Path(__file__).parents[1]))

from typing import TYPE_CHECKING

from frames import FORMS, frame

from corridors.capacity import border, rail, road, sea, terminal

if TYPE_CHECKING:
    from collections.abc import Callable

MODELS = {m.KIND: m for m in (rail, road, border, terminal, sea)}
ROWS, LOOP = 1_000_000, 20_000


def spread(kind: str, form: str, rows: int) -> pd.DataFrame:
    """Defaults, each number spread by a tenth below it, so that no two rows are alike."""
    table = frame(kind, form, rows=rows)
    random = np.random.default_rng(0)
    whole = ("in_service", "tracks", "lanes", "electrified", "automatic_block", "working_days")
    names = table.columns.difference([*whole, "form", "lanes_other", "truck_pce"])
    at_least_one = names[table[names].iloc[0] > 1]
    table[at_least_one] *= random.uniform(0.95, 1.0, (rows, len(at_least_one)))
    table[["weekly_unevenness", "monthly_unevenness"]] = 1.1 if kind == "rail" else np.nan
    if form == "rail":
        table["monthly_unevenness"] = 1.1
    return table


def plain_period(runs: list[float], leave: float, enter: float) -> float:
    """Smallest largest period of gaps timetabled together, choice by choice."""
    end = min(leave, enter)
    if len(runs) == 1:
        return runs[0] + 2 * end
    last = {leave: runs[0] + end + leave, enter: runs[0] + end + enter}
    for run in runs[1:-1]:
        last = {to: min(max(t, run + leave + enter - c + to) for c, t in last.items()) for to in (leave, enter)}
    return min(max(t, runs[-1] + leave + enter - c + end) for c, t in last.items())


def plain_rail(r: dict[str, float], gaps_km: list[float] | None = None) -> float:
    """The same section in plain Python: one track, semi-automatic block."""
    longest = min(r["loop_gap_km"], r["length_km"])
    gaps_km = gaps_km or [longest, min(longest * r["second_gap_ratio"], r["length_km"] - longest)]
    runs = [120 * gap / r["running_speed_diesel_kmh"] for gap in gaps_km if gap > 0]
    leave = r["crossing_interval_min"] + r["time_start_min"]
    period = plain_period(runs, leave, r["arrival_interval_min"] + r["time_slow_min"])
    behind = max(max(runs) / 2 + r["following_interval_min"], r["headway_min"])
    freight = min(plain_freight(r, period, "single"), plain_freight(r, behind, "double"))
    net = 0.0
    for share in (r["loaded_share_forward"], r["loaded_share_backward"]):
        gross = r["wagon_tare_t"] + share * r["wagon_net_load_t"]
        net += min(r["wagons_per_train"], r["train_gross_max_t"] / gross) * share * r["wagon_net_load_t"]
    return freight * net * r["working_days"] / r["monthly_unevenness"] / 1e6


def plain_freight(r: dict[str, float], period: float, track: str) -> float:
    """Freight pairs of line and stations, whichever takes fewer."""
    line = (1440 - r[f"window_{track}_min"]) * r[f"reliability_{track}"] / period
    displaced = r[f"displacement_{track}"] * r["passenger_pairs_per_day"]
    trains = (r["receiving_tracks"] - 1) * 1440 * r["arrival_evenness"] / r["station_hold_min"] / r["stopping_share"]
    stations = trains / 2 * max(1 - displaced / line, 0) / r["weekly_unevenness"]
    return max(min(line * r[f"fill_{track}"] / r["weekly_unevenness"] - displaced, stations), 0.0)


def plain_loops(r: dict[str, object]) -> float:
    """The same with known gaps, and new loops in them."""
    gaps, parts = list(r["gaps_km"]), [1] * len(r["gaps_km"])
    for _ in range(int(r["loops_added"])):
        parts[max(range(len(gaps)), key=lambda i: gaps[i] / parts[i])] += 1
    scale = min(r["loop_gap_km"], r["length_km"]) / max(gaps)
    return plain_rail(r, [g * scale / p for g, p in zip(gaps, parts, strict=True) for _ in range(p)])


def with_loops(table: pd.DataFrame) -> pd.DataFrame:
    """Sections with known gaps and one to four new loops, as draws of a few sections have them."""
    random = np.random.default_rng(1)
    known = [tuple(random.uniform(5, 40, n).round(1).tolist()) for n in range(3, 23)]
    gaps = pd.Series(np.empty(len(table), dtype=object), index=table.index)
    gaps[:] = [known[i] for i in random.integers(0, len(known), len(table))]
    return table.assign(gaps_km=gaps, loops_added=random.integers(1, 5, len(table)).astype(float))


def with_gaps(table: pd.DataFrame) -> pd.DataFrame:
    """Sections of eight known gaps, each row its own."""
    gaps = pd.Series(np.empty(len(table), dtype=object), index=table.index)
    gaps[:] = list(map(tuple, np.random.default_rng(2).uniform(5, 40, (len(table), 8)).tolist()))
    return table.assign(gaps_km=gaps)


def plain_road(r: dict[str, float]) -> float:
    split = r["directional_split"]
    hourly = min(r["capacity_two_lane_direction_pcu_per_h"] / split, r["capacity_two_lane_pcu_per_h"]) * split
    heavy = 1 / (1 + r["truck_share"] * (r["truck_pce"] - 1))
    veh = hourly * heavy * r["peak_hour_factor"] / (r["k_factor"] * split)
    return veh * r["practical_share"] * r["truck_share"] * r["payload_t"] * r["working_days"] / 1e6


def plain_post(r: dict[str, float]) -> float:
    service = r["truck_share"] * r["service_time_truck_min"] + (1 - r["truck_share"]) * r["service_time_car_min"]
    lanes = min(r["lanes"], r["lanes_other"])
    veh = lanes * r["open_h_per_day"] * 60 / service * r["working_time_share"]
    return veh * r["truck_share"] * r["payload_t"] * r["working_days"] / 1e6


def plain_station(r: dict[str, float]) -> float:
    trains = r["inspection_tracks"] * (1440 - r["window_min"]) * r["reliability"] / (60 * r["inspection_h"])
    pair = r["wagons_per_train"] * r["wagon_net_load_t"] * (r["loaded_share_forward"] + r["loaded_share_backward"])
    return trains / 2 * pair * r["working_days"] / r["monthly_unevenness"] / 1e6


def plain_gauge(r: dict[str, float]) -> float:
    work = (1440 - r["window_min"]) * r["reliability"] / 60
    bogies = r["bogie_sets"] * r["wagons_per_set"] * work / r["stand_cycle_h"]
    yard = r["yard_tracks"] * r["wagons_per_train"] * work / r["train_processing_h"]
    wagons = min(bogies + r["transshipment_wagons_per_day"], yard)
    return wagons * r["loaded_share"] * r["wagon_net_load_t"] * r["working_days"] / 1e6 + r["extension_mtpa"]


def plain_port(r: dict[str, float]) -> float:
    hours = (1440 - r["window_min"]) * r["reliability"] / 60
    quay = r["berths"] * r["handling_rate_t_per_h"] * hours * r["berth_occupancy_share"]
    return quay * r["working_days"] / 1e6 + r["extension_mtpa"]


def plain_sea(r: dict[str, float]) -> float:
    trip = 2 * (r["length_km"] / r["sailing_speed_kmh"] + r["port_stay_h"])
    return r["vessels"] * r["working_days"] * 24 / trip * 2 * r["vessel_load_t"] * r["load_share"] / 1e6


PLAIN = dict(
    zip(FORMS, (plain_rail, plain_road, plain_post, plain_station, plain_gauge, plain_port, plain_sea), strict=True)
)


def race(name: str, kind: str, table: pd.DataFrame, formula: Callable[[dict], float]) -> None:
    """Time both ways, check that they agree, print seconds and ratio."""
    begin = perf_counter()
    fast = MODELS[kind].capacity(table)["modelled_mtpa"].to_numpy()
    seconds = perf_counter() - begin
    some = table.iloc[:LOOP]
    begin = perf_counter()
    slow = [formula(r) for r in some.to_dict("records")]
    loop = (perf_counter() - begin) * ROWS / LOOP
    assert np.allclose(fast[:LOOP], slow), name
    print(f"{name:16} {ROWS:,} links in {seconds:5.2f} s; plain loop {loop:6.2f} s; ratio {loop / seconds:5.1f}")


def main() -> None:
    """Race each model, and new loops in known gaps."""
    for (kind, form), formula in PLAIN.items():
        race(f"{kind} {form}".strip(), kind, spread(kind, form, ROWS), formula)
    race("rail eight gaps", "rail", with_gaps(spread("rail", "", ROWS)), plain_loops)
    race("rail new loops", "rail", with_loops(spread("rail", "", ROWS)), plain_loops)


if __name__ == "__main__":
    main()
