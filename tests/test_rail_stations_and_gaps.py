"""Rail: neighbouring gaps against all choices, new loops, time over a gap, fleets, stations of a double track."""

from __future__ import annotations

from itertools import product

import numpy as np
import pandas as pd
import pytest
from frames import frame
from hypothesis import given, settings
from hypothesis import strategies as st

from corridors.capacity import rail
from corridors.capacity.rail.gap_sets import GapSets
from corridors.flow.push_relabel import max_flow_arrays

RUNS = st.lists(st.floats(4, 120), min_size=1, max_size=12)
SHARE = st.floats(0, 12)


def all_choices(runs: list[float], leave: float, enter: float, end: float) -> float:
    """Smallest largest period over all 2 ** (gaps - 1) choices, one by one."""
    best = np.inf
    for choice in product((False, True), repeat=len(runs) - 1):
        before = [end, *(enter if c else leave for c in choice)]
        after = [*(leave if c else enter for c in choice), end]
        best = min(best, max(r + b + a for r, b, a in zip(runs, before, after, strict=True)))
    return best


@settings(deadline=None)
@given(RUNS, SHARE, SHARE, st.one_of(st.none(), st.floats(0, 10)))
def test_period_is_the_best_of_all_choices(runs, leave, enter, end) -> None:
    found = rail.neighbouring_period_min(runs, leave, enter, end)
    assert found == pytest.approx(all_choices(runs, leave, enter, min(leave, enter) if end is None else end))
    if end is None:
        assert found >= max(runs) + 2 * min(leave, enter) - 1e-9
        assert found <= max(runs) + leave + enter + 1e-9


@settings(deadline=None)
@given(st.lists(st.floats(2, 60), min_size=1, max_size=9).map(tuple), st.integers(0, 12), st.sampled_from([0.0, 1.0]))
def test_a_loop_more_never_lengthens_the_period(gaps, loops, block) -> None:
    table = frame("rail", rows=2, length_km=float(sum(gaps)), loop_gap_km=max(gaps), automatic_block=block)
    table["gaps_km"], table["loops_added"] = [gaps, gaps], [float(loops), loops + 1.0]
    before, after = rail.capacity(table)["period_min"]
    assert after <= before + 1e-9


def test_many_sections_at_once_are_each_as_alone() -> None:
    random = np.random.default_rng(3)
    known = [(30.0, 20.0, 12.0), None, (), (9.0,), (22.0, np.nan, 21.0, -1.0, 22.0), [15.0, 5.0]]
    rows = 300
    table = frame("rail", rows=rows, loop_gap_km=random.uniform(8, 40, rows), arrival_interval_min=9.0)
    table["loops_added"] = random.integers(0, 4, rows).astype(float)
    table["gaps_km"] = pd.Series([known[i] for i in random.integers(0, len(known), rows)], dtype=object)
    together = rail.capacity(table)
    alone = pd.concat([rail.capacity(table.iloc[[i]]) for i in range(rows)])
    pd.testing.assert_frame_equal(together, alone)


def test_equal_neighbours_cannot_both_have_their_best_scheme() -> None:
    """20 km at 60 km/h: 40 min both ways; alone 40 + 3 + 3, with an equal neighbour 40 + 3 + 5."""
    table = frame("rail", rows=3, length_km=40.0, loop_gap_km=20.0, running_speed_diesel_kmh=60.0)
    table["gaps_km"] = [(20.0,), (20.0, 20.0), (20.0, 8.0)]
    assert rail.capacity(table)["period_min"].tolist() == pytest.approx([46, 48, 46])
    # Where only the longest is known, the second is a share of it, as far as the section reaches.
    unknown = table.drop(columns="gaps_km").assign(second_gap_ratio=[1.0, 0.9, 1.0], length_km=[40.0, 40.0, 20.0])
    assert rail.capacity(unknown)["period_min"].tolist() == pytest.approx([48, 46, 46])


def test_loops_divide_the_known_gaps() -> None:
    sets = GapSets.of([(30.0, 20.0, 12.0)] * 3, [0, 1, 3], [62.0] * 3, [30.0] * 3)
    places = [list(gaps) for _, gaps in sets.blocks(np.ones(3), np.full(3, 62.0))]
    assert [[float(g[0]) for g in p] for p in places] == [
        pytest.approx([30, 20, 12]),
        pytest.approx([15, 15, 20, 12]),
        pytest.approx([10, 10, 10, 10, 10, 12]),
    ]
    assert sets.longest_km().tolist() == pytest.approx([30, 20, 12])


def test_time_over_the_gap_replaces_length_and_speed() -> None:
    table = frame("rail", rows=2, loop_gap_km=10.0, second_gap_ratio=0.5)
    table["gap_min"] = [np.nan, 25.0]
    out = rail.capacity(table)["period_min"]
    assert out.tolist() == pytest.approx([2 * 600 / 58 + 6, 2 * 25 + 6])


def test_fleets_need_tracks_to_wait() -> None:
    table = frame("rail", rows=4, fleeting_share=0.5)
    table["automatic_block"], table["meeting_tracks"] = [1.0, 1.0, 1.0, 0.0], [1.0, 1.5, 2.0, 2.0]
    none, some, all_of_them, tokens = rail.capacity(table)["pairs_per_day"]
    assert none == rail.capacity(frame("rail", automatic_block=1.0, fleeting_share=0.0))["pairs_per_day"][0]
    assert tokens < none < some < all_of_them


def test_stations_hold_a_double_track_and_the_answer_names_them() -> None:
    """6 tracks, 64 min, four of five trains stop, arrivals 0.7 even: 5 * 1440 * 0.7 / 51.2 / 2 pairs."""
    table = frame("rail", rows=3, tracks=2.0, automatic_block=1.0, receiving_tracks=[6.0, 12.0, 100.0])
    out = rail.capacity(table)
    pairs = 5 * 1440 * 0.7 / (64 * 0.8) / 2
    assert out["pairs_per_day"][0] == pytest.approx(pairs)
    line = 1320 * 0.95 / 9
    assert out["freight_pairs_per_day"][0] == pytest.approx(pairs * (1 - 1.4 * 6 / line) / 1.1)
    assert out["modelled_mtpa"].is_monotonic_increasing
    assert out["pairs_per_day"][2] == pytest.approx(line)
    assert out["limit_code"].tolist() == ["station_tracks", "station_tracks", "headway"]


@given(st.floats(1, 40), st.floats(10, 300), st.just(0.0) | st.floats(1e-6, 1), st.floats(0.1, 1))
def test_more_tracks_never_take_fewer_trains(tracks, hold, stop, even) -> None:
    trains = rail.station_trains([tracks, tracks + 1], hold, stop, even)
    assert trains[1] >= trains[0] >= 0
    if 0 < trains[0] < np.inf and stop > 0:
        needed = rail.tracks_needed(hold * stop, 1440 * even / trains[0])
        assert needed == pytest.approx(np.ceil(tracks), abs=1.0)


def test_a_directed_network_carries_one_way_only() -> None:
    tail, head, capacity = [0, 0, 1, 2, 1], [1, 2, 3, 3, 2], [10, 5, 4, 9, 15]
    found = max_flow_arrays(tail, head, capacity, [0], [3], directed=True)
    assert found.value_mtpa == 13
    assert (found.flow_mtpa >= 0).all()
    assert max_flow_arrays(head, tail, capacity, [0], [3], directed=True).value_mtpa == 0
    cut = max_flow_arrays([0, 2, 1], [1, 1, 3], [3, 100, 7], [0], [3], directed=True)
    assert (cut.value_mtpa, cut.cut.tolist()) == (3, [0])
