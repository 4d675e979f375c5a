"""Closures: equal to solving each from scratch, pairs too, detours by hand."""

from __future__ import annotations

from itertools import combinations

import networkx as nx
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import corridors as co
from corridors.errors import BadInput
from corridors.flow.compiled import quick, touching
from corridors.flow.push_relabel import max_flow_arrays
from corridors.flow.rerouting import Rerouting
from corridors.flow.shortest import Roads, bridges, ways
from corridors.report import as_json
from corridors.whatif.closures import _that_matter

NODES = 7
networks = st.lists(
    st.tuples(st.integers(0, NODES - 1), st.integers(0, NODES - 1), st.floats(0, 50)), min_size=2, max_size=20
)


origins, destinations = (st.sets(st.integers(*ends), min_size=1) for ends in ((0, 2), (4, 6)))


def from_scratch(links, sources, sinks):
    """A network solved once, and what it carries with some links closed, solved anew each time."""
    tail, head, capacity = (np.array(c) for c in zip(*links, strict=True))
    ends = np.array(sorted(sources)), np.array(sorted(sinks))

    def left(*closed: int) -> float:
        shut = capacity.copy()
        shut[list(closed)] = 0.0
        return max_flow_arrays(tail, head, shut, *ends).value_mtpa

    return Rerouting(tail, head, capacity, *ends), left


@settings(max_examples=150, deadline=None)
@given(networks, origins, destinations)
def test_equal_to_solving_from_scratch(links, sources, sinks) -> None:
    whole, left = from_scratch(links, sources, sinks)
    for link in range(len(links)):
        assert whole.found.value_mtpa - whole.lost_mtpa(link) == pytest.approx(left(link), abs=5e-5)


@settings(max_examples=80, deadline=None)
@given(networks, origins, destinations)
def test_two_closed_equal_to_solving_from_scratch(links, sources, sinks) -> None:
    whole, left = from_scratch(links, sources, sinks)
    alone = whole.lost_by_all()
    for first in range(len(links)):
        more = whole.lost_with(first)
        for second in range(len(links)):
            lost = alone[first] + (more[second] if second != first else 0.0)
            assert whole.found.value_mtpa - lost == pytest.approx(left(first, second), abs=1e-4)
    assert whole.lost_by_all() == pytest.approx(alone, abs=0)


@settings(max_examples=80, deadline=None)
@given(networks, st.sets(st.integers(0, 2), min_size=1), st.sets(st.integers(4, 6), min_size=1))
def test_no_pair_that_loses_more_together_is_missed(links, sources, sinks) -> None:
    tail, head, capacity = (np.array(c) for c in zip(*links, strict=True))
    ends = np.array(sorted(sources)), np.array(sorted(sinks))

    def lost(*shut: int) -> float:
        left = np.where(np.isin(np.arange(len(tail)), shut), 0.0, capacity)
        return whole.found.value_mtpa - max_flow_arrays(tail, head, left, *ends).value_mtpa

    whole = Rerouting(tail, head, capacity, *ends)
    pairs, losses = _that_matter(whole, whole.lost_by_all())
    found = dict(zip(map(tuple, pairs.T.tolist()), losses.tolist(), strict=True))
    for one, other in combinations(range(len(links)), 2):
        together, worse = lost(one, other), max(lost(one), lost(other))
        assert found.get((one, other), worse) == pytest.approx(together, abs=1e-4)


roads = st.lists(
    st.tuples(st.integers(0, NODES - 1), st.integers(0, NODES - 1), st.integers(1, 9)), min_size=1, max_size=14
)


@settings(max_examples=150, deadline=None)
@given(roads)
def test_shortest_ways_round_and_bridges_are_those_of_networkx(links) -> None:
    tail, head, length = (np.array(c) for c in zip(*links, strict=True))
    memory = (np.zeros(NODES), *(np.zeros(NODES, dtype=np.int64) for _ in range(2)), np.zeros(1, dtype=np.int64))
    net = Roads(*map(quick, (tail, head, *touching(tail, head, NODES), length.astype(float), *memory)))
    found, bridge = quick(np.zeros(len(tail))), quick(np.zeros(len(tail), dtype=bool))
    bridges(net, *(quick(np.zeros(NODES, dtype=np.int64)) for _ in range(4)), bridge)
    every = quick(np.arange(len(tail)))
    ways(net, every, quick(tail), quick(head), quick(np.zeros(len(tail), dtype=bool)), found)
    for link, (a, b) in enumerate(zip(tail.tolist(), head.tolist(), strict=True)):
        other = nx.MultiGraph([(s, t, {"l": w}) for k, (s, t, w) in enumerate(links) if k != link])
        other.add_nodes_from(range(NODES))
        joined = nx.has_path(other, a, b)
        assert bool(bridge[link]) == (not joined)
        assert found[link] == (nx.shortest_path_length(other, a, b, "l") if joined else np.inf)


