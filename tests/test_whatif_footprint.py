"""Footprint: by hand on the tiny world, shares that follow wire and grid, ranges that hold the best guess, sources."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

import corridors as co
from corridors.errors import BadInput
from corridors.flow.emissions import FACTORS, factor, factor_table, link_emissions
from corridors.report import as_json


def of(network, name: str) -> float:
    return float(factor(factor_table(network), *FACTORS[name])["value"])


def test_a_diesel_line_by_hand(tiny) -> None:
    link = "rail/west-fork"
    row = tiny.table("rail").loc[link]
    assert row["electrified"] == 0
    gross = row["length_km"] * of(tiny, "fuel_g") / 1000 * of(tiny, "fuel_kg")
    tare = row["wagon_tare_t"] / row["wagon_net_load_t"]
    found = link_emissions(tiny, [link]).loc[link]
    assert found["loaded_kg_per_t"] == pytest.approx(gross * (1 + tare))
    both = row["loaded_share_forward"] + row["loaded_share_backward"]
    assert found["empty_kg_per_t"] == pytest.approx(gross * tare * (2 / both - 1))
    assert found["kg_per_t"] == pytest.approx(found["loaded_kg_per_t"] + found["empty_kg_per_t"])


def test_wire_takes_the_grid_of_its_country(net) -> None:
    rail = net.links.index[(net.links["kind"] == "rail") & net.links["country"].isin(["KZ", "RU"])]
    wired = net.overlay(pd.DataFrame({"link": rail, "attribute": "electrified", "value": 1.0, "low": 1.0, "high": 1.0}))
    grams = link_emissions(wired, rail)["kg_per_t"] / wired.table("rail").loc[rail, "length_km"]
    mass = wired.table("rail").loc[rail]
    gross = 1 + 2 * mass["wagon_tare_t"] / mass["wagon_net_load_t"] / (
        mass["loaded_share_forward"] + mass["loaded_share_backward"]
    )
    per_gross = (grams / gross).groupby(net.links.loc[rail, "country"]).mean()
    table = factor_table(net)
    grid = {c: float(factor(table, "grid_emission", "electricity", c)["value"]) for c in ("KZ", "RU")}
    assert per_gross["KZ"] / per_gross["RU"] == pytest.approx(grid["KZ"] / grid["RU"])
    assert factor(table, "grid_emission", "electricity", "XX")["value"] > 0


@pytest.mark.parametrize("corridor", ["rkti", "middle-corridor"])
def test_sums_ranges_and_sources(net, corridor: str) -> None:
    if corridor not in net.corridors:
        corridor = next(k for k, c in net.corridors.items() if any(x.startswith("sea/") for x in c.route))
    found = co.footprint(net, corridor, draws=300)
    way = co.time_cost_distance(net, corridor)
    totals = found.totals
    assert totals.loc["kg_per_t", "best"] == pytest.approx(way.kg_per_t) == pytest.approx(found.legs["kg_per_t"].sum())
    assert totals.loc["usd_per_t", "best"] == pytest.approx(way.usd_per_t)
    assert totals.loc["h", "best"] == pytest.approx(way.h)
    assert (totals["p05"] < totals["p50"]).all()
    assert (totals["p50"] < totals["p95"]).all()
    assert found.modes["kg_per_t"].sum() == pytest.approx(totals.loc["kg_per_t", "best"])
    assert (found.modes["kg_p05"] <= found.modes["kg_p50"]).all()
    assert (found.modes["kg_p50"] <= found.modes["kg_p95"]).all()
    assert totals.loc["kt_per_year", "best"] == pytest.approx(found.mtpa * totals.loc["kg_per_t", "best"])
    assert found.mtpa == pytest.approx(co.max_flow(net, corridor).value_mtpa)
    cited = {s for cell in found.factors["source"] for s in cell.split(";")}
    assert cited <= set(net.sources.index)
    assert 5 < totals.loc["g_per_tkm", "p50"] < 150
    assert as_json(found.to_dict())


def test_kinds_of_link_have_their_parts(net) -> None:
    found = link_emissions(net, net.links.index).join(net.links[["kind", "form"]])
    assert np.isfinite(found[["loaded_kg_per_t", "empty_kg_per_t", "point_kg_per_t"]].to_numpy()).all()
    run = found["kind"].isin(["rail", "road", "sea"])
    assert (found.loc[run, "loaded_kg_per_t"] > 0).all()
    assert (found.loc[run, "point_kg_per_t"] == 0).all()
    points = (found["kind"] == "terminal") | ((found["kind"] == "border") & (found["form"] == "road"))
    assert (found.loc[points, "point_kg_per_t"] > 0).all()
    road = found[found["kind"] == "road"]
    assert (road["empty_kg_per_t"] / road["kg_per_t"]).to_numpy() == pytest.approx(of(net, "empty_share"))


def test_same_draws_same_ranges_and_a_tonnage_of_ones_own(net) -> None:
    one, again = (co.footprint(net, "rkti", draws=100, mtpa=2.0) for _ in range(2))
    assert one.totals.equals(again.totals)
    assert one.totals.loc["kt_per_year", "p50"] == pytest.approx(2 * one.totals.loc["kg_per_t", "p50"])
    assert one.mtpa_is == "given"
    assert not co.footprint(net, "rkti", draws=100, seed=2, mtpa=2.0).totals.equals(one.totals)


@pytest.mark.parametrize(
    ("wrong", "says"), [({"draws": 0}, "draws"), ({"mtpa": -1.0}, "mtpa"), ({"branch": 99}, "branches")]
)
def test_wrong_requests(net, wrong: dict, says: str) -> None:
    with pytest.raises(BadInput, match=says):
        co.footprint(net, "rkti", **wrong)
