"""Files as text: guarded, decoded, and CSV rows with the lines they stand on."""

from __future__ import annotations

import csv
import io
from collections import Counter
from typing import TYPE_CHECKING

import pandas as pd

from corridors.dataset.cells import Fault, clean, short
from corridors.errors import BadInput
from corridors.wording.sentences import Written, sentence

if TYPE_CHECKING:
    from pathlib import Path

MAX_BYTES = 64 * 1024 * 1024
MAX_COLUMNS = 500
FEW = 5  # columns that one message names


def read_text(path: Path, most: int | None = None) -> str:
    """The whole of a file; a byte-order mark, which some editors write, is passed over.

    Parameters
    ----------
    path : Path
        A plain file, or a link to one: no folder, pipe or device.
    most : int
        Bytes that it may have, 64 MiB by default.

    Raises
    ------
    BadInput
        The file is missing, too large, or not UTF-8.
    """
    try:
        if not path.is_file():
            raise BadInput(sentence("this is no file") if path.exists() else sentence("the file is missing"))
        most = most or MAX_BYTES
        if path.stat().st_size > most:
            raise BadInput(
                sentence("larger than {mib} MiB; make it a Parquet file, split it or simplify it", mib=most // 1024**2)
            )
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise BadInput(sentence("not UTF-8 (byte {place}); save it as UTF-8", place=error.start)) from None
    except OSError as error:
        raise BadInput(sentence("it cannot be read: {reason}", reason=error.strerror)) from None


def sheet(path: Path, most: int | None = None) -> tuple[dict[str, list[str]], list[int], list[Fault]]:
    """A CSV file column by column, the line that each row stands on, and the rows that cannot be read.

    What a spreadsheet pads a sheet with is no data: blanks around a cell, blank rows, nameless columns of blanks.

    Raises
    ------
    BadInput
        Nothing of the file can be read, or its header is wrong.
    """
    reader = csv.reader(io.StringIO(read_text(path, most), newline=""), strict=True)
    rows: list[list[str]] = []
    lines: list[int] = []
    faults: list[Fault] = []
    header: list[str] = []
    try:
        header = _header(next(reader, []))
        line = reader.line_num + 1
        for raw in reader:
            cells = [c.strip() for c in raw]
            beyond = next((c for c in cells[len(header) :] if c), None)
            if not any(cells):
                pass
            elif beyond is not None or len(cells) < len(header):
                what = sentence("{count} cells under {columns} columns", count=len(cells), columns=len(header))
                faults.append((line, sentence("{what}; quote a text that holds a comma", what=what)))
            else:
                rows.append(cells[: len(header)])
                lines.append(line)
            line = reader.line_num + 1
    except csv.Error as error:
        faults.append((reader.line_num, sentence("not CSV from here on: {reason}", reason=str(error))))
    columns = zip(*rows, strict=True) if rows else [()] * len(header)
    return {c: list(cells) for c, cells in zip(header, columns, strict=True)}, lines, faults


def _header(cells: list[str]) -> list[str]:
    """Names of the columns, without the nameless ones at the end.

    Raises
    ------
    BadInput
        There is none, one stands twice, one in between has no name, or there are too many.
    """
    names = [c.strip() for c in cells]
    while names and not names[-1]:
        names.pop()
    if not names:
        raise BadInput(sentence("the file is empty; its first line names the columns"))
    if len(names) > MAX_COLUMNS:
        raise BadInput(sentence("{count:,} columns; at most {most} are read", count=len(names), most=MAX_COLUMNS))
    if bad := next((c for c in names if not clean(c)), ""):
        raise BadInput(sentence("column {name} of the header holds control characters", name=short(bad)))
    if "" in names:
        raise BadInput(
            sentence(
                "column {number} of the header has no name; give it one, or delete the column",
                number=names.index("") + 1,
            )
        )
    if twice := sorted(c for c, n in Counter(names).items() if n > 1):
        more = sentence(" and {count} more", count=len(twice) - FEW) if len(twice) > FEW else ""
        raise BadInput(
            sentence(
                "column {columns}{more} stands twice in the header",
                columns=Written(", ".join(t[:60] for t in twice[:FEW])),
                more=more,
            )
        )
    return names


def read_csv(path: Path, most: int | None = None) -> pd.DataFrame:
    """One CSV file as text columns, empty cells as empty strings.

    Raises
    ------
    BadInput
        The file is missing, too large, not UTF-8, or no CSV.
    """
    try:
        columns, _, faults = sheet(path, most)
    except BadInput as error:
        raise BadInput(sentence("{file}: {problem}", file=path.name, problem=error.args[0])) from None
    for line, message in faults:
        raise BadInput(sentence("{file}:{line}: {message}", file=path.name, line=line, message=message))
    return pd.DataFrame(columns, dtype=str)
