"""UIC 406: how much of a day a section is occupied, the recommended limit, and the pairs that keep within it."""

from __future__ import annotations

from typing import Any

from corridors.capacity.arrays import divide, floats, plain, share
from corridors.errors import UnknownName

# Recommended occupation at most: in the peak hour, over the day [uic406-2004].
_RECOMMENDED = {"suburban": (0.85, 0.70), "high-speed": (0.75, 0.60), "mixed": (0.75, 0.60)}


def recommended_occupation_share(traffic: str = "mixed", peak: bool = False) -> float:
    """Occupation that UIC 406 recommends at most.

    Parameters
    ----------
    traffic : {"mixed", "suburban", "high-speed"}
        Mixed traffic, or a line of its own for suburban or high-speed passenger trains.
    peak : bool
        The peak hour instead of the day.

    Raises
    ------
    UnknownName
        Another traffic.

    Examples
    --------
    >>> recommended_occupation_share(), recommended_occupation_share("suburban", peak=True)
    (0.6, 0.85)
    """
    if traffic not in _RECOMMENDED:
        raise UnknownName("traffic of a line", traffic, _RECOMMENDED)
    return _RECOMMENDED[traffic][0 if peak else 1]


def consumption_min(
    occupation_min: Any, buffer_min: Any = 0.0, single_track_min: Any = 0.0, maintenance_min: Any = 0.0
) -> Any:
    """Total consumption time k = A + B + C + D (min).

    Parameters
    ----------
    occupation_min : float or array
        A, infrastructure occupation: length of the compressed timetable.
    buffer_min : float or array
        B, buffer time.
    single_track_min : float or array
        C, supplement for single track.
    maintenance_min : float or array
        D, supplement for maintenance.

    Examples
    --------
    >>> consumption_min(600, 100, 20, 60)
    780.0
    """
    return plain(sum(floats(occupation_min, buffer_min, single_track_min, maintenance_min)))


def consumption_share(consumption_min: Any, window_min: Any = 1440.0) -> Any:
    r"""Capacity consumption K = k / U as a share of the time window U; above 1 the timetable does not fit.

    Parameters
    ----------
    consumption_min : float or array
        k, or the infrastructure occupation alone, to be compared with the recommended limit (min).
    window_min : float or array
        Time window U that is looked at (min); a whole day if left out. Not the maintenance window.

    Notes
    -----
    .. math:: K = \frac{k}{U}

    k: consumption, U: time window (min).

    Examples
    --------
    >>> consumption_share(780, 1440)
    0.5416666666666666
    """
    return plain(divide(consumption_min, window_min))


def occupation_share(pairs_per_day: Any, period_min: Any, window_min: Any = 1440.0) -> Any:
    """Occupation of a section by trains that each hold it for a period: pairs * period / window.

    Parameters
    ----------
    pairs_per_day : float or array
        Pairs of trains in the window (a day if that is left out).
    period_min : float or array
        On single track the period of a pair (`timetable_period_min`); on double track the headway, and the answer is
        that of one track.
    window_min : float or array
        Time window (min).

    Examples
    --------
    >>> occupation_share(12, 60)
    0.5
    """
    pairs, period = floats(pairs_per_day, period_min)
    return consumption_share(pairs * period, window_min)


def pairs_at_occupation(limit_share: Any, period_min: Any, window_min: Any = 1440.0) -> Any:
    """Pairs a day at which the occupation reaches the recommended limit: limit * window / period.

    Parameters
    ----------
    limit_share : float or array
        Recommended occupation, 0 to 1.
    period_min : float or array
        Time that a pair (on double track a train of one direction) holds the section (min).
    window_min : float or array
        Time window (min).

    Examples
    --------
    >>> pairs_at_occupation(0.6, 60)
    14.4
    """
    return plain(divide(share(limit_share) * floats(window_min)[0], period_min))


def additional_time_rate(limit_share: Any) -> Any:
    """Limit as the second edition writes it: added time over occupation time, 1 / limit - 1.

    Parameters
    ----------
    limit_share : float or array
        Recommended occupation, above 0 to 1.

    Examples
    --------
    >>> additional_time_rate(0.5)
    1.0
    """
    limit = share(limit_share)
    return plain(divide(1.0 - limit, limit))


def limit_of_rate(additional_time_rate: Any) -> Any:
    """Recommended occupation from an additional time rate: 1 / (1 + rate).

    Parameters
    ----------
    additional_time_rate : float or array
        Added time over occupation time, 0 or more.

    Examples
    --------
    >>> limit_of_rate(0.25)
    0.8
    """
    return plain(divide(1.0, 1.0 + floats(additional_time_rate)[0]))


def consumption_with_rate_share(occupation_min: Any, additional_time_rate: Any, window_min: Any = 1440.0) -> Any:
    """Capacity consumption of the second edition: occupation * (1 + rate) / window.

    Parameters
    ----------
    occupation_min : float or array
        Length of the compressed timetable (min).
    additional_time_rate : float or array
        Added time over occupation time, a share (0.67 for mixed traffic over the day; see `additional_time_rate`).
    window_min : float or array
        Time window that is looked at (min).

    Examples
    --------
    >>> consumption_with_rate_share(600, 0.25, 1000)
    0.75
    """
    occupation, rate = floats(occupation_min, additional_time_rate)
    return consumption_share(occupation * (1.0 + rate), window_min)
