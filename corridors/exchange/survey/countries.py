"""Which country a point of a way lies in, and where the way crosses a border."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from corridors.exchange.survey.route import KM_PER_DEG, Route

if TYPE_CHECKING:
    from collections.abc import Sequence

    from corridors.exchange.survey.extract import Extract, LonLat

STEP_KM = 0.5
BLIP_KM = 5.0  # base maps are good to a few km: a shorter stay abroad is their error
NEAR_KM = 12.0  # a mapped border post or line this near replaces what the base map says
POST_ASIDE_KM = 1.5


@dataclass(frozen=True)
class Border:
    """Where a way passes from one country to another."""

    km: float
    here: str
    beyond: str
    how: str  # "post", "boundary" or "base map"
    element: str = ""


class Countries:
    """Countries of a base map; where it does not reach, the one country that a folder is about."""

    def __init__(self, ground: Sequence[tuple[dict[str, Any], shapely.Geometry]], otherwise: str = "") -> None:
        self.otherwise = otherwise
        rows = [(about.get("iso", ""), shape) for about, shape in ground if about.get("kind") == "country"]
        self.codes = np.array([c for c, _ in rows], dtype=object)
        self.tree = shapely.STRtree([s for _, s in rows])

    def at(self, xy: np.ndarray) -> np.ndarray:
        """Two-letter code of each point; "" where neither the base map nor the folder tells."""
        found = np.full(len(xy), self.otherwise, dtype=object)
        if len(self.codes):
            points, areas = self.tree.query(shapely.points(xy), predicate="intersects")
            found[points] = self.codes[areas]
        return found

    def near(self, places: Sequence[LonLat]) -> set[str]:
        """Countries at a place or a few km from it: near a border the base map cannot tell which one it is."""
        points = shapely.points(np.array(places))
        _, areas = self.tree.query(points, predicate="dwithin", distance=NEAR_KM / KM_PER_DEG)
        return set(self.codes[areas].tolist())


def borders(route: Route, countries: Countries) -> list[Border]:
    """Borders along a way, first to last; mapped posts and boundary lines count before the base map."""
    km = np.append(np.arange(0.0, route.length_km, STEP_KM), route.length_km)
    codes = countries.at(route.at(km))
    found = []
    for (here, _, end), (beyond, start, _) in pairwise(stays(km, codes)):
        found.append(_exact(route, Border((end + start) / 2, here, beyond, "base map")))
    return found


def stays(km: np.ndarray, codes: np.ndarray) -> list[tuple[str, float, float]]:
    """Country, first and last km of each stay; short ones and points in no country join the one before."""
    every: list[tuple[str, float, float]] = []
    for code, at in zip(codes.tolist(), km.tolist(), strict=True):
        if every and code in (every[-1][0], ""):
            every[-1] = (every[-1][0], every[-1][1], at)
        elif code:
            every.append((code, at, at))
    whole: list[tuple[str, float, float]] = []
    for code, start, end in [s for s in every if s[2] - s[1] >= BLIP_KM] or every[:1]:
        if whole and whole[-1][0] == code:
            whole[-1] = (code, whole[-1][1], end)
        else:
            whole.append((code, start, end))
    return whole


def _exact(route: Route, border: Border) -> Border:
    extract: Extract = route.tracks.extract
    for spot in extract.spots:
        if spot.tags.get("railway") == "border" or spot.tags.get("barrier") == "border_control":
            km, aside = route.measure((spot.lon, spot.lat))
            if abs(km - border.km) <= NEAR_KM and aside <= POST_ASIDE_KM:
                return Border(km, border.here, border.beyond, "post", spot.id)
    line = shapely.LineString(route.xy)
    for boundary in extract.boundaries:
        for point in shapely.get_parts(shapely.intersection(line, shapely.LineString(boundary))):
            km, _ = route.measure((point.centroid.x, point.centroid.y))
            if abs(km - border.km) <= NEAR_KM:
                return Border(km, border.here, border.beyond, "boundary")
    return border
