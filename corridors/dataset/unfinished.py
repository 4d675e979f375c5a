"""A change of a folder that was broken off, as by a machine that stopped: undone before anybody reads the folder."""

from __future__ import annotations

import os
import shutil
from contextlib import contextmanager
from typing import TYPE_CHECKING

from corridors.atomic_write import beside

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

BACKUPS = "backups"
UNFINISHED = ".unfinished"
# Written when all copies are there: without it no file of the folder was touched yet.
LIST = "files.txt"
OLD, NEW = "=", "+"


def begin(root: Path, backup: Path, names: Iterable[str]) -> Path:
    """Copy what is about to be changed; from here on `undo` can bring it back.

    Returns
    -------
    Path
        The folder of copies; it becomes `backup` when the change is done.
    """
    copies = backup.with_name(backup.name + UNFINISHED)
    copies.mkdir(parents=True)
    marks = []
    for name in names:
        stands = (root / name).exists()
        marks.append(f"{OLD if stands else NEW} {name}")
        if stands:
            (copies / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(root / name, copies / name)
    with beside(copies / LIST) as new:
        new.write_text("\n".join(marks) + "\n", encoding="utf-8")
    return copies


def undo(root: Path) -> None:
    """Bring back what stood before changes that were broken off; who calls it has locked the folder.

    Raises
    ------
    OSError
        The folder cannot be written.
    """
    for copies in sorted((root / BACKUPS).glob(f"*{UNFINISHED}")):
        listed = copies / LIST
        for mark in listed.read_text(encoding="utf-8").splitlines() if listed.is_file() else ():
            kind, name = mark[:1], mark[2:]
            if kind == OLD and (copies / name).is_file():
                _put_back(copies / name, root / name)
            elif kind == NEW:
                (root / name).unlink(missing_ok=True)
        listed.unlink(missing_ok=True)
        shutil.rmtree(copies)


def _put_back(copy: Path, path: Path) -> None:
    """Moved where it can be, which needs no room on a full disk."""
    try:
        copy.replace(path.resolve() if path.is_symlink() else path)
    except OSError:
        with beside(path) as new:
            shutil.copy2(copy, new)


def undo_if_left(root: Path) -> None:
    """Undo a change that was broken off; one that somebody is at work on is waited for.

    Raises
    ------
    OSError
        There is one, and the folder cannot be written.
    """
    if any((root / BACKUPS).glob(f"*{UNFINISHED}")):
        with locked(root) as alone:
            if alone:
                undo(root)


@contextmanager
def locked(root: Path) -> Iterator[bool]:
    """One change at a time: the folder itself is locked, where the system can, and no file is left behind.

    Yields
    ------
    bool
        Whether the system can.
    """
    try:
        import fcntl
    except ImportError:  # Windows has no such lock
        yield False
        return
    handle = os.open(root, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield True
    finally:
        os.close(handle)
