"""The frontier, and measures whose cost nobody knows: they come last, and are named."""

from __future__ import annotations

from dataclasses import replace

import pytest

import corridors as co
from corridors.errors import BadInput
from corridors.planning.candidates import candidates
from corridors.report import as_json

TARGET = 15


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
