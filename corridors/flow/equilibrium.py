"""User equilibrium on congested links: nobody gains by another way (gradient projection on paths)."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from corridors.errors import BadInput
from corridors.flow import path_store
from corridors.flow.path_store import FULL, NO_WAY, Links, Pairs, Store, Work

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    Floats = NDArray[np.float64]

# Sweeps over the paths that are known, between two searches for new ones.
SWEEPS = 8
# A pair whose flow pays less above the least than this share of the gap that is asked for rests.
REST = 0.1
# Sweeps stop when what is paid is this share of what was paid before them.
SWEPT = 0.05
# The gap is worth working out when what was paid on the way is so many times what may be.
LOOK = 5.0
# Cells for links a demand, to begin with; the store grows when it is full.
ROOM = 32
# Costs below this are none.
NOTHING = 1e-200


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
    _demands: _Demands = field(repr=False)

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
    curves = _Curves.of(tail, head, free_cost, capacity, b, power, fixed_cost, other_flow)
    demands = _Demands.of(origin, destination, demand, vehicle_class, equivalents)
    links = curves.links(demands.nodes, demands.own_cost(class_cost, len(curves.free)), system_optimum)
    if start is not None:
        demands.begin_with(start._demands, links)
    steps, found_gap = demands.settle(links, gap, most_steps, first_through_node)
    own = np.zeros((len(demands.equivalents), len(curves.free)))
    path_store.load(demands.pairs, demands.store, own)
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


@dataclass(frozen=True, eq=False)
class _Curves:
    """Links with the BPR curve."""

    tail: NDArray[np.int64]
    head: NDArray[np.int64]
    free: Floats
    slope: Floats
    power: Floats
    other: Floats

    @classmethod
    def of(
        cls,
        tail: ArrayLike,
        head: ArrayLike,
        free_cost: ArrayLike,
        capacity: ArrayLike,
        b: ArrayLike,
        power: ArrayLike,
        fixed_cost: ArrayLike,
        other_flow: ArrayLike,
    ) -> _Curves:
        tails, heads = np.asarray(tail, dtype=int), np.asarray(head, dtype=int)
        free, room, share, powers, fixed, other = (
            np.broadcast_to(np.asarray(a, dtype=float), tails.shape)
            for a in (free_cost, capacity, b, power, fixed_cost, other_flow)
        )
        for good, what in (
            (room > 0, "a capacity that is not above zero"),
            (free * share >= 0, "a cost that falls with flow"),
            (free + fixed >= 0, "a cost below zero"),
            (other >= 0, "other traffic below zero"),
        ):
            if not good.all():
                raise BadInput(f"link {int(np.flatnonzero(~good)[0])} has {what}")
        return cls(
            tails,
            heads,
            free + fixed,
            np.divide(free * share, room**powers),
            *map(np.ascontiguousarray, (powers, other)),
        )

    def links(self, nodes: int, own: Floats, marginal: bool) -> Links:
        """As the loops have them. The marginal cost t + x t' has the same shape with a steeper curve."""
        nodes = int(max([nodes, self.tail.max(initial=-1) + 1, self.head.max(initial=-1) + 1]))
        leaving = np.searchsorted(np.sort(self.tail), np.arange(nodes + 1))
        out = np.argsort(self.tail, kind="stable")
        slope = self.slope * (1 + self.power) if marginal else self.slope
        tail, head = self.tail.astype(np.int32), self.head.astype(np.int32)
        state = (np.zeros(len(tail)) for _ in range(3))
        return Links(leaving, out.astype(np.int32), tail, head, self.free, slope, self.power, self.other, own, *state)

    def cost(self, flow: Floats) -> Floats:
        return self.free + self.slope * (flow + self.other) ** self.power

    def beckmann(self, flow: Floats) -> float:
        more = (flow + self.other) ** (self.power + 1) - self.other ** (self.power + 1)
        return float((self.free * flow + self.slope * more / (self.power + 1)).sum())


