"""OpenStreetMap elements with a shape each, as an extract."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from corridors.errors import BadInput
from corridors.exchange.survey.extract import (
    Extract,
    Spot,
    Tags,
    boundary_wanted,
    from_arrays,
    spot_wanted,
    wanted,
)
from corridors.wording.sentences import sentence

if TYPE_CHECKING:
    from collections.abc import Iterable


def from_features(mode: str, rows: Iterable[tuple[str, dict[str, Any], Any]], **about: Any) -> Extract:
    """An extract from elements with a shape each.

    Parameters
    ----------
    rows : iterable of (id, tags, shapely geometry)
        As in ("way/4711", {"railway": "rail"}, LineString).
    """
    ways: list[tuple[str, np.ndarray, Tags]] = []
    spots: list[Spot] = []
    size, places = 0, [np.empty((0, 2))]
    notes: Counter[str] = Counter()
    for element, told, shape in rows:
        plain = {
            k: v
            for k, v in told.items()
            if isinstance(v, str | int | float) and not (isinstance(v, float) and np.isnan(v))
        }
        tags = {str(k): _text(v) for k, v in plain.items() if not str(k).startswith("@")}
        if shape is None or shape.is_empty:
            notes["elements without a shape, left out"] += 1
            continue
        if spot_wanted(tags):
            middle = shape.centroid
            spots.append(Spot(element, middle.x, middle.y, tags))
        if not (wanted(mode, tags) or boundary_wanted(tags)):
            continue
        for part in shapely.get_parts(shapely.get_parts(shape)):
            if part.geom_type == "LineString":
                xy = shapely.get_coordinates(part)
                _inside(xy, element)
                ways.append((element, np.arange(size, size + len(xy)), tags))
                places.append(xy)
                size += len(xy)
    return from_arrays(mode, ways, np.vstack(places), spots, notes=notes, **about)


def _text(value: Any) -> str:
    """As OpenStreetMap writes it: a table makes 2.0 of two tracks."""
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def _inside(xy: np.ndarray, element: str) -> None:
    if not (np.isfinite(xy).all() and (np.abs(xy) <= [180, 90]).all()):
        raise BadInput(
            sentence(
                "{element}: a position outside the world; coordinates must be longitude and latitude in degrees",
                element=element,
            )
        )
