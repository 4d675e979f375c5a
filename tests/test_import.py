"""Lines of a file into a folder: every format, odd but good files read, bad ones refused with nothing left behind."""

from __future__ import annotations

import zipfile
from typing import TYPE_CHECKING, Any

import geopandas as gpd
import numpy as np
import pytest
import shapely
from command_line import command_line
from drawn_lines import FIRST, ROWS, SECOND, WAY, A, B, C, collection, feature, line, shapefile, table, whole
from hypothesis import given
from hypothesis import strategies as st
from osm_maps import steppe
from shapely.geometry import LineString, MultiLineString, Point

import corridors as co
from corridors.errors import CorridorsError
from corridors.exchange.joining import join
from corridors.exchange.names import label, slug
from corridors.exchange.values import number

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


@pytest.fixture
def own(tmp_path: Path) -> Path:
    return co.new(tmp_path / "own", countries=["UZ"])


def kmz(frame: gpd.GeoDataFrame, path: Path) -> None:
    frame.to_file(path.with_suffix(".kml"), driver="LIBKML")
    with zipfile.ZipFile(path, "w") as packed:
        packed.write(path.with_suffix(".kml"), "doc.kml")


def gmns(frame: gpd.GeoDataFrame, path: Path) -> None:
    path.mkdir()
    (path / "node.csv").write_text(
        "node_id,name,x_coord,y_coord\n" + "".join(f"{i},{n},{x},{y}\n" for i, (n, (x, y)) in enumerate(
            (("Tashkent", A), ("Jizzakh", B), ("Samarkand", C)))))  # fmt: skip
    lines = [
        f'{i},{i},{i + 1},0,"{g.wkt}",{t}' for i, (g, t) in enumerate(zip(frame.geometry, frame["tracks"], strict=True))
    ]
    lines.append("9,1,0,0,,2")  # the other direction of the first
    (path / "link.csv").write_text(
        "link_id,from_node_id,to_node_id,directed,geometry,tracks\n" + "\n".join(lines) + "\n"
    )


FORMATS: dict[str, Callable[[gpd.GeoDataFrame, Path], Any]] = {
    "l.geojson": lambda f, p: f.to_file(p, driver="GeoJSON"),
    "l.gpkg": lambda f, p: f.to_crs(32642).to_file(p, driver="GPKG"),
    "l.kml": lambda f, p: f.rename(columns={"name": "Name"}).to_file(p, driver="LIBKML"),
    "l.kmz": lambda f, p: kmz(f.rename(columns={"name": "Name"}), p),
    "l.shp.zip": shapefile,
    "l.fgb": lambda f, p: f.to_file(p, driver="FlatGeobuf"),
    "l.parquet": lambda f, p: f.to_crs(3857).to_parquet(p),
    "l.csv": lambda f, p: f.assign(wkt=f.geometry.to_wkt()).drop(columns="geometry").to_csv(p, index=False),
    "l-gmns": gmns,
    "semicolons.csv": lambda f, p: (
        f.assign(wkt=f.geometry.to_wkt()).drop(columns="geometry").to_csv(p, index=False, sep=";")
    ),
    "tabs.csv": lambda f, p: (
        f.assign(wkt=f.geometry.to_wkt()).drop(columns="geometry").to_csv(p, index=False, sep="\t")
    ),
    "postgis.csv": lambda f, p: (
        f.assign(geom="SRID=32642;" + f.to_crs(32642).geometry.to_wkt()).drop(columns="geometry").to_csv(p, index=False)
    ),
}


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_gives_the_same_corridor(name: str, own: Path, tmp_path: Path) -> None:
    FORMATS[name](table(), tmp_path / name)
    done = co.from_file(tmp_path / name, own, "line")
    net = co.load(own)
    assert list(net.corridor("line").route) == WAY
    assert (net.corridor("line").origins, net.corridor("line").destinations) == (("tashkent",), ("samarkand",))
    assert net.table("rail")["tracks"].reindex(WAY).tolist() == [2, 1]
    assert done.links["km"].reindex(WAY).round().tolist() == [179, 91]
    assert net.why(WAY[0], "tracks")["grade"][0] == "C"
    assert net.nodes.loc["jizzakh", "country"] == "UZ"
    assert net.why(WAY[0], "headway_min")["grade"][0] == "D"
    assert done.edit.backup is not None
    assert done.edit.backup.is_dir()


