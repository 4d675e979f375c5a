"""Maps as people have them: every kind of file gives the same ways; what cannot be read is refused with its line."""

from __future__ import annotations

import bz2
import gzip
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from osm_maps import steppe

from corridors.errors import BadInput
from corridors.exchange.survey import osm_xml, pbf, read_extracts

HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n<osm version="0.6">\n'
ENDS = '<node id="1" lat="45" lon="60"/>\n<node id="2" lat="45" lon="60.1"/>\n<node id="3" lat="45" lon="60.2"/>\n'
WAY = '<way id="9"><nd ref="1"/><nd ref="2"/><nd ref="3"/><tag k="railway" v="rail"/></way>\n'


def read(tmp_path: Path, text: str | bytes, name: str = "x.osm", mode: str = "rail"):
    path = tmp_path / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return read_extracts([path], mode)


@pytest.mark.parametrize("name", ["a.osm", "a.osm.gz", "a.osm.bz2", "a.osm.pbf", "a.geojson", "a.json", "geom.json"])
def test_every_kind_of_file_gives_the_same_ways(tmp_path, name):
    drawn = steppe()
    write = {".pbf": drawn.pbf, ".geojson": drawn.geojson, ".json": drawn.overpass}.get(Path(name).suffix, drawn.xml)
    how = {"geometry": True} if name == "geom.json" else {}
    found = read_extracts([write(tmp_path / name, **how)], "rail")
    assert found.way_ids == [f"way/{w}" for w in drawn.ways]
    assert found.way_tags == [tags for _, tags in drawn.ways.values()]
    for nodes, (refs, _) in zip(found.way_nodes, drawn.ways.values(), strict=True):
        assert np.allclose(found.lon[nodes], [drawn.nodes[n][0] for n in refs], atol=1e-7)
        assert np.allclose(found.lat[nodes], [drawn.nodes[n][1] for n in refs], atol=1e-7)
    assert {s.tags["name"] for s in found.spots} == {"Запад", "Бер", "Halt", "Восток"}
    assert {s.id for s in found.spots} == {f"node/{n}" for n in drawn.tags}


def test_the_day_of_the_data(tmp_path):
    assert read_extracts([steppe().xml(tmp_path / "a.osm")], "rail").dated == "2026-03-01"


def test_a_kept_file_is_read_in_place_of_a_large_one(tmp_path, monkeypatch):
    monkeypatch.setattr(pbf, "SMALL_BYTES", 0)
    path, said = steppe().pbf(tmp_path / "big.osm.pbf"), []
    first = read_extracts([path], "rail", said.append)
    kept = pbf.kept_file(path, "rail")
    assert kept.is_file()
    assert "kept as" in said[-1]
    again = read_extracts([path], "rail", said.append)
    assert "found in big.osm.pbf before" in said[-1]
    assert (again.way_ids, again.way_tags) == (first.way_ids, first.way_tags)
    assert [s.id for s in again.spots] == [s.id for s in first.spots]
    assert [len(n) for n in again.way_nodes] == [len(n) for n in first.way_nodes]
    steppe().pbf(path, shift=1000)
    assert read_extracts([path], "rail").way_ids[0] == "way/1100"
    assert [p.name for p in tmp_path.glob("*.rail-*")] == [pbf.kept_file(path, "rail").name]


def test_a_folder_that_cannot_be_written_is_no_failure(tmp_path, monkeypatch):
    def refused(*_, **__):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(pbf, "SMALL_BYTES", 0)
    monkeypatch.setattr(pbf, "beside", refused)
    path, said = steppe().pbf(tmp_path / "big.osm.pbf"), []
    assert read_extracts([path], "rail", said.append).way_ids
    assert "not kept" in said[-1]


@pytest.mark.parametrize("shift", [-1000, 2**33])
def test_ids_below_zero_and_large(tmp_path, shift):
    drawn = steppe()
    for path in (drawn.pbf(tmp_path / "a.osm.pbf", shift), drawn.xml(tmp_path / "a.osm", shift)):
        found = read_extracts([path], "rail")
        assert len(found.way_ids) == len(drawn.ways)
        assert f"way/{100 + shift}" in found.way_ids


def test_ids_beyond_64_bits(tmp_path):
    found = read_extracts([steppe().xml(tmp_path / "a.osm", shift=2**63)], "rail")
    assert len(found.way_ids) == len(steppe().ways)


