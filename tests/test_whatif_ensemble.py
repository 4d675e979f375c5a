"""Draws: named streams, ordered quantiles, zero width gives the base, scenarios differ only by what they change."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import corridors as co
from corridors.errors import BadInput
from corridors.report import as_json
from corridors.uncertainty.draws import stream, triangular, uncertain_facts


def test_same_seed_same_draws(net) -> None:
    one, two = (co.ensemble(net, "rkti", draws=60, seed=4) for _ in range(2))
    assert one.value_mtpa.tolist() == two.value_mtpa.tolist()
    assert as_json(one.to_dict()) == as_json(two.to_dict())
    other = co.ensemble(net, "rkti", draws=60, seed=5)
    assert one.value_mtpa.tolist() != other.value_mtpa.tolist()


def test_quantiles_base_and_shares(net) -> None:
    found = co.ensemble(net, "rkti", draws=200)
    assert found.quantiles.is_monotonic_increasing
    assert found.base_mtpa == pytest.approx(co.max_flow(net, "rkti").value_mtpa)
    assert found.share_at_least(0) == 1.0
    assert 0 <= found.share_at_least(20) <= found.share_at_least(5) <= 1
    assert found.cut_share.between(0, 1).all()
    assert found.drivers["correlation"].between(-1, 1).all()


def test_without_doubt_every_draw_is_the_base(tiny) -> None:
    sure = replace(tiny, facts=tiny.facts.assign(low=tiny.facts["value"], high=tiny.facts["value"]), _wide={})
    found = co.ensemble(sure, "line", draws=5)
    assert found.value_mtpa == pytest.approx(found.base_mtpa)
    assert found.drivers.empty


def test_a_draw_of_two_scenarios_differs_by_what_they_change(tiny) -> None:
    # Nothing on the line's capacity differs if the measure is on the road alone; a larger border never lowers a draw.
    better = co.scenario(tiny, "better")
    one, two = co.ensemble(tiny, "lane", draws=50), co.ensemble(better, "lane", draws=50)
    assert one.value_mtpa.tolist() == two.value_mtpa.tolist()


def test_one_doubt_by_hand(tiny) -> None:
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
    assert found.quantiles[0.05] == pytest.approx(low + (0.05 * (high - low) * (mode - low)) ** 0.5, abs=0.01)
    assert found.quantiles[0.95] == pytest.approx(high - (0.05 * (high - low) * (high - mode)) ** 0.5, abs=0.01)
    assert found.share_at_least(mode) == pytest.approx((high - mode) / (high - low), abs=1e-3)
    assert found.drivers["correlation"].to_dict() == {"border/join/stated_mtpa": pytest.approx(1.0)}


def test_order_of_facts_is_irrelevant(tiny) -> None:
    mixed = replace(tiny, facts=tiny.facts.sample(frac=1, random_state=1), _wide={})
    one, two = co.ensemble(tiny, "line", draws=20), co.ensemble(mixed, "line", draws=20)
    assert one.value_mtpa == pytest.approx(two.value_mtpa)


@given(st.floats(0, 1), st.floats(-5, 5), st.floats(0, 5), st.floats(0, 5))
def test_triangular_stays_within(u: float, low: float, one: float, two: float) -> None:
    low_, mode, high = (np.array([v]) for v in (low, low + one, low + one + two))
    value = triangular(np.array([u]), low_, mode, high)[0]
    assert low - 1e-9 <= value <= high[0] + 1e-9


def test_streams() -> None:
    drawn = stream(7, "rail/a/length_km", 100)
    assert sorted(np.floor(drawn * 100)) == list(range(100))
    assert drawn.tolist() != stream(8, "rail/a/length_km", 100).tolist()


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
