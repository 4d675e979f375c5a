"""Cheapest paths between the ends of many demands at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from corridors.errors import BadInput

if TYPE_CHECKING:
    from numpy.typing import NDArray

# A link that costs nothing costs this, or a sparse matrix would not hold it.
FREE = 1e-300


class ShortestPaths:
    """Cheapest paths between the ends of demands.

    A zone that is not gone through is two nodes: one where paths begin, and, after all others, one where they end.

    Parameters
    ----------
    tail, head : int array
        Directed links between nodes numbered from 0.
    start, end : int array
        Of each demand.
    through : int
        Nodes below this number are not gone through.
    """

    def __init__(
        self,
        tail: NDArray[np.int64],
        head: NDArray[np.int64],
        start: NDArray[np.int64],
        end: NDArray[np.int64],
        through: int,
    ) -> None:
        nodes = int(max(tail.max(initial=0), head.max(initial=0), start.max(initial=0), end.max(initial=0))) + 1
        self.nodes, self.size, self.tail = nodes, nodes + through, tail
        self.head, self.end = (np.where(e < through, e + nodes, e) for e in (head, end))
        self.start = start
        self.origins, self.row = np.unique(start, return_inverse=True)
        # Parallel links stand for one way, of which the cheapest counts.
        self.ways, self.way_of = np.unique(self.tail * self.size + self.head, return_inverse=True)

    def at(self, price: NDArray[np.float64]) -> tuple[list[tuple[int, ...]], NDArray[np.float64]]:
        """The links of a path a demand, and what it costs.

        Raises
        ------
        BadInput
            A demand without a way.
        """
        from scipy.sparse import csr_array
        from scipy.sparse.csgraph import dijkstra

        order = np.lexsort((np.arange(len(price)), price, self.way_of))
        link = order[np.searchsorted(self.way_of[order], np.arange(len(self.ways)))]
        weight = np.maximum(price[link], FREE)
        matrix = csr_array((weight, (self.tail[link], self.head[link])), shape=(self.size, self.size))
        far, before = dijkstra(matrix, indices=self.origins, return_predecessors=True)
        return self._back(before, link), far[self.row, self.end]

    def _back(self, before: NDArray[np.int32], link: NDArray[np.int64]) -> list[tuple[int, ...]]:
        """All paths at once, followed from their ends to their origins."""
        node, steps = self.end.copy(), []
        going = np.arange(len(node))
        while len(going := going[node[going] != self.start[going]]):
            last = before[self.row[going], node[going]].astype(np.int64)
            if (last < 0).any():
                lost = going[last < 0][0]
                goal = self.end[lost] - (self.nodes if self.end[lost] >= self.nodes else 0)
                raise BadInput(f"no way leads from node {self.start[lost]} to node {goal}; leave this demand out")
            step = np.full(len(node), -1)
            step[going] = link[np.searchsorted(self.ways, last * self.size + node[going])]
            steps.append(step)
            node[going] = last
        taken = np.array(steps[::-1], dtype=np.int64).reshape(len(steps), len(node)).T.tolist()
        return [tuple(k for k in path if k >= 0) for path in taken]
