"""Parquet in place of CSV and GeoJSON: the same network, problems by row, limits; large networks."""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from tiny_world import packed

import corridors as co
from corridors.errors import BadInput, DataError
from corridors.exchange.addition import Addition
from corridors.exchange.folder_edit import put
from corridors.network import SIDES

if TYPE_CHECKING:
    from pathlib import Path


def problems(world: Path) -> str:
    with pytest.raises(DataError) as found:
        co.load(world)
    return str(found.value)


def test_the_same_network(world: Path, tiny) -> None:
    net = co.load(packed(world))
    assert sorted(net.links.index) == sorted(tiny.links.index)
    assert (
        net.facts.drop(columns="note")
        .sort_values(["link", "attribute", "role"], ignore_index=True)
        .equals(tiny.facts.drop(columns="note").sort_values(["link", "attribute", "role"], ignore_index=True))
    )
    assert co.max_flow(net, "line").value_mtpa == co.max_flow(tiny, "line").value_mtpa
    assert net.demand["mtpa"].to_list() == tiny.demand["mtpa"].to_list()
    assert net.links.loc["rail/west-fork", "geometry"].equals(tiny.links.loc["rail/west-fork", "geometry"])


def test_problems_carry_the_row(world: Path) -> None:
    packed(world)
    path = world / "facts" / "rail.parquet"
    facts = pd.read_parquet(path)
    facts.loc[1, "grade"] = "E"
    facts.loc[2, "attribute"] = "trakcs"
    facts.to_parquet(path, index=False)
    rail = gpd.read_parquet(world / "links" / "rail.parquet")
    rail.loc[0, "to_node"] = "nowhere"
    rail.loc[1, "link"] = "road/wrong"
    rail.to_parquet(world / "links" / "rail.parquet")
    said = problems(world)
    assert "facts/rail.parquet:2  'grade' = 'E'" in said
    assert "facts/rail.parquet:3  'trakcs'" in said
    assert "links/rail.parquet:1 " in said
    assert "links/rail.parquet:2  'road/wrong': the name must begin with 'rail/'" in said


def test_a_change_that_is_refused_names_the_file_that_is_there(world: Path) -> None:
    """A change is made of texts; what is wrong with it is told by row of the Parquet file."""
    fact = {"attribute": "tracks", "value": -1, "unit": "1", "grade": "B", "source": "survey-1"}
    addition = Addition(facts=[{"link": "rail/west-fork"} | fact, {"link": "rail/nowhere"} | fact | {"value": 1}])
    with pytest.raises(BadInput, match="it would have") as text:
        put(world, addition)
    with pytest.raises(BadInput, match="it would have") as parquet:
        put(packed(world), addition)
    assert "facts/rail.csv:" in str(text.value)
    rows = re.sub(r"facts/rail.csv:(\d+)", lambda m: f"facts/rail.parquet:{int(m[1]) - 1}", str(text.value))
    assert str(parquet.value) == rows


def test_what_no_table_can_be_read_from(world: Path) -> None:
    (world / "demand.parquet").write_bytes(b"not parquet")
    assert "it stands beside demand.parquet" in problems(world)
    (world / "demand.csv").unlink()
    assert "cannot be read as Parquet" in problems(world)
    pd.DataFrame({"origin": ["west"]}).to_parquet(world / "demand.parquet")
    assert "column destination, commodity, mtpa, grade, source is missing" in problems(world)


def test_numbers_are_numbers_and_finite(world: Path) -> None:
    packed(world)
    demand = pd.read_parquet(world / "demand.parquet")
    demand.loc[0, "mtpa"] = np.inf
    demand.to_parquet(world / "demand.parquet")
    assert "demand.parquet:1  'mtpa' = " in problems(world)
    demand.astype({"mtpa": str}).assign(mtpa="many").to_parquet(world / "demand.parquet")
    assert "column mtpa must hold numbers" in problems(world)


def test_a_pipe_is_no_file(world: Path) -> None:
    """Arrow would wait for somebody to write into it."""
    packed(world)
    nodes = world / "nodes.parquet"
    nodes.unlink()
    os.mkfifo(nodes)
    with pytest.raises(DataError, match="this is no file"):
        co.load(world)


def test_limits(world: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    packed(world)
    monkeypatch.setattr("corridors.dataset.parquet.MAX_ROWS", 1)
    assert "larger than" in problems(world)


def test_another_system_of_coordinates(world: Path) -> None:
    packed(world)
    path = world / "links" / "rail.parquet"
    gpd.read_parquet(path).to_crs("EPSG:3857").to_parquet(path)
    assert "longitude and latitude" in problems(world)
    empty = gpd.read_parquet(path).to_crs("EPSG:4326")
    empty.loc[0, "geometry"] = shapely.Point(70, 50)
    empty.to_parquet(path)
    assert "the geometry must be a LineString" in problems(world)


@pytest.mark.parametrize("what", SIDES)
def test_a_large_network_completes_its_facts_late(net, monkeypatch: pytest.MonkeyPatch, what: str) -> None:
    monkeypatch.setattr("corridors.network.loading.LARGE", 0)
    large = co.load()
    for kind in net.schema:
        assert "facts" not in large.__dict__
        pd.testing.assert_frame_equal(large.table(kind, what), net.table(kind, what))
        some = list(net.links.index[net.links["kind"] == kind][:3][::-1])
        # A column without any text may have another type.
        pd.testing.assert_frame_equal(large.table(kind, what, some), net.table(kind, what, some), check_dtype=False)


def test_answers_of_a_large_network(net, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("corridors.network.loading.LARGE", 0)
    monkeypatch.setattr("corridors.capacity.evaluate.BLOCK", 7)
    large = co.scenario(co.load(), "today")
    pd.testing.assert_frame_equal(co.capacities(large), co.capacities(net))
    assert "facts" not in large.__dict__
    assert co.max_flow(large, "rkti").value_mtpa == co.max_flow(net, "rkti").value_mtpa
    later = co.scenario(large, "announced-2030")
    assert co.max_flow(later, "rkti").value_mtpa == co.max_flow(co.scenario(net, "announced-2030"), "rkti").value_mtpa
    assert large.facts.equals(net.facts)
    with pytest.raises(AttributeError, match="no_such"):
        _ = large.no_such


def test_a_column_of_lists_is_refused(world: Path) -> None:
    packed(world)
    path = world / "demand.parquet"
    demand = pd.read_parquet(path)
    demand.assign(note=[["a", "b"]] * len(demand)).to_parquet(path, index=False)
    assert "demand.parquet  column note must hold texts; it holds lists or records" in problems(world)
