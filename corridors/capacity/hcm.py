"""Highway Capacity Manual 2000: trucks as cars, flow rates, free-flow speed, speed, density, level of service."""

from __future__ import annotations

from typing import Any

import numpy as np

from corridors.capacity.sound import divide, floats, plain, share

TWO_LANE_DIRECTION_PCU_PER_H = 1700.0
TWO_LANE_BOTH_PCU_PER_H = 3200.0

# Multilane highways by free-flow speed in mi/h: fall of speed at capacity (mi/h), density at capacity (pc/mi/lane).
_FFS_MI_H = (45.0, 50.0, 55.0, 60.0)
_FALL_MI_H = (2.78, 3.49, 3.78, 5.0)
_DENSITY_E = (45.0, 43.0, 41.0, 40.0)


def heavy_vehicle_factor(truck_share: Any, truck_pce: Any, rv_share: Any = 0.0, rv_pce: Any = 1.0) -> Any:
    """Factor f_HV = 1 / (1 + P_T (E_T - 1) + P_R (E_R - 1)), by which vehicles become passenger cars.

    Parameters
    ----------
    truck_share, rv_share : float or array
        Trucks and buses, and recreational vehicles, among all vehicles (0 to 1).
    truck_pce, rv_pce : float or array
        Passenger cars that one of them equals.

    Examples
    --------
    >>> round(heavy_vehicle_factor(0.13, 1.5, 0.02, 1.2), 4), round(heavy_vehicle_factor(0.12, 2.5, 0.03, 2.0), 4)
    (0.9355, 0.8264)
    """
    truck_e, rv_e = floats(truck_pce, rv_pce)
    return plain(divide(1.0, 1.0 + share(truck_share) * (truck_e - 1) + share(rv_share) * (rv_e - 1)))


def flow_rate(
    volume_veh_per_h: Any,
    peak_hour_factor: Any,
    lanes_direction: Any,
    heavy_factor: Any,
    driver_factor: Any = 1.0,
) -> Any:
    """Flow rate v_p = V / (PHF * N * f_HV * f_p), passenger cars per hour and lane.

    Parameters
    ----------
    volume_veh_per_h : float or array
        Vehicles in the hour; of one direction for a multilane road, of both for a two-lane road.
    peak_hour_factor : float or array
        Hour over four times its busiest quarter, 0 to 1.
    lanes_direction : float or array
        Lanes of the direction; 1 for a two-lane road.
    heavy_factor : float or array
        See `heavy_vehicle_factor`.
    driver_factor : float or array
        1 for drivers who know the road.

    Examples
    --------
    >>> round(flow_rate(1900, 0.9, 2, 0.93545), 1), round(flow_rate(3200, 1, 1, 1 / 1.21))
    (1128.4, 3872)
    """
    volume, phf, lanes, heavy, driver = floats(
        volume_veh_per_h, peak_hour_factor, lanes_direction, heavy_factor, driver_factor
    )
    return plain(divide(volume, phf * lanes * heavy * driver))


def free_flow_speed_mi_h(
    base_mi_h: Any, lane_width: Any = 0.0, lateral_clearance: Any = 0.0, median: Any = 0.0, access: Any = 0.0
) -> Any:
    """Free-flow speed of a multilane road, FFS = BFFS - f_LW - f_LC - f_M - f_A (all mi/h; km/h in, km/h out as well).

    >>> free_flow_speed_mi_h(60, 1.9, 0.4, 1.6, 2.5)
    53.6
    """
    return plain(
        np.maximum(np.subtract(base_mi_h, np.sum(floats(lane_width, lateral_clearance, median, access), 0)), 0)
    )


def multilane_base_capacity_pcu_per_h(ffs_mi_h: Any) -> Any:
    """Base capacity of a lane of a multilane road, 1000 + 20 FFS, at most 2200 pc/h; FFS in mi/h.

    >>> multilane_base_capacity_pcu_per_h(46.0), multilane_base_capacity_pcu_per_h(70.0)
    (1920.0, 2200.0)
    """
    (ffs,) = floats(ffs_mi_h)
    return plain(np.where(ffs > 0, np.minimum(1000.0 + 20.0 * ffs, 2200.0), 0.0))


def multilane_speed_mi_h(ffs_mi_h: Any, flow_pcu_per_h_lane: Any) -> Any:
    """Mean speed of passenger cars on a multilane road (mi/h): FFS up to 1400 pc/h/lane, then falling to capacity.

    Holds for FFS of 45 to 60 mi/h (taken as the nearer end outside) and flows up to capacity (held there above it).

    >>> multilane_speed_mi_h(60, [1400, 2200]).tolist()
    [60.0, 55.0]
    """
    ffs, flow = floats(ffs_mi_h, flow_pcu_per_h_lane)
    fall = np.interp(ffs, _FFS_MI_H, _FALL_MI_H)
    above = divide(flow - 1400.0, multilane_base_capacity_pcu_per_h(ffs) - 1400.0)
    return plain(np.maximum(ffs - fall * np.minimum(above, 1.0) ** 1.31, 0.0))


