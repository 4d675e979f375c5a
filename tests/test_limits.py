"""What limits a link: each code of the list has words in three languages and its values, and some table reaches it."""

from __future__ import annotations

import re
from importlib import import_module
from itertools import product

import numpy as np
import pandas as pd
import pytest
from frames import FORMS, frame, schema
from hypothesis import given
from hypothesis import strategies as st

import corridors as co
from corridors.capacity import BASES, border, of_table, rail, road, sea, terminal
from corridors.capacity.limits import with_sentences
from corridors.schema import LANGUAGES
from corridors.wording.limits import HOLE, limit_sentence, limits, page_words, shown_values, yes_no

ROWS = 2000
# Some codes come only where one fact is unusual, others where many are.
ODDS = (0.02, 0.08, 0.3)
# A code whose reason is no number.
WITHOUT_NUMBERS = {"not_in_service", "no_trucks", "stated", "stated_changed_by_measures"}


def reasons(model, table: pd.DataFrame, basis="rule", bounds=None, ratio=None) -> pd.DataFrame:
    """Code, values and sentence of each row of a table."""
    grades = pd.DataFrame("A", index=table.index, columns=table.columns.drop("form"))
    with np.errstate(all="ignore"):
        answer = of_table(model, table, grades, basis, bounds, ratio)
    return with_sentences(answer, table)[["limit_code", "limit_values", "limit", "capacity_mtpa"]]


def extreme(kind: str, form: str, odds: float, random: np.random.Generator) -> pd.DataFrame:
    """Rows in which each fact is mostly as usual, and otherwise anywhere, at its bounds, beyond them, or unknown."""
    table, known = frame(kind, form, ROWS), schema(kind)
    for name in table.columns.intersection(known.index):
        rows = known.loc[[name]]
        least, most, usual = rows["min"].min(), rows["max"].max(), rows["default"].iloc[0]
        numbers = (least, most, usual, 0.0, 0.5, 1.0, 2.0, 4.0, -1.0, most * 10, np.nan)
        pick = [*(np.full(ROWS, v) for v in numbers), random.uniform(least, most, ROWS)]
        other = np.choose(random.integers(len(pick), size=ROWS), pick)
        table[name] = np.where(random.random(ROWS) < odds, other, table[name])
    return table


@pytest.fixture(scope="module")
def answered() -> pd.DataFrame:
    """What all models answer on such tables, each different reason once."""
    random = np.random.default_rng(1)
    found = []
    for (kind, form), odds in product(FORMS, ODDS):
        model = import_module(f"corridors.capacity.{kind}")
        table, ratio = extreme(kind, form, odds, random), random.choice([1.0, 1.5], size=ROWS)
        for basis, bounds in product(BASES, (None, schema(kind))):
            found.append(reasons(model, table, basis, bounds, ratio).drop_duplicates("limit"))
    return pd.concat(found, ignore_index=True)


def test_models_answer_with_the_codes_of_the_list_and_with_all_of_them(answered) -> None:
    assert set(answered["limit_code"]) == set(limits())


def test_values_are_those_that_the_code_declares(answered) -> None:
    for code, values in zip(answered["limit_code"], answered["limit_values"], strict=True):
        assert list(values) == limits()[code]["values"], code
        assert {name for name, v in values.items() if isinstance(v, bool)} == set(values) & yes_no(), code
        assert all(isinstance(v, (float, bool, str)) for v in values.values()), code
        assert isinstance(values.get("fact", ""), str)


def test_a_sentence_has_no_hole_left_and_no_unknown_number(answered) -> None:
    for language in LANGUAGES:
        for code, values in zip(answered["limit_code"], answered["limit_values"], strict=True):
            said = limit_sentence(code, values, language)
            assert said
            assert not re.search(r"[{}|]|\bnan\b|\binf\b", said), said


def test_a_list_that_can_be_read() -> None:
    assert 5 <= len(limits()) <= 40
    for code, one in limits().items():
        assert re.fullmatch(r"[a-z]+(_[a-z]+)*", code)
        assert one["meaning"].endswith("."), code
        assert bool(one["values"]) == (code not in WITHOUT_NUMBERS), code


@pytest.mark.parametrize("code", sorted(limits()))
def test_holes_are_the_declared_values_in_each_language(code: str) -> None:
    one = limits()[code]
    for language in LANGUAGES:
        assert {m.group(1) for m in HOLE.finditer(one[language])} == set(one["values"]), language
        for forms in (m.group(2) for m in HOLE.finditer(one[language]) if m.group(2)):
            assert len(forms.split("|")) == (3 if language == "ru" else 2)
    assert len({one[language] for language in LANGUAGES}) == 3, "not translated"


