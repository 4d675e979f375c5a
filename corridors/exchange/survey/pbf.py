"""OpenStreetMap PBF as a stream: what is needed is found in two passes and kept as a small file beside it."""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING, Any

import numpy as np

from corridors.atomic_write import beside
from corridors.errors import BadInput
from corridors.exchange.survey.extract import (
    ROAD_VALUES,
    STATIONS,
    Extract,
    Spot,
    boundary_wanted,
    from_arrays,
    spot_wanted,
    wanted,
)
from corridors.wording.sentences import sentence

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

OWN_ID = "osm_id"  # a place of a kept file says here which element it was
BOUNDARY = {"boundary": "administrative", "admin_level": "2"}
SPOT_KEYS = ("railway", "place", "barrier")
WAY_KEYS = {"rail": ("railway", *(f"{s}:railway" for s in ("disused", "abandoned", "construction", "razed")))}
SMALL_BYTES = 4 << 20  # below this a file is read again as fast as a kept one
OSMIUM = sentence("this needs the package osmium: pip install 'corridors[osm]'")


def read_pbf(path: Path, mode: str, progress: Callable[[str], None] = print) -> Extract:
    """The ways of one mode in a .osm.pbf file of any size.

    Of a large file the wanted part is kept beside it, as a small .osm.pbf that any tool can read; the next survey
    reads that one as long as the large file is the same.

    Raises
    ------
    BadInput
        No such file, no PBF, or the package osmium is not there.
    """
    if not path.is_file():
        raise BadInput(sentence("{path}: there is no such file", path=path))
    kept = kept_file(path, mode)
    if kept.is_file():
        progress(f"reading {kept.name}, what was found in {path.name} before")
        return _named(path, _read(kept, mode))
    progress(f"reading {path.name}, {path.stat().st_size / 1e6:,.0f} MB")
    extract = _named(path, _read(path, mode))
    if path.stat().st_size > SMALL_BYTES:
        _keep(extract, kept, progress)
    return extract


def kept_file(path: Path, mode: str) -> Path:
    """Where the wanted part of a file is kept: its name tells size and time of the file that it was found in."""
    about = path.stat()
    mark = hashlib.blake2b(f"{about.st_size} {about.st_mtime_ns}".encode(), digest_size=4).hexdigest()
    return path.with_name(f"{re.sub(r'(.osm)?.pbf$', '', path.name)}.{mode}-{mark}.osm.pbf")


def _named(path: Path, extract: Extract) -> Extract:
    extract.origin = path.name
    return extract


def _read(path: Path, mode: str) -> Extract:
    try:
        import osmium
    except ImportError:
        raise BadInput(OSMIUM) from None
    try:
        dated = str(osmium.io.Reader(str(path), osmium.osm.NOTHING).header().get("osmosis_replication_timestamp"))
        ways, spots, areas = _ways(osmium, path, mode)
        needed = np.unique(np.concatenate([np.empty(0, np.int64), *(nodes for _, nodes, _ in [*ways, *areas])]))
        places = _places(osmium, path, needed)
    except (RuntimeError, ValueError) as error:
        raise BadInput(
            sentence(
                "{file}: cannot be read as .osm.pbf: {reason}",
                file=path.name,
                reason=" ".join(str(error).split())[:120],
            )
        ) from None
    known = np.isfinite(places[:, 0])
    needed, places = needed[known], places[known]

    def at(nodes: np.ndarray) -> np.ndarray:
        index = np.minimum(np.searchsorted(needed, nodes), max(len(needed) - 1, 0))
        return np.where(needed[index] == nodes, index, -1) if len(needed) else np.full(len(nodes), -1)

    for way, nodes, tags in areas:
        inside = places[at(nodes)][at(nodes) >= 0]
        if len(inside):
            lon, lat = inside.mean(axis=0).tolist()
            spots.append(Spot(way, lon, lat, tags))
    return from_arrays(mode, ((w, at(n), t) for w, n, t in ways), places, spots, dated=dated[:10], origin=path.name)


def _filter(osmium: Any, mode: str) -> list[Any]:
    """What osmium lets through before Python sees it: keys for rail, values for roads, and tagged places."""
    if mode == "rail":
        return [osmium.filter.KeyFilter(*WAY_KEYS["rail"], *SPOT_KEYS, "admin_level")]
    roads = [("highway", v) for v in sorted(ROAD_VALUES)]
    spots = [*(("railway", v) for v in STATIONS), ("barrier", "border_control"), ("admin_level", "2")]
    places = [("place", v) for v in ("city", "town", "village", "hamlet", "suburb", "locality")]
    return [osmium.filter.TagFilter(*roads, *spots, *places)]


