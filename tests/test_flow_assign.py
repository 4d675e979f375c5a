"""Least-cost flows: conservation, capacities, shadow prices by finite differences, unmet demand, observed traffic."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import corridors as co
from corridors.errors import BadInput, UnknownName
from corridors.flow.transport import assign_arrays
from corridors.report import as_json

NODES = 6
links_ = st.lists(
    st.tuples(st.integers(0, NODES - 1), st.integers(0, NODES - 1), st.integers(0, 12), st.integers(0, 40)),
    min_size=3,
    max_size=14,
)
demands_ = st.lists(
    st.tuples(st.integers(0, NODES - 1), st.integers(0, NODES - 1), st.integers(0, 9)), min_size=1, max_size=4
)


def solved(links, demands, more=None, unmet=100.0):
    tail, head, capacity, cost = (np.array(c) for c in zip(*links, strict=True))
    begin, end, amount = (np.array(c) for c in zip(*demands, strict=True))
    capacity = capacity + (0.0 if more is None else more)
    return assign_arrays(tail, head, capacity, cost, begin, end, amount, unmet)


@settings(max_examples=60)
@given(links_, demands_)
def test_flow_is_conserved_and_fits(links, demands) -> None:
    found = solved(links, demands)
    tail, head, capacity, cost = (np.array(c) for c in zip(*links, strict=True))
    sent = np.zeros(NODES)
    np.add.at(sent, tail, found.forward_mtpa - found.backward_mtpa)
    np.add.at(sent, head, found.backward_mtpa - found.forward_mtpa)
    for (begin, end, amount), unmet in zip(demands, found.unmet_mtpa, strict=True):
        sent[begin] -= amount - unmet
        sent[end] += amount - unmet
    assert sent == pytest.approx(np.zeros(NODES), abs=1e-6)
    total = found.forward_mtpa + found.backward_mtpa
    assert (total <= capacity + 1e-7).all()
    assert found.objective_musd == pytest.approx(cost @ total + 100.0 * found.unmet_mtpa.sum(), abs=1e-4)


@settings(max_examples=40)
@given(links_, demands_, st.integers(0, 13))
def test_shadow_price_is_between_the_finite_differences(links, demands, which) -> None:
    which %= len(links)
    step = np.zeros(len(links))
    step[which] = 1e-3
    here, above = solved(links, demands), solved(links, demands, step)
    gain = (here.objective_musd - above.objective_musd) / 1e-3
    assert here.shadow_usd_per_t[which] >= gain - 1e-4
    if links[which][2] > 0:
        below = solved(links, demands, -step)
        loss = (below.objective_musd - here.objective_musd) / 1e-3
        assert here.shadow_usd_per_t[which] <= loss + 1e-4


def test_two_ways_by_hand() -> None:
    # 0 -> 1 by a cheap way of 3 Mt at 10, or a dear one at 14; 5 Mt go: 3 and 2, one more on the cheap way saves 4.
    found = assign_arrays(
        np.array([0, 0]), np.array([1, 1]), np.array([3.0, 9.0]), np.array([10.0, 14.0]),
        np.array([0]), np.array([1]), np.array([5.0]),
    )  # fmt: skip
    assert found.forward_mtpa.tolist() == pytest.approx([3, 2])
    assert found.shadow_usd_per_t.tolist() == pytest.approx([4, 0])
    assert found.objective_musd == pytest.approx(58)
    assert found.price_usd_per_t.tolist() == pytest.approx([14])


def test_directions_share_a_link() -> None:
    found = assign_arrays(
        np.array([0]), np.array([1]), np.array([4.0]), np.array([1.0]),
        np.array([0, 1]), np.array([1, 0]), np.array([3.0, 3.0]), 50.0,
    )  # fmt: skip
    assert found.forward_mtpa[0] + found.backward_mtpa[0] == pytest.approx(4)
    assert found.unmet_mtpa.sum() == pytest.approx(2)


def test_shipped_demand(net) -> None:
    capacity = co.capacities(net)
    found = co.assign(net, capacities=capacity)
    assert len(found.demand) == len(net.demand) > 0
    assert (found.links["flow_mtpa"] <= found.links["capacity_mtpa"] + 1e-6).all()
    met = found.demand["met_mtpa"].sum() + found.unmet_mtpa
    assert met == pytest.approx(found.demand["mtpa"].sum())
    assert set(found.demand.loc[found.demand["unmet_mtpa"] > 0, "why_unmet"]) <= {"the way is full", "no way through"}
    seen = found.links.dropna(subset=["observed_mtpa"])
    assert seen["difference_mtpa"].to_numpy() == pytest.approx((seen["flow_mtpa"] - seen["observed_mtpa"]).to_numpy())
    # What was counted at the border with Turkmenistan and at Altynkol is reproduced.
    for link in ("border/bolashak-serhetyaka", "terminal/altynkol-gauge"):
        assert found.links.loc[link, "difference_mtpa"] == pytest.approx(0, abs=0.05), link
    again = co.assign(
        net, net.demand.sample(frac=1, random_state=2), capacities=capacity.sample(frac=1, random_state=1)
    )
    assert as_json(again.to_dict()) == as_json(found.to_dict())


def test_no_demand_and_bad_demand(tiny) -> None:
    capacity = co.capacities(tiny)
    none = co.assign(tiny, tiny.demand.head(0), capacities=capacity)
    assert none.unmet_mtpa == 0.0
    assert none.table().empty
    row = {"origin": "west", "destination": "est", "commodity": "grain", "mtpa": 1.0}
    with pytest.raises(UnknownName, match="did you mean 'west' or 'east'"):
        co.assign(tiny, pd.DataFrame([row]), capacities=capacity)
    with pytest.raises(BadInput, match="zero or more"):
        co.assign(tiny, pd.DataFrame([row | {"destination": "east", "mtpa": -1.0}]), capacities=capacity)
    alone = co.assign(tiny, pd.DataFrame([row | {"destination": "town"}]), capacities=capacity)
    assert alone.demand["why_unmet"].tolist() == ["no way through"]