def test_values_that_are_yes_or_no_have_words() -> None:
    used = {name for one in limits().values() for name in one["values"]}
    assert yes_no() <= used
    for name, answer in product(yes_no(), ("yes", "no")):
        assert len(page_words()[f"{name}_{answer}"]) == len(LANGUAGES)


@pytest.mark.parametrize(
    ("model", "form", "facts", "code", "values"),
    [
        (rail, "", {"loop_gap_km": 29.0}, "gap_between_crossing_points", {"gap_km": 29.0, "automatic_block": False}),
        (rail, "", {"passenger_pairs_per_day": 90.0}, "gap_between_crossing_points",
         {"other_trains_take_all_paths": True}),
        (rail, "", {"double_track_share": 0.25, "double_track_in_gap": 1.0, "loop_gap_km": 40.0},
         "single_track_between_stretches", {"single_track_km": 30.0}),
        (
            rail,
            "",
            {"tracks": 2.0, "automatic_block": 1.0, "receiving_tracks": 50.0},
            "headway",
            {"interval_min": 9.0, "automatic_block": True},
        ),
        (rail, "", {"tracks": 2.0, "automatic_block": 1.0}, "station_tracks", {"receiving_tracks": 6.0}),
        (rail, "", {"tracks": 4.0, "automatic_block": 1.0, "receiving_tracks": 99.0}, "headway", {"interval_min": 4.5}),
        (rail, "", {"tracks": 2.0, "loop_gap_km": 29.0}, "stations_of_double_track", {"gap_km": 29.0}),
        (road, "", {"lanes": 6.0}, "lanes", {"lanes": 6.0}),
        (road, "", {"lanes": 3.0}, "two_lane_road", {}),
        (road, "", {"lanes": 1.0}, "one_lane_road", {}),
        (road, "", {"truck_share": 0.0}, "no_trucks", {}),
        (border, "road", {"lanes": 2.0, "lanes_other": 4.0}, "post_lanes", {"lanes": 2.0, "service_time_min": 3.5}),
        (border, "road", {"lanes_other": 2.0}, "post_lanes_other_side", {"lanes_other": 2.0, "service_time_min": 3.5}),
        (border, "rail", {}, "inspection_tracks", {"inspection_tracks": 6.0, "inspection_h": 2.5}),
        (border, "rail", {"neighbour_trains_per_day": 14.0}, "neighbour_trains_per_day",
         {"neighbour_trains_per_day": 14.0}),
        (terminal, "gauge", {"bogie_change_wagons_per_day": 300.0}, "bogie_change", {"bogie_wagons_per_day": 300.0}),
        (terminal, "gauge", {"transshipment_wagons_per_day": 400.0}, "transshipment",
         {"transshipment_wagons_per_day": 400.0}),
        (terminal, "gauge", {"yard_tracks": 1.0, "train_processing_h": 9.0}, "yard_tracks", {"yard_tracks": 1.0}),
        (terminal, "port", {}, "berths", {"berths": 4.0}),
        (terminal, "port", {"stated_mtpa": 5.0}, "stated", {}),
        (terminal, "port", {"stated_mtpa": 5.0, "extension_mtpa": 2.0}, "stated_extended", {"extension_mtpa": 2.0}),
        (sea, "", {"length_km": 100.0}, "fleet_in_port", {"vessels": 10.0}),
        (sea, "", {"length_km": 2000.0}, "fleet_at_sea", {"vessels": 10.0}),
        (sea, "", {"in_service": 0.0}, "not_in_service", {}),
        (road, "", {"lanes": np.nan}, "fact_unknown", {"fact": "lanes"}),
        (border, "road", {"lanes": 0.0}, "fact_not_above_zero", {"fact": "lanes", "fact_value": 0.0}),
        (border, "road", {"open_h_per_day": 30.0}, "fact_more_than_a_day",
         {"fact": "open_h_per_day", "fact_value": 30.0}),
        (sea, "", {"vessels": -1.0}, "fact_negative", {"fact": "vessels", "fact_value": -1.0}),
        (sea, "", {"load_share": 1.2}, "fact_not_a_share", {"fact": "load_share", "fact_value": 1.2}),
        (rail, "", {"window_single_min": 1440.0}, "fact_leaves_no_working_time", {"fact": "window_single_min"}),
        (road, "", {"truck_pce": 0.5}, "fact_below_one", {"fact": "truck_pce", "fact_value": 0.5}),
    ],
)  # fmt: skip
def test_by_hand(model, form: str, facts: dict[str, float], code: str, values: dict[str, object]) -> None:
    row = reasons(model, frame(model.KIND, form, **facts)).iloc[0]
    assert row["limit_code"] == code
    assert {name: row["limit_values"][name] for name in values} == pytest.approx(values)
    assert row["limit"] == limit_sentence(code, row["limit_values"])


