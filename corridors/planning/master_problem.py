"""The master problem: an integer programme of which measures start when, which set a link then has, which cuts hold."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from corridors.planning.problem import Budget, Problem, Stage, Start, open_by

if TYPE_CHECKING:
    from collections.abc import Sequence

INF = float("inf")


class MasterProblem:
    """Columns and rows for the optimiser.

    Columns: one a start (0 or 1), then for each stage one a set of each link (their sum is 1), then the flow of each
    stage (only if the aim is flow). A set's column need not be declared whole: once the measures are 0 or 1, the rows
    leave exactly one set.
    """

    def __init__(
        self, problem: Problem, starts: Sequence[Start], stages: Sequence[Stage], budget: Budget, aim: str
    ) -> None:
        self.problem, self.starts, self.stages, self.aim = problem, tuple(starts), tuple(stages), aim
        self.set_column: dict[tuple[int, int, frozenset[int]], int] = {}
        count = len(self.starts)
        # Links in no cut so far need no columns.
        self.links = sorted({k for cut in problem.cuts for k in cut} & set(problem.options))
        for stage in range(len(self.stages)):
            for link in self.links:
                for chosen in problem.options[link]:
                    self.set_column[stage, link, chosen] = count
                    count += 1
        self.flow_column = count
        self.columns = count + (len(self.stages) if aim == "flow" else 0)
        self.rows: list[tuple[dict[int, float], float, float]] = []
        self._once()
        self._sets()
        self._spending(budget)
        for cut in problem.cuts:
            self._cut(cut)

    def _once(self) -> None:
        """A measure is built at most once, and not with one that it excludes."""
        of: dict[int, list[int]] = {}
        for column, start in enumerate(self.starts):
            of.setdefault(start.measure, []).append(column)
        for columns in of.values():
            if len(columns) > 1:
                self.rows.append((dict.fromkeys(columns, 1.0), -INF, 1.0))
        for a, b in self.problem.clashes:
            if a in of and b in of:
                self.rows.append((dict.fromkeys([*of[a], *of[b]], 1.0), -INF, 1.0))

    def _sets(self) -> None:
        """At each stage a link has one set, and the set has exactly the measures that are open."""
        for stage, at in enumerate(self.stages):
            for link in self.links:
                own = [(s, self.set_column[stage, link, s]) for s in self.problem.options[link]]
                self.rows.append(({c: 1.0 for _, c in own}, 1.0, 1.0))
                for measure in sorted(self.problem.touching[link]):
                    row = {c: 1.0 for s, c in own if measure in s}
                    for column, start in enumerate(self.starts):
                        if start.measure == measure and start.finish <= at.year:
                            row[column] = -1.0
                    self.rows.append((row, 0.0, 0.0))

    def _spending(self, budget: Budget) -> None:
        """No more is spent than there is, in all and in each year; a cost is spread evenly over its years."""
        cost = self.problem.cost_musd
        if budget.total_musd is not None:
            spent = {c: float(cost[s.measure]) for c, s in enumerate(self.starts)}
            self.rows.append((spent, -INF, budget.total_musd + 1e-9))
        if budget.yearly_musd is None or not self.starts:
            return
        first = max(budget.first_year, min(s.start for s in self.starts))
        for year in range(first, max(s.finish for s in self.starts) + 1):
            rate = {
                c: float(cost[s.measure]) / (s.finish - s.start + 1)
                for c, s in enumerate(self.starts)
                if s.start <= year <= s.finish
            }
            self.rows.append((rate, -INF, budget.yearly_musd + 1e-9))

    def _cut(self, cut: tuple[int, ...]) -> None:
        """At every stage the cut carries what is needed, and the flow of the stage."""
        for stage, at in enumerate(self.stages):
            enough = self.enough(at)
            row, fixed = {}, 0.0
            for link in cut:
                if link not in self.problem.options:
                    fixed += float(self.problem.capacity_mtpa[link])
                    continue
                for chosen, capacity in self.problem.options[link].items():
                    # More than is asked for helps no further; smaller numbers make a tighter programme.
                    row[self.set_column[stage, link, chosen]] = min(capacity, enough)
            if self.aim == "flow":
                with_flow = {**row, self.flow_column + stage: -1.0}
                self.rows.append((with_flow, -fixed, INF))
            if at.need_mtpa > 0:
                self.rows.append((row, at.need_mtpa - fixed, INF))

    def arrays(self) -> tuple[Any, ...]:
        """Cost, matrix, bounds of rows, bounds of columns, whole columns: as `minimise` takes them."""
        from scipy.sparse import coo_array

        at, of, value = [], [], []
        for place, (row, _, _) in enumerate(self.rows):
            at += [place] * len(row)
            of += list(row)
            value += list(row.values())
        matrix = coo_array((value, (at, of)), shape=(len(self.rows), self.columns))
        low, high = (np.array([r[k] for r in self.rows], dtype=float) for k in (1, 2))
        cost, most = np.zeros(self.columns), np.ones(self.columns)
        if self.aim == "cost":
            cost[: len(self.starts)] = [self.problem.cost_musd[s.measure] for s in self.starts]
        else:
            cost[self.flow_column :] = -1.0
            most[self.flow_column :] = [self.enough(s) for s in self.stages]
        whole = np.arange(self.columns) < len(self.starts)
        return cost, matrix, (low, high), (np.zeros(self.columns), most), whole

    def enough(self, stage: Stage) -> float:
        """What is asked for at most at a stage: more capacity than that helps no further."""
        return max(stage.need_mtpa, stage.wish_mtpa if self.aim == "flow" else 0.0)

    def capacity(self, x: np.ndarray, place: int) -> np.ndarray:
        """Capacity of each link at a stage, at a point that need not be whole."""
        stage = self.stages[place]
        limit = self.problem.capacity_with(open_by(self.chosen(x), stage.year))
        for link in self.links:
            sets = self.problem.options[link].items()
            limit[link] = sum(min(c, self.enough(stage)) * x[self.set_column[place, link, s]] for s, c in sets)
        return np.maximum(limit, 0.0)

    def promised(self, x: np.ndarray, place: int) -> float:
        """What a point says that a stage carries."""
        return max(self.stages[place].need_mtpa, float(x[self.flow_column + place]) if self.aim == "flow" else 0.0)

    def chosen(self, x: np.ndarray) -> tuple[Start, ...]:
        """Starts that a point takes; the margin keeps out two measures that exclude each other at one half each."""
        return tuple(s for s, v in zip(self.starts, x[: len(self.starts)], strict=True) if v > 0.5 + 1e-6)
