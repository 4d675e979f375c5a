"""The search of a plan: what can be met, the cheapest way to meet it, and the earliest order to build it in."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from corridors.planning.cutting_planes import Solution, solve
from corridors.planning.problem import NEAR_MTPA, Budget, Problem, Stage, Start, open_by
from corridors.planning.schedule import LAST_YEAR, possible_starts, serial_schedule

if TYPE_CHECKING:
    from collections.abc import Sequence

    from corridors.flow.linear import Limits
    from corridors.planning.request import Request
    from corridors.schema import Measure

# No corridor carries this: greater targets ask the same, in numbers that no solver likes.
BEYOND_MTPA = 1e6


@dataclass(frozen=True, eq=False)
class SearchResult:
    """What came out: the starts, the proof, whether the target could be met, and when at the earliest.

    `earliest_year` is None where no year would do, where the question does not arise, and (`limit_hit`) where there was
    no time to find out.
    """

    starts: tuple[Start, ...]
    status: str
    bound: float
    met: bool
    earliest_year: int | None
    limit_hit: bool = False


def search(problem: Problem, measures: Sequence[Measure], request: Request, limits: Limits) -> SearchResult:
    """The best plan for what is asked, or the most that can be had."""
    request = replace(request, target_mtpa=min(request.target_mtpa, BEYOND_MTPA))
    horizon, everything = _horizon(measures, request)
    if request.prefer == "early" and request.by is None:
        year = earliest(problem, measures, request, horizon, limits)
        if year is not None:
            found = search(problem, measures, replace(request, by=year), limits)
            return replace(found, earliest_year=None if limits.hit else year)
    last = request.by or horizon
    # Years do not matter where everything can be built in the end and nobody asks when.
    timed = request.by is not None or bool(request.interim) or not everything
    if timed:
        budget = request.budget
        offered = possible_starts(measures, request.first_year, last, budget.yearly_musd)
    else:
        budget = Budget(request.budget.total_musd)
        offered = [Start(k, request.first_year, request.first_year) for k in range(len(measures))]
    needs = {year: min(need, BEYOND_MTPA) for year, need in request.interim}
    needs[last] = max(request.target_mtpa, needs.get(last, 0.0))
    best = solve(problem, offered, _stages(needs), budget, "cost", limits)
    met = best.status != "infeasible"
    if not met:
        needs, sure = _most(problem, offered, needs, last, budget, limits)
        best = solve(problem, offered, _stages(needs), budget, "cost", limits)
        best = best if sure else replace(best, status="stopped", bound=0.0)
    if not best.starts and best.status == "stopped":
        best = _greedy(problem, measures, last, request, best)
    starts = without_needless(problem, best.starts, needs)
    if not timed:
        only = frozenset(s.measure for s in starts)
        starts = tuple(serial_schedule(measures, request.first_year, request.budget, only))
    if best.status == "optimal" and request.budget.yearly_musd is not None:
        starts = _ordered(problem, measures, starts, needs, request, horizon, limits)
    year = None if met or request.by is None else earliest(problem, measures, request, horizon, limits)
    limit_hit = bool(limits.hit)
    return SearchResult(starts, best.status, best.bound, met, None if limit_hit else year, limit_hit)


def earliest(
    problem: Problem,
    measures: Sequence[Measure],
    request: Request,
    last: int,
    limits: Limits,
    only: frozenset[int] | None = None,
) -> int | None:
    """First year at whose end some plan within the budgets carries the target; None if no year up to the last does."""

    def possible(year: int) -> bool:
        offered = possible_starts(measures, request.first_year, year, request.budget.yearly_musd, only)
        stages = [Stage(year, request.target_mtpa)]
        return solve(problem, offered, stages, request.budget, "cost", limits).status == "optimal"

    low, high = request.first_year, last
    if not possible(high):
        return None
    # Halving is right: what is open at the end of a year can also be open at the end of the next.
    while low < high:
        middle = (low + high) // 2
        low, high = (low, middle) if possible(middle) else (middle + 1, high)
    return high


def _horizon(measures: Sequence[Measure], request: Request) -> tuple[int, bool]:
    """A year by which everything could be open, or else the last there is; and whether everything could."""
    turn = serial_schedule(measures, request.first_year, request.budget)
    end = max([request.first_year, *(s.finish for s in turn)])
    return min(end, LAST_YEAR), len(turn) == len(measures) and end <= LAST_YEAR


def _stages(needs: dict[int, float]) -> list[Stage]:
    return [Stage(year, need) for year, need in sorted(needs.items())]


def _most(
    problem: Problem, offered: Sequence[Start], needs: dict[int, float], last: int, budget: Budget, limits: Limits
) -> tuple[dict[int, float], bool]:
    """The most that can be met of some needs, the last year first, then the others as they come; False: not proven."""
    settled: dict[int, float] = {}
    sure = True
    for year in [last, *sorted(set(needs) - {last})]:
        stages = [Stage(y, n) for y, n in settled.items()] + [Stage(year, 0.0, needs[year])]
        found = solve(problem, offered, sorted(stages, key=lambda s: s.year), budget, "flow", limits)
        settled[year] = max(0.0, min(needs[year], found.flow_mtpa.get(year, 0.0)) - 2 * NEAR_MTPA)
        sure &= found.status == "optimal"
    return settled, sure


def _greedy(problem: Problem, measures: Sequence[Measure], last: int, request: Request, stopped: Solution) -> Solution:
    """A choice without proof: all that fits together, less what the target (or what can be had of it) does not need."""
    kept: frozenset[int] = frozenset()
    apart = {frozenset(c) for c in problem.clashes}
    for measure in range(len(measures)):
        if not any(frozenset((measure, k)) in apart for k in kept):
            kept |= {measure}
    need = min(request.target_mtpa, problem.flow_with(kept).value_mtpa) - NEAR_MTPA
    dear_first = np.argsort(-problem.cost_musd, kind="stable").tolist()
    for measure in dear_first:
        if problem.flow_with(kept - {measure}).value_mtpa >= need:
            kept -= {measure}
    total = request.budget.total_musd
    for measure in dear_first:
        if total is not None and problem.cost_musd[list(kept)].sum() > total + 1e-9:
            kept -= {measure}
    turn = serial_schedule(measures, request.first_year, request.budget, kept)
    starts = tuple(s for s in turn if s.finish <= last)
    return Solution("stopped", starts, problem.cost_of(starts), stopped.bound, {})


def without_needless(problem: Problem, starts: tuple[Start, ...], needs: dict[int, float]) -> tuple[Start, ...]:
    """Starts without those that cost nothing and that no need (year -> Mt/year) rests on."""
    for start in sorted(starts, key=lambda s: -s.measure):
        fewer = tuple(s for s in starts if s != start)
        if problem.cost_musd[start.measure] <= 0 and all(
            problem.flow_with(open_by(fewer, year)).value_mtpa >= need - NEAR_MTPA for year, need in needs.items()
        ):
            starts = fewer
    return starts


def _ordered(
    problem: Problem,
    measures: Sequence[Measure],
    starts: tuple[Start, ...],
    needs: dict[int, float],
    request: Request,
    horizon: int,
    limits: Limits,
) -> tuple[Start, ...]:
    """The chosen measures, begun so that the target comes first of all, then each year carries as much as it can."""
    if not starts or limits.hit:
        return starts
    only = frozenset(s.measure for s in starts)
    last = max(needs)
    if request.by is None and not request.interim:
        whole = replace(request, target_mtpa=needs[last])
        last = earliest(problem, measures, whole, horizon, limits, only) or horizon
        needs = {last: whole.target_mtpa}
    stages = [Stage(y, needs.get(y, 0.0), request.target_mtpa) for y in range(request.first_year, last + 1)]
    offered = possible_starts(measures, request.first_year, last, request.budget.yearly_musd, only)
    return solve(problem, offered, stages, request.budget, "flow", limits).starts or starts
