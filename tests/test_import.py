"""Lines of a file into a folder: every format, odd but good files read, bad ones refused with nothing left behind."""

from __future__ import annotations

import json
import zipfile
from typing import TYPE_CHECKING, Any

import geopandas as gpd
import numpy as np
import pytest
import shapely
from command_line import command_line
from hypothesis import given
from hypothesis import strategies as st
from osm_maps import steppe
from shapely.geometry import LineString, MultiLineString, Point

import corridors as co
from corridors import dataset
from corridors.errors import CorridorsError
from corridors.exchange.joining import join
from corridors.exchange.names import label, slug
from corridors.exchange.unpacking import MIB
from corridors.exchange.values import number

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

A, B, C = (69.28, 41.29), (67.84, 40.12), (66.97, 39.65)
ROWS = [
    {"name": "Tashkent – Jizzakh", "tracks": 2, "spd": 60, "geometry": LineString([A, (68.8, 40.8), B])},
    {"name": "Jizzakh – Samarkand", "tracks": 1, "spd": 50, "geometry": LineString([B, (67.4, 39.85), C])},
]
WAY = ["rail/tashkent-jizzakh", "rail/jizzakh-samarkand"]


def table(rows: list[dict[str, Any]] = ROWS, crs: str = "EPSG:4326") -> gpd.GeoDataFrame:
    return gpd.GeoDataFrame(rows, crs="EPSG:4326").to_crs(crs)


@pytest.fixture
def own(tmp_path: Path) -> Path:
    return co.new(tmp_path / "own", countries=["UZ"])


def whole(root: Path) -> dict[str, bytes]:
    return {str(p.relative_to(root)): p.read_bytes() for p in root.rglob("*") if p.is_file()}


def shapefile(frame: gpd.GeoDataFrame, path: Path) -> None:
    place = path.parent / "parts"
    place.mkdir()
    frame.to_file(place / "line.shp")
    with zipfile.ZipFile(path, "w") as packed:
        for part in place.iterdir():
            packed.write(part, part.name)


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


def collection(*features: dict[str, Any], **more: Any) -> str:
    return json.dumps({"type": "FeatureCollection", "features": list(features), **more})


def feature(shape: dict[str, Any] | None, **about: Any) -> dict[str, Any]:
    return {"type": "Feature", "properties": about, "geometry": shape}


def line(*points: Any) -> dict[str, Any]:
    return {"type": "LineString", "coordinates": [list(p) for p in points]}


FIRST, SECOND = feature(line(A, B), name="Tashkent – Jizzakh"), feature(line(B, C), name="Jizzakh – Samarkand")
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


def deep() -> str:
    return '{"type": "FeatureCollection", "features": ' + "[" * 100_000 + "]" * 100_000 + "}"


TURNED = collection(feature(line(*(p[::-1] for p in (A, B)))))
METRES = collection(feature(line((523_000, 4_570_000), (500_000, 4_500_000))))
BAD: dict[str, tuple[str, str]] = {
    "axes turned": (TURNED, "longitude comes first"),
    "axes turned beyond the pole": (collection(feature(line((41, 120), (40, 118)))), "longitude and latitude are swapped"),
    "metres": (METRES, "--crs EPSG"),
    "mixed": (collection(FIRST, feature({"type": "Point", "coordinates": A})), "feature 2: a Point; only lines"),
    "empty": (collection(FIRST, feature(None)), "feature 2: no geometry"),
    "empty line": (collection(feature({"type": "LineString", "coordinates": []})), "feature 1: no geometry"),
    "parts apart": (collection(feature({"type": "MultiLineString", "coordinates": [[A, B], [C, (66, 39)]]})), "pieces that do not join"),
    "no length": (collection(feature(line(A, A))), "feature 1: no length"),
    "ids twice": (collection({**FIRST, "id": 1}, {**SECOND, "id": 1}), "stands twice"),
    "deep": (deep(), "nested far deeper"),
    "truncated": (collection(FIRST, SECOND)[:150], "not whole"),
    "no features": (collection(), "holds no line"),
    "not finite": (collection(FIRST).replace("69.28", "1e999"), "GeoJSON"),
    "in pieces": (collection(FIRST, feature(line((60, 40), (61, 40)))), "the lines are in 2 pieces; the smallest ends"),
    "no number": (collection(feature(line(A, B), tracks="two")), "'two' is no number"),
    "outside the bounds": (collection(feature(line(A, B), tracks=99)), "outside 1 .. 4"),
    "not json": ("<html>", "GeoJSON"),
    "another JSON": ('{"type": "Topology", "objects": {}, "arcs": []}', "holds a 'Topology'"),
    "one point": (collection(FIRST, feature(line(B))), "feature 2: its geometry cannot be read"),
    "a ring": (collection(feature(line(A, B, C, A))), "split the ring in two"),
    "around the world": (collection(feature(line((179.5, 65), (-179.5, 66)))), "crosses the 180th meridian"),
    "unknown crs": (collection(FIRST, crs={"properties": {"name": "EPSG:999999"}}), "--crs"),
}  # fmt: skip


