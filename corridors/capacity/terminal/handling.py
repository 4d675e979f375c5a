"""Wagons and tonnes that the parts of a break of gauge and of a port can handle."""

from __future__ import annotations

from typing import Any

import numpy as np

from corridors import units
from corridors.capacity.arrays import divide, floats, plain, share, worktime_min


def bogie_wagons_per_day(
    bogie_sets: Any, wagons_per_set: Any, stand_cycle_h: Any, window_min: Any = 0.0, reliability: Any = 1.0
) -> Any:
    r"""Wagons a day over a bogie change: stands * (1440 - window) * reliability / cycle * wagons per set.

    Parameters
    ----------
    bogie_sets : float or array
        Stands that work at the same time.
    wagons_per_set : float or array
        Wagons on one stand.
    stand_cycle_h : float or array
        Hours from one set to the next on a stand.
    window_min, reliability : float or array
        Minutes a day without work; reliability coefficient, 0 to 1.

    Notes
    -----
    .. math:: N = \frac{b\, (1440 - w)\, r\, k}{60\, h}

    b: stands, k: wagons in a set, h: cycle (h), w: window (min), r: reliability.

    Examples
    --------
    >>> bogie_wagons_per_day(2, 20, 5, window_min=240)
    160.0
    """
    sets, wagons, cycle = floats(bogie_sets, wagons_per_set, stand_cycle_h)
    return plain(divide(sets * wagons * worktime_min(window_min, reliability), cycle * units.MIN_PER_H))


def transshipment_wagons_per_day(
    fronts: Any, wagons_per_front: Any, front_cycle_h: Any, window_min: Any = 0.0, reliability: Any = 1.0
) -> Any:
    """Wagons a day reloaded from gauge to gauge: fronts * (1440 - window) * reliability / cycle * wagons per front.

    Parameters
    ----------
    fronts : float or array
        Places with cranes that work at the same time.
    wagons_per_front : float or array
        Wagons of one gauge that a place takes at once.
    front_cycle_h : float or array
        Hours from one set to the next: shunting in, reloading, shunting out.
    window_min, reliability : float or array
        Minutes a day without work; reliability coefficient, 0 to 1.

    Examples
    --------
    >>> transshipment_wagons_per_day(3, 10, 6)
    120.0
    """
    return bogie_wagons_per_day(fronts, wagons_per_front, front_cycle_h, window_min, reliability)


def yard_wagons_per_day(
    yard_tracks: Any,
    train_processing_h: Any,
    wagons_per_train: Any,
    window_min: Any = 0.0,
    reliability: Any = 1.0,
) -> Any:
    """Wagons a day through arrival and departure tracks, each held by a train for its processing.

    Parameters
    ----------
    yard_tracks : float or array
        Tracks for arrival and departure.
    train_processing_h : float or array
        Hours for which a train holds a track.
    wagons_per_train : float or array
        Wagons of a train.
    window_min, reliability : float or array
        Minutes a day without work; reliability coefficient, 0 to 1.

    Examples
    --------
    >>> yard_wagons_per_day(6, 4, 50)
    1800.0
    """
    tracks, hold, wagons = floats(yard_tracks, train_processing_h, wagons_per_train)
    return plain(divide(tracks * wagons * worktime_min(window_min, reliability), hold * units.MIN_PER_H))


def point_wagons_per_day(bogie_change: Any, transshipment: Any, yard: Any = np.inf) -> Any:
    r"""Wagons a day through a break of gauge: bogie change and transshipment side by side, the yard in series.

    Parameters
    ----------
    bogie_change, transshipment, yard : float or array
        Wagons a day that each part can do.

    Notes
    -----
    .. math:: N = \min\left(N_b + N_t,\, N_y\right)

    N_b: bogie change, N_t: transshipment, N_y: yard.

    Examples
    --------
    >>> point_wagons_per_day(160, 100, 200)
    200.0
    """
    bogies, goods, tracks = floats(bogie_change, transshipment, yard)
    return plain(np.minimum(bogies + goods, tracks))


def wagons_mtpa(wagons_per_day: Any, t_per_wagon: Any, days_per_year: Any = 365.0, loaded_share: Any = 1.0) -> Any:
    r"""Mt/year from wagons a day of both directions and their net load.

    Parameters
    ----------
    wagons_per_day : float or array
        Wagons a day, loaded and empty, of the directions that are counted.
    t_per_wagon : float or array
        Net load of a loaded wagon (t).
    days_per_year : float or array
        Days of work in a year.
    loaded_share : float or array
        Loaded among all wagons, 0 to 1.

    Notes
    -----
    .. math:: G = \frac{D N l q}{10^6}

    D: days, N: wagons a day, l: loaded share, q: net load (t).

    Examples
    --------
    >>> round(wagons_mtpa(400, 51.4), 3), wagons_mtpa(400, 60)
    (7.504, 8.76)
    """
    wagons, load, days = floats(wagons_per_day, t_per_wagon, days_per_year)
    return plain(divide(units.mtpa(wagons * share(loaded_share), load, days), 1.0))


def port_mtpa(
    berths: Any,
    handling_rate_t_per_h: Any,
    berth_occupancy_share: Any,
    working_days: Any = 365.0,
    window_min: Any = 0.0,
    reliability: Any = 1.0,
) -> Any:
    r"""Mt/year over the quays of a port: berths * rate * hours of work * admissible occupancy * days / 10^6.

    Parameters
    ----------
    berths : float or array
        Berths for the cargo in question.
    handling_rate_t_per_h : float or array
        Tonnes an hour at one berth while it works.
    berth_occupancy_share : float or array
        Share of the time that berths are taken at most, so that ships need not wait too long (0 to 1).
    working_days, window_min, reliability : float or array
        Days a year, minutes a day without work, reliability coefficient.

    Notes
    -----
    .. math:: G = \frac{b\, q\, \psi\, D\, (1440 - w)\, r}{60 \cdot 10^6}

    b: berths, q: tonnes an hour, :math:`\psi`: admissible occupancy, D: days, w: window (min), r: reliability.

    Examples
    --------
    >>> port_mtpa(4, 100, 0.5, working_days=250)
    1.2
    """
    quay, rate, days = floats(berths, handling_rate_t_per_h, working_days)
    hours = worktime_min(window_min, reliability) / units.MIN_PER_H
    return plain(divide(units.mtpa(quay * hours * share(berth_occupancy_share), rate, days), 1.0))


def berth_occupancy(mtpa: Any, berths: Any, handling_rate_t_per_h: Any, working_days: Any = 365.0) -> Any:
    """Share of the time that berths are taken at a yearly tonnage.

    Parameters
    ----------
    mtpa : float or array
        Million tonnes a year over the berths.
    berths, handling_rate_t_per_h : float or array
        Berths, and tonnes an hour at one while it works.
    working_days : float or array
        Days a year, of 24 hours.

    Examples
    --------
    >>> berth_occupancy(1.2, 4, 100, working_days=250)
    0.5
    """
    tonnes = floats(mtpa)[0] * units.T_PER_MT
    quay, rate, days = floats(berths, handling_rate_t_per_h, working_days)
    return plain(divide(tonnes, quay * rate * days * units.H_PER_DAY))
