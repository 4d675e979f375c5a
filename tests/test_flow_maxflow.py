"""Maximum flow: equal to networkx, to its own cut, and to itself in any order; clear answers in odd cases."""

from __future__ import annotations

import json
from unittest import mock

import networkx as nx
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import corridors as co
from corridors.errors import BadInput, UnknownName
from corridors.flow import cycles
from corridors.flow.cycles import without_cycles
from corridors.flow.push_relabel import max_flow_arrays
from corridors.report import as_json

NODES = 7
link = st.tuples(
    st.integers(0, NODES - 1), st.integers(0, NODES - 1), st.one_of(st.just(0.0), st.floats(0.015625, 200.0, width=32))
)
networks = st.lists(link, min_size=1, max_size=18)


def arrays(links: list[tuple[int, int, float]]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    tail, head, capacity = zip(*links, strict=True)
    return np.array(tail), np.array(head), np.array(capacity)


def by_networkx(links: list[tuple[int, int, float]]) -> float:
    graph = nx.Graph()
    graph.add_nodes_from(range(NODES))
    for a, b, c in links:
        if a != b:
            graph.add_edge(a, b, capacity=c + (graph[a][b]["capacity"] if graph.has_edge(a, b) else 0.0))
    return nx.maximum_flow_value(graph, 0, NODES - 1)


@given(networks)
def test_equal_to_networkx_and_to_its_cut(links) -> None:
    tail, head, capacity = arrays(links)
    found = max_flow_arrays(tail, head, capacity, [0], [NODES - 1])
    assert found.value_mtpa == pytest.approx(by_networkx(links), abs=1e-6)
    assert found.value_mtpa == pytest.approx(capacity[found.cut].sum(), abs=1e-9)
    sent = np.zeros(NODES)
    np.add.at(sent, tail, found.flow_mtpa)
    np.add.at(sent, head, -found.flow_mtpa)
    assert sent[0] == pytest.approx(found.value_mtpa, abs=1e-6)
    assert sent[1:-1] == pytest.approx(np.zeros(NODES - 2), abs=1e-9)
    assert (np.abs(found.flow_mtpa) <= capacity + 1e-9).all()


@given(networks, st.randoms())
def test_order_of_links_is_irrelevant(links, random) -> None:
    mixed = links.copy()
    random.shuffle(mixed)
    one, other = (max_flow_arrays(*arrays(k), [0], [NODES - 1]) for k in (links, mixed))
    assert one.value_mtpa == other.value_mtpa
    assert sorted(links[k] for k in one.cut) == sorted(mixed[k] for k in other.cut)


@given(networks, st.integers(0, 17), st.floats(0.1, 50))
def test_more_capacity_never_lowers(links, which, more) -> None:
    tail, head, capacity = arrays(links)
    wider = capacity.copy()
    wider[which % len(links)] += more
    less, most = (max_flow_arrays(tail, head, c, [0], [NODES - 1]).value_mtpa for c in (capacity, wider))
    assert less <= most + 1e-8
    assert most <= less + more + 1e-8


def test_circles_are_taken_out() -> None:
    tail, head = np.array([0, 1, 2, 3, 1]), np.array([1, 2, 3, 1, 4])
    assert without_cycles(tail, head, np.array([5, 3, 3, 3, 5])).tolist() == [5, 0, 0, 0, 5]
    assert without_cycles(tail[:1], head[:1], np.array([-4])).tolist() == [-4]


@pytest.mark.parametrize("large", [1, cycles.LARGE])
@settings(max_examples=100, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 6), st.integers(0, 6), st.integers(-9, 9)), min_size=1, max_size=25))
def test_of_large_flows_too_all_circles_and_nothing_else(large: int, links) -> None:
    tail, head, flow = (np.array(c) for c in zip(*links, strict=True))
    with mock.patch.object(cycles, "LARGE", large):
        left = without_cycles(tail, head, flow)
    assert np.bincount(tail, left, 7) - np.bincount(head, left, 7) == pytest.approx(
        np.bincount(tail, flow, 7) - np.bincount(head, flow, 7)
    )
    assert (left * flow >= 0).all()
    assert (np.abs(left) <= np.abs(flow)).all()
    used = [(a, b) if f > 0 else (b, a) for a, b, f in zip(tail, head, left, strict=True) if f]
    assert nx.is_directed_acyclic_graph(nx.DiGraph(used))


