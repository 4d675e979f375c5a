"""What lies under the network on screen and paper: countries, lakes and cities of a geodata folder, typed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import shapely

from corridors import dataset
from corridors.schema import LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

CITIES = "cities.csv"  # may be left out


@dataclass(frozen=True)
class Area:
    """A country or lake: its names in the three languages (English where one is lacking) and its shape."""

    kind: str
    names: tuple[str, ...]
    shape: shapely.Geometry
    iso: str = ""


@dataclass(frozen=True)
class City:
    """A place for orientation, degrees; rank 1 is the largest."""

    id: str
    lon: float
    lat: float
    rank: int
    names: tuple[str, ...]


def areas(root: Path, within: Sequence[float] | None = None, margin_deg: float | None = None) -> list[Area]:
    """Countries and lakes; those of the package where a folder has none and theirs reach what is drawn.

    Parameters
    ----------
    root : Path
        A geodata folder.
    within : sequence of float, optional
        West, south, east, north of what is drawn.
    margin_deg : float, optional
        Shapes are cut so far beyond `within`: a projection made for one part of the world may fail in another.

    Raises
    ------
    BadInput
        The base map is there but cannot be used.
    """
    read = dataset.read_basemap(root, within)
    if within is not None and margin_deg is not None:
        west, south, east, north = within
        edges = (west - margin_deg, south - margin_deg, east + margin_deg, north + margin_deg)
        cut = [(about, shapely.clip_by_rect(shapely.make_valid(shape), *edges)) for about, shape in read]
        read = [(about, shape) for about, shape in cut if not shape.is_empty]
    return [Area(about["kind"], _names(about, "name"), shape, about["iso"]) for about, shape in read]


def cities(root: Path) -> list[City]:
    """Places for orientation, in the order of the file; those of the package where a folder has no such table."""
    path = dataset.file_of(root, CITIES)
    rows = dataset.read_csv(path).to_dict("records")
    return [
        City(str(r["city"]), float(r["lon"]), float(r["lat"]), int(float(r["rank"])), _names(r, "name_en"))
        for r in rows
    ]


def _names(row: Any, english: str) -> tuple[str, ...]:
    first = str(row[english])
    return (first, *(str(row.get(f"name_{k}") or first) for k in LANGUAGES[1:]))
