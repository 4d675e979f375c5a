"""Trains a day on a line: single and double track, fleets, displacement by other trains, needs, use."""

from __future__ import annotations

from typing import Any

import numpy as np

from corridors.capacity.arrays import divide, floats, plain, share, worktime_min


def pairs_single_track(
    period_min: Any, window_min: Any = 0.0, reliability: Any = 1.0, pairs_in_period: Any = 1.0
) -> Any:
    r"""Pairs of trains a day on single track: (1440 - window) * reliability * pairs in a period / period.

    Parameters
    ----------
    period_min : float or array
        Period of the timetable on the limiting section (min); see `timetable_period_min`.
    window_min : float or array
        Daily maintenance window (min a day). With 0 and `reliability` 1 the answer is the maximum, else the
        available capacity.
    reliability : float or array
        Reliability coefficient of technical means, 0 to 1.
    pairs_in_period : float or array
        Pairs of trains in one period.

    Returns
    -------
    float or array
        Pairs a day, not rounded; 0 where an argument has no meaning.

    Notes
    -----
    .. math:: N = \frac{(1440 - w)\, r\, k}{T}

    w: maintenance window, r: reliability, k: pairs in a period, T: period (min).

    Examples
    --------
    >>> round(pairs_single_track(55), 4), round(pairs_single_track(55, window_min=60, reliability=0.9), 4)
    (26.1818, 22.5818)
    """
    return plain(divide(worktime_min(window_min, reliability) * floats(pairs_in_period)[0], period_min))


def trains_double_track(headway_min: Any, window_min: Any = 0.0, reliability: Any = 1.0) -> Any:
    r"""Trains a day in one direction (= pairs a day) on double track with automatic block.

    Parameters
    ----------
    headway_min : float or array
        Interval between trains that follow one another (min).
    window_min, reliability
        As `pairs_single_track`.

    Notes
    -----
    .. math:: N = \frac{(1440 - w)\, r}{I}

    w: maintenance window, r: reliability, I: headway (min).

    Examples
    --------
    >>> trains_double_track(9), round(trains_double_track(20, window_min=120, reliability=0.95), 1)
    (160.0, 62.7)
    """
    return plain(divide(worktime_min(window_min, reliability), headway_min))


def trains_double_semiautomatic(
    t_run_min: Any, following_interval_min: Any = 4.0, window_min: Any = 0.0, reliability: Any = 1.0
) -> Any:
    r"""Trains a day in one direction on double track with semi-automatic block.

    Parameters
    ----------
    t_run_min : float or array
        Running time between two stations, on which only one train of a direction may be (min).
    following_interval_min : float or array
        Station interval of following, from arrival to the next departure (min).

    Notes
    -----
    .. math:: N = \frac{(1440 - w)\, r}{t + \tau}

    t: running time, :math:`\tau`: interval of following (min); w: window, r: reliability.

    Examples
    --------
    >>> round(trains_double_semiautomatic(16, 4, window_min=120, reliability=0.95), 1)
    62.7
    """
    run, follow = floats(t_run_min, following_interval_min)
    return trains_double_track(run + follow, window_min, reliability)


def pairs_fleeting(
    period_min: Any,
    fleeting_share: Any,
    headway_forward_min: Any,
    headway_backward_min: Any = None,
    window_min: Any = 0.0,
    reliability: Any = 1.0,
    trains_in_fleet: Any = 2.0,
) -> Any:
    r"""Pairs of trains a day on single track with automatic block, a share of them in fleets.

    For fleets of two: 2 (1440 - window) reliability / [(2 - share) period + share (I' + I'')].

    Parameters
    ----------
    period_min : float or array
        Period without fleets (min).
    fleeting_share : float or array
        Share of trains that run in fleets, 0 to 1.
    headway_forward_min, headway_backward_min : float or array
        Interval inside a fleet by direction (min); the second as the first if left out.
    trains_in_fleet : float or array
        Trains of one direction in a fleet.

    Notes
    -----
    .. math:: N = \frac{(1440 - w)\, r}{T \left(1 - p + \frac{p}{n}\right) + p\, \frac{n - 1}{n} \left(I' + I''\right)}

    p: share of trains in fleets, n: trains in a fleet, T: period, I', I'': headways of both directions
    (min); w: window, r: reliability.

    Examples
    --------
    >>> round(pairs_fleeting(55, 0.5, 9, window_min=60, reliability=0.9), 3)  # 1242 / (0.75 * 55 + 0.25 * 18)
    27.148
    """
    period, forward, size = floats(period_min, headway_forward_min, trains_in_fleet)
    backward = forward if headway_backward_min is None else floats(headway_backward_min)[0]
    packed = share(fleeting_share)
    size = np.maximum(size, 1.0)
    per_pair = period * (1 - packed + packed / size) + packed * (size - 1) / size * (forward + backward)
    return plain(divide(worktime_min(window_min, reliability), per_pair))


