"""CSV with shapes as WKT, its cells parted by commas, semicolons or tabs."""

from __future__ import annotations

import csv
import io
from contextlib import contextmanager
from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from corridors.dataset import read_csv
from corridors.dataset.text import read_text
from corridors.errors import BadInput
from corridors.exchange.unpacking import MAX_BYTES
from corridors.wording.sentences import sentence

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

WKT_COLUMNS = ("wkt", "geometry", "geom", "the_geom", "wkt_geom", "geometry_wkt")
EWKT = r"(?s)^\s*SRID=(\d{4,6});(.*)$"
LONGEST_CELL = 64 * 1024 * 1024  # a line of some thousand points is longer than what Python takes for a cell


@contextmanager
def long_cells() -> Iterator[None]:
    """Cells as long as the shape of a line may be, in every CSV file that is read meanwhile."""
    before = csv.field_size_limit(LONGEST_CELL)
    try:
        yield
    finally:
        csv.field_size_limit(before)


def read(path: Path) -> gpd.GeoDataFrame:
    """A table whose shapes are WKT, or EWKT as PostGIS writes it.

    Raises
    ------
    BadInput
        No table, no column of WKT, or a cell that is none.
    """
    table = _cells(path)
    column = next((c for c in table if c.lower() in WKT_COLUMNS), None)
    if column is None:
        raise BadInput(
            sentence("{path}: no column of WKT; name one of them {known}", path=path, known=", ".join(WKT_COLUMNS[:3]))
        )
    system, told = "", table[column]
    if (marked := told.str.extract(EWKT)).notna().all(axis=None) and marked[0].nunique() == 1:  # as PostGIS writes it
        system, told = f"EPSG:{marked[0].iloc[0]}", marked[1]
    shapes = shapely.from_wkt(told.to_numpy(dtype=object), on_invalid="ignore")
    for i in np.flatnonzero(shapely.is_missing(shapes)):
        raise BadInput(
            sentence(
                "{path}: row {row}: {text!r} is no WKT such as LINESTRING (69 41, 68 40)",
                path=path,
                row=i + 1,
                text=table[column].iloc[i][:40],
            )
        )
    return gpd.GeoDataFrame(table.drop(columns=column), geometry=shapes, crs=system or None)


def _cells(path: Path) -> pd.DataFrame:
    """A table of texts; the header shows whether commas, semicolons or tabs part its cells."""
    with path.open(encoding="utf-8-sig", errors="replace") as file:
        mark = max(",;\t", key=file.readline().count)
    if mark == ",":
        return read_csv(path, MAX_BYTES)
    try:
        names, *rows = csv.reader(io.StringIO(read_text(path, MAX_BYTES), newline=""), delimiter=mark)
    except csv.Error as error:
        raise BadInput(sentence("not CSV: {reason}", reason=str(error))) from None
    for i, row in enumerate(rows, 2):
        if row and len(row) != len(names):
            raise BadInput(
                sentence("row {i} has {count} cells under {columns} columns", i=i, count=len(row), columns=len(names))
            )
    return pd.DataFrame([r for r in rows if r], columns=names, dtype=str)
