"""The frontier: the least cost of every capacity that can be had."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from corridors.errors import BadInput
from corridors.flow.graph import corridor_of, graph
from corridors.flow.linear import Limits
from corridors.planning.candidates import candidates
from corridors.planning.curve import Curve, points_table
from corridors.planning.cutting_planes import Solution, solve
from corridors.planning.plan import problem_of
from corridors.planning.problem import NEAR_MTPA, Budget, Problem, Stage, Start
from corridors.planning.request import requested
from corridors.planning.schedule import FIRST_YEAR, possible_starts
from corridors.planning.search import BEYOND_MTPA, without_needless
from corridors.wording.numbers import significant
from corridors.wording.sentences import sentence

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

    from corridors.network import Network
    from corridors.schema import Corridor

# A step up that is worth a point of its own (100 tonnes a year).
STEP_MTPA = 1e-4


@dataclass(frozen=True, eq=False, repr=False)
class Frontier(Curve):
    """Cost against capacity.

    Attributes
    ----------
    target_mtpa : float or None
        Where the curve was to end.
    points : DataFrame
        A row a point, from nothing built upwards: cost_musd, cost_low_musd, cost_high_musd, capacity_mtpa, measures
        (tuple of ids), cost_unknown (those of them whose cost nobody knows, and the sum leaves out: such points stand
        at the end, for what no others carry).
    complete : bool
        False if a limit was hit: the curve continues.
    """

    FIRST = ("corridor", "scenario", "target_mtpa", "complete")

    corridor: str
    scenario: str
    target_mtpa: float | None
    points: pd.DataFrame
    complete: bool

    def gist(self) -> str:
        """The answer in one line."""
        most = self.points["capacity_mtpa"].max()
        return f"{self.corridor}, {self.scenario}: {len(self.points)} points up to {significant(most)} Mt/year"


def frontier(
    network: Network,
    corridor: str | Corridor,
    *,
    target_mtpa: float | None = None,
    by: int | None = None,
    budget_musd: float | None = None,
    budget_per_year_musd: float | None = None,
    measures: Sequence[str] | None = None,
    first_year: int = FIRST_YEAR,
    time_limit_s: float | None = 60.0,
    memory_limit_mb: float | None = None,
    basis: str = "rule",
) -> Frontier:
    """Cost against capacity: no choice of measures carries more for less than a point of this curve.

    Parameters
    ----------
    network, corridor : Network, str or Corridor
        As in `plan`.
    target_mtpa : float, optional
        Where the curve may end; by default at the most that can be reached.
    by : int, optional
        Only what can be open at the end of this year.
    budget_musd, budget_per_year_musd : float, optional
        As in `plan`; the yearly one needs `by`, for in the end any sum can be paid.
    measures, first_year, time_limit_s, memory_limit_mb, basis : sequence of str, int, float, float, str
        As in `plan`.

    Returns
    -------
    Frontier
        Every point is proven; if a limit is hit the curve ends there and says so.

    Raises
    ------
    UnknownName
        A corridor or measure that is not there.
    BadInput
        A target, year, budget or limit that makes no sense.

    Examples
    --------
    >>> import corridors as co
    >>> points = co.frontier(co.load(), "rkti", target_mtpa=8).points
    >>> bool(points["capacity_mtpa"].is_monotonic_increasing and points["cost_musd"].is_monotonic_increasing)
    True
    """
    end = 0.0 if target_mtpa is None else target_mtpa
    request = requested(end, by, budget_musd, budget_per_year_musd, (), "cheap", first_year)
    if request.budget.yearly_musd is not None and by is None:
        raise BadInput(sentence("a curve with a budget per year needs a year: say by when"))
    limits = Limits.of(time_limit_s, memory_limit_mb)
    chosen = corridor_of(network, corridor)
    known = candidates(network, chosen.links, measures, basis=basis, priced_only=request.budget.limited)
    own = [network.measures[m] for m in known.measures]
    problem = problem_of(graph(network, chosen.links), known, own, chosen)
    year = request.by or request.first_year
    starts = [Start(k, year, year) for k in range(len(own))]
    if by is not None:
        starts = possible_starts(own, request.first_year, year, request.budget.yearly_musd)
    complete, value = True, problem.flow_with(frozenset()).value_mtpa
    points: list[tuple[tuple[Start, ...], float]] = [((), value)]
    while np.isfinite(value) and (target_mtpa is None or value < request.target_mtpa - STEP_MTPA):
        best = _next(problem, starts, Stage(year, value + STEP_MTPA), request.budget, limits)
        if best.status != "optimal":
            complete = best.status == "infeasible"
            break
        value = best.flow_mtpa[year]
        points.append((without_needless(problem, best.starts, {year: value}), value))
    table = points_table((([own[s.measure] for s in built], carried) for built, carried in points), "capacity_mtpa")
    # Of points at one cost only the greatest capacity is on the curve.
    table = table.drop_duplicates(["cost_musd", "cost_unknown"], keep="last", ignore_index=True)
    return Frontier(chosen.id, str(network.name), target_mtpa, table, complete)


def _next(problem: Problem, starts: list[Start], stage: Stage, budget: Budget, limits: Limits) -> Solution:
    """The cheapest choice that carries so much, and of those at its cost the one that carries most."""
    cheap = solve(problem, starts, [stage], budget, "cost", limits)
    if cheap.status != "optimal":
        return cheap
    best = problem.flow_of(problem.best_capacity()).value_mtpa
    wish = Stage(stage.year, stage.need_mtpa - NEAR_MTPA, min(max(best, stage.need_mtpa), BEYOND_MTPA))
    spent = replace(budget, total_musd=problem.cost_of(cheap.starts))
    rich = solve(problem, starts, [wish], spent, "flow", limits)
    better = rich.status == "optimal" and rich.flow_mtpa[stage.year] >= cheap.flow_mtpa[stage.year]
    return rich if better else cheap
