"""What certainty costs: the least cost of every chance of a target."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from corridors.flow.graph import corridor_of
from corridors.flow.linear import Limits
from corridors.planning.candidates import candidates
from corridors.planning.chance_plan import DRAWS, certainty, middle_costs
from corridors.planning.chance_problem import ChanceProblem, chance_problem
from corridors.planning.chance_search import NOTHING, Chosen, cheapest, most_probable
from corridors.planning.curve import Curve, points_table
from corridors.planning.request import requested
from corridors.planning.schedule import FIRST_YEAR

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

    from corridors.network import Network
    from corridors.schema import Corridor
    from corridors.uncertainty.backends import Workers

# A step of chance that is worth a point of its own.
STEP = 0.01


@dataclass(frozen=True, eq=False, repr=False)
class CertaintyCurve(Curve):
    """Cost against the chance of a target.

    Attributes
    ----------
    confidence : float
        Where the curve was to end.
    points : DataFrame
        A row a point, from nothing built upwards: cost_musd, cost_low_musd, cost_high_musd, probability_of_target,
        measures (tuple of ids), cost_unknown (those of them whose cost nobody knows, and the sum leaves out).
    complete : bool
        False if a limit was hit: the curve continues.
    """

    FIRST = ("corridor", "scenario", "target_mtpa", "by", "confidence", "draws", "seed", "complete")

    corridor: str
    scenario: str
    target_mtpa: float
    by: int | None
    confidence: float
    draws: int
    seed: int
    points: pd.DataFrame
    complete: bool

    def gist(self) -> str:
        """The answer in one line."""
        last = self.points.iloc[-1]
        most = f"{last['probability_of_target']:.0%} for {last['cost_musd']:,.0f} MUSD"
        return f"{self.corridor}, {self.scenario}: {self.target_mtpa:g} Mt/year with a chance of up to {most}"


def certainty_curve(
    network: Network,
    corridor: str | Corridor,
    *,
    target_mtpa: float,
    by: int | None = None,
    confidence: float = 1.0,
    measures: Sequence[str] | None = None,
    first_year: int = FIRST_YEAR,
    time_limit_s: float | None = 60.0,
    memory_limit_mb: float | None = None,
    basis: str = "rule",
    draws: int = DRAWS,
    seed: int = 1,
    workers: Workers = 1,
    cached: bool = True,
) -> CertaintyCurve:
    """Cost against the chance of a target: no measures reach a greater chance for less than a point of this curve.

    Parameters
    ----------
    network : Network
        Any state of the world.
    corridor : str or Corridor
        Its id.
    target_mtpa : float
        Mt/year, both directions together.
    by : int, optional
        Year at whose end the target is to be carried; finishing years are drawn.
    confidence : float
        Chance at which the curve may end; by default at the greatest that can be reached.
    measures : sequence of str, optional
        Measures to choose from; by default all.
    first_year : int
        First year of works.
    time_limit_s, memory_limit_mb : float, optional
        At which the search stops; the curve then ends there and says so.
    basis : str
        As `corridors.capacities`.
    draws, seed : int
        Draws of equal weight, and their seed.
    workers : int or str
        Processes, or the address of a Dask scheduler.
    cached : bool
        Whether what the counts taught is kept.

    Returns
    -------
    CertaintyCurve
        Points a hundredth of chance apart or more, each proven for the draws used, by the middle of the costs.

    Raises
    ------
    UnknownName
        A corridor or measure that is not there.
    BadInput
        A target, year, confidence or limit that makes no sense.

    Examples
    --------
    >>> import corridors as co
    >>> curve = co.certainty_curve(co.load(), "rkti", target_mtpa=6, draws=200)
    >>> bool(curve.points["probability_of_target"].is_monotonic_increasing)
    True
    """
    request = requested(target_mtpa, by, None, None, (), "cheap", first_year)
    sure = certainty(confidence, request, draws=draws, seed=seed, workers=workers, cached=cached)
    limits = Limits.of(time_limit_s, memory_limit_mb)
    chosen = corridor_of(network, corridor)
    known = candidates(network, chosen.links, measures, basis=basis)
    own = [network.measures[m] for m in known.measures]
    at = (request.target_mtpa, request.by, request.first_year, basis)
    problem = chance_problem(network, chosen, known, middle_costs(own), sure.run(network, basis), *at)
    steps, complete = _steps(problem, confidence, limits)
    points = points_table((([own[k] for k in s.measures], s.chance) for s in steps), "probability_of_target")
    return CertaintyCurve(
        chosen.id, str(network.name), request.target_mtpa, by, confidence, draws, seed, points, complete
    )


def _steps(problem: ChanceProblem, confidence: float, limits: Limits) -> tuple[list[Chosen], bool]:
    """The cheapest set of each chance, a step apart, and whether the curve ends where it was to end."""
    steps = [Chosen(NOTHING, problem.chance(NOTHING), 0.0, 0.0, proven=True)]
    most, proven = most_probable(problem, limits)
    end = min(confidence, most)
    while steps[-1].chance < end - 1e-9:
        found = cheapest(problem, min(steps[-1].chance + STEP, end), limits)
        if found is None or not found.proven:
            return steps, False
        # Of sets at one cost only the most probable is on the curve.
        if found.cost_musd <= steps[-1].cost_musd:
            steps.pop()
        steps.append(found)
    return steps, proven