GOOD: dict[str, str] = {
    "one part": collection(
        feature({"type": "MultiLineString", "coordinates": [[A, B]]}, name="Tashkent – Jizzakh"), SECOND
    ),
    "parts that join": collection(
        feature(
            {"type": "MultiLineString", "coordinates": [[A, (68.5, 40.6)], [(68.5, 40.6), B]]},
            name="Tashkent – Jizzakh",
        ),
        SECOND,
    ),
    "heights and measures": collection(feature(line((*A, 400, 0), (*B, 300, 1)), name="Tashkent – Jizzakh"), SECOND),
    "crs null": collection(FIRST, SECOND, crs=None),
    "drawn backwards": collection(FIRST, feature(line(C, B), name="Samarkand – Jizzakh")),
    "named backwards": collection(FIRST, feature(line(C, B), name="Jizzakh – Samarkand")),
    "any order": collection(SECOND, FIRST),
    "ends not quite together": collection(FIRST, feature(line((67.8405, 40.1203), C), name="Jizzakh – Samarkand")),
    "byte order mark": "\ufeff" + collection(FIRST, SECOND),
}


@pytest.mark.parametrize("name", GOOD)
def test_odd_but_good(name: str, own: Path, tmp_path: Path) -> None:
    (tmp_path / "l.geojson").write_text(GOOD[name], encoding="utf-8")
    co.from_file(tmp_path / "l.geojson", own, "line")
    net = co.load(own)
    assert set(net.corridor("line").route) == set(WAY)
    assert set(net.nodes.index) == {"tashkent", "jizzakh", "samarkand"}


def test_kml_with_pages_in_it_is_read(own: Path, tmp_path: Path) -> None:
    """Descriptions of Google Earth are HTML whose marks nobody closes."""
    marks = "".join(
        f"<Placemark><name>{n}</name><description><![CDATA[{'<br>' * 90}]]></description><LineString><coordinates>"
        f"{a[0]},{a[1]},0 {b[0]},{b[1]},0</coordinates></LineString></Placemark>"
        for n, a, b in (("Tashkent – Jizzakh", A, B), ("Jizzakh – Samarkand", B, C))
    )
    text = f'<?xml version="1.0"?><kml xmlns="http://www.opengis.net/kml/2.2"><Document>{marks}</Document></kml>'
    (tmp_path / "l.kml").write_text(text, encoding="utf-8")
    co.from_file(tmp_path / "l.kml", own, "line")
    assert list(co.load(own).corridor("line").route) == WAY


@pytest.mark.parametrize("mark", [",", ";"])
def test_a_long_line_as_text(mark: str, own: Path, tmp_path: Path) -> None:
    points = np.column_stack([np.linspace(A[0], B[0], 9000), np.linspace(A[1], B[1], 9000)])
    text = f'name{mark}wkt\nTashkent – Jizzakh{mark}"{LineString(points).wkt}"\n'
    assert len(text) > 200_000
    (tmp_path / "l.csv").write_text(text, encoding="utf-8")
    assert co.from_file(tmp_path / "l.csv", own, "line").links.index.tolist() == WAY[:1]


def test_columns_units_and_grades(own: Path, tmp_path: Path) -> None:
    table().to_file(tmp_path / "l.geojson", driver="GeoJSON")
    how: dict[str, Any] = {
        "columns": ["spd:mph=running_speed_diesel_kmh", "tracks="],
        "source": "A survey",
        "grade": "B",
    }
    co.from_file(tmp_path / "l.geojson", own, "line", **how)
    told = co.load(own).why(WAY[0], "running_speed_diesel_kmh")
    assert told["value"][0] == pytest.approx(96.56, abs=0.01)
    assert (told["grade"][0], told["title"][0]) == ("B", "A survey")
    assert co.load(own).why(WAY[0], "tracks")["grade"][0] == "D"


