"""What is to be covered: a network in arrays, measures, years, budgets."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from corridors.flow.maxflow import ArrayFlow, max_flow_arrays

if TYPE_CHECKING:
    from numpy.typing import NDArray

# Ten tonnes a year: what the optimiser's own tolerances may cost.
NEAR_MTPA = 1e-5
# Cuts that one look at a choice may add.
CUTS_AT_ONCE = 8
Options = dict[int, tuple[tuple[frozenset[int], float], ...]]


@dataclass(frozen=True, eq=False)
class Task:
    """What is to be covered: a network in arrays, and what measures make of its links.

    Attributes
    ----------
    tail, head : int array
        Ends of each link.
    capacity_mtpa : float array
        Of each link with nothing built.
    sources, sinks : int array
        Nodes.
    options : dict
        Link -> ((set of measures, capacity_mtpa), ...), the empty set first.
    cost_musd : float array
        Of each measure.
    clashes : sequence of pairs
        Measures that exclude each other.
    cuts : list
        Sets of links (as tuples) found to separate sources from sinks; grows with use.
    """

    tail: NDArray[np.int64]
    head: NDArray[np.int64]
    capacity_mtpa: NDArray[np.float64]
    sources: NDArray[np.int64]
    sinks: NDArray[np.int64]
    options: Options
    cost_musd: NDArray[np.float64]
    clashes: Sequence[tuple[int, int]] = ()
    cuts: list[tuple[int, ...]] = field(default_factory=list)
    _known: set[tuple[int, ...]] = field(default_factory=set, repr=False)

    def capacity_with(self, chosen: frozenset[int]) -> NDArray[np.float64]:
        """Capacity of each link when some measures are built."""
        limit = self.capacity_mtpa.copy()
        for link, sets in self.options.items():
            own = chosen & self.touching(link)
            limit[link] = dict(sets)[own]
        return limit

    def touching(self, link: int) -> frozenset[int]:
        """Measures that act on a link."""
        return frozenset().union(*(s for s, _ in self.options[link]))

    def flow_with(self, chosen: frozenset[int]) -> ArrayFlow:
        """Maximum flow when some measures are built; its cut is remembered."""
        return self.flow_of(self.capacity_with(chosen))

    def flow_of(self, capacity_mtpa: NDArray[np.float64], need_mtpa: float = 0.0) -> ArrayFlow:
        """Maximum flow at some capacities; its cut is remembered, and further ones below what is needed."""
        free, first = capacity_mtpa.copy(), None
        for _ in range(CUTS_AT_ONCE):
            found = max_flow_arrays(self.tail, self.head, free, self.sources, self.sinks)
            first = first or found
            if np.isfinite(found.value_mtpa):
                self._remember(tuple(found.cut.tolist()))
            if not len(found.cut) or found.value_mtpa >= need_mtpa - NEAR_MTPA:
                break
            free[found.cut] = np.inf
        assert first is not None
        return first

    def _remember(self, cut: tuple[int, ...]) -> None:
        if cut not in self._known:
            self._known.add(cut)
            self.cuts.append(cut)


@dataclass(frozen=True)
class Stage:
    """A year and what must (`need_mtpa`) or should (`wish_mtpa`) be carried at its end.

    `wish_mtpa` counts in the objective "flow" up to this amount.
    """

    year: int
    need_mtpa: float = 0.0
    wish_mtpa: float = 0.0


@dataclass(frozen=True)
class Money:
    """What may be spent in all, and in each year from the first on (million USD)."""

    total_musd: float | None = None
    yearly_musd: float | None = None
    first_year: int = 0


@dataclass(frozen=True)
class Start:
    """One way to build a measure: begun in a year, open at the end of another."""

    measure: int
    start: int
    finish: int


def built_by(starts: Sequence[Start], year: int) -> frozenset[int]:
    """Measures that are open at the end of a year."""
    return frozenset(s.measure for s in starts if s.finish <= year)
