"""Files as people and programs write them: padding, foreign letters, long keys, thousands of problems, odd geometry."""

from __future__ import annotations

import json
import os
import time
from typing import TYPE_CHECKING

import pytest
from command_line import command_line

import corridors as co
from corridors.dataset import checks, read
from corridors.errors import BadInput, DataError

if TYPE_CHECKING:
    from pathlib import Path


def problems(root: Path) -> list[str]:
    data = read(root)
    checks.check(data)
    return [str(p) for p in data.errors]


def lines(path: Path) -> list[str]:
    return path.read_text(encoding="utf-8").splitlines()


def put(path: Path, rows: list[str], ending: str = "\n") -> None:
    path.write_bytes((ending.join(rows) + ending).encode())


def rail(root: Path, change) -> None:
    """Change the first feature of the rail links."""
    path = root / "links/rail.geojson"
    content = json.loads(path.read_text(encoding="utf-8"))
    change(content["features"][0], content)
    path.write_text(json.dumps(content), encoding="utf-8")


def padded(rows: list[str]) -> list[str]:
    return [*(f"{r},,  ," for r in rows), ",,,", "  , ,\u00a0,", "", ",", "   "]


@pytest.mark.parametrize("ending", ["\n", "\r\n"])
@pytest.mark.parametrize(
    "name", ["facts/rail.csv", "nodes.csv", "sources.csv", "demand.csv", "observed.csv", "stops.csv"]
)
def test_the_padding_of_a_spreadsheet_is_no_data(world: Path, name: str, ending: str) -> None:
    plain = co.load(world)
    put(world / name, padded(lines(world / name)), ending)
    assert problems(world) == []
    assert co.load(world).facts.equals(plain.facts)


def test_blanks_around_a_cell_are_no_data(world: Path) -> None:
    rows = lines(world / "nodes.csv")
    put(world / "nodes.csv", [" , ".join(r.split(",")) for r in rows])
    assert problems(world) == []


@pytest.mark.parametrize(
    ("header", "words"),
    [
        ("node,,name_en", "column 2 of the header has no name"),
        ("node,name_en,name_en", "column name_en stands twice"),
        ("node,\x1b[31mX", "holds control characters"),
        (",".join(f"c{i}" for i in range(40_000)), "40,000 columns"),
        (",".join(["c"] * 40_000), "40,000 columns"),
        (",,,", "the file is empty"),
    ],
)
def test_a_header_that_cannot_be_read(world: Path, header: str, words: str) -> None:
    put(world / "nodes.csv", [header])
    begun = time.process_time()
    (found,) = [p for p in problems(world) if p.startswith("nodes.csv")]
    assert words in found
    assert found.isprintable()
    assert time.process_time() - begun < 5


@pytest.mark.parametrize(
    "text",
    [
        ".".join(["a"] * 2000) + " = 1\n",
        ".".join(["a"] * 60_000) + " = 1\n",
        "[" + ".".join(["a"] * 2000) + "]\nb = 1\n",
        " . ".join(['"a"'] * 2000) + " = 1\n",
        "x = {" + ".".join(["a"] * 2000) + " = 1}\n",
        "x = " + "[" * 5000 + "]" * 5000,
        "x = " + "{a = " * 2000 + "1" + "}" * 2000,
        "x = 1" + "0" * 100_000,
        'x = "' + "a" * 2_000_000 + '"',
        "\x00",
        '"' * 100_001,
        "a" * 900_000,
    ],
)
def test_toml_that_no_reader_should_take(world: Path, text: str) -> None:
    (world / "scenarios/today.toml").write_text(text)
    begun = time.process_time()
    found = problems(world)
    assert any(p.startswith("scenarios/today.toml") for p in found)
    assert all(len(p) < 500 for p in found)
    assert time.process_time() - begun < 5


def test_dots_in_texts_are_no_keys(world: Path) -> None:
    path = world / "measures/two-loops.toml"
    dots = "https://" + ".".join(["a"] * 100)
    path.write_text(f'# {dots}\nnote = "{dots} \\" {dots}"\nsize = \'{dots}\'\n' + path.read_text(encoding="utf-8"))
    assert problems(world) == []


@pytest.mark.parametrize("what", ["facts", "links", "sources", "rows", "measures"])
def test_thousands_of_problems_are_answered_within_seconds(world: Path, what: str) -> None:
    if what == "facts":
        rows = [f"rail/west-fork-{i},loop_gap_kmm,30,20,30,km,C,survey-{i},used," for i in range(5000)]
        put(world / "facts/rail.csv", [*lines(world / "facts/rail.csv"), *rows])
    elif what == "sources":
        put(world / "stops.csv", ["link,km,source", *(f"rail/west-fork,{i / 1000},surveyor-{i}" for i in range(5000))])
    elif what == "rows":
        put(world / "nodes.csv", [*lines(world / "nodes.csv"), *(["a,b,c"] * 20_000)])
    elif what == "links":
        rail(world, lambda first, all_: all_["features"].extend([{**first, "geometry": None}] * 5000))
    else:
        for i in range(300):
            (world / f"measures/m{i}.toml").write_text("a.b.c = 1\n" * 3 + f"x{i} = ")
    begun = time.process_time()
    with pytest.raises(DataError) as failed:
        co.load(world)
    assert time.process_time() - begun < 20
    message = str(failed.value)
    assert len(message.splitlines()) <= 202
    assert "more" in message.splitlines()[-1]
    found = json.loads(command_line("check", "--data", str(world), "--format", "json").stdout)
    assert len(found["problems"]) == 200
    assert found["problems_in_all"] == len(failed.value.problems)


