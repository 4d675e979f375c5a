"""A process that is killed, a full disk, a folder that cannot be written: nothing lost, half-written or left over."""

from __future__ import annotations

import io
import os
import random
import resource
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
import zipfile
from contextlib import closing, suppress
from typing import TYPE_CHECKING

import numpy as np
import pytest
from command_line import command_line
from osm_maps import steppe
from shapely.geometry import LineString
from tiny_world import make_world

import corridors as co
from corridors.dataset import checks, read
from corridors.exchange.addition import Addition
from corridors.exchange.folder_edit import put
from corridors.exchange.survey import Wish, read_extracts, survey_line
from corridors.uncertainty import cache

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

# What changes a disk; a process is killed before each in turn.
CHANGES = (
    "os.rename",
    "os.remove",
    "os.mkdir",
    "os.rmdir",
    "os.chmod",
    "shutil.copyfile",
    "shutil.rmtree",
    "tempfile.mkstemp",
)
KILLED = 9
OLD = b"as it was"
LINE = Addition(
    links=[
        {
            "link": "rail/north-town", "name_en": "North to Town", "from_node": "north", "to_node": "town",
            "country": "KZ", "source": "survey-1", "geometry": LineString([(62, 50.5), (61, 51)]),
        }
    ],
    facts=[
        {"link": "rail/north-town", "attribute": "tracks", "value": 1, "unit": "1", "grade": "B", "source": "survey-1"}
    ],
)  # fmt: skip


def killed_before(change: int, root: Path, work: Callable[[], object]) -> bool:
    """Do the work in a process that is killed before its nth change of what is under `root`; whether it was."""
    process = os.fork()
    if process:
        return os.waitstatus_to_exitcode(os.waitpid(process, 0)[1]) == KILLED
    count = 0

    def watch(event: str, args: tuple[object, ...]) -> None:
        nonlocal count
        writes = event == "open" and isinstance(args[2], int) and args[2] & (os.O_WRONLY | os.O_RDWR)
        if (writes or event in CHANGES) and str(root) in str(args):
            if count == change:
                os._exit(KILLED)
            count += 1

    signal.alarm(60)
    sys.addaudithook(watch)
    with suppress(BaseException):
        work()
        os._exit(0)
    os._exit(1)


def whole(root: Path) -> dict[str, bytes]:
    files = (p for p in root.rglob("*") if p.is_file() and "backups" not in p.parts and not p.name.startswith("."))
    return {str(p.relative_to(root)): p.read_bytes() for p in files}


def test_a_folder_is_as_it_was_or_changed_whole(tmp_path: Path) -> None:
    pristine, root = make_world(tmp_path), tmp_path / "root"
    before = whole(pristine)
    shutil.copytree(pristine, root)
    put(root, LINE)
    after = whole(root)
    assert after != before
    seen = set()
    for change in range(200):
        shutil.rmtree(root)
        shutil.copytree(pristine, root)
        killed = killed_before(change, root, lambda: put(root, LINE))
        data = read(root)
        checks.check(data)
        assert data.errors == []
        assert whole(root) in (before, after), change
        seen.add(whole(root) == after)
        put(root, LINE) if whole(root) == before else None
        assert whole(root) == after
        assert not list(root.rglob(".*")), change
        if not killed:
            break
    assert seen == {True, False}
    assert change > 10


def test_bringing_back_may_be_killed_too(tmp_path: Path) -> None:
    pristine, root = make_world(tmp_path), tmp_path / "root"
    before = whole(pristine)
    for change in range(100):
        shutil.rmtree(root, ignore_errors=True)
        shutil.copytree(pristine, root)
        done = put(root, LINE)
        assert done.backup
        done.backup.rename(done.backup.with_name(f"{done.backup.name}.unfinished"))
        killed = killed_before(change, root, lambda: read(root))
        read(root)
        assert whole(root) == before, change
        if not killed:
            break
    assert change > 2


EXPORTS = ("gpkg", "parquet", "fgb", "geojson", "kml", "shp.zip", "gmns.zip", "csv.zip", "xlsx")
BRIEFS = ("docx", "pdf", "html", "md")
WRITTEN = ("map.html", "figure.png", "figure.pdf", *(f"lines.{e}" for e in EXPORTS), *(f"brief.{e}" for e in BRIEFS))