def test_a_way_ends_where_the_extract_was_cut(tmp_path):
    found = read_extracts([steppe().pbf(tmp_path / "a.osm.pbf", left_out=(6,))], "rail")
    assert any("cut at nodes" in what for what in found.notes)
    text = HEAD + ENDS + WAY.replace('<nd ref="2"/>', '<nd ref="2"/><nd ref="77"/>') + "</osm>"
    assert [len(n) for n in read(tmp_path, text).way_nodes] == [2]


def test_positions_on_nd(tmp_path):
    way = '<way id="9"><nd ref="1" lat="45" lon="60"/><nd lat="45" lon="60.1"/><tag k="railway" v="rail"/></way>'
    assert read(tmp_path, HEAD + way + "</osm>").lon.tolist() == [60.0, 60.1]


@pytest.mark.parametrize("gone", ['action="delete"', 'visible="false"'])
def test_what_an_editor_deleted_is_left_out(tmp_path, gone):
    other = WAY.replace('"9"', f'"10" {gone}').replace('ref="2"', 'ref="1"')
    assert read(tmp_path, HEAD + ENDS + WAY + other + "</osm>").way_ids == ["way/9"]
    nodes = ENDS.replace('id="3"', f'id="3" {gone}')
    assert [len(n) for n in read(tmp_path, HEAD + nodes + WAY + "</osm>").way_nodes] == [2]


def test_pieces_in_one_place_under_two_ids_are_joined(tmp_path):
    nodes = ENDS + '<node id="4" lat="45" lon="60.1"/><node id="5" lat="45.0000001" lon="60.2000001"/>'
    nodes += '<node id="6" lat="45" lon="60.3"/>'
    one, two, three = ('<way id="{}"><nd ref="{}"/><nd ref="{}"/><tag k="railway" v="rail"/></way>',) * 3
    ways = one.format(7, 1, 2) + two.format(8, 4, 3) + three.format(9, 5, 6)
    found = read(tmp_path, HEAD + nodes + ways + "</osm>")
    assert found.way_nodes[0][1] == found.way_nodes[1][0]
    assert found.way_nodes[1][1] == found.way_nodes[2][0]


def test_several_extracts_at_once(tmp_path):
    whole, west, east = steppe(), steppe(), steppe()
    for part, gone in ((west, lambda x: x > 60.31), (east, lambda x: x < 60.3)):
        part.nodes = {n: p for n, p in part.nodes.items() if not gone(p[0])}
        part.tags = {n: t for n, t in part.tags.items() if n in part.nodes}
    found = read_extracts([west.xml(tmp_path / "w.osm"), east.xml(tmp_path / "e.osm.gz")], "rail")
    one = read_extracts([whole.xml(tmp_path / "o.osm")], "rail")

    def steps(extract) -> list[tuple[float, ...]]:
        pairs = [p for n in extract.way_nodes for p in pairwise(n)]
        return sorted((extract.lon[a], extract.lat[a], extract.lon[b], extract.lat[b]) for a, b in pairs)

    across = {s for s in steps(one) if s[0] < 60.3 and s[2] > 60.31}  # neither part has both ends of these
    assert set(steps(found)) == set(steps(one)) - across
    assert len(steps(found)) == len(set(steps(found)))
    assert len(found.spots) == 4


BOMB = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><osm>&b;</osm>'
REFUSED = {
    "entities": (BOMB.encode(), "entities"),
    "doctype": (b'<?xml version="1.0"?><!DOCTYPE osm SYSTEM "file:///etc/passwd"><osm/>', "entities"),
    "utf-16": (BOMB.encode("utf-16"), "UTF-8"),
    "utf-7": (b'<?xml version="1.0" encoding="utf-7"?><osm/>', "UTF-8"),
    "broken": (f"{HEAD}{ENDS}<way id='9'><nd ref=".encode(), "x.osm:6: cannot be read as XML"),
    "nothing in it": (b"<osm></osm>", "no nodes"),
    "empty": (b"", "empty"),
    "text": (b"not xml", "UTF-8"),
    "page": (b"<!DOCTYPE html><html><body>503</body></html>", "web page"),
    "change file": (b"<osmChange version='0.6'><create/></osmChange>", "change file"),
    "other XML": (b"<gpx></gpx>", "begins with <gpx>"),
    "latitude": ((HEAD + ENDS.replace('"60.1"', '"60.1" x="" ').replace('id="2" lat="45"', 'id="2" lat="1e308"') + WAY
                  + "</osm>").encode(), "x.osm:4: node 2: .* outside the world"),
    "swapped": ((HEAD + '<node id="1" lat="100" lon="45"/>' + WAY + "</osm>").encode(), "swapped"),
    "no number": ((HEAD + '<node id="1" lat="x" lon="45"/>' + WAY + "</osm>").encode(), "no numbers"),
    "not finite": ((HEAD + '<node id="1" lat="nan" lon="45"/>' + WAY + "</osm>").encode(), "outside the world"),
    "deep": ((HEAD + "<a>" * 30).encode(), "deep"),
    "only relations": ((HEAD + '<relation id="1"><member type="way" ref="9"/></relation></osm>').encode(), "members"),
    "no positions": ((HEAD + WAY + "</osm>").encode(), "no positions"),
    "half a gzip": (gzip.compress(HEAD.encode() * 99)[:-20], "unpacked"),
    "rubbish as bz2": (b"BZh9" + b"x" * 99, "unpacked"),
}  # fmt: skip


