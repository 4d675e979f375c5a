"""Stations at the ends of a section: trains that their receiving and departure tracks take, and the tracks needed."""

from __future__ import annotations

from typing import Any

import numpy as np

from corridors.capacity.arrays import divide, floats, plain, share

DAY_MIN = 1440.0


def station_hold_min(*operations_min: Any) -> Any:
    """Minutes that a train holds a track: reception, inspection or change of crew, waiting, departure.

    Parameters
    ----------
    *operations_min : float or array
        One after another (min).

    Examples
    --------
    A through train, and one that is broken up:

    >>> station_hold_min(8, 30, 20, 6), station_hold_min(8, 35, 20, 12)
    (64.0, 75.0)
    """
    return plain(sum(floats(*operations_min)))


def inspection_min(wagons: Any, norms_min: Any, gangs: Any = 1) -> Any:
    """Minutes that gangs take to inspect a train: sum of wagons * norm, over the gangs.

    Parameters
    ----------
    wagons, norms_min : sequence of float
        Wagons of each kind, and minutes a wagon of it.
    gangs : float or array
        Gangs that share the train.

    Examples
    --------
    >>> inspection_min([50, 15], [0.4, 0.6]), inspection_min([50, 15], [0.8, 1.2], gangs=2)
    (29.0, 29.0)
    """
    count, norm, shared = floats(wagons, norms_min, gangs)
    return plain(divide((count * norm).sum(), shared))


def gangs_needed(inspection_alone_min: Any, norm_min: Any) -> Any:
    """Gangs that keep the inspection within its norm, rounded up.

    Parameters
    ----------
    inspection_alone_min, norm_min : float or array
        What one gang would take, and what is admitted (min).

    Examples
    --------
    >>> [gangs_needed(alone, norm) for alone, norm in ((29, 15), (58, 30), (87.5, 30))]
    [2.0, 2.0, 3.0]
    """
    return plain(np.ceil(divide(inspection_alone_min, norm_min)))


def merged_interval_min(*intervals_min: Any) -> Any:
    """Mean interval of the trains that several approaches bring together: 1 / I = sum of 1 / I_k.

    Parameters
    ----------
    *intervals_min : float or array
        Mean interval of each approach (min).

    Examples
    --------
    >>> round(merged_interval_min(9.69, 107.64), 4)
    8.8897
    """
    return plain(divide(1.0, sum(divide(1.0, i) for i in floats(*intervals_min))))


def design_interval_min(least_interval_min: Any, mean_interval_min: Any) -> Any:
    """Interval that tracks are designed for, since trains come in bunches: half way from the least to the mean.

    Parameters
    ----------
    least_interval_min, mean_interval_min : float or array
        Headway of the approach, and the day over its trains (min).

    Examples
    --------
    >>> [round(design_interval_min(8, mean), 3) for mean in (9.69, 107.64)]
    [8.845, 57.82]
    """
    least, mean = floats(least_interval_min, mean_interval_min)
    return plain((least + mean) / 2)


def tracks_needed(hold_min: Any, interval_min: Any) -> Any:
    """Receiving and departure tracks m = hold / interval + 1, rounded up.

    Parameters
    ----------
    hold_min : float or array
        Minutes that a train holds a track; see `station_hold_min`.
    interval_min : float or array
        Design interval of the trains that stop (min).

    Examples
    --------
    >>> tracks_needed(51.14, 8.8897)
    7.0
    """
    return plain(np.ceil(divide(hold_min, interval_min)) + 1)


def tracks_by_occupation(trains: Any, hold_min: Any, peak_share: Any = 1 / 24, reserve: Any = 1.2) -> Any:
    """Tracks by occupation: m = reserve * sum of (share of the day in the peak hour * trains * hold) * 2 / 60.

    Parameters
    ----------
    trains, hold_min, peak_share : sequence of float
        By class of train: trains of one direction a day, minutes on the track, share of the day in the peak hour.
    reserve : float
        Factor of reserve.

    Examples
    --------
    >>> round(tracks_by_occupation([1, 5, 4, 1], [10, 24, 24, 12], [0.1, 0.15, 0.15, 0.05]), 2)
    1.36
    """
    count, hold, peak, extra = floats(trains, hold_min, peak_share, reserve)
    return plain(extra * (count * hold * peak).sum(axis=0) * 2 / 60)


def station_trains(receiving_tracks: Any, hold_min: Any, stopping_share: Any = 1.0, arrival_evenness: Any = 1.0) -> Any:
    r"""Trains of both directions a day that the tracks of a station take: `tracks_needed` turned round.

    Parameters
    ----------
    receiving_tracks : float or array
        Receiving and departure tracks; one of them is the reserve of the method.
    hold_min : float or array
        Minutes that a train holds a track.
    stopping_share : float or array
        Share of the trains that stop there, 0 to 1; with 0 nothing limits (infinite).
    arrival_evenness : float or array
        Design interval over mean interval: 1 if trains come evenly, less if they come in bunches.

    Notes
    -----
    .. math:: N = \frac{1440\, (m - 1)\, e}{t s}

    m: tracks, e: evenness of arrivals, t: hold of a track (min), s: share of trains that stop.

    Examples
    --------
    >>> station_trains(6, 60), station_trains(6, 60, stopping_share=0.5), station_trains(6, 60, arrival_evenness=0.7)
    (120.0, 240.0, 84.0)
    """
    tracks, hold, stop, even = floats(receiving_tracks, hold_min, stopping_share, arrival_evenness)
    occupied = hold * share(stop)
    taken = divide(DAY_MIN * np.maximum(tracks - 1.0, 0.0) * share(even), occupied)
    return plain(np.where((occupied == 0) & (tracks >= 1), np.inf, taken))


def throat_trains(trains_per_day: Any, use_share: Any) -> Any:
    """Trains a day that a throat or a park takes, from those that use a share of its time: N = n / K.

    Parameters
    ----------
    trains_per_day : float or array
        Trains of today.
    use_share : float or array
        Share of the available time that they hold it.

    Examples
    --------
    >>> round(throat_trains(47, 0.214))
    220
    """
    return plain(divide(trains_per_day, use_share))


def station_freight_pairs(
    trains_per_day: Any, line_pairs_per_day: Any, displaced_pairs_per_day: Any, weekly_unevenness: Any = 1.0
) -> Any:
    """Pairs of freight trains on the mean day that stations take, in the time that passenger trains leave the line.

    Parameters
    ----------
    trains_per_day : float or array
        See `station_trains`.
    line_pairs_per_day : float or array
        Available capacity of the line (pairs of all trains).
    displaced_pairs_per_day : float or array
        Pairs that passenger and local trains take of it.
    weekly_unevenness : float or array
        Peak day of the week over the mean day.

    Examples
    --------
    >>> station_freight_pairs(80, 50, 10), station_freight_pairs(80, 50, 60)
    (32.0, 0.0)
    """
    trains, displaced = floats(trains_per_day, displaced_pairs_per_day)
    left = np.maximum(1.0 - np.where(displaced > 0, divide(displaced, line_pairs_per_day), 0.0), 0.0)
    with np.errstate(invalid="ignore"):
        pairs = np.where(np.isinf(trains), np.where(left > 0, np.inf, 0.0), trains / 2 * left)
    uneven = np.maximum(floats(weekly_unevenness)[0], 1.0)
    return plain(np.nan_to_num(pairs / uneven, nan=0.0, posinf=np.inf))
