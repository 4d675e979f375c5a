"""The plan: proven, staged, within budgets and limits, and clear where nothing helps."""

from __future__ import annotations

import pytest

import corridors as co
from corridors import scenarios
from corridors.errors import BadInput, UnknownName
from corridors.planning.candidates import candidates
from corridors.report import as_json

# Within reach of the works in the list, but not of few of them.
TARGET = 15


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


def test_every_corridor_has_an_answer(net) -> None:
    for corridor in net.corridors:
        found = co.plan(net, corridor, target_mtpa=25, by=2031)
        assert (found.missing_mtpa > 0) or found.reached_mtpa >= 25 - 1e-4
        if found.missing_mtpa and not found.earliest_year and found.proven_optimal:
            assert len(found.missing), corridor
