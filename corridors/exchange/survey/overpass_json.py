"""Answers of Overpass as JSON ("elements"), saved to a file: with nodes of their own, or positions on the ways."""

from __future__ import annotations

import json
import math
from typing import TYPE_CHECKING, Any

from corridors.dataset.text import read_text
from corridors.errors import BadInput
from corridors.exchange.survey.extract import Extract, LonLat, Spot, Tags, assemble, spot_wanted
from corridors.exchange.unpacking import MAX_BYTES
from corridors.wording.sentences import sentence

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator
    from pathlib import Path

PEEK = 4096


def is_overpass_json(path: Path) -> bool:
    """Whether a file begins as an answer of Overpass does."""
    if not path.name.lower().endswith(".json"):
        return False
    try:
        with path.open("rb") as file:
            return b'"elements"' in file.read(PEEK)
    except OSError:
        return False


def read_overpass_json(path: Path, mode: str) -> Extract:
    """The ways of one mode in an answer of Overpass.

    Raises
    ------
    BadInput
        No JSON, half an answer, or one that holds no position.
    """
    try:
        told = json.loads(read_text(path, MAX_BYTES))
        elements = [e for e in told["elements"] if isinstance(e, dict)]
        if remark := told.get("remark"):
            raise BadInput(
                sentence(
                    "{file}: the server broke off: {remark}; ask for a smaller area",
                    file=path.name,
                    remark=str(remark)[:120],
                )
            )
        position: dict[Hashable, LonLat] = {
            e["id"]: _place(e, e) for e in elements if e["type"] == "node" and "lat" in e
        }
        ways = [_way(e, position) for e in elements if e["type"] == "way"]
        spots = list(_spots(elements))
        dated = str((told.get("osm3s") or {}).get("timestamp_osm_base", ""))[:10]
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise BadInput(
            sentence("{file}: no answer of Overpass, or not whole: {reason}", file=path.name, reason=str(error)[:80])
        ) from None
    if ways and not position:
        raise BadInput(
            sentence("{file}: ways without positions; ask with 'out geom;', or with '(._;>;); out;'", file=path.name)
        )
    return assemble(mode, ways, position, spots, dated=dated, origin=path.name)


def _place(told: Any, element: Any) -> LonLat:
    lon, lat = float(told["lon"]), float(told["lat"])
    if not (math.isfinite(lon) and math.isfinite(lat) and abs(lon) <= 180 and abs(lat) <= 90):
        raise BadInput(
            sentence(
                "{type}/{id}: lon {lon:g}, lat {lat:g} lies outside the world",
                type=element["type"],
                id=element["id"],
                lon=lon,
                lat=lat,
            )
        )
    return lon, lat


def _tags(element: Any) -> Tags:
    return {str(k): str(v) for k, v in (element.get("tags") or {}).items()}


def _way(element: Any, position: dict[Hashable, LonLat]) -> tuple[str, list[Hashable], Tags]:
    """A way; positions that stand on it are put beside those of the nodes."""
    name = f"way/{int(element['id'])}"
    points = element.get("geometry") or []
    keys: list[Hashable] = list(element.get("nodes") or [(name, i) for i in range(len(points))])
    for key, point in zip(keys, points, strict=False):
        if point and key not in position:
            position[key] = _place(point, element)
    return name, keys, _tags(element)


def _spots(elements: list[Any]) -> Iterator[Spot]:
    for element in elements:
        tags, told = _tags(element), element.get("center") or element
        if spot_wanted(tags) and "lat" in told:
            lon, lat = _place(told, element)
            yield Spot(f"{element['type']}/{int(element['id'])}", lon, lat, tags)
