"""What is lost when a link closes: the part of its flow that finds no other way, without solving all anew."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING

import numpy as np

from corridors.flow.maxflow import max_flow_arrays

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import ArrayLike, NDArray

UNITS_PER_MT = 1e6


class Rerouting:
    """A maximum flow, and how much of it survives the closing of a link.

    A link without flow loses nothing. A link of the minimum cut is full, and the rest of the cut carries no more: all
    its flow is lost. For the others the flow is sent from one end of the closed link to the other through the room
    that the maximum flow leaves, in both directions; what does not get through is lost. No other way can help: the
    flow was the greatest before.

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
        self.sources, self.sinks = np.asarray(sources, dtype=np.int64), np.asarray(sinks, dtype=np.int64)
        self.found = max_flow_arrays(self.tail, self.head, self.capacity, self.sources, self.sinks)
        self.solved = 0
        self._full = set(self.found.cut.tolist())
        self._touching: dict[int, list[tuple[int, int]]] = {}
        for link, (a, b) in enumerate(zip(self.tail.tolist(), self.head.tolist(), strict=True)):
            if a != b:
                self._touching.setdefault(a, []).append((link, 1))
                self._touching.setdefault(b, []).append((link, -1))
        self._flow = [round(f * UNITS_PER_MT) for f in self.found.flow_mtpa.tolist()]
        self._room = [int(c * UNITS_PER_MT + 0.5) for c in self.capacity.tolist()]
        # All sources hang together (flow may enter at another one), and so do all sinks.
        self._hub = {int(n): "s" for n in self.sources} | {int(n): "t" for n in self.sinks}
        self._hubs = {"s": [int(n) for n in self.sources], "t": [int(n) for n in self.sinks]}

    def lost_mtpa(self, link: int) -> float:
        """Mt/year less when one link closes."""
        amount = abs(float(self.found.flow_mtpa[link]))
        if amount <= 1.0 / UNITS_PER_MT:
            return 0.0
        if link in self._full:
            return float(self.capacity[link])
        self.solved += 1
        forward = self.found.flow_mtpa[link] > 0
        begin, end = int(self.tail[link]), int(self.head[link])
        begin, end = (begin, end) if forward else (end, begin)
        stuck = self._stuck(begin, end, abs(self._flow[link]), link)
        return 0.0 if stuck <= 1 else min(amount, stuck / UNITS_PER_MT)

    def lost_by_all(self, links: Iterable[int] | None = None) -> NDArray[np.float64]:
        """`lost_mtpa` of every link."""
        lost = np.zeros(len(self.tail))
        for link in range(len(self.tail)) if links is None else links:
            lost[link] = self.lost_mtpa(link)
        return lost

    def _stuck(self, begin: int, end: int, amount: int, closed: int) -> int:
        """Units that cannot be sent from one node to another through the room that is left."""
        changed: dict[int, int] = {}
        while amount > 0:
            path = self._path(begin, end, closed, changed)
            if path is None:
                return amount
            sent = min([amount, *(self._left(k, d, changed) for k, d in path)])
            for link, direction in path:
                changed[link] = changed.get(link, 0) + direction * sent
            amount -= sent
        return 0

    def _left(self, link: int, direction: int, changed: dict[int, int]) -> int:
        return self._room[link] - direction * (self._flow[link] + changed.get(link, 0))

    def _path(self, begin: int, end: int, closed: int, changed: dict[int, int]) -> list[tuple[int, int]] | None:
        """A shortest way with room, as links and directions."""
        came: dict[int, tuple[int, int, int] | tuple[int]] = {begin: (begin,)}
        waiting, opened = deque([begin]), set()
        while waiting:
            node = waiting.popleft()
            if node == end:
                return self._trace(begin, end, came)
            hub = self._hub.get(node)
            if hub and hub not in opened:
                opened.add(hub)
                for other in self._hubs[hub]:
                    if other not in came:
                        came[other] = (node,)
                        waiting.append(other)
            for link, direction in self._touching.get(node, ()):
                if link == closed or self._left(link, direction, changed) <= 0:
                    continue
                other = int(self.head[link] if direction > 0 else self.tail[link])
                if other not in came:
                    came[other] = (node, link, direction)
                    waiting.append(other)
        return None

    @staticmethod
    def _trace(begin: int, end: int, came: dict[int, tuple[int, int, int] | tuple[int]]) -> list[tuple[int, int]]:
        path, node = [], end
        while node != begin:
            step = came[node]
            if len(step) == 3:
                path.append((step[1], step[2]))
            node = step[0]
        return path