def test_of_many_links_only_pairs_that_lose_more_together(net, monkeypatch) -> None:
    capacity = co.capacities(net)
    whole = co.closures(net, "rkti", capacities=capacity, pairs=True).pairs
    monkeypatch.setattr("corridors.whatif.closures.EVERY_PAIR", 0)
    few = co.closures(net, "rkti", capacities=capacity, pairs=True).pairs
    more = whole[whole["more_mtpa"] > 1e-6].reset_index(drop=True)
    assert 0 < len(more) < len(whole)
    pd.testing.assert_frame_equal(few, more)


@pytest.mark.parametrize("name", ["rkti", "tar-south", "titr"])
def test_shipped_corridors_and_pairs(net, name: str) -> None:
    capacity = co.capacities(net)
    found = co.closures(net, name, capacities=capacity, pairs=True)
    rng = np.random.default_rng(1)
    for link in found.links.index:
        shut = capacity.copy()
        shut.loc[link, "capacity_mtpa"] = 0.0
        left = co.max_flow(net, name, capacities=shut).value_mtpa
        assert found.links.loc[link, "left_mtpa"] == pytest.approx(left, abs=5e-5)
    for row in found.pairs.iloc[rng.choice(len(found.pairs), 60, replace=False)].itertuples():
        shut = capacity.copy()
        shut.loc[[row.link, row.other], "capacity_mtpa"] = 0.0
        assert row.left_mtpa == pytest.approx(co.max_flow(net, name, capacities=shut).value_mtpa, abs=1e-4)
    count = len(found.links)
    assert len(found.pairs) == count * (count - 1) // 2
    assert found.solved < count * count
    assert found.links["lost_mtpa"].round(6).is_monotonic_decreasing
    again = co.closures(net, name, capacities=capacity[::-1], pairs=True)
    assert as_json(again.to_dict()) == as_json(found.to_dict())


def test_detour_by_hand(tiny) -> None:
    capacity = co.capacities(tiny)
    found = co.closures(tiny, "line", capacities=capacity).links
    hours = tiny.table("rail")["length_km"] / tiny.table("rail")["transit_speed_kmh"]
    round_it = hours["rail/fork-south"] + hours["rail/south-join"] + hours["rail/north-join"]
    assert found.loc["rail/fork-north", "detour_h"] == pytest.approx(round_it - hours["rail/fork-north"])
    assert np.isnan(found.loc["border/join", "detour_h"])
    assert found.loc["border/join", "left_mtpa"] == 0.0


def test_pairs_know_the_way_round_with_both_shut(net) -> None:
    capacity = co.capacities(net)
    found = co.closures(net, "titr", capacities=capacity, pairs=True)
    rng = np.random.default_rng(2)
    for row in found.pairs.iloc[rng.choice(len(found.pairs), 12, replace=False)].itertuples():
        both = []
        for link, other in ((row.link, row.other), (row.other, row.link)):
            shut = capacity.copy()
            shut.loc[other, "capacity_mtpa"] = 0.0
            both.append(co.closures(net, "titr", capacities=shut).links.loc[link, "detour_h"])
        assert row.detour_h == pytest.approx(np.maximum(*both), nan_ok=True)


def test_flow_lost(net) -> None:
    capacity = co.capacities(net)
    found = co.closures(net, "rkti", capacities=capacity, demand=net.demand).links
    before = co.assign(net, capacities=capacity)
    for link in ("terminal/sarakhs-gauge", "rail/mangystau-borzhakty", "rail/bereket-ashgabat"):
        shut = capacity.copy()
        shut.loc[link, "capacity_mtpa"] = 0.0
        lost = co.assign(net, capacities=shut).unmet_mtpa - before.unmet_mtpa
        assert found.loc[link, "flow_lost_mtpa"] == pytest.approx(lost, abs=1e-6)
        assert found.loc[link, "flow_mtpa"] == pytest.approx(before.links.loc[link, "flow_mtpa"])


