"""What border posts clear: the table of facts in, vehicles, trains and Mt/year out, with what limits them."""

from __future__ import annotations

from typing import Any

import numpy as np

from corridors import units
from corridors.capacity import arrays, validity
from corridors.capacity.arrays import divide
from corridors.capacity.border.clearance import mixed_service, post_veh_per_day, station_trains_per_day

KIND = "border"
STATED = ("stated_mtpa", "stated_trucks_per_day", "stated_veh_per_day", "stated_pairs_per_day")
ROAD_FACTS = (
    "lanes",
    "lanes_other",
    "open_h_per_day",
    "service_time_truck_min",
    "service_time_car_min",
    "truck_share",
    "working_time_share",
    "payload_t",
)
RAIL_FACTS = (
    "inspection_tracks",
    "inspection_h",
    "window_min",
    "reliability",
    "wagons_per_train",
    "wagon_net_load_t",
    "loaded_share_forward",
    "loaded_share_backward",
    "monthly_unevenness",
)
NEIGHBOUR = "neighbour_trains_per_day"
COUNTED = ("traffic_veh_per_day", "traffic_trucks_per_day")


def facts_used(form: str = "road") -> tuple[str, ...]:
    """Attributes that the model reads for one form of post."""
    return ("in_service", "working_days", *((*RAIL_FACTS, NEIGHBOUR) if form == "rail" else ROAD_FACTS))


def capacity(links: arrays.Table) -> arrays.Table:
    """Capacity of border posts.

    Parameters
    ----------
    links : DataFrame
        A row a post, the attributes of schema/border.csv as columns, and `form` (road or rail). Any index.

    Returns
    -------
    DataFrame
        Same index. `modelled_mtpa`, `stated_mtpa` (Mt/year, both directions), `limit_code`, `veh_per_day`,
        `trucks_per_day`, `service_time_min` (0 for rail), `trains_per_day` (0 for road), `utilisation` (counted over
        modelled, NaN where not counted).
    """
    rail = np.asarray(links["form"] == "rail")
    optional = (*STATED, NEIGHBOUR, *COUNTED, *ROAD_FACTS, *RAIL_FACTS)
    f = arrays.columns(links, ("in_service", "working_days"), optional)
    f |= {n: np.where(rail, 1.0, f[n]) for n in ROAD_FACTS} | {n: np.where(rail, f[n], 1.0) for n in RAIL_FACTS}
    f["window_min"] = np.where(rail, f["window_min"], 0.0)
    found = validity.faults(
        f,
        (
            *("lanes", "lanes_other", "service_time_truck_min", "service_time_car_min", "payload_t"),
            *("inspection_tracks", "inspection_h", "wagons_per_train", "wagon_net_load_t", "open_h_per_day"),
        ),
        ("working_days",),
        (
            *("truck_share", "working_time_share", "reliability"),
            *("loaded_share_forward", "loaded_share_backward"),
        ),
        ("window_min",),
        ("monthly_unevenness",),
        ("open_h_per_day",),
    )
    road_part, rail_part = _road(f), _rail(f)
    results = {
        "modelled_mtpa": np.where(rail, rail_part["mtpa"], road_part["mtpa"]),
        "stated_mtpa": np.where(rail, rail_part["stated"], road_part["stated"]),
        "veh_per_day": np.where(rail, 0.0, road_part["veh"]),
        "trucks_per_day": np.where(rail, 0.0, road_part["veh"] * f["truck_share"]),
        "service_time_min": np.where(rail, 0.0, road_part["service"]),
        "trains_per_day": np.where(rail, rail_part["trains"], 0.0),
        "utilisation": np.where(rail | found.bad, np.nan, road_part["utilisation"]),
    }
    code = validity.first_code(
        (NEIGHBOUR, rail & rail_part["neighbour"]),
        ("inspection_tracks", rail),
        ("no_trucks", ~(f["truck_share"] > 0)),
        ("post_lanes", f["lanes"] <= f["lanes_other"]),
        otherwise="post_lanes_other_side",
    )
    return validity.answer(links, results, code, found)


def _road(f: dict[str, np.ndarray]) -> dict[str, Any]:
    service, _ = mixed_service(f["truck_share"], f["service_time_truck_min"], f["service_time_car_min"])
    lanes = np.minimum(f["lanes"], f["lanes_other"])
    veh = post_veh_per_day(lanes, f["open_h_per_day"], service, f["working_time_share"])
    truck_t, days = f["payload_t"], f["working_days"]
    trucks = stated_veh_per_day(f) * f["truck_share"]
    stated = np.where(np.isfinite(f["stated_mtpa"]), f["stated_mtpa"], units.mtpa(trucks, truck_t, days))
    return {
        "veh": veh,
        "mtpa": units.mtpa(veh * f["truck_share"], truck_t, days),
        "stated": stated,
        "utilisation": np.where(veh > 0, counted_veh_per_day(f) / np.where(veh > 0, veh, 1.0), np.nan),
        "service": service,
    }


def counted_veh_per_day(facts: Any) -> np.ndarray:
    """Vehicles a day as counted; from counted trucks and their share where only these are known (NaN otherwise)."""
    vehicles = np.asarray(facts["traffic_veh_per_day"], dtype=float)
    return np.where(np.isfinite(vehicles), vehicles, _of_trucks(facts, "traffic_trucks_per_day"))


def stated_veh_per_day(facts: Any) -> np.ndarray:
    """Vehicles a day as stated: from stated trucks and their share, or else as stated (NaN where nothing is)."""
    by_trucks = _of_trucks(facts, "stated_trucks_per_day")
    return np.where(np.isfinite(by_trucks), by_trucks, np.asarray(facts["stated_veh_per_day"], dtype=float))


def _of_trucks(facts: Any, name: str) -> np.ndarray:
    trucks, part = np.asarray(facts[name], dtype=float), np.asarray(facts["truck_share"], dtype=float)
    return np.where(part > 0, trucks / np.where(part > 0, part, 1.0), np.nan)


def _rail(f: dict[str, np.ndarray]) -> dict[str, Any]:
    yard = station_trains_per_day(f["inspection_tracks"], f["inspection_h"], f["window_min"], f["reliability"])
    # What is handed over comes back, so each train that the neighbour takes is a pair; unknown is no limit.
    taken = np.where(np.isfinite(f[NEIGHBOUR]), 2.0 * f[NEIGHBOUR], np.inf)
    trains = np.minimum(yard, taken)
    pair_t = f["wagons_per_train"] * f["wagon_net_load_t"] * (f["loaded_share_forward"] + f["loaded_share_backward"])
    yearly = units.mtpa(trains / 2.0, pair_t, f["working_days"])
    by_pairs = units.mtpa(np.minimum(f["stated_pairs_per_day"], taken / 2.0), pair_t, f["working_days"])
    return {
        "trains": trains,
        "mtpa": divide(yearly, f["monthly_unevenness"]),
        "stated": np.where(np.isfinite(f["stated_mtpa"]), f["stated_mtpa"], by_pairs),
        "neighbour": taken < yard,
    }
