"""OpenStreetMap elements as features with a shape each: GeoJSON of overpass turbo, tables of osmnx."""

from __future__ import annotations

import json
import re
from collections import Counter
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from corridors.dataset.text import read_text
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

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

ELEMENT = re.compile(r"(node|way|relation)/-?\d{1,20}")


def is_osm_geojson(features: Iterable[Any]) -> bool:
    """Whether features come from OpenStreetMap: each has the id of its element, as overpass turbo exports them."""
    told = [_element(f) for f, _ in zip(features, range(50), strict=False)]
    return bool(told) and sum(map(bool, told)) > len(told) / 2


def _element(feature: Any) -> str:
    if not isinstance(feature, dict):
        return ""
    properties = feature.get("properties") or {}
    for told in (properties.get("@id") if isinstance(properties, dict) else None, feature.get("id")):
        if isinstance(told, str) and ELEMENT.fullmatch(told):
            return told
    return ""


def read_osm_geojson(path: Path, mode: str) -> Extract:
    """The ways of one mode in a GeoJSON file with a feature an element.

    Raises
    ------
    BadInput
        No such file, no GeoJSON, or features that do not name their elements.
    """
    try:
        told = json.loads(read_text(path))
        features = told["features"]
        rows = [
            (_element(f), f.get("properties") or {}, shapely.from_geojson(json.dumps(f["geometry"]))) for f in features
        ]
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError, shapely.GEOSException) as error:
        raise BadInput(f"{path.name}: no GeoJSON of OpenStreetMap elements: {str(error)[:100]}") from None
    except BadInput as error:
        raise BadInput(f"{path.name}: {error}") from None
    if not is_osm_geojson(features):
        raise BadInput(
            f"{path.name}: its features do not name OpenStreetMap elements ('@id': 'way/…'); "
            "`corridors import` takes other GeoJSON"
        )
    return from_features(mode, rows, origin=path.name, dated=str(told.get("timestamp", ""))[:10])


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
        tags = {str(k): str(v) for k, v in plain.items() if not str(k).startswith("@")}
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


def _inside(xy: np.ndarray, element: str) -> None:
    if not (np.isfinite(xy).all() and (np.abs(xy) <= [180, 90]).all()):
        raise BadInput(
            f"{element}: a position outside the world; coordinates must be longitude and latitude in degrees"
        )
