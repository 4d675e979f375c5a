"""Draws: named streams, ordered quantiles, zero width gives the base, scenarios differ only by what they change."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import corridors as co
from corridors.errors import BadInput
from corridors.report import as_json
from corridors.uncertainty.draws import triangular, triangular_share, uncertain_facts, uniforms


@pytest.fixture(autouse=True)
def _own_cache(tmp_path, monkeypatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))


def test_same_seed_same_draws_cached_or_not(net) -> None:
    one, two, three = (co.ensemble(net, "rkti", draws=60, seed=4, cached=c) for c in (False, True, True))
    assert one.value_mtpa.tobytes() == two.value_mtpa.tobytes() == three.value_mtpa.tobytes()
    assert as_json(one.to_dict()) == as_json(two.to_dict()) == as_json(three.to_dict())
    other = co.ensemble(net, "rkti", draws=60, seed=5, cached=False)
    assert one.value_mtpa.tolist() != other.value_mtpa.tolist()


def test_the_first_draws_of_many_are_those_of_few(net) -> None:
    few, many = (co.ensemble(net, "rkti", draws=n, cached=False) for n in (100, 300))
    assert many.value_mtpa[:100].tobytes() == few.value_mtpa.tobytes()


def test_quantiles_best_guess_and_shares(net) -> None:
    found = co.ensemble(net, "rkti", draws=400, target_mtpa=5)
    assert found.p05 < found.p50 < found.p95
    assert found.best_guess_mtpa == pytest.approx(co.max_flow(net, "rkti").value_mtpa)
    assert found.probability(0) == 1.0
    assert 0 <= found.probability(20) <= found.probability(5) <= 1
    assert found.cut_frequency.between(0, 1).all()
    assert found.cut_frequency.sum() >= 0.99
    assert found.drivers.between(0, 1).all()
    answer = found.to_dict()
    assert answer["probability_of_target"] == found.probability(5)
    low, high = answer["sampling"]["probability_of_target"]
    assert low <= found.probability(5) <= high
    # Nothing that was carried is out of reach of the middle draw.
    assert found.p05 >= found.prior["p05"]


def test_without_width_every_draw_is_the_best_guess(tiny) -> None:
    sure = replace(tiny, facts=tiny.facts.assign(low=tiny.facts["value"], high=tiny.facts["value"]), _wide={})
    found = co.ensemble(sure, "line", draws=5)
    assert found.value_mtpa == pytest.approx(found.best_guess_mtpa)
    assert found.drivers.empty


def test_a_draw_of_two_scenarios_differs_by_what_they_change(tiny) -> None:
    # Nothing on the line's capacity differs if the measure is on the road alone; a larger border never lowers a draw.
    better = co.scenario(tiny, "better")
    one, two = co.ensemble(tiny, "lane", draws=50), co.ensemble(better, "lane", draws=50)
    assert one.value_mtpa.tolist() == two.value_mtpa.tolist()


def test_one_uncertain_fact_by_hand(tiny) -> None:
    """One post whose stated capacity is triangular: mean, variance and quantiles are known."""
    low, mode, high = 10.0, 14.0, 20.0
    facts = tiny.facts.assign(low=tiny.facts["value"], high=tiny.facts["value"])
    post = (facts["link"] == "border/join") & (facts["attribute"] == "stated_mtpa")
    facts.loc[post, ["low", "value", "high"]] = low, mode, high
    ends = {"route": ("border/join",), "branches": (), "origins": ("join",), "destinations": ("join-exit",)}
    alone = type(tiny.corridor("line"))(**{**tiny.corridor("line").model_dump(), **ends})
    found = co.ensemble(replace(tiny, facts=facts, _wide={}), alone, draws=4000)
    assert found.value_mtpa.mean() == pytest.approx((low + mode + high) / 3, rel=1e-3)
    squares = low**2 + mode**2 + high**2 - low * mode - low * high - mode * high
    assert found.value_mtpa.var() == pytest.approx(squares / 18, rel=1e-2)
    assert found.p05 == pytest.approx(low + (0.05 * (high - low) * (mode - low)) ** 0.5, abs=0.01)
    assert found.p95 == pytest.approx(high - (0.05 * (high - low) * (high - mode)) ** 0.5, abs=0.01)
    assert found.probability(mode) == pytest.approx((high - mode) / (high - low), abs=1e-3)
    # In ten classes of equal weight a single fact explains all but the spread within a class.
    assert found.drivers.to_dict() == {"border/join/stated_mtpa": pytest.approx(0.98, abs=0.02)}


def test_the_least_of_two_independent_capacities(tiny) -> None:
    """Two posts in a row: the smaller of two independent triangular capacities has a known distribution."""
    facts = tiny.facts.assign(low=tiny.facts["value"], high=tiny.facts["value"])
    post = (facts["link"] == "border/join") & (facts["attribute"] == "stated_mtpa")
    facts.loc[post, ["low", "value", "high"]] = 10.0, 14.0, 20.0
    other = facts[post].assign(link="border/post", low=8.0, value=15.0, high=24.0)
    facts = pd.concat([facts, other], ignore_index=True)
    links = tiny.links.copy()
    links.loc["border/post", ["from_node", "to_node"]] = ["join-exit", "east"]
    ends = {"route": ("border/join", "border/post"), "branches": (), "origins": ("join",), "destinations": ("east",)}
    both = type(tiny.corridor("line"))(**{**tiny.corridor("line").model_dump(), **ends})
    found = co.ensemble(replace(tiny, facts=facts, links=links, _wide={}), both, draws=20_000)
    grid = np.linspace(8.0, 20.0, 200_001)
    below = 1 - (1 - triangular_share(grid, 10.0, 14.0, 20.0)) * (1 - triangular_share(grid, 8.0, 15.0, 24.0))
    for share in (0.05, 0.5, 0.95):
        assert found.quantile(share) == pytest.approx(np.interp(share, below, grid), rel=0.005)


def test_order_of_facts_is_irrelevant(tiny) -> None:
    mixed = replace(tiny, facts=tiny.facts.sample(frac=1, random_state=1), _wide={})
    one, two = co.ensemble(tiny, "line", draws=20), co.ensemble(mixed, "line", draws=20)
    assert one.value_mtpa == pytest.approx(two.value_mtpa)


@given(st.floats(0, 1), st.floats(-5, 5), st.floats(0, 5), st.floats(0, 5))
def test_triangular_stays_within(u: float, low: float, one: float, two: float) -> None:
    mode, high = low + one, low + one + two
    value = triangular(np.array([u]), low, mode, high)
    assert low - 1e-9 <= value[0] <= high + 1e-9
    if high - low > 1e-3:
        assert triangular_share(value, low, mode, high)[0] == pytest.approx(u, abs=1e-6)


def test_streams_are_even_in_every_thousand() -> None:
    drawn = uniforms(7, "rail/a/length_km", 0, 2500)
    assert sorted(np.floor(drawn[:1000] * 1000)) == list(range(1000))
    assert sorted(np.floor(drawn[1000:2000] * 1000)) == list(range(1000))
    assert drawn.tolist() != uniforms(8, "rail/a/length_km", 0, 2500).tolist()


def test_a_share_of_nought_to_one_is_no_switch(net) -> None:
    facts = net.facts.copy()
    share = (facts["link"] == "rail/zhanaozen-bolashak") & (facts["attribute"] == "double_track_share")
    facts.loc[share, ["low", "value", "high"]] = 0.0, 0.0, 1.0
    names = ["double_track_share", "automatic_block", "wagons_per_train"]
    found = uncertain_facts(replace(net, facts=facts, _wide={}), "rail", net.corridor("rkti").links, names)
    assert not found.loc[found["attribute"] == "double_track_share", "whole"].any()
    assert found.loc[found["attribute"] == "automatic_block", "whole"].all()


@pytest.mark.parametrize("draws", [0, 10**9])
def test_too_few_draws_and_too_many(net, draws: int) -> None:
    with pytest.raises(BadInput, match="one or more"):
        co.ensemble(net, "rkti", draws=draws)
