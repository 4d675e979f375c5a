"""What all roads share: trucks as cars, flow rate, from hours to days (Highway Capacity Manual), and the BPR curve."""

from __future__ import annotations

from typing import Any

import numpy as np

from corridors.capacity.arrays import divide, floats, plain, share
from corridors.errors import UnknownName

# Passenger cars that a truck (or bus) and a recreational vehicle equal on extended segments of a multilane road.
_EQUIVALENTS = {
    2000: {"level": (1.5, 1.2), "rolling": (2.5, 2.0), "mountainous": (4.5, 4.0)},
    2016: {"level": (2.0, 2.0), "rolling": (3.0, 3.0)},
}


def truck_equivalents(terrain: str = "level", edition: int = 2000) -> tuple[float, float]:
    """Passenger cars that a truck and a recreational vehicle equal on a multilane road, by terrain.

    Parameters
    ----------
    terrain : {"level", "rolling", "mountainous"}
        Level: trucks keep the speed of cars; rolling: they slow down; mountainous: they crawl (not in 2016).
    edition : {2000, 2016}
        2000 and 2010 have the same values; 2016, the sixth, counts all heavy vehicles alike.

    Raises
    ------
    UnknownName
        Another terrain or edition.

    Examples
    --------
    >>> truck_equivalents("rolling"), truck_equivalents("rolling", 2016)
    ((2.5, 2.0), (3.0, 3.0))
    """
    known = _EQUIVALENTS[2016 if edition >= 2016 else 2000]
    if terrain not in known:
        raise UnknownName("terrain", terrain, known)
    return known[terrain]


def heavy_vehicle_factor(truck_share: Any, truck_pce: Any, rv_share: Any = 0.0, rv_pce: Any = 1.0) -> Any:
    r"""Factor f_HV = 1 / (1 + P_T (E_T - 1) + P_R (E_R - 1)), by which vehicles become passenger cars.

    Parameters
    ----------
    truck_share, rv_share : float or array
        Trucks and buses, and recreational vehicles, among all vehicles (0 to 1).
    truck_pce, rv_pce : float or array
        Passenger cars that one of them equals.

    Notes
    -----
    .. math:: f_{HV} = \frac{1}{1 + P_T (E_T - 1) + P_R (E_R - 1)}

    P: shares, E: passenger-car equivalents of trucks (T) and recreational vehicles (R).

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
    r"""Flow rate v_p = V / (PHF * N * f_HV * f_p), passenger cars per hour and lane.

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

    Notes
    -----
    .. math:: v_p = \frac{V}{PHF \cdot N\, f_{HV}\, f_p}

    V: vehicles an hour, N: lanes of the direction, f_p: drivers.

    Examples
    --------
    >>> round(flow_rate(1900, 0.9, 2, 0.93545), 1), round(flow_rate(3200, 1, 1, 1 / 1.21))
    (1128.4, 3872)
    """
    volume, phf, lanes, heavy, driver = floats(
        volume_veh_per_h, peak_hour_factor, lanes_direction, heavy_factor, driver_factor
    )
    return plain(divide(volume, phf * lanes * heavy * driver))


def peak_hour_factor(hour_veh: Any, busiest_quarter_veh: Any) -> Any:
    """Peak hour factor: vehicles of the hour over four times those of its busiest quarter; 1 is even traffic.

    Parameters
    ----------
    hour_veh, busiest_quarter_veh : float or array
        Vehicles counted in the hour, and in its busiest 15 minutes.

    Examples
    --------
    >>> round(peak_hour_factor(1600, 600), 3)
    0.667
    """
    return plain(divide(hour_veh, 4.0 * floats(busiest_quarter_veh)[0]))


def design_hour_veh_per_h(veh_per_day: Any, k_factor: Any, directional_split: Any = 1.0) -> Any:
    """Design hour volume from daily traffic: AADT * K * D (vehicles an hour).

    Parameters
    ----------
    veh_per_day : float or array
        Mean daily traffic of both directions.
    k_factor : float or array
        Design hour as a share of the daily traffic, 0 to 1.
    directional_split : float or array
        Share of the heavier direction; 1 for the volume of both.

    Examples
    --------
    >>> round(design_hour_veh_per_h(10000, 0.1, 0.55), 6)
    550.0
    """
    return plain(divide(floats(veh_per_day)[0] * share(k_factor) * share(directional_split), 1.0))


def aadt_capacity(
    capacity_direction_pcu_per_h: Any,
    heavy_factor: Any,
    peak_hour_factor: Any,
    k_factor: Any,
    directional_split: Any,
) -> Any:
    r"""Daily traffic of both directions at capacity: C * f_HV * PHF / (K * D), vehicles a day.

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

    Notes
    -----
    .. math:: Q = \frac{C\, f_{HV}\, PHF}{K D}

    C: capacity of the heavier direction, PHF: peak-hour factor, K: share of the day in the design hour, D: directional
    split.

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
    r"""Travel time by the BPR curve: t0 (1 + alpha x^beta).

    Parameters
    ----------
    free_time : float or array
        t0, time on the empty road, in any unit; the answer is in the same.
    utilisation : float or array
        x, flow over capacity; may be above 1.
    alpha, beta : float or array
        Coefficient and exponent.

    Notes
    -----
    .. math:: t = t_0 \left(1 + \alpha x^{\beta}\right)

    t_0: free time, x: utilisation.

    Examples
    --------
    >>> [round(bpr(1.0, x), 6) for x in (0.5, 1.0, 1.2)]
    [1.009375, 1.15, 1.31104]
    """
    free, x, a, b = floats(free_time, utilisation, alpha, beta)
    # Beyond the largest number there is no longer time.
    with np.errstate(over="ignore"):
        return plain(np.nan_to_num(free * (1.0 + a * np.maximum(x, 0.0) ** b), nan=np.nan))
