"""What is missing where nothing that could be built carries a target: the least that links would have to gain."""

from __future__ import annotations

import numpy as np

from corridors.planning.problem import NEAR_MTPA, Problem


def shortfalls(problem: Problem, target_mtpa: float) -> dict[int, float]:
    """Mt/year that links lack for a target with the best that could be built on each, least in sum; by link.

    A flow of least cost: what a link carries within its best capacity is free, each tonne above costs one. Budgets,
    years and measures that exclude each other are left aside: what is missing here no plan can give.
    """
    from ortools.graph.python.min_cost_flow import SimpleMinCostFlow

    limit = problem.best_capacity()
    # Whole units of a tonne; coarser only for targets beyond any sense, which must fit into 64 bits.
    unit = min(1e6, 2.0**50 / max(target_mtpa, 1.0))
    need = round(target_mtpa * unit)
    units = np.minimum(np.floor(np.where(np.isfinite(limit), limit, target_mtpa) * unit), need).astype(np.int64)
    tail, head = np.concatenate([problem.tail, problem.head]), np.concatenate([problem.head, problem.tail])
    size, ways = len(limit), len(tail)
    source, sink = (int(tail.max()) + k for k in (1, 2))
    into, out = np.full(len(problem.sources), source), np.full(len(problem.sinks), sink)
    ends = len(into) + len(out)
    solver = SimpleMinCostFlow()
    arcs = solver.add_arcs_with_capacity_and_unit_cost(
        np.concatenate([tail, tail, into, problem.sinks]),
        np.concatenate([head, head, problem.sources, out]),
        np.concatenate([units, units, np.full(ways + ends, need)]),
        np.concatenate([np.zeros(ways), np.ones(ways), np.zeros(ends)]).astype(np.int64),
    )
    solver.set_nodes_supplies(np.array([source, sink]), np.array([need, -need]))
    if solver.solve() != solver.OPTIMAL:
        return {}
    over = np.asarray(solver.flows(arcs))[ways : 2 * ways]
    total = (over[:size] + over[size:]) / unit
    return {int(k): float(total[k]) for k in np.flatnonzero(total > NEAR_MTPA)}
