"""Maximum flow of thousands of draws at once: series, parallel and dead-end reduction, then the few cuts that remain.

What a corridor can carry depends on its capacities, its shape does not. So the shape is reduced once, to a short list
of sums and minima over columns of capacities, and every draw follows the same list.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING, Any

import numpy as np

from corridors.flow.push_relabel import max_flow_arrays

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    Floats = NDArray[np.float64]
    Bools = NDArray[np.bool_]

# Cuts of a core with so many inner nodes are listed one by one (at most 2 to that power); a larger core is solved.
MOST_INNER_NODES = 8
SOURCE, SINK = -1, -2


@dataclass(frozen=True)
class Step:
    """One reduction: column `result` becomes the sum (parallel) or the minimum (series) of two columns.

    Of two equal columns in series the first is nearer to the sources, and it counts as the cut.
    """

    series: bool
    first: int
    second: int
    result: int


@dataclass(frozen=True, eq=False)
class Reduction:
    """A network as a list of steps and the cuts of what is left.

    Attributes
    ----------
    links : int
        Columns of the capacities; those above are results of steps.
    steps : tuple of Step
        In the order in which they are worked out.
    cuts : tuple of tuple of int, or None
        Sets of columns, each of which separates sources from sinks, the nearest to the sources first; None if the
        core is too large to list them.
    ends : tuple of int array
        tail, head, sources, sinks of the whole network, for the solver.
    """

    links: int
    steps: tuple[Step, ...]
    cuts: tuple[tuple[int, ...], ...] | None
    ends: tuple[NDArray[np.int64], ...]

    @property
    def exact(self) -> bool:
        """Whether the cuts could be listed, so that no solver is needed."""
        return self.cuts is not None

    def max_flow(self, capacity_mtpa: Floats) -> tuple[Floats, Bools]:
        """Value and cut of every draw.

        Parameters
        ----------
        capacity_mtpa : float array
            Shape (draws, links), Mt/year, zero or more; infinite = holds nothing back.

        Returns
        -------
        value_mtpa : float array
            Shape (draws,).
        cut : bool array
            Shape (draws, links): the links of a minimum cut, as near to the sources as can be.
        """
        if self.cuts is None:
            return self._solved(capacity_mtpa)
        columns = self._columns(capacity_mtpa)
        draws = len(capacity_mtpa)
        value, chosen = np.full(draws, np.inf), np.full(draws, -1)
        for number, cut in enumerate(self.cuts):
            total = np.sum([columns[c] for c in cut], axis=0) if cut else np.zeros(draws)
            better = total < value
            value, chosen = np.where(better, total, value), np.where(better, number, chosen)
        return value, self._cut(columns, chosen)

    def value(self, capacity_mtpa: Floats) -> Floats:
        """Value of every draw alone, which is quicker."""
        if self.cuts is None:
            return self._solved(capacity_mtpa)[0]
        columns, nothing = self._columns(capacity_mtpa), np.zeros(len(capacity_mtpa))
        totals = [sum((columns[c] for c in cut), nothing) for cut in self.cuts]
        return np.min(totals, axis=0)

    def _columns(self, capacity_mtpa: Floats) -> list[Floats]:
        """Capacities of the links, and of what the steps make of them."""
        columns = [np.ascontiguousarray(c) for c in np.asarray(capacity_mtpa, dtype=float).T]
        for step in self.steps:
            join = np.minimum if step.series else np.add
            columns.append(join(columns[step.first], columns[step.second]))
        return columns

    def _cut(self, columns: list[Floats], chosen: NDArray[np.int64]) -> Bools:
        """Which links stand for the columns of the chosen cuts."""
        inside = [np.zeros(len(chosen), dtype=bool) for _ in columns]
        for number, cut in enumerate(self.cuts or ()):
            for column in cut:
                inside[column] = inside[column] | (chosen == number)
        for step in reversed(self.steps):
            here = inside[step.result]
            first = columns[step.first] <= columns[step.second]
            inside[step.first] = inside[step.first] | (here & first if step.series else here)
            inside[step.second] = inside[step.second] | (here & ~first if step.series else here)
        return np.column_stack(inside[: self.links]) if self.links else np.zeros((len(chosen), 0), dtype=bool)

    def _solved(self, capacity_mtpa: Floats) -> tuple[Floats, Bools]:
        tail, head, sources, sinks = self.ends
        value, cut = np.empty(len(capacity_mtpa)), np.zeros(np.shape(capacity_mtpa), dtype=bool)
        for draw, row in enumerate(capacity_mtpa):
            found = max_flow_arrays(tail, head, row, sources, sinks)
            value[draw] = found.value_mtpa
            cut[draw, found.cut] = True
        return value, cut


def reduced(tail: ArrayLike, head: ArrayLike, sources: ArrayLike, sinks: ArrayLike) -> Reduction:
    """The reduction of a network of undirected links.

    Parameters
    ----------
    tail, head : int array
        Ends of each link, nodes numbered from 0.
    sources, sinks : int array
        Nodes where flow may enter and leave; no node is both.

    Examples
    --------
    Two ways in parallel, 3 and 4, then 5 for both; and the same with 9 instead of 5:

    >>> line = reduced([0, 0, 1], [1, 1, 2], [0], [2])
    >>> value, cut = line.max_flow(np.array([[3.0, 4.0, 5.0], [3.0, 4.0, 9.0]]))
    >>> value.tolist(), cut.tolist()
    ([5.0, 7.0], [[False, False, True], [True, True, False]])
    """
    ends = tuple(np.asarray(a, dtype=np.int64).reshape(-1) for a in (tail, head, sources, sinks))
    name = {int(n): SOURCE for n in ends[2]} | {int(n): SINK for n in ends[3]}
    edges = {
        k: (name.get(int(a), int(a)), name.get(int(b), int(b))) for k, (a, b) in enumerate(zip(*ends[:2], strict=True))
    }
    steps = _shrink(edges, len(ends[0]), _distances(edges))
    return Reduction(len(ends[0]), tuple(steps), _cuts(edges), ends)


def _distances(edges: dict[int, tuple[int, int]]) -> dict[int, int]:
    """Links between each node and the sources."""
    beside = _beside(edges)
    far, front = {SOURCE: 0}, [SOURCE]
    while front:
        front = sorted({b for a in front for e in beside[a] for b in edges[e]} - far.keys())
        far |= dict.fromkeys(front, 1 + max(far.values()))
    return far


def _beside(edges: dict[int, tuple[int, int]]) -> dict[int, list[int]]:
    beside: dict[int, list[int]] = defaultdict(list)
    for edge, ends in edges.items():
        for node in dict.fromkeys(ends):
            beside[node].append(edge)
    return beside


def _shrink(edges: dict[int, tuple[int, int]], count: int, far: dict[int, int]) -> list[Step]:
    """Reduce the edges in place as far as they go; the steps that do it."""
    steps: list[Step] = []
    while True:
        for edge in [e for e, (a, b) in edges.items() if a == b]:
            del edges[edge]
        join = _parallel(edges) or _series(edges, far)
        if join is None:
            return steps
        if len(join) == 1:  # a dead end
            del edges[join[0]]
            continue
        series, first, second, ends = join
        del edges[first], edges[second]
        steps.append(Step(bool(series), first, second, count + len(steps)))
        edges[count + len(steps) - 1] = ends


def _parallel(edges: dict[int, tuple[int, int]]) -> tuple[Any, ...] | None:
    seen: dict[frozenset[int], int] = {}
    for edge, ends in edges.items():
        other = seen.setdefault(frozenset(ends), edge)
        if other != edge:
            return (False, other, edge, ends)
    return None


def _series(edges: dict[int, tuple[int, int]], far: dict[int, int]) -> tuple[Any, ...] | None:
    """Two edges at a node where nothing else meets, the one nearer to the sources first; or one that leads nowhere."""
    for node, beside in _beside(edges).items():
        if node in (SOURCE, SINK) or len(beside) > 2:
            continue
        if len(beside) == 1:
            return (beside[0],)
        outer = [next(n for n in edges[e] if n != node) for e in beside]
        order = sorted((0, 1), key=lambda i: (far.get(outer[i], len(far)), outer[i] == SINK, i))
        first, second = (beside[i] for i in order)
        return (True, first, second, (outer[order[0]], outer[order[1]]))
    return None


def _cuts(edges: dict[int, tuple[int, int]]) -> tuple[tuple[int, ...], ...] | None:
    """All ways to part what is left, the smallest side of the sources first; None if there are too many."""
    inner = sorted({n for ends in edges.values() for n in ends} - {SOURCE, SINK})
    if len(inner) > MOST_INNER_NODES:
        return None
    return tuple(
        tuple(sorted(e for e, (a, b) in edges.items() if (a in side) != (b in side)))
        for size in range(len(inner) + 1)
        for some in combinations(inner, size)
        for side in [{SOURCE, *some}]
    )
