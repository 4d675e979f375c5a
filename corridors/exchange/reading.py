"""Lines of a file in any of the formats that people have, as one table in degrees; what is no line is refused."""

from __future__ import annotations

import json
import re
import tempfile
import warnings
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from pyproj import CRS
from pyproj.exceptions import CRSError

from corridors.dataset import read_csv
from corridors.dataset.text import read_text
from corridors.errors import BadInput
from corridors.exchange import gmns
from corridors.exchange.unpacking import local_file, unpack
from corridors.extras import needs

WGS84 = "EPSG:4326"
ENDINGS = ".geojson, .json, .gpkg, .kml, .kmz, .shp.zip, .zip, .fgb, .parquet, .csv"
WKT_COLUMNS = ("wkt", "geometry", "geom", "the_geom", "wkt_geom", "geometry_wkt")
MOST_LINES = 500_000
SHOWN = 5


def read_lines(
    name: str | Path, layer: str | None = None, crs: str | None = None, *, posts: bool = False
) -> gpd.GeoDataFrame:
    """The lines of a file.

    Parameters
    ----------
    name : path
        GeoJSON, GeoPackage, KML or KMZ, zipped Shapefile, FlatGeobuf, GeoParquet, CSV with a column of WKT, or GMNS
        (a folder or a zip file).
    layer : str, optional
        Which one, where a file has several.
    crs : str, optional
        Coordinate system of a file that does not say, as in "EPSG:32642"; longitude and latitude otherwise.
    posts : bool
        Whether lines of no length may stand for posts and terminals, as in our own exports.

    Returns
    -------
    GeoDataFrame
        A row a line, LineString in degrees without height; the columns of the file.

    Raises
    ------
    BadInput
        Everything that makes a file useless, with what to do about it.
    """
    path = local_file(name)
    with tempfile.TemporaryDirectory(prefix="corridors-") as place:
        table = _table(path, Path(place), layer)
    if not len(table):
        raise BadInput(f"{path}: holds no line")
    if len(table) > MOST_LINES:
        raise BadInput(f"{path}: {len(table):,} features are more than {MOST_LINES:,}; cut out what is needed")
    table = table.reset_index(drop=True)
    _twice(path, table)
    table = table.set_geometry(_lines(path, table, posts), crs=table.crs)
    return _degrees(path, table, crs)


def _table(path: Path, place: Path, layer: str | None) -> gpd.GeoDataFrame:
    """A file by its ending, as it stands."""
    ending = path.suffix.lower()
    if path.is_dir():
        if (path / "link.csv").is_file():
            return gmns.read(path)
        raise BadInput(f"{path}: a folder without link.csv and node.csv is no GMNS network; name a file")
    if ending in (".geojson", ".json"):
        return _geojson(path)
    if ending == ".csv":
        return _csv(path)
    if ending in (".parquet", ".geoparquet"):
        return _parquet(path)
    if ending == ".kmz":
        inside = [f for f in unpack(path, place) if f.suffix.lower() == ".kml"]
        return _kml(inside[0], layer) if inside else _nothing(path, "no .kml inside")
    if ending == ".zip":
        return _archive(path, place, layer)
    if ending == ".kml":
        return _kml(path, layer)
    if ending in (".gpkg", ".fgb", ".shp"):
        return _ogr(path, layer)
    raise BadInput(f"{path}: cannot tell what this is by its ending; {ENDINGS} and folders of GMNS are read")


def _nothing(path: Path, why: str) -> gpd.GeoDataFrame:
    raise BadInput(f"{path}: {why}")


def _archive(path: Path, place: Path, layer: str | None) -> gpd.GeoDataFrame:
    files = unpack(path, place)
    for file in files:
        if file.name == "link.csv":
            return gmns.read(file.parent)
    for file in files:
        if file.name == "links.csv":
            return _csv(file)
    found = [f for f in files if f.suffix.lower() in (".shp", ".gpkg", ".geojson", ".kml", ".fgb")]
    if layer:
        found = [f for f in found if f.stem == layer] or found
    if not found:
        return _nothing(path, "no Shapefile, GMNS network or other map file inside")
    if len(found) > 1:
        return _nothing(path, f"several maps inside; choose with --layer: {', '.join(f.stem for f in found[:9])}")
    if found[0].suffix.lower() == ".shp" and not found[0].with_suffix(".shx").exists():
        return _nothing(path, "a Shapefile is .shp, .shx and .dbf together; .shx is missing")
    return _table(found[0], place, layer)