def density_pc_per_mi_lane(flow_pcu_per_h_lane: Any, speed_mi_h: Any) -> Any:
    """Density D = v_p / S (passenger cars per mile and lane; per km if the speed is in km/h).

    >>> round(density_pc_per_mi_lane(1128.4, 46.0), 2)
    24.53
    """
    return plain(divide(flow_pcu_per_h_lane, speed_mi_h))


def multilane_los(density: Any, ffs_mi_h: Any = 60.0) -> Any:
    """Level of service of a multilane road from its density (pc/mi/lane): A to 11, B 18, C 26, D 35, E 40-45, F above.

    >>> multilane_los(24.53, 46.0), multilane_los([10.0, 36.0, 60.0]).tolist()
    ('C', ['A', 'E', 'F'])
    """
    dense, ffs = floats(density, ffs_mi_h)
    end = np.interp(ffs, _FFS_MI_H, _DENSITY_E)
    steps = sum((dense > limit).astype(int) for limit in (11.0, 18.0, 26.0, 35.0)) + (dense > end)
    letters = np.array(list("ABCDEF"))[np.minimum(steps, 5)]
    return str(letters) if letters.ndim == 0 else letters


def two_lane_capacity_pcu_per_h(
    directional_split: Any = 0.5,
    direction_pcu_per_h: Any = TWO_LANE_DIRECTION_PCU_PER_H,
    both_pcu_per_h: Any = TWO_LANE_BOTH_PCU_PER_H,
) -> Any:
    """Capacity of a two-lane road, both directions (pc/h), when the heavier direction has a given share.

    >>> two_lane_capacity_pcu_per_h(0.5), two_lane_capacity_pcu_per_h(0.68)
    (3200.0, 2500.0)
    """
    return plain(np.minimum(divide(direction_pcu_per_h, directional_split), floats(both_pcu_per_h)[0]))


def percent_following(flow_pcu_per_h_both: Any, extra_percent: Any = 0.0) -> Any:
    """Per cent of the time spent following on a two-lane road: 100 (1 - exp(-0.000879 v_p)) plus a correction.

    >>> round(percent_following(1600), 1)
    75.5
    """
    flow, extra = floats(flow_pcu_per_h_both, extra_percent)
    return plain(np.clip(100.0 * (1.0 - np.exp(-0.000879 * np.maximum(flow, 0.0))) + extra, 0.0, 100.0))


def two_lane_speed_kmh(ffs_kmh: Any, flow_pcu_per_h_both: Any, no_passing_kmh: Any = 0.0) -> Any:
    """Mean travel speed on a two-lane road: FFS - 0.0125 v_p - f_np (km/h).

    >>> two_lane_speed_kmh(90, 1600)
    70.0
    """
    ffs, flow, no_passing = floats(ffs_kmh, flow_pcu_per_h_both, no_passing_kmh)
    return plain(np.maximum(ffs - 0.0125 * flow - no_passing, 0.0))


def two_lane_los(percent_time_following: Any, speed_kmh: Any = np.inf) -> Any:
    """Level of service of a two-lane road of class I: by time spent following (35, 50, 65, 80 %) and speed, the worse.

    F, flow above capacity, cannot be seen from these two.

    >>> two_lane_los(60.0), two_lane_los(60.0, 65.0)
    ('C', 'D')
    """
    following, speed = floats(percent_time_following, speed_kmh)
    by_time = sum((following > limit).astype(int) for limit in (35.0, 50.0, 65.0, 80.0))
    by_speed = sum((speed <= limit).astype(int) for limit in (90.0, 80.0, 70.0, 60.0))
    letters = np.array(list("ABCDE"))[np.maximum(by_time, by_speed)]
    return str(letters) if letters.ndim == 0 else letters


def aadt_capacity(
    capacity_direction_pcu_per_h: Any,
    heavy_factor: Any,
    peak_hour_factor: Any,
    k_factor: Any,
    directional_split: Any,
) -> Any:
    """Daily traffic of both directions at capacity: C * f_HV * PHF / (K * D), vehicles a day.

    Parameters
    ----------
    capacity_direction_pcu_per_h : float or array
        C, capacity of the heavier direction (passenger cars an hour).
    heavy_factor, peak_hour_factor : float or array
        See `heavy_vehicle_factor`, `flow_rate`.
    k_factor : float or array
        Design hour as a share of the daily traffic.
    directional_split : float or array
        Share of the heavier direction in the design hour.

    Examples
    --------
    >>> round(aadt_capacity(1700, 0.9, 0.9, 0.1, 0.5))
    27540
    """
    capacity, heavy, phf, k, split = floats(
        capacity_direction_pcu_per_h, heavy_factor, peak_hour_factor, k_factor, directional_split
    )
    return plain(divide(capacity * heavy * phf, k * split))


def bpr(free_time: Any, utilisation: Any, alpha: Any = 0.15, beta: Any = 4.0) -> Any:
    """Travel time by the BPR curve: t0 (1 + alpha x^beta), in the unit of `free_time`; x = flow over capacity.

    >>> [round(bpr(1.0, x), 6) for x in (0.5, 1.0, 1.2)]
    [1.009375, 1.15, 1.31104]
    """
    free, x, a, b = floats(free_time, utilisation, alpha, beta)
    return plain(free * (1.0 + a * np.maximum(x, 0.0) ** b))
