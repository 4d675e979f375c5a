"""A full disk, as each library that writes files reports it, in one plain sentence."""

from __future__ import annotations

import sqlite3
from contextlib import contextmanager
from typing import TYPE_CHECKING

from corridors.errors import BadInput
from corridors.wording.sentences import sentence

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

MOST = 80  # letters of what a library says, whose end tells the reason


@contextmanager
def named(path: Path) -> Iterator[None]:
    """Name the file that could not be written.

    Raises
    ------
    BadInput
        GDAL (RuntimeError), SQLite or lxml could not write.
    """
    try:
        yield
    except (RuntimeError, sqlite3.Error, _of_lxml()) as error:
        why = " ".join(str(error).split())[-MOST:]
        raise BadInput(sentence("{path} could not be written; is the disk full? ({why})", path=path, why=why)) from None


def _of_lxml() -> type[Exception]:
    """What openpyxl lets through where it writes with lxml."""
    try:
        from lxml.etree import LxmlError
    except ImportError:
        return OSError
    return LxmlError