@pytest.mark.parametrize(
    ("option", "message"),
    [("spd=speed", "no attribute of rail links 'speed'"), ("spdd=tracks", "did you mean 'spd'"), ("spd", "write COLUMN=ATTRIBUTE"),
     ("spd:furlong^9999=running_speed_diesel_kmh", "no unit such as"), ("spd:kg=running_speed_diesel_kmh", "cannot be turned into")],
)  # fmt: skip
def test_columns_that_cannot_be_taken(option: str, message: str, own: Path, tmp_path: Path) -> None:
    table().to_file(tmp_path / "l.geojson", driver="GeoJSON")
    with pytest.raises(CorridorsError, match=message.replace("(", r"\(")):
        co.from_file(tmp_path / "l.geojson", own, "line", columns=[option])


def test_a_dry_run_shows_and_changes_nothing(own: Path, tmp_path: Path) -> None:
    table().to_file(tmp_path / "l.geojson", driver="GeoJSON")
    before = whole(own)
    done = command_line("import", str(tmp_path / "l.geojson"), "--into", str(own), "--as", "line", "--dry-run")
    assert done.returncode == 0
    assert WAY[0] in done.stdout
    assert "nothing was changed" in done.stderr
    assert whole(own) == before


def test_texts_of_a_file_stay_texts(own: Path, tmp_path: Path) -> None:
    hostile = '=HYPERLINK("http://x") – \x1b[31m<script>alert(1)</script>\n,"\u202e'
    (tmp_path / "l.geojson").write_text(collection(feature(line(A, B), name=hostile)))
    co.from_file(tmp_path / "l.geojson", own, "line", source="=cmd|' /C calc'!A0")
    net = co.load(own)
    texts = [*net.nodes["name_en"], *net.links["name_en"], *net.sources["title"]]
    assert not any(t.startswith(("=", "+", "-", "@")) or not t.isprintable() for t in texts)
    assert "<script>alert" not in co.draw(net).html()


def test_metres_with_their_system_are_read(own: Path, tmp_path: Path) -> None:
    frame = table(crs="EPSG:32642").set_crs(None, allow_override=True)
    frame.assign(wkt=frame.geometry.to_wkt()).drop(columns="geometry").to_csv(tmp_path / "l.csv", index=False)
    co.from_file(tmp_path / "l.csv", own, "line", crs="EPSG:32642")
    assert list(co.load(own).corridor("line").route) == WAY
    with pytest.raises(CorridorsError, match="no coordinate system 'metres'"):
        co.from_file(tmp_path / "l.csv", own, "other", crs="metres")


@pytest.mark.parametrize(
    ("cell", "unit", "wanted", "value"),
    [("60 mph", "", "km/hour", 96.56), (3.28084, "ft", "km", 0.001), ("yes", "", "1", 1), (1e6, "t/year", "Mt/year", 1),
     ("2,000", "", "1", None), ("1_0", "", "1", None), ("nan", "", "1", None)],
)  # fmt: skip
def test_numbers_with_units(cell: Any, unit: str, wanted: str, value: float | None) -> None:
    if value is None:
        with pytest.raises(CorridorsError, match="is no number"):
            number(cell, unit, wanted)
    else:
        assert number(cell, unit, wanted) == pytest.approx(value, rel=1e-3)


@given(st.text())
def test_names_of_any_text(text: str) -> None:
    assert set(slug(text)) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")
    assert slug(text)
    assert not label(text).startswith(("=", "+", "-", "@"))
    assert not label(text) or label(text).isprintable()


@given(
    st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40)), min_size=2, max_size=9, unique=True), st.integers(1, 8)
)
def test_joining_keeps_the_way(points: list[tuple[int, int]], cut: int) -> None:
    """A line that is cut into two and given in either order and direction is one way between the same two ends."""
    way = LineString([(60 + x / 10, 40 + y / 10) for x, y in points])
    cut = min(cut, len(points) - 1)
    if cut in (0, len(points) - 1) or not way.is_simple:
        return
    halves = np.array([LineString(way.coords[: cut + 1]).reverse(), LineString(way.coords[cut:])], dtype=object)
    found = join(halves, np.empty((0, 2)), 1.0)
    assert len(found.shapes) == 2
    assert len(found.spots) == 3
    assert shapely.length(found.shapes).sum() == pytest.approx(way.length)