def _geojson(path: Path) -> gpd.GeoDataFrame:
    try:
        told = json.loads(read_text(path))
        features = told["features"] if told.get("type") == "FeatureCollection" else [told]
        shapes = [_shape(f.get("geometry")) for f in features]
        about = [dict(f.get("properties") or {}) for f in features]
    except RecursionError:
        raise BadInput(f"{path}: nested far deeper than any map; not read") from None
    except shapely.GEOSException as error:
        raise BadInput(f"{path}: a geometry cannot be read: {str(error)[:100]}") from None
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        told = f"{type(error).__name__} {str(error)[:80]}"
        raise BadInput(f"{path}: no GeoJSON FeatureCollection, or not whole: {told}") from None
    table = pd.DataFrame(about, index=range(len(about)))
    ids = [f.get("id") for f in features]
    if "id" not in table and all(isinstance(i, (str, int)) for i in ids):
        table["id"] = ids
    return gpd.GeoDataFrame(table.drop(columns="geometry", errors="ignore"), geometry=shapes, crs=_stated(path, told))


def _shape(told: Any) -> shapely.Geometry | None:
    """A geometry without heights and measures; none where there is none."""
    if not isinstance(told, dict):
        return None
    flat = told if "coordinates" not in told else {**told, "coordinates": _flat(told["coordinates"])}
    return shapely.from_geojson(json.dumps(flat, allow_nan=False))


def _flat(told: Any) -> Any:
    if not isinstance(told, list):
        return told
    return told[:2] if told and isinstance(told[0], (int, float)) else [_flat(part) for part in told]


def _stated(path: Path, told: dict[str, Any]) -> CRS | str:
    """The coordinate system that an older GeoJSON names; null and nothing are longitude and latitude."""
    named = told.get("crs")
    name = named.get("properties", {}).get("name") if isinstance(named, dict) else None
    if not name:
        return WGS84
    try:
        return CRS.from_user_input(str(name))
    except CRSError:
        raise BadInput(f"{path}: its 'crs' {str(name)[:60]!r} is unknown; say it with --crs EPSG:…") from None


def _csv(path: Path) -> gpd.GeoDataFrame:
    table = read_csv(path)
    column = next((c for c in table if c.lower() in WKT_COLUMNS), None)
    if column is None:
        raise BadInput(f"{path}: no column of WKT; name one of them {', '.join(WKT_COLUMNS[:3])}")
    shapes = shapely.from_wkt(table[column].to_numpy(dtype=object), on_invalid="ignore")
    for i in np.flatnonzero(shapely.is_missing(shapes)):
        raise BadInput(
            f"{path}: row {i + 1}: {table[column].iloc[i][:40]!r} is no WKT such as LINESTRING (69 41, 68 40)"
        )
    return gpd.GeoDataFrame(table.drop(columns=column), geometry=shapes)


def _parquet(path: Path) -> gpd.GeoDataFrame:
    needs("pyarrow", "formats")
    try:
        return gpd.read_parquet(path)
    except Exception as error:  # pyarrow has a dozen kinds for a file that is not whole
        raise BadInput(f"{path}: cannot be read as GeoParquet ({str(error)[:100]}); is it whole?") from None


def _kml(path: Path, layer: str | None) -> gpd.GeoDataFrame:
    text = path.read_bytes()
    if re.search(rb"<!\s*(DOCTYPE|ENTITY)", text, re.IGNORECASE):
        raise BadInput(f"{path}: declares a document type or entities, which no KML needs; not read")
    deepest = depth = 0
    for mark in re.finditer(rb"<(/?)[A-Za-z][^>]*?(/?)>", text):
        depth += -1 if mark[1] else 0 if mark[2] else 1
        deepest = max(deepest, depth)
    if deepest > 100:
        raise BadInput(f"{path}: nested far deeper than any map; not read")
    return _ogr(path, layer)


