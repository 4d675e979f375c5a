"""The best choice of measures, exactly: an integer programme over cuts, and the maximum flow as its judge.

A set of measures carries a target if, and only if, every cut between origins and destinations does (max-flow equals
min-cut). So the programme begins with few cuts; its answer goes to the maximum flow, which either carries the target
or names a cut that does not; that cut becomes a row, and so on. With fewer rows than there are cuts the programme can
only be too cheap: when its answer carries the target, it is the cheapest.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from corridors.flow.linear import Limits, minimise
from corridors.planning.master_problem import MasterProblem
from corridors.planning.problem import NEAR_MTPA, Budget, Problem, Stage, Start, open_by

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True, eq=False)
class Solution:
    """A choice and its proof.

    Attributes
    ----------
    status : str
        optimal, infeasible or stopped.
    starts : tuple of Start
        What is built, and when; empty if nothing was found. Of a stopped search the best so far, if there is one.
    objective, bound : float
        Of the choice, and what no choice can pass: million USD, or Mt/year below zero if the aim is flow.
    flow_mtpa : dict
        Year of each stage -> maximum flow at its end.
    """

    status: str
    starts: tuple[Start, ...]
    objective: float
    bound: float
    flow_mtpa: dict[int, float]


def solve(
    problem: Problem,
    starts: Sequence[Start],
    stages: Sequence[Stage],
    budget: Budget | None = None,
    aim: str = "cost",
    limits: Limits | None = None,
) -> Solution:
    """The best choice of measures and starting years.

    Parameters
    ----------
    problem : Problem
        Network, measures, costs.
    starts : sequence of Start
        Ways to build that may be chosen; at most one a measure.
    stages : sequence of Stage
        Years with what must be carried by then.
    budget : Budget, optional
        What may be spent.
    aim : {"cost", "flow"}
        Least cost, or most flow summed over the stages (each up to its wish).
    limits : Limits, optional
        When to stop.

    Returns
    -------
    Solution
        Proven optimal unless its status says otherwise. Of several that are as good, any one, but always the same.

    References
    ----------
    Ford and Fulkerson, Maximal flow through a network, 1956. Benders, Partitioning procedures for solving
    mixed-variables programming problems, 1962.
    """
    limits, budget = limits or Limits(), budget or Budget()
    bound, relaxed = -np.inf, True
    while True:
        known = len(problem.cuts)
        master = MasterProblem(problem, starts, stages, budget, aim)
        cost, rows, row_bounds, column_bounds, whole = master.arrays()
        # Most cuts are found while measures may be built in part: those programmes are solved in a moment.
        point = minimise(cost, rows, row_bounds, column_bounds, None if relaxed else whole, limits)
        bound = max(bound, point.bound) if np.isfinite(point.bound) else bound
        if point.status == "infeasible":
            return Solution("infeasible", (), np.inf, bound, {})
        if point.status != "optimal" or limits.hit:
            have = not relaxed and len(point.x)
            return _stopped(problem, stages, bound, master.chosen(point.x) if have else (), aim)
        if relaxed:
            for place in range(len(stages)):
                problem.flow_of(master.capacity(point.x, place), master.promised(point.x, place))
            relaxed = len(problem.cuts) > known
            continue
        chosen = master.chosen(point.x)
        promised = {s.year: master.promised(point.x, place) for place, s in enumerate(stages)}
        flows = {
            year: problem.flow_of(problem.capacity_with(open_by(chosen, year)), need).value_mtpa
            for year, need in promised.items()
        }
        short = any(flows[year] < need - NEAR_MTPA for year, need in promised.items())
        if len(problem.cuts) == known or not short:
            return Solution("optimal", chosen, point.objective, bound, flows)


def _stopped(problem: Problem, stages: Sequence[Stage], bound: float, chosen: tuple[Start, ...], aim: str) -> Solution:
    """The choice that a limit cut short, if it happens to carry what is needed."""
    flows = {s.year: problem.flow_with(open_by(chosen, s.year)).value_mtpa for s in stages} if chosen else {}
    if not flows or any(flows[s.year] < s.need_mtpa - NEAR_MTPA for s in stages):
        return Solution("stopped", (), np.inf, bound, {})
    return Solution("stopped", chosen, problem.cost_of(chosen) if aim == "cost" else -sum(flows.values()), bound, flows)
