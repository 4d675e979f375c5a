"""A line from a map into a folder: nodes, links, facts and stops are right; what is not believed changes nothing."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest
from command_line import command_line
from osm_maps import Map, steppe

import corridors as co
from corridors.errors import BadInput, CorridorsError, UnknownName
from corridors.exchange.new_folder import new
from corridors.exchange.survey import Wish, judge_folder, read_extracts, survey_line, survey_links, survey_whole

WISH = Wish("West", "East", "rail", "west-east")


@pytest.fixture
def own(tmp_path: Path) -> Path:
    return new(tmp_path / "own", countries=["KZ"])


def finder(path: Path):
    return lambda mode, places: read_extracts([path], mode)


@pytest.fixture
def find(tmp_path: Path):
    return finder(steppe().xml(tmp_path / "steppe.osm"))


def fingerprint(root: Path) -> dict[str, str]:
    files = (p for p in root.rglob("*") if p.is_file())
    return {str(p): hashlib.sha256(p.read_bytes()).hexdigest() for p in files}


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


@pytest.fixture
def standing(own, tmp_path):
    """A folder with one coarse link from West to East, of published length."""
    (own / "nodes.csv").write_text(
        "node,name_en,country,kind,lon,lat,grade,source\nwest,West,KZ,station,60.0,45.0,B,book\n"
        "east,East,KZ,station,60.6,45.0,B,book\n"
    )
    (own / "sources.csv").write_text("source,title,publisher,date,url,licence,note\nbook,A book,,,,,\n")
    about = {
        "link": "rail/a",
        "name_en": "A",
        "from_node": "west",
        "to_node": "east",
        "country": "KZ",
        "source": "book",
    }
    shape = {"type": "LineString", "coordinates": [[60.0, 45.0], [60.6, 45.0]]}
    other = {**about, "link": "rail/b"}
    rows = ",\n".join(json.dumps({"type": "Feature", "properties": p, "geometry": shape}) for p in (about, other))
    (own / "links").mkdir(exist_ok=True)
    (own / "links/rail.geojson").write_text(f'{{"type": "FeatureCollection", "features": [\n{rows}\n]}}\n')
    (own / "facts").mkdir(exist_ok=True)
    (own / "facts/rail.csv").write_text(
        "link,attribute,value,low,high,unit,grade,source,role,note\nrail/a,length_km,48,,,km,B,book,used,\n"
        "rail/a,tracks,1,,,1,B,book,used,\n"
    )
    (own / "corridors").mkdir(exist_ok=True)
    (own / "corridors/one.toml").write_text(
        'mode = "rail"\nidentification = "inferred"\nsources = ["book"]\norigins = ["west"]\ndestinations = ["east"]\n'
        'route = ["rail/a"]\n[names]\nen = "One"\n'
    )
    co.load(own)
    return own


def test_a_link_that_stands(standing, find):
    before = (standing / "links/rail.geojson").read_text().splitlines()
    found = survey_links(standing, ["rail/a"], find)
    assert found.verdict.accepted, found.verdict.reasons
    after = (standing / "links/rail.geojson").read_text().splitlines()
    assert [i for i, (b, a) in enumerate(zip(before, after, strict=True)) if b != a] == [1]
    net = co.load(standing)
    facts = net.why("rail/a", "length_km")
    assert facts.iloc[0]["value"] == 48
    assert facts.iloc[1]["role"] == "rival"
    assert net.table("rail").loc["rail/a", "electrified"] in (0, 1)
    assert set(net.stops["link"]) == {"rail/a"}
    assert net.links.loc["rail/a", "source"].startswith("osm-")


def test_shape_only(standing, find):
    survey_links(standing, ["rail/a"], find, shape_only=True)
    net = co.load(standing)
    assert len(net.stops) == 0
    assert len(net.facts[net.facts["origin"] == "stated"]) == 2


def test_a_corridor_all_or_none(standing, find, tmp_path):
    assert survey_links(standing, ["one"], find).edit
    before = fingerprint(standing)
    m = Map()
    m.rail((60.0, 45.0), (60.3, 45.4), (60.6, 45.0))
    found = survey_links(standing, ["one"], finder(m.xml(tmp_path / "far.osm")))
    assert not found.verdict.accepted
    assert fingerprint(standing) == before
    assert any("rail/a: length" in r for r in found.verdict.reasons)


def test_a_station_of_the_name_elsewhere(standing, tmp_path):
    m = steppe()
    m.tags[4] = {}
    m.node(60.52, 45.0001, railway="station", name="East")
    found = survey_links(standing, ["rail/a"], finder(m.xml(tmp_path / "m.osm")))
    assert any("station east on the map 6.3 km" in r for r in found.verdict.reasons), found.verdict.reasons


@pytest.mark.parametrize("name", ["rail/x", "border/a", "nothing"])
def test_links_that_are_not_there(standing, find, name):
    with pytest.raises(CorridorsError):
        survey_links(standing, [name], find)


def test_a_folder_with_problems_can_be_mended(standing, find):
    path = standing / "links/rail.geojson"
    path.write_text(path.read_text().replace("[60.0, 45.0], [60.6, 45.0]", "[61.0, 45.0], [60.6, 45.0]", 1))
    with pytest.raises(CorridorsError):
        co.load(standing)
    assert survey_links(standing, ["rail/a"], find).edit
    co.load(standing)


def test_gauge_of_the_link_counts(standing, tmp_path):
    m = Map()
    m.rail((60.0, 45.0), (60.3, 45.02), (60.6, 45.0))
    m.rail((60.0, 45.0), (60.6, 45.0), gauge="1000")
    found = survey_links(standing, ["rail/a"], finder(m.xml(tmp_path / "m.osm")))
    assert any("gauge=1000" in n for n in found.notes)


def test_lines_that_are_drawn_are_judged_alike(standing):
    assert judge_folder(standing).accepted
    path = standing / "facts/rail.csv"
    path.write_text(path.read_text().replace("length_km,48", "length_km,60"))
    assert any("rail/a: length" in r for r in judge_folder(standing).reasons)


def test_what_is_shipped_is_judged():
    findings = judge_folder(Path(__file__).parents[1] / "geodata").findings
    assert {f.test for f in findings} >= {"length", "detour", "countries", "region"}
    assert not [f for f in findings if f.test.startswith("distance") and not f.good]


def run(*args: str, code: int = 0):
    done = command_line(*args)
    assert done.returncode == code, done.stderr
    assert "Traceback" not in done.stderr
    return done


def test_the_verb(own, tmp_path):
    pbf = steppe().pbf(tmp_path / "m.osm.pbf")
    asked = ["survey", "--from", "West", "--to", "60.6,45.0", "--mode", "rail", "--as", "we", "--pbf", str(pbf)]
    tried = json.loads(run(*asked, "--into", str(own), "--dry-run", "--format", "json").stdout)
    assert tried["accepted"]
    assert tried["backup"] is None
    assert not (own / "corridors/we.toml").exists()
    done = run(*asked, "--into", str(own), "--format", "json")
    told = json.loads(done.stdout)
    assert told["corridors"] == ["we"]
    assert told["length_km"] == pytest.approx(47.3, abs=0.1)
    assert told["backup"] in done.stderr
    assert Path(told["backup"]).is_dir()
    refused = run(*asked[:-3], "we2", *asked[-2:], "--into", str(own), "--length", "200", "--format", "json", code=2)
    assert json.loads(refused.stdout)["accepted"] is False
    assert "is as it was" in refused.stderr


@pytest.mark.parametrize(
    ("args", "says"),
    [
        (["rail/a"], "--into DIR"),
        (["--into", "{own}"], "what to survey"),
        (["rail/a", "--into", "{own}"], "--pbf FILE, --osm FILE or --overpass URL"),
        (["--from", "1,2", "--into", "{own}", "--osm", "x.osm"], "--to PLACE, --as ID"),
        (["rail/a", "--as", "b", "--into", "{own}", "--osm", "x.osm"], "one or the other"),
        (["rail/a", "--into", "{own}", "--osm", "x.osm", "--overpass", "http://x.example"], "one of them"),
    ],
)
def test_the_verb_asks_for_what_is_missing(own, args, says):
    assert says in run("survey", *(a.format(own=own) for a in args), code=2).stderr


def test_check_geometry(standing):
    told = json.loads(run("check", "--data", str(standing), "--geometry", "--format", "json").stdout)
    assert told["accepted"]
    assert {"link", "test", "found", "allowed", "verdict"} == set(told["findings"][0])
