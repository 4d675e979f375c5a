"""A million links through each model in one call, against a plain Python loop over the same formula; prints ratios.

Run: python tests/benchmarks/bench_capacity.py
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from time import perf_counter

import numpy as np
import pandas as pd

sys.path.insert(0, str(Path(__file__).parents[1]))

from frames import FORMS, frame

from corridors.capacity import border, rail, road, sea, terminal

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


def plain_rail(r: dict[str, float]) -> float:
    """The same section in plain Python: one track, semi-automatic block."""
    gap = min(r["loop_gap_km"], r["length_km"])
    run = 60 * gap / r["running_speed_diesel_kmh"]
    cross, arrive = r["crossing_interval_min"], r["arrival_interval_min"]
    start, slow = r["time_start_min"], r["time_slow_min"]
    period = min(
        2 * run + 2 * arrive + 2 * slow, 2 * run + 2 * cross + 2 * start, 2 * run + cross + arrive + start + slow
    )
    pairs = (1440 - r["window_single_min"]) * r["reliability_single"] / period
    behind = max(run + r["following_interval_min"], r["headway_min"])
    two = (1440 - r["window_double_min"]) * r["reliability_double"] / behind
    other = r["passenger_pairs_per_day"]
    freight = max(pairs * r["fill_single"] / r["weekly_unevenness"] - r["displacement_single"] * other, 0.0)
    most = max(two * r["fill_double"] / r["weekly_unevenness"] - r["displacement_double"] * other, 0.0)
    net = 0.0
    for share in (r["loaded_share_forward"], r["loaded_share_backward"]):
        gross = r["wagon_tare_t"] + share * r["wagon_net_load_t"]
        net += min(r["wagons_per_train"], r["train_gross_max_t"] / gross) * share * r["wagon_net_load_t"]
    return min(freight, most) * net * r["working_days"] / r["monthly_unevenness"] / 1e6


def plain_loops(r: dict[str, object]) -> float:
    """The same with new loops in known gaps."""
    gaps = r["gaps_km"]
    shorter = rail.longest_gap_km(gaps, int(r["loops_added"])) / rail.longest_gap_km(gaps)
    return plain_rail(r | {"loop_gap_km": min(r["loop_gap_km"], r["length_km"]) * shorter})


def with_loops(table: pd.DataFrame) -> pd.DataFrame:
    """Sections with known gaps and one to four new loops, as draws of a few sections have them."""
    random = np.random.default_rng(1)
    known = [tuple(random.uniform(5, 40, n).round(1).tolist()) for n in range(3, 23)]
    gaps = pd.Series(np.empty(len(table), dtype=object), index=table.index)
    gaps[:] = [known[i] for i in random.integers(0, len(known), len(table))]
    return table.assign(gaps_km=gaps, loops_added=random.integers(1, 5, len(table)).astype(float))


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
    race("rail new loops", "rail", with_loops(spread("rail", "", ROWS)), plain_loops)


if __name__ == "__main__":
    main()
