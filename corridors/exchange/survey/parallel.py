"""What runs beside a way: second tracks, sidings and loops, found from the shape of the tracks."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components

from corridors.exchange.survey.route import KM_PER_DEG, Route
from corridors.exchange.survey.tags import tagged_tracks

STEP_KM = 0.025
BESIDE_KM = 0.045  # twin tunnels and island platforms keep tracks of one line this far apart
SIDE_KM = 0.12
APART_KM = 0.0025  # nearer axes are one track drawn twice
ALIKE_DEG = 20.0
LOOP_KM = 0.3  # a shorter track lets no train wait
STRETCH_KM = 3.0  # a longer second track is a stretch of double track, a shorter one a loop
HOLE_KM = 0.3
SWITCH_KM = 0.25
MOST_TRACKS = 4
WAITING = ("siding", "yard")


@dataclass(frozen=True)
class Loop:
    """Where trains can meet: from and to (km along the way), and the ways that show it."""

    start: float
    end: float
    ways: tuple[str, ...] = ()


@dataclass(frozen=True)
class Beside:
    """What lies beside a way, sample by sample.

    Attributes
    ----------
    km : array
        Where each sample is.
    tracks : array
        Running lines there, the way itself among them.
    tagged : array
        Tracks of the line as its tags say; NaN where they do not.
    double : list of (start km, end km)
        Stretches with a second track.
    loops : list of Loop
        Where trains can meet or overtake.
    sidings_km : float
        Length of sidings and yards that the map has along the way: without any, nothing follows from their absence.
    """

    km: np.ndarray
    tracks: np.ndarray
    tagged: np.ndarray
    double: list[tuple[float, float]]
    loops: list[Loop]
    sidings_km: float

    def share(self, start: float, end: float) -> float:
        """Share of a part of the way that has a second track."""
        both = sum(max(0.0, min(b, end) - max(a, start)) for a, b in self.double)
        return float(min(1.0, both / max(end - start, 1e-9)))


def beside(route: Route) -> Beside:
    """Running lines and loops beside a way."""
    km = np.arange(0.0, route.length_km, STEP_KM)
    km = np.append(km, route.length_km)
    narrow = float(np.cos(np.radians(route.xy[:, 1].mean())))
    seen = _Segments(route, narrow)
    main, side = seen.count(km, BESIDE_KM, True), seen.count(km, SIDE_KM, False)
    count = np.minimum(1 + main, MOST_TRACKS)
    tags = route.tracks.extract.way_tags
    own = np.array([tagged_tracks(tags[w]) for w in range(len(tags))])[route.way]
    tagged = own[np.clip(np.searchsorted(route.km, km, side="right") - 1, 0, len(own) - 1)]
    doubled = np.maximum(count, np.where(np.isfinite(tagged), tagged, 0))
    stretches = _closed(route, km, doubled >= 2)
    double = [(a, b) for a, b in stretches if b - a >= STRETCH_KM or (a <= STEP_KM and b >= route.length_km - STEP_KM)]
    short = [Loop(a, b) for a, b in stretches if (a, b) not in double and b - a >= LOOP_KM]
    return Beside(km, count, tagged, double, _united(short + _loops(route, narrow)), float((side > 0).mean() * km[-1]))


class _Segments:
    """Straight pieces of the tracks near a way, those of the way itself left out."""

    def __init__(self, route: Route, narrow: float) -> None:
        self.route, self.scale = route, np.array([narrow * KM_PER_DEG, KM_PER_DEG])
        tracks = route.tracks
        around = shapely.buffer(shapely.LineString(route.xy), 2 * SIDE_KM / KM_PER_DEG / narrow)
        shapely.prepare(around)
        near = np.setdiff1d(tracks.tree.query(around, predicate="intersects"), route.edges)
        xy, of = shapely.get_coordinates(tracks.lines[near], return_index=True)
        step = of[1:] == of[:-1]
        self.ends = np.hstack([xy[:-1] * self.scale, xy[1:] * self.scale])[step]
        own = near[of[:-1][step]]
        service = np.array([tracks.extract.way_tags[w].get("service", "") for w in tracks.way], dtype=object)
        self.main, self.side = tracks.main[own], np.isin(service[own], WAITING)

    def count(self, km: np.ndarray, reach: float, main: bool) -> np.ndarray:
        """How many tracks run beside each sample, in its direction, within reach."""
        xy = self.route.at(km) * self.scale
        ahead = self.route.at(np.minimum(km + 0.02, km[-1])) * self.scale
        behind = self.route.at(np.maximum(km - 0.02, 0.0)) * self.scale
        heading = np.arctan2(*(ahead - behind).T[::-1])
        ends = self.ends[self.main if main else self.side]
        pieces = shapely.linestrings(ends.reshape(-1, 2, 2))
        at, piece = shapely.STRtree(pieces).query(shapely.points(xy), predicate="dwithin", distance=reach)
        turn = np.arctan2(ends[piece, 3] - ends[piece, 1], ends[piece, 2] - ends[piece, 0]) - heading[at]
        alike = np.abs(np.sin(turn)) < np.sin(np.radians(ALIKE_DEG))
        at, piece = at[alike], piece[alike]
        middle = shapely.get_coordinates(
            shapely.line_interpolate_point(
                pieces[piece], shapely.line_locate_point(pieces[piece], shapely.points(xy[at]))
            )
        )
        aside = _aside(middle - xy[at], heading[at])
        good = np.abs(aside) > APART_KM
        return _distinct(at[good], aside[good], len(km))


def _aside(offset: np.ndarray, heading: np.ndarray) -> np.ndarray:
    """Distance to the left of the direction of travel (km)."""
    return offset[:, 1] * np.cos(heading) - offset[:, 0] * np.sin(heading)


def _distinct(at: np.ndarray, aside: np.ndarray, size: int) -> np.ndarray:
    """Tracks at each sample: offsets that differ by more than the width of one."""
    order = np.lexsort((aside, at))
    at, aside = at[order], aside[order]
    new = np.ones(len(at), dtype=bool)
    new[1:] = (np.diff(at) != 0) | (np.diff(aside) > APART_KM)
    return np.bincount(at[new], minlength=size)


def _runs(km: np.ndarray, good: np.ndarray) -> list[tuple[float, float]]:
    edges = np.diff(np.concatenate([[0], good.astype(int), [0]]))
    starts, ends = np.flatnonzero(edges == 1), np.flatnonzero(edges == -1) - 1
    return [(float(km[a]), float(km[b])) for a, b in zip(starts, ends, strict=True)]


def _closed(route: Route, km: np.ndarray, double: np.ndarray) -> list[tuple[float, float]]:
    """Stretches with a second track; a hole is none where the second track only swings away and no switch joins it."""
    runs = _runs(km, double)
    switches = np.array([k for k, _ in _main_joints(route)])
    whole: list[tuple[float, float]] = []
    for a, b in runs:
        if whole:
            hole = (whole[-1][1], a)
            joined = [len(switches) > 0 and np.abs(switches - end).min() <= SWITCH_KM for end in hole]
            if hole[1] - hole[0] <= HOLE_KM or not all(joined):
                whole[-1] = (whole[-1][0], b)
                continue
        whole.append((a, b))
    return whole


def _main_joints(route: Route) -> list[tuple[float, int]]:
    """Where other running lines or crossovers meet the way: km and edge."""
    tracks = route.tracks
    own = {int(n): k for n, k in _node_km(route)}
    others = np.setdiff1d(np.arange(len(tracks)), route.edges)
    service = np.array([tracks.extract.way_tags[w].get("service", "") for w in tracks.way[others]])
    joints = []
    for edge in others[np.isin(service, ("", "crossover"))].tolist():
        joints += [(own[n], edge) for n in (int(tracks.start[edge]), int(tracks.end[edge])) if n in own]
    return sorted(joints)


def _node_km(route: Route) -> list[tuple[int, float]]:
    """Junctions that the way passes, and where."""
    tracks, back = route.tracks, route.backward
    first = np.where(back, tracks.end[route.edges], tracks.start[route.edges])
    last = np.where(back, tracks.start[route.edges], tracks.end[route.edges])
    lengths = tracks.km[route.edges]
    # The way begins and ends within an edge: what is missing of the first one shifts all that follows.
    behind = np.cumsum(lengths)
    begin, _ = route.measure((float(tracks.extract.lon[last[0]]), float(tracks.extract.lat[last[0]])))
    shift = begin - lengths[0] if len(lengths) > 1 else 0.0
    rows = [(int(first[0]), float(shift))] + [(int(n), float(k + shift)) for n, k in zip(last, behind, strict=True)]
    return [(n, k) for n, k in rows if -1e-6 <= k <= route.length_km + 1e-6]


def _loops(route: Route, narrow: float) -> list[Loop]:
    """Sidings that leave the running lines and come back: where along the way each begins and ends."""
    tracks = route.tracks
    around = shapely.buffer(shapely.LineString(route.xy), SIDE_KM / KM_PER_DEG / narrow)
    shapely.prepare(around)
    near = tracks.tree.query(around, predicate="intersects")
    service = np.array([tracks.extract.way_tags[w].get("service", "") for w in tracks.way[near]])
    chosen = np.isin(service, (*WAITING, "crossover"))
    side, tags = near[chosen], service[chosen]
    if not np.isin(tags, WAITING).any():
        return []
    size = len(tracks.extract.lon)
    graph = coo_matrix((np.ones(len(side)), (tracks.start[side], tracks.end[side])), shape=(size, size))
    piece = connected_components(graph, directed=False)[1]
    mains = near[tracks.main[near]]
    shared = np.intersect1d(
        np.concatenate([tracks.start[side], tracks.end[side]]), np.concatenate([tracks.start[mains], tracks.end[mains]])
    )
    waits = np.unique(piece[tracks.start[side[np.isin(tags, WAITING)]]])
    found: dict[int, list[float]] = {}
    for node in shared.tolist():
        km, aside = route.measure((float(tracks.extract.lon[node]), float(tracks.extract.lat[node])))
        if piece[node] in waits and aside <= SIDE_KM:
            found.setdefault(int(piece[node]), []).append(km)
    ids, waiting = tracks.extract.way_ids, side[np.isin(tags, WAITING)]
    own = {p: [ids[w] for w in tracks.way[waiting[piece[tracks.start[waiting]] == p]]] for p in found}
    return [Loop(min(k), max(k), tuple(dict.fromkeys(own[p]))) for p, k in found.items() if max(k) - min(k) >= LOOP_KM]


def _united(loops: list[Loop]) -> list[Loop]:
    """Loops that touch or nearly do, as one station."""
    whole: list[Loop] = []
    for loop in sorted(loops, key=lambda s: s.start):
        if whole and loop.start - whole[-1].end <= 2 * HOLE_KM:
            last = whole.pop()
            ways = tuple(dict.fromkeys(last.ways + loop.ways))
            whole.append(Loop(last.start, max(loop.end, last.end), ways))
        else:
            whole.append(loop)
    return whole