def test_beyond_the_schema() -> None:
    row = reasons(rail, frame("rail", wagon_net_load_t=10_000.0), bounds=schema("rail")).iloc[0]
    assert row["limit_code"] == "fact_out_of_bounds"
    expected = {"fact": "wagon_net_load_t", "fact_value": 10_000.0, "fact_min": 1.0, "fact_max": 120.0}
    assert row["limit_values"] == expected
    assert row["limit"] == "wagon_net_load_t = 10,000 is outside 1 .. 120"


def test_a_statement_that_measures_changed() -> None:
    row = reasons(terminal, frame("terminal", "port", stated_mtpa=5.0), ratio=np.array([1.2])).iloc[0]
    assert (row["limit_code"], row["limit_values"]) == ("stated_changed_by_measures", {})


@given(st.floats(20.0, 300.0), st.floats(20.0, 300.0))
def test_the_gap_of_the_reason_is_the_gap_of_the_answer(length_km: float, gap_km: float) -> None:
    row = reasons(rail, frame("rail", length_km=length_km, loop_gap_km=gap_km)).iloc[0]
    assert row["limit_values"]["gap_km"] == pytest.approx(min(length_km, gap_km))


@pytest.mark.parametrize(
    ("code", "values", "said"),
    [
        (
            "gap_between_crossing_points",
            {"gap_km": 64.9, "automatic_block": False, "other_trains_take_all_paths": True},
            (
                "other trains take all paths: gap of 65 km between crossing points, semi-automatic block",
                "прочие поезда занимают все нитки графика: перегон 65 км между раздельными пунктами, "
                "полуавтоматическая блокировка",
                "басқа пойыздар кестенің барлық жібін алады: айырық бекеттер арасы 65 км, жартылай автоматты бұғаттау",
            ),
        ),
        (
            "post_lanes",
            {"lanes": 1.0, "service_time_min": 2.46},
            ("1 lane of 2.5 min a vehicle", "1 полоса, 2,5 мин на автомобиль", "1 жолақ, бір көлікке 2,5 мин"),
        ),
        ("berths", {"berths": 22.0}, ("22 berths", "22 причала", "22 айлақ")),
    ],
)
def test_sentences(code: str, values: dict[str, object], said: tuple[str, str, str]) -> None:
    assert tuple(limit_sentence(code, values, language) for language in LANGUAGES) == said


def test_what_is_shown_is_short() -> None:
    assert shown_values({"gap_km": 2.34, "lanes": 13.6, "automatic_block": True}) == {
        "gap_km": 2.3,
        "lanes": 14.0,
        "automatic_block": True,
    }


def test_every_table_with_a_limit_has_code_and_values(net) -> None:
    cap = co.capacities(net)
    columns = ["limit_code", "limit_values", "limit"]
    assert cap[columns].notna().all(axis=None)
    found = co.max_flow(net, "rkti", capacities=cap)
    assert {*columns} <= set(found.to_dict()["cut"][0])
    ladder = co.ladder(net, "rkti", capacities=cap).to_dict()
    assert {*columns} <= set(ladder["rungs"][0]["links"][0])
    for row in ladder["partners"]:
        assert len(row["links"]) == len(row["limit_code"]) == len(row["limit_values"])
    later = co.scenario(net, "announced-2030")
    both = co.compare(net, later, corridor="rkti", flows=False).to_dict()
    assert {*columns} <= set(both["links"][0]["scenarios"]["today"])
    assert all(len(r["bottleneck"]) == len(r["limit_code"]) == len(r["limit_values"]) for r in both["summary"])


def test_models_answer_with_no_sentence(net) -> None:
    """Draws pay for numbers only: neither a sentence nor a dict stands in what a model answers."""
    for kind in net.kinds.index:
        answer = import_module(f"corridors.capacity.{kind}").capacity(net.table(kind))
        others = answer.select_dtypes(exclude=["number", "bool"])
        assert set(others) == {"limit_code", "fact"}
        assert (others.dtypes == "category").all()