@pytest.mark.parametrize(
    ("name", "old", "new", "words"),
    [
        ("nodes.csv", ",KZ,station", ",kz,station", "two capital letters"),
        ("nodes.csv", ",KZ,station", ",КZ,station", "letter 1, 'К', is CYRILLIC CAPITAL LETTER KA"),
        ("nodes.csv", "station", "stаtion", "letter 3, 'а', is CYRILLIC SMALL LETTER A"),
        ("nodes.csv", "station", "castle", "is not one of station, junction"),
        ("demand.csv", "grain", "grаin", "is CYRILLIC SMALL LETTER A"),
        ("demand.csv", "survey-1", "survеy-1", "is CYRILLIC SMALL LETTER IE"),
        ("facts/rail.csv", "tracks", "trаcks", "is CYRILLIC SMALL LETTER A"),
        ("facts/rail.csv", ",km,", ",кm,", "is CYRILLIC SMALL LETTER KA"),
        ("facts/rail.csv", "rail/west-fork", "rail/wеst-fork", "is CYRILLIC SMALL LETTER IE"),
        ("measures/second-track.toml", 'country = "RU-KZ"', 'country = "RU-КZ"', "CYRILLIC CAPITAL LETTER KA"),
        ("measures/second-track.toml", 'country = "RU-KZ"', 'country = "Kazakhstan"', "two capital letters"),
        ("corridors/line.toml", 'mode = "rail"', 'mode = "rаil"', "CYRILLIC SMALL LETTER A"),
        ("links/rail.geojson", '"country": "KZ"', '"country": "kz"', "two capital letters"),
        ("links/rail.geojson", '"country": "KZ"', '"country": "KΖ"', "GREEK CAPITAL LETTER ZETA"),
        ("links/rail.geojson", '"name_en": "', '"name_en": "\\ud83d', "no plain text"),
        ("links/rail.geojson", '"name_en": "', '"\\udcff": "x", "name_en": "', "no plain text"),
        ("observed.csv", ",Mt,", ",Мt,", "CYRILLIC CAPITAL LETTER EM"),
        ("facts/rail.csv", "tracks,1,,,", "tracks,1.5,,,", "what is counted is a whole number"),
        ("facts/rail.csv", "tracks,1,,,", "tracks,1,1,1.5,", "what is counted is a whole number"),
    ],
)
def test_keys_keep_to_their_patterns(world: Path, name: str, old: str, new: str, words: str) -> None:
    text = (world / name).read_text(encoding="utf-8")
    assert old in text
    (world / name).write_text(text.replace(old, new, 1), encoding="utf-8")
    assert any(words in p for p in problems(world)), problems(world)


@pytest.mark.parametrize("name", ["index", "con", "nul", "com1", "lpt9", "aux"])
@pytest.mark.parametrize("folder", ["corridors", "measures", "scenarios"])
def test_names_that_are_kept(world: Path, name: str, folder: str) -> None:
    one = next((world / folder).glob("*.toml"))
    one.rename(world / folder / f"{name}.toml")
    assert any(
        f"'{name}' is {'the page of all maps' if name == 'index' else 'a name that Windows'}" in p
        for p in problems(world)
    )


def test_geometry_as_other_programs_write_it(world: Path) -> None:
    plain = co.load(world).links.geometry

    def other(first, content) -> None:
        line = [[*p, 120.5, 7.0] for p in first["geometry"]["coordinates"]]
        first["geometry"] = {"type": "MultiLineString", "coordinates": [line], "bbox": [0, 0, 1, 1]}
        content["crs"] = None

    rail(world, other)
    assert problems(world) == []
    assert co.load(world).links.geometry.equals(plain)
    assert not co.load(world).links.geometry.has_z.any()
    rail(world, lambda f, _: f["geometry"].update(coordinates=[[[60, 50], [60.5, 50]], [[60.5, 50], [61, 50]]]))
    assert problems(world) == []
    rail(world, lambda f, _: f["geometry"].update(coordinates=[[[60, 50], [60.4, 50]], [[60.6, 50], [61, 50]]]))
    assert any("2 parts that do not meet" in p for p in problems(world))


def test_a_line_backwards_or_in_metres_is_said_to_be_so(world: Path) -> None:
    rail(world, lambda f, _: f["geometry"]["coordinates"].reverse())
    (found,) = problems(world)
    assert "is drawn backwards, from its node 'fork' to 'west'" in found
    rail(world, lambda f, _: f["geometry"].update(coordinates=[[6679169.4, 6446275.8], [6790488.9, 6446275.8]]))
    assert any("metres" in p for p in problems(world))


@pytest.mark.parametrize(
    "name", ["nodes.csv", "links/rail.geojson", "corridors/line.toml", "folder.toml", "observed.csv"]
)
def test_one_reader_of_files(world: Path, name: str) -> None:
    """A byte-order mark is passed over; a folder, a pipe, a dead link and another encoding are named."""
    path = world / name
    text = path.read_bytes()
    path.write_bytes(b"\xef\xbb\xbf" + text)
    assert problems(world) == []
    for spoil, words in (
        (lambda: path.write_bytes("Қ".encode("utf-16")), "UTF-8"),
        (path.mkdir, "no file"),
        (lambda: os.mkfifo(path), "no file"),
        (lambda: path.symlink_to(world / "nowhere"), "missing"),
        (lambda: path.symlink_to("/dev/zero"), "no file"),
    ):
        path.rmdir() if path.is_dir() else path.unlink()
        spoil()
        assert any(p.startswith(name) and words in p for p in problems(world)), (words, problems(world))


def test_a_broken_folder_is_no_network(world: Path) -> None:
    with pytest.raises(BadInput, match="no folder"):
        co.load(world / "nodes.csv")
