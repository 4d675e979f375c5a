"""The limiting gap of a single-track section: between crossing points, after new loops, beside a second track."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np

from corridors.capacity.arrays import divide, floats, plain, share
from corridors.capacity.rail.gap_sets import MOST_LOOPS, GapSets

if TYPE_CHECKING:
    from collections.abc import Sequence


def section_sums_min(t_forward_min: Any, t_backward_min: Any) -> np.ndarray:
    """Sum of both running times over each gap (min).

    Parameters
    ----------
    t_forward_min, t_backward_min : sequence of float or array
        Running times by direction, one a gap (min).

    Examples
    --------
    >>> section_sums_min([18, 24], [19, 25]).tolist()
    [37.0, 49.0]
    """
    return floats(t_forward_min)[0] + floats(t_backward_min)[0]


def limiting_section(t_forward_min: Sequence[float], t_backward_min: Sequence[float]) -> int:
    """Position of the gap that limits a single-track line: the one with the largest sum of running times.

    Parameters
    ----------
    t_forward_min, t_backward_min : sequence of float
        Running time by direction over each gap between neighbouring crossing points (min).

    Returns
    -------
    int
        Counted from 0; the first of several equal ones.

    Examples
    --------
    >>> limiting_section([18, 20, 19, 24], [19, 19, 21, 25])
    3
    """
    return int(np.argmax(section_sums_min(t_forward_min, t_backward_min)))


def longest_gap_km(gaps_km: Sequence[float], loops_added: int = 0) -> float:
    """Longest gap after new crossing loops, each put where it helps most; loops within one gap divide it equally.

    Parameters
    ----------
    gaps_km : sequence of float
        Lengths between neighbouring crossing points (km).
    loops_added : int
        New loops.

    Examples
    --------
    >>> [round(longest_gap_km([30, 20, 12], n), 2) for n in (0, 1, 2, 3)]
    [30.0, 20.0, 15.0, 12.0]
    """
    gaps = [g for g in gaps_km if math.isfinite(g) and g > 0]
    if not gaps:
        return 0.0
    parts = [1] * len(gaps)
    for _ in range(int(min(loops_added, MOST_LOOPS))):
        longest = max(range(len(gaps)), key=lambda i: gaps[i] / parts[i])
        parts[longest] += 1
    return max(g / p for g, p in zip(gaps, parts, strict=True))


def loops_ratio(gaps_km: Any, loops_added: Any, length_km: Any, loop_gap_km: Any) -> np.ndarray:
    """By how much new loops shorten the limiting gap of each section: longest gap after over longest before.

    Parameters
    ----------
    gaps_km : sequence of tuples, tuple of float, or None
        Gaps of each section, or the same for all (km). None, or an empty tuple, if unknown: then the section is
        taken to have length / loop_gap equal gaps, and with n new loops that many plus n.
    loops_added, length_km, loop_gap_km : array
        One value a section.

    Examples
    --------
    >>> loops_ratio([(30, 20, 12), ()], [2, 2], [62, 60], [30, 20]).round(3).tolist()
    [0.5, 0.6]
    """
    loops, length, gap = np.broadcast_arrays(*floats(loops_added, length_km, loop_gap_km))
    if gaps_km is not None and all(isinstance(gap, int | float) for gap in gaps_km):
        gaps_km = [tuple(gaps_km)] * loops.size
    sets = GapSets.of(gaps_km, loops.ravel(), length.ravel(), gap.ravel())
    return sets.longest_share().reshape(loops.shape)


def limiting_gap_km(length_km: Any, loop_gap_km: Any, loops_added: Any = 0, gaps_km: Any = None) -> Any:
    """Longest gap between crossing points after the new loops (km), never longer than the section itself.

    Parameters
    ----------
    length_km : float or array
        Length of the section.
    loop_gap_km : float or array
        Longest gap as it is stated, before the new loops.
    loops_added : float or array
        New loops.
    gaps_km : sequence of tuples, optional
        The gaps one by one, where they are known, a tuple a section (or one for all); see `loops_ratio`.

    Examples
    --------
    >>> limiting_gap_km(180, 45), limiting_gap_km(180, 45, loops_added=4), limiting_gap_km(12, 20)
    (45.0, 22.5, 12.0)
    """
    length, gap, loops = floats(length_km, loop_gap_km, loops_added)
    present = np.minimum(gap, length)
    return plain(present * loops_ratio(gaps_km, loops, length, present))


def single_track_left_km(gap_km: Any, double_track_share: Any, double_track_in_gap: Any = 1.0) -> Any:
    """Single track that is left in the limiting gap when part of a section has a second track (km).

    Parameters
    ----------
    gap_km : float or array
        Limiting gap.
    double_track_share : float or array
        Share of the whole section that has a second track, 0 to 1.
    double_track_in_gap : float or array
        Where it lies: 1 = spread over all gaps alike (each gap is shortened by the share), 0 = elsewhere, the
        limiting gap is untouched.

    Examples
    --------
    >>> single_track_left_km(20, 0.4), single_track_left_km(20, 0.4, 0.5), single_track_left_km(20, 0.4, 0)
    (12.0, 16.0, 20.0)
    """
    (gap,) = floats(gap_km)
    return plain(gap * (1 - share(double_track_share) * share(double_track_in_gap)))


def stop_allowance(insert_km: Any, insert_nonstop_km: Any) -> Any:
    """Share of the start and slow-down times that is left when trains meet on a double-track stretch of some length.

    On a loop (0 km) one train stops, so 1; on a stretch of `insert_nonstop_km` or more both run on, so 0.

    Parameters
    ----------
    insert_km : float or array
        Length of the double-track stretch beside the gap (km).
    insert_nonstop_km : float or array
        Length from which trains meet without a stop (km).

    Examples
    --------
    >>> stop_allowance([0.0, 3.0, 9.0], 6.0).tolist()
    [1.0, 0.5, 0.0]
    """
    insert, enough = floats(insert_km, insert_nonstop_km)
    return plain(1.0 - np.minimum(divide(insert, enough), 1.0))
