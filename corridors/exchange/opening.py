"""A file of somebody else as the table that it holds, by its ending and only if its content is what that says."""

from __future__ import annotations

import json
import warnings
from typing import TYPE_CHECKING, Any
from xml.parsers import expat

import geopandas as gpd
import pandas as pd
import shapely
from pyproj import CRS
from pyproj.exceptions import CRSError

from corridors.dataset.text import read_text
from corridors.errors import BadInput
from corridors.exchange import dbf_letters, gmns, wkt_table
from corridors.exchange.unpacking import MAX_BYTES, unpack
from corridors.extras import needs
from corridors.wording.sentences import joined_by_and, sentence

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

WGS84 = "EPSG:4326"
MOST_LAYERS = 100
DEEPEST = 100  # of elements of KML
# How files begin; GDAL itself goes by content, and would follow a file that is called .gpkg but names other files.
WITHOUT_LAYERS = (".geojson", ".json", ".csv", ".parquet", ".geoparquet")
BEGINNINGS = {".gpkg": b"SQLite format 3\0", ".fgb": b"fgb", ".shp": b"\0\0\x27\x0a"}


def open_table(path: Path, place: Path, layer: str | None, encoding: str | None = None) -> gpd.GeoDataFrame:
    """A file as it stands.

    Parameters
    ----------
    path : path
        A file or a folder of GMNS.
    place : path
        An empty folder, for what an archive holds.
    layer : str, optional
        Which one, where there are several.
    encoding : str, optional
        Of the texts of a Shapefile; no other format leaves it open.

    Returns
    -------
    GeoDataFrame
        As the file has it; `attrs["letters"]` is what to know of its encoding.

    Raises
    ------
    BadInput
        The file cannot be read; the message says why.
    """
    if layer and path.suffix.lower() in WITHOUT_LAYERS:
        raise BadInput(sentence("{path}: a file of this kind has no layers; leave out --layer", path=path))
    with wkt_table.long_cells():
        table = _opened(path, place, layer, encoding)
    if encoding and "letters" not in table.attrs:
        raise BadInput(sentence("{path}: only a Shapefile leaves its encoding open; save the file as UTF-8", path=path))
    return table


def _opened(path: Path, place: Path, layer: str | None, encoding: str | None) -> gpd.GeoDataFrame:
    if path.is_dir():
        if (path / "link.csv").is_file():
            return gmns.read(path)
        raise BadInput(
            sentence("{path}: a folder without link.csv and node.csv is no GMNS network; name a file", path=path)
        )
    ending = path.suffix.lower()
    if ending in (".zip", ".kmz"):
        return _archive(path, place, layer, encoding)
    if ending in OPENED:
        try:
            return _shapefile(path, layer, encoding) if ending == ".shp" else OPENED[ending](path, layer)
        except BadInput as error:
            if path.name in str(error):
                raise
            raise BadInput(sentence("{path}: {problem}", path=path, problem=error.args[0])) from None
    endings = ", ".join([*OPENED, ".kmz", ".zip"])
    raise BadInput(
        sentence(
            "{path}: cannot tell what this is by its ending; {endings} and folders of GMNS are read",
            path=path,
            endings=endings,
        )
    )