def _ogr(path: Path, layer: str | None) -> gpd.GeoDataFrame:
    """What GDAL reads: the layer that is asked for, `links` of an own export, or the only one with lines."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # about measures that are left out, and damage that is told below
        return _layer(path, layer)


def _layer(path: Path, layer: str | None) -> gpd.GeoDataFrame:
    import pyogrio

    try:
        layers = pyogrio.list_layers(path)
        with_shapes = [str(name) for name, kind in layers if kind is not None]
        lines = [str(name) for name, kind in layers if kind and "LineString" in kind]
        names = [layer] if layer else ["links"] if "links" in lines else lines or with_shapes
        if len(names) != 1:
            raise BadInput(f"{path}: several layers; choose with --layer: {', '.join(names[:9])}")
        if names[0] not in [str(n) for n, _ in layers]:
            raise BadInput(f"{path}: no layer {names[0]!r}; there are {', '.join(str(n) for n, _ in layers)}")
        return pyogrio.read_dataframe(path, layer=names[0])
    except (RuntimeError, ValueError, LookupError) as error:  # all kinds that pyogrio has
        told = " ".join(str(error).replace(str(path), "").split())[:120]
        raise BadInput(f"{path}: cannot be read ({told}); is it whole, and what its ending says?") from None


def _twice(path: Path, table: gpd.GeoDataFrame) -> None:
    for column in (c for c in table.columns if str(c).lower() in ("link", "link_id", "id", "fid")):
        ids = table[column].dropna().astype(str)
        again = ids[ids.duplicated() & (ids != "")]
        if len(again):
            raise BadInput(f"{path}: {column} {again.iloc[0][:60]!r} stands twice; every line has an id of its own")


def _lines(path: Path, table: gpd.GeoDataFrame, posts: bool) -> np.ndarray:
    """LineStrings without heights; a line in pieces that join is one line; anything else is refused, all at once."""
    shapes = shapely.force_2d(np.array(table.geometry, dtype=object))
    of_one = shapely.get_type_id(shapes) == 5
    shapes[of_one] = [_merged(s) for s in shapes[of_one]]
    faults = []
    for i, shape in enumerate(shapes):
        if shape is None or shape.is_empty:
            faults.append(f"feature {i + 1} has no geometry")
        elif shape.geom_type == "MultiLineString":
            faults.append(f"feature {i + 1} is a line in {len(shape.geoms)} pieces that do not join; split it")
        elif shape.geom_type != "LineString":
            faults.append(f"feature {i + 1} is a {shape.geom_type}; only lines are imported, so take the rest out")
        elif not np.isfinite(shapely.get_coordinates(shape)).all():
            faults.append(f"feature {i + 1} has a coordinate that is not finite")
        elif shape.length == 0 and not posts:
            faults.append(f"feature {i + 1} has no length")
    if faults:
        more = f"; and {len(faults) - SHOWN} more" if len(faults) > SHOWN else ""
        raise BadInput(f"{path}: {'; '.join(faults[:SHOWN])}{more}")
    return shapes


def _merged(shape: shapely.Geometry) -> shapely.Geometry:
    parts = shapely.get_parts(shape)
    return parts[0] if len(parts) == 1 else shapely.line_merge(shape) if len(parts) else shape


def _degrees(path: Path, table: gpd.GeoDataFrame, crs: str | None) -> gpd.GeoDataFrame:
    """The same lines in longitude and latitude."""
    if crs:
        try:
            table = table.set_crs(CRS.from_user_input(crs), allow_override=True)
        except CRSError:
            raise BadInput(f"no coordinate system {crs!r}; write it like EPSG:32642") from None
    out = table.set_crs(WGS84) if table.crs is None else table.to_crs(WGS84)
    west, south, east, north = out.total_bounds
    if not np.isfinite([west, south, east, north]).all():
        raise BadInput(f"{path}: its coordinates do not fit its coordinate system {table.crs.name!r}; say --crs EPSG:…")
    if west >= -180 and east <= 180 and south >= -90 and north <= 90:
        return out
    if max(abs(west), abs(east)) <= 90 and max(abs(south), abs(north)) <= 180:
        raise BadInput(
            f"{path}: latitude {max(north, -south):g} is beyond the pole: longitude and latitude are swapped"
        )
    raise BadInput(
        f"{path}: {east:,.0f}, {north:,.0f} are no degrees but perhaps metres; say in which system with --crs EPSG:…"
    )
