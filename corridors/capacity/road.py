"""Road: what a stretch of road carries, by the Highway Capacity Manual, with the Russian method beside it.

What it answers
---------------
Vehicles a day and Mt/year of both directions together at a practical level of service, the same at absolute capacity,
a second view by the Russian method (ODM), utilisation and speed at the counted traffic.

Formula
-------
1.  Hourly capacity of the heavier direction: two lanes, 1700 pc/h or its share of 3200 pc/h of both directions,
    whichever is less; four lanes and more, lanes / 2 * capacity of a lane (never less than two lanes would carry).
    Three lanes count as two; one lane as half of two.
2.  Trucks as cars: f_HV = 1 / (1 + P_T (E_T - 1)); E_T is 1.5 on level ground, 2.5 where it rolls, 4.5 in mountains.
3.  Vehicles a day = C * f_HV * PHF / (K * D).
4.  Mt/year = practical share * vehicles a day * truck share * payload * days / 10^6.
5.  ODM: P = 3600 * product of beta_i for two lanes, in proportion for more; its coefficients already hold the trucks.
6.  Utilisation = counted vehicles / vehicles a day at capacity; speed by the BPR curve.

Where it does not hold
----------------------
The truck share is that of the traffic as it is: a road given over to trucks would carry more freight. Towns, level
crossings, toll plazas, snow and steep grades are not modelled but for `truck_pce` and the coefficients of ODM. No
Kazakhstan norm of road capacity was found; the two methods bracket it.

References
----------
HCM 2000 [fhwa-hpms-n, coursehero-4582911, coursehero-lab2, roess-p1]; ODM [odm-garant]; BPR [tntp]. The exhibits of the
manual (falls of speed, equivalents by terrain, time spent following, levels of service) are given from common knowledge
of the trade and hold against its worked examples (chapter 20, 1; chapter 21, 1; sixth edition, chapter 26, 4); the
manual itself was not consulted.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from corridors import units
from corridors.capacity import sound
from corridors.capacity.hcm import (
    aadt_capacity,
    bpr,
    design_hour_veh_per_h,
    flow_rate,
    heavy_vehicle_factor,
    peak_hour_factor,
    truck_equivalents,
)
from corridors.capacity.multilane import (
    density_pc_per_mi_lane,
    free_flow_speed_mi_h,
    multilane_base_capacity_pcu_per_h,
    multilane_los,
    multilane_speed_mi_h,
    road_free_flow_speed_mi_h,
)
from corridors.capacity.odm import (
    beta_product,
    loading,
    odm_capacity_pcu_per_h,
    odm_los,
    odm_roadside_lane_pcu_per_h,
)
from corridors.capacity.twolane import (
    percent_following,
    percent_following_direction,
    two_lane_capacity_pcu_per_h,
    two_lane_equivalents,
    two_lane_flow_rate,
    two_lane_free_flow_speed_mi_h,
    two_lane_los,
    two_lane_speed_kmh,
    two_lane_speed_mi_h,
)

__all__ = [
    "aadt_capacity",
    "beta_product",
    "bpr",
    "capacity",
    "density_pc_per_mi_lane",
    "design_hour_veh_per_h",
    "direction_capacity_pcu_per_h",
    "facts_used",
    "flow_rate",
    "free_flow_speed_mi_h",
    "heavy_vehicle_factor",
    "loading",
    "multilane_base_capacity_pcu_per_h",
    "multilane_los",
    "multilane_speed_mi_h",
    "odm_capacity_pcu_per_h",
    "odm_los",
    "odm_roadside_lane_pcu_per_h",
    "peak_hour_factor",
    "percent_following",
    "percent_following_direction",
    "road_free_flow_speed_mi_h",
    "truck_equivalents",
    "two_lane_capacity_pcu_per_h",
    "two_lane_equivalents",
    "two_lane_flow_rate",
    "two_lane_free_flow_speed_mi_h",
    "two_lane_los",
    "two_lane_speed_kmh",
    "two_lane_speed_mi_h",
]

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


def facts_used(form: str = "") -> tuple[str, ...]:
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
    split = sound.floats(directional_split)[0]
    two = two_lane_capacity_pcu_per_h(split, two_lane_direction, two_lane_both) * split
    many = np.maximum(np.floor(lanes / 2) * lane, two)
    return np.where(lanes >= 4, many, np.where(lanes >= 2, two, two * np.clip(lanes, 0, 1) / 2))


def capacity(links: pd.DataFrame) -> pd.DataFrame:
    """Capacity of roads.

    Parameters
    ----------
    links : DataFrame
        A row a stretch, the attributes of schema/road.csv as columns. Any index.

    Returns
    -------
    DataFrame
        Same index. `modelled_mtpa` (practical), `absolute_mtpa`, `odm_mtpa` (practical, by the Russian method),
        `stated_mtpa` (Mt/year, both directions), `limit`, `veh_per_day` (at capacity), `practical_veh_per_day`,
        `trucks_per_day` (of these), `utilisation` (counted traffic over capacity, NaN where not counted), `speed_kmh`.
    """
    f = sound.columns(links, FACTS, optional=(*STATED, "traffic_veh_per_day"))
    reasons = sound.faults(f, ABOVE_ZERO, NOT_NEGATIVE, SHARES, (), AT_LEAST_ONE)
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
        "utilisation": np.where(reasons == "", busy, np.nan),
        "speed_kmh": sound.divide(f["transit_speed_kmh"], slow),
    }
    words = np.where(
        f["lanes"] >= 4,
        sound.worded("{:g} lanes", f["lanes"]),
        np.where(f["lanes"] >= 2, "two-lane road", "one lane"),
    )
    words = np.where(f["truck_share"] > 0, words, "no trucks in the traffic").astype(object)
    return sound.answer(links, results, words, reasons)
