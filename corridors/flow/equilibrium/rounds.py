"""Rounds of new paths and of sweeps over the known ones, until nobody gains by another way."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from corridors.errors import BadInput
from corridors.flow.equilibrium.gradient_projection import (
    FULL,
    NO_WAY,
    Work,
    least_cost,
    reprice_all,
    search,
    sweep,
)

if TYPE_CHECKING:
    from corridors.flow.equilibrium.bpr import Links
    from corridors.flow.equilibrium.demands import Demands

# Sweeps over the paths that are known, between two searches for new ones.
SWEEPS = 8
# A pair whose flow pays less above the least than this share of the gap that is asked for rests.
REST = 0.1
# Sweeps stop when what is paid is this share of what was paid before them.
SWEPT = 0.05
# The gap is worth working out when what was paid on the way is so many times what may be.
LOOK = 5.0
# Costs below this are none.
NOTHING = 1e-200


def settle(links: Links, demands: Demands, gap: float, most_steps: int, through: int) -> tuple[int, float]:
    """Rounds until the gap is small enough; how many there were, and the gap."""
    work = Work.of(len(links.leaving) - 1, len(links.flow))
    slack, found, step = REST * gap, 0.0, 0
    for step in range(1, most_steps + 1):
        total = _at_sums(links, demands)
        paid = _searched(links, demands, work, through, slack)
        _sweep(links, demands, work, slack, max(SWEPT * paid, REST * gap * total))
        # What was paid on the way overstates the gap that is left: worth looking when it is near.
        if paid <= LOOK * gap * total or step == most_steps:
            total = _at_sums(links, demands)
            found = _relative(total, least_cost(links, demands.pairs, work, through))
            if found <= gap:
                break
    return step, found


def _at_sums(links: Links, demands: Demands) -> float:
    """Flows added up anew from the paths, prices at them, and the total price."""
    own = demands.load(len(links.flow))
    links.flow[:] = own.sum(axis=0)
    reprice_all(links)
    return float((own * np.where(own > 0, links.price + links.own, 0.0)).sum())


def _searched(links: Links, demands: Demands, work: Work, through: int, slack: float) -> float:
    """One search over all origins, the store made larger when it is full; what was paid above the least."""
    pairs = demands.pairs
    paid, group, why = 0.0, 0, FULL
    while why == FULL:
        group, why, more = search(links, pairs, demands.store, work, through, group, slack)
        if why == NO_WAY:
            pair = int(more)
            start = pairs.origin[np.searchsorted(pairs.start, pair, side="right") - 1]
            raise BadInput(f"no way leads from node {start} to node {pairs.end[pair]}; leave this demand out")
        if why == FULL:
            demands.make_room(len(work.far))
        paid += more
    return paid


def _sweep(links: Links, demands: Demands, work: Work, slack: float, enough: float) -> None:
    """Sweeps over the known paths until no more than enough is paid above the least."""
    for _ in range(SWEEPS):
        if sweep(links, demands.pairs, demands.store, work, slack) <= enough:
            break


def _relative(total: float, least: float) -> float:
    """Relative gap; nothing to send, or nothing to pay, is no gap."""
    if total <= 0:
        return 0.0 if least < NOTHING else np.inf
    return max((total - least) / total, 0.0)
