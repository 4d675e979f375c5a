"""A line from a map into a folder: nodes, links, facts and stops are right; what is not believed changes nothing."""

from __future__ import annotations

import pytest
from osm_maps import Map, finder, fingerprint, steppe

import corridors as co
from corridors.errors import BadInput, UnknownName
from corridors.exchange.survey import Wish, read_extracts, survey_line, survey_whole

WISH = Wish("West", "East", "rail", "west-east")


def test_a_line_from_nothing(own, find):
    found = survey_line(own, WISH, find)
    assert found.verdict.accepted
    assert found.edit
    assert found.edit.backup
    assert found.edit.backup.is_dir()
    net = co.load(own)
    assert net.corridors["west-east"].route == tuple(net.links.index)
    assert [n.split("-at-")[0] for n in net.links["from_node"]] == [
        "west",
        "end-of-double-track",
        "junction-with-77",
        "ber",
    ]
    assert net.length_km(net.corridors["west-east"]) == pytest.approx(47.3, abs=0.1)
    rail = net.table("rail")
    assert rail["tracks"].tolist() == [2, 1, 1, 1]
    assert rail["electrified"].tolist() == [1, 1, 1, 0]
    assert set(rail["gauge_mm"]) == {1520}
    assert rail["max_speed_kmh"].tolist() == pytest.approx([120, 120, 120, 80], abs=1)
    assert rail["loop_gap_km"].tolist()[1:] == pytest.approx(rail["length_km"].tolist()[1:], abs=0.5)
    assert net.nodes.loc["ber", ["name_en", "name_ru", "name_kk", "country", "kind"]].tolist() == [
        "Ber", "Бер", "Бөр", "KZ", "station",
    ]  # fmt: skip
    why = net.why(net.links.index[0], "tracks").iloc[0]
    assert why["grade"] == "C"
    assert "way/100" in why["note"]
    assert "ODbL" in net.sources.loc[why["source"], "licence"]
    assert net.sources.loc[why["source"], "date"] == "2026-03-01"
    assert co.max_flow(net, "west-east").value_mtpa > 1


def test_stops_are_loops_with_their_ways(own, tmp_path):
    m = steppe()
    del m.tags[2]  # nobody names the station: the loop is found all the same
    m.tags[2] = {"railway": "halt", "name": "Бер"}
    survey_line(own, WISH, finder(m.xml(tmp_path / "m.osm")))
    stops = co.load(own).stops
    loop = stops[stops["name_ru"] == "Бер"].iloc[0]
    assert "way/104" in loop["note"]
    assert "node/2" in loop["note"]
    assert 0.5 < loop["km"] < 15
    assert "Halt" not in set(stops["name_ru"])


def test_a_nameless_loop_is_a_stop(own, tmp_path):
    m = steppe()
    del m.tags[2]
    survey_line(own, WISH, finder(m.xml(tmp_path / "m.osm")))
    assert "Разъезд без названия" in set(co.load(own).stops["name_ru"])


def test_a_second_line_takes_what_stands(own, find):
    survey_line(own, WISH, find)
    before = co.load(own)
    survey_line(own, Wish("ber", "60.0,45.0", "rail", "ber-west"), find)
    after = co.load(own)
    assert len(after.nodes) == len(before.nodes)
    with pytest.raises(BadInput, match="stands already"):
        survey_line(own, WISH, find)


def test_whole_lines_of_a_file(own, tmp_path):
    for name in ("m.geojson", "m.osm.pbf"):
        write = steppe().geojson if name == "m.geojson" else steppe().pbf
        found = survey_whole(own, read_extracts([write(tmp_path / name)], "rail"), "rail", name.replace(".", "-"))
        assert sum(r["length_km"] for r in found.links) == pytest.approx(47.3, abs=0.1) or not found.links


@pytest.mark.parametrize(
    ("change", "says"),
    [({"published_km": 100.0}, "length 47.3 km"), ({"start": "60.1,45.05"}, "distance from 60.1,45.05")],
)
def test_what_is_not_believed_changes_nothing(own, find, change, says):
    before = fingerprint(own)
    found = survey_line(own, Wish(**{**WISH.__dict__, **change}), find)
    assert not found.verdict.accepted
    assert found.edit is None
    assert any(says in r for r in found.verdict.reasons), found.verdict.reasons
    assert fingerprint(own) == before


