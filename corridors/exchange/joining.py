"""Lines that meet: ends within a tolerance become one node, a line is split where another one or a node touches it."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import shapely
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components
from scipy.spatial import cKDTree
from shapely.ops import substring

from corridors.errors import BadInput
from corridors.wording.sentences import sentence

EARTH_M = 6_371_008.8
M_PER_DEG = 111_195.0


@dataclass(frozen=True)
class Pieces:
    """Lines between nodes.

    Attributes
    ----------
    shapes : array of LineString
        In degrees; each begins and ends exactly at its nodes.
    of : array of int
        Which of the given lines a piece is of.
    ends : array (pieces, 2) of int
        Nodes: the given ones first, then new ones.
    spots : array (nodes, 2)
        Longitude and latitude of every node.
    """

    shapes: np.ndarray
    of: np.ndarray
    ends: np.ndarray
    spots: np.ndarray


def join(shapes: np.ndarray, known: np.ndarray, tolerance_m: float) -> Pieces:
    """Split and snap lines.

    Parameters
    ----------
    shapes : array of LineString
        In degrees.
    known : array (n, 2)
        Longitude and latitude of nodes that stand already; an end near one goes there.
    tolerance_m : float
        What is nearer than this, in metres, is one place.

    Raises
    ------
    BadInput
        A line that begins and ends at one node.

    Examples
    --------
    >>> lines = np.array(shapely.from_wkt(["LINESTRING (0 0, 2 0)", "LINESTRING (1 0.0001, 1 1)"]))
    >>> join(lines, np.empty((0, 2)), 100).ends.tolist()
    [[0, 1], [1, 2], [1, 3]]
    """
    count = len(shapes)
    first, last = shapely.get_point(shapes, 0), shapely.get_point(shapes, -1)
    ends = np.concatenate([shapely.get_coordinates(first), shapely.get_coordinates(last)])
    node, spots = _nodes(ends, known, tolerance_m)
    cuts = _cuts(shapes, node.reshape(2, count).T, spots, tolerance_m)
    lines: list[shapely.LineString] = []
    of, pairs = [], []
    for i, shape in enumerate(shapes):
        way = [(0.0, int(node[i])), *sorted(cuts.get(i, [])), (float(shape.length), int(node[count + i]))]
        for (start, a), (end, b) in pairwise(way):
            piece = substring(shape, start, end) if len(way) > 2 else shape
            lines.append(_snapped(piece, spots[a], spots[b]))
            of.append(i)
            pairs.append((a, b))
    both = np.array(pairs, dtype=int).reshape(-1, 2)
    for same in np.flatnonzero(both[:, 0] == both[:, 1]).tolist():
        place = ", ".join(f"{x:.4f}" for x in spots[both[same, 0]])
        ring = shapely.length(lines[same]) * M_PER_DEG > 20 * tolerance_m
        way_out = sentence("split the ring in two") if ring else sentence("a smaller --tolerance helps")
        raise BadInput(
            sentence(
                "line {number} begins and ends within {tolerance:g} m of {place}; {way_out}",
                number=of[same] + 1,
                tolerance=tolerance_m,
                place=place,
                way_out=way_out,
            )
        )
    return Pieces(np.array(lines, dtype=object), np.array(of, dtype=int), both, spots)


def touched(spots: np.ndarray, lines: np.ndarray, tolerance_m: float) -> dict[int, int]:
    """Spot -> a line that passes it within the tolerance.

    >>> touched(np.array([[1.0, 0.0001], [1.0, 1.0]]), shapely.linestrings([[[0, 0], [2, 0]]]), 100)
    {0: 0}
    """
    if not len(spots) or not len(lines):
        return {}
    at, line, _, _ = _near(spots, lines, tolerance_m)
    return dict(zip(at.tolist(), line.tolist(), strict=True))


def landings(
    shapes: np.ndarray, known: np.ndarray, lines: np.ndarray, tolerance_m: float
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Where ends of shapes meet lines that stand already, away from nodes and from the ends of those lines.

    Parameters
    ----------
    shapes, lines : array of LineString
        In degrees; a shape that runs along a line from end to end does not meet it.
    known : array (n, 2)
        Longitude and latitude of nodes that stand already.
    tolerance_m : float
        What is nearer than this, in metres, is one place.

    Returns
    -------
    tuple of array
        Of every place: longitude and latitude on the line, the line, how far along it in degrees.

    Examples
    --------
    >>> spur, main = shapely.linestrings([[[1, 0.0001], [1, 1]], [[0, 0], [2, 0]]])
    >>> spots, line, along = landings(np.array([spur]), np.empty((0, 2)), np.array([main]), 100)
    >>> spots.tolist(), line.tolist(), along.tolist()
    ([[1.0, 0.0]], [0], [1.0])
    """
    if not len(shapes) or not len(lines):
        return np.empty((0, 2)), np.empty(0, dtype=int), np.empty(0)
    ends = np.concatenate([shapely.get_coordinates(shapely.get_point(shapes, i)) for i in (0, -1)])
    at, line, along, foot = _near(ends, lines, tolerance_m)
    good = np.ones(len(at), dtype=bool)
    if len(known):
        good &= cKDTree(_on_sphere(known)).query(_on_sphere(ends))[0][at] > tolerance_m
    for end in (0, -1):
        good &= _apart_m(foot, shapely.get_coordinates(shapely.get_point(lines[line], end))) > tolerance_m
    good[good] = ~shapely.covered_by(
        shapes[at[good] % len(shapes)], shapely.buffer(lines[line[good]], _widest(ends, tolerance_m))
    )
    taken: list[int] = []
    for i in np.argsort(_apart_m(foot, ends[at]), kind="stable").tolist():
        if good[i] and (_apart_m(foot[taken], foot[[i] * len(taken)]) > tolerance_m).all():
            taken.append(i)
    return foot[taken], line[taken], along[taken]