def _ways(osmium: Any, path: Path, mode: str) -> tuple[list[Any], list[Spot], list[Any]]:
    """First pass: wanted ways, tagged nodes, and areas that are a station or a place."""
    ways, spots, areas = [], [], []
    reader = osmium.FileProcessor(str(path), osmium.osm.NODE | osmium.osm.WAY)
    for chosen in _filter(osmium, mode):
        reader = reader.with_filter(chosen)
    for item in reader:
        if not item.visible:
            continue
        tags = dict(item.tags)
        if item.is_node():
            if spot_wanted(tags) and item.location.valid():
                spots.append(Spot(tags.pop(OWN_ID, f"node/{item.id}"), item.lon, item.lat, tags))
            continue
        if wanted(mode, tags) or boundary_wanted(tags):
            ways.append(_row(item, tags))
        elif spot_wanted(tags):
            areas.append(_row(item, tags))
    return ways, spots, areas


def _row(way: Any, tags: dict[str, str]) -> tuple[str, np.ndarray, dict[str, str]]:
    return f"way/{way.id}", np.fromiter((n.ref for n in way.nodes), np.int64), tags


def _places(osmium: Any, path: Path, needed: np.ndarray) -> np.ndarray:
    """Second pass: (lon, lat) of the needed nodes, NaN for those that are not there."""
    places = np.full((len(needed), 2), np.nan)
    reader = osmium.FileProcessor(str(path), osmium.osm.NODE)
    if len(needed) and needed[0] > 0:  # osmium's filter knows no ids below zero
        reader = reader.with_filter(osmium.filter.IdFilter(needed.tolist()))
    ids, xy = [], []
    for node in reader:
        if node.location.valid() and node.visible:
            ids.append(node.id)
            xy.append((node.lon, node.lat))
    found = np.array(ids, dtype=np.int64)
    index = np.minimum(np.searchsorted(needed, found), max(len(needed) - 1, 0))
    good = needed[index] == found if len(needed) else np.zeros(len(found), dtype=bool)
    places[index[good]] = np.array(xy, dtype=float).reshape(-1, 2)[good]
    return places


def _keep(extract: Extract, kept: Path, progress: Callable[[str], None]) -> None:
    """Write what was found as a small .osm.pbf; a folder that may not be written is no failure."""
    import osmium

    try:
        for old in kept.parent.glob(f"{kept.name.rsplit('-', 1)[0]}-????????.osm.pbf"):
            old.unlink()
        with beside(kept) as new, osmium.SimpleWriter(str(new), overwrite=True) as writer:
            for item in _items(osmium, extract):
                writer.add(item)
    except OSError as error:
        progress(f"what was found is not kept: {kept.parent} cannot be written ({error.strerror})")
        return
    progress(f"what was found is kept as {kept.name}, {kept.stat().st_size / 1e6:.1f} MB")


def _items(osmium: Any, extract: Extract) -> Iterator[Any]:
    """Nodes, numbered anew, then ways; a place keeps its id as a tag."""
    mutable, lines = osmium.osm.mutable, extract.way_nodes
    used = np.unique(np.concatenate(lines)) if lines else np.empty(0, np.int64)
    for i in used.tolist():
        yield mutable.Node(id=1 + i, location=(float(extract.lon[i]), float(extract.lat[i])))
    new = 1 + len(extract.lon)
    for i, spot in enumerate(extract.spots):
        yield mutable.Node(id=new + i, location=(spot.lon, spot.lat), tags={**spot.tags, OWN_ID: spot.id})
    new += len(extract.spots)
    for line in extract.boundaries:
        for i, place in enumerate(line.tolist()):
            yield mutable.Node(id=new + i, location=tuple(place))
        new += len(line)
    for way, nodes, tags in zip(extract.way_ids, lines, extract.way_tags, strict=True):
        yield mutable.Way(id=int(way.split("/")[1]), nodes=(nodes + 1).tolist(), tags=tags)
    for line in reversed(extract.boundaries):
        new -= len(line)
        yield mutable.Way(id=new, nodes=list(range(new, new + len(line))), tags=BOUNDARY)
