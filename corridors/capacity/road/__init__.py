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
5.  ODM: P = 3600 * product of beta_i for two lanes, in proportion for more; its coefficients include the trucks.
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

from corridors.capacity.road.hcm import (
    aadt_capacity,
    bpr,
    design_hour_veh_per_h,
    flow_rate,
    heavy_vehicle_factor,
    peak_hour_factor,
    truck_equivalents,
)
from corridors.capacity.road.model import KIND, STATED, capacity, direction_capacity_pcu_per_h, facts_used
from corridors.capacity.road.multilane import (
    density_pc_per_mi_lane,
    free_flow_speed_mi_h,
    multilane_base_capacity_pcu_per_h,
    multilane_los,
    multilane_speed_mi_h,
    road_free_flow_speed_mi_h,
)
from corridors.capacity.road.odm import (
    beta_product,
    loading,
    odm_capacity_pcu_per_h,
    odm_los,
    odm_roadside_lane_pcu_per_h,
)
from corridors.capacity.road.two_lane import (
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
    "KIND",
    "STATED",
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
