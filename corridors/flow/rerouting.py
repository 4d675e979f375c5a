"""What is lost when a link closes: the part of its flow that finds no other way, without solving all anew."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from corridors.flow.compiled import quick, touching
from corridors.flow.push_relabel import max_flow_arrays
from corridors.flow.residual import Residual, moved_by_each, stuck_of_each, stuck_with

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import ArrayLike, NDArray
    from scipy.sparse import csr_array

UNITS_PER_MT = 1e6
# More than all capacities together, and far from the end of the integers.
UNLIMITED = 2**60
# Closings that are looked into together, so that what each moves takes little memory.
LINKS_AT_ONCE = 1000


class Rerouting:
    """A maximum flow, and how much of it survives the closing of a link.

    A link without flow loses nothing. A link of the minimum cut is full, and the rest of the cut carries no more: all
    its flow is lost. For the others the flow is sent from one end of the closed link to the other through the room
    that the maximum flow leaves, in both directions; what does not get through is lost. No other way can help: the
    flow was the greatest before. The way is looked for from both ends at once, so that it is found, or known not to
    be there, within the smaller of the two neighbourhoods.

    Parameters
    ----------
    tail, head, capacity_mtpa, sources, sinks
        As `max_flow_arrays`; every capacity finite.
    """

    def __init__(
        self, tail: ArrayLike, head: ArrayLike, capacity_mtpa: ArrayLike, sources: ArrayLike, sinks: ArrayLike
    ) -> None:
        self.tail, self.head = np.asarray(tail, dtype=np.int64), np.asarray(head, dtype=np.int64)
        self.capacity = np.asarray(capacity_mtpa, dtype=float)
        starts, goals = np.asarray(sources, dtype=np.int64), np.asarray(sinks, dtype=np.int64)
        self.found = max_flow_arrays(self.tail, self.head, self.capacity, starts, goals)
        self.solved = 0
        self.flow = np.rint(self.found.flow_mtpa * UNITS_PER_MT).astype(np.int64)
        self._full = np.zeros(len(self.tail), dtype=bool)
        self._full[self.found.cut] = True
        # All sources hang together at one more node (flow may enter at another one), and so do all sinks.
        self._hub = int(max([-1, *(a.max() for a in (self.tail, self.head, starts, goals) if a.size)])) + 1
        hubs = np.repeat([self._hub, self._hub + 1], [len(starts), len(goals)])
        tails, heads = np.concatenate([self.tail, hubs]), np.concatenate([self.head, starts, goals])
        room = np.concatenate([(self.capacity * UNITS_PER_MT + 0.5).astype(np.int64), np.full(len(hubs), UNLIMITED)])
        count = self._hub + 2
        memory = (np.zeros(size, dtype=np.int64) for size in ((2, count), (2, count), (2, count), 1, 2 * count))
        flow = np.concatenate([self.flow, np.zeros(len(hubs), dtype=np.int64)])
        parts = (tails, heads, *touching(tails, heads, count), flow, room, *memory)
        self._net = Residual(*map(quick, parts))

    def lost_mtpa(self, link: int) -> float:
        """Mt/year less when one link closes."""
        return float(self.lost_by_all([link])[link])

    def lost_by_all(self, links: Iterable[int] | None = None) -> NDArray[np.float64]:
        """Mt/year less when each of some links closes, or each of all; a number a link, 0 for the others."""
        asked = np.arange(len(self.tail)) if links is None else np.asarray(list(links), dtype=np.int64)
        carried = np.abs(self.found.flow_mtpa)
        carries = asked[carried[asked] > 1.0 / UNITS_PER_MT]
        lost = np.zeros(len(self.tail))
        full = carries[self._full[carries]]
        lost[full] = self.capacity[full]
        others = carries[~self._full[carries]]
        stuck = self._stuck(others)
        lost[others] = np.where(stuck <= 1, 0.0, np.minimum(carried[others], stuck / UNITS_PER_MT))
        return lost

    def moved_by(self, links: NDArray[np.int64]) -> csr_array:
        """On which links the flow changes when one closes, itself included: a row each of `links`, a column a link."""
        from scipy.sparse import csr_array

        parts = [np.empty((0, 2), dtype=np.int64)]
        for first in range(0, len(links), LINKS_AT_ONCE):
            some = links[first : first + LINKS_AT_ONCE]
            found = np.array(moved_by_each(self._net, quick(some), self._hub, self._hub + 1), dtype=np.int64)
            # Where flow enters and leaves there is room for all of it.
            found = np.unique(found[found[:, 1] < len(self.tail)], axis=0)
            found[:, 0] += first
            parts.append(found)
            self.solved += len(some)
        row, column = np.concatenate(parts).T
        return csr_array((np.ones(len(row), dtype=np.int64), (row, column)), shape=(len(links), len(self.tail)))

    def lost_with(self, first: int, links: NDArray[np.int64] | None = None) -> NDArray[np.float64]:
        """Mt/year that the closing of each of some links, or of all, costs once another is closed already.

        Beyond what that one costs; a number each. The flow that is left is the greatest without that link: what found
        another way, less what did not.
        """
        asked = np.arange(len(self.tail)) if links is None else links
        self.solved += 1 + len(asked)
        stuck = quick(np.zeros(len(asked), dtype=np.int64))
        stuck_with(self._net, first, quick(asked), self._hub, self._hub + 1, stuck)
        left = np.asarray(stuck)
        return np.where(left <= 1, 0.0, left / UNITS_PER_MT)

    def _stuck(self, links: NDArray[np.int64]) -> NDArray[np.int64]:
        """Units of each link's flow that cannot be sent another way."""
        self.solved += len(links)
        stuck = quick(np.zeros(len(links), dtype=np.int64))
        if len(links):
            stuck_of_each(self._net, quick(links), -1, stuck)
        return np.asarray(stuck)
