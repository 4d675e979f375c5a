"""The ladder climbs, every rung is held by what it names, and the weakest partner bounds the whole."""

from __future__ import annotations

import numpy as np
import pytest

import corridors as co
from corridors.errors import BadInput
from corridors.flow.bottlenecks import countries_of
from corridors.report import as_json


@pytest.mark.parametrize("name", ["rkti", "tar-south", "titr", "we-wc", "traceca-road"])
def test_ladder_of_the_shipped_data(net, name: str) -> None:
    capacity = co.capacities(net)
    found = co.ladder(net, name, capacities=capacity, rungs=30)
    flow = co.max_flow(net, name, capacities=capacity)
    assert found.value_mtpa == flow.value_mtpa
    assert set(flow.cut) <= set(found.rungs[0].links.index)
    heights = [r.capacity_mtpa for r in found.rungs]
    assert heights == sorted(heights)
    assert len(set(found.table()["link"])) == len(found.table())
    for rung, above in zip(found.rungs, found.rungs[1:], strict=False):
        assert rung.next_mtpa == above.capacity_mtpa > rung.capacity_mtpa
    first = found.rungs[0]
    wider = capacity.copy()
    wider.loc[first.links.index, "capacity_mtpa"] = np.inf
    assert co.max_flow(net, name, capacities=wider).value_mtpa == pytest.approx(first.next_mtpa)
    # The corridor carries no more than the part of its weakest country, and the last rung has nothing above it.
    assert found.value_mtpa <= found.partners["capacity_mtpa"].min() + 1e-9
    assert found.weakest == found.partners.index[0]
    assert as_json(found.to_dict()) == as_json(co.ladder(net, name, capacities=capacity[::-1], rungs=30).to_dict())


def test_each_cut_of_a_rung_carries_what_the_rung_says(net) -> None:
    found = co.ladder(co.scenario(net, "announced-2030"), "rkti")
    for rung in found.rungs:
        assert rung.links.groupby("cut")["capacity_mtpa"].sum().to_numpy() == pytest.approx(rung.capacity_mtpa)


def test_a_partner_alone(net) -> None:
    capacity = co.capacities(net)
    elsewhere = capacity.copy()
    foreign = [k for k in net.corridor("rkti").links if "IR" not in net.links.loc[k, "country"].split("-")]
    elsewhere.loc[foreign, "capacity_mtpa"] = np.inf
    alone = co.max_flow(net, "rkti", capacities=elsewhere)
    found = co.ladder(net, "rkti", capacities=capacity).partners.loc["IR"]
    assert found["capacity_mtpa"] == alone.value_mtpa
    assert found["links"] == alone.cut


def test_ceiling_and_number_of_rungs(net) -> None:
    capacity = co.capacities(net)
    assert len(co.ladder(net, "rkti", capacities=capacity, rungs=2).rungs) == 2
    capped = co.ladder(net, "rkti", capacities=capacity, ceiling_mtpa=12, rungs=50)
    assert all(r.capacity_mtpa < 12 for r in capped.rungs)
    assert capped.rungs[-1].next_mtpa >= 12
    with pytest.raises(BadInput, match="one or more"):
        co.ladder(net, "rkti", capacities=capacity, rungs=0)


def test_a_ceiling_alone_is_climbed_to(net) -> None:
    capacity = co.capacities(net)
    short, tall = (
        co.ladder(net, "rkti", capacities=capacity),
        co.ladder(net, "rkti", capacities=capacity, ceiling_mtpa=60),
    )
    assert "continues" in short.note
    assert tall.note == ""
    assert len(tall.rungs) > len(short.rungs)
    assert tall.rungs[-1].capacity_mtpa < 60 <= tall.rungs[-1].next_mtpa
    assert "nothing limits" in co.ladder(net, "rkti", capacities=capacity, rungs=1000).note


def test_countries() -> None:
    assert countries_of("KZ") == ["KZ"]
    assert countries_of("RU-KZ") == ["RU", "KZ"]
    assert countries_of("") == []
