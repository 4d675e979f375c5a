"""Time, cost and distance: sums, jumps, orientation, and CAREC's published values beside."""

from __future__ import annotations

import numpy as np
import pytest

import corridors as co
from corridors.errors import BadInput
from corridors.flow.border_times import border_times
from corridors.flow.costs import link_costs
from corridors.report import as_json


def test_by_hand(tiny) -> None:
    found = co.time_cost_distance(tiny, "line")
    table, border = tiny.table("rail"), tiny.table("border")
    rail = [k for k in tiny.corridor("line").route if k.startswith("rail/")]
    km = table.loc[rail, "length_km"].sum()
    hours = (table.loc[rail, "length_km"] / table.loc[rail, "transit_speed_kmh"]).sum()
    assert found.km == pytest.approx(km)
    assert found.h == pytest.approx(hours + border.loc["border/join", "border_h"])
    assert found.speed_without_delay_kmh == pytest.approx(km / hours)
    assert found.speed_with_delay_kmh < found.speed_without_delay_kmh
    assert found.steps.loc[found.steps["jump"]].index.tolist() == ["border/join"]
    assert found.steps["from_node"].iloc[0] == "west"
    assert found.steps["to_node"].iloc[-1] == "east"


def test_all_corridors_and_branches(net) -> None:
    for corridor in net.corridors.values():
        for branch in [None, *range(len(corridor.branches))]:
            found = co.time_cost_distance(net, corridor, branch=branch)
            assert found.steps["total_h"].is_monotonic_increasing
            assert found.steps["total_h"].iloc[-1] == pytest.approx(found.h)
            assert found.steps["to_node"].iloc[:-1].tolist() == found.steps["from_node"].iloc[1:].tolist()
            assert np.isfinite([found.h, found.usd_per_t, found.km]).all()
        assert {"SWOD", "SWD", "TFI1"} <= set(found.cpmm["indicator"])
        assert as_json(found.to_dict())


def test_published_values_stand_beside_the_same_of_the_journey(net) -> None:
    found = co.time_cost_distance(net, "rkti")
    here = found.cpmm.drop_duplicates("indicator").set_index("indicator")["here"]
    assert here["SWOD"] == pytest.approx(found.speed_without_delay_kmh)
    assert here["SWD"] == pytest.approx(found.speed_with_delay_kmh)
    borders = found.steps["kind"] == "border"
    assert here["TFI1"] == pytest.approx(found.steps.loc[borders, "h"].sum() / borders.sum())
    carriage = found.usd_per_t - found.steps.loc[borders, "usd_per_t"].sum()
    assert here["TFI3"] == pytest.approx(carriage / found.km * 500 * 20)


def test_no_such_branch(net) -> None:
    with pytest.raises(BadInput, match="branches"):
        co.time_cost_distance(net, "rkti", branch=99)


def test_costs_of_every_kind(net) -> None:
    costs = link_costs(net)
    assert list(costs.index) == list(net.links.index)
    assert (costs[["km", "moving_h", "waiting_h", "usd_per_t"]] >= 0).all().all()
    assert (costs.loc[costs["kind"].isin(["border", "terminal"]), "km"] == 0).all()
    assert (costs.loc[costs["kind"].isin(["rail", "road", "sea"]), "moving_h"] > 0).all()


def test_hours_at_borders_are_measured_where_they_are(net) -> None:
    steps = co.time_cost_distance(net, "rkti").steps
    points = steps[steps["kind"].isin(["border", "terminal"])]
    assert (points["waiting_low_h"] <= points["waiting_h"]).all()
    assert (points["waiting_h"] <= points["waiting_high_h"]).all()
    border = points.loc["border/bolashak-serhetyaka"]
    assert border["measured"]
    assert "cpmm" in border["waiting_source"]
    # What the model needs is the smallest part of what was measured.
    assert 0 < border["technical_h"] < border["waiting_h"]
    unknown = points.loc["border/akyayla-incheh-borun"]
    assert not unknown["measured"]
    assert (steps.loc[steps["kind"] == "rail", ["waiting_high_h", "technical_h"]] == 0).all(axis=None)


def test_hours_of_the_way_have_a_range(net) -> None:
    found = co.time_cost_distance(net, "titr")
    assert found.low_h < found.h < found.high_h
    answer = found.to_dict()
    assert answer["low_h"] == found.low_h
    keys = {"waiting_low_h", "waiting_high_h", "measured", "waiting_grade", "waiting_source", "technical_h"}
    assert keys <= set(answer["steps"][0])


def test_a_growing_queue_is_no_minimum(net) -> None:
    times = border_times(net, ["border/zhaisan"]).iloc[0]
    assert times["technical_h"] == pytest.approx(
        net.table("border").loc["border/zhaisan", "service_time_truck_min"] / 60
    )
