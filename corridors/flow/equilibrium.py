"""User equilibrium on congested links: nobody gains by another way (gradient projection on paths)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from corridors.errors import BadInput

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray


@dataclass(frozen=True, eq=False)
class Equilibrium:
    """Flows in equilibrium.

    Attributes
    ----------
    flow, cost : float array
        By link, in the units of the demand and of the free cost.
    beckmann : float
        Sum of the integrals of cost over flow, which the equilibrium minimises.
    total_cost : float
        Sum of flow times cost.
    relative_gap : float
        Total cost above that of the shortest ways, over total cost.
    steps : int
        Rounds over all demands.
    """

    flow: NDArray[np.float64]
    cost: NDArray[np.float64]
    beckmann: float
    total_cost: float
    relative_gap: float
    steps: int


def user_equilibrium(
    tail: ArrayLike,
    head: ArrayLike,
    free_cost: ArrayLike,
    capacity: ArrayLike,
    origin: ArrayLike,
    destination: ArrayLike,
    demand: ArrayLike,
    b: ArrayLike = 0.15,
    power: ArrayLike = 4.0,
    gap: float = 1e-10,
    most_steps: int = 5000,
    system_optimum: bool = False,
    first_through_node: int = 0,
) -> Equilibrium:
    """Flows at which all ways in use between two nodes cost the same, and no other costs less.

    Parameters
    ----------
    tail, head : int array
        Directed links between nodes numbered from 0.
    free_cost, capacity, b, power : float array or float
        Cost of a link at flow x: free_cost * (1 + b * (x / capacity) ** power), the BPR curve.
    origin, destination, demand : array
        A row a demand.
    gap : float
        Relative gap at which to stop.
    system_optimum : bool
        Least total cost instead (the equilibrium of marginal costs).
    first_through_node : int
        Nodes below this number are only begun and ended at, as zones in the TNTP files.

    Raises
    ------
    BadInput
        A demand without a way.

    References
    ----------
    Beckmann, McGuire, Winsten (1956); Jayakrishnan et al. (1994), gradient projection.

    Examples
    --------
    Two ways, one free of congestion at 2, one that costs its own flow: 2 of 3 take the second.

    >>> found = user_equilibrium([0, 0], [1, 1], [2, 1e-9], [1, 1], [0], [1], [3], b=[0, 1e9], power=1)
    >>> found.flow.round(6).tolist()
    [1.0, 2.0]
    """
    net = _Congested(tail, head, free_cost, capacity, b, power, system_optimum)
    start, end = np.asarray(origin, dtype=int), np.asarray(destination, dtype=int)
    amount = np.asarray(demand, dtype=float)
    on = np.flatnonzero((amount > 0) & (start != end))
    paths: dict[int, dict[tuple[int, ...], float]] = {int(k): {} for k in on}
    flow, found_gap, step = np.zeros(len(net.tail)), np.inf, 0
    ways = _Ways(net, start[on], end[on], first_through_node)
    for step in range(1, most_steps + 1):
        shortest, found_gap = ways.shortest(net.price(flow), flow, amount[on])
        for place, k in enumerate(on.tolist()):
            own = paths[k]
            if not own:
                own[shortest[place]] = float(amount[k])
                flow[list(shortest[place])] += amount[k]
            else:
                own.setdefault(shortest[place], 0.0)
        if found_gap <= gap and step > 1:
            break
        for _ in range(4):
            for k in on.tolist():
                net.shift(paths[k], flow)
        flow = net.summed(paths)
    cost = net.cost(flow)
    return Equilibrium(flow, cost, net.beckmann(flow), float(flow @ cost), float(max(found_gap, 0.0)), step)


class _Congested:
    """Links with the BPR curve, and the shift of flow between paths."""

    def __init__(
        self,
        tail: ArrayLike,
        head: ArrayLike,
        free: ArrayLike,
        capacity: ArrayLike,
        b: ArrayLike,
        power: ArrayLike,
        marginal: bool,
    ) -> None:
        self.tail, self.head = np.asarray(tail, dtype=int), np.asarray(head, dtype=int)
        self.free, room, b, self.power = (
            np.broadcast_to(np.asarray(a, dtype=float), self.tail.shape) for a in (free, capacity, b, power)
        )
        self.slope = np.divide(self.free * b, room**self.power)
        # The marginal cost t + x t' has the same shape with a steeper curve.
        self.steep = self.slope * (1 + self.power) if marginal else self.slope

    def cost(self, flow: NDArray[np.float64]) -> NDArray[np.float64]:
        return self.free + self.slope * flow**self.power

    def price(self, flow: NDArray[np.float64]) -> NDArray[np.float64]:
        return self.free + self.steep * flow**self.power

    def beckmann(self, flow: NDArray[np.float64]) -> float:
        return float((self.free * flow + self.slope * flow ** (self.power + 1) / (self.power + 1)).sum())

    def summed(self, paths: dict[int, dict[tuple[int, ...], float]]) -> NDArray[np.float64]:
        flow = np.zeros(len(self.tail))
        for own in paths.values():
            for path, amount in own.items():
                flow[list(path)] += amount
        return flow

    def shift(self, own: dict[tuple[int, ...], float], flow: NDArray[np.float64]) -> None:
        """A Newton step from every path of one demand towards its cheapest."""
        if len(own) < 2:
            return
        costs = {p: self._along(p, flow) for p in own}
        best = min(own, key=lambda p: (costs[p], p))
        for path in [p for p in own if p != best]:
            gone, come = list(set(path) - set(best)), list(set(best) - set(path))
            more = self._along(tuple(gone), flow) - self._along(tuple(come), flow)
            bend = self._bend(gone, flow) + self._bend(come, flow)
            if more <= 0:
                continue
            moved = min(own[path], more / bend) if bend > 0 else own[path]
            own[path] -= moved
            own[best] += moved
            flow[gone] = np.maximum(flow[gone] - moved, 0.0)
            flow[come] += moved
            if own[path] <= 0:
                del own[path]

    def _along(self, path: tuple[int, ...], flow: NDArray[np.float64]) -> float:
        at = list(path)
        return float((self.free[at] + self.steep[at] * flow[at] ** self.power[at]).sum())

    def _bend(self, links: list[int], flow: NDArray[np.float64]) -> float:
        power = self.power[links]
        with np.errstate(divide="ignore", invalid="ignore"):
            raised = np.where(power > 0, flow[links] ** np.where(power > 0, power - 1, 0.0), 0.0)
        return float((self.steep[links] * power * raised).sum())


class _Ways:
    """Cheapest ways between the ends of all demands."""

    def __init__(self, net: _Congested, start: NDArray[np.int64], end: NDArray[np.int64], through: int) -> None:
        self.net, self.start, self.end, self.through = net, start, end, through
        self.nodes = int(max(net.tail.max(), net.head.max(), start.max(initial=0), end.max(initial=0))) + 1
        self.origins = np.unique(start)

    def shortest(
        self, price: NDArray[np.float64], flow: NDArray[np.float64], amount: NDArray[np.float64]
    ) -> tuple[list[tuple[int, ...]], float]:
        """A path (links) a demand, and the relative gap of the flow."""
        from scipy.sparse import csr_array
        from scipy.sparse.csgraph import dijkstra

        # Of parallel links the cheapest counts; a tiny cost keeps links of none in the matrix.
        order = np.lexsort((np.arange(len(price)), price))
        _, first = np.unique(self.net.tail[order] * self.nodes + self.net.head[order], return_index=True)
        kept = order[first]
        paths: list[tuple[int, ...]] = [()] * len(self.start)
        least = 0.0
        for begin in self.origins.tolist():
            closed = (self.net.tail[kept] < self.through) & (self.net.tail[kept] != begin)
            use = kept[~closed]
            weight = np.maximum(price[use], 1e-300)
            ends = self.net.tail[use], self.net.head[use]
            matrix = csr_array((weight, ends), shape=(self.nodes, self.nodes))
            far, before = dijkstra(matrix, indices=begin, return_predecessors=True)
            link_of = dict(zip(zip(*(e.tolist() for e in ends), strict=True), use.tolist(), strict=True))
            for k in np.flatnonzero(self.start == begin).tolist():
                paths[k] = self._back(begin, int(self.end[k]), before, link_of)
                least += float(far[self.end[k]] * amount[k])
        total = float(price @ flow)
        return paths, (total - least) / total if total > 0 else np.inf

    def _back(
        self, begin: int, node: int, before: NDArray[np.int32], link_of: dict[tuple[int, int], int]
    ) -> tuple[int, ...]:
        path: list[int] = []
        goal = node
        while node != begin:
            if before[node] < 0:
                raise BadInput(f"no way leads from node {begin} to node {goal}; leave this demand out")
            path.append(link_of[int(before[node]), node])
            node = int(before[node])
        return tuple(reversed(path))