def test_odd_cases_have_clear_answers() -> None:
    series = max_flow_arrays([0, 1], [1, 2], [4, 0], [0], [2])
    assert (series.value_mtpa, series.cut.tolist()) == (0.0, [1])
    nowhere = max_flow_arrays([0], [1], [4], [0], [5])
    assert (nowhere.value_mtpa, nowhere.cut.tolist()) == (0.0, [])
    assert max_flow_arrays([], [], [], [0], [1]).value_mtpa == 0.0
    assert max_flow_arrays([0], [1], [4], [], [1]).value_mtpa == 0.0
    loop = max_flow_arrays([0, 0, 0], [0, 1, 1], [9, 1, 2], [0], [1])
    assert (loop.value_mtpa, loop.flow_mtpa.tolist()) == (3.0, [0.0, 1.0, 2.0])
    free = max_flow_arrays([0, 1], [1, 2], [np.inf, np.inf], [0], [2])
    assert free.value_mtpa == np.inf
    half = max_flow_arrays([0, 1], [1, 2], [np.inf, 2.5], [0], [2])
    assert (half.value_mtpa, half.cut.tolist()) == (2.5, [1])
    with pytest.raises(BadInput, match="origin and destination at once"):
        max_flow_arrays([0], [1], [1], [0, 1], [1])


def test_the_cut_is_the_one_nearest_to_the_sources() -> None:
    assert max_flow_arrays([0, 1, 2], [1, 2, 3], [5, 5, 5], [0], [3]).cut.tolist() == [0]


def test_a_large_network_in_one_call() -> None:
    side = 150
    grid = np.arange(side * side).reshape(side, side)
    tail = np.concatenate([grid[:, :-1].ravel(), grid[:-1].ravel()])
    head = np.concatenate([grid[:, 1:].ravel(), grid[1:].ravel()])
    found = max_flow_arrays(tail, head, np.ones(len(tail)), grid[:, 0], grid[:, -1])
    assert found.value_mtpa == pytest.approx(side)


def test_of_the_tiny_world(tiny) -> None:
    capacity = co.capacities(tiny)
    found = co.max_flow(tiny, "line", capacities=capacity)
    assert found.corridor == "line"
    assert found.value_mtpa == pytest.approx(capacity.loc[list(found.cut), "capacity_mtpa"].sum())
    assert list(found.bottleneck.index) == list(found.cut)
    assert found.grade in "ABCD"
    shuffled = co.max_flow(tiny, tiny.corridors["line"], capacities=capacity.sample(frac=1, random_state=3))
    assert as_json(shuffled.to_dict()) == as_json(found.to_dict())
    closed = capacity.assign(capacity_mtpa=capacity["capacity_mtpa"].mask(capacity["kind"] == "border", 0.0))
    assert co.max_flow(tiny, "line", capacities=closed).cut == ("border/join",)


def test_missing_is_never_infinite(tiny) -> None:
    capacity = co.capacities(tiny)
    with pytest.raises(BadInput, match=r"rail/west-fork: no capacity"):
        co.max_flow(tiny, "line", capacities=capacity.drop("rail/west-fork"))
    with pytest.raises(BadInput, match="zero or more"):
        co.max_flow(tiny, "line", capacities=capacity.assign(capacity_mtpa=np.nan))
    with pytest.raises(BadInput, match="twice"):
        co.max_flow(tiny, "line", capacities=pd.concat([capacity, capacity]))
    with pytest.raises(UnknownName, match="did you mean 'line'"):
        co.max_flow(tiny, "lin", capacities=capacity)


def test_every_corridor_of_every_scenario(net) -> None:
    for name in net.scenarios:
        state = co.scenario(net, name)
        capacity = co.capacities(state)
        for corridor in net.corridors:
            found = co.max_flow(state, corridor, capacities=capacity)
            held = capacity.loc[list(found.cut), "capacity_mtpa"].sum()
            assert found.value_mtpa == pytest.approx(held), (name, corridor)
            json.loads(as_json(found.to_dict()))
