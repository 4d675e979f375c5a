"""Plans with a chance: the cheapest measures that carry a target in a share of the draws, and what certainty costs."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from corridors.errors import BadInput
from corridors.planning.candidates import candidates
from corridors.planning.chance_problem import ChanceProblem, chance_problem
from corridors.planning.chance_search import Chosen, cheapest, most_probable
from corridors.planning.explanation import missing_rows
from corridors.planning.schedule import possible_starts, serial_schedule
from corridors.planning.search import SearchResult
from corridors.planning.shortfall import shortfalls
from corridors.uncertainty.drawn import pool_of, resampled, weighed_together
from corridors.uncertainty.draws import triangular
from corridors.uncertainty.weighted import quantiles
from corridors.wording.sentences import sentence

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd
    from numpy.typing import NDArray

    from corridors.flow.linear import Limits
    from corridors.network import Network
    from corridors.planning.candidates import Candidates
    from corridors.planning.explanation import Case
    from corridors.planning.plan_result import Plan
    from corridors.planning.request import Request
    from corridors.schema import Corridor, Measure
    from corridors.uncertainty.backends import Workers
    from corridors.uncertainty.drawn import Drawn

    Floats = NDArray[np.float64]

# Draws that a plan is sought in, and others that judge it.
DRAWS, FRESH_DRAWS = 1000, 10_000
SHARES = {"p05_mtpa": 0.05, "p50_mtpa": 0.5, "p95_mtpa": 0.95}
# A step of a curve of chance that is worth a point of its own.
STEP = 0.01
# Halvings of what a missing measure would have to add.
HALVINGS = 12


@dataclass(frozen=True)
class Certainty:
    """How sure a plan is to be, and the draws that tell.

    Attributes
    ----------
    confidence : float
        Share of the draws in which the target is to be carried.
    draws, seed, workers, cached
        As `corridors.ensemble`; the draws are of equal weight.
    """

    confidence: float
    draws: int = DRAWS
    seed: int = 1
    workers: Workers = 1
    cached: bool = True

    def run(self, network: Network, basis: str) -> Drawn:
        """Draws that a plan is sought in."""
        return resampled(network, self.draws, self.seed, basis, workers=self.workers, cached=self.cached)

    def fresh(self, network: Network, basis: str) -> Drawn:
        """Other draws, that judge it."""
        options: dict[str, Any] = {"first": pool_of(self.draws), "workers": self.workers, "cached": self.cached}
        return resampled(network, FRESH_DRAWS, self.seed, basis, **options)


def certainty(confidence: float, request: Request, **options: Any) -> Certainty:
    """What is asked of a plan with a chance.

    Raises
    ------
    BadInput
        No share of the draws, no draw, or a budget, a target on the way or an early plan beside it.
    """
    if not 0 < confidence <= 1:
        raise BadInput(
            sentence(
                "confidence = {confidence}; give a share of the draws, above 0 and up to 1, as in 0.8",
                confidence=confidence,
            )
        )
    if options.get("draws", 1) < 1:
        raise BadInput(sentence("draws = {draws}; ask for one or more", draws=options["draws"]))
    if request.budget.limited or request.interim or request.prefer != "cheap":
        raise BadInput(
            sentence(
                "a plan with a confidence takes a target and a year: "
                "leave out budgets, targets on the way and 'early'; "
                "a curve of cost against chance shows what each budget buys"
            )
        )
    return Certainty(confidence, **options)


def middle_costs(measures: Sequence[Measure]) -> Floats:
    """The middle of each cost (million USD); what nobody knows weighs more than all the others together."""
    half = np.array([0.5])
    known = [
        float(triangular(half, m.cost_musd.low, m.cost_musd.value, m.cost_musd.high)[0]) if m.cost_musd else np.nan
        for m in measures
    ]
    return np.where(np.isnan(known), 1.0 + np.nansum(known), known)


def sought(
    network: Network,
    corridor: Corridor,
    known: Candidates,
    request: Request,
    sure: Certainty,
    basis: str,
    limits: Limits,
) -> tuple[SearchResult, Chosen, ChanceProblem]:
    """The measures of a plan with a chance, when each is built, and the problem that they were found in."""
    own = [network.measures[m] for m in known.measures]
    at = (request.target_mtpa, request.by, request.first_year, basis)
    problem = chance_problem(network, corridor, known, middle_costs(own), sure.run(network, basis), *at)
    most, proven = most_probable(problem, limits)
    wanted = min(sure.confidence, most)
    found = cheapest(problem, wanted, limits) or Chosen(frozenset(), problem.chance(frozenset()), 0.0, 0.0, False)
    if request.by is None:
        starts = tuple(serial_schedule(own, request.first_year, request.budget, found.measures))
    else:
        starts = tuple(possible_starts(own, request.first_year, request.by, None, found.measures))
    met = found.chance >= sure.confidence - 1e-9
    status = "optimal" if found.proven and (met or proven) else "stopped"
    return SearchResult(starts, status, found.bound_musd, met, None, bool(limits.hit)), found, problem


def with_chance(plan: Plan, case: Case, sure: Certainty, found: Chosen, problem: ChanceProblem, basis: str) -> Plan:
    """A plan with its chance, in the draws that it was found in and in fresh ones, and what it lacks."""
    value, request = problem.capacity_with(found.measures), case.request
    short = found.chance < sure.confidence - 1e-9
    known = candidates(case.network, case.corridor.links, list(plan.measures.index), basis=basis)
    own = [case.network.measures[m] for m in known.measures]
    at = (request.target_mtpa, request.by, request.first_year, basis)
    judge = chance_problem(case.network, case.corridor, known, middle_costs(own), sure.fresh(case.network, basis), *at)
    fresh = judge.chance(frozenset(range(len(own))))
    reached = float(np.quantile(value, 1 - sure.confidence, method="inverted_cdf"))
    said = sentence(
        "carries the target in {chance:.1%} of {n:,} draws, {fresh:.1%} of {others:,} others",
        chance=found.chance, n=len(value), fresh=fresh, others=FRESH_DRAWS,
    )  # fmt: skip
    status = sentence("the most probable that can be reached: it {said}", said=said) if short else said
    return replace(
        plan,
        status=status,
        confidence=sure.confidence,
        draws=len(value),
        seed=sure.seed,
        probability_of_target=found.chance,
        probability_on_fresh_draws=fresh,
        **range_of(value, np.ones(len(value))),
        missing_mtpa=max(request.target_mtpa - reached, 0.0) if short else 0.0,
        missing=_missing(case, problem, sure.confidence) if short else missing_rows([]),
        # At best guesses nothing may need to be built, and yet too few draws carry the target.
        notes=() if short and plan.measures.empty else plan.notes,
    )


def range_of(value: Floats, weight: Floats) -> dict[str, Any]:
    """Mt/year that 5, 50 and 95 % of the draws do not exceed."""
    found = quantiles(value, weight, list(SHARES.values()))
    return dict(zip(SHARES, map(float, found), strict=True))


def _missing(case: Case, problem: ChanceProblem, confidence: float) -> pd.DataFrame:
    """Links for which a measure is missing, each with what it would have to add to its best for the chance asked for.

    All are raised to one level of certainty, the lowest at which they together reach the chance.
    """
    best = problem.best_capacity(frozenset(), frozenset())

    def lacking(level: float) -> tuple[Floats, dict[int, float]]:
        limit = np.quantile(best, level, axis=0, method="inverted_cdf")
        return limit, shortfalls(replace(case.problem, capacity_mtpa=limit, options={}), problem.target_mtpa)

    low, high = 0.0, 1 - confidence
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        more = np.zeros(best.shape[1])
        for link, size in lacking(middle)[1].items():
            more[link] = size
        reached = np.mean(problem.shape.value(best + more) >= problem.target_mtpa - 1e-5)
        low, high = (middle, high) if reached >= confidence else (low, middle)
    limit, short = lacking(low)
    return missing_rows(case.missing(short, limit))


def chances(
    network: Network,
    corridor: Corridor,
    sets: Sequence[Sequence[str]],
    target_mtpa: float | None,
    *,
    by: int | None = None,
    first_year: int,
    draws: int = FRESH_DRAWS,
    seed: int = 1,
    basis: str = "rule",
    cached: bool = True,
) -> list[dict[str, Any]]:
    """Chance of a target, and the range of what is carried, for some sets of measures by a year.

    Returns
    -------
    list of dict
        A set each: probability_of_target (None without a target), p05_mtpa, p50_mtpa, p95_mtpa.
    """
    every = sorted({m for some in sets for m in some})
    known = candidates(network, corridor.links, every, basis=basis)
    costs = middle_costs([network.measures[m] for m in known.measures])
    drawn = weighed_together(network, draws, seed, basis, cached=cached)
    problem = chance_problem(network, corridor, known, costs, drawn, target_mtpa or 0.0, by, first_year, basis)
    rows = []
    for some in sets:
        chosen = frozenset(k for k, m in enumerate(known.measures) if m in set(some))
        value = problem.capacity_with(chosen)
        chance = None if target_mtpa is None else problem.chance(chosen)
        rows.append({"probability_of_target": chance, **range_of(value, drawn.weight)})
    return rows
