"""Files as text: guarded, decoded, and CSV rows with the lines they stand on."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

import pandas as pd

from corridors.errors import BadInput

if TYPE_CHECKING:
    from pathlib import Path

MAX_BYTES = 64 * 1024 * 1024
# Where in a file, and what is wrong there.
Fault = tuple[int | None, str]


def read_text(path: Path, most: int = MAX_BYTES) -> str:
    """The whole of a file of at most so many bytes; a byte-order mark, which some editors write, is passed over.

    Raises
    ------
    BadInput
        The file is missing, too large, or not UTF-8.
    """
    try:
        if not path.is_file():
            raise BadInput("this is no file" if path.exists() else "the file is missing")
        if path.stat().st_size > most:
            raise BadInput(f"larger than {most // 1024**2} MiB; split or simplify it")
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise BadInput(f"not UTF-8 (byte {error.start}); save it as UTF-8") from None
    except OSError as error:
        raise BadInput(f"it cannot be read: {error.strerror}") from None


def sheet(path: Path, most: int = MAX_BYTES) -> tuple[dict[str, list[str]], list[int], list[Fault]]:
    """A CSV file column by column, the line that each row stands on, and the rows that cannot be read.

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
        header = next(reader, [])
        if not header:
            raise BadInput("the file is empty; its first line names the columns")
        if twice := {c for c in header if header.count(c) > 1}:
            raise BadInput(f"column {', '.join(sorted(twice))} stands twice in the header")
        line = reader.line_num + 1
        for cells in reader:
            if len(cells) == len(header):
                rows.append(cells)
                lines.append(line)
            elif cells:  # a blank line is no row
                faults.append(
                    (line, f"{len(cells)} cells under {len(header)} columns; quote a text that holds a comma")
                )
            line = reader.line_num + 1
    except csv.Error as error:
        faults.append((reader.line_num, f"not CSV from here on: {error}"))
    columns = zip(*rows, strict=True) if rows else [()] * len(header)
    return {c: list(cells) for c, cells in zip(header, columns, strict=True)}, lines, faults


def read_csv(path: Path, most: int = MAX_BYTES) -> pd.DataFrame:
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
