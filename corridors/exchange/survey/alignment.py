"""The way that a railway or road takes between two places, by shortest length over OpenStreetMap."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from pyproj import Geod
from shapely.geometry import LineString

from corridors.errors import BadInput, UnknownName

if TYPE_CHECKING:
    import networkx as nx

LonLat = tuple[float, float]
# What counts as the railway or the road, as osmnx asks for it and as it is told apart in a file.
FILTERS = {
    "rail": '["railway"="rail"]["service"!~"yard|spur|siding"]',
    "road": '["highway"~"^(motorway|trunk|primary|secondary|tertiary)(_link)?$"]',
}
ROADS = re.compile(r"(motorway|trunk|primary|secondary|tertiary)(_link)?")
SIDE_TRACKS = {"yard", "spur", "siding"}
MAX_BYTES = 200 * 1024 * 1024
NEAR_KM = 15.0
MARGIN_DEG = 0.3
WGS84 = Geod(ellps="WGS84")


def osm_alignment(
    start: LonLat,
    end: LonLat,
    mode: str,
    graph: Any = None,
    download: bool = False,
    tolerance_deg: float = 0.002,
) -> LineString:
    """Line of a rail or road link between two places.

    Parameters
    ----------
    start, end : (lon, lat)
        Where the link begins and ends, in degrees.
    mode : {"rail", "road"}
        Main tracks only, or roads down to tertiary.
    graph : path or MultiDiGraph, optional
        An .osm file (XML), or a graph of osmnx.
    download : bool
        Ask the public Overpass service for the window around the link. Nothing is asked otherwise.
    tolerance_deg : float
        Simplify to about this; 0 keeps every point.

    Returns
    -------
    LineString
        From `start` to `end` in degrees, 5 decimals; the first and last points are the given ones.

    Raises
    ------
    BadInput
        No graph and no leave to download, a file that is too large or not safe, nothing near an end, or
        nothing that joins the two.
    """
    import networkx as nx

    if mode not in FILTERS:
        raise UnknownName("mode", mode, FILTERS)
    if isinstance(graph, str | Path):
        graph = _from_file(Path(graph))
    elif graph is None:
        if not download:
            raise BadInput("no map to follow: give an .osm file, or ask for a download")
        graph = _from_overpass(start, end, mode)
    edges = graph.edges(keys=True, data=True)
    kept = graph.edge_subgraph([(one, other, key) for one, other, key, about in edges if _is(mode, about)])
    first, last = (_nearest(kept, place, mode) for place in (start, end))
    try:
        way = nx.shortest_path(kept.to_undirected(as_view=True), first, last, weight="length")
    except nx.NetworkXNoPath:
        raise BadInput(f"the {mode} map has no unbroken way from {start} to {end}; take a larger area") from None
    points = [start, *((kept.nodes[n]["x"], kept.nodes[n]["y"]) for n in way), end]
    line = LineString(np.round(points, 5))
    return LineString(np.round(line.simplify(tolerance_deg).coords, 5)) if tolerance_deg else line


def _is(mode: str, about: dict[str, Any]) -> bool:
    if mode == "rail":
        return about.get("railway") == "rail" and about.get("service") not in SIDE_TRACKS
    return any(ROADS.fullmatch(str(kind)) for kind in np.atleast_1d(about.get("highway", "")))


def _nearest(graph: nx.MultiDiGraph, place: LonLat, mode: str) -> Any:
    """The node of a graph nearest to a place; osmnx's own search would need scikit-learn."""
    if not len(graph):
        raise BadInput(f"the map has no {mode} at all")
    nodes = list(graph.nodes)
    lon, lat = np.array([[graph.nodes[n]["x"], graph.nodes[n]["y"]] for n in nodes], dtype=float).T
    km = WGS84.inv(lon, lat, np.full_like(lon, place[0]), np.full_like(lat, place[1]))[2] / 1000
    best = int(np.argmin(km))
    if km[best] > NEAR_KM:
        raise BadInput(f"no {mode} within {NEAR_KM:g} km of {place}: the nearest is {km[best]:.0f} km away")
    return nodes[best]


def _from_file(path: Path) -> nx.MultiDiGraph:
    """Graph of an .osm file that has been found harmless."""
    import xml.sax

    _guard(path)
    with _osmnx() as osmnx:
        try:
            return osmnx.graph_from_xml(path, bidirectional=True, simplify=False, retain_all=True)
        except (xml.sax.SAXException, SyntaxError, ValueError, KeyError, LookupError) as error:
            raise BadInput(f"{path}: cannot be read as an .osm file: {error}") from None
        except Exception as error:
            if type(error).__module__.startswith("osmnx"):
                raise BadInput(f"{path}: holds no ways: {error}") from None
            raise


def _guard(path: Path) -> None:
    """Refuse what is too large, not XML in UTF-8, or declares entities (which can grow without end)."""
    if not path.is_file():
        raise BadInput(f"{path}: there is no such file")
    if path.stat().st_size > MAX_BYTES:
        size = f"{path.stat().st_size / 2**20:.0f} MiB"
        raise BadInput(f"{path}: {size} is more than {MAX_BYTES / 2**20:.0f} MiB; cut out the area around the link")
    text = path.read_bytes()
    if b"\0" in text[:4096] or not text.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"<"):
        raise BadInput(f"{path}: not an .osm file (XML in UTF-8); convert .pbf files first")
    declared = re.match(rb"[^<]*<\?xml[^>]*encoding\s*=\s*[\"']([^\"']+)", text)
    if declared and declared[1].lower() not in (b"utf-8", b"us-ascii", b"ascii"):
        raise BadInput(f"{path}: must be in UTF-8, not {declared[1].decode(errors='replace')}")
    if re.search(rb"<!\s*(DOCTYPE|ENTITY)", text, re.IGNORECASE):
        raise BadInput(f"{path}: declares a document type or entities, which no .osm file needs; not read")


def _from_overpass(start: LonLat, end: LonLat, mode: str) -> nx.MultiDiGraph:
    """Graph of the window around a link, from the public Overpass service."""
    (west, east), (south, north) = (sorted(pair) for pair in zip(start, end, strict=True))
    window = (west - MARGIN_DEG, south - MARGIN_DEG, east + MARGIN_DEG, north + MARGIN_DEG)
    with _osmnx() as osmnx:
        try:
            return osmnx.graph_from_bbox(window, custom_filter=FILTERS[mode], simplify=False, retain_all=True)
        except Exception as error:  # whatever the network does, it is no fault of the program
            raise BadInput(f"the download failed ({type(error).__name__}: {error}); try an .osm file") from None


@contextlib.contextmanager
def _osmnx() -> Iterator[Any]:
    """The package osmnx, told to keep railway tags and to leave no cache; its settings are put back after."""
    try:
        import osmnx
    except ImportError:
        raise BadInput("this needs the package osmnx, which is not installed here") from None
    before = (osmnx.settings.useful_tags_way, osmnx.settings.use_cache)
    osmnx.settings.useful_tags_way = [*before[0], "railway"]
    osmnx.settings.use_cache = False
    try:
        yield osmnx
    finally:
        osmnx.settings.useful_tags_way, osmnx.settings.use_cache = before