def _archive(path: Path, place: Path, layer: str | None, encoding: str | None) -> gpd.GeoDataFrame:
    files = {f.name: f for f in reversed(unpack(path, place))}
    if "link.csv" in files:
        return gmns.read(files["link.csv"].parent)
    if "links.csv" in files:
        return wkt_table.read(files["links.csv"])
    found = [f for f in files.values() if f.suffix.lower() in (".shp", ".gpkg", ".geojson", ".kml", ".fgb")]
    found = [f for f in found if f.stem == layer] or found if layer else found
    if not found:
        raise BadInput(sentence("{path}: no Shapefile, GMNS network or other map file inside", path=path))
    if len(found) > 1 and path.suffix.lower() != ".kmz":  # there the first one is the map
        named = ", ".join(f.stem for f in found[:9])
        raise BadInput(sentence("{path}: several maps inside; choose with --layer: {named}", path=path, named=named))
    if found[-1].suffix.lower() == ".shp":
        there = {f.name.lower() for f in found[-1].parent.iterdir()}
        if lacking := [e for e in (".shx", ".dbf") if found[-1].with_suffix(e).name.lower() not in there]:
            raise BadInput(
                sentence(
                    "{path}: a Shapefile is .shp, .shx and .dbf together; {lacking} missing",
                    path=path,
                    lacking=joined_by_and(lacking),
                )
            )
        return _shapefile(found[-1], layer if found[-1].stem != layer else None, encoding)
    return OPENED[found[-1].suffix.lower()](found[-1], layer if found[-1].stem != layer else None)


def _shapefile(path: Path, layer: str | None, encoding: str | None) -> gpd.GeoDataFrame:
    """A Shapefile, whose texts may be in letters that it does not name."""
    known, said = dbf_letters.letters(path, encoding)
    table = _ogr(path, layer, known)
    table.attrs["letters"] = said
    return table


def _geojson(path: Path, _: str | None) -> gpd.GeoDataFrame:
    try:
        told = json.loads(read_text(path, MAX_BYTES))
        features = told["features"] if told["type"] == "FeatureCollection" else [told]
        features = [{"type": "Feature", "geometry": f} if "coordinates" in f else f for f in features]
        if other := next((f["type"] for f in features if f["type"] != "Feature"), None):
            raise BadInput(
                sentence(
                    "{path}: holds a {what!r}, which is no GeoJSON; save it as GeoJSON", path=path, what=str(other)[:40]
                )
            )
        shapes = [_shape(f.get("geometry"), i) for i, f in enumerate(features, 1)]
        about = [dict(f.get("properties") or {}) for f in features]
    except RecursionError:
        raise BadInput(sentence("{path}: nested far deeper than any map; not read", path=path)) from None
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        told = f"{type(error).__name__} {str(error)[:80]}"
        raise BadInput(
            sentence("{path}: no GeoJSON FeatureCollection, or not whole: {told}", path=path, told=told)
        ) from None
    table = pd.DataFrame(about, index=range(len(about)))
    ids = [f.get("id") for f in features]
    if "id" not in table and all(isinstance(i, (str, int)) for i in ids):
        table["id"] = ids
    table = table.drop(columns="geometry", errors="ignore")
    table.attrs["dated"] = str(told.get("timestamp", ""))[:10]
    return gpd.GeoDataFrame(table, geometry=shapes, crs=_stated(path, told))


def _shape(told: Any, number: int) -> shapely.Geometry | None:
    """A geometry without heights and measures; none where there is none."""
    if not isinstance(told, dict):
        return None
    flat = told if "coordinates" not in told else {**told, "coordinates": _flat(told["coordinates"])}
    try:
        return shapely.from_geojson(json.dumps(flat, allow_nan=False))
    except shapely.GEOSException as error:
        raise BadInput(
            sentence("feature {number}: its geometry cannot be read: {reason}", number=number, reason=_short(error))
        ) from None


def _short(error: Exception) -> str:
    return " ".join(str(error).split())[:100]


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
        raise BadInput(
            sentence("{path}: its 'crs' {crs!r} is unknown; say it with --crs EPSG:…", path=path, crs=str(name)[:60])
        ) from None


def _parquet(path: Path, _: str | None) -> gpd.GeoDataFrame:
    needs("pyarrow", "formats")
    try:
        return gpd.read_parquet(path)
    except Exception as error:  # pyarrow has a dozen kinds for a file that is not whole
        raise BadInput(
            sentence("{path}: cannot be read as GeoParquet ({reason}); is it whole?", path=path, reason=_short(error))
        ) from None


