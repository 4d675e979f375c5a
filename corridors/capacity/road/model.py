"""What stretches of road carry: the table of facts in, vehicles and Mt/year out, with what limits them."""

from __future__ import annotations

import numpy as np

from corridors import units
from corridors.capacity import arrays, validity
from corridors.capacity.road.hcm import (
    aadt_capacity,
    bpr,
    heavy_vehicle_factor,
)
from corridors.capacity.road.odm import (
    odm_capacity_pcu_per_h,
)
from corridors.capacity.road.two_lane import (
    two_lane_capacity_pcu_per_h,
)

KIND = "road"
STATED = ("stated_mtpa", "stated_veh_per_day")

ABOVE_ZERO = (
    "length_km",
    "capacity_two_lane_pcu_per_h",
    "capacity_two_lane_direction_pcu_per_h",
    "capacity_lane_pcu_per_h",
    "odm_two_lane_pcu_per_h",
    "odm_beta_product",
    "peak_hour_factor",
    "k_factor",
    "directional_split",
    "practical_share",
    "payload_t",
    "transit_speed_kmh",
)
NOT_NEGATIVE = ("working_days", "bpr_alpha", "bpr_beta")
SHARES = ("truck_share", "peak_hour_factor", "k_factor", "directional_split", "practical_share")
AT_LEAST_ONE = ("lanes", "truck_pce")
FACTS = ("in_service", *AT_LEAST_ONE, *ABOVE_ZERO, *NOT_NEGATIVE, "truck_share")


def facts_used(form: str = "") -> tuple[str, ...]:  # noqa: ARG001 (every model is asked alike)
    """Attributes that the model reads."""
    return FACTS


def direction_capacity_pcu_per_h(
    lanes: np.ndarray,
    directional_split: np.ndarray,
    two_lane_direction: np.ndarray,
    two_lane_both: np.ndarray,
    lane: np.ndarray,
) -> np.ndarray:
    """Capacity of the heavier direction (pc/h) of a road with any number of lanes of both directions together.

    Parameters
    ----------
    lanes : float or array
        Lanes of both directions together.
    directional_split : float or array
        Share of the heavier direction, 0.5 to 1.
    two_lane_direction, two_lane_both : float or array
        Capacity of a two-lane road: one direction, both directions (pc/h).
    lane : float or array
        Capacity of a lane of a multilane road (pc/h).

    Examples
    --------
    >>> direction_capacity_pcu_per_h(np.array([1, 2, 3, 4]), 0.5, 1700.0, 3200.0, 2000.0).tolist()
    [800.0, 1600.0, 1600.0, 4000.0]
    """
    split = arrays.floats(directional_split)[0]
    two = two_lane_capacity_pcu_per_h(split, two_lane_direction, two_lane_both) * split
    many = np.maximum(np.floor(lanes / 2) * lane, two)
    return np.where(lanes >= 4, many, np.where(lanes >= 2, two, two * np.clip(lanes, 0, 1) / 2))


def capacity(links: arrays.Table) -> arrays.Table:
    """Capacity of roads.

    Parameters
    ----------
    links : DataFrame
        A row a stretch, the attributes of schema/road.csv as columns. Any index.

    Returns
    -------
    DataFrame
        Same index. `modelled_mtpa` (practical), `absolute_mtpa`, `odm_mtpa` (practical, by the Russian method),
        `stated_mtpa` (Mt/year, both directions), `limit_code`, `veh_per_day` (at capacity), `practical_veh_per_day`,
        `trucks_per_day` (of these), `utilisation` (counted traffic over capacity, NaN where not counted), `speed_kmh`.
    """
    f = arrays.columns(links, FACTS, optional=(*STATED, "traffic_veh_per_day"))
    found = validity.faults(f, ABOVE_ZERO, NOT_NEGATIVE, SHARES, (), AT_LEAST_ONE)
    split, phf, k = f["directional_split"], f["peak_hour_factor"], f["k_factor"]
    hourly = direction_capacity_pcu_per_h(
        f["lanes"],
        split,
        f["capacity_two_lane_direction_pcu_per_h"],
        f["capacity_two_lane_pcu_per_h"],
        f["capacity_lane_pcu_per_h"],
    )
    heavy = heavy_vehicle_factor(f["truck_share"], f["truck_pce"])
    veh = aadt_capacity(hourly, heavy, phf, k, split)
    odm_hourly = odm_capacity_pcu_per_h([f["odm_beta_product"], f["lanes"] / 2.0], f["odm_two_lane_pcu_per_h"])
    odm_veh = aadt_capacity(odm_hourly / 2.0, 1.0, phf, k, np.maximum(split, 0.5))
    truck_t, days, used = f["truck_share"] * f["payload_t"], f["working_days"], f["practical_share"]
    stated = np.where(
        np.isfinite(f["stated_mtpa"]), f["stated_mtpa"], units.mtpa(f["stated_veh_per_day"], truck_t, days)
    )
    busy = np.where(veh > 0, f["traffic_veh_per_day"] / np.where(veh > 0, veh, 1.0), np.nan)
    slow = np.where(np.isfinite(busy), bpr(1.0, busy, f["bpr_alpha"], f["bpr_beta"]), 1.0)
    results = {
        "modelled_mtpa": units.mtpa(veh * used, truck_t, days),
        "absolute_mtpa": units.mtpa(veh, truck_t, days),
        "odm_mtpa": units.mtpa(odm_veh * used, truck_t, days),
        "stated_mtpa": stated,
        "veh_per_day": veh,
        "practical_veh_per_day": veh * used,
        "trucks_per_day": veh * used * f["truck_share"],
        "utilisation": np.where(found.bad, np.nan, busy),
        "speed_kmh": arrays.divide(f["transit_speed_kmh"], slow),
    }
    code = validity.first_code(
        ("no_trucks", ~(f["truck_share"] > 0)),
        ("lanes", f["lanes"] >= 4),
        ("two_lane_road", f["lanes"] >= 2),
        otherwise="one_lane_road",
    )
    return validity.answer(links, results, code, found)
