"""Period of a single-track timetable: running times, and the schemes of crossing and non-simultaneous arrival."""

from __future__ import annotations

from typing import Any

import numpy as np

from corridors.capacity.arrays import floats, plain
from corridors.errors import UnknownName


def running_time_min(length_km: Any, speed_kmh: Any) -> Any:
    """Minutes that a train runs over a length, without start and slow-down; infinite for a train that stands.

    Parameters
    ----------
    length_km : float or array
        Length of the section (km).
    speed_kmh : float or array
        Running speed (km/h).

    Examples
    --------
    >>> running_time_min(29.0, 58.0)
    30.0
    """
    length, speed = floats(length_km, speed_kmh)
    moves = speed > 0
    return plain(np.where(moves, 60.0 * length / np.where(moves, speed, 1.0), np.inf))


def period_of_terms_min(
    t_forward_min: Any,
    t_backward_min: Any,
    starts: Any = 0,
    slows: Any = 0,
    crossings: Any = 0,
    arrivals: Any = 0,
    time_start_min: Any = 2.0,
    time_slow_min: Any = 1.0,
    crossing_interval_min: Any = 1.0,
    arrival_interval_min: Any = 4.0,
) -> Any:
    """Timetable period from any set of terms, for examples that print their own.

    Parameters
    ----------
    t_forward_min, t_backward_min : float or array
        Running times of the two directions over the section, without allowances (min).
    starts, slows, crossings, arrivals : int or array
        How many starts, slow-downs, crossing intervals and intervals of non-simultaneous arrival the period holds.
    time_start_min, time_slow_min, crossing_interval_min, arrival_interval_min : float or array
        What each of them takes (min).

    Examples
    --------
    >>> period_of_terms_min(24, 25, starts=1, slows=2, crossings=1, arrivals=1)
    58.0
    """
    forward, backward, start, slow = floats(t_forward_min, t_backward_min, time_start_min, time_slow_min)
    cross, arrive = floats(crossing_interval_min, arrival_interval_min)
    return plain(forward + backward + starts * start + slows * slow + crossings * cross + arrivals * arrive)


def timetable_periods_min(
    t_forward_min: Any,
    t_backward_min: Any,
    time_start_min: Any = 2.0,
    time_slow_min: Any = 1.0,
    crossing_interval_min: Any = 1.0,
    arrival_interval_min: Any = 4.0,
    crossing_interval_b_min: Any = None,
    arrival_interval_b_min: Any = None,
) -> dict[str, Any]:
    """Period of a paired single-track timetable under each scheme of crossing, in minutes.

    Parameters
    ----------
    t_forward_min, t_backward_min : float or array
        Running times A to B and B to A over the gap between two crossing points, without allowances (min).
    time_start_min, time_slow_min : float or array
        Extra time of a train that starts from, or stops at, a crossing point (min).
    crossing_interval_min : float or array
        From the arrival of a train at point A to the departure of the opposing one onto the section (min).
    arrival_interval_min : float or array
        Between the arrivals of two opposing trains at point A, where they may not arrive together (min).
    crossing_interval_b_min, arrival_interval_b_min : float or array, optional
        The same at point B; as at A if left out.

    Returns
    -------
    dict
        `both_onto`: both trains run through onto the section and stop after it (scheme 1); `both_off`: both start
        from a stop and run through off the section (2); `forward_through`, `backward_through`: one direction stops
        nowhere (3 and 4).

    References
    ----------
    Methodology for determining the traffic and carrying capacity of railway infrastructure [cntd-542629643];
    worked example [tlookup-1042].

    Examples
    --------
    >>> timetable_periods_min(24, 25)
    {'both_onto': 59.0, 'both_off': 55.0, 'forward_through': 57.0, 'backward_through': 57.0}
    """
    runs = floats(t_forward_min)[0] + floats(t_backward_min)[0]
    start, slow, cross_a, arrive_a = floats(time_start_min, time_slow_min, crossing_interval_min, arrival_interval_min)
    cross_b = cross_a if crossing_interval_b_min is None else floats(crossing_interval_b_min)[0]
    arrive_b = arrive_a if arrival_interval_b_min is None else floats(arrival_interval_b_min)[0]
    return {
        "both_onto": plain(runs + arrive_a + arrive_b + 2 * slow),
        "both_off": plain(runs + cross_a + cross_b + 2 * start),
        "forward_through": plain(runs + cross_b + arrive_a + start + slow),
        "backward_through": plain(runs + cross_a + arrive_b + start + slow),
    }


def timetable_period_min(
    t_forward_min: Any,
    t_backward_min: Any,
    time_start_min: Any = 2.0,
    time_slow_min: Any = 1.0,
    crossing_interval_min: Any = 1.0,
    arrival_interval_min: Any = 4.0,
    crossing_interval_b_min: Any = None,
    arrival_interval_b_min: Any = None,
    scheme: str = "best",
) -> Any:
    """Period of a paired single-track timetable: of one scheme, or the smallest of all.

    Parameters
    ----------
    t_forward_min, t_backward_min, time_start_min, time_slow_min, crossing_interval_min, arrival_interval_min
        As `timetable_periods_min` (min).
    crossing_interval_b_min, arrival_interval_b_min : float or array, optional
        As `timetable_periods_min` (min).
    scheme : {"best", "both_onto", "both_off", "forward_through", "backward_through"}
        Of which scheme the period is wanted.

    Raises
    ------
    UnknownName
        Another scheme.

    Examples
    --------
    >>> timetable_period_min(24, 25), timetable_period_min(24, 25, scheme="forward_through")
    (55.0, 57.0)
    """
    periods = timetable_periods_min(
        t_forward_min,
        t_backward_min,
        time_start_min,
        time_slow_min,
        crossing_interval_min,
        arrival_interval_min,
        crossing_interval_b_min,
        arrival_interval_b_min,
    )
    if scheme == "best":
        return plain(np.min(np.broadcast_arrays(*periods.values()), axis=0))
    if scheme not in periods:
        raise UnknownName("scheme of crossing", scheme, ["best", *periods])
    return periods[scheme]