@dataclass(eq=False)
class _Demands:
    """Demands by class and origin, and the paths they take."""

    row: NDArray[np.int64]  # of each pair, in the demand as given
    rows: int
    equivalents: Floats
    pairs: Pairs
    store: Store

    @classmethod
    def of(
        cls,
        origin: ArrayLike,
        destination: ArrayLike,
        demand: ArrayLike,
        vehicle_class: ArrayLike,
        equivalents: ArrayLike,
    ) -> _Demands:
        begin, end = np.asarray(origin, dtype=int), np.asarray(destination, dtype=int)
        amount = np.asarray(demand, dtype=float)
        kind = np.broadcast_to(np.asarray(vehicle_class, dtype=int), amount.shape)
        each = np.atleast_1d(np.asarray(equivalents, dtype=float))
        if not (amount >= 0).all():
            raise BadInput("a demand is negative or not a number")
        if not (each > 0).all():
            raise BadInput("an equivalent is not above zero")
        if not ((kind >= 0) & (kind < len(each))).all():
            raise BadInput(f"a demand has a vehicle class that is not there; equivalents has 0 to {len(each) - 1}")
        row = np.flatnonzero((amount > 0) & (begin != end))
        row = row[np.lexsort((end[row], begin[row], kind[row]))]
        first = np.flatnonzero(np.diff(kind[row], prepend=-1) | np.diff(begin[row], prepend=-1))
        pairs = Pairs(
            start=np.append(first, len(row)).astype(np.int64),
            origin=begin[row[first]].astype(np.int32),
            kind=kind[row[first]].astype(np.int32),
            end=end[row].astype(np.int32),
            demand=amount[row] * each[kind[row]],
            first=np.full(len(row), -1, dtype=np.int32),
        )
        return cls(row, len(amount), each, pairs, _store(2 * len(row) + 16, ROOM * len(row) + 16))

    @property
    def nodes(self) -> int:
        return int(max(self.pairs.origin.max(initial=-1), self.pairs.end.max(initial=-1))) + 1

    def own_cost(self, class_cost: ArrayLike, links: int) -> Floats:
        """A row a class."""
        own = np.array(np.broadcast_to(np.asarray(class_cost, dtype=float), (len(self.equivalents), links)))
        if not (own >= 0).all():
            raise BadInput("class_cost is negative or not a number")
        return own

    def settle(self, links: Links, gap: float, most_steps: int, through: int) -> tuple[int, float]:
        """Rounds until the gap is small enough; how many there were, and the gap."""
        work = _work(len(links.leaving) - 1, len(links.flow))
        slack, found, step = REST * gap, 0.0, 0
        for step in range(1, most_steps + 1):
            total = self._at_sums(links)
            paid = self._searched(links, work, through, slack)
            self._swept(links, work, slack, paid, gap * total)
            # What was paid on the way overstates the gap that is left: worth looking when it is near.
            if paid <= LOOK * gap * total or step == most_steps:
                total = self._at_sums(links)
                found = _relative(total, path_store.least_cost(links, self.pairs, work, through))
                if found <= gap:
                    break
        return step, found

    def _at_sums(self, links: Links) -> float:
        """Flows added up anew from the paths, prices at them, and the total price."""
        own = np.zeros((len(self.equivalents), len(links.flow)))
        path_store.load(self.pairs, self.store, own)
        links.flow[:] = own.sum(axis=0)
        path_store.reprice_all(links)
        return float((own * np.where(own > 0, links.price + links.own, 0.0)).sum())

    def _searched(self, links: Links, work: Work, through: int, slack: float) -> float:
        """One search over all origins, the store made larger when it is full; what was paid above the least."""
        paid, group, why = 0.0, 0, FULL
        while why == FULL:
            group, why, more = path_store.search(links, self.pairs, self.store, work, through, group, slack)
            if why == NO_WAY:
                pair = int(more)
                start = self.pairs.origin[np.searchsorted(self.pairs.start, pair, side="right") - 1]
                raise BadInput(f"no way leads from node {start} to node {self.pairs.end[pair]}; leave this demand out")
            if why == FULL:
                self._make_room(len(work.far))
            paid += more
        return paid

    def _make_room(self, longest: int) -> None:
        """Close gaps in the store; make it larger where that is not enough."""
        path_store.compact(self.pairs, self.store)
        paths, cells = self.store.used.tolist()
        self.store = _store(int(1.3 * paths) + 16, int(1.3 * cells) + longest, self.store)

    def _swept(self, links: Links, work: Work, slack: float, paid: float, enough: float) -> None:
        """Sweeps over the known paths until little is left of what was paid, or of what may be."""
        for _ in range(SWEEPS):
            if path_store.sweep(links, self.pairs, self.store, work, slack) <= max(SWEPT * paid, REST * enough):
                break

    def begin_with(self, before: _Demands, links: Links) -> None:
        """The paths of an equilibrium before this one, with the demands of now."""
        if before.store.used[0] and before.store.pool[: before.store.used[1]].max(initial=0) >= len(links.flow):
            raise BadInput("start is of other links")
        old, now = before._keys(), self._keys()
        unique, at = np.unique(old, return_index=True)
        found = np.searchsorted(unique, now)
        known = found < len(unique)
        known[known] = unique[found[known]] == now[known]
        known[1:] &= now[1:] != now[:-1]
        of = at[found[known]]
        self.store = _store(int(before.store.used[0]), int(before.store.used[1]), before.store)
        scale = np.zeros(len(old))
        scale[of] = self.pairs.demand[known] / before.pairs.demand[of]
        path_store.rescale(before.pairs, self.store, scale)
        self.pairs.first[known] = before.pairs.first[of]

    def _keys(self) -> NDArray[np.int64]:
        """A number for class, origin and end of each pair."""
        group = np.repeat(np.arange(len(self.pairs.origin)), np.diff(self.pairs.start))
        kind, origin = self.pairs.kind[group].astype(np.int64), self.pairs.origin[group].astype(np.int64)
        return np.asarray((kind << 60) + (origin << 30) + self.pairs.end, dtype=np.int64)

    def through(self, link: int) -> Floats:
        """Flow over a link by row of the demand."""
        amount, out = np.zeros(len(self.row)), np.zeros(self.rows)
        path_store.using(self.pairs, self.store, link, amount)
        out[self.row] = amount / np.repeat(self.equivalents[self.pairs.kind], np.diff(self.pairs.start))
        return out


def _relative(total: float, least: float) -> float:
    """Relative gap; nothing to send, or nothing to pay, is no gap."""
    if total <= 0:
        return 0.0 if least < NOTHING else np.inf
    return max((total - least) / total, 0.0)


def _work(nodes: int, links: int) -> Work:
    return Work(
        far=np.empty(nodes),
        before=np.empty(nodes, dtype=np.int32),
        heap=np.empty(nodes + 1, dtype=np.int32),
        place=np.empty(nodes, dtype=np.int32),
        mark=np.zeros(links, dtype=np.int64),
        tick=np.ones(1, dtype=np.int64),
    )


def _store(paths: int, cells: int, old: Store | None = None) -> Store:
    """An empty store, or a larger one with what the old one holds."""
    new = Store(
        pool=np.empty(cells, dtype=np.int32),
        begin=np.empty(paths, dtype=np.int64),
        size=np.empty(paths, dtype=np.int32),
        next=np.empty(paths, dtype=np.int32),
        amount=np.empty(paths),
        cost=np.empty(paths),
        used=np.zeros(2, dtype=np.int64),
    )
    if old is not None:
        for name, kept in old._asdict().items():
            getattr(new, name)[: len(kept)] = kept[: len(getattr(new, name))]
    return new