def cut(shape: shapely.LineString, along: list[float], spots: np.ndarray) -> list[shapely.LineString]:
    """A line in pieces that meet at spots, each so far along it in degrees.

    >>> [p.wkt for p in cut(shapely.from_wkt("LINESTRING (0 0, 2 0)"), [1.0], np.array([[1.0, 0.0]]))]
    ['LINESTRING (0 0, 1 0)', 'LINESTRING (1 0, 2 0)']
    """
    tips = shapely.get_coordinates(shape)[[0, -1]]
    nodes = [tips[0], *spots, tips[1]]
    way = pairwise([0.0, *along, float(shape.length)])
    return [_snapped(substring(shape, *part), *nodes[i : i + 2]) for i, part in enumerate(way)]


def _widest(spots: np.ndarray, tolerance_m: float) -> float:
    return float(tolerance_m / M_PER_DEG / max(0.05, np.cos(np.radians(np.abs(spots[:, 1]).max()))))


def _apart_m(one: np.ndarray, other: np.ndarray) -> np.ndarray:
    return np.asarray(np.linalg.norm(_on_sphere(one) - _on_sphere(other), axis=1))


def _near(
    spots: np.ndarray, lines: np.ndarray, tolerance_m: float
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Pairs of a spot and a line that passes it: both, how far along in degrees, and the place on the line."""
    points = shapely.points(spots)
    at, line = shapely.STRtree(lines).query(points, predicate="dwithin", distance=_widest(spots, tolerance_m))
    along = shapely.line_locate_point(lines[line], points[at])
    foot = shapely.get_coordinates(shapely.line_interpolate_point(lines[line], along))
    near = _apart_m(foot, spots[at]) <= tolerance_m
    return at[near], line[near], along[near], foot[near]


def _nodes(ends: np.ndarray, known: np.ndarray, tolerance_m: float) -> tuple[np.ndarray, np.ndarray]:
    """The node of every end, and where all nodes are."""
    node = np.full(len(ends), -1)
    if len(known):
        away, nearest = cKDTree(_on_sphere(known)).query(_on_sphere(ends))
        node = np.where(away <= tolerance_m, nearest, -1)
    free = np.flatnonzero(node < 0)
    pairs = cKDTree(_on_sphere(ends[free])).query_pairs(tolerance_m, output_type="ndarray") if len(free) else None
    if pairs is None:
        return node, known
    graph = coo_array((np.ones(len(pairs)), (pairs[:, 0], pairs[:, 1])), shape=(len(free), len(free)))
    _, group = connected_components(graph, directed=False)
    _, where, back = np.unique(group, return_index=True, return_inverse=True)
    node[free] = len(known) + back
    return node, np.concatenate([known.reshape(-1, 2), ends[free][where]])


def _on_sphere(lonlat: np.ndarray) -> np.ndarray:
    lon, lat = np.radians(lonlat).T
    return EARTH_M * np.column_stack([np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)])


def _cuts(
    shapes: np.ndarray, own: np.ndarray, spots: np.ndarray, tolerance_m: float
) -> dict[int, list[tuple[float, int]]]:
    """Line -> where along it, in degrees, a node lies that is not one of its ends."""
    points = shapely.points(spots)
    widest = tolerance_m / M_PER_DEG / max(0.05, np.cos(np.radians(np.abs(spots[:, 1]).max())))
    at, line = shapely.STRtree(shapes).query(points, predicate="dwithin", distance=widest)
    other = (own[line] != at[:, None]).all(axis=1)
    at, line = at[other], line[other]
    along = shapely.line_locate_point(shapes[line], points[at])
    foot = shapely.get_coordinates(shapely.line_interpolate_point(shapes[line], along))
    near = np.linalg.norm(_on_sphere(foot) - _on_sphere(spots[at]), axis=1) <= tolerance_m
    for end in (0, -1):
        tip = shapely.get_coordinates(shapely.get_point(shapes[line], end))
        near &= np.linalg.norm(_on_sphere(foot) - _on_sphere(tip), axis=1) > tolerance_m
    cuts: dict[int, list[tuple[float, int]]] = {}
    for i, position, node in zip(line[near].tolist(), along[near].tolist(), at[near].tolist(), strict=True):
        cuts.setdefault(i, []).append((position, node))
    return cuts


def _snapped(piece: shapely.LineString, start: np.ndarray, end: np.ndarray) -> shapely.LineString:
    xy = shapely.get_coordinates(piece)
    xy[0], xy[-1] = start, end
    return shapely.LineString(xy)
