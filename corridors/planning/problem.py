"""The problem of a plan in arrays: a network, what measures make of its links, years, budgets."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from corridors.flow.push_relabel import ArrayFlow, max_flow_arrays

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from numpy.typing import NDArray

# Ten tonnes a year: what the optimiser's own tolerances may cost.
NEAR_MTPA = 1e-5
# Cuts that one look at a choice may add.
CUTS_AT_ONCE = 8


@dataclass(frozen=True, eq=False)
class Problem:
    """A network, and what measures (numbered from 0) make of its links.

    Attributes
    ----------
    tail, head : int array
        Ends of each link.
    capacity_mtpa : float array
        Of each link with nothing built.
    sources, sinks : int array
        Nodes.
    options : dict
        Link -> set of measures -> capacity_mtpa of the link with just these built; the empty set included.
    cost_musd : float array
        Of each measure, as the optimiser weighs it.
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
    options: Mapping[int, Mapping[frozenset[int], float]]
    cost_musd: NDArray[np.float64]
    clashes: Sequence[tuple[int, int]] = ()
    cuts: list[tuple[int, ...]] = field(default_factory=list)
    _known: set[tuple[int, ...]] = field(default_factory=set, repr=False)

    @cached_property
    def touching(self) -> dict[int, frozenset[int]]:
        """Link -> the measures that act on it."""
        return {link: frozenset().union(*sets) for link, sets in self.options.items()}

    def capacity_with(self, chosen: frozenset[int]) -> NDArray[np.float64]:
        """Capacity of each link when some measures are built."""
        limit = self.capacity_mtpa.copy()
        for link, sets in self.options.items():
            limit[link] = sets[chosen & self.touching[link]]
        return limit

    def best_capacity(self) -> NDArray[np.float64]:
        """Capacity of each link with the set of measures that is best for it, whatever the others then get."""
        limit = self.capacity_mtpa.copy()
        for link, sets in self.options.items():
            limit[link] = max(sets.values())
        return limit

    def cost_of(self, starts: Iterable[Start]) -> float:
        """Sum of `cost_musd` over what is built."""
        return float(sum(self.cost_musd[s.measure] for s in starts))

    def flow_with(self, chosen: frozenset[int]) -> ArrayFlow:
        """Maximum flow when some measures are built; its cut is remembered."""
        return self.flow_of(self.capacity_with(chosen))

    def flow_of(self, capacity_mtpa: NDArray[np.float64], need_mtpa: float = 0.0) -> ArrayFlow:
        """Maximum flow at some capacities; its cut is remembered, and further ones below what is needed."""
        free = capacity_mtpa.copy()
        flows: list[ArrayFlow] = []
        while len(flows) < CUTS_AT_ONCE:
            found = max_flow_arrays(self.tail, self.head, free, self.sources, self.sinks)
            flows.append(found)
            if np.isfinite(found.value_mtpa):
                self._remember(tuple(found.cut.tolist()))
            if not len(found.cut) or found.value_mtpa >= need_mtpa - NEAR_MTPA:
                break
            free[found.cut] = np.inf
        return flows[0]

    def _remember(self, cut: tuple[int, ...]) -> None:
        if cut not in self._known:
            self._known.add(cut)
            self.cuts.append(cut)


@dataclass(frozen=True)
class Stage:
    """A year and what must (`need_mtpa`) or should (`wish_mtpa`) be carried at its end.

    `wish_mtpa` counts in the aim "flow" up to this amount.
    """

    year: int
    need_mtpa: float = 0.0
    wish_mtpa: float = 0.0


@dataclass(frozen=True)
class Budget:
    """What may be spent in all, and in each year from the first on (million USD)."""

    total_musd: float | None = None
    yearly_musd: float | None = None
    first_year: int = 0

    @property
    def limited(self) -> bool:
        """Whether there is a budget at all."""
        return self.total_musd is not None or self.yearly_musd is not None


@dataclass(frozen=True)
class Start:
    """One way to build a measure: begun in a year, open at the end of another."""

    measure: int
    start: int
    finish: int


def open_by(starts: Iterable[Start], year: int) -> frozenset[int]:
    """Measures that are open at the end of a year."""
    return frozenset(s.measure for s in starts if s.finish <= year)
