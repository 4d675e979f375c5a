"""Demands by class and origin, with the paths they take: checked, begun from an earlier answer, read out by link."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from corridors.errors import BadInput
from corridors.flow.equilibrium.path_store import Pairs, Store, compact, load, rescale, using

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    Floats = NDArray[np.float64]

# Cells for links a demand, to begin with; the store grows when it is full.
ROOM = 32


@dataclass(eq=False)
class Demands:
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
    ) -> Demands:
        """Rows that move something, checked, in order of class, origin and end; no paths yet."""
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
        return cls(row, len(amount), each, pairs, Store.empty(2 * len(row) + 16, ROOM * len(row) + 16))

    @property
    def nodes(self) -> int:
        """Number of nodes up to the last that a demand begins or ends at."""
        return int(max(self.pairs.origin.max(initial=-1), self.pairs.end.max(initial=-1))) + 1

    def own_cost(self, class_cost: ArrayLike, links: int) -> Floats:
        """A row a class."""
        own = np.array(np.broadcast_to(np.asarray(class_cost, dtype=float), (len(self.equivalents), links)))
        if not (own >= 0).all():
            raise BadInput("class_cost is negative or not a number")
        return own

    def load(self, links: int) -> Floats:
        """Flow by class and link, in equivalents, added up from the paths."""
        own = np.zeros((len(self.equivalents), links))
        load(self.pairs, self.store, own)
        return own

    def make_room(self, longest: int) -> None:
        """Close gaps in the store; make it larger where that is not enough for another path."""
        compact(self.pairs, self.store)
        paths, cells = self.store.used.tolist()
        self.store = self.store.copied(int(1.3 * paths) + 16, int(1.3 * cells) + longest)

    def begin_with(self, before: Demands, links: int) -> None:
        """The paths of an equilibrium before this one, with the demands of now."""
        if before.store.used[0] and before.store.pool[: before.store.used[1]].max(initial=0) >= links:
            raise BadInput("start is of other links")
        old, now = before._keys(), self._keys()
        unique, at = np.unique(old, return_index=True)
        found = np.searchsorted(unique, now)
        known = found < len(unique)
        known[known] = unique[found[known]] == now[known]
        known[1:] &= now[1:] != now[:-1]
        of = at[found[known]]
        self.store = before.store.copied(*before.store.used.tolist())
        scale = np.zeros(len(old))
        scale[of] = self.pairs.demand[known] / before.pairs.demand[of]
        rescale(before.pairs, self.store, scale)
        self.pairs.first[known] = before.pairs.first[of]

    def _keys(self) -> NDArray[np.int64]:
        """A number for class, origin and end of each pair."""
        group = np.repeat(np.arange(len(self.pairs.origin)), np.diff(self.pairs.start))
        kind, origin = self.pairs.kind[group].astype(np.int64), self.pairs.origin[group].astype(np.int64)
        return np.asarray((kind << 60) + (origin << 30) + self.pairs.end, dtype=np.int64)

    def through(self, link: int) -> Floats:
        """Flow over a link by row of the demand."""
        amount, out = np.zeros(len(self.row)), np.zeros(self.rows)
        using(self.pairs, self.store, link, amount)
        out[self.row] = amount / np.repeat(self.equivalents[self.pairs.kind], np.diff(self.pairs.start))
        return out
