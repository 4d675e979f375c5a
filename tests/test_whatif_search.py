"""The search of a plan: equal to brute force over all schedules, with deadlines, budgets, interim targets, clashes."""

from __future__ import annotations

from itertools import combinations, product
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from corridors.flow.linear import Limits
from corridors.planning.problem import Budget, Problem, Start, open_by
from corridors.planning.request import Request
from corridors.planning.schedule import possible_starts, serial_schedule
from corridors.planning.search import search

FIRST, NEAR = 2027, 5e-5


def case(seed: int) -> tuple[Problem, list[Any], Request]:
    """A network of a few links, works that change them by no rule, and a question."""
    rng = np.random.default_rng(seed)
    nodes, links, count = int(rng.integers(3, 6)), int(rng.integers(3, 10)), int(rng.integers(1, 5))
    tail, head = rng.integers(0, nodes, (2, links))
    capacity = rng.integers(0, 6, links).astype(float)
    clashes = tuple(c for c in combinations(range(count), 2) if rng.random() < 0.2)
    touching: dict[int, set[int]] = {}
    for measure in range(count):
        for link in rng.choice(links, 2).tolist():
            touching.setdefault(link, set()).add(measure)
    options = {}
    for link, own in touching.items():
        sets = [frozenset(s) for n in range(len(own) + 1) for s in combinations(sorted(own), n)]
        sets = [s for s in sets if not any(set(c) <= s for c in clashes)]
        options[link] = {s: float(max(0.0, capacity[link] + bool(s) * rng.uniform(-1, 6))) for s in sets}
    cost = rng.integers(0, 20, count).astype(float)
    problem = Problem(tail, head, capacity, np.array([0]), np.array([nodes - 1]), options, cost, clashes)
    works = [
        SimpleNamespace(
            cost_musd=SimpleNamespace(value=c), build_years=int(rng.integers(1, 4)), start=None,
            status="building" if rng.random() < 0.2 else "planned", finish=int(rng.integers(2026, 2031)),
        )
        for c in cost
    ]  # fmt: skip
    by = int(rng.integers(2028, 2032))
    target = float(rng.uniform(0, 12))
    interim = ((by - 1, target / 2),) if rng.random() < 0.5 else ()
    budget = Budget(
        float(rng.uniform(5, 50)) if rng.random() < 0.4 else None,
        float(rng.uniform(3, 20)) if rng.random() < 0.5 else None,
        FIRST,
    )
    return problem, works, Request(target, by, interim, FIRST, budget)


def schedules(problem: Problem, works: list[Any], request: Request) -> list[tuple[Start, ...]]:
    """All that may be built and when."""
    assert request.by is not None
    offered = possible_starts(works, FIRST, request.by, request.budget.yearly_musd)
    every = product(*([None, *(w for w in offered if w.measure == k)] for k in range(len(works))))
    return [s for row in every if fits(problem, s := tuple(w for w in row if w), request.budget)]


def fits(problem: Problem, starts: tuple[Start, ...], budget: Budget) -> bool:
    spent: dict[int, float] = {}
    for s in starts:
        for year in range(max(s.start, FIRST), s.finish + 1):
            spent[year] = spent.get(year, 0.0) + problem.cost_musd[s.measure] / (s.finish - s.start + 1)
    built = {s.measure for s in starts}
    dear = budget.yearly_musd is not None and any(v > budget.yearly_musd + 1e-6 for v in spent.values())
    dear |= budget.total_musd is not None and paid(problem, starts) > budget.total_musd + 1e-6
    return not dear and not any(set(c) <= built for c in problem.clashes)


def paid(problem: Problem, starts: tuple[Start, ...]) -> float:
    return float(sum(problem.cost_musd[s.measure] for s in starts))


@pytest.mark.parametrize("seed", range(60))
def test_equal_to_brute_force(seed: int) -> None:
    problem, works, request = case(seed)
    every, known = schedules(problem, works, request), {}

    def carried(starts: tuple[Start, ...], year: int) -> float:
        built = open_by(starts, year)
        if built not in known:
            known[built] = problem.flow_with(built).value_mtpa
        return known[built]

    found = search(problem, works, request, Limits.of(60, None))
    assert found.status == "optimal"
    assert fits(problem, found.starts, request.budget)
    needs = {**dict(request.interim), request.by: request.target_mtpa}
    good = [s for s in every if all(carried(s, y) >= n - 1e-5 for y, n in needs.items())]
    assert found.met == bool(good)
    if not good:
        # The last year first, then the one before it.
        for year in sorted(needs, reverse=True):
            needs[year] = min(needs[year], max(carried(s, year) for s in every))
            every = [s for s in every if carried(s, year) >= needs[year] - NEAR]
        good = every
    assert all(carried(found.starts, y) >= n - NEAR for y, n in needs.items())
    assert paid(problem, found.starts) == pytest.approx(min(paid(problem, s) for s in good))


def test_a_yearly_budget_puts_off_a_work_under_way() -> None:
    work = SimpleNamespace(
        cost_musd=SimpleNamespace(value=30.0), build_years=1, start=None, status="building", finish=2028
    )
    assert possible_starts([work], FIRST, 2035, None) == [Start(0, 2028, 2028)]
    assert serial_schedule([work], FIRST, Budget(None, 30.0, FIRST)) == [Start(0, 2028, 2028)]
    assert serial_schedule([work], FIRST, Budget(None, 10.0, FIRST)) == [Start(0, 2027, 2029)]