@pytest.mark.parametrize("name", BAD)
def test_bad_is_refused_and_nothing_is_left(name: str, own: Path, tmp_path: Path) -> None:
    text, message = BAD[name]
    (tmp_path / "l.geojson").write_text(text, encoding="utf-8")
    before = whole(own)
    done = command_line("import", str(tmp_path / "l.geojson"), "--into", str(own), "--as", "line")
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
    assert message in done.stderr, done.stderr
    assert whole(own) == before


@pytest.mark.parametrize("name", ["/vsicurl/http://host/x.geojson", "http://host/x.geojson", "/vsizip/x.zip/a.shp", "PG:dbname=x",
                                  "vsimem/x.gpkg", "file:///etc/passwd"])  # fmt: skip
def test_addresses_are_refused(name: str, own: Path) -> None:
    with pytest.raises(CorridorsError, match="address or a virtual path"):
        co.from_file(name, own, "line")


def bomb(path: Path) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("line.shp", b"\0" * 40 * MIB)


def outside(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as packed:
        packed.writestr("../../line.geojson", collection(FIRST))


VRT = '<OGRVRTDataSource><OGRVRTLayer name="l"><SrcDataSource>/etc/x.geojson</SrcDataSource></OGRVRTLayer></OGRVRTDataSource>'


def packed(path: Path, **members: str) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        for name, text in members.items():
            archive.writestr(name, text)


def entities(path: Path) -> None:
    path.write_text('<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "b">]><kml>&a;</kml>')


FILES: dict[str, tuple[Callable[[Path], Any], str]] = {
    "b.zip": (bomb, "as no map data do"),
    "o.zip": (outside, "leads out of the archive"),
    "e.kml": (entities, "document type or entities"),
    "d.kml": (lambda p: p.write_text("<kml>" + "<a>" * 5000), "nested far deeper"),
    "x.kml": (lambda p: p.write_text(VRT), "begins with <OGRVRTDataSource>"),
    "h.kml": (lambda p: p.write_text("<kml><Document><Placemark>"), "cannot be read as KML"),
    "v.gpkg": (lambda p: p.write_text(VRT), "not what its ending says"),
    "v.fgb": (lambda p: p.write_text(VRT), "not what its ending says"),
    "v.zip": (lambda p: packed(p, **{"a.shp": VRT, "a.shx": "", "a.dbf": ""}), "not what its ending says"),
    "s.zip": (lambda p: packed(p, **{"a.shp": "", "a.dbf": ""}), ".shx missing"),
    "t.gpkg": (lambda p: p.write_bytes(b"SQLite format 3\0" + b"\1" * 99), "cannot be read"),
    "t.fgb": (lambda p: p.write_bytes(b"fgb\3fgb\0junk"), "cannot be read"),
    "t.parquet": (lambda p: p.write_bytes(b"PAR1junk"), "GeoParquet"),
    "t.zip": (lambda p: p.write_bytes(b"PK\3\4junk"), "cannot be unpacked"),
    "n.zip": (lambda p: zipfile.ZipFile(p, "w").close(), "no Shapefile"),
    "l.geojson": (lambda p: p.write_bytes(collection(FIRST).encode("utf-16")), "l.geojson: not UTF-8"),
    "s.csv": (lambda p: p.write_text("id;wkt\n1;LINESTRING (1 2, 3 4);5\n"), "s.csv: row 2 has 3 cells under 2 columns"),
    "w.csv": (lambda p: p.write_text("id,name\n1,x\n"), "no column of WKT"),
    "x.csv": (lambda p: p.write_text("id,wkt\n1,LINESTRING (1 2\n"), "no WKT such as"),
    "u.dxf": (lambda p: p.write_text("0"), "cannot tell what this is"),
    "z.geojson": (lambda p: p.write_text(""), "empty"),
}  # fmt: skip


@pytest.mark.parametrize("name", FILES)
def test_bad_files(name: str, own: Path, tmp_path: Path) -> None:
    make, message = FILES[name]
    make(tmp_path / name)
    before = whole(own)
    with pytest.raises(CorridorsError, match=message):
        co.from_file(tmp_path / name, own, "line")
    assert whole(own) == before


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


def test_a_second_line_joins_the_first(own: Path, tmp_path: Path) -> None:
    table().to_file(tmp_path / "l.geojson", driver="GeoJSON")
    co.from_file(tmp_path / "l.geojson", own, "line")
    spur = feature(line((67.8402, 40.1202), (68.0, 41.0)), name="Jizzakh – Dustlik")
    (tmp_path / "spur.geojson").write_text(collection(spur))
    co.from_file(tmp_path / "spur.geojson", own, "spur")
    net = co.load(own)
    assert net.corridor("spur").origins == ("jizzakh",)
    assert "rail/jizzakh-dustlik" in net.links.index
    with pytest.raises(CorridorsError, match="stands already"):
        co.from_file(tmp_path / "spur.geojson", own, "spur")


SPUR = [(68.8, 40.8), (69.5, 40.5)]
PARTS = ["rail/tashkent-bekabad", "rail/bekabad-jizzakh"]


@pytest.fixture
def met(own: Path, tmp_path: Path) -> Path:
    """A folder with a line, and a file beside it whose line begins in the middle of the first link."""
    table().to_file(tmp_path / "l.geojson", driver="GeoJSON")
    co.from_file(tmp_path / "l.geojson", own, "line")
    (tmp_path / "spur.geojson").write_text(collection(feature(line(*SPUR), name="Bekabad – Spitamen")))
    return own


def add(file: Path, *rows: str) -> None:
    file.write_text(file.read_text() + "".join(f"{r}\n" for r in rows))


def test_a_standing_link_is_split_where_a_line_ends_on_it(met: Path, tmp_path: Path) -> None:
    km = dataset.read(met).drawn_km[WAY[0]]
    done = co.from_file(tmp_path / "spur.geojson", met, "spur")
    net = co.load(met)
    assert f"{WAY[0]} is split" in done.notes[0]
    assert list(net.links.index) == [*PARTS, WAY[1], "rail/bekabad-spitamen"]
    assert net.corridor("line").route == (*PARTS, WAY[1])
    drawn = dataset.read(met).drawn_km
    assert drawn[PARTS[0]] + drawn[PARTS[1]] == pytest.approx(km, rel=1e-3)
    assert [net.why(p, "tracks")["value"].iloc[0] for p in PARTS] == [2, 2]
    assert tuple(net.links.loc[PARTS[1], ["from_node", "to_node"]]) == ("bekabad", "jizzakh")
    assert done.edit.backup is not None
    kept = json.loads((done.edit.backup / "links/rail.geojson").read_text())
    assert kept["features"][0]["properties"]["link"] == WAY[0]


def test_lengths_gaps_and_stops_go_to_the_right_piece(met: Path, tmp_path: Path) -> None:
    add(
        met / "facts/rail.csv",
        f"{WAY[0]},length_km,200,190,210,km,C,l,used,",
        f"{WAY[0]},loop_gap_km,60,60,60,km,C,l,used,",
    )
    (met / "stops.csv").write_text(
        "link,km,name_ru,kind,crossing\n" + f"{WAY[0]},40,A,station,yes\n{WAY[0]},150,B,,yes\n"
    )
    co.from_file(tmp_path / "spur.geojson", met, "spur")
    net = co.load(met)
    first, second = (net.why(p, "length_km").iloc[0] for p in PARTS)
    assert first["value"] + second["value"] == pytest.approx(200, rel=1e-4)
    assert first["low"] / first["value"] == pytest.approx(0.95, rel=1e-4)
    at = first["value"]
    stops = net.stops.set_index("link")["km"]
    assert stops[PARTS[0]] == 40
    assert stops[PARTS[1]] == pytest.approx(150 - at, abs=0.01)
    gaps = [net.why(p, "loop_gap_km")["value"].iloc[0] for p in PARTS]
    assert gaps == pytest.approx([max(40, at - 40), max(150 - at, 50)], abs=0.01)


def test_a_gap_that_may_be_of_either_piece_is_wide(met: Path, tmp_path: Path) -> None:
    add(met / "facts/rail.csv", f"{WAY[0]},loop_gap_km,30,30,30,km,B,l,used,")
    co.from_file(tmp_path / "spur.geojson", met, "spur")
    told = co.load(met).why(PARTS[1], "loop_gap_km").iloc[0]
    assert (told["low"], told["value"], told["high"], told["grade"]) == (1, 30, 30, "D")


def test_a_corridor_against_the_link_has_its_pieces_turned(met: Path, tmp_path: Path) -> None:
    text = (met / "corridors/line.toml").read_text()
    text = text.replace('"tashkent"', '"-"').replace('"samarkand"', '"tashkent"').replace('"-"', '"samarkand"')
    text = text.replace(WAY[0], "-").replace(WAY[1], WAY[0]).replace('"-"', f'"{WAY[1]}"')
    (met / "corridors/back.toml").write_text(text.replace('code = "line"', 'code = "back"'))
    co.from_file(tmp_path / "spur.geojson", met, "spur")
    net = co.load(met)
    assert net.corridor("back").route == (WAY[1], *PARTS[::-1])
    assert net.corridor("line").route == (*PARTS, WAY[1])


def test_what_names_a_link_that_would_be_split_is_named_and_nothing_changes(met: Path, tmp_path: Path) -> None:
    (met / "evidence.csv").write_text(
        f"link,year,value,low,high,unit,counted,scenario,grade,source,note\n{WAY[0]},2024,5,4,6,Mt,counted,today,C,l,\n"
    )
    (met / "measures").mkdir(exist_ok=True)
    (met / "measures/wire.toml").write_text(
        f'country = "UZ"\nstatus = "planned"\ngrade = "C"\nsources = ["l"]\n[names]\nen = "Wire"\n[[facts]]\n'
        f'links = ["{WAY[0]}"]\nattribute = "electrified"\nvalue = 1.0\ngrade = "C"\nsource = "l"\n'
    )
    add(met / "facts/rail.csv", f"{WAY[0]},gap_min,30,30,30,minute,C,l,used,")
    before = whole(met)
    with pytest.raises(CorridorsError) as told:
        co.from_file(tmp_path / "spur.geojson", met, "spur")
    for part in (f"measures/wire.toml sets facts of {WAY[0]}", "evidence.csv: 1 row(s)", f"gap_min of {WAY[0]}"):
        assert part in str(told.value)
    assert whole(met) == before


def test_a_dry_run_tells_of_the_split_and_changes_nothing(met: Path, tmp_path: Path) -> None:
    before = whole(met)
    file = str(tmp_path / "spur.geojson")
    done = command_line("import", file, "--into", str(met), "--as", "spur", "--dry-run")
    assert done.returncode == 0, done.stderr
    assert f"{WAY[0]} is split where the line meets it: {PARTS[0]} (" in " ".join(done.stderr.split())
    assert whole(met) == before


def test_two_lines_split_a_link_twice(met: Path, tmp_path: Path) -> None:
    other = feature(line((68.32, 40.46), (68.3, 41.2)), name="Gulistan – Dustlik")
    spur = feature(line(*SPUR), name="Bekabad – Spitamen")
    (tmp_path / "two.geojson").write_text(collection(spur, other))
    way = ["rail/tashkent-bekabad", "rail/bekabad-gulistan", "rail/gulistan-jizzakh"]
    through = feature(line((69.5, 40.5), (68.3, 41.2)), name="Spitamen – Dustlik")
    (tmp_path / "two.geojson").write_text(collection(spur, other, through))
    co.from_file(tmp_path / "two.geojson", met, "two")
    assert co.load(met).corridor("line").route == (*way, WAY[1])


def test_a_link_is_not_split_while_links_are_replaced(met: Path, tmp_path: Path) -> None:
    done = co.from_file(tmp_path / "spur.geojson", met, "spur", replace=True)
    assert done.notes[0].startswith(f"a new node lies on {WAY[0]}, not at its ends")
    assert WAY[0] in co.load(met).links.index


def test_a_line_is_split_where_another_ends_on_it(own: Path, tmp_path: Path) -> None:
    rows = [{"geometry": LineString([(66, 40), (68, 40)])}, {"geometry": LineString([(67, 40.0003), (67, 41)])}]
    table(rows).to_file(tmp_path / "l.geojson", driver="GeoJSON")
    co.from_file(tmp_path / "l.geojson", own, "line")
    net = co.load(own)
    assert len(net.links) == 3
    assert len(net.nodes) == 4
    assert len(net.corridor("line").route) == 2
    assert len(net.corridor("line").branches) == 1


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
