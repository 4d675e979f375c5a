"""The plan: equal to brute force over all subsets and schedules, in small networks and in the tiny world."""

from __future__ import annotations

from itertools import combinations, product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import corridors as co
from corridors import scenarios
from corridors.flow.push_relabel import max_flow_arrays
from corridors.planning.candidates import candidates
from corridors.planning.cutting_planes import solve
from corridors.planning.problem import Budget, Problem, Stage, Start, open_by
from corridors.planning.shortfall import shortfalls

NODES, MEASURES = 5, 4


@st.composite
def problems(draw) -> Problem:
    """A small network; what measures make of a link follows no rule, so nothing may be taken for granted."""
    count = draw(st.integers(3, 8))
    ends = st.integers(0, NODES - 1)
    tail = np.array(draw(st.lists(ends, min_size=count, max_size=count)))
    head = np.array(draw(st.lists(ends, min_size=count, max_size=count)))
    whole = st.integers(0, 12).map(float)
    capacity = np.array(draw(st.lists(whole, min_size=count, max_size=count)))
    clashes = draw(st.lists(st.sampled_from(list(combinations(range(MEASURES), 2))), max_size=2, unique=True))
    options = {}
    for link in range(count):
        own = draw(st.sets(st.integers(0, MEASURES - 1), max_size=3))
        sets = [frozenset(s) for n in range(len(own) + 1) for s in combinations(sorted(own), n)]
        sets = [s for s in sets if not any(set(c) <= s for c in clashes)]
        if own:
            options[link] = {s: capacity[link] if not s else draw(whole) for s in sets}
    cost = np.array(draw(st.lists(st.integers(0, 9).map(float), min_size=MEASURES, max_size=MEASURES)))
    sources, sinks = np.array([0]), np.array([NODES - 1])
    return Problem(tail, head, capacity, sources, sinks, options, cost, tuple(clashes))


def allowed(problem: Problem, chosen: frozenset[int]) -> bool:
    return not any(set(c) <= chosen for c in problem.clashes)


def value(problem: Problem, chosen: frozenset[int]) -> float:
    return max_flow_arrays(
        problem.tail, problem.head, problem.capacity_with(chosen), problem.sources, problem.sinks
    ).value_mtpa


def subsets():
    return (frozenset(s) for n in range(MEASURES + 1) for s in combinations(range(MEASURES), n))


@settings(max_examples=150, deadline=None)
@given(problems(), st.integers(0, 20), st.one_of(st.none(), st.integers(0, 20)))
def test_least_cost_equals_brute_force(problem: Problem, target: int, budget: int | None) -> None:
    starts = [Start(m, 1, 1) for m in range(MEASURES)]
    fit = [
        s for s in subsets() if allowed(problem, s) and (budget is None or problem.cost_musd[list(s)].sum() <= budget)
    ]
    good = [problem.cost_musd[list(s)].sum() for s in fit if value(problem, s) >= target - 1e-6]
    found = solve(problem, starts, [Stage(1, float(target))], Budget(budget), "cost")
    assert found.status == ("optimal" if good else "infeasible")
    if good:
        assert found.objective == pytest.approx(min(good))
        assert found.bound == pytest.approx(min(good))
        assert value(problem, open_by(found.starts, 1)) >= target - 1e-5
    most = max(value(problem, s) for s in fit)
    rich = solve(problem, starts, [Stage(1, 0.0, 1000.0)], Budget(budget), "flow")
    assert rich.flow_mtpa[1] == pytest.approx(most, abs=1e-4)


@settings(max_examples=40, deadline=None)
@given(
    problems(), st.lists(st.integers(1, 2), min_size=MEASURES, max_size=MEASURES), st.integers(1, 12), st.integers(1, 9)
)
def test_schedule_equals_brute_force(problem: Problem, years: list[int], target: int, yearly: int) -> None:
    last = 3
    ways = [Start(m, y, y + years[m] - 1) for m in range(MEASURES) for y in range(1, last - years[m] + 2)]
    stages = [Stage(2, target / 2), Stage(last, float(target))]
    best = np.inf
    for picked in product(*[[None, *(w for w in ways if w.measure == m)] for m in range(MEASURES)]):
        chosen = tuple(w for w in picked if w)
        if not allowed(problem, frozenset(w.measure for w in chosen)):
            continue
        spent = [
            sum(problem.cost_musd[w.measure] / years[w.measure] for w in chosen if w.start <= y <= w.finish)
            for y in (1, 2, 3)
        ]
        if max(spent) > yearly + 1e-9:
            continue
        if all(value(problem, open_by(chosen, s.year)) >= s.need_mtpa - 1e-6 for s in stages):
            best = min(best, problem.cost_musd[[w.measure for w in chosen]].sum())
    found = solve(problem, ways, stages, Budget(None, float(yearly)), "cost")
    assert found.objective == pytest.approx(best)


@settings(max_examples=60, deadline=None)
@given(problems(), st.integers(1, 20))
def test_shortfalls_fill_the_gap(problem: Problem, target: int) -> None:
    short = shortfalls(problem, float(target))
    limit = problem.capacity_mtpa.copy()
    for link, sets in problem.options.items():
        limit[link] = max(sets.values())
    if max_flow_arrays(problem.tail, problem.head, limit + 100, problem.sources, problem.sinks).value_mtpa < target:
        return
    for link, amount in short.items():
        limit[link] += amount
    assert (
        max_flow_arrays(problem.tail, problem.head, limit, problem.sources, problem.sinks).value_mtpa >= target - 1e-5
    )


def brute_force(net, corridor: str, target: float, ids: list[str]) -> float:
    best = np.inf
    for n in range(len(ids) + 1):
        for chosen in combinations(ids, n):
            try:
                state = scenarios.build(net, chosen)
            except co.CorridorsError:
                continue
            cost = sum(net.measures[m].cost_musd.value for m in chosen)
            if co.max_flow(state, corridor).value_mtpa >= target and cost < best:
                best = cost
    return best


def test_of_the_tiny_world(tiny) -> None:
    base = co.max_flow(tiny, "line").value_mtpa
    for target in (0.0, base + 1.0, base + 5.0, 29.0, 1000.0):
        found = co.plan(tiny, "line", target_mtpa=target)
        best = brute_force(tiny, "line", target, sorted(tiny.measures))
        assert found.proven_optimal
        assert (found.missing_mtpa == 0) == np.isfinite(best)
        if np.isfinite(best):
            assert found.cost_musd["value"] == pytest.approx(best)
    assert found.missing["shortfall_mtpa"].max() > 0
    assert found.status == "the most that can be reached"


def test_loops_that_exclude_each_other(tiny) -> None:
    found = candidates(tiny, tiny.corridor("line").links)
    assert ("three-loops", "two-loops") in found.clashes
    assert not any({"three-loops", "two-loops"} <= s for sets in found.options.values() for s in sets)


def test_candidates_agree_with_the_network_as_built(net) -> None:
    found = candidates(net, net.corridor("rkti").links)
    for link in ("rail/mangystau-borzhakty", "rail/shalkar-tassai", "terminal/incheh-borun-gauge"):
        for chosen, capacity in found.options[link].items():
            built = co.capacities(scenarios.build(net, sorted(chosen)), links=[link])
            assert built.loc[link, "capacity_mtpa"] == pytest.approx(capacity)
