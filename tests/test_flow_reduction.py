"""Reduction: the same values and cuts as the solver gives draw by draw, on any small network."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from corridors.flow import reduction
from corridors.flow.graph import graph
from corridors.flow.push_relabel import max_flow_arrays
from corridors.flow.reduction import reduced


@st.composite
def networks(draw):
    nodes = draw(st.integers(2, 7))
    links = draw(st.integers(0, 14))
    end = st.integers(0, nodes - 1)
    tail, head = (draw(st.lists(end, min_size=links, max_size=links)) for _ in range(2))
    split = draw(st.integers(1, nodes - 1))
    sources = draw(st.sets(st.integers(0, split - 1), min_size=1, max_size=2))
    sinks = draw(st.sets(st.integers(split, nodes - 1), min_size=1, max_size=2))
    seed = draw(st.integers(0, 2**31))
    capacity = np.random.default_rng(seed).integers(0, 9, (4, links)) * 1.0
    return np.array(tail, dtype=int), np.array(head, dtype=int), sorted(sources), sorted(sinks), capacity


@given(networks())
def test_equal_to_the_solver_draw_by_draw(network) -> None:
    tail, head, sources, sinks, capacity = network
    value, cut = reduced(tail, head, sources, sinks).max_flow(capacity)
    for draw, row in enumerate(capacity):
        found = max_flow_arrays(tail, head, row, sources, sinks)
        assert value[draw] == pytest.approx(found.value_mtpa)
        # Among equal cuts the choice is free; what is named must be a cut of that value.
        assert row[cut[draw]].sum() == pytest.approx(found.value_mtpa)
        rest = np.where(cut[draw], 0.0, row)
        assert max_flow_arrays(tail, head, rest, sources, sinks).value_mtpa == 0.0


def test_without_ties_the_cut_is_the_solvers(net) -> None:
    rng = np.random.default_rng(3)
    for corridor in net.corridors.values():
        g = graph(net, corridor.links)
        ends = g.positions(corridor.origins), g.positions(corridor.destinations)
        shape = reduced(g.tail, g.head, *ends)
        assert shape.exact
        capacity = rng.gamma(2.0, 5.0, (20, len(g.links)))
        value, cut = shape.max_flow(capacity)
        for draw, row in enumerate(capacity):
            found = max_flow_arrays(g.tail, g.head, row, *ends)
            assert value[draw] == pytest.approx(found.value_mtpa)
            assert np.flatnonzero(cut[draw]).tolist() == sorted(found.cut.tolist())


def test_a_core_too_large_to_list_is_solved(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reduction, "MOST_INNER_NODES", 1)
    # A bridge of Wheatstone has two inner nodes.
    tail, head = [0, 0, 1, 1, 2], [1, 2, 2, 3, 3]
    shape = reduced(tail, head, [0], [3])
    assert not shape.exact
    capacity = np.array([[3.0, 1.0, 1.0, 1.0, 3.0], [1.0, 1.0, 1.0, 1.0, 1.0]])
    value, cut = shape.max_flow(capacity)
    assert value.tolist() == [3.0, 2.0]
    assert [capacity[k][cut[k]].sum() for k in (0, 1)] == [3.0, 2.0]


def test_unlimited_links_and_no_way() -> None:
    value, _ = reduced([0, 1], [1, 2], [0], [2]).max_flow(np.array([[np.inf, 4.0], [np.inf, np.inf]]))
    assert value.tolist() == [4.0, np.inf]
    value, cut = reduced([0], [1], [0], [2]).max_flow(np.array([[4.0]]))
    assert value.tolist() == [0.0]
    assert not cut.any()
