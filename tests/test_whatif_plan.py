"""The plan: equal to brute force over all subsets and schedules, proven, staged, and clear where nothing helps."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations, product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import corridors as co
from corridors import scenarios
from corridors.errors import BadInput, UnknownName
from corridors.flow.maxflow import max_flow_arrays
from corridors.planning.candidates import candidates
from corridors.planning.cutting_planes import solve
from corridors.planning.problem import Budget, Problem, Stage, Start, open_by
from corridors.planning.shortfall import shortfalls
from corridors.report import as_json

NODES, MEASURES = 5, 4

# Within reach of the works in the list, but not of few of them.
TARGET = 15


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


def test_the_twenty_million(net) -> None:
    found = co.plan(net, "rkti", target_mtpa=TARGET)
    again = co.plan(net, "rkti", target_mtpa=TARGET)
    assert as_json(found.to_dict()) == as_json(again.to_dict())
    told = found.to_dict()
    keys = {
        "corridor",
        "target_mtpa",
        "reached_mtpa",
        "missing_mtpa",
        "cost_musd",
        "proven_optimal",
        "measures",
        "years",
    }
    assert keys | {"bottleneck", "missing", "gap_share"} <= set(told)
    assert set(told["cost_musd"]) == {"value", "low", "high"}
    assert found.proven_optimal
    assert found.gap_share == 0
    assert found.reached_mtpa >= TARGET - 1e-4
    # No measure of the plan is there in vain, and the years lead to the end.
    for name in found.measures.index:
        state = scenarios.build(net, [m for m in found.measures.index if m != name])
        assert co.max_flow(state, "rkti").value_mtpa < TARGET - 1e-6, name
    assert found.years["capacity_mtpa"].iloc[-1] == pytest.approx(found.reached_mtpa)
    assert found.years["spent_musd"].sum() == pytest.approx(found.cost_musd["value"])
    assert found.years.loc[found.reached_year, "capacity_mtpa"] >= TARGET - 1e-4


def test_deadline_budget_and_interim(net) -> None:
    late = co.plan(net, "rkti", target_mtpa=TARGET, by=2028)
    assert late.missing_mtpa > 0
    assert late.earliest_year is not None
    assert late.earliest_year > 2028
    poor = co.plan(net, "rkti", target_mtpa=TARGET, budget_musd=200)
    assert poor.cost_musd["value"] <= 200
    assert poor.missing_mtpa == pytest.approx(TARGET - poor.reached_mtpa)
    slow = co.plan(net, "rkti", target_mtpa=TARGET, budget_per_year_musd=150)
    assert slow.years.loc[2027:, "spent_musd"].max() <= 150 + 1e-6
    assert slow.missing_mtpa == 0
    early = co.plan(net, "rkti", target_mtpa=TARGET, budget_per_year_musd=150, prefer="early")
    assert early.reached_year <= slow.reached_year
    both = co.plan(net, "rkti", target_mtpa=12, by=2032, interim=[(2029, 9.0)])
    assert both.interim[0]["met"]
    assert both.years.loc[2029, "capacity_mtpa"] >= 9 - 1e-4
    missed = co.plan(net, "rkti", target_mtpa=12, by=2032, interim=[(2027, 9.0)])
    assert not missed.interim[0]["met"]
    assert any("2027" in n for n in missed.notes)
    assert missed.missing_mtpa == 0


@pytest.mark.parametrize("limit", [{"time_limit_s": 1e-9}, {"memory_limit_mb": 1.0}])
def test_limits_give_the_best_plan_found(net, limit: dict[str, float]) -> None:
    found = co.plan(net, "rkti", target_mtpa=TARGET, **limit)
    assert not found.proven_optimal
    assert found.reached_mtpa >= TARGET - 1e-4
    assert 0 <= found.gap_share <= 1
    assert (
        found.bound_musd
        <= co.plan(net, "rkti", target_mtpa=TARGET).cost_musd["value"]
        <= found.cost_musd["value"] + 1e-6
    )
    assert "stopped" in found.status


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        ({"target_mtpa": -1}, "target = -1"),
        ({"target_mtpa": float("nan")}, "zero or more"),
        ({"target_mtpa": "much"}, "target = much"),
        ({"target_mtpa": 5, "by": 1999}, "by 1999"),
        ({"target_mtpa": 5, "by": 20300}, "by 20300"),
        ({"target_mtpa": 5, "first_year": 27}, "first year 27"),
        ({"target_mtpa": 5, "interim": [(2030.7, 4)]}, "whole year"),
        ({"target_mtpa": 5, "budget_per_year_musd": 0}, "budget per year = 0"),
        ({"target_mtpa": 5, "by": 2030, "interim": [(2031, 4)]}, "interim target of 2031"),
        ({"target_mtpa": 5, "prefer": "soon"}, "'cheap' or 'early'"),
        ({"target_mtpa": 5, "time_limit_s": 0}, "time limit = 0"),
    ],
)
def test_what_cannot_be_meant(net, asked: dict, says: str) -> None:
    with pytest.raises(BadInput, match=says):
        co.plan(net, "rkti", **asked)


@pytest.mark.parametrize("target", [1e6, 1e300])
def test_a_target_beyond_any_sense(net, target: float) -> None:
    found = co.plan(net, "rkti", target_mtpa=target)
    assert found.proven_optimal
    assert found.missing_mtpa == pytest.approx(target - found.reached_mtpa)
    assert found.missing["shortfall_mtpa"].max() == pytest.approx(target, rel=1e-3)


@pytest.mark.parametrize("yearly", [0.001, 1.0])
def test_a_budget_that_would_take_for_ever(net, yearly: float) -> None:
    found = co.plan(net, "rkti", target_mtpa=TARGET, budget_per_year_musd=yearly)
    assert found.missing_mtpa > 0
    assert found.years.index.max() <= 2100
    assert found.years["spent_musd"].max() <= yearly + 1e-6
    assert any("by 2100" in n for n in found.notes)


def test_more_is_never_cheaper_and_money_never_harms(net) -> None:
    cost = [co.plan(net, "rkti", target_mtpa=target).cost_musd["value"] for target in (6, 8, 10, 12, 15, 20)]
    assert cost == sorted(cost)
    carried = [co.plan(net, "rkti", target_mtpa=TARGET, budget_musd=b).reached_mtpa for b in (0, 20, 100, 310, 1300)]
    assert carried == sorted(carried)


def test_one_measure_by_its_name(net) -> None:
    one = co.plan(net, "rkti", target_mtpa=8, measures="incheh-borun-full-infrastructure")
    assert list(one.measures.index) == ["incheh-borun-full-infrastructure"]


def test_nothing_to_choose_from_is_proven(net) -> None:
    found = co.plan(net, "we-wc", target_mtpa=50, by=2027, measures=["uzen-bolashak-second-track"])
    assert found.proven_optimal
    assert list(found.measures.index) == []
    assert found.missing_mtpa == pytest.approx(50 - found.base_mtpa)
    assert any("not a choice here" in n and "uzen-bolashak-second-track" in n for n in found.notes)


@pytest.fixture
def silent(net):
    """The shipped network, where nobody says what the loops Mangystau - Uzen cost."""
    name = "mangystau-uzen-3-loops"
    return replace(net, measures={**net.measures, name: net.measures[name].model_copy(update={"cost_musd": None})})


def test_a_measure_of_unknown_cost_comes_last(silent) -> None:
    name = "mangystau-uzen-3-loops"
    priced = [m for m in candidates(silent, silent.corridor("rkti").links).measures if m != name]
    found = co.plan(silent, "rkti", target_mtpa=8)
    assert found.cost_unknown == ()
    assert found.cost_musd["value"] == pytest.approx(
        co.plan(silent, "rkti", target_mtpa=8, measures=priced).cost_musd["value"]
    )
    assert any("cost unknown" in n and name in n for n in found.notes)


def test_a_measure_of_unknown_cost_that_is_needed_is_named(silent) -> None:
    name = "mangystau-uzen-3-loops"
    found = co.plan(silent, "rkti", target_mtpa=20)
    assert found.missing_mtpa == 0
    assert found.cost_unknown == (name,)
    assert found.proven_optimal
    assert found.bound_musd == found.cost_musd["value"] < 2000
    assert any("lower bound" in n for n in found.notes)
    told = found.to_dict()
    assert told["cost_unknown"] == [name]
    assert next(m for m in told["measures"] if m["measure"] == name)["cost_musd"] is None
    stopped = co.plan(silent, "rkti", target_mtpa=20, time_limit_s=1e-9)
    assert 0 <= stopped.bound_musd <= found.cost_musd["value"]


def test_no_budget_is_kept_with_a_measure_of_unknown_cost(silent) -> None:
    name = "mangystau-uzen-3-loops"
    for budget in ({"budget_musd": 1e5}, {"budget_per_year_musd": 1e5}):
        found = co.plan(silent, "rkti", target_mtpa=20, **budget)
        assert found.missing_mtpa > 0
        assert name not in found.measures.index
        assert any("left out" in n and name in n for n in found.notes)


def test_frontier_ends_with_measures_of_unknown_cost(silent) -> None:
    name = "mangystau-uzen-3-loops"
    points = co.frontier(silent, "rkti").points
    assert points["capacity_mtpa"].is_monotonic_increasing
    unknown = points["cost_unknown"].map(bool)
    assert unknown.any()
    assert unknown.is_monotonic_increasing
    assert set(points.loc[unknown, "cost_unknown"]) == {(name,)}
    assert points.loc[~unknown, "cost_musd"].is_monotonic_increasing
    assert points.loc[~unknown, "capacity_mtpa"].iloc[0] == pytest.approx(
        co.plan(silent, "rkti", target_mtpa=8).base_mtpa
    )


def test_what_is_built_is_not_undone(net) -> None:
    whole, part = "orsk-kandyagash-second-track", "orsk-kandyagash-automatic-block"
    links = list(net.corridor("rkti").links)
    assert {whole, part} <= set(candidates(net, links).measures)
    assert not {whole, part} & set(candidates(scenarios.build(net, [whole]), links).measures)
    named = candidates(scenarios.build(net, [whole]), links, [part])
    assert named.left_out == (part,)
    # Where only the part stands, the whole can still be built.
    assert {whole, part} & set(candidates(scenarios.build(net, [part]), links).measures) == {whole}


def test_unknown_measure(net) -> None:
    with pytest.raises(UnknownName, match="did you mean"):
        co.plan(net, "rkti", target_mtpa=TARGET, measures=["uzen-bolashak-second-trak"])


def test_frontier(net) -> None:
    found = co.frontier(net, "rkti")
    assert found.complete
    points = found.points
    assert points["cost_musd"].is_monotonic_increasing
    assert points["capacity_mtpa"].is_monotonic_increasing
    assert points["measures"].iloc[0] == ()
    for row in points.to_dict("records"):
        one = co.plan(net, "rkti", target_mtpa=row["capacity_mtpa"] - 1e-4)
        assert one.cost_musd["value"] == pytest.approx(row["cost_musd"])
    assert as_json(found.to_dict()) == as_json(co.frontier(net, "rkti").to_dict())


def test_frontier_by_a_year_and_within_budgets(net) -> None:
    by, yearly = 2029, 60.0
    found = co.frontier(net, "rkti", by=by, budget_per_year_musd=yearly)
    most = co.plan(net, "rkti", target_mtpa=100, by=by, budget_per_year_musd=yearly)
    assert found.points["capacity_mtpa"].iloc[-1] == pytest.approx(most.reached_mtpa, abs=1e-3)
    for row in found.points.to_dict("records")[1:]:
        one = co.plan(net, "rkti", target_mtpa=row["capacity_mtpa"] - 1e-4, by=by, budget_per_year_musd=yearly)
        assert one.missing_mtpa == 0
        assert one.cost_musd["value"] == pytest.approx(row["cost_musd"])
    assert co.frontier(net, "rkti", budget_musd=100).points["cost_musd"].max() <= 100
    with pytest.raises(BadInput, match="say by when"):
        co.frontier(net, "rkti", budget_per_year_musd=yearly)


def test_every_corridor_has_an_answer(net) -> None:
    for corridor in net.corridors:
        found = co.plan(net, corridor, target_mtpa=25, by=2031)
        assert (found.missing_mtpa > 0) or found.reached_mtpa >= 25 - 1e-4
        if found.missing_mtpa and not found.earliest_year and found.proven_optimal:
            assert len(found.missing), corridor
