"""Two lines from Tashkent to Samarkand as other programs write them, for the tests of the import."""

from __future__ import annotations

import json
import zipfile
from typing import TYPE_CHECKING, Any

import geopandas as gpd
from shapely.geometry import LineString

if TYPE_CHECKING:
    from pathlib import Path

A, B, C = (69.28, 41.29), (67.84, 40.12), (66.97, 39.65)
ROWS = [
    {"name": "Tashkent – Jizzakh", "tracks": 2, "spd": 60, "geometry": LineString([A, (68.8, 40.8), B])},
    {"name": "Jizzakh – Samarkand", "tracks": 1, "spd": 50, "geometry": LineString([B, (67.4, 39.85), C])},
]
WAY = ["rail/tashkent-jizzakh", "rail/jizzakh-samarkand"]


def table(rows: list[dict[str, Any]] = ROWS, crs: str = "EPSG:4326") -> gpd.GeoDataFrame:
    return gpd.GeoDataFrame(rows, crs="EPSG:4326").to_crs(crs)


def whole(root: Path) -> dict[str, bytes]:
    return {str(p.relative_to(root)): p.read_bytes() for p in root.rglob("*") if p.is_file()}


def shapefile(frame: gpd.GeoDataFrame, path: Path) -> None:
    place = path.parent / "parts"
    place.mkdir()
    frame.to_file(place / "line.shp")
    with zipfile.ZipFile(path, "w") as packed:
        for part in place.iterdir():
            packed.write(part, part.name)


def collection(*features: dict[str, Any], **more: Any) -> str:
    return json.dumps({"type": "FeatureCollection", "features": list(features), **more})


def feature(shape: dict[str, Any] | None, **about: Any) -> dict[str, Any]:
    return {"type": "Feature", "properties": about, "geometry": shape}


def line(*points: Any) -> dict[str, Any]:
    return {"type": "LineString", "coordinates": [list(p) for p in points]}


FIRST, SECOND = feature(line(A, B), name="Tashkent – Jizzakh"), feature(line(B, C), name="Jizzakh – Samarkand")
