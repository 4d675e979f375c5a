"""Network: facts complete, wide tables, why, overlay, and the laws that hold them together."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import corridors as co
from corridors.dataset.fingerprint import data_hash
from corridors.errors import BadInput, Conflict, UnknownName
from corridors.scenarios import as_stated, concerning, cost, headline, paid, ready, years

if TYPE_CHECKING:
    from corridors.network import Network


def overlay_row(
    link: str = "rail/west-fork", attribute: str = "headway_min", value: float = 7.0, **more: object
) -> dict:
    return {"link": link, "attribute": attribute, "value": value, **more}


def test_repr_says_what_it_holds(tiny: Network) -> None:
    assert repr(tiny) == "<Network 'today': 2 corridors, 9 links (6 rail, 1 road, 2 border)>"


def test_every_attribute_with_a_default_is_there(tiny: Network) -> None:
    rail = tiny.table("rail")
    assert len(rail) == 6
    with_default = tiny.schema["rail"].index[tiny.schema["rail"]["default"].notna()]
    assert rail[with_default].notna().all().all()
    assert np.isnan(rail.loc["rail/join-east", "stated_mtpa"])


def test_a_default_is_a_fact_of_grade_d(tiny: Network) -> None:
    row = tiny.why("rail/west-fork", "headway_min").iloc[0]
    assert (row["grade"], row["origin"], row["value"]) == ("D", "default", 9)
    assert row["low"] < row["value"] < row["high"]


def test_rivals_stand_beside_and_widen(tiny: Network) -> None:
    rows = tiny.why("rail/west-fork", "stated_mtpa")
    assert list(rows["role"]) == ["used", "rival"]
    assert list(rows["value"]) == [9, 12]
    assert tuple(rows.loc[0, ["low", "high"]]) == (9, 12)
    assert rows.loc[1, "title"] == "Another survey, which disagrees"


def test_a_missing_length_is_the_drawn_one(tiny: Network) -> None:
    row = tiny.why("rail/fork-north", "length_km").iloc[0]
    assert row["value"] == pytest.approx(90.5, abs=0.5)
    assert row["high"] == pytest.approx(row["value"] * 1.25)
    assert row["grade"] == "D"


def test_gaps_between_crossing_points(tiny: Network) -> None:
    rail = tiny.table("rail")
    assert rail.loc["rail/west-fork", "gaps_km"] == (24, 20, 30)
    assert rail.loc["rail/fork-north", "gaps_km"] == ()


def test_attributes_of_another_form_do_not_apply(tiny: Network) -> None:
    border = tiny.table("border")
    assert np.isnan(border.loc["border/join", "lanes"])
    assert border.loc["border/post", "lanes"] == 4
    assert np.isnan(border.loc["border/post", "inspection_tracks"])


@pytest.mark.parametrize(
    ("ask", "hint"),
    [
        (lambda n: n.table("rial"), "did you mean 'rail'"),
        (lambda n: n.why("rail/west-frok", "tracks"), "did you mean 'rail/west-fork'"),
        (lambda n: n.why("rail/west-fork", "trakcs"), "did you mean 'tracks'"),
        (lambda n: n.corridor("lien"), "did you mean 'line'"),
        (lambda n: n.extra("observd"), "did you mean 'observed'"),
        (lambda n: co.scenario(n, "bettr"), "did you mean 'better'"),
    ],
)
def test_a_wrong_name_gets_near_ones(tiny: Network, ask, hint: str) -> None:
    with pytest.raises(UnknownName, match=hint):
        ask(tiny)


def test_overlay_leaves_the_old_one_alone_and_remembers_it(tiny: Network) -> None:
    new = tiny.overlay(pd.DataFrame([overlay_row(origin="me")]), "mine")
    assert new.name == "mine"
    assert new.table("rail").loc["rail/west-fork", "headway_min"] == 7
    assert tiny.table("rail").loc["rail/west-fork", "headway_min"] == 9
    rows = new.why("rail/west-fork", "headway_min")
    assert list(rows["role"]) == ["used", "replaced"]
    assert list(rows["origin"]) == ["me", "default"]


def test_overlay_refuses_what_the_schema_refuses(tiny: Network) -> None:
    with pytest.raises(BadInput, match=r"outside 1 \.\. 60"):
        tiny.overlay(pd.DataFrame([overlay_row(value=0.0)]))
    with pytest.raises(UnknownName):
        tiny.overlay(pd.DataFrame([overlay_row(link="rail/nowhere")]))
    with pytest.raises(UnknownName):
        tiny.overlay(pd.DataFrame([overlay_row(attribute="nothing")]))


def test_two_that_contradict_are_a_conflict(tiny: Network) -> None:
    rows = pd.DataFrame([overlay_row(origin="a"), overlay_row(value=8.0, origin="b")])
    with pytest.raises(Conflict, match="a says 7 and b says 8"):
        tiny.overlay(rows)


values = st.lists(
    st.tuples(st.sampled_from(["rail/west-fork", "rail/fork-north"]), st.sampled_from(["headway_min", "loop_gap_km"])),
    unique=True,
)


@settings(max_examples=25, deadline=None)
@given(pairs=values, seed=st.integers(0, 99))
def test_overlay_twice_is_once_and_order_does_not_matter(tiny: Network, pairs, seed: int) -> None:
    draw = np.random.default_rng(seed)
    rows = pd.DataFrame(
        [overlay_row(a, b, float(draw.integers(5, 20))) for a, b in pairs], columns=["link", "attribute", "value"]
    )
    once = tiny.overlay(rows)
    again = once.overlay(rows)
    shuffled = tiny.overlay(rows.sample(frac=1, random_state=seed))
    for other in (again, shuffled):
        pd.testing.assert_frame_equal(once.table("rail"), other.table("rail"))
    assert len(once.facts) == len(again.facts)


def test_scenarios_add_up(tiny: Network) -> None:
    from corridors.scenarios import build, built

    assert built(tiny, "best") == ["two-loops", "second-track", "bigger-border"]
    best = co.scenario(tiny, "best")
    west = best.table("rail").loc["rail/west-fork"]
    assert (west["tracks"], west["loops_added"]) == (2, 2)
    assert best.table("border").loc["border/join", "stated_mtpa"] == 30
    either = [
        build(tiny, order).table("rail") for order in (["two-loops", "second-track"], ["second-track", "two-loops"])
    ]
    pd.testing.assert_frame_equal(*either)
    with pytest.raises(
        Conflict, match=r"two-loops says 2 and three-loops says 3|three-loops says 3 and two-loops says 2"
    ):
        build(tiny, ["two-loops", "three-loops"])


def test_a_part_is_paid_with_its_whole(tiny: Network) -> None:
    whole, part, done = sorted(tiny.measures)[:3]
    changed = {part: {"part_of": whole}, done: {"status": "done"}}
    measures = {k: m.model_copy(update=changed.get(k, {})) for k, m in tiny.measures.items()}
    net = replace(tiny, measures=measures)
    assert [m.id for m in paid(net, [whole, part, done])] == [whole]
    assert [m.id for m in paid(net, [part])] == [part]


def test_cost_of_a_set_of_measures(tiny: Network) -> None:
    first, second, *_ = sorted(tiny.measures)
    one, other = tiny.measures[first], tiny.measures[second].model_copy(update={"cost_musd": None})
    assert one.cost_musd
    assert cost([one, other]).range_musd == {k: getattr(one.cost_musd, k) for k in ("value", "low", "high")}
    assert cost([one, other]).unknown == (second,)
    assert cost([]).range_musd == {"value": 0, "low": 0, "high": 0}


@pytest.mark.parametrize(
    ("status", "finish", "year"),
    [
        ("planned", 2028, 2028),
        ("planned", 2033, 2030),
        ("planned", None, 2030),
        ("done", None, 0),
        ("done", 2019, 2019),
    ],
)
def test_when_a_measure_is_ready(tiny: Network, status: str, finish: int | None, year: int) -> None:
    measure = next(iter(tiny.measures.values())).model_copy(update={"status": status, "finish": finish})
    scenario = tiny.scenarios["best"].model_copy(update={"year": 2030})
    assert ready(measure, scenario) == year


def test_years_reach_to_the_last_scenario(tiny: Network) -> None:
    today = tiny.scenarios["today"].year
    far = tiny.scenarios["best"].model_copy(update={"id": "far", "year": 2041, "extends": None})
    net = replace(tiny, scenarios={**tiny.scenarios, "far": far})
    assert years(net, ["today"]) == (today, today)
    assert years(net, ["far"]) == (today, 2041)
    # Without a state to begin from, the years are those in which something opens (the second track in 2029).
    assert years(replace(tiny, scenarios={"far": far}), ["far"]) == (2029, 2041)


def test_headline_of_a_folder_that_names_none(tiny: Network) -> None:
    shown = headline(tiny)
    assert shown.corridor == next(iter(tiny.corridors))
    assert shown.scenarios == tuple(concerning(tiny, tiny.corridors[shown.corridor].links))
    assert shown.scenarios[0] == "today"
    assert headline(replace(tiny, scenarios={})).scenarios == ("today",)
    with pytest.raises(BadInput, match="no corridor"):
        headline(replace(tiny, corridors={}))


def test_bounds_of_an_overlay_stay_within_the_schema(tiny: Network) -> None:
    with pytest.raises(BadInput, match=r"headway_min = 7 \(7 .. 900\) outside"):
        tiny.overlay(pd.DataFrame([overlay_row(high=900.0)]))
    with pytest.raises(BadInput, match="headway_min = nan"):
        tiny.overlay(pd.DataFrame([overlay_row(value=np.nan, low=5.0, high=9.0)]))


def test_a_table_of_what_is_not_there(tiny: Network) -> None:
    with pytest.raises(UnknownName, match="no side of a fact 'lo'; did you mean 'low'"):
        tiny.table("rail", "lo")
    with pytest.raises(UnknownName, match="did you mean 'rail/west-fork'"):
        tiny.table("rail", links=["rail/west-frok"])


@pytest.mark.parametrize("name", ["today", "announced-2030", "posts-10-funded-2030"])
def test_a_large_network_answers_as_a_small_one(net, monkeypatch, name: str) -> None:
    """Of a large network only what is asked for is completed, in a scenario too; the facts are the same."""
    monkeypatch.setattr("corridors.network.loading.LARGE", 0)
    loaded = co.load()
    assert loaded.find("Rkti", "corridor") == ("corridor", "rkti")  # names are looked up once, and are no field
    one, other = co.scenario(net, name), co.scenario(loaded, name)
    assert "facts" not in other.__dict__
    for kind in one.schema:
        for side in ("value", "low", "high", "grade", "source"):
            whole = one.table(kind, side)
            pd.testing.assert_frame_equal(other.table(kind, side, list(whole.index)), whole)
    pd.testing.assert_frame_equal(co.capacities(other), co.capacities(one))
    some = list(one.links.index[::5])
    pairs = [(one.replaced(), other.replaced()), (as_stated(one).facts, as_stated(other).facts)]
    pairs += [(one.facts_of(some, ["length_km", "lanes"]), other.facts_of(some, ["length_km", "lanes"]))]
    assert "facts" not in other.__dict__
    keys = ["link", "attribute", "role", "origin", "value"]
    for small, large in [*pairs, (one.facts, other.facts)]:
        a, b = (rows.sort_values(keys, ignore_index=True) for rows in (small, large))
        pd.testing.assert_frame_equal(b, a)


@pytest.mark.parametrize("column", ["year", "period", "link", "definition", "low"])
def test_what_was_counted_may_leave_out_columns(world: Path, column: str) -> None:
    path = world / "observed.csv"
    path.write_text(path.read_text("utf-8").replace(f",{column},", ",something_else,", 1), "utf-8")
    net = co.load(world)
    assert (net.extra("observed")[column].astype(str).str.strip() == "").all()
    assert len(co.observed(net).table()) == 1
    assert co.assign(net).links["observed_mtpa"].notna().sum() == (column != "link")


def test_a_name_of_a_file_that_is_no_text_has_a_hash(world: Path) -> None:
    before = data_hash(world)
    Path(os.fsdecode(os.fsencode(world) + b"/\xff.csv")).write_text("a,b\n1,2\n", encoding="utf-8")
    named = data_hash(world)
    (world / "old.csv").mkdir()
    os.mkfifo(world / "pipe.csv")
    (world / "facts" / "sea.parquet").write_bytes(b"PAR1")
    assert len({before, named, data_hash(world)}) == 3
