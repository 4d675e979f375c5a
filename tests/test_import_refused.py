"""Files that are no lines on a map: refused with the reason and the way out, and nothing is left behind."""

from __future__ import annotations

import zipfile
from typing import TYPE_CHECKING, Any

import pytest
from command_line import command_line
from drawn_lines import FIRST, SECOND, A, B, C, collection, feature, line, whole

import corridors as co
from corridors.errors import CorridorsError
from corridors.exchange.unpacking import MIB

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


@pytest.fixture
def own(tmp_path: Path) -> Path:
    return co.new(tmp_path / "own", countries=["UZ"])


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
