"""A process that is killed, a full disk, a folder that cannot be written: nothing lost, half-written or left over."""

from __future__ import annotations

import os
import random
import resource
import shutil
import signal
import subprocess
import sys
import time
from contextlib import suppress
from typing import TYPE_CHECKING

import numpy as np
import pytest
from command_line import command_line
from shapely.geometry import LineString
from tiny_world import make_world

import corridors as co
from corridors.dataset import checks, read
from corridors.exchange.folder_edit import Addition, put
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


@pytest.fixture(scope="module")
def writers(tiny) -> dict[str, Callable[[Path], object]]:
    """What writes a file, made ready so that only the writing is left."""
    flow = co.max_flow(tiny, "line")
    figure, drawn = co.figure(tiny, "line", flow=flow), co.draw(tiny, "line", scenarios=["today"])
    return {
        "map.html": drawn.save,
        "figure.png": lambda path: co.save_figure(figure, path),
        "figure.pdf": lambda path: co.save_figure(figure, path),
        "lines.geojson": lambda path: co.to_file(tiny, path, corridor="line"),
    }


@pytest.mark.parametrize("name", ["map.html", "figure.png", "figure.pdf", "lines.geojson"])
def test_a_file_is_the_old_one_or_the_new_one(writers, name: str, tmp_path: Path) -> None:
    write, root = writers[name], tmp_path / "there"
    root.mkdir()
    path = root / name
    write(path)
    new = path.read_bytes()
    for change in range(40):
        path.write_bytes(OLD)
        killed = killed_before(change, root, lambda: write(path))
        assert path.read_bytes() in (OLD, new)
        if not killed:
            break
    assert 2 <= change < 40
    write(path)
    assert [p.name for p in root.iterdir()] == [name]


@pytest.mark.parametrize("share", [0, 0.1, 0.9])
@pytest.mark.parametrize("name", ["map.html", "figure.png", "figure.pdf", "lines.geojson"])
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
        ("export", "line", "--to", "{}/a.geojson"),
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
        ("export", "line", "--to", str(out / "line.geojson"), "--data", str(world)),
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
