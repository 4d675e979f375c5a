"""Tables of a folder that no fact depends on, as they are asked for: numbers as numbers, names in every language."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from corridors import dataset
from corridors.errors import UnknownName
from corridors.schema import TABLES

if TYPE_CHECKING:
    from pathlib import Path


def other_table(root: Path, name: str) -> pd.DataFrame:
    """A table of a folder, or the package's where a folder may go without.

    Raises
    ------
    UnknownName
        No such table.
    """
    path = dataset.file_of(root, f"{name}.csv")
    packed = dataset.parquet_of(path)
    if packed is None and not path.is_file():
        raise UnknownName("table", name, [p.stem for p in root.glob("*.csv")])
    texts = dataset.read_csv(path) if packed is None else dataset.read_table(packed, {})[0].drop(columns="line")
    # Columns that a file may leave out are there all the same.
    left_out = [c for c in TABLES.get(f"{name}.csv", {}) if c not in texts]
    return _with_numbers(_translated(texts.assign(**dict.fromkeys(left_out, ""))))


def _translated(frame: pd.DataFrame) -> pd.DataFrame:
    """English names where another language is left out."""
    for column in ("name_ru", "name_kk") if "name_en" in frame else ():
        frame[column] = frame.get(column, frame["name_en"]).replace("", pd.NA).fillna(frame["name_en"])
    return frame


def _with_numbers(frame: pd.DataFrame) -> pd.DataFrame:
    """Columns that hold nothing but numbers and blanks as numbers."""
    for column in frame:
        number = pd.to_numeric(frame[column].mask(frame[column] == ""), errors="coerce")
        if number.notna().any() and (number.notna() | (frame[column] == "")).all():
            frame[column] = number
    return frame
