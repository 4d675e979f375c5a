"""Road, border, terminal and sea models by hand; and laws that every model keeps."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from frames import FORMS, frame, schema
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from corridors.capacity import border, model_page, rail, road, sea, terminal
from corridors.errors import BadInput, CorridorsError
from corridors.wording.limits import limits

MODELS = {m.KIND: m for m in (rail, road, border, terminal, sea)}
WORSE = {  # attributes of which less is better; all others that count are better when there is more
    "rail": {"loop_gap_km"},
}


def test_two_lane_road_by_hand() -> None:
    row = road.capacity(frame("road")).iloc[0]
    veh = min(1700, 3200 * 0.55) / (1 + 0.25 * 0.5) * 0.9 / (0.1 * 0.55)
    assert row["veh_per_day"] == pytest.approx(veh)
    assert row["modelled_mtpa"] == pytest.approx(veh * 0.7 * 0.25 * 18 * 365 / 1e6)
    assert row["absolute_mtpa"] == pytest.approx(row["modelled_mtpa"] / 0.7)
    assert row["odm_mtpa"] == pytest.approx(3600 * 0.6 / 2 * 0.9 / 0.055 * 0.7 * 0.25 * 18 * 365 / 1e6)
    assert row["limit_code"] == "two_lane_road"


def test_four_lanes_and_traffic() -> None:
    table = frame("road", rows=3, lanes=[4.0, 2.0, 1.0], traffic_veh_per_day=[6000.0, np.nan, 0.0])
    out = road.capacity(table)
    assert out["veh_per_day"][0] == pytest.approx(4000 / 1.125 * 0.9 / 0.055)
    assert out["utilisation"][0] == pytest.approx(6000 / out["veh_per_day"][0])
    assert np.isnan(out["utilisation"][1])
    assert out["speed_kmh"][0] < out["speed_kmh"][1] == 51
    assert out["veh_per_day"][2] == pytest.approx(out["veh_per_day"][1] / 2)


def test_multilane_curve() -> None:
    assert road.multilane_base_capacity_pcu_per_h([45, 50, 55, 60, 75]).tolist() == [1900, 2000, 2100, 2200, 2200]
    assert road.multilane_speed_mi_h(60, 2200) == pytest.approx(55)
    assert road.density_pc_per_mi_lane(2200, 55) == 40
    flow = road.flow_rate(1900, 0.9, 2, road.heavy_vehicle_factor(0.13, 1.5, 0.02, 1.2))
    assert flow == pytest.approx(1128.4, abs=0.05)
    assert road.multilane_los(road.density_pc_per_mi_lane(flow, 46), 46) == "C"
    assert road.two_lane_los(road.percent_following(1600)) == "D"


def test_odm_mountain_road() -> None:
    capacity = road.odm_capacity_pcu_per_h([1, 0.9, 0.69, 0.73, 0.9])
    assert capacity == pytest.approx(1469, abs=1)
    assert road.loading(1110, capacity) == pytest.approx(0.756, abs=1e-3)


def test_road_post_by_hand() -> None:
    table = frame("border", "road", rows=2, lanes_other=[4.0, 2.0], traffic_veh_per_day=[300.0, np.nan])
    out = border.capacity(table)
    veh = 4 * 24 * 60 / (0.4 * 5 + 0.6 * 2.5) * 0.85
    assert out["veh_per_day"].tolist() == pytest.approx([veh, veh / 2])
    assert out["modelled_mtpa"][0] == pytest.approx(veh * 0.4 * 18 * 365 / 1e6)
    assert (out["limit_code"][1], out["service_time_min"][1]) == ("post_lanes_other_side", pytest.approx(3.5))
    assert out["utilisation"][0] == pytest.approx(300 / veh)


def test_stated_posts() -> None:
    table = frame("border", "road", rows=3)
    table["stated_veh_per_day"] = [1000.0, 1000.0, np.nan]
    table["stated_trucks_per_day"] = [np.nan, 250.0, np.nan]
    stated = border.capacity(table)["stated_mtpa"]
    assert stated[:2].tolist() == pytest.approx([400 * 18 * 365 / 1e6, 250 * 18 * 365 / 1e6])
    assert np.isnan(stated[2])


def test_rail_border_by_hand() -> None:
    row = border.capacity(frame("border", "rail")).iloc[0]
    trains = 6 * 1320 * 0.9 / 150
    assert row["trains_per_day"] == pytest.approx(trains)
    assert row["modelled_mtpa"] == pytest.approx(trains / 2 * 57 * 62 * 1.25 * 365 / 1.15 / 1e6)


def test_the_smaller_of_yard_and_neighbour_limits_a_rail_border() -> None:
    table = frame("border", "rail", rows=3, neighbour_trains_per_day=[np.nan, 100.0, 14.0])
    table["stated_pairs_per_day"] = [36.0, 36.0, 36.0]
    out = border.capacity(table)
    pair_mtpa = 57 * 62 * 1.25 * 365 / 1e6
    assert out["trains_per_day"].tolist() == pytest.approx([47.52, 47.52, 28])
    assert out["modelled_mtpa"][2] == pytest.approx(14 * pair_mtpa / 1.15)
    assert out["stated_mtpa"].tolist() == pytest.approx([36 * pair_mtpa, 36 * pair_mtpa, 14 * pair_mtpa])
    assert out["limit_code"].tolist() == ["inspection_tracks", "inspection_tracks", "neighbour_trains_per_day"]


def test_gauge_point_by_hand() -> None:
    table = frame("terminal", "gauge", rows=3, yard_tracks=[16.0, 1.0, 16.0], train_processing_h=[4.25, 9, 4.25])
    table["bogie_change_wagons_per_day"] = [np.nan, np.nan, 300.0]
    out = terminal.capacity(table)
    bogies = 2 * 20 * 1320 * 0.9 / 300
    assert out["wagons_per_day"].tolist() == pytest.approx([bogies + 100, 57 * 1320 * 0.9 / 540, 400])
    assert out["modelled_mtpa"][0] == pytest.approx((bogies + 100) * 0.65 * 62 * 365 / 1e6)
    assert out["limit_code"].tolist() == ["bogie_change", "yard_tracks", "bogie_change"]
    assert out["bogie_wagons_per_day"].tolist() == pytest.approx([bogies, bogies, 300])


def test_port_and_extension_by_hand() -> None:
    row = terminal.capacity(frame("terminal", "port", extension_mtpa=2.0, stated_mtpa=5.0)).iloc[0]
    assert row["modelled_mtpa"] == pytest.approx(4 * 150 * 22 * 0.9 * 0.6 * 330 / 1e6 + 2)
    assert row["stated_mtpa"] == 5.0


def test_sea_by_hand() -> None:
    row = sea.capacity(frame("sea", length_km=504.0, fleet_teu_per_year=100_000.0)).iloc[0]
    assert row["round_trip_h"] == pytest.approx(2 * (24 + 24))
    assert row["modelled_mtpa"] == pytest.approx(10 * 330 * 24 / 96 * 2 * 4000 * 0.9 * 0.8 / 1e6)
    assert row["stated_mtpa"] == pytest.approx(1.2)


@pytest.mark.parametrize(("kind", "form"), FORMS)
def test_same_index_out(kind: str, form: str) -> None:
    table = frame(kind, form, rows=4).set_axis(["b", "a", "a", "z"])
    before = table.copy()
    out = MODELS[kind].capacity(table)
    assert out.index.tolist() == ["b", "a", "a", "z"]
    assert (out["modelled_mtpa"] > 0).all()
    pd.testing.assert_frame_equal(table, before)
    assert MODELS[kind].capacity(table.iloc[:0]).empty


@pytest.mark.parametrize(("kind", "form"), FORMS)
def test_closed_is_zero(kind: str, form: str) -> None:
    out = MODELS[kind].capacity(frame(kind, form, in_service=0.0)).iloc[0]
    assert (out["modelled_mtpa"], out["limit_code"]) == (0, "not_in_service")


BAD = [0.0, -1.0, 1e300, -1e300, np.nan, np.inf, -np.inf, 1440.0, 1.5, 1e9]


@pytest.mark.parametrize(("kind", "form"), FORMS)
def test_bad_numbers_never_give_nan(kind: str, form: str) -> None:
    """Every attribute, every absurd value: a finite capacity of zero or more, and a reason."""
    model = MODELS[kind]
    names = [*model.facts_used(form), *model.STATED]
    rows = [(n, v) for n in names for v in BAD]
    table = frame(kind, form, rows=len(rows))
    for row, (name, value) in enumerate(rows):
        if name in table:
            table.loc[row, name] = value
    with np.errstate(all="ignore"):
        out = model.capacity(table)
    numbers = out.select_dtypes("number")
    numbers = numbers[[c for c in numbers if not c.startswith(("stated", "utilisation", "fact"))]]
    assert np.isfinite(numbers.to_numpy(dtype=float)).all()
    assert (out["modelled_mtpa"] >= 0).all()
    assert set(out["limit_code"]) <= set(limits())
    unknown = [i for i, (n, v) in enumerate(rows) if n in model.facts_used(form) and not np.isfinite(v)]
    unknown = [
        i
        for i in unknown
        if rows[i][0] not in ("in_service", "bogie_change_wagons_per_day", "neighbour_trains_per_day", "gap_min")
    ]
    assert (out["modelled_mtpa"].iloc[unknown] == 0).all()


@pytest.mark.parametrize(
    ("kind", "form", "name", "value", "code"),
    [
        ("border", "road", "lanes", 0.0, "fact_not_above_zero"),
        ("rail", "", "running_speed_diesel_kmh", -5.0, "fact_not_above_zero"),
        ("rail", "", "window_single_min", 1440.0, "fact_leaves_no_working_time"),
        ("rail", "", "reliability_single", 1.2, "fact_not_a_share"),
        ("terminal", "port", "berth_occupancy_share", 1.1, "fact_not_a_share"),
        ("rail", "", "length_km", np.nan, "fact_unknown"),
    ],
)
def test_the_reason_is_named(kind: str, form: str, name: str, value: float, code: str) -> None:
    row = MODELS[kind].capacity(frame(kind, form, **{name: value})).iloc[0]
    assert row["modelled_mtpa"] == 0
    assert (row["limit_code"], row["fact"]) == (code, name)
    assert row["fact_value"] == pytest.approx(value, nan_ok=True)


GOOD = {
    ("road", ""): ["lanes", "capacity_lane_pcu_per_h", "peak_hour_factor", "payload_t", "truck_share", "working_days"],
    ("border", "road"): ["lanes", "lanes_other", "open_h_per_day", "working_time_share", "payload_t", "working_days"],
    ("border", "rail"): ["inspection_tracks", "reliability", "wagons_per_train", "loaded_share_backward"],
    ("terminal", "gauge"): [
        "bogie_sets",
        "wagons_per_set",
        "transshipment_wagons_per_day",
        "yard_tracks",
        "loaded_share",
    ],
    ("terminal", "port"): ["berths", "handling_rate_t_per_h", "berth_occupancy_share", "extension_mtpa"],
    ("sea", ""): ["vessels", "vessel_load_t", "load_share", "sailing_speed_kmh", "working_days"],
}


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(st.data())
def test_more_of_a_good_thing_never_lowers_capacity(data) -> None:
    kind, form = data.draw(st.sampled_from(sorted(GOOD)))
    known = schema(kind)
    known = known[known["form"].isna() | (known["form"] == form)]
    start = {}
    for name in GOOD[kind, form]:
        start[name] = data.draw(st.floats(float(known.loc[name, "low"]), float(known.loc[name, "high"])))
    name = data.draw(st.sampled_from(GOOD[kind, form]))
    more = data.draw(st.floats(start[name], max(float(known.loc[name, "high"]), start[name])))
    table = frame(kind, form, rows=2, **start)
    table.loc[1, name] = more
    less, now = MODELS[kind].capacity(table)["modelled_mtpa"]
    assert now >= less - 1e-9


def test_a_missing_column_is_said() -> None:
    with pytest.raises(BadInput, match="loop_gap_km"):
        rail.capacity(frame("rail").drop(columns="loop_gap_km"))


@pytest.mark.parametrize("kind", sorted(MODELS))
def test_a_page_a_model(kind: str) -> None:
    page = model_page(kind, schema(kind))
    for part in ("What it answers", "Formula", "Where it does not hold", "References", "Parameters"):
        assert part in page
    for name in MODELS[kind].facts_used("road" if kind == "border" else "gauge"):
        assert f"\n{name}" in page
    with pytest.raises(CorridorsError, match="did you mean"):
        model_page("rial")
