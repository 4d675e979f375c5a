"""Lines of a file in any of the formats that people have, as one table in degrees; what is no line is refused."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import shapely
from pyproj import CRS
from pyproj.exceptions import CRSError

from corridors.atomic_write import scratch
from corridors.errors import BadInput
from corridors.exchange.opening import open_table
from corridors.exchange.unpacking import local_file
from corridors.wording.sentences import joined, sentence

if TYPE_CHECKING:
    from pathlib import Path

    import geopandas as gpd

WGS84 = "EPSG:4326"
MOST_LINES = 500_000
SHOWN = 5


def read_lines(
    name: str | Path,
    layer: str | None = None,
    crs: str | None = None,
    *,
    encoding: str | None = None,
    posts: bool = False,
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
    encoding : str, optional
        Of the texts of a Shapefile that does not say it; by default what fits them.
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
    with scratch() as place:
        return only_lines(path, raw_table(path, place, layer, encoding), crs, posts=posts)


def raw_table(path: Path, place: Path, layer: str | None = None, encoding: str | None = None) -> gpd.GeoDataFrame:
    """The features of a file as they stand, in its own coordinates; `place` is for what an archive holds."""
    table = open_table(path, place, layer, encoding).reset_index(drop=True)
    if not len(table):
        raise BadInput(sentence("{path}: holds no line", path=path))
    if len(table) > MOST_LINES:
        raise BadInput(
            sentence(
                "{path}: {count:,} features are more than {most:,}; cut out what is needed",
                path=path,
                count=len(table),
                most=MOST_LINES,
            )
        )
    return table


def only_lines(path: Path, table: gpd.GeoDataFrame, crs: str | None = None, *, posts: bool = False) -> gpd.GeoDataFrame:
    """A table of lines in degrees; what is no line is refused."""
    _twice(path, table)
    return in_degrees(path, table.set_geometry(_lines(path, table, posts), crs=table.crs), crs)


def _twice(path: Path, table: gpd.GeoDataFrame) -> None:
    for column in (c for c in table.columns if str(c).lower() in ("link", "link_id", "id", "fid")):
        ids = table[column].dropna().astype(str)
        again = ids[ids.duplicated() & (ids != "")]
        if len(again):
            raise BadInput(
                sentence(
                    "{path}: {column} {value!r} stands twice; every line has an id of its own",
                    path=path,
                    column=column,
                    value=again.iloc[0][:60],
                )
            )


def _lines(path: Path, table: gpd.GeoDataFrame, posts: bool) -> np.ndarray:
    """LineStrings without heights; a line in pieces that join is one line; anything else is refused, all at once."""
    shapes = shapely.force_2d(np.array(table.geometry, dtype=object))
    of_one = shapely.get_type_id(shapes) == 5
    shapes[of_one] = [_merged(s) for s in shapes[of_one]]
    faults: dict[str, list[int]] = {}
    for i, shape in enumerate(shapes):
        if fault := _fault(shape, posts):
            faults.setdefault(fault, []).append(i + 1)
    if faults:
        told = [
            sentence("feature {number} and {more} more: {fault}", number=first, more=len(more), fault=fault)
            if more
            else sentence("feature {number}: {fault}", number=first, fault=fault)
            for fault, (first, *more) in faults.items()
        ]
        raise BadInput(sentence("{path}: {told}", path=path, told=joined(told[:SHOWN], "; ")))
    return shapes


def _fault(shape: shapely.Geometry | None, posts: bool) -> str:
    """Why a geometry is no line that can be imported, and what helps; "" if it is one."""
    if shape is None or shape.is_empty:
        return sentence("no geometry; take it out, or draw it")
    if shape.geom_type == "MultiLineString":
        return sentence("a line in {count} pieces that do not join; split it", count=len(shape.geoms))
    if shape.geom_type != "LineString":
        return sentence("a {shape}; only lines are imported, so take the rest out", shape=shape.geom_type)
    if not np.isfinite(shapely.get_coordinates(shape)).all():
        return sentence("a coordinate that is not finite")
    return sentence("no length") if shape.length == 0 and not posts else ""


def _merged(shape: shapely.Geometry) -> shapely.Geometry:
    parts = shapely.get_parts(shape)
    return parts[0] if len(parts) == 1 else shapely.line_merge(shape) if len(parts) else shape


def in_degrees(path: Path, table: gpd.GeoDataFrame, crs: str | None) -> gpd.GeoDataFrame:
    """The same lines in longitude and latitude."""
    if crs:
        try:
            table = table.set_crs(CRS.from_user_input(crs), allow_override=True)
        except CRSError:
            raise BadInput(sentence("no coordinate system {crs!r}; write it like EPSG:32642", crs=crs)) from None
    out = table.set_crs(WGS84) if table.crs is None else table.to_crs(WGS84)
    west, south, east, north = out.total_bounds
    if not np.isfinite([west, south, east, north]).all():
        raise BadInput(
            sentence(
                "{path}: its coordinates do not fit its coordinate system {crs!r}; say --crs EPSG:…",
                path=path,
                crs=table.crs.name,
            )
        )
    if west >= -180 and east <= 180 and south >= -90 and north <= 90:
        xy, of = shapely.get_coordinates(np.array(out.geometry, dtype=object), return_index=True)
        around = np.flatnonzero((np.abs(np.diff(xy[:, 0])) > 180) & (np.diff(of) == 0))
        if len(around):
            raise BadInput(
                sentence(
                    "{path}: feature {number}: crosses the 180th meridian in one step; split it there",
                    path=path,
                    number=of[around[0]] + 1,
                )
            )
        return out
    if max(abs(west), abs(east)) <= 90 and max(abs(south), abs(north)) <= 180:
        raise BadInput(
            sentence(
                "{path}: latitude {latitude:g} is beyond the pole: longitude and latitude are swapped",
                path=path,
                latitude=max(north, -south),
            )
        )
    raise BadInput(
        sentence(
            "{path}: {east:,.0f}, {north:,.0f} are no degrees but perhaps metres; say in which system "
            "with --crs EPSG:…",
            path=path,
            east=east,
            north=north,
        )
    )