@pytest.fixture(scope="module")
def writers(tiny) -> dict[str, Callable[[Path], object]]:
    """What writes a file, made ready so that only the writing is left."""
    flow = co.max_flow(tiny, "line")
    figure, drawn = co.figure(tiny, "line", flow=flow), co.draw(tiny, "line", scenarios=["today"])
    brief = co.brief(tiny, "line", draws=50, cached=False)
    return {
        "map.html": drawn.save,
        "figure.png": lambda path: co.save_figure(figure, path),
        "figure.pdf": lambda path: co.save_figure(figure, path),
        **{f"lines.{e}": lambda path: co.to_file(tiny, path, corridor="line") for e in EXPORTS},
        **{f"brief.{e}": brief.save for e in BRIEFS},
    }


def is_whole(path: Path, new: bytes) -> bool:
    """Whether a file is a new one from its first byte to its last; some hold the time at which they were written."""
    if path.suffix == ".gpkg":
        with closing(sqlite3.connect(path)) as base:
            return base.execute("PRAGMA integrity_check").fetchone() == ("ok",) and path.stat().st_size == len(new)
    if path.suffix in (".xlsx", ".docx"):
        with zipfile.ZipFile(path) as packed, zipfile.ZipFile(io.BytesIO(new)) as other:
            return packed.testzip() is None and packed.namelist() == other.namelist()
    return path.read_bytes() == new


@pytest.mark.parametrize("name", WRITTEN)
def test_a_file_is_the_old_one_or_the_new_one(writers, name: str, tmp_path: Path) -> None:
    write, root = writers[name], tmp_path / "there"
    root.mkdir()
    path = root / name
    write(path)
    new, seen = path.read_bytes(), set()
    for change in range(40):
        path.write_bytes(OLD)
        killed = killed_before(change, root, lambda: write(path))
        seen.add(path.read_bytes() == OLD)
        assert path.read_bytes() == OLD or is_whole(path, new), change
        if not killed:
            break
    assert 2 <= change < 40
    assert seen == {True, False}
    write(path)
    assert [p.name for p in root.iterdir()] == [name]


def test_a_workbook_leaves_nothing_in_the_folder_of_temporary_files(writers, tmp_path: Path, monkeypatch) -> None:
    """Its library has a file there for every sheet, and removes it only when the process ends by itself."""
    tries, left = tmp_path / "tries", 0
    tries.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(tries))
    write = writers["lines.xlsx"]
    for change in range(60):
        killed = killed_before(change, tmp_path, lambda: write(tmp_path / "lines.xlsx"))
        left += bool(list(tries.iterdir()))
        assert all(p.name.startswith(".corridors-") for p in tries.iterdir()), change
        if not killed:
            break
    write(tmp_path / "lines.xlsx")
    assert left
    assert list(tries.iterdir()) == []
    assert 4 < change < 59


@pytest.mark.parametrize("share", [0, 0.1, 0.9])
@pytest.mark.parametrize("name", WRITTEN)
def test_a_full_disk(writers, name: str, share: float, tmp_path: Path) -> None:
    path = tmp_path / name
    writers[name](path)
    room = int(share * path.stat().st_size)
    path.write_bytes(OLD)
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (room, before[1]))
    try:
        with pytest.raises((OSError, co.CorridorsError)):
            writers[name](path)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert [p.name for p in tmp_path.iterdir()] == [name]
    assert path.read_bytes() == OLD


