"""Gradient projection: flow of each demand moves to its cheapest path by Newton steps (loops that call each other)."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from corridors.flow.compiled import compiled

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from corridors.flow.equilibrium.bpr import Links
    from corridors.flow.equilibrium.path_store import Pairs, Store

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]
    Shorts = NDArray[np.int32]

# Paths of one pair whose costs differ by less than this share cost the same.
SAME = 1e-13
NO_WAY, FULL = -1, -2


class Work(NamedTuple):
    """Room to work in: the tree of one origin, its heap, and marks on links."""

    far: Floats
    before: Shorts
    heap: Shorts
    place: Shorts
    mark: Ints
    tick: Ints

    @classmethod
    def of(cls, nodes: int, links: int) -> Work:
        """For a network of this size."""
        return cls(
            far=np.empty(nodes),
            before=np.empty(nodes, dtype=np.int32),
            heap=np.empty(nodes + 1, dtype=np.int32),
            place=np.empty(nodes, dtype=np.int32),
            mark=np.zeros(links, dtype=np.int64),
            tick=np.ones(1, dtype=np.int64),
        )


@compiled
def reprice(links: Links, k: int) -> None:
    """Price of a link at its flow, and the slope of the price."""
    x, p, s = links.flow[k] + links.other[k], links.power[k], links.slope[k]
    if s == 0.0 or p == 0.0:
        links.price[k], links.bend[k] = links.free[k] + s, 0.0
    elif x <= 0.0:
        # A power below one is infinitely steep at no flow.
        links.price[k], links.bend[k] = links.free[k], s if p == 1.0 else 0.0
    else:
        steep = s * x * x * x if p == 4.0 else s * x ** (p - 1.0)
        links.price[k], links.bend[k] = links.free[k] + steep * x, steep * p


@compiled
def reprice_all(links: Links) -> None:
    """Prices of all links."""
    for k in range(len(links.flow)):
        reprice(links, k)


@compiled
def _rise(work: Work, node: int, at: int) -> None:
    """Move a node up the heap (four children to a parent) to where it belongs."""
    far = work.far[node]
    while at > 0:
        parent = (at - 1) >> 2
        other = work.heap[parent]
        if work.far[other] <= far:
            break
        work.heap[at] = other
        work.place[other] = at
        at = parent
    work.heap[at] = node
    work.place[node] = at


@compiled
def _sink(work: Work, node: int, filled: int) -> None:
    """Put a node in the place of the one that was taken from the top."""
    far, at = work.far[node], 0
    while True:
        child = 4 * at + 1
        if child >= filled:
            break
        least, best = child, work.far[work.heap[child]]
        for other in range(child + 1, min(child + 4, filled)):
            value = work.far[work.heap[other]]
            if value < best:
                least, best = other, value
        if best >= far:
            break
        work.heap[at] = work.heap[least]
        work.place[work.heap[at]] = at
        at = least
    work.heap[at] = node
    work.place[node] = at


@compiled
def tree(links: Links, work: Work, origin: int, kind: int, through: int) -> None:
    """Cheapest ways from an origin to all nodes (Dijkstra); nodes below `through` are not gone through."""
    work.far[:] = np.inf
    work.before[:] = -1
    work.place[:] = -1
    work.far[origin] = 0.0
    work.heap[0] = origin
    filled = 1
    while filled > 0:
        node = work.heap[0]
        filled -= 1
        if filled > 0:
            _sink(work, work.heap[filled], filled)
        work.place[node] = -2
        if node < through and node != origin:
            continue
        for at in range(links.leaving[node], links.leaving[node + 1]):
            k = links.out[at]
            there = links.head[k]
            reached = work.far[node] + links.price[k] + links.own[kind, k]
            if reached < work.far[there] and work.place[there] != -2:
                work.far[there] = reached
                work.before[there] = k
                if work.place[there] < 0:
                    filled += 1
                    _rise(work, there, filled - 1)
                else:
                    _rise(work, there, work.place[there])


@compiled
def _append(links: Links, pairs: Pairs, store: Store, work: Work, pair: int, origin: int) -> int:
    """Keep the way of the tree to the end of a pair as its first path."""
    path, at = store.used[0], store.used[1]
    store.begin[path] = at
    node = pairs.end[pair]
    while node != origin:
        k = work.before[node]
        store.pool[at] = k
        at += 1
        node = links.tail[k]
    store.size[path] = at - store.begin[path]
    store.next[path] = pairs.first[pair]
    store.amount[path] = 0.0
    store.cost[path] = work.far[pairs.end[pair]]
    pairs.first[pair] = path
    store.used[0], store.used[1] = path + 1, at
    return path


@compiled
def cheapest(links: Links, pairs: Pairs, store: Store, pair: int, kind: int) -> int:
    """The path of a pair that costs least now (-1: it has none); the costs of all are noted."""
    best, least = -1, np.inf
    path = pairs.first[pair]
    while path >= 0:
        cost = 0.0
        for at in range(store.begin[path], store.begin[path] + store.size[path]):
            k = store.pool[at]
            cost += links.price[k] + links.own[kind, k]
        store.cost[path] = cost
        if cost < least or best < 0:
            best, least = path, cost
        path = store.next[path]
    return best


@compiled
def _gap(pairs: Pairs, store: Store, pair: int, least: float) -> float:
    """What the flow of a pair pays above the least."""
    gap, path = 0.0, pairs.first[pair]
    while path >= 0:
        gap += store.amount[path] * (store.cost[path] - least)
        path = store.next[path]
    return gap


@compiled
def _move(links: Links, store: Store, path: int, amount: float, mark: Ints, tick: int) -> None:
    """Flow onto the links of a path that are not marked."""
    for at in range(store.begin[path], store.begin[path] + store.size[path]):
        k = store.pool[at]
        if mark[k] != tick:
            links.flow[k] = max(links.flow[k] + amount, 0.0)
            reprice(links, k)


@compiled
def _towards(links: Links, store: Store, work: Work, kind: int, path: int, best: int) -> None:
    """A Newton step of the flow of one path towards another; links of both do not change."""
    tick = work.tick[0] + 2
    work.tick[0] = tick
    for at in range(store.begin[best], store.begin[best] + store.size[best]):
        work.mark[store.pool[at]] = tick - 1
    more, bend = 0.0, 0.0
    for at in range(store.begin[path], store.begin[path] + store.size[path]):
        k = store.pool[at]
        if work.mark[k] == tick - 1:
            work.mark[k] = tick
        else:
            more += links.price[k] + links.own[kind, k]
            bend += links.bend[k]
    for at in range(store.begin[best], store.begin[best] + store.size[best]):
        k = store.pool[at]
        if work.mark[k] != tick:
            more -= links.price[k] + links.own[kind, k]
            bend += links.bend[k]
    if more <= 0.0:
        return
    moved = min(store.amount[path], more / bend) if bend > 0.0 else store.amount[path]
    _move(links, store, path, -moved, work.mark, tick)
    _move(links, store, best, moved, work.mark, tick)
    store.amount[path] -= moved
    store.amount[best] += moved


@compiled
def _shift(links: Links, pairs: Pairs, store: Store, work: Work, pair: int, kind: int, best: int) -> None:
    """Flow of a pair from every path towards its cheapest; a path without flow is let go."""
    path, last = pairs.first[pair], -1
    while path >= 0:
        after = store.next[path]
        if path != best:
            _towards(links, store, work, kind, path, best)
            if store.amount[path] <= 0.0:
                store.size[path] = 0
                if last < 0:
                    pairs.first[pair] = after
                else:
                    store.next[last] = after
                path = after
                continue
        last = path
        path = after


@compiled
def _search_pair(
    links: Links, pairs: Pairs, store: Store, work: Work, pair: int, kind: int, origin: int, slack: float
) -> float:
    """A new path for one demand where it gains enough, and the shift; answers with what was paid above the least."""
    least, demand = work.far[pairs.end[pair]], pairs.demand[pair]
    best = cheapest(links, pairs, store, pair, kind)
    if best < 0:
        best = _append(links, pairs, store, work, pair, origin)
        store.amount[best] = demand
        work.tick[0] += 1
        _move(links, store, best, demand, work.mark, work.tick[0])
        return np.inf
    gap = _gap(pairs, store, pair, least)
    if gap > slack * demand * least:
        if least < store.cost[best] * (1.0 - SAME):
            best = _append(links, pairs, store, work, pair, origin)
        _shift(links, pairs, store, work, pair, kind, best)
    return gap


@compiled
def search(
    links: Links, pairs: Pairs, store: Store, work: Work, through: int, group: int, slack: float
) -> tuple[int, int, float]:
    """New paths and shifts, origin by origin, each at the prices that the one before left.

    Returns
    -------
    tuple
        The group where it stopped, why (0 at the end, `NO_WAY` with the pair as third, `FULL`: begin again there with a
        larger store), and what was paid above the least. A pair that pays less than `slack` of its cost is passed over.
    """
    paid = 0.0
    for at in range(group, len(pairs.origin)):
        origin, kind = pairs.origin[at], pairs.kind[at]
        tree(links, work, origin, kind, through)
        for pair in range(pairs.start[at], pairs.start[at + 1]):
            if store.used[0] + 1 > len(store.begin) or store.used[1] + len(work.far) > len(store.pool):
                return at, FULL, paid
            if work.far[pairs.end[pair]] == np.inf:
                return at, NO_WAY, float(pair)
            paid += _search_pair(links, pairs, store, work, pair, kind, origin, slack)
    return len(pairs.origin), 0, paid


@compiled
def sweep(links: Links, pairs: Pairs, store: Store, work: Work, slack: float) -> float:
    """Shifts between the paths that are known; answers with what was paid above the cheapest of them."""
    paid = 0.0
    for group in range(len(pairs.origin)):
        kind = pairs.kind[group]
        for pair in range(pairs.start[group], pairs.start[group + 1]):
            path = pairs.first[pair]
            if path < 0 or store.next[path] < 0:
                continue
            best = cheapest(links, pairs, store, pair, kind)
            gap = _gap(pairs, store, pair, store.cost[best])
            paid += gap
            if gap > slack * pairs.demand[pair] * store.cost[best]:
                _shift(links, pairs, store, work, pair, kind, best)
    return paid


@compiled
def least_cost(links: Links, pairs: Pairs, work: Work, through: int) -> float:
    """Cost of all demands on their cheapest ways, nothing moved."""
    total = 0.0
    for group in range(len(pairs.origin)):
        tree(links, work, pairs.origin[group], pairs.kind[group], through)
        for pair in range(pairs.start[group], pairs.start[group + 1]):
            total += pairs.demand[pair] * work.far[pairs.end[pair]]
    return total
