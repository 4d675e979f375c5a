"""The cheapest set of measures that reaches a chance, exactly: branch and bound in the order of cost.

A node is what is built and what is not; the rest is open. What the open ones could reach at best, link by link and draw
by draw, bounds the chance from above, whether or not one measure spoils another. A measure without which that bound
falls below the chance asked for must be built. The first node taken from the queue, cheapest first, that reaches the
chance with nothing more built is the optimum.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from heapq import heappop, heappush
from itertools import count
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from corridors.flow.linear import Limits
    from corridors.planning.chance_problem import ChanceProblem

NEAR = 1e-9
NOTHING: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Chosen:
    """A set of measures, its chance, and the proof.

    Attributes
    ----------
    measures : frozenset of int
        What is built.
    chance : float
        Share of the draws that carry the target.
    cost_musd, bound_musd : float
        Of it, and what no set that reaches as much can fall below.
    proven : bool
        Both are the same.
    """

    measures: frozenset[int]
    chance: float
    cost_musd: float
    bound_musd: float
    proven: bool


@dataclass(frozen=True)
class Node:
    """What is built, what is not, and the open measures, those first that the chance depends on most."""

    chosen: frozenset[int]
    out: frozenset[int]
    open: tuple[int, ...]


def cheapest(problem: ChanceProblem, chance: float, limits: Limits) -> Chosen | None:
    """The cheapest set that reaches a chance; None if none does, or none was found in time."""
    known: Chosen | None = None
    queue: list[tuple[float, int, Node]] = []

    def add(chosen: frozenset[int], out: frozenset[int]) -> None:
        node = _narrowed(problem, chance, chosen, out)
        if node is not None:
            heappush(queue, (_cost(problem, node.chosen), next(turn), node))

    turn = count()
    add(NOTHING, frozenset(range(len(problem.cost_musd))) - problem.useful)
    while queue:
        cost, _, node = heappop(queue)
        if known and known.cost_musd <= cost + NEAR:
            break
        reached = problem.chance(node.chosen)
        if reached >= chance - NEAR:
            return Chosen(node.chosen, reached, cost, cost, proven=True)
        better = _rounded(problem, chance, node)
        if better and (known is None or better.cost_musd < known.cost_musd - NEAR):
            known = better
        if limits.hit:
            return known and replace(known, bound_musd=cost, proven=False)
        if node.open:
            first = node.open[0]
            add(node.chosen | {first}, node.out | problem.excluded({first}))
            add(node.chosen, node.out | {first})
    return known


def most_probable(problem: ChanceProblem, limits: Limits) -> tuple[float, bool]:
    """The greatest chance that any set reaches, and whether it is proven."""
    best, turn = 0.0, count()
    queue: list[tuple[float, int, frozenset[int], frozenset[int]]] = []

    def add(chosen: frozenset[int], out: frozenset[int]) -> None:
        bound = problem.chance_at_best(chosen, out)
        if bound > best + NEAR:
            heappush(queue, (-bound, next(turn), chosen, out))

    add(NOTHING, frozenset(range(len(problem.cost_musd))) - problem.useful)
    while queue:
        bound, _, chosen, out = heappop(queue)
        if -bound <= best + NEAR or limits.hit:
            return best, -bound <= best + NEAR
        best = max(best, problem.chance(chosen), problem.chance(_all_that_fit(problem, chosen, out)))
        left = sorted(problem.useful - chosen - out, key=lambda m: (-len(problem.excluded({m}) - out), m))
        if left:
            add(chosen | {left[0]}, out | problem.excluded({left[0]}))
            add(chosen, out | {left[0]})
    return best, True


def _narrowed(problem: ChanceProblem, chance: float, chosen: frozenset[int], out: frozenset[int]) -> Node | None:
    """A node with all that must be built in it; None if the chance is out of reach."""
    while True:
        if chosen & out or problem.chance_at_best(chosen, out) < chance - NEAR:
            return None
        left = sorted(frozenset(range(len(problem.cost_musd))) - chosen - out)
        without = {m: problem.chance_at_best(chosen, out | {m}) for m in left}
        forced = {m for m in left if without[m] < chance - NEAR}
        if not forced:
            return Node(chosen, out, tuple(sorted(left, key=lambda m: (without[m], -problem.cost_musd[m], m))))
        chosen, out = chosen | forced, out | problem.excluded(forced)


def _rounded(problem: ChanceProblem, chance: float, node: Node) -> Chosen | None:
    """All that fits, if that reaches the chance, less what it can do without, the dearest first."""
    chosen = _all_that_fit(problem, node.chosen, node.out)
    if problem.chance(chosen) < chance - NEAR:
        return None
    for measure in sorted(chosen - node.chosen, key=lambda m: (-problem.cost_musd[m], m)):
        if problem.chance(chosen - {measure}) >= chance - NEAR:
            chosen -= {measure}
    cost = _cost(problem, chosen)
    return Chosen(chosen, problem.chance(chosen), cost, cost, proven=True)


def _all_that_fit(problem: ChanceProblem, chosen: frozenset[int], out: frozenset[int]) -> frozenset[int]:
    """Open measures on top of what is chosen, in the order of their numbers, without a clash."""
    for measure in sorted(problem.useful - chosen - out):
        if not problem.excluded({measure}) & chosen:
            chosen |= {measure}
    return chosen


def _cost(problem: ChanceProblem, chosen: frozenset[int]) -> float:
    return float(problem.cost_musd[sorted(chosen)].sum())