def test_points_in_a_collection_are_named(own: Path, tmp_path: Path) -> None:
    rows = [*ROWS, {"geometry": MultiLineString([[A, B], [(60, 40), (61, 40)]])}, {"geometry": Point(A)}]
    table(rows).to_file(tmp_path / "l.gpkg", driver="GPKG")
    with pytest.raises(CorridorsError, match=r"feature 3: a line in 2 pieces.*feature 4: a Point"):
        co.from_file(tmp_path / "l.gpkg", own, "line", layer="l")


def test_a_layer_of_a_file_without_layers_is_refused(own: Path, tmp_path: Path) -> None:
    table(ROWS).to_file(tmp_path / "l.geojson", driver="GeoJSON")
    with pytest.raises(CorridorsError, match="has no layers; leave out --layer"):
        co.from_file(tmp_path / "l.geojson", own, "line", layer="l")


def elements(name: str, path: Path) -> Path:
    """The small map of the survey's tests, as people get it from GIS programs."""
    told = gpd.read_file(steppe().geojson(path.with_name("steppe.geojson"))).drop(columns="id", errors="ignore")
    number = told["@id"].str.partition("/")[2]
    ids = {
        "osmium": {}, "QuickOSM": {"full_id": told["@id"].str[0] + number, "osm_id": number},
        "GDAL": {"osm_id": number}, "Geofabrik": {"osm_id": number},
    }[name]  # fmt: skip
    out = told.drop(columns="@id").assign(**ids)
    if name == "GDAL":
        rest = [c for c in out if c not in ("osm_id", "name", "geometry")]
        out["other_tags"] = [
            ",".join(f'"{k}"=>"{v}"' for k, v in row.items() if isinstance(v, str))
            for row in out[rest].to_dict("records")
        ]
        out = out.drop(columns=rest)
    if name == "Geofabrik":
        out = out.rename(columns={"railway": "fclass"})
    out[out.geom_type == "LineString"].to_file(path, driver="GPKG")
    return path


@pytest.mark.parametrize("name", ["osmium", "QuickOSM", "GDAL", "Geofabrik"])
def test_a_map_of_tracks_is_surveyed(name: str, tmp_path: Path) -> None:
    own = co.new(tmp_path / "own", countries=["KZ"])
    done = co.from_file(elements(name, tmp_path / "m.gpkg"), own, "line")
    assert "a map of OpenStreetMap" in done.notes[0]
    assert done.links["km"].sum() == pytest.approx(47.3, abs=0.1)
    assert done.links["tracks"].tolist() == [2, 1, 1]
    assert co.load(own).corridor("line").route == tuple(done.links.index)


def test_a_map_by_its_ending(tmp_path: Path) -> None:
    own = co.new(tmp_path / "own", countries=["KZ"])
    done = command_line("import", str(steppe().pbf(tmp_path / "m.osm.pbf")), "--into", str(own), "--as", "line")
    assert done.returncode == 0, done.stderr
    assert "surveyed from end to end" in done.stderr
    assert len(co.load(own).corridor("line").route) == 4
    before = whole(own)
    refused = command_line("import", str(tmp_path / "m.osm.pbf"), "--into", str(own), "--as", "road", "--mode", "road")
    assert refused.returncode == 2
    assert "the map has no road in service" in refused.stderr
    assert whole(own) == before


def test_a_line_that_stands_is_used_or_replaced(own: Path, tmp_path: Path) -> None:
    path = tmp_path / "l.geojson"
    table().to_file(path, driver="GeoJSON")
    co.from_file(path, own, "line")
    done = co.from_file(path, own, "again")
    assert done.notes[0].startswith("links that stand already, used as they are")
    net = co.load(own)
    assert sorted(net.links.index) == sorted(WAY)
    assert net.corridor("again").route == net.corridor("line").route
    assert net.why(WAY[0], "tracks")["role"].tolist()[:2] == ["used", "rival"]
    table([{**ROWS[0], "tracks": 3}, ROWS[1]]).to_file(path, driver="GeoJSON")
    co.from_file(path, own, "line", replace=True)
    net = co.load(own)
    assert sorted(net.links.index) == sorted(WAY)
    assert net.table("rail").loc[WAY[0], "tracks"] == 3


