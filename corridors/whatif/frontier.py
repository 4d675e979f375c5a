"""The frontier: the least cost of every capacity that can be had."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from corridors.errors import BadInput
from corridors.flow.graph import corridor_of, graph
from corridors.flow.linear import Limits
from corridors.whatif.choices import Capacities, choices
from corridors.whatif.cover import Cover, cover
from corridors.whatif.plan import FIRST_YEAR, asked, task_of
from corridors.whatif.staging import cost_of, ways
from corridors.whatif.task import NEAR_MTPA, Money, Stage, Start, Task, built_by

if TYPE_CHECKING:
    from corridors.network import Network
    from corridors.shapes import Corridor


@dataclass(frozen=True, eq=False)
class Frontier:
    """Cost against capacity.

    Attributes
    ----------
    points : DataFrame
        A row a point, from nothing built upwards: cost_musd, cost_low_musd, cost_high_musd, capacity_mtpa, measures
        (tuple of ids), cost_unknown (those of them whose cost nobody knows; counted as nothing).
    complete : bool
        False if a limit was hit: the curve goes on.
    """

    corridor: str
    scenario: str
    target_mtpa: float | None
    points: pd.DataFrame
    complete: bool

    def table(self) -> pd.DataFrame:
        """The points."""
        return self.points

    def to_dict(self) -> dict[str, Any]:
        """As JSON has it."""
        points = [
            {**row, "measures": list(row["measures"]), "cost_unknown": list(row["cost_unknown"])}
            for row in self.points.to_dict("records")
        ]
        simple = {k: getattr(self, k) for k in ("corridor", "scenario", "target_mtpa", "complete")}
        return {**simple, "points": points}


COLUMNS = ["cost_musd", "cost_low_musd", "cost_high_musd", "capacity_mtpa", "measures", "cost_unknown"]
# A step up that is worth a point of its own (100 tonnes a year).
STEP_MTPA = 1e-4


def frontier(
    network: Network,
    corridor: str | Corridor,
    target_mtpa: float | None = None,
    by: int | None = None,
    budget_musd: float | None = None,
    budget_per_year_musd: float | None = None,
    measures: Sequence[str] | None = None,
    first_year: int = FIRST_YEAR,
    time_limit_s: float | None = 60.0,
    memory_limit_mb: float | None = None,
    capacities: Capacities | None = None,
    trust: str = "rule",
) -> Frontier:
    """Cost against capacity: no choice of measures carries more for less than a point of this curve.

    Parameters
    ----------
    network, corridor, measures, first_year, time_limit_s, memory_limit_mb, capacities, trust
        As `plan`.
    target_mtpa : float, optional
        Where the curve may end; by default at the most that can be reached.
    by : int, optional
        Only what can be open at the end of this year.
    budget_musd, budget_per_year_musd : float, optional
        As `plan`; the yearly one needs `by`, for in the end any sum can be paid.

    Returns
    -------
    Frontier
        Every point is proven; if a limit is hit the curve ends there and says so.
    """
    asked(target_mtpa or 0.0, by, budget_musd, budget_per_year_musd, (), "cheap", first_year)
    if budget_per_year_musd is not None and by is None:
        raise BadInput("a curve with a budget per year needs a year: say by when")
    chosen = corridor_of(network, corridor)
    found = choices(network, chosen.links, measures, capacities, trust)
    own = [network.measures[m] for m in found.measures]
    task = task_of(graph(network, chosen.links), found, own, chosen)
    limits = Limits.of(time_limit_s, memory_limit_mb)
    year = by or first_year
    starts = [Start(k, year, year) for k in range(len(own))]
    if by is not None:
        starts = ways(own, first_year, by, budget_per_year_musd)
    money = Money(budget_musd, budget_per_year_musd, first_year)
    rows, complete = [], True
    value = task.flow_with(frozenset()).value_mtpa
    points: list[tuple[frozenset[int], float]] = [(frozenset(), value)]
    while np.isfinite(value) and (target_mtpa is None or value < target_mtpa - STEP_MTPA):
        best = _next(task, starts, Stage(year, value + STEP_MTPA), money, limits)
        if best.status != "optimal":
            complete = best.status == "infeasible"
            break
        value = best.flow_mtpa[year]
        points.append((built_by(best.starts, year), value))
    for built, capacity in points:
        cost = [sum(cost_of(own[k], what) for k in built) for what in ("value", "low", "high")]
        unknown = tuple(sorted(found.measures[k] for k in built if own[k].cost_musd is None))
        rows.append([*cost, capacity, tuple(sorted(found.measures[k] for k in built)), unknown])
    table = pd.DataFrame(rows, columns=COLUMNS).astype({"cost_musd": float, "capacity_mtpa": float})
    # Where cost is the same (or unknown, counted as nothing) only the greater capacity is on the curve.
    table = table.drop_duplicates("cost_musd", keep="last", ignore_index=True)
    return Frontier(chosen.id, str(network.name), target_mtpa, table, complete)


def _next(task: Task, starts: list[Start], stage: Stage, money: Money, limits: Limits) -> Cover:
    """The cheapest choice that carries so much, and of those at its cost the one that carries most."""
    cheap = cover(task, starts, [stage], money, "cost", limits)
    if cheap.status != "optimal":
        return cheap
    spent = float(sum(task.cost_musd[s.measure] for s in cheap.starts))
    most = float(task.flow_with(frozenset(range(len(task.cost_musd)))).value_mtpa) if not task.clashes else 1e4
    wish = Stage(stage.year, stage.need_mtpa - NEAR_MTPA, max(most, stage.need_mtpa) if np.isfinite(most) else 1e4)
    rich = cover(task, starts, [wish], replace(money, total_musd=spent), "flow", limits)
    better = rich.status == "optimal" and rich.flow_mtpa[stage.year] >= cheap.flow_mtpa[stage.year]
    return rich if better else cheap
