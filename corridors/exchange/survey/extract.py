"""An extract of OpenStreetMap in memory: ways, their nodes, named places; pieces that meet are joined."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
from pyproj import Geod
from scipy.spatial import cKDTree

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

LICENCE = "ODbL 1.0 - (c) OpenStreetMap contributors"
WGS84 = Geod(ellps="WGS84")
GRID = 1e7  # OpenStreetMap keeps seven decimals
SAME_PLACE_DEG = 3e-6  # a third of a metre: closer ends are one place under two ids
MODES = ("rail", "road")
Tags = dict[str, str]
LonLat = tuple[float, float]


@dataclass(frozen=True)
class Spot:
    """A tagged node, or the middle of a tagged area: a station, a place, a border."""

    id: str
    lon: float
    lat: float
    tags: Tags


@dataclass
class Extract:
    """Ways of one mode with the positions of their nodes.

    Attributes
    ----------
    lon, lat : array
        Position of each node (degrees).
    way_ids : list of str
        As in "way/4711".
    way_nodes : list of array
        Positions in `lon` and `lat`, in the direction of the way.
    way_tags : list of dict
    spots : list of Spot
        Stations, places and borders.
    boundaries : list of array
        National borders as lines of (lon, lat), where the extract has them.
    notes : Counter
        What was met on the way: ways that were cut at the edge, elements that an editor had deleted.
    dated : str
        Day of the data, "" where the extract does not tell.
    """

    lon: np.ndarray
    lat: np.ndarray
    way_ids: list[str]
    way_nodes: list[np.ndarray]
    way_tags: list[Tags]
    spots: list[Spot] = field(default_factory=list)
    boundaries: list[np.ndarray] = field(default_factory=list)
    notes: Counter[str] = field(default_factory=Counter)
    dated: str = ""
    origin: str = ""

    def __repr__(self) -> str:
        return f"<Extract {self.origin}: {len(self.way_ids)} ways, {len(self.lon)} nodes, {len(self.spots)} places>"

    @property
    def bounds(self) -> tuple[float, float, float, float]:
        """West, south, east, north."""
        if not len(self.lon):
            return (0.0, 0.0, 0.0, 0.0)
        return tuple(float(f(a)) for f in (np.min, np.max) for a in (self.lon, self.lat))  # type: ignore[return-value]


def wanted(mode: str, tags: Tags) -> bool:
    """Whether a way belongs to a mode, in service or not: what is left out later can then be named."""
    if mode == "rail":
        return "railway" in tags or any(k.endswith(":railway") for k in tags)
    return tags.get("highway", "") in ROAD_VALUES or any(k.endswith(":highway") for k in tags)


ROAD_CLASSES = ("motorway", "trunk", "primary", "secondary", "tertiary")
ROAD_VALUES = frozenset(
    [*ROAD_CLASSES, *(f"{c}_link" for c in ROAD_CLASSES), "unclassified", "road", "construction", "proposed"]
)
STATIONS = ("station", "halt", "service_station", "site", "yard", "junction", "border", "spur_junction", "stop")


def spot_wanted(tags: Tags) -> bool:
    """Whether a node or an area is a place that a way can be cut at or named after."""
    if tags.get("railway") in STATIONS or tags.get("barrier") == "border_control":
        return True
    return "place" in tags and any(k == "name" or k.startswith("name:") for k in tags)


def boundary_wanted(tags: Tags) -> bool:
    """Whether a way is part of a national border."""
    return tags.get("boundary") == "administrative" and tags.get("admin_level") == "2"


def assemble(
    mode: str,
    ways: Iterable[tuple[str, Sequence[Any], Tags]],
    position: dict[Any, LonLat],
    spots: list[Spot],
    **about: Any,
) -> Extract:
    """An extract from ways with node keys; a way ends where a node is missing.

    Parameters
    ----------
    ways : iterable of (id, node keys, tags)
    position : dict
        Node key -> (lon, lat).
    """
    keys, index = list(position), {k: i for i, k in enumerate(position)}
    places = np.array([position[k] for k in keys], dtype=float).reshape(-1, 2)
    return from_arrays(
        mode, ((w, [index.get(k, -1) for k in nodes], t) for w, nodes, t in ways), places, spots, **about
    )


def from_arrays(
    mode: str,
    ways: Iterable[tuple[str, Sequence[int] | np.ndarray, Tags]],
    places: np.ndarray,
    spots: list[Spot],
    **about: Any,
) -> Extract:
    """An extract from ways with node positions in a table of places; -1 is a missing node."""
    extract = Extract(places[:, 0].copy(), places[:, 1].copy(), [], [], [], spots, **about)
    for way, nodes, tags in ways:
        pieces = _pieces(np.asarray(nodes, dtype=np.int64))
        cut = len(pieces) != 1 or len(pieces[0]) != len(nodes)
        extract.notes["ways cut at nodes that the extract does not have"] += cut and len(nodes) > 1
        if boundary_wanted(tags):
            extract.boundaries += [np.column_stack([extract.lon[p], extract.lat[p]]) for p in pieces]
        if wanted(mode, tags):
            for piece in pieces:
                extract.way_ids.append(way)
                extract.way_nodes.append(piece)
                extract.way_tags.append(tags)
    extract.notes = +extract.notes
    return _joined(extract)


def _pieces(nodes: np.ndarray) -> list[np.ndarray]:
    """A way without its missing nodes: what is left in one piece, of two nodes at least."""
    there = nodes >= 0
    if there.all():
        return [nodes] if len(nodes) > 1 else []
    runs = np.split(nodes, np.flatnonzero(np.diff(there.astype(int))) + 1)
    return [run for run in runs if len(run) > 1 and run[0] >= 0]


def _joined(extract: Extract) -> Extract:
    """Nodes in one place become one: the same position under two ids, and ends of ways within a metre."""
    if not extract.way_nodes:
        return extract
    grid = np.column_stack([np.rint(extract.lon * GRID), np.rint(extract.lat * GRID)]).astype(np.int64)
    _, first, same = np.unique(grid, axis=0, return_index=True, return_inverse=True)
    to = first[same.ravel()]
    ends = np.unique(to[np.concatenate([n[[0, -1]] for n in extract.way_nodes])])
    narrow = np.cos(np.radians(extract.lat[ends]))
    tree = cKDTree(np.column_stack([extract.lon[ends] * narrow, extract.lat[ends]]))
    for one, other in sorted(tree.query_pairs(SAME_PLACE_DEG)):
        to[to == ends[other]] = to[ends[one]]
        extract.notes["ends that stand in one place under two ids, joined"] += 1
    extract.way_nodes = [_no_repeats(to[n]) for n in extract.way_nodes]
    kept = [i for i, n in enumerate(extract.way_nodes) if len(n) > 1]
    extract.way_ids = [extract.way_ids[i] for i in kept]
    extract.way_tags = [extract.way_tags[i] for i in kept]
    extract.way_nodes = [extract.way_nodes[i] for i in kept]
    return extract


def _no_repeats(nodes: np.ndarray) -> np.ndarray:
    return nodes[np.concatenate([[True], np.diff(nodes) != 0])]


def merged(mode: str, extracts: Sequence[Extract]) -> Extract:
    """Several extracts as one; a way that stands in more than one is kept once, the longest piece of it."""
    if len(extracts) == 1:
        return extracts[0]
    shift = np.cumsum([0, *(len(e.lon) for e in extracts)])
    rows: list[tuple[str, np.ndarray, Tags]] = []
    for extract, by in zip(extracts, shift[:-1].tolist(), strict=True):
        rows += zip(extract.way_ids, [n + by for n in extract.way_nodes], extract.way_tags, strict=True)
    places = np.column_stack([np.concatenate([getattr(e, a) for e in extracts]) for a in ("lon", "lat")])
    spots = list({s.id: s for e in extracts for s in e.spots}.values())
    whole = from_arrays(mode, _once(rows, places), places, spots)
    whole.boundaries = [b for e in extracts for b in e.boundaries]
    whole.notes += sum((e.notes for e in extracts), Counter())
    whole.dated = min((e.dated for e in extracts if e.dated), default="")
    whole.origin = ", ".join(e.origin for e in extracts)
    return whole


def _once(rows: list[tuple[str, np.ndarray, Tags]], places: np.ndarray) -> list[tuple[str, np.ndarray, Tags]]:
    """Ways without what an earlier extract has of them already."""
    grid = np.rint(places * GRID).astype(np.int64)
    often = Counter(way for way, _, _ in rows)
    seen: dict[str, set[tuple[int, ...]]] = {}
    kept = []
    for way, nodes, tags in rows:
        if often[way] == 1:
            kept.append((way, nodes, tags))
            continue
        steps = list(map(tuple, np.column_stack([grid[nodes[:-1]], grid[nodes[1:]]]).tolist()))
        new = np.array([s not in seen.get(way, ()) for s in steps])
        seen.setdefault(way, set()).update(steps)
        runs = np.split(np.arange(len(steps)), np.flatnonzero(np.diff(new.astype(int))) + 1)
        kept += [(way, nodes[run[0] : run[-1] + 2], tags) for run in runs if new[run[0]]]
    return kept
