"""A folder with Parquet files as one of CSV and GeoJSON, so that a change of it is one of texts; and a text back."""

from __future__ import annotations

import io
import json
import shutil
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import geopandas as gpd
import pandas as pd
import shapely

from corridors.atomic_write import scratch
from corridors.dataset.parquet import SUFFIX
from corridors.dataset.unfinished import BACKUPS
from corridors.errors import BadInput
from corridors.exchange.folder_files import feature_lines
from corridors.wording.sentences import sentence

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from corridors.errors import Problem

FOLDERS = (".", "facts", "links", "schema")
LINKS = "links"


@contextmanager
def as_text(root: Path) -> Iterator[Path]:
    """A folder without Parquet that says the same: itself where it has none, else a copy for as long as it is used.

    Raises
    ------
    BadInput
        A file cannot be read.
    """
    found = [p for folder in FOLDERS for p in sorted((root / folder).glob(f"*{SUFFIX}"))]
    if not found:
        yield root
        return
    with scratch() as place:
        copy = place / "folder"
        shutil.copytree(root, copy, ignore=shutil.ignore_patterns(BACKUPS, ".*", f"*{SUFFIX}"))
        for path in found:
            kind = ".geojson" if path.parent.name == LINKS else ".csv"
            text = _features(path) if kind == ".geojson" else _rows(path)
            (copy / path.relative_to(root)).with_suffix(kind).write_text(text, encoding="utf-8", newline="\n")
        yield copy


def standing(root: Path, name: str) -> str:
    """The file in which a table stands: Parquet where the folder has that in its place.

    >>> from pathlib import Path
    >>> standing(Path("nowhere"), "facts/rail.csv")
    'facts/rail.csv'
    """
    packed = (root / name).with_suffix(SUFFIX)
    return packed.relative_to(root).as_posix() if packed.exists() else name


def in_place(root: Path, problem: Problem) -> Problem:
    """A problem of the text of a table, named after the Parquet file in its place; there a row counts, not a line."""
    file = standing(root, problem.file)
    if file == problem.file:
        return problem
    row = problem.line - 1 if problem.line and problem.file.endswith(".csv") else None  # the head is no row
    return replace(problem, file=file, line=row)


def write(text: str, old: Path, new: Path) -> None:
    """Put the text of a table into a new file of the kind that the old one is."""
    if old.suffix != SUFFIX:
        new.write_text(text, encoding="utf-8", newline="\n")
    elif old.parent.name == LINKS:
        gpd.GeoDataFrame.from_features(json.loads(text)["features"], crs="EPSG:4326").to_parquet(new)
    else:
        table, before = pd.read_csv(io.StringIO(text), dtype=str, keep_default_na=False), pd.read_parquet(old)
        _typed(table, before).to_parquet(new, index=False)


def _typed(table: pd.DataFrame, before: pd.DataFrame) -> pd.DataFrame:
    """Numbers where the old file has numbers, and nothing where a cell is empty."""
    numbers = [c for c in table if c in before and pd.api.types.is_numeric_dtype(before[c])]
    empty = table.mask(table == "", None)
    return empty.assign(**{str(c): pd.to_numeric(empty[c]) for c in numbers})


def _rows(path: Path) -> str:
    return str(_read(path).to_csv(index=False, lineterminator="\n"))


def _features(path: Path) -> str:
    table = _read(path)
    shapes = [json.loads(s) for s in shapely.to_geojson(table.geometry.to_numpy())]
    about = pd.DataFrame(table.drop(columns=table.geometry.name)).astype(object).to_dict("records")
    rows = [{k: v for k, v in row.items() if isinstance(v, list) or not (pd.isna(v) or v == "")} for row in about]
    features = [
        {"type": "Feature", "properties": row, "geometry": shape} for row, shape in zip(rows, shapes, strict=True)
    ]
    return feature_lines({"type": "FeatureCollection"}, features)


def _read(path: Path) -> Any:
    try:
        return gpd.read_parquet(path) if path.parent.name == LINKS else pd.read_parquet(path)
    except Exception as error:  # pyarrow, GEOS and PROJ have a dozen kinds for a file that is not sound
        told = " ".join(str(error).split())[:100]
        raise BadInput(
            sentence(
                "{file} cannot be changed before it is mended (`corridors check`): {told}", file=path.name, told=told
            )
        ) from None
