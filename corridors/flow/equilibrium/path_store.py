"""Paths of all demands in one flat store: loops over what is there, each by itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from corridors.flow.compiled import compiled

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]
    Shorts = NDArray[np.int32]


class Pairs(NamedTuple):
    """Demands by group (of one class and origin): where they end, how much, and their first path (-1: none yet)."""

    start: Ints  # of each group among the pairs, with the end
    origin: Shorts
    kind: Shorts
    end: Shorts
    demand: Floats
    first: Shorts


class Store(NamedTuple):
    """Paths: links from end to origin in one pool, the next path of the pair, flow and last cost."""

    pool: Shorts
    begin: Ints
    size: Shorts
    next: Shorts
    amount: Floats
    cost: Floats
    used: Ints  # paths, cells of the pool

    @classmethod
    def empty(cls, paths: int, cells: int) -> Store:
        """Room for so many paths, and for so many links of them."""
        return cls(
            pool=np.empty(cells, dtype=np.int32),
            begin=np.empty(paths, dtype=np.int64),
            size=np.empty(paths, dtype=np.int32),
            next=np.empty(paths, dtype=np.int32),
            amount=np.empty(paths),
            cost=np.empty(paths),
            used=np.zeros(2, dtype=np.int64),
        )

    def copied(self, paths: int, cells: int) -> Store:
        """The same paths in room for so many, which is no less than they take."""
        new = Store.empty(paths, cells)
        for name, own in self._asdict().items():
            kept = getattr(new, name)
            kept[: len(own)] = own[: len(kept)]
        return new


@compiled
def load(pairs: Pairs, store: Store, flow: Floats) -> None:
    """Flow by class and link, added up from the paths."""
    flow[:] = 0.0
    for group in range(len(pairs.origin)):
        for pair in range(pairs.start[group], pairs.start[group + 1]):
            path = pairs.first[pair]
            while path >= 0:
                for at in range(store.begin[path], store.begin[path] + store.size[path]):
                    flow[pairs.kind[group], store.pool[at]] += store.amount[path]
                path = store.next[path]


@compiled
def using(pairs: Pairs, store: Store, link: int, amount: Floats) -> None:
    """Flow of each pair over one link."""
    for pair in range(len(pairs.first)):
        path = pairs.first[pair]
        while path >= 0:
            for at in range(store.begin[path], store.begin[path] + store.size[path]):
                if store.pool[at] == link:
                    amount[pair] += store.amount[path]
            path = store.next[path]


@compiled
def rescale(pairs: Pairs, store: Store, scale: Floats) -> None:
    """Flow of each pair times a factor; the paths of a pair with factor zero are let go."""
    for pair in range(len(pairs.first)):
        path = pairs.first[pair]
        while path >= 0:
            store.amount[path] *= scale[pair]
            if scale[pair] == 0.0:
                store.size[path] = 0
            path = store.next[path]


@compiled
def compact(pairs: Pairs, store: Store) -> None:
    """Close the room that paths without flow left, in place."""
    number = np.empty(store.used[0], dtype=np.int32)
    paths, at = 0, 0
    for path in range(store.used[0]):
        if store.size[path] == 0:
            continue
        number[path] = paths
        begin, size = store.begin[path], store.size[path]
        store.pool[at : at + size] = store.pool[begin : begin + size]
        store.begin[paths], store.size[paths], store.next[paths] = at, size, store.next[path]
        store.amount[paths], store.cost[paths] = store.amount[path], store.cost[path]
        paths += 1
        at += size
    for path in range(paths):
        if store.next[path] >= 0:
            store.next[path] = number[store.next[path]]
    for pair in range(len(pairs.first)):
        if pairs.first[pair] >= 0:
            pairs.first[pair] = number[pairs.first[pair]]
    store.used[0], store.used[1] = paths, at
