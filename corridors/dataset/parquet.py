"""Parquet and GeoParquet in place of CSV and GeoJSON: typed columns, checked at once, problems by row."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import shapely
from pandas.api.types import infer_dtype, is_hashable

from corridors.dataset.cells import Fault, fits, misfit
from corridors.dataset.features import NEEDED, TRANSLATED, row
from corridors.errors import BadInput
from corridors.schema import ALONG
from corridors.wording.sentences import Written, sentence

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

SUFFIX = ".parquet"
# What a file may become in memory, and hold: a small file can be packed to unfold to any size.
MAX_BYTES = 4 * 1024**3
MAX_ROWS = 50_000_000


def parquet_of(path: Path) -> Path | None:
    """The Parquet file that stands in the place of a CSV or GeoJSON file, if there is one.

    Raises
    ------
    BadInput
        Both are there.
    """
    other = path.with_suffix(SUFFIX)
    if not (other.exists() or other.is_symlink()):
        return None
    if path.exists() or path.is_symlink():
        raise BadInput(sentence("it stands beside {other}; leave one of them", other=other.name))
    return other


def read_table(path: Path, types: dict[str, str]) -> tuple[pd.DataFrame, list[Fault]]:
    """The sound rows of a Parquet file, and what is wrong with the others.

    Parameters
    ----------
    path : Path
        Its columns bear the names of the CSV file's.
    types : dict
        Column -> a type of `cells.PATTERNS`, with "?" where a cell may be empty.

    Returns
    -------
    DataFrame
        All columns, and `line`: the row in the file, counted from 1.
    list of (row, message)

    Raises
    ------
    BadInput
        The file cannot be read, is too large, lacks a column, or has numbers where texts belong.
    """
    _limited(path)
    try:
        frame = pd.read_parquet(path, engine="pyarrow")
    except Exception as error:  # pyarrow and pandas have a dozen kinds for a file that is not sound
        raise BadInput(
            sentence("it cannot be read as Parquet: {reason}", reason=" ".join(str(error).split())[:120])
        ) from None
    if lacking := [c for c in types if c not in frame and not types[c].endswith("?")]:
        raise BadInput(
            sentence(
                "column {columns} is missing; the columns are {known}",
                columns=Written(", ".join(lacking)),
                known=Written(", ".join(types)),
            )
        )
    columns = {str(c): _column(frame[c], str(c), types.get(str(c), "text?")) for c in frame}
    columns |= {c: _blank(len(frame), t) for c, t in types.items() if c not in columns}
    wrong = {c: ~_sound(columns[c], t) for c, t in types.items()}
    left_out = np.logical_or.reduce(list(wrong.values())) if len(frame) else np.zeros(0, dtype=bool)
    faults: list[Fault] = []
    for i in np.flatnonzero(left_out):
        for column in [c for c, bad in wrong.items() if bad[i]]:
            cell = columns[column][i]
            empty = cell == "" or cell != cell  # noqa: PLR0124 (a NaN differs from itself)
            problem = sentence("is empty") if empty else misfit(cell, types[column])
            faults.append((int(i) + 1, sentence("{column!r} {problem}", column=column, problem=problem)))
    table = pd.DataFrame({c: v if v.dtype == float else pd.array(v, dtype="str") for c, v in columns.items()})
    return table.assign(line=np.arange(1, len(frame) + 1))[~left_out].reset_index(drop=True), faults


def read_links(path: Path, kind: str) -> tuple[pd.DataFrame, list[Fault], NDArray[np.object_]]:
    """Links of a GeoParquet file as `features.row` has them, what is wrong with the others, and all names by row.

    Raises
    ------
    BadInput
        The file cannot be read, is too large, or its coordinates are no longitudes and latitudes.
    """
    import geopandas as gpd

    _limited(path)
    try:
        frame = gpd.read_parquet(path)
    except Exception as error:  # as above, and all that GEOS and PROJ have
        raise BadInput(
            sentence("it cannot be read as GeoParquet: {reason}", reason=" ".join(str(error).split())[:120])
        ) from None
    if frame.crs is not None and frame.crs.to_epsg() != 4326 and "CRS84" not in str(frame.crs):
        raise BadInput(sentence("coordinates must be longitude and latitude (EPSG:4326)"))
    shapes = frame.geometry.to_numpy()
    about = pd.DataFrame(frame.drop(columns=frame.geometry.name))
    texts = {str(c): _property(about[c]) for c in about}
    texts |= {c: np.full(len(frame), "", dtype=object) for c in (*NEEDED, "form", *TRANSLATED) if c not in texts}
    names = texts["link"]
    bad = _unsound_links(texts, shapes, kind)
    faults: list[Fault] = []
    for i in np.flatnonzero(bad):
        properties = {k: v[i] for k, v in texts.items()}
        shape = None if shapes[i] is None else shapely.geometry.mapping(shapes[i])
        try:
            row({"properties": properties, "geometry": shape}, kind)
            bad[i] = False  # odd, but it may stand
        except BadInput as error:
            problem = error.args[0]
            if names[i]:
                problem = sentence("{link!r}: {problem}", link=str(names[i])[:60], problem=problem)
            faults.append((int(i) + 1, problem))
    kept = ~bad
    for column in TRANSLATED:
        texts[column] = np.where(texts[column] == "", texts["name_en"], texts[column])
    table = pd.DataFrame({c: _typed(v[kept]) for c, v in texts.items()})
    geometry = np.array(shapely.force_2d(shapes[kept]), dtype=object)
    return table.assign(kind=kind, geometry=pd.Series(geometry, dtype=object)), faults, names


def _limited(path: Path) -> None:
    try:
        import pyarrow as pa
        import pyarrow.parquet as pq
    except ImportError:
        raise BadInput(sentence('Parquet files need pyarrow: pip install "corridors[formats]"')) from None
    if not path.is_file():  # Arrow would wait for what a pipe never says
        raise BadInput(sentence("this is no file"))
    try:
        about = pq.ParquetFile(path).metadata
    except (OSError, pa.ArrowException) as error:
        raise BadInput(
            sentence("it cannot be read as Parquet: {reason}", reason=" ".join(str(error).split())[:120])
        ) from None
    size = sum(about.row_group(i).total_byte_size for i in range(about.num_row_groups))
    if size > MAX_BYTES or about.num_rows > MAX_ROWS:
        raise BadInput(
            sentence(
                "larger than {gib} GiB in memory or {rows:,} rows; split it", gib=MAX_BYTES // 1024**3, rows=MAX_ROWS
            )
        )


def _column(cells: pd.Series, name: str, type_: str) -> NDArray[Any]:
    """A column as floats or texts."""
    if type_.startswith("number"):
        try:
            return pd.to_numeric(cells, errors="raise").to_numpy(dtype=float, na_value=np.nan)
        except (ValueError, TypeError):
            raise BadInput(
                sentence("column {name} must hold numbers; it holds {type}", name=name, type=str(cells.dtype))
            ) from None
    if cells.dtype == object and infer_dtype(cells) == "mixed" and not all(map(is_hashable, cells)):
        raise BadInput(sentence("column {name} must hold texts; it holds lists or records", name=name))
    return _property(cells, texts=True)


def _property(cells: pd.Series, texts: bool = False) -> NDArray[np.object_]:
    """Cells as they would stand in a GeoJSON file, "" where there is none; numbers as texts if asked for."""
    values = cells.astype(object).to_numpy()
    none = cells.isna().to_numpy()
    if texts and not pd.api.types.is_string_dtype(cells.dtype):
        values = np.array(
            [v if isinstance(v, str) else f"{v:g}" if isinstance(v, float) else str(v) for v in values], dtype=object
        )
    return np.where(none, "", values)


def _blank(rows: int, type_: str) -> NDArray[Any]:
    return np.full(rows, np.nan) if type_.startswith("number") else np.full(rows, "", dtype=object)


def _sound(cells: NDArray[Any], type_: str) -> NDArray[np.bool_]:
    """Cells that keep to their type; each text is looked at once."""
    if type_.startswith("number"):
        return np.isfinite(cells) | (np.isnan(cells) & type_.endswith("?"))
    code, each = pd.factorize(cells)
    return np.array([fits(v, type_) for v in each], dtype=bool)[code] if len(each) else np.ones(0, dtype=bool)


def _typed(values: NDArray[np.object_]) -> Any:
    """Texts as texts, other properties as they are."""
    return pd.array(values, dtype="str") if all(isinstance(v, str) for v in values) else values


def _unsound_links(texts: dict[str, NDArray[np.object_]], shapes: Any, kind: str) -> NDArray[np.bool_]:
    """Links to be looked at one by one."""
    bad = texts["from_node"] == texts["to_node"]
    begins = f"{kind}/"
    for column in NEEDED:
        bad |= np.array([not isinstance(v, str) or not v for v in texts[column]], dtype=bool)
    bad |= ~_sound(np.array([v if isinstance(v, str) else "" for v in texts["link"]], dtype=object), "link")
    bad |= np.array([not str(v).startswith(begins) for v in texts["link"]], dtype=bool)
    for values in texts.values():
        code, each = pd.factorize(values)
        odd = np.array([not isinstance(v, (str, int, float)) or not fits(str(v), "text?") for v in each], dtype=bool)
        bad |= odd[code]
    names = ("LineString",) if kind in ALONG else ("LineString", "Point")
    allowed = [shapely.GeometryType[n.upper()] for n in names]
    return bad | ~np.isin(shapely.get_type_id(shapes), allowed) | shapely.is_empty(shapes)
