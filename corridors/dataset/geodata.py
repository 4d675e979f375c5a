"""A geodata folder as read: tables, records, and every problem that was met on the way."""

from __future__ import annotations

import re
from collections import namedtuple
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import shapely
from pyproj import Geod

from corridors.dataset.text import read_text
from corridors.errors import MOST_PROBLEMS, BadInput, Problem
from corridors.schema import ALONG, Folder, Headline

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

WGS84 = Geod(ellps="WGS84")


@dataclass
class Geodata:
    """A geodata folder as read.

    Attributes
    ----------
    tables : dict
        File -> DataFrame of its sound rows, with `line`, the line of the file that a row stands on.
    links : DataFrame
        A row a link of every kind; what a property of one link is not of another is "" there.
    records : dict
        Folder (corridors, measures, scenarios) -> id -> record.
    headline : Headline or None
        What the folder shows first, if it says so.
    named : dict
        File or folder -> all names that stand there, those of rows that could not be read too.
    unread : set
        Files of which nothing could be read: a name that is missing may stand in them, and is not reported.
    elsewhere : dict
        File -> where it really lies: a scenario that was given beside the folder, a Parquet file in its place.
    order : dict
        File of links in Parquet -> all their names, row by row.
    """

    root: Path
    tables: dict[str, pd.DataFrame] = field(default_factory=dict)
    links: pd.DataFrame = field(default_factory=pd.DataFrame)
    records: dict[str, dict[str, Any]] = field(default_factory=dict)
    headline: Headline | None = None
    named: dict[str, set[str]] = field(default_factory=dict)
    unread: set[str] = field(default_factory=set)
    elsewhere: dict[str, Path] = field(default_factory=dict)
    order: dict[str, Any] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    about: Folder = field(default_factory=lambda: Folder.model_validate({"id": "folder", "title": "geodata"}))
    _rows: dict[str, tuple[pd.DataFrame, list[Any]]] = field(default_factory=dict, repr=False)
    _texts: dict[str, str] = field(default_factory=dict, repr=False)  # of files in which lines were looked for

    @property
    def errors(self) -> list[Problem]:
        """The problems that a network cannot be made with."""
        return [p for p in self.problems if p.level == "error"]

    def warn(self, file: str, line: int | None, message: str) -> None:
        """Note something that stops nothing."""
        self.problems.append(Problem(file, line, message, "warning"))

    def bad(self, file: str, line: int | None, message: str, at: str | Sequence[str] = "") -> None:
        """Note a problem; in a file without rows, `at` is a text of its line, or patterns that lead to it in turn."""
        if not line and at and len(self.problems) < MOST_PROBLEMS:  # nobody reads more, and to look takes a while
            line = self._line(file, at)
        self.problems.append(Problem(str(self.elsewhere.get(file, file)), line, message))

    def fail(self, file: str, error: BadInput) -> None:
        """Note a file of which nothing could be read."""
        self.unread.add(file)
        self.bad(file, None, error.args[0])

    def rows(self, file: str, where: Any = None) -> Iterator[Any]:
        """The rows of a table one by one, or only those of a mask, a column an attribute.

        DataFrame.itertuples is slow on columns of text.
        """
        table = self.tables[file]
        if table.empty or (where is not None and not where.any()):
            return iter(())
        if where is not None:
            return iter(_rows_of(table[where]))
        if file not in self._rows or self._rows[file][0] is not table:
            self._rows[file] = table, _rows_of(table)
        return iter(self._rows[file][1])

    def knows(self, file: str, name: str) -> bool:
        """Whether a name stands in a file, or may: nothing of the file could be read."""
        return file in self.unread or name in self.named.get(file, ())

    def _line(self, file: str, at: str | Sequence[str]) -> int | None:
        if file in self.order:
            rows = (self.order[file] == str(at).strip('"')).nonzero()[0]
            return int(rows[0]) + 1 if len(rows) else None
        try:
            path = self.elsewhere.get(file, self.root / file)
            text = self._texts.get(file) or self._texts.setdefault(file, read_text(path))
        except BadInput:
            return None
        place = 0
        for pattern in [re.escape(at)] if isinstance(at, str) else at:
            found = re.compile(pattern, re.MULTILINE).search(text, place)
            if not found:
                return None
            place = found.end()
        return text.count("\n", 0, place) + 1

    @cached_property
    def drawn_km(self) -> dict[str, float]:
        """Length of every line that is drawn."""
        along = self.links[self.links["kind"].isin(ALONG).to_numpy()]
        xy, of = shapely.get_coordinates(along["geometry"].to_numpy(), return_index=True)
        same = of[1:] == of[:-1]
        meters = WGS84.inv(*xy[:-1][same].T, *xy[1:][same].T)[2]
        km = np.bincount(of[1:][same], meters, minlength=len(along)) / 1000
        return dict(zip(along["link"].to_numpy(dtype=object), km.tolist(), strict=True))


def _rows_of(table: pd.DataFrame) -> list[Any]:
    row = namedtuple("row", table.columns, rename=True)  # type: ignore[misc]
    return list(map(row._make, zip(*(table[c].to_numpy().tolist() for c in table), strict=True)))
