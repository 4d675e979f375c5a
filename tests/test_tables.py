"""geodata/ as checked tables: every kind of mistake is found, named and placed, all of them at once."""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING

import pytest

import corridors as co
from corridors.dataset import checks, read
from corridors.dataset.records import read_record
from corridors.errors import BadInput, DataError
from corridors.schema import Corridor

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def spoil(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def add(path: Path, line: str) -> None:
    path.write_text(path.read_text(encoding="utf-8") + line + "\n", encoding="utf-8")


FACT = "rail/west-fork,{attribute},{value},{low},{high},{unit},{grade},{source},used,"


def fact(root: Path, **change: str) -> None:
    row = {"attribute": "headway_min", "value": "9", "low": "", "high": "", "unit": "minute", "grade": "B"}
    add(root / "facts/rail.csv", FACT.format(**{**row, "source": "survey-1", **change}))


def feature(root: Path, geometry: object = ..., **change: object) -> None:
    """Change the first rail link, west - fork."""
    path = root / "links/rail.geojson"
    data = json.loads(path.read_text(encoding="utf-8"))
    first = next(f for f in data["features"] if f["properties"]["link"] == "rail/west-fork")
    first["properties"] |= change
    if geometry is not ...:
        first["geometry"] = geometry
    path.write_text(json.dumps(data), encoding="utf-8")


TWICE = """
[[facts]]
links = ["rail/west-fork"]
attribute = "loops_added"
value = 3
grade = "D"
source = "survey-1"
"""
HEADLINE = 'corridor = "line"\nscenarios = ["today", "best"]\nstated_on = "rail/west-fork"\n'
CITIES = "city,name_en,name_ru,name_kk,country,lon,lat,rank,source\n"
CASES = "case,model,kind,function,inputs,arguments,expected,tolerance,source,reason\n"
MISTAKES: dict[str, tuple[Callable[[Path], object], str]] = {
    "dangling link": (lambda r: spoil(r / "facts/rail.csv", "rail/fork-north", "rail/fork-nort"), "did you mean 'rail/fork-north'"),
    "unknown attribute": (lambda r: fact(r, attribute="headwy_min"), "did you mean 'headway_min'"),
    "wrong unit": (lambda r: fact(r, unit="hour"), "the schema has 'minute'"),
    "outside bounds": (lambda r: fact(r, value="900"), "outside 1 .. 60"),
    "low above value": (lambda r: fact(r, low="10", high="11"), "low <= value <= high does not hold"),
    "not a number": (lambda r: fact(r, value="nine"), "is no finite number"),
    "not finite": (lambda r: fact(r, value="inf"), "is no finite number"),
    "NaN": (lambda r: fact(r, value="nan"), "is no finite number"),
    "unknown grade": (lambda r: fact(r, grade="E"), "is not one of A, B, C, D"),
    "vague": (lambda r: fact(r, grade="D"), "needs low and high"),
    "unknown source": (lambda r: fact(r, source="survey-9"), "no such source"),
    "used twice": (lambda r: [fact(r), fact(r)], "'used' twice"),
    "rival alone": (
        lambda r: add(r / "facts/rail.csv", "rail/west-fork,headway_min,9,,,minute,B,survey-1,rival,"),
        "none that is 'used'",
    ),
    "duplicate source": (lambda r: add(r / "sources.csv", "survey-1,Again,x,2026,,,"), "stands twice"),
    "duplicate node": (lambda r: add(r / "nodes.csv", "west,W,З,Б,RU,station,60,50,B,survey-1"), "stands twice"),
    "swapped": (lambda r: spoil(r / "nodes.csv", "60,50,B", "50,91,B"), "seem swapped"),
    "outside region": (lambda r: spoil(r / "nodes.csv", "60,50,B", "-60,50,B"), "outside the region"),
    "end off node": (lambda r: spoil(r / "nodes.csv", "KZ,junction,61,50", "KZ,junction,61.4,50"), "ends 28.7 km from its node 'fork'"),
    "unknown node": (lambda r: spoil(r / "links/rail.geojson", '"to_node": "fork"', '"to_node": "frok"'), "did you mean 'fork'"),
    "length": (lambda r: spoil(r / "facts/rail.csv", "length_km,74,70,78", "length_km,170,170,170"), "outside 0.97 .. 1.5"),
    "route breaks": (lambda r: spoil(r / "corridors/line.toml", '"rail/north-join", ', ""), "the route breaks between"),
    "origin off": (lambda r: spoil(r / "corridors/line.toml", 'origins = ["west"]', 'origins = ["town"]'), "no link of the corridor ends there"),
    "unknown corridor link": (lambda r: spoil(r / "corridors/line.toml", "rail/fork-south", "rail/fork-souht"), "did you mean 'rail/fork-south'"),
    "branch alone": (lambda r: spoil(r / "corridors/line.toml", '["rail/fork-south", "rail/south-join"]', '["road/town-post"]'), "touches nothing"),
    "measure names nothing": (lambda r: spoil(r / "measures/two-loops.toml", "rail/west-fork", "rail/west-frok"), "did you mean 'rail/west-fork'"),
    "measure out of bounds": (lambda r: spoil(r / "measures/two-loops.toml", "value = 2\n", "value = 200\n"), "outside 0 .. 100"),
    "measure without range": (lambda r: spoil(r / "measures/two-loops.toml", "low = 8", "low = 13"), "low <= value <= high"),
    "unknown field": (lambda r: spoil(r / "measures/two-loops.toml", "build_years", "bild_years"), "bild_years"),
    "broken TOML": (lambda r: spoil(r / "measures/two-loops.toml", "country =", "country"), "measures/two-loops.toml"),
    "scenario names nothing": (lambda r: spoil(r / "scenarios/better.toml", "two-loops", "two-loop"), "did you mean 'two-loops'"),
    "contradiction": (lambda r: spoil(r / "scenarios/better.toml", '"two-loops"', '"two-loops", "three-loops"'), "contradict"),
    "contradiction by extends": (lambda r: spoil(r / "scenarios/best.toml", '"second-track"', '"three-loops"'), "contradict"),
    "circle": (lambda r: spoil(r / "scenarios/better.toml", "year", 'extends = "best"\nyear'), "runs in a circle"),
    "unknown extends": (lambda r: spoil(r / "scenarios/best.toml", '"better"', '"beter"'), "did you mean 'better'"),
    "unknown target": (lambda r: spoil(r / "scenarios/best.toml", 'corridor = "line"', 'corridor = "lin"'), "no such corridor"),
    "unknown demand": (lambda r: spoil(r / "demand.csv", "west,east", "west,eats"), "did you mean 'east'"),
    "missing column": (lambda r: spoil(r / "nodes.csv", "country", "land"), "column country is missing"),
    "missing file": (lambda r: (r / "nodes.csv").unlink(), "the file is missing"),
    "broken GeoJSON": (lambda r: (r / "links/road.geojson").write_text("{"), "not a GeoJSON"),
    "empty GeoJSON": (lambda r: (r / "links/road.geojson").write_text('{"features": [{}]}'), "not a GeoJSON"),
    "polygon": (lambda r: spoil(r / "links/border.geojson", '"Point", "coordinates": [63, 50]', '"Polygon", "coordinates": [[[63, 50], [64, 50], [63, 51], [63, 50]]]'), "must be a LineString or a Point"),
    "not UTF-8": (lambda r: (r / "stops.csv").write_bytes(b"link,km,name_ru\n\xff\xfe,1,x\n"), "UTF-8"),
    "stop nowhere": (lambda r: add(r / "stops.csv", "rail/west-frok,3,Нет"), "did you mean 'rail/west-fork'"),
    "schema bounds": (lambda r: spoil(r / "schema/rail.csv", "tracks,,1,1,1,2", "tracks,,1,3,1,2"), "min <= low <= default"),
    "empty file": (lambda r: (r / "nodes.csv").write_text(""), "the file is empty"),
    "column twice": (lambda r: spoil(r / "nodes.csv", "name_en,name_ru", "name_en,name_en"), "column name_en stands twice"),
    "wrong delimiter": (lambda r: (r / "nodes.csv").write_text((r / "nodes.csv").read_text("utf-8").replace(",", ";")), "are the cells joined by commas?"),
    "cells too many": (lambda r: add(r / "facts/rail.csv", "rail/west-fork,headway_min,9,,,minute,B,survey-1,used,a,b"), "11 cells under 10 columns"),
    "open quote": (lambda r: add(r / "facts/rail.csv", '"rail/west-fork,headway_min'), "not CSV from here on"),
    "huge cell": (lambda r: fact(r, source="x" * 200_000), "facts/rail.csv:11"),
    "empty value": (lambda r: fact(r, value=""), "'value' is empty"),
    "number with a comma": (lambda r: fact(r, value='"9,5"'), "write it like 1234.5"),
    "number as code": (lambda r: fact(r, value="1_0"), "write it like 1234.5"),
    "path for a name": (lambda r: add(r / "nodes.csv", "../../x,X,Х,Х,KZ,station,60,50,B,survey-1"), "is no name; use a-z"),
    "markup for a name": (lambda r: add(r / "nodes.csv", "<b>,X,Х,Х,KZ,station,60,50,B,survey-1"), "is no name; use a-z"),
    "control characters": (lambda r: add(r / "nodes.csv", "zz,\x1b[31mX,Х,Х,KZ,station,60,50,B,survey-1"), "holds control characters"),
    "address that runs": (lambda r: spoil(r / "sources.csv", "https://", "javascript:"), "does not begin with http:// or https://"),
    "attribute of another form": (
        lambda r: add(r / "facts/border.csv", "border/join,lanes,4,,,1,B,survey-1,used,"),
        "is no attribute of border/join",
    ),
    "unknown form": (lambda r: spoil(r / "links/border.geojson", '"form": "rail"', '"form": "rial"'), "form 'rial' is not one of"),
    "no properties": (lambda r: (r / "links/sea.geojson").write_text('{"features": [{"properties": null}, 3]}'), "feature 2: not a GeoJSON Feature"),
    "no geometry": (lambda r: feature(r, geometry=None), "it has no geometry"),
    "point for a line": (lambda r: feature(r, geometry={"type": "Point", "coordinates": [60, 50]}), "must be a LineString"),
    "coordinate not finite": (
        lambda r: feature(r, geometry={"type": "LineString", "coordinates": [[60, 50], [float("nan"), 50]]}),
        "not finite",
    ),
    "to itself": (lambda r: feature(r, to_node="west"), "joins 'west' to itself"),
    "name of another kind": (lambda r: feature(r, link="road/west-fork"), "the name must begin with 'rail/'"),
    "nested property": (lambda r: feature(r, note={"a": 1}), "is no plain text"),
    "line swapped": (
        lambda r: feature(r, geometry={"type": "LineString", "coordinates": [[50, 60], [50, 61]]}),
        "longitude and latitude seem swapped",
    ),
    "route turns back": (
        lambda r: spoil(r / "corridors/line.toml", '"rail/fork-north", ', '"rail/fork-north", "rail/fork-south", '),
        "the route turns back at 'rail/fork-south'",
    ),
    "link twice in a route": (lambda r: spoil(r / "corridors/line.toml", '"rail/fork-north", ', '"rail/fork-north", "rail/fork-north", '), "stands twice in one route"),
    "empty route": (lambda r: spoil(r / "corridors/line.toml", '["rail/fork-south", "rail/south-join"]', "[]"), "branches.0.route: is empty"),
    "no origins": (lambda r: spoil(r / "corridors/line.toml", 'origins = ["west"]', "origins = []"), "origins: is empty"),
    "variant of itself": (lambda r: spoil(r / "corridors/line.toml", "identification =", 'variant_of = "line"\nidentification ='), "'line': no such corridor"),
    "variant of a variant": (
        lambda r: [spoil(r / f"corridors/{a}.toml", "identification =", f'variant_of = "{b}"\nidentification =') for a, b in (("line", "lane"), ("lane", "line"))],
        "'lane' is a variant itself; name 'line'",
    ),
    "origin is destination": (lambda r: spoil(r / "corridors/line.toml", 'origins = ["west"]', 'origins = ["east"]'), "east is origin and destination"),
    "other mode": (lambda r: spoil(r / "corridors/line.toml", 'mode = "rail"', 'mode = "road"'), "in a corridor of mode 'road'"),
    "code taken": (lambda r: spoil(r / "corridors/lane.toml", 'code = "', 'code = "L1"\n#'), "code 'L1' is taken by corridor"),
    "odd file name": (lambda r: (r / "measures/two-loops.toml").rename(r / "measures/Two loops.toml"), "the name of the file may hold"),
    "sets one fact twice": (
        lambda r: add(r / "measures/two-loops.toml", TWICE),
        "rail/west-fork loops_added is set to 2 and 3; leave one",
    ),
    "cost below zero": (lambda r: spoil(r / "measures/two-loops.toml", "low = 8", "low = -8"), "-8 is below zero"),
    "end before start": (lambda r: spoil(r / "measures/two-loops.toml", "build_years", "start = 2030\nfinish = 2029\nbuild_years"), "after its end in 2029"),
    "part of nothing": (lambda r: spoil(r / "measures/two-loops.toml", "build_years", 'part_of = "three-loop"\nbuild_years'), "did you mean 'three-loops'"),
    "measure of no corridor": (lambda r: spoil(r / "measures/two-loops.toml", "build_years", 'corridors = ["lin"]\nbuild_years'), "did you mean 'line'"),
    "extends itself": (lambda r: spoil(r / "scenarios/better.toml", "year", 'extends = "better"\nyear'), "better -> better"),
    "demand below zero": (lambda r: add(r / "demand.csv", "west,east,salt,-1,,,survey-1,B,"), "below zero"),
    "demand to itself": (lambda r: add(r / "demand.csv", "west,west,salt,1,,,survey-1,B,"), "is origin and destination"),
    "counted nowhere": (lambda r: spoil(r / "observed.csv", "border/join", "border/jion"), "did you mean 'border/join'"),
    "stop off the line": (lambda r: add(r / "stops.csv", "rail/west-fork,900,Нет"), "lies outside rail/west-fork"),
    "default without bounds": (lambda r: spoil(r / "schema/rail.csv", "headway_min,,minute,9,8,12", "headway_min,,minute,9,,"), "does not hold: 1, –, 9, –, 60"),
    "unknown model": (lambda r: spoil(r / "schema/kinds.csv", "rail,rail", "rail,rial"), "did you mean 'rail'"),
    "table that few read": (lambda r: (r / "cities.csv").write_bytes(b"\xff\xfe"), "cities.csv  not UTF-8"),
    "city without a number": (lambda r: (r / "cities.csv").write_text(CITIES + "x,X,,,KZ,abc,50,1,survey-1\n"), "cities.csv:2  'lon' = 'abc'"),
    "city swapped": (lambda r: (r / "cities.csv").write_text(CITIES + "x,X,,,KZ,50,91,1,survey-1\n"), "seem swapped"),
    "city column": (lambda r: (r / "cities.csv").write_text(CITIES.replace("rank", "rnk")), "column rank is missing"),
    "indicator column": (lambda r: (r / "cpmm.csv").write_text("entity,mode,direction,year,value,unit,source\n"), "column indicator is missing"),
    "case no JSON": (lambda r: (r / "cases.csv").write_text(CASES + "x,m,formula,f,[1],,{},exact,survey-1,\n"), "cases.csv:2  'x': inputs is no JSON object"),
    "case too deep": (lambda r: (r / "cases.csv").write_text(CASES + f"x,m,formula,f,{'[' * 9000},,{{}},exact,survey-1,\n"), "inputs is no JSON object"),
    "case tolerance": (lambda r: (r / "cases.csv").write_text(CASES + "x,m,formula,f,,,{},lots,survey-1,\n"), "'tolerance' = 'lots'"),
    "infinite target": (lambda r: spoil(r / "scenarios/best.toml", "mtpa = 20", "mtpa = inf"), "scenarios/best.toml:4  target.mtpa"),
    "number of digits": (lambda r: spoil(r / "measures/two-loops.toml", "build_years = 1", "build_years = " + "9" * 5000), "no TOML"),
    "counted on no corridor": (lambda r: spoil(r / "observed.csv", ",line,traffic", ",lime,traffic"), "did you mean 'line'"),
    "no kind of a formula": (
        lambda r: (r / "methods.csv").write_text(
            "method,kind,description,source\nscott,rail;air,Scott,survey-1\n", encoding="utf-8"
        ),
        "'kind' = 'rail;air' is not one of rail,",
    ),
    "price below its range": (
        lambda r: (r / "unit_costs.csv").write_text(
            "item,value,low,high,unit,grade,source\nloop,1,2,3,M USD,C,survey-1\n", encoding="utf-8"
        ),
        "low <= value <= high does not hold: 2, 1, 3",
    ),
    "endless year": (lambda r: add(r / "observed.csv", "late,through Join,,,traffic,1e400,year,2.5,2,3,Mt,counted,B,survey-2,"), "is no year"),
    "year as text": (lambda r: spoil(r / "scenarios/best.toml", "year = 2030\n", 'year = "2030"\n'), "scenarios/best.toml:1  year"),
    "look-alike letter": (lambda r: spoil(r / "measures/two-loops.toml", '"rail/west-fork"', '"rаil/west-fork"'), "measures/two-loops.toml:14  facts.0.links.0: 'rаil/west-fork' is no name of a link"),
    "third setting": (lambda r: add(r / "measures/two-loops.toml", TWICE + TWICE.replace("= 3", '= "x"')), "measures/two-loops.toml:30  facts.2.value"),
    "headline of no corridor": (lambda r: (r / "headline.toml").write_text(HEADLINE.replace('"line"', '"lin"')), "headline.toml:1  'lin': no such corridor; did you mean 'line'"),
    "headline of no scenario": (lambda r: (r / "headline.toml").write_text(HEADLINE.replace("best", "bets")), "headline.toml:2  'bets': no such scenario; did you mean 'best'"),
    "headline twice": (lambda r: (r / "headline.toml").write_text(HEADLINE.replace("best", "today")), "headline.toml:2  scenario 'today' stands twice"),
    "headline of no link": (lambda r: (r / "headline.toml").write_text(HEADLINE.replace("west-fork", "west-frok")), "headline.toml:3  'rail/west-frok': no such link; did you mean 'rail/west-fork'"),
    "headline without scenarios": (lambda r: (r / "headline.toml").write_text(HEADLINE.replace('"today", "best"', "")), "headline.toml:2  scenarios: is empty"),
    "headline with more": (lambda r: (r / "headline.toml").write_text(HEADLINE + 'scenario = "best"\n'), "did you mean 'scenarios'"),
    "colour": (lambda r: spoil(r / "corridors/line.toml", 'colour = "#', 'colour = "'), "is no colour"),
    "model of another kind": (lambda r: spoil(r / "schema/kinds.csv", "sea,sea", "sea,rail"), "schema/kinds.csv:4  'rail': no such model of sea links"),
    "parts of each other": (lambda r: [spoil(r / f"measures/{a}.toml", "build_years", f'part_of = "{b}"\nbuild_years') for a, b in (("two-loops", "three-loops"), ("three-loops", "two-loops"))], "a part of its own part"),
    "scenario's demand to itself": (lambda r: add(r / "scenarios/best.toml", '[[demand]]\norigin = "west"\ndestination = "west"\ncommodity = "salt"\nmtpa = 1'), "to itself"),
    "demand of a planet": (lambda r: add(r / "demand.csv", "west,east,salt,1e300,,,survey-1,B,"), "more than any place on earth"),
    "folder that is a file": (lambda r: [shutil.rmtree(r / "scenarios"), (r / "scenarios").write_text("")], "scenarios  there is no such folder"),
    "file that is a folder": (lambda r: [(r / "stops.csv").unlink(), (r / "stops.csv").mkdir()], "stops.csv  this is no file"),
    "other coordinates": (lambda r: spoil(r / "links/rail.geojson", '"features"', '"crs": {"properties": {"name": "EPSG:3857"}}, "features"'), "leave 'crs' out"),
    "name that turns the reading": (lambda r: feature(r, name_en="West \u202etsaE"), "no plain text"),
    "property without end": (lambda r: feature(r, note=float("inf")), "no plain text"),
    "nameless code": (lambda r: spoil(r / "corridors/line.toml", 'code = "', 'code = ""#'), "corridors/line.toml:1  code"),
    "kind without model": (lambda r: spoil(r / "schema/kinds.csv", "sea,sea", "sae,sea"), "no such kind of link"),
}  # fmt: skip


@pytest.mark.parametrize("name", MISTAKES)
def test_a_mistake_is_named(world: Path, name: str) -> None:
    spoiler, message = MISTAKES[name]
    spoiler(world)
    with pytest.raises(DataError) as caught:
        co.load(world)
    assert message in str(caught.value)


def test_the_world_is_sound(world: Path) -> None:
    assert len(co.load(world).links) == 9


def test_a_statement_that_is_out_of_date_stands_alone(world: Path) -> None:
    spoil(world / "facts/border.csv", "border/join,stated_mtpa,14,,,Mt/year,B,survey-1,used,", "")
    add(world / "facts/border.csv", "border/join,stated_mtpa,14,,,Mt/year,B,survey-1,rival,less than was carried")
    net = co.load(world)
    assert co.capacities(net).loc["border/join", "basis"] == "model"
    assert net.why("border/join", "stated_mtpa")["role"].tolist() == ["rival"]


def test_all_problems_at_once_with_file_and_line(world: Path) -> None:
    spoil(world / "facts/rail.csv", "rail/fork-north", "rail/fork-nort")
    fact(world, value="900")
    spoil(world / "scenarios/better.toml", "two-loops", "two-loop")
    with pytest.raises(DataError) as caught:
        co.load(world)
    text = str(caught.value)
    assert text.startswith("3 problems in ")  # the scenario that extends the broken one is not told again
    assert "facts/rail.csv:7 " in text
    assert "facts/rail.csv:11 " in text
    assert "scenarios/better.toml" in text


@pytest.mark.parametrize("file", ["nodes.csv", "schema/rail.csv", "links/rail.geojson", "corridors/line.toml"])
def test_a_file_that_cannot_be_read_is_told_once(world: Path, file: str) -> None:
    """What others name in it is not held against them."""
    (world / file).write_bytes(b"\xff")
    with pytest.raises(DataError) as caught:
        co.load(world)
    assert [p.file for p in caught.value.problems] == [file]


def test_files_of_any_editor(world: Path) -> None:
    """A byte-order mark, other line ends and blank lines are no mistake, and lines are still counted right."""
    for file in ("nodes.csv", "links/rail.geojson", "corridors/line.toml"):
        (world / file).write_bytes(b"\xef\xbb\xbf" + (world / file).read_bytes().replace(b"\n", b"\r\n"))
    spoil(world / "facts/rail.csv", "\n", "\n\n")
    assert len(co.load(world).links) == 9
    fact(world, value="900")
    with pytest.raises(DataError, match=rf"facts/rail.csv:{len((world / 'facts/rail.csv').read_text().splitlines())} "):
        co.load(world)


def test_places_in_files_without_rows(world: Path) -> None:
    spoil(world / "corridors/line.toml", "rail/fork-south", "rail/fork-souht")
    feature(world, to_node="frok")
    with pytest.raises(DataError) as caught:
        co.load(world)
    assert {p.file: p.line for p in caught.value.problems}["corridors/line.toml"] == 23


def test_an_address_that_leads_to_no_page_is_told_and_does_not_stop(world: Path) -> None:
    spoil(world / "sources.csv", "https://example.org/1", "https://example.org/")
    assert len(co.load(world).links) == 9
    data = read(world)
    checks.check(data)
    told = [p for p in data.problems if "leads to no page" in p.message]
    assert {"facts/rail.csv", "nodes.csv"} <= {p.file for p in told}
    assert {p.level for p in told} == {"warning"}
    assert "grade A rests on 'survey-1', whose address leads to no page" in told[0].message


def test_no_folder() -> None:
    with pytest.raises(BadInput, match="no folder"):
        co.load("nowhere/at/all")


def test_a_file_too_large_is_refused(world: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("corridors.dataset.text.MAX_BYTES", 1_000_000)
    add(world / "stops.csv", "\n" * 1_000_000)
    with pytest.raises(DataError, match="larger than"):
        co.load(world)


def test_a_corridor_of_a_hundred_thousand_links_is_read(tmp_path: Path) -> None:
    path = tmp_path / "long.toml"
    route = ", ".join(f'"rail/n{i}-n{i + 1}"' for i in range(100_000))
    path.write_text(
        f'mode = "rail"\nnames = "Long"\nidentification = "sourced"\norigins = ["n0"]\ndestinations = ["n100000"]\n'
        f"route = [{route}]\n"
    )
    corridor, faults = read_record(path, Corridor)
    assert faults == []
    assert isinstance(corridor, Corridor)
    assert len(corridor.links) == 100_000


def test_text_in_data_stays_text(world: Path) -> None:
    hostile = "{{7*7}}${alert(1)}</script>\\'\""
    path = world / "links/rail.geojson"
    data = json.loads(path.read_text(encoding="utf-8"))
    data["features"][0]["properties"]["name_en"] = hostile
    path.write_text(json.dumps(data), encoding="utf-8")
    assert co.load(world).links["name_en"].iloc[0] == hostile


def test_half_a_character_is_refused_by_line(world: Path) -> None:
    path = world / "links/rail.geojson"
    data = json.loads(path.read_text(encoding="utf-8"))
    data["features"][0]["properties"]["name_en"] = "\ud800"
    path.write_text(json.dumps(data), encoding="utf-8")
    with pytest.raises(DataError, match=r"links/rail.geojson:\d+ .*name_en"):
        co.load(world)
