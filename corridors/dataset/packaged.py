"""What a folder need not say: schema, sources of its defaults, base map, cities, cases and the scenario today."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from corridors.schema import KINDS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from corridors.dataset.geodata import Geodata

SCHEMA = {"schema/kinds.csv": ["kind"], **{f"schema/{k}.csv": ["attribute", "form"] for k in KINDS}}
SHARED = (
    "basemap.geojson",
    "cities.csv",
    "cases.csv",
    "factors.csv",
    "schema/delay.csv",
)  # a folder's own file takes the place of the package's
TODAY = "today"


def data_folder() -> Path:
    """The geodata that come with the package, in a wheel as in a checkout."""
    packaged = Path(str(files("corridors"))) / "geodata"
    return packaged if packaged.is_dir() else Path(__file__).parents[2] / "geodata"


def file_of(root: Path, name: str) -> Path:
    """A file of a folder, or the package's where the folder has none and may go without.

    >>> file_of(Path("nowhere"), "cities.csv") == data_folder() / "cities.csv"
    True
    """
    own = root / name
    return own if name not in SHARED or own.exists() or own.is_symlink() else data_folder() / name


def inherit(data: Geodata, packaged: Geodata) -> None:
    """Complete a folder with what the package has: rows of the schema that it does not override, and their sources."""
    cited: set[str] = set()
    for file, key in SCHEMA.items():
        own, theirs = data.tables[file], packaged.tables[file]
        if file in data.unread:
            continue
        stand = set(zip(*(own[k] for k in key), strict=True))
        new = theirs[[k not in stand for k in zip(*(theirs[c] for c in key), strict=True)]].assign(line=0)
        data.tables[file] = _joined(own, new)
        data.named.setdefault(file, set()).update(*(theirs[k] for k in key))
        cited |= _sources(new.get("source", ()))
    if not (data.root / "cities.csv").exists():
        cited |= _sources(packaged.tables["cities.csv"]["source"])
    data.named.setdefault("sources.csv", set()).update(cited)
    own, theirs = data.tables["sources.csv"], packaged.tables["sources.csv"]
    data.tables["sources.csv"] = _joined(
        own, theirs[theirs["source"].isin(cited) & ~theirs["source"].isin(own["source"])].assign(line=0)
    )
    scenarios, today = data.records["scenarios"], packaged.records["scenarios"][TODAY]
    if TODAY not in data.named["scenarios"]:
        data.records["scenarios"] = {TODAY: today, **scenarios}
        data.named["scenarios"].add(TODAY)


def _joined(own: pd.DataFrame, new: pd.DataFrame) -> pd.DataFrame:
    """Rows of both; a column that only one has is empty in the other."""
    if new.empty:
        return own
    if own.empty:
        return new.reset_index(drop=True)
    both = pd.concat([own, new], ignore_index=True)
    texts = both.columns[[not pd.api.types.is_numeric_dtype(kind) for kind in both.dtypes]]
    return both.assign(**{c: both[c].fillna("") for c in texts if both[c].isna().any()})


def _sources(cells: Iterable[str]) -> set[str]:
    return {s for cell in cells for s in str(cell).split(";") if s}
