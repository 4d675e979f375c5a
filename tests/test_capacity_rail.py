"""The rail model: published examples, what works do, what more of a good thing does, and what bad numbers get."""

from __future__ import annotations

import numpy as np
import pytest
from frames import frame
from hypothesis import given
from hypothesis import strategies as st

from corridors.capacity import rail
from corridors.capacity.rail import gaps


def one(**values: object):
    return rail.capacity(frame("rail", **values)).iloc[0]


def test_periods_of_the_worked_example() -> None:
    schemes = rail.timetable_periods_min(24, 25, 2, 1, 1, 4)
    assert schemes == {"both_onto": 59, "both_off": 55, "forward_through": 57, "backward_through": 57}
    assert rail.timetable_period_min(24, 25, 2, 1, 1, 4) == 55
    # The example prints another set of terms for the first scheme.
    assert rail.period_of_terms_min(24, 25, 1, 2, 1, 1, 2, 1, 1, 4) == 58


def test_intervals_of_the_other_end() -> None:
    schemes = rail.timetable_periods_min(20, 20, 0, 0, 1, 4, crossing_interval_b_min=3, arrival_interval_b_min=5)
    assert schemes == {"both_onto": 49, "both_off": 44, "forward_through": 47, "backward_through": 46}


def test_pairs_of_the_worked_examples() -> None:
    assert rail.pairs_single_track(55) == pytest.approx(26.1818, abs=1e-4)
    assert rail.pairs_single_track(55, 60, 0.9) == pytest.approx(22.5818, abs=1e-4)
    assert rail.freight_pairs(22, [1, 1, 1, 1], [1.2, 1.0, 1.2, 1.6]) == 17
    assert rail.required_pairs(13, [1, 1, 1, 1], [1.2, 1, 1.2, 1.6], fill=0.87) == pytest.approx(20.6897, abs=1e-4)
    assert rail.trains_double_semiautomatic(16, 4, 120, 0.95) == pytest.approx(62.7)
    assert rail.required_pairs(30, [8, 2], [1.4, 2.2], 1.1, 0.91) == pytest.approx(55.1209, abs=1e-4)


def test_a_pair_of_frames_by_hand() -> None:
    """29 km at 58 km/h is 30 min; T = 60 + 2 + 4 = 66; N = 1380 * 0.9 / 66 = 18.818; freight = N * .87 / 1.1 - 7.2."""
    row = one(length_km=100.0, loop_gap_km=29.0)
    assert row["period_min"] == pytest.approx(66)
    assert row["pairs_per_day"] == pytest.approx(1380 * 0.9 / 66)
    freight = 1380 * 0.9 / 66 * 0.87 / 1.1 - 1.2 * 6
    assert row["freight_pairs_per_day"] == pytest.approx(freight)
    assert row["net_forward_t"] == pytest.approx(57 * 0.85 * 62)
    net = 57 * 62 * (0.85 + 0.4)
    assert row["modelled_mtpa"] == pytest.approx(freight * net * 365 / 1.15 / 1e6)
    assert (row["limit_code"], row["gap_km"]) == ("gap_between_crossing_points", 29)
    assert row["uic406_pairs_per_day"] == pytest.approx(0.6 * 1440 / 66)


@pytest.mark.parametrize(("tracks", "displacement"), [(1.0, 1.6), (2.0, 2.2)])
def test_local_trains_remove_more_than_they_are(tracks: float, displacement: float) -> None:
    out = rail.capacity(frame("rail", rows=2, tracks=tracks, local_pairs_per_day=[0.0, 2.0]))
    without, with_ = out["freight_pairs_per_day"]
    assert without - with_ == pytest.approx(2 * displacement)
    assert out["pairs_per_day"].nunique() == 1


def test_double_track_by_hand() -> None:
    row = one(tracks=2.0, automatic_block=1.0, receiving_tracks=30.0)
    assert row["pairs_per_day"] == pytest.approx(1320 * 0.95 / 9)
    assert (row["limit_code"], row["interval_min"]) == ("headway", 9)
    row = one(tracks=2.0, loop_gap_km=29.0)
    assert row["pairs_per_day"] == pytest.approx(1320 * 0.95 / 34)
    assert (row["limit_code"], row["gap_km"]) == ("stations_of_double_track", 29)


def test_loops_go_where_they_help() -> None:
    table = frame("rail", rows=2, length_km=92.0, loop_gap_km=40.0, loops_added=[0.0, 2.0])
    table["gaps_km"] = [(40.0, 30.0, 22.0)] * 2
    assert rail.capacity(table)["gap_km"].tolist() == [40.0, 22.0]
    assert gaps.longest_gap_km((40, 30, 22), 1) == 30
    assert gaps.longest_gap_km((40, 30, 22), 3) == pytest.approx(20.0)