@pytest.mark.parametrize("case", REFUSED)
def test_refused(tmp_path, case):
    content, says = REFUSED[case]
    with pytest.raises(BadInput, match=says):
        read(tmp_path, content)


@pytest.mark.parametrize(
    ("name", "says"),
    [("x.osc.gz", "change file"), ("x.osm.zip", "unpack"), ("x.osm.pbf", "osm.pbf"), ("x.geojson", "no GeoJSON")],
)
def test_refused_by_kind(tmp_path, name, says):
    with pytest.raises(BadInput, match=says):
        read(tmp_path, b"{}", name)


def test_half_a_pbf(tmp_path):
    data = steppe().pbf(tmp_path / "a.osm.pbf").read_bytes()
    with pytest.raises(BadInput, match=r"b.osm.pbf: cannot be read"):
        read(tmp_path, data[: len(data) // 2], "b.osm.pbf")


def test_missing_file_and_none(tmp_path):
    for files, says in (
        ([tmp_path / "none.osm"], "no such file"),
        ([tmp_path / "none.osm.pbf"], "no such file"),
        ([], "no map"),
    ):
        with pytest.raises(BadInput, match=says):
            read_extracts(files, "rail")


def test_a_bomb_is_given_up(tmp_path, monkeypatch):
    monkeypatch.setattr(osm_xml, "BOMB_BYTES", 1 << 21)
    for pack in (gzip.compress, bz2.compress):
        with pytest.raises(BadInput, match="times its size"):
            read(tmp_path, pack((HEAD + ENDS + " " * (1 << 23) + "</osm>").encode()))


def test_an_endless_tag_is_given_up(tmp_path, monkeypatch):
    monkeypatch.setattr(osm_xml, "CHUNK", 1 << 10)
    monkeypatch.setattr(osm_xml, "MOST_STUCK", 1 << 12)
    with pytest.raises(BadInput, match="single tag"):
        read(tmp_path, HEAD + '<node id="' + "1" * (1 << 16))


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ('{"elements": [', "not whole"),
        ('{"elements": [], "remark": "runtime error: Query timed out"}', "the server broke off"),
        ('{"elements": [{"type": "way", "id": 1, "nodes": [1, 2], "tags": {"railway": "rail"}}]}', "out geom"),
        ('{"elements": [{"type": "node", "id": 1, "lat": 1e308, "lon": 60}]}', "outside the world"),
        ('{"elements": [{"type": "way"}]}', "not whole"),
    ],
)
def test_answers_of_overpass_that_hold_no_map(tmp_path, text, says):
    with pytest.raises(BadInput, match=says):
        read(tmp_path, text, "x.json")


def test_geojson_that_names_no_elements(tmp_path):
    with pytest.raises(BadInput, match="holds no line"):
        read(tmp_path, b'{"type": "FeatureCollection", "features": []}', "x.geojson")
    with pytest.raises(BadInput, match="corridors import"):
        read(tmp_path, '{"type": "LineString", "coordinates": [[60, 45], [60, 46]]}', "x.geojson")
    shape = '{"type": "LineString", "coordinates": [[60, 45], [60, 99]]}'
    feature = f'{{"type": "Feature", "id": "way/1", "properties": {{"railway": "rail"}}, "geometry": {shape}}}'
    with pytest.raises(BadInput, match="beyond the pole"):
        read(tmp_path, f'{{"type": "FeatureCollection", "features": [{feature}]}}', "x.geojson")


def test_roads_are_read_by_class(tmp_path):
    ways = "".join(
        f'<way id="{i}"><nd ref="1"/><nd ref="2"/><tag k="highway" v="{kind}"/></way>'
        for i, kind in enumerate(("motorway", "trunk_link", "tertiary", "residential", "path", "construction"), 1)
    )
    path = tmp_path / "x.osm"
    path.write_text(HEAD + ENDS + ways + "</osm>")
    assert read_extracts([path], "road").way_ids == ["way/1", "way/2", "way/3", "way/6"]