def test_a_detour_is_not_believed(own, tmp_path):
    m = Map()
    m.rail((60.0, 45.0), (60.0, 45.5), (60.05, 45.5), (60.05, 45.0))
    found = survey_line(own, Wish("60.0,45.0", "60.05,45.0", "rail", "a"), finder(m.xml(tmp_path / "m.osm")))
    assert any("detour 29" in r for r in found.verdict.reasons), found.verdict.reasons


def test_outside_the_region(own, find):
    (own / "folder.toml").write_text('title = "x"\nregion = [10, 40, 50, 50]\n')
    found = survey_line(own, WISH, find)
    assert any("region" in r for r in found.verdict.reasons)


def test_a_border_that_was_not_asked_for(own, tmp_path):
    """Uralsk – Saratov and back: the way leads through Russia where the places are in Kazakhstan."""
    m = Map()
    m.rail((51.37, 51.23), (50.5, 51.6), (49.0, 51.9), (48.0, 51.5), (47.9, 50.5), (48.3, 49.5), (48.9, 49.3))
    found = survey_line(own, Wish("51.37,51.23", "48.9,49.3", "rail", "round"), finder(m.xml(tmp_path / "m.osm")))
    assert any("countries KZ–RU–KZ" in r for r in found.verdict.reasons), found.verdict.reasons


def test_a_border_is_a_node(own, tmp_path):
    line = [(51.37, 51.23), (50.5, 51.6), (49.0, 51.9)]
    m = Map()
    m.rail(*line)
    wish = Wish("51.37,51.23", "49.0,51.9", "rail", "over")
    found = survey_line(own, wish, finder(m.xml(tmp_path / "m.osm")), dry_run=True)
    assert [n["country"] for n in found.addition.nodes][::2] == ["KZ", "RU"]
    guess = found.addition.nodes[1]
    assert guess["kind"] == "border_exit"
    assert guess["grade"] == "C"
    assert "Border KZ-RU" in guess["name_en"]
    post = (guess["lon"] + 0.03, guess["lat"])
    m.node(*post, railway="border", name="Граница", name__en="Frontier")
    found = survey_line(own, wish, finder(m.xml(tmp_path / "m.osm")))
    exact = found.addition.nodes[1]
    assert exact["name_en"] == "Frontier"
    assert exact["lon"] == pytest.approx(post[0], abs=0.01)
    assert exact["grade"] == "B"


def test_names_that_are_not_there_or_twice(own, tmp_path):
    m = steppe()
    m.node(60.55, 46.5, railway="station", name="West")
    find = finder(m.xml(tmp_path / "m.osm"))
    with pytest.raises(BadInput, match=r"2 places: .*60\.0000,45\.0000"):
        survey_line(own, WISH, find)
    with pytest.raises(UnknownName, match="no place 'Eest'; did you mean"):
        survey_line(own, Wish("60.0,45.0", "Eest", "rail", "a"), find)
    with pytest.raises(BadInput, match="outside the world"):
        survey_line(own, Wish("60.0,95.0", "East", "rail", "a"), find)
    for bad in ("A b", "../x", ""):
        with pytest.raises(BadInput, match="no id"):
            survey_line(own, Wish("60.0,45.0", "East", "rail", bad), find)
    with pytest.raises(UnknownName, match="mode"):
        survey_line(own, Wish("60.0,45.0", "East", "sea", "a"), find)


def test_text_of_the_map_is_made_safe(own, tmp_path):
    m = steppe()
    m.tags[1] = {"railway": "station", "name": "\u202eWest\u2066 =1+1", "name:en": "West"}
    survey_line(own, WISH, finder(m.pbf(tmp_path / "m.osm.pbf")))
    assert not [p for p in co.load(own).nodes["name_ru"] if "\u202e" in p]


def test_roads(own, tmp_path):
    m = Map()
    m.node(60.2, 45.01, place="town", name="Mid")
    m.way(
        (60.0, 45.0),
        (60.1, 45.0),
        (60.2, 45.0),
        highway="trunk",
        ref="M32",
        lanes="2",
        surface="asphalt",
        maxspeed="90",
    )
    m.way((60.2, 45.0), (60.3, 45.0), (60.4, 45.0), highway="primary", lanes="4", surface="gravel")
    survey_line(own, Wish("60.0,45.0", "60.4,45.0", "road", "road"), finder(m.xml(tmp_path / "m.osm")))
    net = co.load(own)
    road = net.table("road")
    assert road["lanes"].tolist() == [2, 4]
    assert road["paved_share"].tolist() == [1, 0]
    assert road["max_speed_kmh"].iloc[0] == 90
    assert "mid" in net.nodes.index
