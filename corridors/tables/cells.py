"""What a cell of a table may hold: a pattern for each type of column, and the words for a cell that does not."""

from __future__ import annotations

import math
import re
from typing import Any

import numpy as np
import pandas as pd

from corridors.shapes import KINDS
from corridors.tables.text import Fault

# Control characters steer terminals and hide in pages; only the line break within a quoted text is let through.
TEXT = r"[^\x00-\x09\x0b-\x1f\x7f]{1,20000}"
ID = r"[a-z0-9][a-z0-9_.-]{0,79}"
PATTERNS = {
    k: re.compile(v)
    for k, v in {
        "number": r"[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?",
        "grade": "[ABCD]",
        "role": "used|rival",
        "watch": "traffic|target|statement|forecast",
        "text": TEXT,
        "id": ID,
        "link": rf"({'|'.join(KINDS)})/[a-z0-9][a-z0-9-]{{0,119}}",
        "source": rf"{ID}(;{ID})*",
    }.items()
}
WORDS = {
    "number": "is no finite number; write it like 1234.5",
    "grade": "is not one of A, B, C, D",
    "role": "is not one of used, rival",
    "watch": "is not one of traffic, target, statement, forecast",
    "text": "is longer than 20,000 letters or holds control characters",
    "id": "is no name; use a-z, 0-9, '-', '_' and '.'",
    "link": f"is no name of a link; it begins with {', '.join(k + '/' for k in KINDS)} and goes on in a-z, 0-9 and '-'",
    "source": "is no name of a source; two are joined by ';'",
}


def checked(columns: dict[str, list[str]], lines: list[int], types: dict[str, str]) -> tuple[pd.DataFrame, list[Fault]]:
    """The rows that keep to the types of their columns, numbers as numbers; and what is wrong with the others.

    Parameters
    ----------
    columns, lines
        As `text.sheet` gives them.
    types : dict
        Column -> a type of PATTERNS, with "?" where a cell may be empty.

    Returns
    -------
    DataFrame
        All columns, and `line`.
    list of (line, message)
    """
    faults: list[Fault] = []
    left_out: set[int] = set()
    for column, told in types.items():
        type_, cells = told.rstrip("?"), columns[column]
        wrong = {value for value in set(cells) if not _fits(value, told)}
        for i in (i for i, value in enumerate(cells) if value in wrong) if wrong else ():
            said = f"= {short(cells[i])} {WORDS[type_]}" if cells[i] else "is empty"
            faults.append((lines[i], f"{column!r} {said}"))
            left_out.add(i)
    kept = [i for i in range(len(lines)) if i not in left_out]
    table: dict[str, Any] = {}
    for column, cells in columns.items():
        if types.get(column, "").startswith("number"):
            table[column] = np.array([float(cells[i] or "nan") for i in kept], dtype=float)
        else:
            table[column] = pd.array([cells[i] for i in kept], dtype="str")
    return pd.DataFrame({**table, "line": np.array([lines[i] for i in kept], dtype=int)}), faults


def _fits(value: str, type_: str) -> bool:
    if value == "":
        return type_.endswith("?")
    if not PATTERNS[type_.rstrip("?")].fullmatch(value):
        return False
    return not type_.startswith("number") or math.isfinite(float(value))


def short(value: object) -> str:
    """A value as it may stand in a message: quoted, and cut where it is long."""
    text = repr(value)
    return text if len(text) <= 62 else f"{text[:60]}…"


def clean(value: object) -> bool:
    """Whether a text of a GeoJSON property may be shown."""
    return isinstance(value, (int, float)) or (
        isinstance(value, str) and (not value or PATTERNS["text"].fullmatch(value) is not None)
    )
