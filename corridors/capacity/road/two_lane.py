"""Two-lane highways by the Highway Capacity Manual: capacity, flow rate, speed, time spent following, level of service.

The edition of 2000 is the default; `edition=2010` takes the coefficients of 2010 for one direction. What the manual
reads from its exhibits for no-passing zones (f_np, f_d/np) is an argument.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from corridors.capacity.arrays import divide, floats, plain, share
from corridors.errors import UnknownName

TWO_LANE_DIRECTION_PCU_PER_H = 1700.0
TWO_LANE_BOTH_PCU_PER_H = 3200.0

# Flow rates of both directions up to 600, up to 1200 and above: grade factor, trucks and recreational vehicles as cars.
_STEPS = (600.0, 1200.0)
_TERRAIN = {
    ("level", "speed"): ((1.0, 1.0, 1.0), (1.7, 1.2, 1.1), (1.0, 1.0, 1.0)),
    ("rolling", "speed"): ((0.71, 0.93, 0.99), (2.5, 1.9, 1.5), (1.1, 1.1, 1.1)),
    ("level", "following"): ((1.0, 1.0, 1.0), (1.1, 1.1, 1.0), (1.0, 1.0, 1.0)),
    ("rolling", "following"): ((0.77, 0.94, 1.0), (1.8, 1.5, 1.0), (1.0, 1.0, 1.0)),
}
# Time spent following in one direction, by the opposing flow: coefficient and exponent.
_OPPOSING = (200.0, 400.0, 600.0, 800.0, 1000.0, 1200.0, 1400.0, 1600.0)
_FOLLOWING = {
    2000: (
        (-0.013, -0.057, -0.100, -0.173, -0.320, -0.430, -0.522, -0.665),
        (0.668, 0.479, 0.413, 0.349, 0.276, 0.242, 0.225, 0.199),
    ),
    2010: (
        (-0.0014, -0.0022, -0.0033, -0.0045, -0.0049, -0.0054, -0.0058, -0.0062),
        (0.973, 0.923, 0.870, 0.833, 0.829, 0.825, 0.821, 0.817),
    ),
}
# Fall of the free-flow speed (mi/h): lanes of 9, 10, 11, 12 ft and more by shoulders of 0, 2, 4, 6 ft and more.
_SHOULDER_FALL = np.array([[6.4, 4.8, 3.5, 2.2], [5.3, 3.7, 2.4, 1.1], [4.7, 3.0, 1.7, 0.4], [4.2, 2.6, 1.3, 0.0]])


def two_lane_capacity_pcu_per_h(
    directional_split: Any = 0.5,
    direction_pcu_per_h: Any = TWO_LANE_DIRECTION_PCU_PER_H,
    both_pcu_per_h: Any = TWO_LANE_BOTH_PCU_PER_H,
) -> Any:
    r"""Capacity of a two-lane road, both directions (pc/h), when the heavier direction has a given share.

    Parameters
    ----------
    directional_split : float or array
        Share of the heavier direction, 0.5 to 1.
    direction_pcu_per_h, both_pcu_per_h : float or array
        Greatest flow of one direction, and of both together.

    Notes
    -----
    .. math:: C = \min\left(\frac{C_1}{d},\, C_2\right)

    C_1: of one direction, C_2: of both, d: share of the heavier direction.

    Examples
    --------
    >>> two_lane_capacity_pcu_per_h(0.5), two_lane_capacity_pcu_per_h(0.68)
    (3200.0, 2500.0)
    """
    return plain(np.minimum(divide(direction_pcu_per_h, directional_split), floats(both_pcu_per_h)[0]))


def two_lane_equivalents(flow_per_h_both: Any, terrain: str = "level", measure: str = "speed") -> tuple[Any, Any, Any]:
    """Grade factor, and the cars that a truck and a recreational vehicle equal, on an extended two-way segment.

    Parameters
    ----------
    flow_per_h_both : float or array
        Flow rate of both directions (volume over peak hour factor).
    terrain : {"level", "rolling"}
        Mountains are analysed by their specific grades.
    measure : {"speed", "following"}
        What is sought: average travel speed, or per cent of time spent following.

    Raises
    ------
    UnknownName
        Another terrain or measure.

    Examples
    --------
    >>> two_lane_equivalents(1684, "rolling")
    (0.99, 1.5, 1.1)
    """
    if (terrain, measure) not in _TERRAIN:
        raise UnknownName("terrain and measure", f"{terrain} {measure}", [" ".join(k) for k in _TERRAIN])
    step = np.searchsorted(_STEPS, floats(flow_per_h_both)[0])
    factor, truck, leisure = (plain(np.array(values)[step]) for values in _TERRAIN[terrain, measure])
    return factor, truck, leisure


def two_lane_flow_rate(
    volume_veh_per_h: Any,
    peak_hour_factor: Any,
    truck_share: Any = 0.0,
    rv_share: Any = 0.0,
    terrain: str = "level",
    measure: str = "speed",
) -> Any:
    """Flow rate of a two-lane road, v_p = V / (PHF f_G f_HV), passenger cars per hour of both directions.

    The factors hang on the flow itself; as the manual has it they are read at V / PHF, and once more if the answer
    lies in a higher class.

    Parameters
    ----------
    volume_veh_per_h : float or array
        Vehicles of both directions in the hour.
    peak_hour_factor, truck_share, rv_share : float or array
        See `flow_rate` and `heavy_vehicle_factor`.
    terrain, measure : str
        See `two_lane_equivalents`.

    Examples
    --------
    >>> round(two_lane_flow_rate(1600, 0.95, 0.14, 0.04, "rolling"))
    1827
    """
    plain_rate = divide(volume_veh_per_h, peak_hour_factor)
    rate = plain_rate
    for _ in range(2):
        factor, truck, leisure = two_lane_equivalents(np.maximum(rate, plain_rate), terrain, measure)
        cars = 1.0 + share(truck_share) * (np.asarray(truck) - 1.0) + share(rv_share) * (np.asarray(leisure) - 1.0)
        rate = divide(plain_rate * cars, factor)
    return plain(rate)


def two_lane_free_flow_speed_mi_h(
    base_mi_h: Any, lane_width_ft: Any = 12.0, shoulder_ft: Any = 6.0, access_points_per_mi: Any = 0.0
) -> Any:
    """Free-flow speed of a two-lane road, FFS = BFFS - f_LS - f_A (mi/h), from its lanes, shoulders and entrances.

    Parameters
    ----------
    base_mi_h : float or array
        Base free-flow speed.
    lane_width_ft, shoulder_ft : float or array
        Widths; each foot begun counts as the narrower class (11.5 as 11, shoulders in steps of 2).
    access_points_per_mi : float or array
        Entrances of both sides; 0.25 mi/h each, 10 mi/h at most.

    Examples
    --------
    >>> two_lane_free_flow_speed_mi_h(60, 11, 4, 20)
    53.3
    """
    base, width, shoulder, access = floats(base_mi_h, lane_width_ft, shoulder_ft, access_points_per_mi)
    lane = np.clip(np.nan_to_num(width) - 9.0, 0, 3).astype(int)
    side = np.clip(np.nan_to_num(shoulder) / 2.0, 0, 3).astype(int)
    return plain(np.maximum(base - _SHOULDER_FALL[lane, side] - np.clip(0.25 * access, 0.0, 10.0), 0.0))


def percent_following(flow_pcu_per_h_both: Any, extra_percent: Any = 0.0) -> Any:
    """Per cent of the time spent following, both directions together: 100 (1 - exp(-0.000879 v_p)) + f_d/np.

    Parameters
    ----------
    flow_pcu_per_h_both : float or array
        Flow rate of both directions.
    extra_percent : float or array
        f_d/np, for the directional split and the no-passing zones (per cent).

    Examples
    --------
    >>> round(percent_following(1600), 1), round(percent_following(1684, 4.8), 1)
    (75.5, 82.0)
    """
    flow, extra = floats(flow_pcu_per_h_both, extra_percent)
    return plain(np.clip(100.0 * (1.0 - np.exp(-0.000879 * np.maximum(flow, 0.0))) + extra, 0.0, 100.0))


def percent_following_direction(
    flow_pcu_per_h: Any, opposing_pcu_per_h: Any, extra_percent: Any = 0.0, edition: int = 2000
) -> Any:
    """Per cent of the time spent following in one direction: 100 (1 - exp(a v_d^b)) + f_np.

    Parameters
    ----------
    flow_pcu_per_h, opposing_pcu_per_h : float or array
        Flow rates of the direction that is looked at and of the other one.
    extra_percent : float or array
        f_np; in 2010 the exhibit's value times v_d / (v_d + v_o).
    edition : {2000, 2010}
        Whose a and b are taken (interpolated by the opposing flow).

    Examples
    --------
    >>> round(percent_following_direction(800, 800), 1), round(percent_following_direction(800, 800, edition=2010), 1)
    (83.2, 69.2)
    """
    flow, opposing, extra = floats(flow_pcu_per_h, opposing_pcu_per_h, extra_percent)
    a, b = (np.interp(opposing, _OPPOSING, values) for values in _FOLLOWING[edition])
    return plain(np.clip(100.0 * (1.0 - np.exp(a * np.maximum(flow, 0.0) ** b)) + extra, 0.0, 100.0))


def two_lane_speed_kmh(ffs_kmh: Any, flow_pcu_per_h_both: Any, no_passing_kmh: Any = 0.0) -> Any:
    """Mean travel speed on a two-lane road: FFS - 0.0125 v_p - f_np (km/h).

    For one direction v_p is the sum of its flow and the opposing one.

    Parameters
    ----------
    ffs_kmh : float or array
        Free-flow speed (km/h).
    flow_pcu_per_h_both : float or array
        v_p, flow rate of both directions (pc/h).
    no_passing_kmh : float or array
        f_np, for the no-passing zones (km/h).

    Examples
    --------
    >>> two_lane_speed_kmh(90, 1600)
    70.0
    """
    ffs, flow, no_passing = floats(ffs_kmh, flow_pcu_per_h_both, no_passing_kmh)
    return plain(np.maximum(ffs - 0.0125 * flow - no_passing, 0.0))


def two_lane_speed_mi_h(ffs_mi_h: Any, flow_pcu_per_h_both: Any, no_passing_mi_h: Any = 0.0) -> Any:
    """The same in miles: FFS - 0.00776 v_p - f_np (mi/h).

    Parameters
    ----------
    ffs_mi_h, flow_pcu_per_h_both, no_passing_mi_h : float or array
        As `two_lane_speed_kmh`, speeds in mi/h.

    Examples
    --------
    >>> round(two_lane_speed_mi_h(53.3, 1827, 0.8), 1)
    38.3
    """
    ffs, flow, no_passing = floats(ffs_mi_h, flow_pcu_per_h_both, no_passing_mi_h)
    return plain(np.maximum(ffs - 0.00776 * flow - no_passing, 0.0))


def two_lane_los(
    percent_time_following: Any, speed_kmh: Any = np.inf, road_class: int = 1, volume_to_capacity: Any = 0.0
) -> Any:
    """Level of service of a two-lane road.

    Parameters
    ----------
    percent_time_following : float or array
        Per cent of the time spent following: A to 35, B 50, C 65, D 80, E above (class II: 40, 55, 70, 85).
    speed_kmh : float or array
        Mean travel speed (km/h), which counts in class I only: A above 90, B 80, C 70, D 60. The worse of both holds.
    road_class : {1, 2}
        I: drivers expect to travel fast; II: they do not.
    volume_to_capacity : float or array
        Flow over capacity; above 1 the answer is F.

    Examples
    --------
    >>> two_lane_los(60.0), two_lane_los(60.0, 65.0), two_lane_los(60.0, 65.0, road_class=2), two_lane_los(82.0, 61.6)
    ('C', 'D', 'C', 'E')
    """
    following, speed, full = floats(percent_time_following, speed_kmh, volume_to_capacity)
    limits = (35.0, 50.0, 65.0, 80.0) if road_class == 1 else (40.0, 55.0, 70.0, 85.0)
    by_time = sum((following > limit).astype(int) for limit in limits)
    by_speed = sum((speed <= limit).astype(int) for limit in (90.0, 80.0, 70.0, 60.0)) * (road_class == 1)
    letters = np.array(list("ABCDEF"))[np.where(full > 1.0, 5, np.maximum(by_time, by_speed))]
    return str(letters) if letters.ndim == 0 else letters
