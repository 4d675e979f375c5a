"""Links that stand get their lines from a map; and the verbs survey and check --geometry."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from command_line import command_line
from osm_maps import Map, finder, fingerprint, steppe

import corridors as co
from corridors.errors import CorridorsError
from corridors.exchange.survey import judge_folder, survey_links


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
