"""A way cut into links: nodes at places asked for, borders, stations, junctions and ends of double track."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import numpy as np
import shapely
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components

from corridors.exchange.survey.places import RANK, Place, rank
from corridors.exchange.survey.route import KM_PER_DEG, Route
from corridors.exchange.survey.tags import name_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from corridors.exchange.survey.countries import Border
    from corridors.exchange.survey.extract import Spot, Tags
    from corridors.exchange.survey.parallel import Beside

APART_KM = {"rail": 2.0, "road": 5.0}  # nearer nodes are one
STATION_ASIDE_KM = 0.5
STATION_LOOP_KM = 1.5  # a station and the loop that belongs to it
TOWN_ASIDE_KM = {"city": 8.0, "town": 4.0}
NAMED_KM = 2.5  # a place without a name takes that of a station or town so near
AWAY_KM = 0.12
BRANCH_KM = 2.0  # a shorter line that leaves is a siding of a works
ORDER = ("place", "border", "station", "town", "double", "junction")
GREAT_ROADS = ("motorway", "trunk", "primary")


@dataclass(frozen=True)
class Mark:
    """A point of the way where links may meet."""

    km: float
    kind: str
    tags: Tags = field(default_factory=dict)
    element: str = ""
    place: Place | None = None
    border: Border | None = None
    reference: str = ""


@dataclass(frozen=True)
class Stop:
    """A crossing point: where it is on the way, and the elements that show it."""

    km: float
    start_km: float
    end_km: float
    tags: Tags
    elements: tuple[str, ...]
    how: str  # "station" or "loop"


def marks(route: Route, places: Sequence[Place], borders: Sequence[Border], beside: Beside | None) -> list[Mark]:
    """Where links meet, first to last; of marks that stand together the weightier one stays."""
    tags = {s.id: s.tags for s in route.tracks.extract.spots}
    found = _asked(route, places)
    found += [Mark(b.km, "border", tags.get(b.element, {}), b.element, border=b) for b in borders]
    if route.tracks.mode == "rail" and beside is not None:
        found += _stations(route, beside)
        inner = [k for span in beside.double for k in span if 0.5 < k < route.length_km - 0.5]
        found += [Mark(k, "double") for k in inner]
    else:
        found += _towns(route)
    found += junctions(route)
    return _spaced(found, APART_KM[route.tracks.mode], route)


def _asked(route: Route, places: Sequence[Place]) -> list[Mark]:
    km = [0.0, *(route.measure(p.at)[0] for p in places[1:-1]), route.length_km]
    return [Mark(k, "place", p.tags, p.element, p) for k, p in zip(km, places, strict=True)]


def _spaced(found: list[Mark], apart: float, route: Route) -> list[Mark]:
    kept: list[Mark] = []
    for mark in sorted(found, key=lambda m: (ORDER.index(m.kind), m.km)):
        near = [k for k in kept if abs(k.km - mark.km) < (0.5 if mark.kind in ("place", "border") else apart)]
        if not near:
            kept.append(mark)
        elif not near[0].tags and mark.tags:
            kept[kept.index(near[0])] = replace(near[0], tags=mark.tags, element=near[0].element or mark.element)
    named = {name_of(m.tags) for m in kept if m.tags}
    whole = []
    for mark in sorted(kept, key=lambda m: m.km):
        whole.append(_with_name(mark, route, named))
        named.add(name_of(whole[-1].tags))
    return whole


def _with_name(mark: Mark, route: Route, named: set[str]) -> Mark:
    """A mark with the name of the nearest station or town, where it has none of its own and no other bears it."""
    if mark.tags or (mark.place and mark.place.node) or mark.border:
        return mark
    lon, lat = route.at(np.array([mark.km]))[0]
    near = [s for s in route.tracks.extract.spots if _apart_km(s, lon, lat) <= NAMED_KM]
    near = [s for s in near if name_of(s.tags) and name_of(s.tags) not in named]
    if not near:
        return mark
    spot = min(near, key=lambda s: (rank(s) > 6, _apart_km(s, lon, lat)))
    return replace(mark, tags=spot.tags, element=mark.element or spot.id)


def _apart_km(spot: Spot, lon: float, lat: float) -> float:
    return float(np.hypot((spot.lon - lon) * np.cos(np.radians(lat)), spot.lat - lat)) * KM_PER_DEG


def _along(route: Route, spots: Sequence[Spot], aside_km: float) -> Iterator[tuple[float, Spot]]:
    """Spots beside the way, and where."""
    west, south, east, north = shapely.LineString(route.xy).buffer(aside_km / KM_PER_DEG * 3).bounds
    for spot in spots:
        if west <= spot.lon <= east and south <= spot.lat <= north:
            km, aside = route.measure((spot.lon, spot.lat))
            if aside <= aside_km:
                yield km, spot


def _stations(route: Route, beside: Beside) -> list[Mark]:
    """Stations that trains can use: on double track all, on single track those where a loop is."""
    found = []
    spots = [s for s in route.tracks.extract.spots if s.tags.get("railway") in ("station", "service_station")]
    for km, spot in _along(route, spots, STATION_ASIDE_KM):
        double = any(a - 0.1 <= km <= b + 0.1 for a, b in beside.double)
        loop = any(k.start - STATION_LOOP_KM <= km <= k.end + STATION_LOOP_KM for k in beside.loops)
        if double or loop or not beside.sidings_km:
            found.append(Mark(km, "station", spot.tags, spot.id))
    return found


def _towns(route: Route) -> list[Mark]:
    found = []
    for kind, aside in TOWN_ASIDE_KM.items():
        spots = [s for s in route.tracks.extract.spots if s.tags.get("place") == kind]
        found += [Mark(km, "town", spot.tags, spot.id) for km, spot in _along(route, spots, aside)]
    return found


def junctions(route: Route) -> list[Mark]:
    """Where another line or a great road leaves the way for good."""
    tracks = route.tracks
    others = np.setdiff1d(np.flatnonzero(tracks.main), route.edges)
    if tracks.mode == "road":
        classes = np.array([tracks.extract.way_tags[w].get("highway", "") for w in tracks.way[others]])
        others = others[np.isin(classes, GREAT_ROADS)]
    if not len(others):
        return []
    narrow = float(np.cos(np.radians(route.xy[:, 1].mean())))
    near_way = shapely.buffer(shapely.LineString(route.xy), AWAY_KM / KM_PER_DEG / narrow)
    shapely.prepare(near_way)
    away = others[~shapely.contains(near_way, tracks.lines[others])]
    size = len(tracks.extract.lon)
    graph = coo_matrix((np.ones(len(away)), (tracks.start[away], tracks.end[away])), shape=(size, size))
    piece = connected_components(graph, directed=False)[1]
    length = np.bincount(piece[tracks.start[away]], weights=tracks.km[away], minlength=piece.max() + 1)
    touching = away[shapely.intersects(near_way, tracks.lines[away])]
    touching = touching[length[piece[tracks.start[touching]]] >= BRANCH_KM]
    return _clustered([m for edge in touching.tolist() for m in _touches(route, edge, near_way)], route)


def _touches(route: Route, edge: int, near_way: shapely.Geometry) -> Iterator[Mark]:
    """The ends of an edge that lie on the way, and the number of the line that it belongs to."""
    tracks, extract = route.tracks, route.tracks.extract
    tags = extract.way_tags[tracks.way[edge]]
    for node in (int(tracks.start[edge]), int(tracks.end[edge])):
        place = (float(extract.lon[node]), float(extract.lat[node]))
        if shapely.intersects(near_way, shapely.Point(place)):
            yield Mark(route.measure(place)[0], "junction", reference=tags.get("ref", tags.get("name", "")))


def _clustered(found: list[Mark], route: Route) -> list[Mark]:
    groups: list[list[Mark]] = []
    for mark in sorted(found, key=lambda m: m.km):
        if groups and mark.km - groups[-1][-1].km <= APART_KM[route.tracks.mode]:
            groups[-1].append(mark)
        else:
            groups.append([mark])
    return [
        Mark(float(np.mean([m.km for m in g])), "junction", reference=next((m.reference for m in g if m.reference), ""))
        for g in groups
    ]


def stops(route: Route, beside: Beside) -> list[Stop]:
    """Crossing points along the way: loops by shape, with the name of the station there; named ones on double track."""
    spots = [s for s in route.tracks.extract.spots if s.tags.get("railway") in RANK]
    named = list(_along(route, spots, STATION_ASIDE_KM))
    found, used = [], set()
    for loop in beside.loops:
        middle = (loop.start + loop.end) / 2
        near = [(k, s) for k, s in named if loop.start - STATION_LOOP_KM <= k <= loop.end + STATION_LOOP_KM]
        near.sort(key=lambda row: (rank(row[1]), abs(row[0] - middle)))
        used |= {s.id for _, s in near}
        tags, elements = (near[0][1].tags, (near[0][1].id,)) if near else ({}, ())
        found.append(Stop(middle, loop.start, loop.end, tags, elements + loop.ways, "loop"))
    for km, spot in named:
        station = spot.tags.get("railway") in ("station", "service_station")
        double = any(a - 0.1 <= km <= b + 0.1 for a, b in beside.double)
        if station and spot.id not in used and (double or not beside.sidings_km):
            found.append(Stop(km, km, km, spot.tags, (spot.id,), "station"))
    return sorted(found, key=lambda s: s.km)
