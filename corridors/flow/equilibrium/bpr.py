"""Links with the BPR curve: what each costs at its flow, checked, and as the loops have them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from corridors.errors import BadInput

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]
    Shorts = NDArray[np.int32]


class Links(NamedTuple):
    """Directed links: those that leave a node, their ends, the curve free + slope * flow ** power, and its state."""

    leaving: Ints
    out: Shorts
    tail: Shorts
    head: Shorts
    free: Floats
    slope: Floats
    power: Floats
    other: Floats  # flow that stays on its link
    own: Floats  # a row a class: what only it pays; infinite where it may not go
    flow: Floats
    price: Floats
    bend: Floats


@dataclass(frozen=True, eq=False)
class Curves:
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
    ) -> Curves:
        """Arrays of one length, checked."""
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
        """Cost of each link at a flow."""
        return self.free + self.slope * (flow + self.other) ** self.power

    def beckmann(self, flow: Floats) -> float:
        """Sum over the links of the integral of cost from no flow to this."""
        more = (flow + self.other) ** (self.power + 1) - self.other ** (self.power + 1)
        return float((self.free * flow + self.slope * more / (self.power + 1)).sum())
