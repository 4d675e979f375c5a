"""Tables that hold OpenStreetMap elements, a row each: GeoJSON of overpass turbo, layers of GIS programs, Geofabrik."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import pandas as pd

from corridors.atomic_write import scratch
from corridors.errors import BadInput
from corridors.exchange.reading import in_degrees, raw_table
from corridors.exchange.survey.extract import ROAD_VALUES
from corridors.exchange.survey.features import from_features
from corridors.exchange.survey.tags import NOT_IN_SERVICE, OTHER_RAIL
from corridors.wording.sentences import sentence

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    import geopandas as gpd

    from corridors.exchange.survey.extract import Extract

ELEMENT = re.compile(r"(?:(node|way|relation)/|([nwr]))(-?\d{1,20})")
NUMBER = re.compile(r"-?\d{1,20}(?:\.0)?")
IDS = ("@id", "full_id", "osm_id", "osm_way_id", "osmid", "id")  # overpass turbo, QuickOSM, GDAL, Geofabrik, osmnx
KEY = {"rail": "railway", "road": "highway"}
VALUES = {"rail": {"rail", *NOT_IN_SERVICE, *OTHER_RAIL}, "road": ROAD_VALUES}
BESIDE = ("other_tags", "tags")  # where GDAL and pyrosm put the tags that have no column
TAG = re.compile(r'"((?:[^"\\]|\\.)*)"=>"((?:[^"\\]|\\.)*)"')
CLASS = "fclass"  # Geofabrik's one column for railway=* and highway=*
ONE_WAY = {"F": "yes", "T": "-1", "B": "no"}
LETTER = {"n": "node", "w": "way", "r": "relation"}


def is_map(table: pd.DataFrame, mode: str) -> bool:
    """Whether a table holds OpenStreetMap elements: rows with the id of one, or the tags that railways or roads have.

    Examples
    --------
    >>> is_map(pd.DataFrame({"@id": ["way/4711"], "railway": ["rail"]}), "rail")
    True
    >>> is_map(pd.DataFrame({"id": [1], "name": ["West – East"]}), "rail")
    False
    """
    ids = next((table[c] for c in IDS if c in table), None)
    if ids is not None and ids.map(lambda i: isinstance(i, str) and bool(ELEMENT.fullmatch(i))).mean() > 0.5:
        return True
    if "osm_id" in table and {CLASS, "other_tags", *KEY.values()} & set(table):
        return True
    tagged = table[KEY[mode]].dropna() if KEY[mode] in table else pd.Series(dtype=object)
    return len(tagged) > 0 and bool(tagged.isin(list(VALUES[mode])).mean() > 0.5)


def read_table(path: Path, mode: str, crs: str | None = None) -> Extract:
    """The ways of one mode in a file with a row an element.

    Raises
    ------
    BadInput
        The file cannot be read, or its rows are no OpenStreetMap elements.
    """
    with scratch() as place:
        table = raw_table(path, place)
    if not is_map(table, mode):
        raise BadInput(
            sentence(
                "{file}: its features do not name OpenStreetMap elements ('@id': 'way/…'); `corridors "
                "import` takes other lines",
                file=path.name,
            )
        )
    return from_table(in_degrees(path, table, crs), mode, path.name)


def from_table(table: gpd.GeoDataFrame, mode: str, origin: str) -> Extract:
    """An extract from a table of elements, in degrees."""
    return from_features(mode, _rows(table, mode), origin=origin, dated=str(table.attrs.get("dated", "")))


def _rows(table: gpd.GeoDataFrame, mode: str) -> Iterator[tuple[str, dict[str, Any], Any]]:
    ids = next((table[c].tolist() for c in IDS if c in table), range(1, len(table) + 1))
    plain = pd.DataFrame(table.drop(columns=[table.geometry.name, *(c for c in IDS if c in table)]))
    for told, id_, shape in zip(plain.to_dict("records"), ids, table.geometry, strict=True):
        point = shape is not None and shape.geom_type == "Point"
        yield _element(id_, point), _tags({str(k): v for k, v in told.items()}, mode, point), shape


def _element(told: Any, point: bool) -> str:
    text = str(told)
    if match := ELEMENT.fullmatch(text):
        return f"{match[1] or LETTER[match[2]]}/{match[3]}"
    number = text.removesuffix(".0") if NUMBER.fullmatch(text) else re.sub(r"[^\d,-]", "", text)[:40] or "0"
    return f"{'node' if point else 'way'}/{number}"


def _tags(told: dict[str, Any], mode: str, point: bool) -> dict[str, Any]:
    """Columns as tags, and what stands in one column together."""
    tags = dict(told)
    for column in BESIDE:
        tags |= _packed(tags.pop(column, None))
    if isinstance(kind := tags.pop(CLASS, None), str):
        tags["place" if point and kind in PLACES else KEY[mode]] = kind
        tags["oneway"] = ONE_WAY.get(str(tags.get("oneway")), tags.get("oneway"))
        tags = {k: v for k, v in tags.items() if k != "maxspeed" or v not in (0, "0")}
    return tags


PLACES = ("city", "town", "village", "suburb", "hamlet", "locality")


def _packed(cell: Any) -> dict[str, Any]:
    """Tags in one cell: hstore of GDAL, JSON, or a dict."""
    if isinstance(cell, str) and cell.lstrip().startswith("{"):
        try:
            cell = json.loads(cell)
        except (ValueError, RecursionError):
            return {}
    if isinstance(cell, dict):
        return {str(k): v for k, v in cell.items()}
    if not isinstance(cell, str):
        return {}
    return {k: re.sub(r"\\(.)", r"\1", v) for k, v in TAG.findall(cell)}