def test_a_survey_is_put_in_whole_or_not_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The folder, the small file that is kept beside an extract, and the folders in which a change is tried out."""
    tries = tmp_path / "tries"
    tries.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(tries))
    place, wish = tmp_path / "place", Wish("West", "East", "rail", "west-east")
    place.mkdir()
    pbf = steppe().pbf(tmp_path / "steppe.osm.pbf")
    pristine = co.new(tmp_path / "own", countries=["KZ"])

    def survey() -> object:
        return survey_line(place / "own", wish, lambda mode, _: read_extracts([place / "steppe.osm.pbf"], mode))

    def afresh() -> None:
        shutil.rmtree(place)
        shutil.copytree(pristine, place / "own")
        shutil.copyfile(pbf, place / "steppe.osm.pbf")

    afresh()
    before = whole(place / "own")
    survey()
    after, seen, left = whole(place / "own"), set(), 0
    for change in range(0, 400, 4):
        afresh()
        killed = killed_before(change, tmp_path, survey)
        read(place / "own")
        seen.add(whole(place / "own") == after)
        assert whole(place / "own") in (before, after), change
        left += bool(list(tries.iterdir()))
        if whole(place / "own") == before:
            survey()
            assert list(tries.iterdir()) == [], change
            assert not list(place.glob(".*"))
        assert whole(place / "own") == after
        if not killed:
            break
    assert seen == {True, False}
    assert left
    assert 20 < change < 396


def test_a_full_disk_and_a_folder(tmp_path: Path) -> None:
    root = make_world(tmp_path)
    before = whole(root)
    for room in (0, 50, 400, 1500, 4000):
        limit = resource.getrlimit(resource.RLIMIT_FSIZE)
        resource.setrlimit(resource.RLIMIT_FSIZE, (room, limit[1]))
        try:
            with suppress(OSError, co.CorridorsError):
                put(root, LINE)
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, limit)
        read(root)
        if whole(root) != before:
            break
        assert not list(root.rglob(".*"))
    assert put(root, Addition()).files == ()


def test_new_is_there_whole_or_not_at_all(tmp_path: Path) -> None:
    root = tmp_path / "there"
    root.mkdir()
    made = whole(co.new(tmp_path / "made", title="own"))
    for change in range(60):
        killed = killed_before(change, root, lambda: co.new(root / "own", title="own"))
        assert not (root / "own").exists() or whole(root / "own") == made
        if not killed:
            break
        shutil.rmtree(root / "own", ignore_errors=True)
    assert 8 < change < 60
    assert [p.name for p in root.iterdir()] == ["own"]


def test_what_is_kept_of_draws(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    arrays = {"draws": np.arange(1000.0)}
    for change in range(20):
        killed = killed_before(change, tmp_path, lambda: cache.keep("abc", arrays))
        found = cache.kept("abc")
        assert found is None or (found["draws"] == arrays["draws"]).all()
        if not killed:
            break
    assert found is not None
    assert [p.name for p in tmp_path.rglob("*") if p.is_file()] == ["abc.npz"]


@pytest.mark.parametrize(
    "args",
    [
        ("map", "line", "-s", "today", "--output", "{}"), ("map", "line", "-s", "today", "--output", "{}/deeper"),
        ("figure", "line", "--to", "{}/a.png"), ("tcd", "line", "--to", "{}/a.png"), ("new", "{}/own"),
        *(("export", "line", "--to", f"{{}}/a.{e}") for e in EXPORTS), ("brief", "line", "--to", "{}/a.docx"),
    ],
    ids=lambda a: a[0],
)  # fmt: skip
def test_a_folder_that_cannot_be_written(args: tuple[str, ...], world: Path) -> None:
    """Nobody may write in /proc, not even the one who may do everything else."""
    data = () if args[0] == "new" else ("--data", str(world))
    done = command_line(*(a.format("/proc/self") for a in args), *data)
    assert done.returncode == 2
    assert "/proc/self" in done.stderr
    assert len(done.stderr.splitlines()) == 1


@pytest.mark.nightly
@pytest.mark.parametrize("seed", range(40))
def test_killed_at_any_moment(seed: int, world: Path, tmp_path: Path) -> None:
    """The whole program, from its start on."""
    dice, out = random.Random(seed), tmp_path / "out"
    out.mkdir()
    verbs = (
        ("map", "line", "-s", "today", "--output", str(out), "--data", str(world)),
        ("figure", "line", "--to", str(out / "line.png"), "--data", str(world)),
        *(("export", "line", "--to", str(out / f"line.{e}"), "--data", str(world)) for e in EXPORTS),
        *(("brief", "line", "--to", str(out / f"line.{e}"), "--data", str(world)) for e in BRIEFS),
        ("ensemble", "line", "--draws", "500", "--data", str(world)),
        ("new", str(out / "own")),
    )
    verb = [sys.executable, "-m", "corridors", *dice.choice(verbs)]
    environment = {**os.environ, "XDG_CACHE_HOME": str(tmp_path / "cache")}
    before = whole(world)
    with subprocess.Popen(verb, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as started:
        time.sleep(dice.uniform(0, 6))
        started.kill()
    assert whole(world) == before
    for made in out.iterdir():
        assert made.name.startswith(".") or made.is_dir() or made.stat().st_size > 1000
    if not (out / "own").exists():
        assert subprocess.run(verb, env=environment, capture_output=True, check=False).returncode == 0
    assert not list(out.rglob(".*"))
