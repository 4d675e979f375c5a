"""Files that are written: whole or not at all, with the rights and links of the old one, nothing left over."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
from contextlib import suppress
from typing import TYPE_CHECKING

import pytest

from corridors.atomic_write import MARK, beside

if TYPE_CHECKING:
    from pathlib import Path


def write(path: Path, text: str) -> None:
    with beside(path) as new:
        new.write_text(text, encoding="utf-8")


def test_rights_stay(tmp_path: Path) -> None:
    path = tmp_path / "map.html"
    before = os.umask(0o027)
    try:
        write(path, "new")
        assert path.stat().st_mode & 0o777 == 0o640
    finally:
        os.umask(before)
    path.chmod(0o600)
    write(path, "newer")
    assert (path.stat().st_mode & 0o777, path.read_text()) == (0o600, "newer")


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "shared").mkdir()
    shared, link = tmp_path / "shared/map.html", tmp_path / "map.html"
    shared.write_text("old")
    link.symlink_to(shared)
    write(link, "new")
    assert link.is_symlink()
    assert shared.read_text() == "new"


def test_what_a_killed_process_left_is_swept(tmp_path: Path) -> None:
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    left, folder = tmp_path / f"{MARK}{gone.pid}-x.html", tmp_path / f"{MARK}{gone.pid}-new"
    left.write_text("half")
    (folder / "links").mkdir(parents=True)
    others = {tmp_path / f"{MARK}{os.getpid()}-y.html", tmp_path / f"{MARK}mine.txt", tmp_path / ".html"}
    for other in others:
        other.write_text("of somebody else")
    write(tmp_path / "map.html", "whole")
    assert set(tmp_path.iterdir()) == {*others, tmp_path / "map.html"}


def test_a_mistake_leaves_the_old_file(tmp_path: Path) -> None:
    path = tmp_path / "map.html"
    path.write_text("old")
    with suppress(KeyError), beside(path) as new:
        new.write_text("half")
        raise KeyError
    assert [p.name for p in tmp_path.iterdir()] == ["map.html"]
    assert path.read_text() == "old"


def test_a_full_disk_leaves_the_old_file_and_names_it(tmp_path: Path) -> None:
    path = tmp_path / "map.html"
    path.write_text("old")
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (10_000, before[1]))
    try:
        with pytest.raises(OSError, match=r"File too large|EFBIG"):
            write(path, "x" * 100_000)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert [p.name for p in tmp_path.iterdir()] == ["map.html"]
    assert path.read_text() == "old"
    with pytest.raises(OSError, match="No such file") as failed:
        write(tmp_path / "nowhere/map.html", "x")
    assert failed.value.filename == str(tmp_path / "nowhere/map.html")
