"""How files are written: beside first, then put in place, so that a reader never meets half a file."""

from __future__ import annotations

import os
import shutil
import tempfile
import time
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

# Number of the process that writes, after this mark, in the name of a file that is being written.
MARK = ".corridors-"
DAY_S = 86_400


@contextmanager
def beside(path: Path) -> Iterator[Path]:
    """A file beside `path` to write to; it takes the place of `path` when all went well, and goes otherwise.

    The new file has the rights of the old one; where `path` is a link, the file that it leads to is replaced. What a
    process that was killed left in the folder is swept away first.

    Parameters
    ----------
    path : Path
        Where the file shall stand; its folder must be there.

    Raises
    ------
    OSError
        The folder cannot be written; it names `path`.
    """
    place = path.resolve() if path.is_symlink() else path
    new: Path | None = None
    try:
        sweep(place.parent)
        handle, name = tempfile.mkstemp(dir=place.parent, prefix=f"{MARK}{os.getpid()}-", suffix=place.suffix)
        os.close(handle)
        new = Path(name)
        yield new
        new.chmod(_mode(place))
        _settle(new)
        new.replace(place)
    except OSError as error:
        _forget(new)
        if error.filename and Path(error.filename).name.startswith(MARK):
            error.filename = str(path)
        raise
    except BaseException:
        _forget(new)
        raise


def check_writable(folder: Path) -> None:
    """Whether a folder, or the nearest above it that is there, can be written, known before any work is done.

    Raises
    ------
    OSError
        It cannot; it names `folder`.
    """
    there = next(p for p in (folder.absolute(), *folder.absolute().parents) if p.exists())
    try:
        tempfile.TemporaryFile(dir=there).close()
    except OSError as error:
        raise OSError(error.errno, error.strerror, str(folder)) from None


@contextmanager
def scratch() -> Iterator[Path]:
    """A folder for as long as it is needed; what a process that was killed left of its own is swept away first."""
    sweep(Path(tempfile.gettempdir()))
    with tempfile.TemporaryDirectory(prefix=f"{MARK}{os.getpid()}-") as place:
        yield Path(place)


@contextmanager
def scratch_of_libraries() -> Iterator[None]:
    """Temporary files of libraries that leave theirs behind when the process is killed go into a `scratch`."""
    with scratch() as place:
        before, tempfile.tempdir = tempfile.tempdir, str(place)
        try:
            yield
        finally:
            tempfile.tempdir = before


def sweep(folder: Path) -> None:
    """Remove what processes that are gone were writing in a folder, files and folders."""
    for left in folder.glob(f"{MARK}*"):
        with suppress(OSError, ValueError):
            if not _at_work(int(left.name.removeprefix(MARK).split("-")[0]), left):
                shutil.rmtree(left) if left.is_dir() and not left.is_symlink() else left.unlink()


def _at_work(process: int, file: Path) -> bool:
    """Whether a process may still write a file; one of another machine has a day for it."""
    if os.name != "posix":  # where signal 0 would end the process
        return time.time() - file.stat().st_mtime < DAY_S
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True


def _mode(place: Path) -> int:
    """Rights of the file that is replaced; of a new one those that the user gives to all new files."""
    if place.exists():
        return place.stat().st_mode & 0o777
    mask = os.umask(0o022)
    os.umask(mask)
    return 0o666 & ~mask


def _settle(new: Path) -> None:
    """On the disk before it has its name, so that a machine that stops leaves the old file or the new one."""
    handle = os.open(new, os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _forget(new: Path | None) -> None:
    if new is not None:
        with suppress(OSError):
            new.unlink(missing_ok=True)
