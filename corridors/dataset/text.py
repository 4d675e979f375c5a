"""Files as text: guarded, decoded, and CSV rows with the lines they stand on."""

from __future__ import annotations

import csv
import io
from collections import Counter
from typing import TYPE_CHECKING

import pandas as pd

from corridors.dataset.cells import Fault, clean, short
from corridors.errors import BadInput

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
            raise BadInput("this is no file" if path.exists() else "the file is missing")
        most = most or MAX_BYTES
        if path.stat().st_size > most:
            raise BadInput(f"larger than {most // 1024**2} MiB; make it a Parquet file, split it or simplify it")
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise BadInput(f"not UTF-8 (byte {error.start}); save it as UTF-8") from None
    except OSError as error:
        raise BadInput(f"it cannot be read: {error.strerror}") from None


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
                what = f"{len(cells)} cells under {len(header)} columns"
                faults.append((line, f"{what}; quote a text that holds a comma"))
            else:
                rows.append(cells[: len(header)])
                lines.append(line)
            line = reader.line_num + 1
    except csv.Error as error:
        faults.append((reader.line_num, f"not CSV from here on: {error}"))
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
        raise BadInput("the file is empty; its first line names the columns")
    if len(names) > MAX_COLUMNS:
        raise BadInput(f"{len(names):,} columns; at most {MAX_COLUMNS} are read")
    if bad := next((c for c in names if not clean(c)), ""):
        raise BadInput(f"column {short(bad)} of the header holds control characters")
    if "" in names:
        raise BadInput(f"column {names.index('') + 1} of the header has no name; give it one, or delete the column")
    if twice := sorted(c for c, n in Counter(names).items() if n > 1):
        more = f" and {len(twice) - FEW} more" if len(twice) > FEW else ""
        raise BadInput(f"column {', '.join(t[:60] for t in twice[:FEW])}{more} stands twice in the header")
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
        raise BadInput(f"{path.name}: {error}") from None
    for line, message in faults:
        raise BadInput(f"{path.name}:{line}: {message}")
    return pd.DataFrame(columns, dtype=str)