def _kml(path: Path, layer: str | None) -> gpd.GeoDataFrame:
    """KML that is whole, declares nothing and is not deep, before GDAL sees it."""
    reader, depth = expat.ParserCreate(), 0

    def begins(name: str, _: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        if depth == 1 and name.rpartition(":")[2] != "kml":
            raise BadInput(
                sentence(
                    "{path}: begins with <{tag}>, not with <kml>; is it what its ending says?", path=path, tag=name[:40]
                )
            )
        if depth > DEEPEST:
            raise BadInput(sentence("{path}: nested far deeper than any map; not read", path=path))

    def ends(_: str) -> None:
        nonlocal depth
        depth -= 1

    def declares(*_: Any) -> None:
        raise BadInput(
            sentence("{path}: declares a document type or entities, which no KML needs; not read", path=path)
        )

    reader.StartElementHandler, reader.EndElementHandler = begins, ends
    reader.StartDoctypeDeclHandler = reader.EntityDeclHandler = declares
    try:
        reader.Parse(path.read_bytes(), True)
    except expat.ExpatError as error:
        raise BadInput(
            sentence("{path}: cannot be read as KML ({reason}); is it whole?", path=path, reason=str(error))
        ) from None
    return _ogr(path, layer)


def _ogr(path: Path, layer: str | None, encoding: str | None = None) -> gpd.GeoDataFrame:
    """What GDAL reads: the layer that is asked for, `links` of an own export, or the only one with lines."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # about measures that are left out, and damage that is told below
        return _layer(path, layer, encoding)


def _layer(path: Path, layer: str | None, encoding: str | None) -> gpd.GeoDataFrame:
    import pyogrio

    with path.open("rb") as file:
        if not file.read(16).startswith(BEGINNINGS.get(path.suffix.lower(), b"")):
            raise BadInput(sentence("{path}: cannot be read; its content is not what its ending says", path=path))
    try:
        layers = pyogrio.list_layers(path)
        with_shapes = [str(name) for name, kind in layers if kind is not None]
        lines = [str(name) for name, kind in layers if kind and "LineString" in kind]
        names = [layer] if layer else ["links"] if "links" in lines else lines or _with_lines(path, with_shapes)
        if not len(layers):
            raise BadInput(sentence("{path}: cannot be read; is it whole?", path=path))
        if len(names) != 1:
            raise BadInput(
                sentence("{path}: several layers; choose with --layer: {known}", path=path, known=", ".join(names[:9]))
            )
        if names[0] not in [str(n) for n, _ in layers]:
            raise BadInput(
                sentence(
                    "{path}: no layer {layer!r}; there are {known}",
                    path=path,
                    layer=names[0],
                    known=", ".join(str(n) for n, _ in layers),
                )
            )
        return pyogrio.read_dataframe(path, layer=names[0], encoding=encoding)
    except (RuntimeError, ValueError, LookupError) as error:  # all kinds that pyogrio has
        told = " ".join(str(error).replace(str(path), "").split())[:120]
        raise BadInput(
            sentence("{path}: cannot be read ({told}); is it whole, and what its ending says?", path=path, told=told)
        ) from None


def _with_lines(path: Path, layers: list[str]) -> list[str]:
    """Of layers that may hold anything, as folders of KML do, those with a line; all if none has one."""
    import pyogrio

    if not 1 < len(layers) <= MOST_LAYERS:
        return layers
    tables = {name: pyogrio.read_dataframe(path, layer=name, columns=[]) for name in layers}
    return [n for n, t in tables.items() if t.geom_type.isin(["LineString", "MultiLineString"]).any()] or layers


OPENED: dict[str, Callable[[Path, str | None], gpd.GeoDataFrame]] = {
    ".geojson": _geojson,
    ".json": _geojson,
    ".csv": lambda path, _: wkt_table.read(path),
    ".parquet": _parquet,
    ".geoparquet": _parquet,
    ".kml": _kml,
    ".gpkg": _ogr,
    ".fgb": _ogr,
    ".shp": _ogr,
}
