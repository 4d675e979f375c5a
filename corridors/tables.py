"""geodata/ as typed tables: the one reader of files, which notes every problem and goes on."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import shapely
from pydantic import ValidationError

from corridors.errors import BadInput, Problem
from corridors.shapes import KINDS, TABLES, Corridor, Measure, Scenario, Shape

MAX_BYTES = 64 * 1024 * 1024
TEXT_LIMIT = 20_000


@dataclass
class Geodata:
    """A geodata folder as read: tables, TOML records, and the problems met on the way."""

    root: Path
    tables: dict[str, pd.DataFrame] = field(default_factory=dict)
    records: dict[str, dict[str, Any]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def bad(self, file: str, line: int | None, message: str) -> None:
        """Note a problem."""
        self.problems.append(Problem(file, line, message))


def read(root: Path) -> Geodata:
    """Read a geodata folder; what cannot be read is noted in `problems`, not raised.

    Parameters
    ----------
    root : Path
        A folder of the shape that geodata/README.md describes.

    Returns
    -------
    Geodata

    Raises
    ------
    BadInput
        `root` is no folder.
    """
    if not root.is_dir():
        raise BadInput(f"no folder {str(root)!r}; --data takes a folder of the shape of geodata/")
    data = Geodata(root)
    for name in ("sources.csv", "nodes.csv", "schema/kinds.csv"):
        _csv(data, [name], TABLES.get(name, {}))
    for name in ("stops.csv", "observed.csv", "demand.csv"):
        _csv(data, [name], TABLES[name], optional=True)
    _csv(data, [f"schema/{k}.csv" for k in KINDS], TABLES["schema"])
    _csv(data, [f"facts/{k}.csv" for k in KINDS], TABLES["facts"], optional=True)
    for kind in KINDS:
        data.tables[f"links/{kind}.geojson"] = _geojson(data, f"links/{kind}.geojson", kind)
    shapes: dict[str, type[Shape]] = {"corridors": Corridor, "measures": Measure, "scenarios": Scenario}
    for folder, shape in shapes.items():
        data.records[folder] = _tomls(data, folder, shape)
    return data


def read_csv(path: Path) -> pd.DataFrame:
    """One CSV file as text columns, empty cells as empty strings.

    Raises
    ------
    BadInput
        The file is missing, too large, not UTF-8, or no CSV.
    """
    _guard(path)
    try:
        return pd.read_csv(path, dtype=str, keep_default_na=False, encoding="utf-8")
    except (UnicodeDecodeError, pd.errors.ParserError, pd.errors.EmptyDataError) as error:
        raise BadInput(f"{path.name}: not a CSV file in UTF-8: {error}") from None


def _guard(path: Path) -> None:
    if not path.is_file():
        raise BadInput(f"{path.name}: the file is missing")
    if path.stat().st_size > MAX_BYTES:
        raise BadInput(f"{path.name}: larger than {MAX_BYTES // 1024**2} MiB; split or simplify it")


def _csv(data: Geodata, names: list[str], columns: dict[str, str], optional: bool = False) -> None:
    """Read and check files of one shape, all in one pass, into `data.tables`."""
    empty = pd.DataFrame({c: pd.Series(dtype=float if t.startswith("number") else str) for c, t in columns.items()})
    empty["line"] = pd.Series(dtype=int)
    raw = []
    for name in names:
        data.tables[name] = empty
        if optional and not (data.root / name).exists():
            continue
        try:
            frame = read_csv(data.root / name)
        except BadInput as error:
            data.bad(name, None, str(error).split(": ", 1)[-1])
            continue
        lacking = [c for c in columns if c not in frame]
        if lacking:
            data.bad(name, 1, f"column {', '.join(lacking)} is missing; the columns are {', '.join(columns)}")
            continue
        raw.append(frame.assign(line=np.arange(len(frame)) + 2, file=name))
    if raw:
        good = _checked(data, pd.concat(raw, ignore_index=True), columns)
        for name, part in good.groupby("file", sort=False):
            data.tables[str(name)] = part.drop(columns="file").reset_index(drop=True)


def _checked(data: Geodata, frame: pd.DataFrame, columns: dict[str, str]) -> pd.DataFrame:
    """The rows that keep to the column types; the others are noted and left out."""
    numbers = [c for c, t in columns.items() if t.startswith("number")]
    frame[numbers] = frame[numbers].mask(frame[numbers] == "", np.nan)
    if all(_sound(frame[c], t) for c, t in columns.items()):
        return frame.astype({c: float for c in numbers})
    # Only now, for it takes a third of a cold start: pandera says cell by cell what is wrong.
    import pandera.pandas as pa

    shape = pa.DataFrameSchema({c: _column(t) for c, t in columns.items()})
    try:
        return shape.validate(frame, lazy=True)
    except pa.errors.SchemaErrors as error:
        cases = error.failure_cases
    # A cell that cannot be coerced is reported twice: once by its place, once for the whole column.
    cases = cases[cases["index"].notna()].drop_duplicates(["column", "index"])
    for case in cases.itertuples():
        value = str(case.failure_case)[:60]
        row = frame.loc[int(case.index)]
        data.bad(
            row["file"], int(row["line"]), f"{case.column!r} = {value!r} {WORDS[columns[case.column].rstrip('?')]}"
        )
    good = frame.drop(index=cases["index"].astype(int))
    return good.astype({c: float for c in numbers})


WORDS = {
    "number": "is no finite number",
    "grade": "is not one of A, B, C, D",
    "role": "is not one of used, rival",
    "text": "is empty or too long",
    "id": "is empty or too long",
    "source": "is empty or too long",
}


def _rule(type_: str) -> Callable[[pd.Series], pd.Series]:
    """What the cells of a type must keep to; a type that ends in ? may be empty."""
    match type_:
        case "number" | "number?":
            return np.isfinite
        case "grade":
            return lambda cells: cells.isin(["A", "B", "C", "D"])
        case "role":
            return lambda cells: cells.isin(["used", "rival"])
        case _:
            return lambda cells: cells.str.len().between(0 if type_.endswith("?") else 1, TEXT_LIMIT)


def _sound(cells: pd.Series, type_: str) -> bool:
    """Whether a whole column keeps to its type, at a glance."""
    if not type_.startswith("number"):
        return bool(_rule(type_)(cells).all())
    filled = cells.dropna() if type_.endswith("?") else cells
    return bool(_rule(type_)(pd.to_numeric(filled, errors="coerce")).all())


def _column(type_: str) -> Any:
    import pandera.pandas as pa

    blank, number = type_.endswith("?"), type_.startswith("number")
    rule = pa.Check(_rule(type_), ignore_na=blank)
    return pa.Column(float if number else str, rule, coerce=number, nullable=blank and number)


def _geojson(data: Geodata, name: str, kind: str) -> pd.DataFrame:
    columns = ["link", "kind", "form", "name_en", "name_ru", "name_kk", "from_node", "to_node", "country", "geometry"]
    empty = pd.DataFrame({c: pd.Series(dtype=object) for c in [*columns, "line"]})
    path = data.root / name
    if not path.exists():
        return empty
    try:
        _guard(path)
        features = json.loads(path.read_text(encoding="utf-8"))["features"]
        rows = [_feature(data, name, i, f) for i, f in enumerate(features, 1)]
    except BadInput as error:
        data.bad(name, None, str(error).split(": ", 1)[-1])
        return empty
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        data.bad(name, None, f"not a GeoJSON FeatureCollection: {type(error).__name__} {error}")
        return empty
    found = [r for r in rows if r is not None]
    return pd.DataFrame(found).assign(kind=kind).fillna({"form": ""}) if found else empty


def _feature(data: Geodata, name: str, number: int, feature: dict[str, Any]) -> dict[str, Any] | None:
    place = f"{name} (feature {number})"
    properties = {k: ("" if v is None else v) for k, v in feature["properties"].items()}
    needed = ("link", "name_en", "name_ru", "name_kk", "from_node", "to_node", "country")
    lacking = [k for k in needed if not isinstance(properties.get(k), str) or not properties[k]]
    if lacking:
        data.bad(place, None, f"{', '.join(lacking)} is missing")
        return None
    try:
        geometry = shapely.from_geojson(json.dumps(feature["geometry"]))
    except shapely.GEOSException as error:
        data.bad(place, None, f"{properties['link']!r}: the geometry cannot be read: {error}")
        return None
    if geometry is None or geometry.is_empty or geometry.geom_type not in ("LineString", "Point"):
        data.bad(place, None, f"{properties['link']!r}: the geometry must be a LineString or a Point")
        return None
    return {"form": "", **properties, "geometry": geometry, "line": number}


def _tomls(data: Geodata, folder: str, shape: type[Shape]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for path in sorted((data.root / folder).glob("*.toml")):
        name = f"{folder}/{path.name}"
        try:
            _guard(path)
            found[path.stem] = shape.model_validate({**tomllib.loads(path.read_text("utf-8")), "id": path.stem})
        except ValidationError as error:
            for e in error.errors():
                data.bad(name, None, f"{'.'.join(map(str, e['loc'])) or path.stem}: {e['msg']}")
        except (BadInput, tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            data.bad(name, None, str(error))
    return found
