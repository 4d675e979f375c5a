"""Places that a user names: a node of the folder, a name in any language that the extract has, or lon,lat."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from corridors.errors import BadInput, UnknownName
from corridors.exchange.survey.extract import WGS84, Extract, LonLat, Spot, Tags
from corridors.exchange.survey.tags import name_of, names_of
from corridors.wording.sentences import Written, joined, sentence

if TYPE_CHECKING:
    from collections.abc import Mapping

LONLAT = re.compile(r"\s*([+-]?\d{1,3}(?:\.\d+)?)\s*[,;]\s*([+-]?\d{1,3}(?:\.\d+)?)\s*")
ONE_PLACE_KM = 15.0  # a town and its station
# What a name is taken for where several things bear it: a station before a halt before the town.
RANK = ("station", "service_station", "junction", "site", "yard", "halt", "stop")
TOWNS = ("city", "town", "village", "suburb", "hamlet", "locality")


@dataclass(frozen=True)
class Place:
    """A place on the way: where it is, and what it is called."""

    asked: str
    lon: float
    lat: float
    node: str = ""
    element: str = ""
    tags: Tags = field(default_factory=dict)

    @property
    def at(self) -> LonLat:
        """(lon, lat)."""
        return (self.lon, self.lat)


def find_place(asked: str, nodes: Mapping[str, LonLat], extract: Extract | None = None, mode: str = "rail") -> Place:
    """The place that a user means.

    Parameters
    ----------
    asked : str
        A node of the folder, "lon,lat", or a name.
    nodes : mapping
        Node -> (lon, lat).
    extract : Extract, optional
        Where names are looked up.
    mode : {"rail", "road"}
        Of things of one name, a railway means the station and a road the town.

    Raises
    ------
    UnknownName
        Neither a node nor a name of the extract.
    BadInput
        A position outside the world, or a name that several places bear.
    """
    if asked in nodes:
        return Place(asked, *nodes[asked], node=asked)
    if match := LONLAT.fullmatch(asked):
        lon, lat = float(match[1]), float(match[2])
        if abs(lon) > 180 or abs(lat) > 90:
            raise BadInput(
                sentence("{asked!r} lies outside the world; a place is written lon,lat, as in 71.43,51.17", asked=asked)
            )
        return Place(asked, lon, lat)
    if extract is None:
        raise BadInput(
            sentence("{asked!r}: a name is looked up in a file; with --overpass give a node or lon,lat", asked=asked)
        )
    return _named(asked, nodes, extract, mode)


def _named(asked: str, nodes: Mapping[str, LonLat], extract: Extract, mode: str) -> Place:
    key = _plain(asked)
    called = [(s, [_plain(n) for n in names_of(s.tags)]) for s in extract.spots]
    tests = (lambda n: n == key, lambda n: n.startswith(f"{key} "), lambda n: f" {key}" in f" {n}")
    for fits in tests if key else ():
        if found := [s for s, names in called if any(map(fits, names))]:
            return _one_of(asked, found, mode)
    known = [*nodes, *dict.fromkeys(n for s in extract.spots for n in names_of(s.tags))]
    raise UnknownName("place", asked, known, where=extract.origin)


def _plain(name: str) -> str:
    return " ".join(re.findall(r"\w+", name.casefold()))


def rank(spot: Spot) -> int:
    """What counts first where several spots bear one name."""
    kind = spot.tags.get("railway", "")
    if kind in RANK:
        return RANK.index(kind)
    kind = spot.tags.get("place", "")
    return len(RANK) + (TOWNS.index(kind) if kind in TOWNS else len(TOWNS))


def _one_of(asked: str, found: list[Spot], mode: str) -> Place:
    towns = {s.id for s in found if "place" in s.tags}
    found = sorted(found, key=lambda s: (mode == "road" and s.id not in towns, rank(s)))
    best = [s for s in found if rank(s) == rank(found[0])]
    away = [float(WGS84.inv(found[0].lon, found[0].lat, s.lon, s.lat)[2]) / 1000 for s in best]
    if max(away) > ONE_PLACE_KM:
        spots = [(name_of(s.tags), f"{s.lon:.4f},{s.lat:.4f}", s.id) for s in best[:6]]
        told = joined([sentence("{name} at {at} ({id})", name=n, at=Written(at), id=i) for n, at, i in spots], "; ")
        raise BadInput(
            sentence(
                "{asked!r} is the name of {count} places: {told}; give lon,lat", asked=asked, count=len(best), told=told
            )
        )
    lon, lat = (float(np.mean([getattr(s, k) for s in best])) for k in ("lon", "lat"))
    return Place(asked, lon, lat, element=best[0].id, tags=best[0].tags)
