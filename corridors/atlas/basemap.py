"""Land, water and places under the network, packed small: outlines as encoded polylines, names in three languages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from corridors.atlas.encode import polyline
from corridors.cartography.basemap import areas

if TYPE_CHECKING:
    from collections.abc import Sequence

    from corridors.network import Network

DECIMALS = 3
# A country needs so many square degrees within the window for its name to have room.
ROOM_FOR_NAME = 4.0
MARGIN_DEG = 4.0
NAMED_WATER = 0.9


def basemap(network: Network) -> dict[str, Any]:
    """Outlines and names of countries and lakes; empty lists where no base map is known.

    Parameters
    ----------
    network : Network
        Its folder says what it is about: the countries that are named whatever lies over them, and the window.

    Returns
    -------
    dict
        `land`, `water`: encoded rings; `home`: places in `land` of the countries that the folder is about; `names`:
        kind, names, place, room, places of its rings; `decimals`.
    """
    drawn: dict[str, list[str]] = {"country": [], "lake": []}
    names: list[dict[str, Any]] = []
    home: list[int] = []
    drawn_in = network.links.total_bounds
    west, south, east, north = drawn_in
    around = (west - MARGIN_DEG, south - MARGIN_DEG, east + MARGIN_DEG, north + MARGIN_DEG)
    window = network.about.window or around
    for area in areas(network.root, drawn_in):
        if area.kind not in drawn:
            continue
        # All the same way round: the page fills them in one go, where one that turns the other way would be a hole.
        parts = shapely.get_parts(shapely.orient_polygons(area.shape))
        rings = [polyline(_thin(part.exterior), DECIMALS) for part in parts]
        places = list(range(len(drawn[area.kind]), len(drawn[area.kind]) + len(rings)))
        drawn[area.kind] += rings
        place = _place(area.shape, area.kind, window)
        if place and area.names[0]:
            entry = {"kind": area.kind, "n": list(area.names), "at": place[:2], "size": place[2], "rings": places}
            names.append(entry | ({"home": True} if area.iso in network.about.countries else {}))
        if area.iso in network.about.countries:
            home += places
    return {"land": drawn["country"], "water": drawn["lake"], "home": home, "names": names, "decimals": DECIMALS}


def _thin(ring: shapely.LinearRing) -> list[list[float]]:
    """The ring on the grid of the encoding, without points that fall together."""
    grid = np.round(shapely.get_coordinates(ring), DECIMALS)
    keep = np.r_[True, (np.diff(grid, axis=0) != 0).any(axis=1)]
    return grid[keep].tolist()


def _place(shape: shapely.Geometry, kind: str, window: Sequence[float]) -> tuple[float, float, float] | None:
    """Where a name stands, and how much room it has; None if there is none."""
    seen = shapely.clip_by_rect(shapely.make_valid(shape), *window)
    if seen.is_empty or seen.area < (ROOM_FOR_NAME if kind == "country" else NAMED_WATER):
        return None
    widest = max(getattr(seen, "geoms", [seen]), key=lambda g: g.area)
    circle = shapely.maximum_inscribed_circle(widest, tolerance=0.25)
    lon, lat = shapely.get_coordinates(circle)[0]
    return round(float(lon), 2), round(float(lat), 2), round(float(circle.length), 1)
