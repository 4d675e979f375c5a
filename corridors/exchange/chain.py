"""The corridor through a set of links: the way between the two ends that lie farthest apart, the rest as branches."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import shapely
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components, dijkstra

from corridors.errors import BadInput
from corridors.wording.sentences import sentence

SHOWN = 5  # crossings that a message names


@dataclass(frozen=True)
class Chain:
    """Links in order.

    Attributes
    ----------
    start, end : int
        Nodes.
    route : list of int
        Links from `start` to `end`.
    backwards : set of int
        Those of the route that are drawn against it.
    rest : list of int
        Links that are not on the route.
    """

    start: int
    end: int
    route: list[int]
    backwards: set[int]
    rest: list[int]


def chain(ends: np.ndarray, length: np.ndarray, spots: np.ndarray, shapes: np.ndarray | None = None) -> Chain:
    """Order links.

    Parameters
    ----------
    ends : array (links, 2) of int
        Nodes that each link joins.
    length : array
        Of each link, above zero.
    spots : array (nodes, 2)
        For the message where pieces do not meet.
    shapes : array of LineString, optional
        For the message where they cross without a node.

    Raises
    ------
    BadInput
        The links are in several pieces.

    Examples
    --------
    >>> chain(np.array([[1, 0], [1, 2]]), np.array([1.0, 2.0]), np.zeros((3, 2))).route
    [1, 0]
    """
    used = np.unique(ends)
    place = np.searchsorted(used, ends)
    # Of parallel links the shorter one is the way; a sparse matrix would add them up.
    order = np.argsort(length, kind="stable")
    pair = np.sort(place, axis=1)
    _, kept = np.unique(pair[order], axis=0, return_index=True)
    best = order[kept]
    graph = coo_array((length[best], (place[best, 0], place[best, 1])), shape=(len(used), len(used))).tocsr()
    _whole(graph, used, spots, place, shapes)
    degree = np.bincount(place.ravel(), minlength=len(used))
    leaf = np.flatnonzero(degree == 1)
    first = int(place[0, 0] if not len(leaf) else leaf[0])
    start = _farthest(dijkstra(graph, directed=False, indices=first), leaf)
    away, before = dijkstra(graph, directed=False, indices=start, return_predecessors=True)
    end = _farthest(away, leaf[leaf != start] if len(leaf) > 1 else leaf[:0])
    # As the first line of the file runs: a map drawn from A to B is a corridor from A to B.
    nodes = [end]
    while nodes[-1] != start:
        nodes.append(int(before[nodes[-1]]))
    by_pair = {tuple(pair[i].tolist()): int(i) for i in best}
    steps = list(pairwise(nodes))
    route = [by_pair[min(a, b), max(a, b)] for a, b in steps]
    against = {k for k, (a, _) in zip(route, steps, strict=True) if place[k, 0] != a}
    if len(against) * 2 > len(route) or (len(against) * 2 == len(route) and min(route) in against):
        nodes, route, against = nodes[::-1], route[::-1], set(route) - against
    rest = sorted(set(range(len(ends))) - set(route))
    return Chain(int(used[nodes[0]]), int(used[nodes[-1]]), route, against, rest)


def _farthest(away: np.ndarray, among: np.ndarray) -> int:
    return int(among[np.argmax(away[among])]) if len(among) else int(np.argmax(away))


def _whole(graph: coo_array, used: np.ndarray, spots: np.ndarray, place: np.ndarray, shapes: np.ndarray | None) -> None:
    count, group = connected_components(graph, directed=False)
    if count == 1:
        return
    small = int(np.argmin(np.bincount(group)))
    one, other = spots[used[group == small]], spots[used[group != small]]
    scale = np.array([np.cos(np.radians(one[0, 1])), 1.0])
    apart = np.linalg.norm((one[:, None] - other[None]) * scale, axis=2) * 111.195
    i, j = np.unravel_index(int(np.argmin(apart)), apart.shape)
    a, b = (", ".join(f"{x:.4f}" for x in p) for p in (one[i], other[j]))
    crossing = [] if shapes is None else _crossings(shapes, group[place[:, 0]])
    if crossing:
        shown = "; ".join(f"{x:.4f}, {y:.4f}" for x, y in crossing[:SHOWN])
        more = sentence(" and {count} more", count=len(crossing) - SHOWN) if len(crossing) > SHOWN else ""
        raise BadInput(
            sentence(
                "the lines are in {count} pieces, which cross without a common end at {shown}{more}; where "
                "one can pass from one to the other, let a line end there",
                count=count,
                shown=shown,
                more=more,
            )
        )
    raise BadInput(
        sentence(
            "the lines are in {count} pieces; the smallest ends {km:.1f} km from the rest ({a} and "
            "{b}); draw what is missing, or allow more with --tolerance METRES",
            count=count,
            km=apart[i, j],
            a=a,
            b=b,
        )
    )


def _crossings(shapes: np.ndarray, group: np.ndarray) -> list[list[float]]:
    """Where lines of different pieces cross."""
    one, other = shapely.STRtree(shapes).query(shapes, predicate="intersects")
    apart = (group[one] != group[other]) & (one < other)
    spots = shapely.point_on_surface(shapely.intersection(shapes[one[apart]], shapes[other[apart]]))
    return shapely.get_coordinates(spots).tolist()