@pytest.mark.parametrize(
    ("how", "message"), [({"country": "Қазақстан"}, "two letters"), ({"corridor": "index"}, "page of all maps")]
)
def test_names_that_cannot_be(how: dict[str, str], message: str, own: Path, tmp_path: Path) -> None:
    table().to_file(tmp_path / "l.geojson", driver="GeoJSON")
    with pytest.raises(CorridorsError, match=message):
        co.from_file(tmp_path / "l.geojson", own, **{"corridor": "line", **how})  # type: ignore[arg-type]


@pytest.mark.parametrize("encoding", ["cp1251", "cp866", "UTF-8"])
@pytest.mark.parametrize("language", [0x00, 0x57, 0xC9])
def test_a_shapefile_that_does_not_name_its_letters(encoding: str, language: int, own: Path, tmp_path: Path) -> None:
    path = tmp_path / "l.shp"
    table([{**row, "name": name} for row, name in zip(ROWS, ("Ташкент - Джизак", "Джизак - Самарканд"), strict=True)]
          ).to_file(path, encoding=encoding)  # fmt: skip
    path.with_suffix(".cpg").unlink()
    content = bytearray(path.with_suffix(".dbf").read_bytes())
    content[29] = language
    path.with_suffix(".dbf").write_bytes(content)
    if (encoding, language) == ("cp866", 0xC9):  # it says that it is cp1251, and is not
        co.from_file(path, own, "line", encoding="cp866")
    else:
        done = co.from_file(path, own, "line")
        assert f"read as {encoding}" in done.notes[0]
    assert co.load(own).nodes["name_en"].tolist() == ["Ташкент", "Джизак", "Самарканд"]


def test_letters_that_may_be_several_are_asked_for(own: Path, tmp_path: Path) -> None:
    path = tmp_path / "l.shp"
    table([{**ROWS[0], "name": "Köln – Zürich"}]).to_file(path, encoding="cp1252")
    path.with_suffix(".cpg").unlink()
    content = bytearray(path.with_suffix(".dbf").read_bytes())
    content[29] = 0
    path.with_suffix(".dbf").write_bytes(content)
    done = command_line("import", str(path), "--into", str(own), "--as", "line")
    assert done.returncode == 2
    assert "--encoding" in done.stderr
    assert command_line("import", str(path), "--into", str(own), "--as", "line", "--encoding", "cp999").returncode == 2
    assert command_line("import", str(path), "--into", str(own), "--as", "line", "--encoding", "cp1252").returncode == 0
    assert co.load(own).nodes["name_en"].tolist() == ["Köln", "Zürich"]


def test_what_says_its_letters_has_none_to_choose(own: Path, tmp_path: Path) -> None:
    table().to_file(tmp_path / "l.geojson", driver="GeoJSON")
    with pytest.raises(CorridorsError, match="only a Shapefile"):
        co.from_file(tmp_path / "l.geojson", own, "line", encoding="cp1251")


def test_what_lies_beyond_the_base_map_is_said(own, tmp_path):
    """A line in Spain in a folder of Uzbekistan: its country is taken for granted, and the answer says so."""
    path = tmp_path / "spain.geojson"
    gpd.GeoDataFrame({"name": ["a"]}, geometry=[LineString([(-3.7, 40.4), (-3.6, 40.5)])], crs=4326).to_file(path)
    done = co.from_file(path, own, "spain", mode="rail", dry_run=True)
    assert set(done.links["country"]) == {"UZ"}
    assert "--country" in done.notes[0]
    assert "--country" in done.notes[0].into("ru")
    assert not co.from_file(path, own, "spain", mode="rail", country="ES", dry_run=True).notes
