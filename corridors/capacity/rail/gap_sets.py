"""The gaps of many sections at once: which are known, what new loops make of them, and blocks of rows of like count."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from corridors.capacity.arrays import divide, floats

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

MOST_LOOPS = 10_000
# Rows that are worked on together: few enough for the processor's cache.
BLOCK = 32_768


@dataclass(frozen=True, eq=False)
class Shared:
    """Gaps of sections (km), several rows of one section with one tuple: draws of it."""

    gaps: list[Any]
    which: np.ndarray


@dataclass(frozen=True, eq=False)
class GapSets:
    """Gaps between the crossing points of sections, in their order, after the new loops.

    Attributes
    ----------
    shares : float array, a row a place, a column a set
        Gaps of each different set over its longest before the new loops; NaN behind the last.
    which : int array
        The set of each section; -1 where its gaps are not known one by one.
    longest_before_km : float array
        Longest gap of each section before the new loops, no longer than the section.
    equal_after : float array
        Where the gaps are not known: longest gap after the new loops over that before, all gaps taken as equal.
    """

    shares: np.ndarray
    which: np.ndarray
    longest_before_km: np.ndarray
    equal_after: np.ndarray

    @classmethod
    def of(cls, gaps_km: Any, loops_added: Any, length_km: Any, loop_gap_km: Any) -> GapSets:
        """Gaps of sections, one value (or tuple of gaps) a section.

        Parameters
        ----------
        gaps_km : sequence of tuples, Shared, or None
            Gaps of each section (km), an empty tuple where not known; None if no section's are.
        loops_added, length_km, loop_gap_km : array
            New loops, each put where it helps most; length; longest gap as it is stated (km). Known gaps are scaled
            so that their longest is the stated one.
        """
        loops, length, stated = floats(loops_added, length_km, loop_gap_km)
        new = np.clip(np.floor(np.nan_to_num(loops)), 0, MOST_LOOPS)
        before = np.minimum(stated, length)
        equal = np.maximum(divide(length, before), 1.0)
        shares, which = _sets(gaps_km, new, len(before))
        return cls(shares, which, before, equal / (equal + new))

    def longest_km(self) -> np.ndarray:
        """Longest gap of each section after the new loops (km)."""
        return self.longest_before_km * self.longest_share()

    def longest_share(self) -> np.ndarray:
        """Longest gap of each section after the new loops over that before."""
        longest = np.append(np.fmax.reduce(self.shares, axis=0, initial=0.0), 0.0)
        return np.where(self.which < 0, self.equal_after, longest[self.which])

    def blocks(self, second_gap_ratio: np.ndarray, length_km: np.ndarray) -> Iterator[tuple[Any, Iterator[np.ndarray]]]:
        """Rows of sections with the same number of gaps, and the gaps one after another (km), a value a row.

        Where the gaps are not known: the longest, and beside it the second longest as a share of it
        (`second_gap_ratio`), as far as the section reaches.
        """
        count = np.append((~np.isnan(self.shares)).sum(axis=0), 0)[self.which]
        for number in np.unique(count):
            rows = np.flatnonzero(count == number)
            for start in range(0, len(rows), BLOCK):
                some = rows[start : start + BLOCK]
                if number:
                    yield some, self._known(some, int(number))
                else:
                    yield some, self._likely(some, second_gap_ratio[some], length_km[some])

    def _known(self, rows: np.ndarray, number: int) -> Iterator[np.ndarray]:
        which, scale = self.which[rows], self.longest_before_km[rows]
        return (place[which] * scale for place in self.shares[:number])

    def _likely(self, rows: np.ndarray, ratio: np.ndarray, length_km: np.ndarray) -> Iterator[np.ndarray]:
        longest = self.longest_before_km[rows] * self.equal_after[rows]
        second = np.minimum(longest * ratio, length_km - longest)
        return iter((longest, np.where(second > 0, second, np.nan)))


def _sets(gaps_km: Any, new: np.ndarray, rows: int) -> tuple[np.ndarray, np.ndarray]:
    """Different sets of gaps after their new loops, a column each, and the set of each row."""
    nothing = np.full((1, 0), np.nan), np.full(rows, -1)
    if gaps_km is None or not rows:
        return nothing
    own, different = (gaps_km.which, gaps_km.gaps) if isinstance(gaps_km, Shared) else _different(list(gaps_km))
    if not set(map(type, different)) <= {tuple, list}:
        different = [g if isinstance(g, tuple | list) else () for g in different]
    gaps = _padded(different)
    if not gaps.shape[1]:
        return nothing
    if new.any():
        key, pairs = pd.factorize(own * (MOST_LOOPS + 1) + new.astype(np.int64))
        source, loops = np.divmod(pairs, MOST_LOOPS + 1)
        shares = _with_loops(gaps[source], loops)
    else:
        key, shares = own, _with_loops(gaps, np.zeros(len(gaps), dtype=np.int64))
    which = np.where(np.isnan(shares[:, 0])[key], -1, key)
    return np.ascontiguousarray(shares.T), which


def _different(gaps_km: list[Any]) -> tuple[np.ndarray, list[Any]]:
    """Which of the different sets each row has, and these sets: draws of one section share its tuple."""
    rows = len(gaps_km)
    if len(set(map(id, gaps_km[:BLOCK]))) == min(rows, BLOCK):
        return np.arange(rows), gaps_km
    # By identity, for that is quick for a million rows.
    own, _ = pd.factorize(np.fromiter(map(id, gaps_km), dtype=np.int64, count=rows))
    first = np.empty(own.max() + 1, dtype=np.int64)
    first[own[::-1]] = np.arange(rows)[::-1]
    return own, [gaps_km[row] for row in first.tolist()]


def _padded(gaps_km: Sequence[Sequence[float]]) -> np.ndarray:
    """Gaps as an array, a row a set, NaN behind the last; what is no length is left out."""
    count = np.fromiter(map(len, gaps_km), dtype=np.int64, count=len(gaps_km))
    flat = np.fromiter(chain.from_iterable(gaps_km), dtype=float, count=int(count.sum()))
    good = np.isfinite(flat) & (flat > 0)
    if not good.all():
        count = np.bincount(np.repeat(np.arange(len(gaps_km)), count)[good], minlength=len(gaps_km))
    return _rows(flat[good], count)


def _rows(flat: np.ndarray, count: np.ndarray) -> np.ndarray:
    """Values one after another as rows of so many each, NaN behind the last."""
    most = int(count.max(initial=0))
    if (count == most).all():
        return flat.reshape(len(count), most)
    table = np.full((len(count), most), np.nan)
    table[np.arange(table.shape[1]) < count[:, None]] = flat
    return table


def _with_loops(gaps: np.ndarray, loops: np.ndarray) -> np.ndarray:
    """Gaps over the longest of their row, each new loop put into the longest; loops in one gap divide it equally."""
    here = ~np.isnan(gaps)
    gaps = gaps / np.fmax.reduce(gaps, axis=1, keepdims=True, initial=0.0)
    if not loops.any():
        return gaps
    parts = np.ones(gaps.shape)
    loops = np.where(here.any(axis=1), loops, 0)
    for step in range(int(loops.max(initial=0))):
        rows = np.flatnonzero(loops > step)
        longest = np.argmax(np.where(here[rows], gaps[rows] / parts[rows], -1.0), axis=1)
        parts[rows, longest] += 1
    whole = parts[here].astype(np.int64)
    return _rows(np.repeat(gaps[here] / parts[here], whole), here.sum(axis=1) + loops)
