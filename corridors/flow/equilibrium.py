"""User equilibrium on congested links: nobody gains by another way (gradient projection on paths)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from corridors.errors import BadInput
from corridors.flow.shortest_paths import ShortestPaths

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

# Costs below this are none.
NOTHING = 1e-200


@dataclass(frozen=True, eq=False)
class Equilibrium:
    """Flows in equilibrium.

    Attributes
    ----------
    flow, cost : float array
        By link, in the units of the demand (such as vehicles an hour) and of the free cost (such as minutes).
    beckmann : float
        Sum over the links of the integral of cost from no flow to the flow, which the equilibrium minimises.
    total_cost : float
        Sum of flow times cost (tolls and other fixed costs included).
    relative_gap : float
        Total cost above that of the shortest ways, over total cost (of marginal costs for the system optimum).
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
    fixed_cost: ArrayLike = 0.0,
) -> Equilibrium:
    """Flows at which all ways in use between two nodes cost the same, and no other costs less.

    Parameters
    ----------
    tail, head : int array
        Directed links between nodes numbered from 0; a road both ways is two links. Parallel links are welcome.
    free_cost, capacity, b, power, fixed_cost : float array or float
        Cost of a link at flow x: fixed_cost + free_cost * (1 + b * (x / capacity) ** power), the BPR curve. Costs in
        one unit (minutes, say), capacity in that of the demand.
    origin, destination, demand : array
        A row a demand: nodes, and flow in any one unit (vehicles an hour, say). Within a node nothing moves.
    gap : float
        Relative gap at which to stop; the Beckmann sum is then nearer still to its least.
    most_steps : int
        Rounds after which to stop all the same; `relative_gap` tells how far one came.
    system_optimum : bool
        Least total cost instead (the equilibrium of marginal costs).
    first_through_node : int
        Nodes below this number are only begun and ended at, as zones in the TNTP files (there counted from 1).
    fixed_cost
        What does not grow with the flow: in TNTP files toll times toll weight plus length times distance weight.

    Raises
    ------
    BadInput
        A demand without a way, a capacity that is not above zero, a negative cost or demand.

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
    net = _Congested(tail, head, free_cost, capacity, b, power, fixed_cost, system_optimum)
    start, end = np.asarray(origin, dtype=int), np.asarray(destination, dtype=int)
    amount = np.asarray(demand, dtype=float)
    if not (amount >= 0).all():
        raise BadInput("a demand is negative or not a number")
    on = np.flatnonzero((amount > 0) & (start != end))
    paths: dict[int, dict[tuple[int, ...], float]] = {int(k): {} for k in on}
    flow, found_gap, step = np.zeros(len(net.tail)), np.inf, 0
    ways = ShortestPaths(net.tail, net.head, start[on], end[on], first_through_node)
    for step in range(1, most_steps + 1):
        price = net.price(flow)
        shortest, least = ways.at(price)
        found_gap = _gap(float(price @ flow), float(least @ amount[on]))
        for place, k in enumerate(on.tolist()):
            own = paths[k]
            if not own:
                own[shortest[place]] = float(amount[k])
                flow[list(shortest[place])] += amount[k]
            else:
                own.setdefault(shortest[place], 0.0)
        if found_gap <= gap and step > 1:
            break
        net.rest_at(flow)
        several = [own for own in paths.values() if len(own) > 1]
        for _ in range(4):
            for own in several:
                net.shift(own)
        flow = net.summed(paths)
    cost = net.cost(flow)
    return Equilibrium(flow, cost, net.beckmann(flow), float(flow @ cost), float(max(found_gap, 0.0)), step)


def _gap(total: float, least: float) -> float:
    """Relative gap; nothing to send, or nothing to pay, is no gap."""
    if total <= 0:
        return 0.0 if least < NOTHING else np.inf
    return (total - least) / total


class _Congested:
    """Links with the BPR curve, and the shift of flow between paths.

    Shifts touch a few links of a few paths at a time, many thousand times: lists are quicker there than arrays.
    """

    def __init__(
        self,
        tail: ArrayLike,
        head: ArrayLike,
        free: ArrayLike,
        capacity: ArrayLike,
        b: ArrayLike,
        power: ArrayLike,
        fixed: ArrayLike,
        marginal: bool,
    ) -> None:
        self.tail, self.head = np.asarray(tail, dtype=int), np.asarray(head, dtype=int)
        free, room, b, self.power, fixed = (
            np.broadcast_to(np.asarray(a, dtype=float), self.tail.shape) for a in (free, capacity, b, power, fixed)
        )
        for good, what in (
            (room > 0, "a capacity that is not above zero"),
            (free * b >= 0, "a cost that falls with flow"),
            (free + fixed >= 0, "a cost below zero"),
        ):
            if not good.all():
                raise BadInput(f"link {int(np.flatnonzero(~good)[0])} has {what}")
        self.free = free + fixed
        self.slope = np.divide(free * b, room**self.power)
        # The marginal cost t + x t' has the same shape with a steeper curve.
        self.steep = self.slope * (1 + self.power) if marginal else self.slope
        self._curve = list(zip(self.free.tolist(), self.steep.tolist(), self.power.tolist(), strict=True))
        self._flow: list[float] = []
        self._price: list[float] = []

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

    def rest_at(self, flow: NDArray[np.float64]) -> None:
        """Begin shifts at a flow."""
        self._flow, self._price = flow.tolist(), self.price(flow).tolist()

    def shift(self, own: dict[tuple[int, ...], float]) -> None:
        """A Newton step from every path of one demand towards its cheapest."""
        price = self._price
        costs = {p: sum([price[k] for k in p]) for p in own}
        best = min(own, key=lambda p: (costs[p], p))
        into = set(best)
        for path in [p for p in own if p != best]:
            gone = [k for k in path if k not in into]
            come = list(into.difference(path))
            more = sum([price[k] for k in gone]) - sum([price[k] for k in come])
            if more <= 0:
                continue
            bend = self._bend(gone) + self._bend(come)
            moved = min(own[path], more / bend) if bend > 0 else own[path]
            own[path] -= moved
            own[best] += moved
            self._add(gone, -moved)
            self._add(come, moved)
            if own[path] <= 0:
                del own[path]

    def _add(self, links: list[int], amount: float) -> None:
        for link in links:
            free, steep, power = self._curve[link]
            flow = max(self._flow[link] + amount, 0.0)
            self._flow[link], self._price[link] = flow, free + steep * flow**power

    def _bend(self, links: list[int]) -> float:
        """Slope of the cost along links."""
        total = 0.0
        for link in links:
            _, steep, power = self._curve[link]
            flow = self._flow[link]
            # A power below one is infinitely steep at no flow.
            total += steep * power * (flow ** (power - 1) if flow > 0 or power >= 1 else 0.0) if power else 0.0
        return total
