"""Capacities of whole networks: stated against modelled, works on statements, range and drivers, bounds."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from frames import frame, schema

import corridors as co
from corridors.capacity import capacities, capacity_range, detail, of_table, rail, ranged, terminal
from corridors.errors import UnknownName

COLUMNS = ["kind", "capacity_mtpa", "limit_code", "limit_values", "limit", "model", "grade"]
COLUMNS += ["modelled_mtpa", "stated_mtpa", "basis"]


def test_every_link_has_an_answer(net) -> None:
    table = capacities(net)
    assert table.index.equals(net.links.index.rename("link"))
    assert table.columns[:10].tolist() == COLUMNS
    assert np.isfinite(table["capacity_mtpa"]).all()
    assert (table["capacity_mtpa"] >= 0).all()
    assert table["limit"].str.len().min() > 3
    assert set(table["grade"]) <= set("ABCD")
    open_ = table["limit_code"] != "not_in_service"
    assert (table.loc[open_, "capacity_mtpa"] > 0).mean() > 0.95


def test_the_rule(net) -> None:
    table = capacities(net)
    stated = table[table["basis"] == "stated"]
    assert set(stated["kind"]) <= {"border", "terminal"}
    assert set(stated["grade"]) <= {"A", "B"}
    assert (stated["capacity_mtpa"] == stated["stated_mtpa"]).all()
    lines = table[table["kind"].isin(["rail", "road", "sea"])]
    assert (lines["capacity_mtpa"] == lines["modelled_mtpa"]).all()


def test_ways_to_trust(net) -> None:
    rule, stated, model, lower = (capacities(net, basis=t) for t in ("rule", "stated", "model", "lower"))
    assert (model["basis"] == "model").all()
    have = stated["stated_mtpa"].notna() & (stated["limit_code"] != "not_in_service")
    assert (stated.loc[have, "capacity_mtpa"] == stated.loc[have, "stated_mtpa"]).all()
    least = np.fmin(rule["modelled_mtpa"], rule["stated_mtpa"])
    closed = lower["limit_code"] == "not_in_service"
    assert lower.loc[~closed, "capacity_mtpa"].to_numpy() == pytest.approx(least[~closed].to_numpy())
    with pytest.raises(UnknownName):
        capacities(net, basis="hope")


def test_only_some_links(net) -> None:
    wanted = list(net.links.index[[5, 2, 200]])
    assert capacities(net, links=wanted).index.tolist() == wanted
    assert detail(net, "rail", links=["rail/dostyk-aktogay"])["pairs_per_day"].iloc[0] > 0
    with pytest.raises(UnknownName, match="did you mean"):
        capacities(net, links=["rail/dostyk-aktogai"])


def test_works_change_a_statement_in_proportion(net) -> None:
    table = capacities(net)
    posts = net.table("border").loc[lambda t: (t["form"] == "road") & t["stated_veh_per_day"].notna()].index
    post = next(p for p in posts if table.loc[p, "basis"] == "stated")
    lanes = net.table("border").loc[post, ["lanes", "lanes_other"]]
    rows = pd.DataFrame(
        {"link": post, "attribute": lanes.index, "value": 2 * lanes.to_numpy(dtype=float), "origin": "twice"}
    )
    later = capacities(net.overlay(rows)).loc[post]
    assert later["capacity_mtpa"] == pytest.approx(2 * table.loc[post, "capacity_mtpa"])
    assert later["stated_mtpa"] == table.loc[post, "stated_mtpa"]
    assert later["limit_code"] == "stated_changed_by_measures"
    assert later["grade"] >= "C"


def test_an_extension_keeps_its_own_grade(net) -> None:
    later = co.scenario(net, "target-20mt-2030")
    row = capacities(later, links=["terminal/sarakhs-gauge"]).iloc[0]
    assert row["capacity_mtpa"] == pytest.approx(row["stated_mtpa"] + 7.8)
    assert (row["basis"], row["grade"]) == ("stated", "D")
    assert (row["limit_code"], row["limit_values"]) == ("stated_extended", {"extension_mtpa": 7.8})
    assert row["limit"] == "officially stated capacity, extended by 7.8 Mt/year"


def test_beyond_the_schema_is_zero_with_the_reason() -> None:
    table = frame("rail", rows=2, wagon_net_load_t=[62.0, 10_000.0])
    grades = table.map(lambda _: "D")
    out = of_table(rail, table, grades, bounds=schema("rail"))
    assert out["capacity_mtpa"].tolist()[0] > 0 == out["capacity_mtpa"].tolist()[1]
    assert out["limit_code"].tolist()[1] == "fact_out_of_bounds"


def test_range_holds_the_answer(net) -> None:
    found = capacity_range(net)
    assert found.index.equals(net.links.index.rename("link"))
    assert found["capacity_mtpa"].to_numpy() == pytest.approx(capacities(net)["capacity_mtpa"].to_numpy())
    for low, high in (("low_mtpa", "likely_low_mtpa"), ("likely_low_mtpa", "capacity_mtpa")):
        assert (found[low] <= found[high] + 1e-9).all()
    for low, high in (("capacity_mtpa", "likely_high_mtpa"), ("likely_high_mtpa", "high_mtpa")):
        assert (found[low] <= found[high] + 1e-9).all()
    assert (found["swing_1_mtpa"] >= found["swing_2_mtpa"]).all()
    sections = found[net.links["kind"] == "rail"]
    assert (sections.loc[sections["capacity_mtpa"] > 0, "driver_1"] != "").all()


def test_range_finds_a_hump() -> None:
    """A result that is highest between low and high of its fact, and one that hangs on two facts together."""
    value = pd.DataFrame({"a": [0.0], "b": [1.0], "c": [0.5]})
    low, high = value.assign(a=-2.0, b=-1.0), value.assign(a=2.0, b=1.0)

    def hump(table: dict[str, np.ndarray], rows: np.ndarray) -> np.ndarray:
        return 5.0 - table["a"] ** 2 * table["b"]

    found = ranged(value, low, high, ["a", "b", "c"], hump).iloc[0]
    assert (found["low_mtpa"], found["capacity_mtpa"], found["high_mtpa"]) == (1.0, 5.0, 9.0)
    assert found["driver_1"] == "a"


def test_no_draw_lies_outside_the_range(net) -> None:
    """Facts drawn at random, mostly at their ends: nothing below the low or above the high of the range."""
    random = np.random.default_rng(3)
    own = net.links.index[net.links["kind"] == "rail"][::9]
    value, low, high = (net.table("rail", side, own) for side in ("value", "low", "high"))
    draws = value.iloc[np.tile(np.arange(len(own)), 400)].copy()
    for name in [n for n in rail.facts_used() if n != "in_service"]:
        place = random.uniform(size=(400, len(own)))
        place = np.where(random.uniform(size=place.shape) < 0.6, np.round(place), place)
        least, most = low[name].to_numpy(), high[name].to_numpy()
        known = np.isfinite(least) & np.isfinite(most)
        drawn = np.where(known, least + (most - least) * place, value[name].to_numpy())
        draws[name] = (np.round(drawn) if name in ("tracks", "electrified", "automatic_block") else drawn).reshape(-1)
    found = rail.capacity(draws)["modelled_mtpa"].to_numpy().reshape(400, len(own))
    span = capacity_range(net, basis="model", links=own)
    assert (found >= span["low_mtpa"].to_numpy() - 1e-6).all()
    assert (found <= span["high_mtpa"].to_numpy() + 1e-6).all()


def test_range_without_doubt_is_the_answer() -> None:
    value = frame("terminal", "gauge")

    def model(table: dict[str, np.ndarray], rows: np.ndarray) -> np.ndarray:
        return terminal.capacity(pd.DataFrame(table))["modelled_mtpa"].to_numpy()

    found = ranged(value, value, value, terminal.facts_used("gauge"), model).iloc[0]
    assert found["low_mtpa"] == found["capacity_mtpa"] == found["high_mtpa"] > 0
    assert found["driver_1"] == ""


def test_draws_are_more_rows(net) -> None:
    """A model answers stacked rows as it answers each alone."""
    table = net.table("rail")
    twice = rail.capacity(pd.concat([table, table]))["modelled_mtpa"].to_numpy()
    once = rail.capacity(table)["modelled_mtpa"].to_numpy()
    assert twice == pytest.approx(np.tile(once, 2))


def test_ranges_do_not_depend_on_how_many_links_are_worked_on_at_once(net, monkeypatch) -> None:
    from corridors.capacity import sensitivity

    whole = co.capacity_range(net)
    monkeypatch.setattr(sensitivity, "LINKS_AT_ONCE", 31)
    pd.testing.assert_frame_equal(co.capacity_range(net), whole, check_exact=True)
