"""A folder of one's own: what it need not say comes from the package, and every change is all or nothing."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import TYPE_CHECKING

import geopandas as gpd
import pytest
from command_line import command_line
from shapely.geometry import LineString

import corridors as co
from corridors import dataset
from corridors.dataset import checks
from corridors.errors import BadInput, CorridorsError, DataError
from corridors.exchange.addition import Addition
from corridors.exchange.folder_edit import put

if TYPE_CHECKING:
    from pathlib import Path

NODE = {"country": "UZ", "kind": "station", "grade": "C", "source": "own"}


def a_line(link: str = "rail/a-b", name: str = "A – B") -> Addition:
    """Two stations and a line between them, with what must be said and no more."""
    about = {"link": link, "name_en": name, "from_node": "a", "to_node": "b", "country": "UZ", "source": "own"}
    return Addition(
        links=[{**about, "geometry": LineString([(69, 41), (68, 40.5), (67, 40)])}],
        nodes=[
            {"node": "a", "name_en": "A", "lon": 69, "lat": 41, **NODE},
            {"node": "b", "name_en": "B", "lon": 67, "lat": 40, **NODE},
        ],
        facts=[{"link": link, "attribute": "tracks", "value": 2, "unit": "1", "grade": "B", "source": "own"}],
        sources=[{"source": "own", "title": "A survey of our own"}],
        corridors={
            "line": {
                "mode": "rail", "names": "A to B", "identification": "sourced", "origins": ["a"],
                "destinations": ["b"], "route": [link],
            }
        },
    )  # fmt: skip


@pytest.fixture
def own(tmp_path: Path) -> Path:
    return co.new(tmp_path / "own", countries=["UZ"], title="Lines of ours")


@pytest.fixture
def line(own: Path) -> Path:
    put(own, a_line())
    return own


def whole(root: Path) -> dict[str, bytes]:
    return {
        str(p.relative_to(root)): p.read_bytes() for p in root.rglob("*") if p.is_file() and "backups" not in p.parts
    }


def test_a_new_folder_is_valid_and_empty(own: Path) -> None:
    net = co.load(own)
    assert (len(net.links), list(net.scenarios), net.about.title.kk) == (0, ["today"], "Lines of ours")
    assert net.about.window is not None
    assert net.about.countries == ("UZ",)
    found = dataset.read(own)
    checks.check(found)
    assert found.problems == []


def test_a_folder_that_holds_something_is_not_touched(tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "note.txt").write_text("keep")
    with pytest.raises(BadInput, match="not empty"):
        co.new(tmp_path / "mine")
    assert [p.name for p in tmp_path.iterdir()] == ["mine"]
    with pytest.raises(BadInput, match="make it first"):
        co.new(tmp_path / "no" / "where")
    with pytest.raises(BadInput, match="two letters"):
        co.new(tmp_path / "other", countries=["Uzbekistan"])


def test_what_is_not_said_is_inherited(line: Path) -> None:
    net = co.load(line)
    assert isinstance(net.nodes, gpd.GeoDataFrame)
    assert net.nodes.crs == 4326
    assert net.links.loc["rail/a-b", "name_kk"] == "A – B"
    assert net.corridor("line").summary.ru == "A to B"
    facts = net.why("rail/a-b", "headway_min")
    package = co.load()
    assert facts["value"][0] == package.schema["rail"].loc["headway_min", "default"]
    assert set(net.sources.index) < set(package.sources.index) | {"own"}
    assert co.max_flow(net, "line").value_mtpa > 1
    assert all(r["within_tolerance"] is not False for r in co.validate(net) if r["kind"] == "formula")


def test_a_folder_overrides_and_adds_rows_of_the_schema(line: Path) -> None:
    (line / "schema").mkdir()
    (line / "schema" / "rail.csv").write_text(
        "attribute,form,unit,default,low,high,min,max,source,description\n"
        "headway_min,,minute,5,4,6,1,60,own,Ours\n"
        "ballast_cm,,1,30,20,40,0,100,own,A new one\n"
    )
    net = co.load(line)
    assert net.table("rail").loc["rail/a-b", ["headway_min", "ballast_cm"]].tolist() == [5.0, 30.0]
    assert net.schema["rail"].index.is_unique


def test_maps_and_figures_are_titled_after_the_folder(line: Path) -> None:
    net = co.load(line)
    page = co.draw(net).html()
    assert "Lines of ours" in page
    assert "Transport corridors of Kazakhstan" not in page
    shown = json.loads(page.split('id="corridors-data">')[1].split("</script>")[0])
    assert shown["credits"] == ["osm", "borders", "cities"]  # the lakes of the base map are OpenStreetMap's
    texts = {t.get_text() for t in co.figure(net).findobj() if hasattr(t, "get_text")}
    assert "Lines of ours" in texts


def test_no_credit_for_what_is_not_drawn(line: Path) -> None:
    (line / "basemap.geojson").write_text('{"type": "FeatureCollection", "features": []}')
    (line / "cities.csv").write_text("city,name_en,lon,lat,rank,source\n")
    data = co.draw(co.load(line)).data
    assert data["credits"] == []
    assert data["basemap"]["land"] == []


def test_languages_of_the_folder(line: Path) -> None:
    path = line / "folder.toml"
    path.write_text(path.read_text().replace('languages = ["en", "ru", "kk"]', 'languages = ["ru"]'))
    assert co.draw(co.load(line)).language == "ru"
    path.write_text(path.read_text().replace('["ru"]', '["xx"]'))
    with pytest.raises(DataError, match=r"folder\.toml:"):
        co.load(line)


@pytest.mark.parametrize(
    "change",
    [
        {"link": "rail/c-d", "to_node": "nowhere"},
        {"link": "rail/c-d", "geometry": LineString([(69, 41), (10, 10)])},
        {"link": "rail/a-b"},
        {"link": "rail/c-d", "name_en": "\x1b[31m"},
    ],
    ids=["unknown node", "end off its node", "stands already", "control characters"],
)
def test_what_does_not_fit_leaves_the_folder_as_it_was(line: Path, change: dict[str, object]) -> None:
    before = whole(line)
    with pytest.raises(BadInput):
        put(line, Addition(links=[{**a_line().links[0], **change}]))
    assert whole(line) == before
    assert len(list((line / "backups").iterdir())) == 1


def test_a_dry_run_writes_nothing(own: Path) -> None:
    before = whole(own)
    edit = put(own, a_line(), dry_run=True)
    assert "links/rail.geojson" in edit.files
    assert edit.backup is None
    assert whole(own) == before


def test_a_change_that_breaks_off_is_undone(own: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before, real, count = whole(own), os.replace, []

    def full_disk(*names: object) -> None:
        count.append(names)
        if len(count) == 3:
            raise KeyboardInterrupt
        real(*names)

    monkeypatch.setattr("os.replace", full_disk)
    with pytest.raises(KeyboardInterrupt):
        put(own, a_line())
    assert whole(own) == before


def test_a_change_that_a_machine_broke_off_is_undone_by_the_next(line: Path) -> None:
    kept = next((line / "backups").iterdir())
    kept.rename(kept.with_name(kept.name + ".unfinished"))
    put(line, Addition())
    assert not (line / "corridors" / "line.toml").exists()
    assert not (line / "links" / "rail.geojson").exists()


def test_a_folder_with_problems_can_be_mended(line: Path) -> None:
    with (line / "facts" / "rail.csv").open("a") as facts:
        facts.write("rail/none,tracks,2,,,1,B,own,used,\n")
    more = Addition(
        facts=[{"link": "rail/a-b", "attribute": "electrified", "value": 1, "unit": "1", "grade": "B", "source": "own"}]
    )
    put(line, more)
    assert "electrified" in (line / "facts" / "rail.csv").read_text()


def test_another_source_becomes_a_rival(line: Path) -> None:
    row = {"link": "rail/a-b", "attribute": "tracks", "value": 1, "unit": "1", "grade": "B", "source": "other"}
    put(line, Addition(facts=[row], sources=[{"source": "other", "title": "Others"}]))
    told = co.load(line).why("rail/a-b", "tracks")
    assert told["role"].tolist() == ["used", "rival"]
    assert told["low"][0] == 1
    put(line, Addition(facts=[{**row, "value": 2}]))
    assert co.load(line).why("rail/a-b", "tracks")["value"].tolist() == [2, 2]


@pytest.mark.parametrize("verb", [("headline",), ("capacity",), ("figure",)])
def test_an_empty_folder_says_what_to_do(own: Path, verb: tuple[str, ...]) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "corridors", *verb, "--data", str(own)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 2
    assert "corridors import" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    "verb", [("headline",), ("claim", "5 Mt/year", "--on", "rail/a-b"), ("scenarios",), ("assign",)]
)
def test_every_verb_works_on_a_small_folder(line: Path, verb: tuple[str, ...]) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "corridors", *verb, "--data", str(line)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


def test_a_folder_without_statements_says_so(line: Path) -> None:
    done = command_line("observed", "--statements", "--data", str(line))
    assert (done.returncode, done.stdout) == (2, "")
    assert "has no statements.csv" in done.stderr


def test_countries_of_which_no_base_map_is_known_have_no_sea_under_them(tmp_path: Path) -> None:
    root = co.new(tmp_path / "own", countries=["DE"])
    addition = a_line()
    far = {"a": (11.0, 51.0), "b": (12.0, 51.5)}
    put(
        root,
        Addition(
            links=[{**addition.links[0], "geometry": LineString(list(far.values()))}],
            nodes=[{**n, "lon": far[n["node"]][0], "lat": far[n["node"]][1]} for n in addition.nodes],
            sources=addition.sources,
        ),
    )
    assert co.draw(co.load(root)).data["basemap"]["land"] == []


def test_half_a_character_is_refused_by_line(line: Path) -> None:
    path = line / "links" / "rail.geojson"
    path.write_text(path.read_text().replace('"name_en": "A – B"', r'"name_en": "\ud800"'))
    with pytest.raises(CorridorsError, match=r"links/rail.geojson:2"):
        co.load(line)
