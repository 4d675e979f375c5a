"""Maximum flow on arrays and the minimum cut nearest to the sources (OR-tools, push-relabel)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from corridors.errors import BadInput
from corridors.flow.cycles import without_cycles
from corridors.wording.sentences import sentence

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

# The solver counts whole units: kilograms, so that a sum over thousands of links is right to a gram a tonne.
UNITS_PER_MT = 1e9


@dataclass(frozen=True, eq=False)
class ArrayFlow:
    """Maximum flow on arrays.

    Attributes
    ----------
    value_mtpa : float
        Sum of the capacities of the cut; infinite if nothing limits it.
    flow_mtpa : float array
        By link; negative = from head to tail.
    cut : int array
        Positions of the links of the minimum cut nearest to the sources.
    reached : bool array
        Nodes on the sources' side of that cut.
    """

    value_mtpa: float
    flow_mtpa: NDArray[np.float64]
    cut: NDArray[np.int64]
    reached: NDArray[np.bool_]


def max_flow_arrays(
    tail: ArrayLike,
    head: ArrayLike,
    capacity_mtpa: ArrayLike,
    sources: ArrayLike,
    sinks: ArrayLike,
    directed: bool = False,
) -> ArrayFlow:
    """Maximum flow from several sources to several sinks over links that carry both ways, or from tail to head only.

    Parameters
    ----------
    tail, head : int array
        Ends of each link, nodes numbered from 0. Parallel links, loops and cycles are welcome.
    capacity_mtpa : float array
        Mt/year of both directions together, zero or more; infinite = limits nothing.
    sources, sinks : int array
        Nodes where flow may enter and leave; an empty list gives zero.
    directed : bool
        True: each link carries from its tail to its head only.

    Returns
    -------
    ArrayFlow
        Flow without circles. The cut is the one nearest to the sources, so it does not depend on the order of links.

    Raises
    ------
    BadInput
        A node that is source and sink at once.

    Examples
    --------
    Two ways in parallel, 3 and 4, then 5 for both:

    >>> found = max_flow_arrays([0, 0, 1], [1, 1, 2], [3, 4, 5], [0], [2])
    >>> found.value_mtpa, found.cut.tolist()
    (5.0, [2])

    Against the direction nothing passes:

    >>> max_flow_arrays([0, 2], [1, 1], [3, 4], [0], [2], directed=True).value_mtpa
    0.0
    """
    tail, head = np.asarray(tail, dtype=np.int64), np.asarray(head, dtype=np.int64)
    capacity = np.asarray(capacity_mtpa, dtype=float)
    sources, sinks = np.unique(np.asarray(sources, dtype=np.int64)), np.unique(np.asarray(sinks, dtype=np.int64))
    if np.intersect1d(sources, sinks).size:
        raise BadInput(
            sentence("a node is origin and destination at once: between one place and itself nothing limits the flow")
        )
    count = int(max([-1, *(a.max() for a in (tail, head, sources, sinks) if a.size)])) + 1
    reached = np.zeros(count, dtype=bool)
    reached[sources] = True
    if not (tail.size and sources.size and sinks.size):
        return ArrayFlow(0.0, np.zeros(len(tail)), np.empty(0, dtype=np.int64), reached)
    units, scale, unlimited = _units(capacity)
    flow, side, total = _solve(tail, head, units, sources, sinks, count, unlimited, directed)
    if total >= unlimited:
        return ArrayFlow(float("inf"), np.full(len(tail), np.nan), np.empty(0, dtype=np.int64), side)
    cut = np.flatnonzero(side[tail] & ~side[head] if directed else side[tail] != side[head])
    flow = without_cycles(tail, head, flow)
    return ArrayFlow(float(np.sort(capacity[cut]).sum()), flow / scale, cut, side)


def _units(capacity: NDArray[np.float64]) -> tuple[NDArray[np.int64], float, int]:
    """Capacities as whole numbers, units per Mt, and a number that stands for unlimited."""
    finite = np.isfinite(capacity)
    total = max(float(capacity[finite].sum()), 1.0)
    # Coarser units only where the sums would not fit into 64 bits.
    scale = min(UNITS_PER_MT, 2.0**60 / (total * (3 + (~finite).sum())))
    units = np.zeros(len(capacity), dtype=np.int64)
    units[finite] = np.floor(capacity[finite] * scale + 1e-6)
    unlimited = int(units.sum()) + 1
    units[~finite] = unlimited
    return units, scale, unlimited


def _solve(
    tail: NDArray[np.int64],
    head: NDArray[np.int64],
    units: NDArray[np.int64],
    sources: NDArray[np.int64],
    sinks: NDArray[np.int64],
    count: int,
    unlimited: int,
    directed: bool,
) -> tuple[NDArray[np.int64], NDArray[np.bool_], int]:
    """Net flow by link in units, the nodes on the sources' side, and the total."""
    from ortools.graph.python.max_flow import SimpleMaxFlow

    solver: Any = SimpleMaxFlow()
    into, out = (np.full(n, place, dtype=np.int32) for n, place in ((len(sources), count), (len(sinks), count + 1)))
    one, other, begin, end = (a.astype(np.int32) for a in (tail, head, sources, sinks))
    back = np.zeros_like(units) if directed else units
    arcs = solver.add_arcs_with_capacity(
        np.concatenate([one, other, into, end]),
        np.concatenate([other, one, begin, out]),
        np.concatenate([units, back, np.full(len(sources) + len(sinks), unlimited)]),
    )
    status = solver.solve(count, count + 1)
    if status != solver.OPTIMAL:
        raise BadInput(sentence("the maximum flow could not be computed (solver status {status})", status=str(status)))
    forward, backward = np.split(np.asarray(solver.flows(arcs))[: 2 * len(tail)], 2)
    side = np.zeros(count + 2, dtype=bool)
    side[solver.get_source_side_min_cut()] = True
    return forward - backward, side[:count], int(solver.optimal_flow())
