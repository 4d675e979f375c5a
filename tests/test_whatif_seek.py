"""The search of a plan: equal to brute force over all schedules, with deadlines, budgets, interim targets, clashes."""

from __future__ import annotations

from itertools import combinations, product
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from corridors.flow.linear import Limits
from corridors.whatif.seek import Ask, seek
from corridors.whatif.staging import in_turn, ways
from corridors.whatif.task import Money, Start, Task, built_by

FIRST, NEAR = 2027, 5e-5


def case(seed: int) -> tuple[Task, list[Any], Ask]:
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
        options[link] = tuple((s, float(max(0.0, capacity[link] + bool(s) * rng.uniform(-1, 6)))) for s in sets)
    cost = rng.integers(0, 20, count).astype(float)
    task = Task(tail, head, capacity, np.array([0]), np.array([nodes - 1]), options, cost, clashes)
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
    money = Money(
        float(rng.uniform(5, 50)) if rng.random() < 0.4 else None,
        float(rng.uniform(3, 20)) if rng.random() < 0.5 else None,
        FIRST,
    )
    return task, works, Ask(target, by, interim, FIRST, money)


def schedules(task: Task, works: list[Any], ask: Ask) -> list[tuple[Start, ...]]:
    """All that may be built and when."""
    assert ask.by is not None
    offered = ways(works, FIRST, ask.by, ask.money.yearly_musd)
    every = product(*([None, *(w for w in offered if w.measure == k)] for k in range(len(works))))
    return [s for row in every if fits(task, s := tuple(w for w in row if w), ask.money)]


def fits(task: Task, starts: tuple[Start, ...], money: Money) -> bool:
    spent: dict[int, float] = {}
    for s in starts:
        for year in range(max(s.start, FIRST), s.finish + 1):
            spent[year] = spent.get(year, 0.0) + task.cost_musd[s.measure] / (s.finish - s.start + 1)
    built = {s.measure for s in starts}
    dear = money.yearly_musd is not None and any(v > money.yearly_musd + 1e-6 for v in spent.values())
    dear |= money.total_musd is not None and paid(task, starts) > money.total_musd + 1e-6
    return not dear and not any(set(c) <= built for c in task.clashes)


def paid(task: Task, starts: tuple[Start, ...]) -> float:
    return float(sum(task.cost_musd[s.measure] for s in starts))


@pytest.mark.parametrize("seed", range(60))
def test_equal_to_brute_force(seed: int) -> None:
    task, works, ask = case(seed)
    every, known = schedules(task, works, ask), {}

    def carried(starts: tuple[Start, ...], year: int) -> float:
        built = built_by(starts, year)
        if built not in known:
            known[built] = task.flow_with(built).value_mtpa
        return known[built]

    found = seek(task, works, ask, Limits.of(60, None))
    assert found.status == "optimal"
    assert fits(task, found.starts, ask.money)
    needs = {**dict(ask.interim), ask.by: ask.target_mtpa}
    good = [s for s in every if all(carried(s, y) >= n - 1e-5 for y, n in needs.items())]
    assert found.met == bool(good)
    if not good:
        # The last year first, then the one before it.
        for year in sorted(needs, reverse=True):
            needs[year] = min(needs[year], max(carried(s, year) for s in every))
            every = [s for s in every if carried(s, year) >= needs[year] - NEAR]
        good = every
    assert all(carried(found.starts, y) >= n - NEAR for y, n in needs.items())
    assert paid(task, found.starts) == pytest.approx(min(paid(task, s) for s in good))


def test_a_yearly_budget_puts_off_a_work_under_way() -> None:
    work = SimpleNamespace(
        cost_musd=SimpleNamespace(value=30.0), build_years=1, start=None, status="building", finish=2028
    )
    assert ways([work], FIRST, 2035, None) == [Start(0, 2028, 2028)]
    assert in_turn([work], FIRST, Money(None, 30.0, FIRST)) == [Start(0, 2028, 2028)]
    assert in_turn([work], FIRST, Money(None, 10.0, FIRST)) == [Start(0, 2027, 2029)]