def _displaced(pairs: np.ndarray, other_pairs_per_day: Any, displacement: Any) -> np.ndarray:
    other, weight = floats(other_pairs_per_day, displacement)
    product = other * weight
    return product.sum(axis=0) if product.ndim > pairs.ndim else product


def freight_pairs(
    pairs_per_day: Any,
    other_pairs_per_day: Any,
    displacement: Any,
    fill: Any = 1.0,
    weekly_unevenness: Any = 1.0,
) -> Any:
    r"""Pairs of freight trains that a non-parallel timetable leaves: pairs * fill / unevenness - sum of displacements.

    Parameters
    ----------
    pairs_per_day : float or array
        Available capacity of the parallel timetable.
    other_pairs_per_day, displacement : float or array
        Pairs of other trains and the freight pairs that one of them removes. With one dimension more than
        `pairs_per_day` the first axis is the classes (passenger, accelerated, mixed ...).
    fill : float or array
        Admissible use of the available capacity, 0 to 1.
    weekly_unevenness : float or array
        Peak day of the week over the mean day.

    Notes
    -----
    .. math:: N_f = \frac{N f}{u} - \sum_i \varepsilon_i N_i

    N: pairs of the line, f: fill, u: weekly unevenness; N_i pairs of other trains with the coefficients
    :math:`\varepsilon_i`; never below zero.

    Examples
    --------
    >>> freight_pairs(22, [1, 1, 1, 1], [1.2, 1.0, 1.2, 1.6])
    17.0
    """
    (pairs,) = floats(pairs_per_day)
    usable = divide(pairs * share(fill), weekly_unevenness)
    return plain(np.maximum(np.nan_to_num(usable - _displaced(pairs, other_pairs_per_day, displacement)), 0.0))


def required_pairs(
    freight_pairs_per_day: Any,
    other_pairs_per_day: Any,
    displacement: Any,
    weekly_unevenness: Any = 1.0,
    fill: Any = 1.0,
) -> Any:
    """Capacity in pairs a day that a traffic needs: (freight + sum of displacements) * unevenness / fill.

    Parameters
    ----------
    freight_pairs_per_day : float or array
        Pairs of freight trains on the mean day.
    other_pairs_per_day, displacement, weekly_unevenness, fill
        As `freight_pairs`, of which this is the inverse.

    Examples
    --------
    >>> round(required_pairs(13, [1, 1, 1, 1], [1.2, 1.0, 1.2, 1.6], fill=0.87), 4)
    20.6897
    >>> round(required_pairs(30, [8, 2], [1.4, 2.2], weekly_unevenness=1.1, fill=0.91), 4)
    55.1209
    """
    freight, uneven = floats(freight_pairs_per_day, weekly_unevenness)
    return plain(divide((freight + _displaced(freight, other_pairs_per_day, displacement)) * uneven, share(fill)))


def used_share(required_pairs_per_day: Any, available_pairs_per_day: Any) -> Any:
    """Use of a line's capacity: required over available pairs; above 1 the traffic does not fit.

    Parameters
    ----------
    required_pairs_per_day : float or array
        See `required_pairs`, with `fill` left at 1.
    available_pairs_per_day : float or array
        See `pairs_single_track`, `trains_double_track`.

    Examples
    --------
    >>> round(used_share(16, 31), 2)
    0.52
    """
    return plain(divide(required_pairs_per_day, available_pairs_per_day))
