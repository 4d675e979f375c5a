"""The cheapest choice that carries a target, exactly: an integer programme over cuts, and max-flow as its judge.

A set of measures carries a target if, and only if, every cut between origins and destinations does (max-flow equals
min-cut). So the programme begins with few cuts; its answer goes to the max-flow, which either carries the target or
names a cut that does not; that cut becomes a row, and so on. With fewer rows than there are cuts the programme can
only be too cheap: when its answer carries the target, it is the cheapest.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from corridors.flow.linear import Limits, Point, minimise
from corridors.whatif.master import Master
from corridors.whatif.task import NEAR_MTPA, Money, Stage, Start, Task, built_by


@dataclass(frozen=True, eq=False)
class Cover:
    """A choice and its proof.

    Attributes
    ----------
    status : str
        optimal, infeasible or stopped.
    starts : tuple of Start
        What is built, and when; empty if nothing was found. Of a stopped search the best so far, if there is one.
    objective, bound : float
        Of the choice, and what no choice can pass.
    flow_mtpa : dict
        Year of each stage -> maximum flow at its end.
    """

    status: str
    starts: tuple[Start, ...]
    objective: float
    bound: float
    flow_mtpa: dict[int, float]


def cover(
    task: Task,
    starts: Sequence[Start],
    stages: Sequence[Stage],
    money: Money | None = None,
    aim: str = "cost",
    limits: Limits | None = None,
) -> Cover:
    """The best choice of measures and starting years.

    Parameters
    ----------
    task : Task
        Network, measures, costs.
    starts : sequence of Start
        Ways to build that may be chosen; at most one a measure.
    stages : sequence of Stage
        Years with what must be carried by then.
    money : Money, optional
        Budgets.
    aim : {"cost", "flow"}
        Least cost, or most flow summed over the stages (each up to its wish).
    limits : Limits, optional
        When to stop.

    Returns
    -------
    Cover
        Proven optimal unless its status says otherwise.
    """
    limits, money = limits or Limits(), money or Money()
    bound, relaxed = -np.inf, True
    while True:
        known = len(task.cuts)
        master = Master(task, starts, stages, money, aim)
        cost, rows, row_bounds, column_bounds, whole = master.arrays()
        # Most cuts are found while measures may be built in part: those programmes are solved in a moment.
        point = minimise(cost, rows, row_bounds, column_bounds, None if relaxed else whole, limits)
        bound = max(bound, point.bound) if np.isfinite(point.bound) else bound
        if point.status == "infeasible":
            return Cover("infeasible", (), np.inf, bound, {})
        if point.status != "optimal" or limits.hit:
            return _stopped(task, stages, bound, () if relaxed or not len(point.x) else master.chosen(point.x), aim)
        if relaxed:
            for place in range(len(stages)):
                task.flow_of(master.capacity(point.x, place), master.promised(point.x, place))
            relaxed = len(task.cuts) > known
            continue
        chosen = master.chosen(point.x)
        flows = {
            s.year: task.flow_of(
                task.capacity_with(built_by(chosen, s.year)), master.promised(point.x, place)
            ).value_mtpa
            for place, s in enumerate(stages)
        }
        short = (flows[s.year] < master.promised(point.x, k) - NEAR_MTPA for k, s in enumerate(stages))
        if len(task.cuts) == known or not any(short):
            return Cover("optimal", chosen, _value(point), bound, flows)


def _stopped(task: Task, stages: Sequence[Stage], bound: float, chosen: tuple[Start, ...], aim: str) -> Cover:
    """The choice that a limit cut short, if it happens to carry what is needed."""
    flows = {s.year: task.flow_with(built_by(chosen, s.year)).value_mtpa for s in stages} if chosen else {}
    if not flows or any(flows[s.year] < s.need_mtpa - NEAR_MTPA for s in stages):
        return Cover("stopped", (), np.inf, bound, {})
    cost = float(sum(task.cost_musd[s.measure] for s in chosen))
    return Cover("stopped", chosen, cost if aim == "cost" else -sum(flows.values()), bound, flows)


def _value(point: Point) -> float:
    return 0.0 if abs(point.objective) < 1e-9 else point.objective