def test_nothing_to_lose(net) -> None:
    found = co.closures(net, "traceca-road")
    assert found.value_mtpa == 0.0
    assert (found.links["lost_mtpa"] == 0).all()


def test_nothing_that_limits(net) -> None:
    capacity = co.capacities(net).assign(capacity_mtpa=np.inf)
    with pytest.raises(BadInput, match="unlimited"):
        co.closures(net, "rkti", capacities=capacity)
    capacity.loc["rail/zhanaozen-bolashak", "capacity_mtpa"] = 5.0
    capacity.loc["terminal/sarakhs-gauge", "capacity_mtpa"] = 0.0
    assert co.closures(net, "rkti", capacities=capacity).value_mtpa == 5.0


def test_reliability_by_hand(net) -> None:
    found = co.closures(net, "rkti-bandar-abbas")
    days = 365 - pd.concat([net.table(k)["working_days"] for k in net.schema]).reindex(found.links.index)
    assert found.links["closed_days"].to_numpy() == pytest.approx(days.to_numpy())
    assert (found.links["closed_low_days"] <= found.links["closed_days"]).all()
    assert (found.links["closed_days"] <= found.links["closed_high_days"]).all()
    assert set(found.links.index[found.links["in_capacity"]]) == set(co.max_flow(net, "rkti-bandar-abbas").cut)
    row = found.links.loc["rail/incheh-borun-gorgan-west-junction"]
    assert row["closed_days"] == 6  # the flood of 2019, spread over the years
    assert row["expected_lost_mtpa"] == pytest.approx(row["lost_mtpa"] * 6 / 365)
    lost = found.expected
    assert lost.mtpa == pytest.approx(found.links["expected_lost_mtpa"].sum())
    assert lost.low_mtpa <= lost.mtpa <= lost.high_mtpa
    counted = found.links["closed_counted"]
    assert lost.unknown_links == (~counted).sum()
    assert not counted["rail/makat-kulsary"]
    assert counted["rail/incheh-borun-gorgan-west-junction"]


def test_days_that_limit_are_in_the_capacity_already(net) -> None:
    name = next(k for k, c in net.corridors.items() if any(link.startswith("sea/kuryk") for link in c.links))
    found = co.closures(net, name)
    row = found.links.loc["sea/kuryk-alat"]
    assert row["closed_days"] == 55
    whole = 365 - 55 if row["in_capacity"] else 365
    assert row["expected_lost_mtpa"] == pytest.approx(row["lost_mtpa"] * 55 / whole)
    # With no closed day the capacity of the line itself would be larger by as much.
    open_all_year = net.overlay(pd.DataFrame({"link": ["sea/kuryk-alat"], "attribute": "working_days", "value": 365.0}))
    link = ["sea/kuryk-alat"]
    now, then = (co.capacities(n, links=link)["capacity_mtpa"].iloc[0] for n in (net, open_all_year))
    assert then - now == pytest.approx(now * 55 / 310)


def test_the_range_of_each_loss_is_that_of_closing_it_in_every_draw(tiny, tmp_path, monkeypatch) -> None:
    from dataclasses import replace

    from corridors.whatif.closure_ranges import closure_ranges

    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    ranges, whole = closure_ranges(tiny, "line", draws=600)
    runs = co.ensemble(tiny, "line", draws=600)
    assert whole["p50_mtpa"] == pytest.approx(runs.p50)
    link = "rail/join-east" if "rail/join-east" in ranges.index else str(ranges.index[0])
    assert (ranges["p05_lost_mtpa"] <= ranges["p95_lost_mtpa"]).all()
    facts = tiny.facts.copy()
    shut = facts[(facts["link"] == link) & (facts["attribute"] == "length_km")].iloc[:1]
    closed = shut.assign(attribute="in_service", value=0.0, low=0.0, high=0.0, role="used")
    facts = pd.concat([facts[~((facts["link"] == link) & (facts["attribute"] == "in_service"))], closed])
    without = co.ensemble(replace(tiny, facts=facts.reset_index(drop=True), _wide={}), "line", draws=600, cached=False)
    lost = runs.value_mtpa - without.value_mtpa
    found = ranges.loc[link, ["p05_lost_mtpa", "p50_lost_mtpa", "p95_lost_mtpa"]]
    assert found.to_list() == pytest.approx(np.quantile(lost, [0.05, 0.5, 0.95]).tolist(), abs=0.05)