@pytest.mark.parametrize(
    "works",
    [
        {"loops_added": 3.0},
        {"tracks": 2.0},
        {"double_track_share": 0.3},
        {"automatic_block": 1.0},
        {"electrified": 1.0},
        {"loaded_share_backward": 0.8},
        {"wagons_per_train": 71.0, "train_gross_max_t": 6500.0},
        {"passenger_pairs_per_day": 2.0},
    ],
    ids=lambda w: next(iter(w)),
)
def test_works_raise_capacity(works: dict[str, float]) -> None:
    assert one(**works)["modelled_mtpa"] > one()["modelled_mtpa"] * 1.01


def test_works_do_not_add_up() -> None:
    base, loops, block = one(), one(loops_added=5.0), one(automatic_block=1.0)
    both = one(loops_added=5.0, automatic_block=1.0)
    gain = both["modelled_mtpa"] - base["modelled_mtpa"]
    apart = loops["modelled_mtpa"] + block["modelled_mtpa"] - 2 * base["modelled_mtpa"]
    assert gain != pytest.approx(apart, rel=0.01)


def test_heavier_trains_need_longer_tracks() -> None:
    longer = one(wagons_per_train=71.0)["net_forward_t"]
    heavier = one(train_gross_max_t=6500.0)["net_forward_t"]
    both = one(wagons_per_train=71.0, train_gross_max_t=6500.0)["net_forward_t"]
    assert heavier == one()["net_forward_t"] < longer < both


def test_where_the_second_track_lies_is_doubt() -> None:
    away = one(double_track_share=0.4, double_track_in_gap=0.0)
    spread = one(double_track_share=0.4)
    assert away["modelled_mtpa"] == pytest.approx(one()["modelled_mtpa"])
    assert spread["pairs_per_day"] > away["pairs_per_day"]
    assert spread["limit_code"] == "single_track_between_stretches"


def test_stated_pairs_trains_and_tonnes() -> None:
    table = frame("rail", rows=4, passenger_pairs_per_day=5.0)
    table["stated_pairs_per_day"] = [26.0, np.nan, np.nan, np.nan]
    table["stated_trains_per_day"] = [np.nan, 40.0, np.nan, np.nan]
    table["stated_mtpa"] = [np.nan, np.nan, 7.0, np.nan]
    stated = rail.capacity(table)["stated_mtpa"]
    pair = 57 * 62 * 1.25 * 365 / 1e6
    assert stated[0] == pytest.approx(20 * pair)
    assert stated[1] == pytest.approx(20 * pair)
    assert stated[2] == 7.0
    assert np.isnan(stated[3])


@given(
    gap=st.floats(3, 80),
    length=st.floats(3, 400),
    passenger=st.floats(0, 30),
    fleet=st.floats(0, 1),
    share=st.floats(0, 1),
    block=st.sampled_from([0.0, 1.0]),
    loops=st.integers(0, 12),
)
def test_more_of_a_good_thing_never_lowers_capacity(gap, length, passenger, fleet, share, block, loops) -> None:
    base = {
        "length_km": length,
        "loop_gap_km": gap,
        "passenger_pairs_per_day": passenger,
        "fleeting_share": fleet,
        "double_track_share": share,
        "automatic_block": block,
        "loops_added": float(loops),
    }
    better = [
        {"tracks": 2.0},
        {"tracks": 3.0},
        {"automatic_block": 1.0},
        {"electrified": 1.0},
        {"loops_added": loops + 1.0},
        {"loop_gap_km": gap * 0.9},
        {"double_track_share": min(1.0, share + 0.1)},
        {"wagons_per_train": 71.0},
        {"train_gross_max_t": 6000.0},
        {"loaded_share_forward": 1.0},
        {"wagon_net_load_t": 64.0},
        {"passenger_pairs_per_day": passenger * 0.5},
        {"running_speed_diesel_kmh": 65.0},
    ]
    table = frame("rail", rows=len(better) + 1, **base)
    for row, change in enumerate(better, 1):
        for name, value in change.items():
            table.loc[row, name] = value
    for out in ("modelled_mtpa", "pairs_per_day"):
        answer = rail.capacity(table)[out].to_numpy()
        assert (answer[1:] >= answer[0] - 1e-9).all(), (out, better[int((answer[1:] < answer[0] - 1e-9).argmax())])


def test_uic_406() -> None:
    assert rail.consumption_share(rail.consumption_min(600, 100, 20, 60)) == pytest.approx(780 / 1440)
    assert rail.limit_of_rate(rail.additional_time_rate(0.6)) == pytest.approx(0.6)
    table = frame("rail", traffic_pairs_per_day=10.0, loop_gap_km=29.0)
    assert rail.capacity(table)["occupancy_share"][0] == pytest.approx(10 * 66 / 1440)


@given(st.floats(1, 200), st.floats(10, 5000), st.floats(1, 400))
def test_tonnes_and_trains_round_trip(trains, net, days) -> None:
    mtpa = rail.tonnage_mtpa(trains, net, days)
    assert rail.t_per_train(mtpa, trains, days) == pytest.approx(net)


def test_krueger_round_trip() -> None:
    assert rail.krueger_trains(rail.krueger_delay(18, 12.0, 0.07), 12.0, 0.07) == pytest.approx(18)
