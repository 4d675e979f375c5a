"""What is wrong with files and folders, in the language of the answer: no English words but ids, names and options."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import pytest
from command_line import command_line
from tiny_world import make_world

import corridors as co
from corridors.dataset.checks import check
from corridors.dataset.folder import read
from corridors.errors import DataError

if TYPE_CHECKING:
    from pathlib import Path

OTHER = ("ru", "kk")
# What is said as it is in any language: what was typed or stands in a file, options, file names, fields, formats.
NAMES = re.compile(
    r"--[a-z]+|'[^']*'|`[^`]*`|\b(?:GeoJSON|FeatureCollection|GMNS|KeyError|Point|EPSG|TOML|world|nowhere|geodata|surprise)\b"
    r"|\b(?:low|high|value|grade|tracks|status|lanes|text|why)\b|\.[a-z]+|[\w/.-]+[_/.][\w/.-]+"
)
LETTERS = re.compile(r"[A-Za-z]{2,}")


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    make_world(tmp_path)
    (tmp_path / "a.xyz").write_text("x", encoding="utf-8")
    (tmp_path / "bad.geojson").write_text('{"a": 1}', encoding="utf-8")
    point = {"type": "Feature", "properties": {}, "geometry": {"type": "Point", "coordinates": [1, 2]}}
    points = json.dumps({"type": "FeatureCollection", "features": [point]})
    (tmp_path / "points.geojson").write_text(points, encoding="utf-8")
    return tmp_path


def spoil(world: Path) -> Path:
    """Give the tiny world mistakes of several sorts."""
    border, best, loops = (world / f for f in ("facts/border.csv", "scenarios/best.toml", "measures/two-loops.toml"))
    rows = border.read_text(encoding="utf-8") + "border/joix,lanes,4,,,1,A,survey-1,used,\n"
    rows += "border/post,lanes,many,,,1,A,survey-1,used,\nborder/post,lanes,9,5,7,m,D,survey-9,used,\n"
    border.write_text(rows, encoding="utf-8")
    best.write_text("surprise = 3\n" + best.read_text(encoding="utf-8"), encoding="utf-8")
    loops.write_text(loops.read_text(encoding="utf-8").replace('status = "', 'status = "x'), encoding="utf-8")
    return world


MISTAKES = [
    ("import", "a.xyz", "--into", "world", "--as", "new", "--mode", "rail"),
    ("import", "bad.geojson", "--into", "world", "--as", "new", "--mode", "rail"),
    ("import", "points.geojson", "--into", "world", "--as", "new", "--mode", "rail"),
    ("import", "none.geojson", "--into", "world", "--as", "new", "--mode", "rail"),
    ("new", "world"),
    ("check", "--data", "nowhere"),
    ("export", "--to", "out.abc"),
    ("export", "--to", "nowhere/x.gpkg"),
    ("brief", "rkti", "--to", "x.doc"),
    ("tcd", "rkti", "--to", "x.abc"),
]


@pytest.mark.parametrize("words", MISTAKES, ids=" ".join)
@pytest.mark.parametrize("language", OTHER)
def test_a_file_that_cannot_be_used(words: tuple[str, ...], language: str, place: Path) -> None:
    done = command_line(*words, "--language", language)
    assert (done.returncode, done.stdout) == (2, "")
    assert re.search("[а-яәіңғүұқөһ]{3}", done.stderr)
    assert LETTERS.findall(NAMES.sub("", done.stderr)) == []


@pytest.mark.parametrize("language", OTHER)
def test_problems_of_a_folder(language: str, place: Path) -> None:
    spoil(place / "world")
    done = command_line("check", "--data", "world", "--language", language)
    assert done.returncode == 2
    lines = done.stderr.splitlines()
    assert len(lines) >= 7
    for line in lines:
        assert re.search("[а-яәіңғүұқөһ]{3}", line)
        assert LETTERS.findall(NAMES.sub("", line)) == []
    english = command_line("check", "--data", "world").stderr
    assert len(english.splitlines()) == len(lines)
    told = json.loads(command_line("check", "--data", "world", "--language", language, "--format", "json").stdout)
    assert [p["message"] in english for p in told["problems"]] == [True] * (len(lines) - 1)


def test_all_of_a_data_error_is_translated(place: Path) -> None:
    with pytest.raises(DataError) as caught:
        co.load(spoil(place / "world"))
    russian = caught.value.into("ru")
    assert russian.splitlines()[0].startswith(f"найдено проблем: {len(caught.value.problems)}")
    assert "пишите как 1234.5" in russian
    assert len(russian.splitlines()) == len(str(caught.value).splitlines())


def test_a_problem_keeps_the_words_that_a_field_may_have(place: Path) -> None:
    measure = place / "world" / "measures" / "two-loops.toml"
    measure.write_text(re.sub('grade = "."', 'grade = "Q"', measure.read_text(encoding="utf-8")), encoding="utf-8")
    data = read(place / "world")
    check(data)
    assert any("input should be 'A', 'B', 'C' or 'D'" in p.message for p in data.problems)
