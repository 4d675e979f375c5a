"""Trucks among counted traffic: the quicker of two roads, hours that grow with what was counted, and the verbs."""

from __future__ import annotations

import json

import pandas as pd
import pytest
from command_line import command_line

import corridors as co
from corridors.flow.equilibrium import user_equilibrium
from corridors.flow.road_traffic import _followed
from corridors.report import as_json


def test_flow_that_stays_makes_others_go_round() -> None:
    # Ways of cost 1 + x and 2 + x for 3 units: 2 and 1; with one unit that stays on the first, 1.5 and 1.5.
    two = {"tail": [0, 0], "head": [1, 1], "free_cost": [1, 2], "capacity": 1, "origin": [0], "destination": [1]}
    two |= {"demand": [3], "b": [1, 0.5], "power": 1}
    assert user_equilibrium(**two).flow == pytest.approx([2, 1])
    found = user_equilibrium(**two, other_flow=[1, 0])
    assert found.flow == pytest.approx([1.5, 1.5])
    assert found.cost == pytest.approx([3.5, 3.5])
    assert found.beckmann == pytest.approx(1.5 + (2.5**2 - 1) / 2 + 3 + 1.5**2 / 2)


def test_trips_follow_the_flow() -> None:
    # 0 sends 3 to 2 and 1 to 3 over 1, where nothing begins or ends; 4 sends 2 to 3.
    trips = _followed([0, 1, 1, 4], [1, 2, 3, 3], [4.0, 3.0, 1.0, 2.0])
    total: dict[tuple[int, int], float] = {}
    for a, b, amount in trips:
        total[a, b] = total.get((a, b), 0.0) + amount
    assert total == {(0, 2): 3.0, (0, 3): 1.0, (4, 3): 2.0}


def test_counted_traffic_slows_a_road_by_its_curve(net) -> None:
    counted = net.table("road")["traffic_veh_per_day"].dropna()
    road, vehicles = counted.index[0], 3.0 * float(counted.iloc[0])
    busy = net.overlay(pd.DataFrame({"link": [road], "attribute": "traffic_veh_per_day", "value": vehicles}))
    calm, slow = (co.assign(n, road_equilibrium=True).roads.links.loc[road] for n in (net, busy))
    assert slow["h"] > calm["h"] >= calm["free_h"]
    facts = busy.table("road").loc[road]
    heavy = facts["truck_share"] * facts["truck_pce"] + 1 - facts["truck_share"]
    hour = vehicles * heavy * facts["k_factor"] / 2
    assert slow["pcu_per_h"] == pytest.approx(hour)
    growth = 1 + facts["bpr_alpha"] * (hour / slow["capacity_pcu_per_h"]) ** facts["bpr_beta"]
    assert slow["h"] == pytest.approx(facts["length_km"] / facts["transit_speed_kmh"] * growth)


def test_trucks_of_a_demand_are_on_the_roads_and_in_the_journey(net) -> None:
    route = net.corridor("almaty-astana-petropavl").route
    roads = [k for k in route if k.startswith("road/")]
    steps = co.time_cost_distance(net, "almaty-astana-petropavl").steps
    begin, end = steps.loc[roads[0], "from_node"], steps.loc[roads[-1], "to_node"]
    demand = pd.DataFrame({"origin": [begin], "destination": [end], "commodity": "parcels", "mtpa": 0.2})
    found = co.assign(net, demand, road_equilibrium=True)
    assert found.roads is not None
    on = found.roads.links
    assert found.links.loc[roads[0], "flow_mtpa"] > 0
    total = on["forward_mtpa"] + on["backward_mtpa"]
    assert total.max() == pytest.approx(0.2)
    assert found.roads.relative_gap < 1e-6
    assert (on["delay_h"] >= -1e-12).all()
    assert as_json(found.to_dict())
    slower = co.time_cost_distance(net, "almaty-astana-petropavl", road_h=on["h"] * 2)
    assert slower.h > co.time_cost_distance(net, "almaty-astana-petropavl").h


def test_the_verbs() -> None:
    done = command_line("assign", "--road-equilibrium", "--format", "json")
    assert done.returncode == 0, done.stderr
    assert {"link", "h", "delay_h", "use"} <= set(json.loads(done.stdout)["roads"][0])
    done = command_line("tcd", "almaty-astana-petropavl", "--road-equilibrium")
    assert done.returncode == 0, done.stderr


def test_the_one_road_of_a_small_world(tiny) -> None:
    found = co.assign(tiny, road_equilibrium=True)
    assert found.roads is not None
    facts = tiny.table("road").loc["road/town-post"]
    sent = found.links.loc["road/town-post", "flow_mtpa"]
    per_day = sent * 1e6 / facts["payload_t"] / facts["working_days"]
    assert sent > 0
    assert found.roads.links.loc["road/town-post", "trucks_per_day"] == pytest.approx(per_day)
    assert found.roads.links.loc["road/town-post", "forward_mtpa"] == pytest.approx(sent)
