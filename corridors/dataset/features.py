"""GeoJSON files as rows: every feature a link; what is wrong with one does not hide the others."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import shapely

from corridors.dataset.cells import PATTERNS, clean, misfit, short
from corridors.dataset.packaged import file_of
from corridors.dataset.text import read_text
from corridors.errors import BadInput
from corridors.schema import ALONG
from corridors.wording.sentences import Written, joined, sentence

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

BASEMAP = "basemap.geojson"  # only drawn; without it maps have no land
AREA = ("kind", "name", "name_ru", "name_kk", "iso")  # what is read of a country or lake
# Properties by which links are grouped, and their types.
TYPES = {"country": "country", "neighbour": "country", "status": "id", "modernisation": "id", "freight": "id",
         "form": "id", "gauge_change": "id", "status_grade": "grade", "source": "source"}  # fmt: skip
NEEDED = ("link", "name_en", "from_node", "to_node", "country")
TRANSLATED = ("name_ru", "name_kk")  # the English name where they are left out


def read_features(path: Path) -> list[Any]:
    """The features of a file, as they stand.

    Raises
    ------
    BadInput
        The file is missing, too large, or no GeoJSON FeatureCollection.
    """
    try:
        content = json.loads(read_text(path))
        features, system = content["features"], str(content.get("crs") or "CRS84")
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise BadInput(
            sentence(
                "not a GeoJSON FeatureCollection: {kind} {reason}", kind=type(error).__name__, reason=str(error)[:80]
            )
        ) from None
    if not isinstance(features, list):
        raise BadInput(sentence("not a GeoJSON FeatureCollection: 'features' is no list"))
    if not re.search(r"CRS84|\b4326\b", system):
        raise BadInput(sentence("coordinates must be longitude and latitude (EPSG:4326); leave 'crs' out"))
    return features


def read_basemap(root: Path, within: Sequence[float] | None = None) -> list[tuple[dict[str, Any], shapely.Geometry]]:
    """Countries and lakes under the maps: properties and shape of each; those of the package where a folder has none.

    Parameters
    ----------
    root : Path
        A geodata folder.
    within : sequence of float, optional
        West, south, east, north of what is drawn: where the package's base map does not reach, there is none.

    Raises
    ------
    BadInput
        The base map is there but cannot be used.
    """
    path = file_of(root, BASEMAP)
    try:
        areas = [_area(f, i) for i, f in enumerate(read_features(path), 1)]
    except BadInput as error:
        raise BadInput(sentence("{file}: {problem}", file=BASEMAP, problem=error.args[0])) from error
    if within is not None and path.parent != root and areas:
        west, south, east, north = _window(path)
        if not (west <= within[0] and south <= within[1] and within[2] <= east and within[3] <= north):
            return []
    return areas


def _window(path: Path) -> Sequence[float]:
    """West, south, east, north of the part that a base map draws closely, which is its `bbox`."""
    box = json.loads(read_text(path)).get("bbox")
    return box if isinstance(box, list) and len(box) == 4 else (-180, -90, 180, 90)


def _area(feature: Any, number: int) -> tuple[dict[str, Any], shapely.Geometry]:
    about = feature.get("properties") if isinstance(feature, dict) else None
    if not isinstance(about, dict) or not all(isinstance(about.get(k) or "", str) for k in AREA):
        raise BadInput(sentence("feature {number}: {names} must be texts", number=number, names=", ".join(AREA)))
    try:
        shape = shapely.from_geojson(json.dumps(feature.get("geometry")))
    except shapely.GEOSException:
        shape = None
    if shape is None or shape.is_empty or shape.geom_type not in ("Polygon", "MultiPolygon"):
        raise BadInput(sentence("feature {number}: it must be a Polygon or a MultiPolygon", number=number))
    west, south, east, north = shape.bounds
    if not (-180 <= west <= east <= 180 and -90 <= south <= north <= 90):
        raise BadInput(sentence("feature {number}: it leaves longitude -180 .. 180, latitude -90 .. 90", number=number))
    return {k: about.get(k) or "" for k in AREA}, shape


def row(feature: Any, kind: str) -> dict[str, Any]:
    """One link.

    Raises
    ------
    BadInput
        Anything that is wrong with it.
    """
    about = feature.get("properties") if isinstance(feature, dict) else None
    if not isinstance(about, dict):
        raise BadInput(sentence("not a GeoJSON Feature with properties and a geometry"))
    properties = {str(k): "" if v is None else v for k, v in about.items()}
    faults = list(_faults(properties, kind))
    if faults:
        raise BadInput(joined(faults, "; "))
    names = {k: properties.get(k) or properties["name_en"] for k in TRANSLATED}
    return {"form": "", **properties, **names, "kind": kind, "geometry": _geometry(feature.get("geometry"), kind)}


def _faults(properties: dict[str, Any], kind: str) -> Iterator[str]:
    lacking = [k for k in NEEDED if not isinstance(properties.get(k), str) or not properties[k]]
    if lacking:
        yield sentence("{columns} is missing", columns=Written(", ".join(lacking)))
    elif not PATTERNS["link"].fullmatch(properties["link"]) or not properties["link"].startswith(f"{kind}/"):
        yield sentence("the name must begin with '{kind}/' and go on in a-z, 0-9 and '-'", kind=kind)
    for key, value in properties.items():
        if not (clean(key) and clean(value)):
            yield sentence("{key} = {value} is no plain text", key=short(key), value=short(value))
        elif value and not _key(key, value):
            yield sentence("{key} {problem}", key=Written(key), problem=misfit(value, TYPES[key]))
    if lacking == [] and properties["from_node"] == properties["to_node"]:
        yield sentence("it joins {node!r} to itself; give it two nodes", node=properties["from_node"])


def _key(name: str, value: Any) -> bool:
    """Whether a property by which links are grouped keeps to its pattern."""
    return name not in TYPES or (isinstance(value, str) and PATTERNS[TYPES[name]].fullmatch(value) is not None)


def _geometry(raw: Any, kind: str) -> shapely.Geometry:
    may_be = ("LineString",) if kind in ALONG else ("LineString", "Point")
    if not isinstance(raw, dict):
        raise BadInput(sentence("it has no geometry; draw a {shapes}", shapes=_either(may_be)))
    try:
        plain = {"type": raw.get("type"), "coordinates": _flat(raw.get("coordinates"))}
        shape = shapely.from_geojson(json.dumps(plain, allow_nan=False))
    except (ValueError, RecursionError):
        raise BadInput(sentence("the geometry holds a number that is not finite")) from None
    except shapely.GEOSException as error:
        raise BadInput(
            sentence("the geometry cannot be read: {reason}", reason=" ".join(str(error).split())[:120])
        ) from None
    if shape is not None and shape.geom_type.startswith("Multi"):
        shape = _of_one_part(shape)
    if shape is None or shape.is_empty or shape.geom_type not in may_be:
        raise BadInput(sentence("the geometry must be a {shapes}", shapes=_either(may_be)))
    return shapely.force_2d(shape)


def _either(shapes: Sequence[str]) -> str:
    one, *others = shapes
    return sentence("{one} or a {other}", one=one, other=others[0]) if others else one


def _flat(coordinates: Any) -> Any:
    """Positions without what stands behind longitude and latitude: heights, measures, times."""
    if not isinstance(coordinates, list):
        return coordinates
    if coordinates and not isinstance(coordinates[0], list):
        return coordinates[:2]
    return [_flat(c) for c in coordinates]


def _of_one_part(shape: shapely.Geometry) -> shapely.Geometry:
    """The one part of a Multi... as many programs write it, or the line that its parts make.

    Raises
    ------
    BadInput
        They make none.
    """
    parts = shape.geoms
    whole = parts[0] if len(parts) == 1 else shapely.line_merge(shape)
    if whole.geom_type.startswith("Multi"):
        raise BadInput(
            sentence(
                "the geometry is a {shape} of {count} parts that do not meet; draw one line",
                shape=shape.geom_type,
                count=len(parts),
            )
        )
    return whole
