"""User equilibrium on congested links: nobody gains by another way (gradient projection on paths)."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from corridors.errors import BadInput
from corridors.flow.equilibrium.bpr import Curves
from corridors.flow.equilibrium.demands import Demands
from corridors.flow.equilibrium.rounds import settle

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Equilibrium:
    """Flows in equilibrium.

    Attributes
    ----------
    flow, cost : float array
        By link, in the units of the demand (such as vehicles an hour; of several classes in equivalents) and of the
        free cost (such as minutes), without what one class alone pays.
    class_flow : float array
        A row a class, by link, in vehicles.
    beckmann : float
        Sum over the links of the integral of cost from no flow to the flow, which the equilibrium minimises; with what
        the classes alone pay.
    total_cost : float
        Sum of flow times cost (tolls and other fixed costs included).
    relative_gap : float
        Total cost above that of the shortest ways, over total cost (of marginal costs for the system optimum).
    steps : int
        Rounds over all demands.
    paths : int
        Paths in use.
    """

    flow: Floats
    cost: Floats
    class_flow: Floats
    beckmann: float
    total_cost: float
    relative_gap: float
    steps: int
    paths: int
    _demands: Demands = field(repr=False)

    def through(self, link: int) -> Floats:
        """What each demand sends over one link (select-link), a value a row of the demand, in its unit.

        Examples
        --------
        >>> found = user_equilibrium([0, 1, 2], [1, 2, 3], [1, 1, 1], 9, [0, 0], [2, 3], [4, 5])
        >>> found.through(1).tolist(), found.through(2).tolist()
        ([4.0, 5.0], [0.0, 5.0])
        """
        if not 0 <= link < len(self.flow):
            raise BadInput(f"link {link} is not there; links are 0 to {len(self.flow) - 1}")
        return self._demands.through(link)


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
    vehicle_class: ArrayLike = 0,
    equivalents: ArrayLike = 1.0,
    class_cost: ArrayLike = 0.0,
    other_flow: ArrayLike = 0.0,
    start: Equilibrium | None = None,
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
    vehicle_class : int array or int
        Class of each demand, from 0: cars and trucks, say.
    equivalents : float array
        By class: how much of a link's capacity a vehicle takes. What a class pays for time is counted by this too,
        which is why the equilibrium is one and least cost finds it.
    class_cost : float array
        A row a class, by link: what it alone pays, such as a truck's toll at its value of time; infinite where it may
        not go.
    other_flow : float array or float
        By link: flow that is there whatever it costs, in the unit of the capacity; the system optimum counts its time.
    start : Equilibrium, optional
        Of the same links and about the same demands, to begin with (of a scenario before this one).

    Raises
    ------
    BadInput
        A demand without a way, a capacity that is not above zero, a negative cost or demand, a start of other links.

    Notes
    -----
    Paths lie in one flat store. Each round finds the tree of one origin after the other, adds what is cheaper than all
    known paths of a demand, and shifts flow to the cheapest by Newton steps at once; then come sweeps over the known
    paths. Pairs at equilibrium are passed over. The loops are compiled where numba is installed (extra `fast`); without
    it they are right, and slow beyond some hundred demands.

    References
    ----------
    Beckmann, McGuire, Winsten (1956); Jayakrishnan et al. (1994), gradient projection; Xie, Nie, Liu (2018), a greedy
    path-based algorithm.

    Examples
    --------
    Two ways, one free of congestion at 2, one that costs its own flow: 2 of 3 take the second.

    >>> found = user_equilibrium([0, 0], [1, 1], [2, 1e-9], [1, 1], [0], [1], [3], b=[0, 1e9], power=1)
    >>> found.flow.round(6).tolist()
    [1.0, 2.0]
    """
    curves = Curves.of(tail, head, free_cost, capacity, b, power, fixed_cost, other_flow)
    demands = Demands.of(origin, destination, demand, vehicle_class, equivalents)
    links = curves.links(demands.nodes, demands.own_cost(class_cost, len(curves.free)), system_optimum)
    if start is not None:
        demands.begin_with(start._demands, len(curves.free))
    steps, found_gap = settle(links, demands, gap, most_steps, first_through_node)
    own = demands.load(len(curves.free))
    flow = own.sum(axis=0)
    cost = curves.cost(flow)
    extra = float((np.where(own > 0, links.own, 0.0) * own).sum())
    return Equilibrium(
        flow=flow,
        cost=cost,
        class_flow=own / demands.equivalents[:, None],
        beckmann=curves.beckmann(flow) + extra,
        total_cost=float(flow @ cost) + extra,
        relative_gap=found_gap,
        steps=steps,
        paths=int((demands.store.amount[: demands.store.used[0]] > 0).sum()),
        _demands=demands,
    )
