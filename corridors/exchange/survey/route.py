"""The way over real tracks or roads from place to place: least cost, no sharp turns, exact at the places in between."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
import shapely
from scipy.sparse import csr_matrix, vstack
from scipy.sparse.csgraph import dijkstra
from scipy.spatial import cKDTree

from corridors.errors import BadInput
from corridors.exchange.survey.extract import WGS84, LonLat
from corridors.exchange.survey.tracks import SHARPEST_DEG, Tracks, most_of
from corridors.wording.sentences import sentence

if TYPE_CHECKING:
    from collections.abc import Sequence

NEAR_KM = 15.0
BESIDE_KM = 0.4  # tracks so near the nearest one serve the same place
ASIDE_COST = 3.0  # a kilometre from the asked place to the track counts as three
KM_PER_DEG = 111.2


@dataclass(frozen=True)
class Route:
    """A way from place to place.

    Attributes
    ----------
    xy : array, shape (points, 2)
        lon, lat from the first place to the last, on the track.
    way : array, shape (points - 1,)
        Position in the extract of the way that each step follows.
    edges : array
        Edges of `tracks` in order.
    backward : array
        Whether each is followed against its direction.
    aside_km : array
        How far each asked place lies from the track.
    reversals : list of (lon, lat)
        Where a train would have to turn back.
    """

    tracks: Tracks
    xy: np.ndarray
    way: np.ndarray
    edges: np.ndarray
    backward: np.ndarray
    aside_km: np.ndarray
    reversals: list[LonLat]

    @cached_property
    def km(self) -> np.ndarray:
        """Distance from the first point (km), point by point."""
        lon, lat = self.xy.T
        return np.concatenate([[0.0], np.cumsum(WGS84.inv(lon[:-1], lat[:-1], lon[1:], lat[1:])[2]) / 1000])

    @property
    def length_km(self) -> float:
        """Length along the track."""
        return float(self.km[-1])

    def at(self, km: np.ndarray) -> np.ndarray:
        """(lon, lat) at distances along the way."""
        return np.column_stack([np.interp(km, self.km, self.xy[:, i]) for i in (0, 1)])

    def part(self, start_km: float, end_km: float) -> np.ndarray:
        """(lon, lat) of the way between two distances."""
        inside = (self.km > start_km) & (self.km < end_km)
        ends = self.at(np.array([start_km, end_km]))
        return np.vstack([ends[:1], self.xy[inside], ends[1:]])

    def measure(self, place: LonLat) -> tuple[float, float]:
        """Where along the way a place lies, and how far from it (km)."""
        line, narrow = _flat(self.xy, place[1])
        point = shapely.Point(place[0] * narrow, place[1])
        share = shapely.line_locate_point(line, point, normalized=True)
        return float(np.interp(share, _shares(line), self.km)), float(shapely.distance(line, point)) * KM_PER_DEG


def _flat(xy: np.ndarray, lat: float) -> tuple[shapely.LineString, float]:
    narrow = float(np.cos(np.radians(lat)))
    return shapely.LineString(xy * [narrow, 1.0]), narrow


def _shares(line: shapely.LineString) -> np.ndarray:
    steps = np.hypot(*np.diff(shapely.get_coordinates(line), axis=0).T)
    return np.concatenate([[0.0], np.cumsum(steps)]) / max(steps.sum(), 1e-12)


@dataclass(frozen=True)
class Access:
    """Edges that serve a place: how far each is, and at which share of its length."""

    edges: np.ndarray
    km: np.ndarray
    share: np.ndarray


def access(tracks: Tracks, place: LonLat) -> Access:
    """The running lines that serve a place.

    Raises
    ------
    BadInput
        None within 15 km.
    """
    narrow = max(float(np.cos(np.radians(place[1]))), 0.01)
    reach = NEAR_KM / KM_PER_DEG
    box = shapely.box(place[0] - reach / narrow, place[1] - reach, place[0] + reach / narrow, place[1] + reach)
    near = tracks.tree.query(box)
    near = near[tracks.main[near]] if tracks.main[near].any() else near
    flat = shapely.transform(tracks.lines[near], lambda xy: xy * [narrow, 1.0])
    point = shapely.Point(place[0] * narrow, place[1])
    km = shapely.distance(flat, point) * KM_PER_DEG
    if not len(near) or km.min() > NEAR_KM:
        raise BadInput(_nothing_near(tracks, place))
    serves = km <= km.min() * 1.5 + BESIDE_KM
    share = shapely.line_locate_point(flat[serves], point, normalized=True)
    return Access(near[serves], km[serves], share)


def _nothing_near(tracks: Tracks, place: LonLat) -> str:
    extract = tracks.extract
    used = np.unique(np.concatenate(tracks.nodes))
    lon, lat = extract.lon[used], extract.lat[used]
    km = WGS84.inv(lon, lat, np.full_like(lon, place[0]), np.full_like(lat, place[1]))[2] / 1000
    best = used[int(np.argmin(km))]
    west, south, east, north = lon.min(), lat.min(), lon.max(), lat.max()
    swapped = west - 1 <= place[1] <= east + 1 and south - 1 <= place[0] <= north + 1
    hint = (
        sentence("a place is longitude first: turn the two round")
        if swapped
        else sentence("take a map of that area, or a place on the line")
    )
    return sentence(
        "no {mode} within {near:g} km of {lon:g}, {lat:g}: the nearest is {km:.0f} km away, at "
        "{lon_near:.4f}, {lat_near:.4f}; {hint}",
        mode=tracks.mode,
        near=NEAR_KM,
        lon=place[0],
        lat=place[1],
        km=km.min(),
        lon_near=extract.lon[best],
        lat_near=extract.lat[best],
        hint=hint,
    )


def route(tracks: Tracks, places: Sequence[LonLat]) -> Route:
    """The way from the first place over those in between to the last.

    Raises
    ------
    BadInput
        Nothing near a place, or nothing that joins two; says how far apart the pieces are and where.
    """
    served = [access(tracks, place) for place in places]
    first = served[0]
    states, costs = _both(first.edges), np.repeat(first.km * ASIDE_COST, 2)
    passed = _passed(first)
    legs: list[tuple[np.ndarray, np.ndarray]] = []
    for i, goal in enumerate(served[1:], 1):
        before, (states, costs, passed, back) = states, _leg(tracks, states, costs, passed, goal)
        if not np.isfinite(costs).any():
            raise BadInput(_torn(tracks, served[i - 1], goal, places[i - 1], places[i]))
        legs.append((before, back))
    steps, aside = _traced(legs, states, costs, served)
    return _walked(tracks, steps, aside, places)


def _both(edges: np.ndarray) -> np.ndarray:
    return np.column_stack([2 * edges, 2 * edges + 1]).ravel()


def _passed(served: Access) -> np.ndarray:
    """Share of each directed edge that lies behind the place."""
    return np.column_stack([served.share, 1 - served.share]).ravel()


def _leg(
    tracks: Tracks, states: np.ndarray, costs: np.ndarray, passed: np.ndarray, goal: Access
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Least cost from some directed edges to those that serve the next place, and the way back from each."""
    size, own = 2 * len(tracks), tracks.cost_km
    good = np.isfinite(costs) & tracks.open_ways[states]
    first = csr_matrix((costs + own[states // 2] * (1 - passed) + 1e-9)[good].reshape(1, -1))
    start = csr_matrix((first.data, (np.zeros(good.sum(), dtype=int), states[good])), shape=(1, size))
    whole = vstack([tracks.turns, start]).tocsr()
    whole.resize(size + 1, size + 1)
    cost, before = dijkstra(whole, indices=size, return_predecessors=True)
    ends, behind = _both(goal.edges), _passed(goal)
    reached = cost[ends] - own[ends // 2] * (1 - behind) + np.repeat(goal.km * ASIDE_COST, 2)
    began = dict(zip(states.tolist(), passed.tolist(), strict=True))
    direct = before[ends] == size
    wrong = [d and began.get(int(s), 0.0) > b for s, b, d in zip(ends, behind, direct, strict=True)]
    return ends, np.where(wrong, np.inf, reached), behind, before


def _traced(
    legs: list[tuple[np.ndarray, np.ndarray]], states: np.ndarray, costs: np.ndarray, served: list[Access]
) -> tuple[list[int], np.ndarray]:
    """Directed edges of the cheapest way, first to last, and how far the asked places are from it."""
    state = int(states[int(np.argmin(costs))])
    steps, marks = [state], [state]
    for _, before in reversed(legs):
        source = len(before) - 1
        while before[state] != source:
            state = int(before[state])
            steps.append(state)
        marks.append(state)
    aside = [a.km[int(np.flatnonzero(a.edges == m // 2)[0])] for a, m in zip(served, reversed(marks), strict=True)]
    return steps[::-1], np.array(aside)


def _walked(tracks: Tracks, steps: list[int], aside: np.ndarray, places: Sequence[LonLat]) -> Route:
    """Points and ways along directed edges, cut to the first and the last place."""
    edges, backward = np.array(steps) // 2, np.array(steps) % 2 == 1
    xy: list[np.ndarray] = []
    way, turned = [], []
    extract = tracks.extract
    for edge, back in zip(edges.tolist(), backward.tolist(), strict=True):
        nodes = tracks.nodes[edge][::-1] if back else tracks.nodes[edge]
        points = np.column_stack([extract.lon[nodes], extract.lat[nodes]])
        xy.append(points[1:] if xy else points)
        way.append(np.full(len(points) - 1, tracks.way[edge]))
    for one, other in pairwise(steps):
        if tracks.mode == "rail" and _bend(tracks, one, other) > SHARPEST_DEG:
            node = tracks.end[one // 2] if one % 2 == 0 else tracks.start[one // 2]
            turned.append((float(extract.lon[node]), float(extract.lat[node])))
    points, ways = _cut(np.vstack(xy), np.concatenate(way), len(xy[0]), len(xy[-1]), places)
    return Route(tracks, points, ways, edges, backward, aside, turned)


def _bend(tracks: Tracks, one: int, other: int) -> float:
    into = tracks.heading[one // 2, 3 if one % 2 else 1]
    out = tracks.heading[other // 2, 2 if other % 2 else 0]
    return abs((into - out + 180) % 360 - 180)


def _cut(
    xy: np.ndarray, way: np.ndarray, first: int, last: int, places: Sequence[LonLat]
) -> tuple[np.ndarray, np.ndarray]:
    """Drop what lies before the first place on the first edge, and behind the last place on the last edge."""
    tail_at = max(len(xy) - last - 1, 0) if len(xy) > first else 0
    end_at, end = _foot(xy[tail_at:], places[-1])
    start_at, start = _foot(xy[:first], places[0])
    end_at += tail_at
    inner = xy[start_at + 1 : end_at + 1]
    points = np.vstack([start, inner, end])
    ways = way[start_at : end_at + 1]
    keep = np.concatenate([[True], np.abs(np.diff(points, axis=0)).max(axis=1) > 1e-9])
    if keep.sum() < 2:
        raise BadInput(sentence("the two places lie on one spot of the line; name places further apart"))
    return points[keep], ways[keep[1:]]


def _foot(xy: np.ndarray, place: LonLat) -> tuple[int, np.ndarray]:
    """The step of a line on which a place lies, and the point there."""
    line, narrow = _flat(xy, place[1])
    along = shapely.line_locate_point(line, shapely.Point(place[0] * narrow, place[1]))
    lengths = np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(shapely.get_coordinates(line), axis=0).T))])
    step = int(np.clip(np.searchsorted(lengths, along, side="right") - 1, 0, len(xy) - 2))
    share = (along - lengths[step]) / max(lengths[step + 1] - lengths[step], 1e-15)
    return step, xy[step] + (xy[step + 1] - xy[step]) * share


def _torn(tracks: Tracks, one: Access, other: Access, start: LonLat, end: LonLat) -> str:
    """Why two places are not joined: the gap between the pieces that they stand on, and what was left out."""
    extract, piece = tracks.extract, tracks.piece
    sides = [np.isin(piece, piece[a.edges]) for a in (one, other)]
    told = sentence(
        "no unbroken {mode} from {lon:g}, {lat:g} to {lon_end:g}, {lat_end:g}",
        mode=tracks.mode,
        lon=start[0],
        lat=start[1],
        lon_end=end[0],
        lat_end=end[1],
    )
    if (sides[0] & sides[1]).any():
        return sentence("{told}: the pieces join, but only against one-way signs; turn the places round", told=told)
    here, there = (np.unique(np.concatenate([tracks.start[s], tracks.end[s]])) for s in sides)
    narrow = np.cos(np.radians(start[1]))
    away, index = cKDTree(np.column_stack([extract.lon[there] * narrow, extract.lat[there]])).query(
        np.column_stack([extract.lon[here] * narrow, extract.lat[here]])
    )
    best = int(np.argmin(away))
    a, b = here[best], there[index[best]]
    metres = WGS84.inv(extract.lon[a], extract.lat[a], extract.lon[b], extract.lat[b])[2]
    gap = sentence("{n:.1f} km", n=metres / 1000) if metres >= 1000 else sentence("{n:.0f} m", n=metres)
    left = most_of(tracks.left_out)
    return sentence(
        "{told}: the pieces are {gap} apart, between {lon:.5f}, {lat:.5f} and {lon_end:.5f}, "
        "{lat_end:.5f}; join them there, or take a larger area",
        told=told,
        gap=gap,
        lon=extract.lon[a],
        lat=extract.lat[a],
        lon_end=extract.lon[b],
        lat_end=extract.lat[b],
    ) + (sentence(" (left out: {left})", left=left) if left else "")
