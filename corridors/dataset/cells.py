"""What a cell of a table may hold: a pattern for each type of column, and the words for a cell that does not."""

from __future__ import annotations

import math
import re
import unicodedata
from typing import Any

import numpy as np
import pandas as pd

from corridors.schema import COUNTRY, KEY, KINDS, NODE_KINDS
from corridors.wording.sentences import sentence

# Where in a file, and what is wrong there.
Fault = tuple[int | None, str]
# Control characters steer terminals and hide in pages; only the line break within a quoted text is let through.
# So do marks that turn the direction of reading, and halves of characters, which cannot be written to a file.
TEXT = r"[^\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]{1,20000}"
# Words of which a cell has one.
LISTS: dict[str, tuple[str, ...]] = {
    "role": ("used", "rival"),
    "watch": ("traffic", "target", "statement", "forecast"),
    "count_unit": ("Mt", "trucks/day", "veh/day"),
    "how_counted": ("counted", "inferred"),
    "asked": ("count", "flow", "growth", "posts", "none"),
    "node_kind": NODE_KINDS,
    "kind": KINDS,
    "mode": ("rail", "road"),
    "direction": ("inbound", "outbound", "both"),
    "crossing": ("yes", "likely", "no"),
    "whole": ("yes",),
    "case_kind": ("formula", "real"),
    "case_class": ("P", "C", "P+C"),
    "followed": ("yes", "no"),
    "consulted": ("yes", "partly", "no"),
}
ID = r"[a-z0-9][a-z0-9_.-]{0,79}"
OF = "|".join((*KINDS, "network"))  # what a formula is for
PATTERNS = {
    k: re.compile(v)
    for k, v in {
        "number": r"[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?",
        "year": r"[12][0-9]{3}(\.0)?",  # a column of Parquet that has gaps holds 2025.0
        "grade": "[ABCD]",
        **{name: "|".join(map(re.escape, words)) for name, words in LISTS.items()},
        "country": COUNTRY,
        "key": KEY,
        "text": TEXT,
        "id": ID,
        "link": rf"({'|'.join(KINDS)})/[a-z0-9][a-z0-9-]{{0,119}}",
        "kinds": rf"({OF})(;({OF}))*",
        "source": rf"{ID}(;{ID})*",
        "tolerance": r"exact|information|([0-9]+\.?[0-9]*|\.[0-9]+)(e-?[0-9]{1,2})?( relative|%)?",
    }.items()
}
WORDS = {
    "number": sentence("is no finite number; write it like 1234.5"),
    "year": sentence("is no year; write it like 2025"),
    "grade": sentence("is not one of A, B, C, D"),
    **{name: sentence("is not one of {words}", words=", ".join(words)) for name, words in LISTS.items()},
    "country": sentence("is no country; write two capital letters, as in KZ, or KZ-RU where a border is crossed"),
    "key": sentence("is no key; use Latin letters, digits and signs, up to 200, without spaces at the ends"),
    "text": sentence("is longer than 20,000 letters or holds control characters"),
    "id": sentence("is no name; use a-z, 0-9, '-', '_' and '.'"),
    "link": sentence(
        "is no name of a link; it begins with {kinds} and goes on in a-z, 0-9 and '-'",
        kinds=", ".join(k + "/" for k in KINDS),
    ),
    "kinds": sentence("is not one of {kinds}, or several joined by ';'", kinds=", ".join((*KINDS, "network"))),
    "source": sentence("is no name of a source; two are joined by ';'"),
    "tolerance": sentence("is not 'exact', 'information', a number, or a share like '1%' or '0.01 relative'"),
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
    sound = all(fits(value, type_) for column, type_ in types.items() for value in set(columns[column]))
    wrong = [] if sound else _misfits(columns, types)
    faults: list[Fault] = []
    for i, column in wrong:
        cell = columns[column][i]
        problem = misfit(cell, types[column]) if cell else sentence("is empty")
        faults.append((lines[i], sentence("{column!r} {problem}", column=column, problem=problem)))
    left_out = {i for i, _ in wrong}
    kept = [i for i in range(len(lines)) if i not in left_out]
    table: dict[str, Any] = {}
    for column, cells in columns.items():
        if types.get(column, "").startswith("number"):
            table[column] = np.array([float(cells[i] or "nan") for i in kept], dtype=float)
        else:
            table[column] = pd.array([cells[i] for i in kept], dtype="str")
    return pd.DataFrame({**table, "line": np.array([lines[i] for i in kept], dtype=int)}), faults


def misfit(cell: object, type_: str) -> str:
    """What is wrong with a cell that does not keep to its type."""
    rule = WORDS[type_.rstrip("?")]
    return sentence("= {value} {rule}{foreign}", value=short(cell), rule=rule, foreign=foreign(cell))


def _misfits(columns: dict[str, list[str]], types: dict[str, str]) -> list[tuple[int, str]]:
    """Row and column of every cell that does not keep to its type, row by row."""
    cells = ((i, column, type_) for column, type_ in types.items() for i in range(len(columns[column])))
    return sorted((i, column) for i, column, type_ in cells if not fits(columns[column][i], type_))


def fits(value: str, type_: str) -> bool:
    """Whether a cell keeps to a type of PATTERNS."""
    if value == "":
        return type_.endswith("?")
    if not PATTERNS[type_.rstrip("?")].fullmatch(value):
        return False
    return not type_.startswith("number") or math.isfinite(float(value))


def short(value: object) -> str:
    """A value as it may stand in a message: quoted, and cut where it is long."""
    text = repr(value)
    return text if len(text) <= 62 else f"{text[:60]}…"


def foreign(key: object) -> str:
    """Words for the first letter of a key that is not Latin: it may look as if it were.

    >>> foreign("r\u0430il/a-b"), foreign("rail/a-b")
    ("; letter 2, 'а', is CYRILLIC SMALL LETTER A", '')
    """
    for i, letter in enumerate(str(key), 1):
        if letter.isalpha() and not letter.isascii():
            return sentence(
                "; letter {i}, {letter!r}, is {unicode}",
                i=i,
                letter=letter,
                unicode=unicodedata.name(letter, "unknown"),
            )
    return ""


def clean(value: object) -> bool:
    """Whether a text of a GeoJSON property may be shown."""
    if isinstance(value, str):
        return not value or PATTERNS["text"].fullmatch(value) is not None
    return isinstance(value, int) or (isinstance(value, float) and math.isfinite(value))
