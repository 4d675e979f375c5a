"""Neighbouring gaps of a single track timetabled together: at each crossing point one direction runs through."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from corridors.capacity.arrays import floats, plain
from corridors.errors import BadInput

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


def shares_of_meeting_min(
    crossing_interval_min: Any, arrival_interval_min: Any, time_start_min: Any, time_slow_min: Any, stops: Any = 1.0
) -> tuple[Any, Any]:
    """What one meeting adds to the period of the gap that the passing train leaves, and of the one that it enters.

    The gap that it leaves waits for the crossing interval and the start of the other train; the gap that it enters
    for the interval between their arrivals and the slowing down of the other. Trains that meet on a long double-track
    stretch neither stop nor arrive at one throat: what is left then is the shorter of both intervals.

    Parameters
    ----------
    crossing_interval_min, arrival_interval_min : float or array
        Station intervals of crossing and of non-simultaneous arrival (min).
    time_start_min, time_slow_min : float or array
        Extra time to start, to slow down (min).
    stops : float or array
        Share of that which is left beside a double-track stretch, 0 to 1; see `stop_allowance`.

    Examples
    --------
    >>> shares_of_meeting_min(1, 4, 2, 1)
    (3.0, 5.0)
    >>> shares_of_meeting_min(1, 4, 2, 1, stops=0)
    (1.0, 1.0)
    """
    cross, arrive, start, slow, left = floats(
        crossing_interval_min, arrival_interval_min, time_start_min, time_slow_min, stops
    )
    route = np.minimum(cross, arrive)
    return plain(route + (cross - route + start) * left), plain(route + (arrive - route + slow) * left)


def neighbouring_period_min(runs_min: Any, leaving_min: Any, entering_min: Any, end_min: Any = None) -> Any:
    """Period of a section whose gaps are timetabled together: the smallest largest period over all choices (min).

    Each crossing point adds `leaving_min` to the gap on one side and `entering_min` to the gap on the other; which,
    is free at each point. Exact, gap by gap: the best so far is kept for either choice at the last point.

    Parameters
    ----------
    runs_min : array, the first axis the gaps in their order
        Sum of both running times over each gap (min); NaN behind the last gap of a section that has fewer.
    leaving_min, entering_min : float or array
        See `shares_of_meeting_min`.
    end_min : float or array, optional
        What each end of the section adds to the gap beside it (min); the smaller of both if left out: ends are free.

    References
    ----------
    The rule is that of [cntd-542629643], scheme by scheme; the search over all choices is ours.

    Examples
    --------
    The worked example: alone, the gap of 49 min has 55; its neighbours let it keep that. Two equal gaps cannot both:

    >>> neighbouring_period_min([37, 39, 40, 49, 38, 41, 36], 3, 5, end_min=4)
    55.0
    >>> neighbouring_period_min([49], 3, 5), neighbouring_period_min([49, 49], 3, 5)
    (55.0, 57.0)
    """
    (runs,) = floats(runs_min)
    if runs.ndim == 0 or not len(runs):
        raise BadInput("a section has at least one gap; give the running times as a list, gap by gap")
    leave, enter = floats(leaving_min, entering_min)
    end = np.minimum(leave, enter) if end_min is None else floats(end_min)[0]
    return plain(least_period_min(runs, leave, enter, end))


def least_period_min(runs_min: Iterable[np.ndarray], leave: np.ndarray, enter: np.ndarray, end: np.ndarray) -> Any:
    """`neighbouring_period_min` of arrays that go together, gap after gap as they come.

    Examples
    --------
    >>> float(least_period_min(iter(np.array([49.0, 49.0])), *np.array([3.0, 5.0, 3.0])))
    57.0
    """
    runs = iter(runs_min)
    first = next(runs) + end
    # The best so far if the last point adds `leave`, or `enter`, to the gap before it.
    after_leave, after_enter, best = first + leave, first + enter, first + end
    for run in runs:
        # A point that added `leave` to the gap before adds `enter` to this one, and the other way round.
        both, absent = run + leave + enter, np.isnan(run)
        to_leave = np.minimum(np.maximum(after_leave, both), np.maximum(after_enter, run + 2 * leave))
        to_enter = np.minimum(np.maximum(after_leave, run + 2 * enter), np.maximum(after_enter, both))
        to_end = np.minimum(np.maximum(after_leave, run + enter + end), np.maximum(after_enter, run + leave + end))
        best = np.where(absent, best, to_end)
        after_leave, after_enter = to_leave, to_enter
    return best


def periods_from_hardest_min(
    runs_min: Sequence[float], leaving_min: float, entering_min: float, end_min: float
) -> list[float]:
    """Period of each gap as it is laid by hand: the best scheme on the hardest gap, then neighbour by neighbour (min).

    Parameters
    ----------
    runs_min : sequence of float
        Sum of the running times of both directions over each gap (min).
    leaving_min, entering_min : float
        See `shares_of_meeting_min`.
    end_min : float
        What the ends of the section add, where every train stops (min).

    Examples
    --------
    >>> periods_from_hardest_min([37, 39, 40, 49, 38, 41, 36], 3, 5, 4)
    [46.0, 45.0, 50.0, 55.0, 48.0, 47.0, 45.0]
    """
    count, hardest = len(runs_min), int(np.argmax(runs_min))
    best, other = min(leaving_min, entering_min), max(leaving_min, entering_min)
    # The hardest gap has the smaller share on both sides, its neighbours the larger, theirs the smaller again ...
    shares = [best if (place - hardest) % 2 == 0 else other for place in range(count)]
    left, right = list(shares), list(shares)
    left[0] = right[-1] = end_min
    return [float(run + before + after) for run, before, after in zip(runs_min, left, right, strict=True)]
