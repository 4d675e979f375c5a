"""OpenStreetMap lines into geodata: the right way is found, harmful files are refused, one row changes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from shapely.geometry import LineString

from corridors.errors import BadInput, UnknownName
from corridors.exchange.survey import alignment, osm_alignment, replace_geometry

GEODATA = Path(__file__).parents[1] / "geodata"
A, C = (60.0, 45.0), (60.4, 45.0)
# 1 --- 2 --- 3 is the line; 1 - 4 - 3 a detour, 1 - 3 a siding straight through, 1 - 5 - 3 a road.
NODES = {
    1: (60.0, 45.0),
    2: (60.2, 45.05),
    3: (60.4, 45.0),
    4: (60.2, 45.4),
    5: (60.2, 44.9),
    6: (70.0, 50.0),
    7: (70.1, 50.0),
}
WAYS = {
    11: ((1, 2, 3), {"railway": "rail"}),
    12: ((1, 4, 3), {"railway": "rail", "usage": "main"}),
    13: ((1, 3), {"railway": "rail", "service": "siding"}),
    14: ((1, 5, 3), {"highway": "trunk", "oneway": "yes"}),
    15: ((6, 7), {"railway": "rail"}),
}  # fmt: skip


@pytest.fixture
def osm(tmp_path):
    rows = [f'<node id="{i}" lon="{x}" lat="{y}"/>' for i, (x, y) in NODES.items()]
    for i, (refs, tags) in WAYS.items():
        rows += [f'<way id="{i}">', *(f'<nd ref="{n}"/>' for n in refs)]
        rows += [*(f'<tag k="{k}" v="{v}"/>' for k, v in tags.items()), "</way>"]
    path = tmp_path / "link.osm"
    head = '<?xml version="1.0" encoding="UTF-8"?><osm version="0.6">'
    path.write_text(head + "".join(rows) + "</osm>")
    return path


def test_shortest_main_track(osm):
    assert list(osm_alignment(A, C, "rail", osm).coords) == [NODES[1], NODES[2], NODES[3]]


def test_back_again(osm):
    assert list(osm_alignment(C, A, "rail", osm).coords) == [NODES[3], NODES[2], NODES[1]]


def test_road_even_against_its_direction(osm):
    assert list(osm_alignment(C, A, "road", str(osm)).coords) == [NODES[3], NODES[5], NODES[1]]


def test_ends_are_the_given_ones(osm):
    line = osm_alignment((59.95, 45.0), (60.4, 45.02), "rail", osm, tolerance_deg=0)
    assert line.coords[0] == (59.95, 45.0) and line.coords[-1] == (60.4, 45.02)


def test_graph_of_osmnx(osm):
    graph = alignment._from_file(osm)
    assert len(osm_alignment(A, C, "rail", graph).coords) == 3


def test_settings_of_osmnx_are_put_back(osm):
    import osmnx

    before = list(osmnx.settings.useful_tags_way), osmnx.settings.use_cache
    osm_alignment(A, C, "rail", osm)
    assert (osmnx.settings.useful_tags_way, osmnx.settings.use_cache) == before


@pytest.mark.parametrize(
    ("start", "end", "says"),
    [((10, 10), C, "nearest is"), (A, (70.1, 50.0), "no unbroken way")],
)
def test_no_way(osm, start, end, says):
    with pytest.raises(BadInput, match=says):
        osm_alignment(start, end, "rail", osm)


def test_no_download_unasked(monkeypatch):
    monkeypatch.setattr(alignment, "_from_overpass", lambda *_: pytest.fail("asked the network"))
    with pytest.raises(BadInput, match="ask for a download"):
        osm_alignment(A, C, "rail")


def test_download_that_fails_is_a_plain_message(monkeypatch):
    import osmnx

    def fails(*_, **__):
        raise ConnectionError("no network here")

    monkeypatch.setattr(osmnx, "graph_from_bbox", fails)
    with pytest.raises(BadInput, match="no network here"):
        osm_alignment(A, C, "rail", download=True)


def test_unknown_mode(osm):
    with pytest.raises(UnknownName, match="mode"):
        osm_alignment(A, C, "sea", osm)


BOMB = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><osm>&b;</osm>'


@pytest.mark.parametrize(
    "content",
    [
        BOMB.encode(),
        b'<?xml version="1.0"?>' + b" " * 5000 + b'<!doctype x SYSTEM "file:///etc/passwd"><osm/>',
        BOMB.encode("utf-16"),
        b'<?xml version="1.0" encoding="utf-7"?><osm/>',
        b"\x00\x00\x00\x0d\n\x09OSMHeader",
        b"<osm><node id='1' lon='x'",
        b"<osm></osm>",
        b"",
        b"not xml",
    ],
    ids=["entities", "doctype", "utf-16", "utf-7", "pbf", "broken", "empty map", "empty", "text"],
)
def test_refused(tmp_path, content):
    path = tmp_path / "x.osm"
    path.write_bytes(content)
    with pytest.raises(BadInput):
        osm_alignment(A, C, "rail", path)


def test_too_large(osm, monkeypatch):
    monkeypatch.setattr(alignment, "MAX_BYTES", 100)
    with pytest.raises(BadInput, match="more than"):
        osm_alignment(A, C, "rail", osm)


def test_missing_file(tmp_path):
    with pytest.raises(BadInput, match="no such file"):
        osm_alignment(A, C, "rail", tmp_path / "none.osm")


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "links").mkdir()
    about = {"name_kk": "Қорғас", "from_node": "a", "to_node": "c", "source": "book", "grade": "A"}
    shape = {"type": "LineString", "coordinates": [[60, 45], [60.4, 45]]}
    features = [
        {"type": "Feature", "properties": {"link": link, **about}, "geometry": shape}
        for link in ("rail/one", "rail/two")
    ]
    rows = ",\n".join(json.dumps(f, ensure_ascii=False) for f in features)
    text = f'{{"type": "FeatureCollection", "features": [\n{rows}\n]}}\n'
    (tmp_path / "links" / "rail.geojson").write_text(text, encoding="utf-8")
    (tmp_path / "sources.csv").write_text("source,title\nosm,OpenStreetMap\n")
    (tmp_path / "nodes.csv").write_text("node,lon,lat\na,60,45\nc,60.4,45\n")
    return tmp_path


LINE = LineString([NODES[3], NODES[2], NODES[1]])


def test_replace_changes_one_line_of_the_file(folder):
    path = folder / "links" / "rail.geojson"
    before = path.read_text(encoding="utf-8").splitlines()
    assert replace_geometry(folder, "rail/two", LINE) == path
    after = path.read_text(encoding="utf-8").splitlines()
    assert [i for i, (b, a) in enumerate(zip(before, after, strict=True)) if b != a] == [2]
    feature = json.loads(after[2])
    assert feature["properties"]["source"] == "osm" and feature["properties"]["grade"] == "C"
    # Turned to the link's direction.
    assert feature["geometry"]["coordinates"] == [[60.0, 45.0], [60.2, 45.05], [60.4, 45.0]]
    assert [p.name for p in path.parent.iterdir()] == ["rail.geojson"]


def test_own_data_keep_their_form():
    from corridors.exchange.survey import placement

    for kind in ("rail", "road"):
        path = GEODATA / "links" / f"{kind}.geojson"
        assert path.read_text(encoding="utf-8").count("\n") == len(json.loads(path.read_text("utf-8"))["features"]) + 2
    assert placement.SOURCE in (GEODATA / "sources.csv").read_text(encoding="utf-8")


@pytest.mark.parametrize("link", ["rail/tow", "border/one", "../x", "rail"])
def test_replace_unknown(folder, link):
    with pytest.raises((UnknownName, BadInput)):
        replace_geometry(folder, link, LINE)


def test_replace_far_from_nodes(folder):
    text = (folder / "links" / "rail.geojson").read_text()
    with pytest.raises(BadInput, match="km from its nodes"):
        replace_geometry(folder, "rail/one", LineString([(10, 10), (11, 11)]))
    assert (folder / "links" / "rail.geojson").read_text() == text


def test_replace_needs_the_source(folder):
    (folder / "sources.csv").write_text("source,title\nbook,Book\n")
    with pytest.raises(BadInput, match="OpenStreetMap"):
        replace_geometry(folder, "rail/one", LINE)
