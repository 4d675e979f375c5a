"""Land, water and places under the network, packed small: outlines as encoded polylines, names in three languages."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import shapely

from corridors.atlas.encode import polyline
from corridors.dataset import read_ground

DECIMALS = 2
# A country needs so many square degrees within the window for its name to have room.
ROOM_FOR_NAME = 4.0
WINDOW = (36.0, 25.0, 100.0, 62.0)
NAMED_WATER = 0.9
# The country that the maps are about is named whatever lies over it.
HOME = "Kazakhstan"


def ground(root: Path) -> dict[str, Any]:
    """Outlines and names of countries and lakes, and cities; empty lists where the folder has none.

    Parameters
    ----------
    root : Path
        A geodata folder; `basemap.geojson` and `cities.csv` are optional.

    Returns
    -------
    dict
        `land`, `water`: encoded rings; `names`: kind, names, place, rank; `decimals`.
    """
    drawn: dict[str, list[str]] = {"country": [], "lake": []}
    names = []
    for about, shape in read_ground(root):
        if about.get("kind") not in drawn:
            continue
        drawn[about["kind"]] += [polyline(_thin(part.exterior), DECIMALS) for part in shapely.get_parts(shape)]
        place = _place(shape, about["kind"])
        if place and about.get("name"):
            text = [about["name"], about.get("name_ru") or about["name"], about.get("name_kk") or about["name"]]
            names.append({"kind": about["kind"], "n": text, "at": place[:2], "size": place[2]})
            if about["name"] == HOME:
                names[-1]["home"] = True
    return {"land": drawn["country"], "water": drawn["lake"], "names": names, "decimals": DECIMALS}


def _thin(ring: shapely.LinearRing) -> list[list[float]]:
    """The ring on the grid of the encoding, without points that fall together."""
    grid = np.round(shapely.get_coordinates(ring), DECIMALS)
    keep = np.r_[True, (np.diff(grid, axis=0) != 0).any(axis=1)]
    return grid[keep].tolist()


def _place(shape: shapely.Geometry, kind: str) -> tuple[float, float, float] | None:
    """Where a name stands, and how much room it has; None if there is none."""
    seen = shapely.clip_by_rect(shapely.make_valid(shape), *WINDOW)
    if seen.is_empty or seen.area < (ROOM_FOR_NAME if kind == "country" else NAMED_WATER):
        return None
    widest = max(getattr(seen, "geoms", [seen]), key=lambda g: g.area)
    circle = shapely.maximum_inscribed_circle(widest, tolerance=0.25)
    lon, lat = shapely.get_coordinates(circle)[0]
    return round(float(lon), 2), round(float(lat), 2), round(float(circle.length), 1)
