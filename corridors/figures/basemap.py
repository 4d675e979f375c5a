"""What lies under the network on paper: fitted projection, land and lakes, names of countries and places."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from corridors.cartography import style
from corridors.cartography.basemap import Area, areas
from corridors.figures.paper import put, word
from corridors.schema import LANGUAGES
from corridors.wording.numbers import number

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.path import Path as Outline

    from corridors.cartography.basemap import City
    from corridors.figures.labels import Labels

Project = Callable[[Any], Any]
LEAST_SPAN_DEG = 2.5
LAND_ROUND_DEG = 25.0
CITY_SIZE_PT = {1: 8.0, 2: 7.0, 3: 6.0}
CITY_DOT_PT = {1: 3.2, 2: 2.6, 3: 2.0}


def projection(west: float, south: float, east: float, north: float) -> Project:
    """A conic projection in metres for a window in degrees; it takes and gives shapely geometries."""
    from pyproj import Transformer

    middle, quarter = (south + north) / 2, max(north - south, LEAST_SPAN_DEG) / 4
    conic = f"+proj=lcc +lat_0={middle} +lat_1={middle - quarter} +lat_2={middle + quarter}"
    conic += f" +lon_0={(west + east) / 2}"
    to_metres = Transformer.from_crs("EPSG:4326", f"{conic} +ellps=WGS84 +units=m", always_xy=True)
    return lambda geometry: shapely.transform(
        geometry, lambda xy: np.column_stack(to_metres.transform(xy[:, 0], xy[:, 1]))
    )


def draw_under(axes: Axes, network: Any, drawn: pd.DataFrame) -> tuple[Project, list[Area]]:
    """Fit axes to what is drawn, and draw what lies under it: land, and the other lines of the network.

    Parameters
    ----------
    axes : Axes
        Of the size that they stay.
    network : Network
        What there is.
    drawn : DataFrame
        Index: links; column `geometry`. It gets the column `shape`, projected.

    Returns
    -------
    callable, list of Area
        The projection, and the areas of the base map.
    """
    project = projection(*shapely.total_bounds(np.asarray(drawn["geometry"], dtype=object)))
    drawn["shape"] = [project(g) for g in drawn["geometry"]]
    _fit(axes, drawn["shape"])
    lands = areas(network.root, network.links.total_bounds, LAND_ROUND_DEG)
    _draw_areas(axes, lands, project)
    _draw_others(axes, network, list(drawn.index), project)
    return project, lands


def outline(geometry: Any) -> Outline:
    """A polygon, or several, with their holes, as one path to fill."""
    from matplotlib.path import Path as Outline

    rings = [
        ring
        for polygon in shapely.get_parts(shapely.orient_polygons(geometry))
        for ring in (polygon.exterior, *polygon.interiors)
    ]
    return Outline.make_compound_path(*(Outline(shapely.get_coordinates(r), closed=True) for r in rings))


def credit(lands: list[Area], places: list[City], axes: Axes, project: Project, language: str) -> str:
    """Whose base map this is: only what is drawn."""
    shown = {land.kind for land in lands}
    if any(_within(axes, project(shapely.Point(p.lon, p.lat))) for p in places):
        shown.add("city")
    parts = [word(f"paper_base_{kind}", language) for kind in ("country", "lake", "city") if kind in shown]
    return f"{word('paper_base', language)} {'; '.join(parts)}." if parts else ""


def _fit(axes: Axes, shapes: Any) -> None:
    """Set the window of the map to what is drawn, with air around it and the shape of the frame."""
    left, bottom, right, top = shapely.total_bounds(np.asarray(shapes, dtype=object))
    frame = axes.bbox
    half_x = max(1.16 * (right - left) / 2, 125_000)
    half_y = max(1.16 * (top - bottom) / 2, half_x * frame.height / frame.width)
    half_x = half_y * frame.width / frame.height
    axes.set_xlim((left + right) / 2 - half_x, (left + right) / 2 + half_x)
    axes.set_ylim((bottom + top) / 2 - half_y, (bottom + top) / 2 + half_y)
    axes.set_xticks([])
    axes.set_yticks([])


def _draw_others(axes: Axes, network: Any, links: list[str], project: Project) -> None:
    """All lines of the network but some, thin and grey."""
    for kind, geometry in network.links.drop(index=links)[["kind", "geometry"]].itertuples(index=False):
        dashes = (0, (4, 3)) if kind == "sea" else "-"
        for part in shapely.get_parts(project(geometry)):
            if part.geom_type == "LineString":
                axes.plot(*shapely.get_coordinates(part).T, color=style.OTHER_LINK, lw=0.7, ls=dashes, zorder=3)


def _draw_areas(axes: Axes, lands: list[Area], project: Project) -> None:
    """Land on water, lakes on land, borders fine and dashed."""
    from matplotlib.patches import PathPatch

    # Beyond the window of the base map nothing is known: plain paper, neither land nor sea.
    axes.set_facecolor(style.LAND)
    if not lands:
        return
    window = shapely.box(*shapely.total_bounds(np.array([a.shape for a in lands], dtype=object)))
    sea = outline(project(shapely.segmentize(window, 0.5)))
    axes.add_patch(PathPatch(sea, facecolor=style.WATER, linewidth=0, zorder=0.5))
    # Where the base map ends is no border.
    end = window.exterior.buffer(1e-6)
    for area in lands:
        lake = area.kind == "lake"
        face, edge = (style.WATER, style.SHORE) if lake else (style.LAND, style.BORDER)
        axes.add_patch(PathPatch(outline(project(area.shape)), facecolor=face, linewidth=0, zorder=1 + lake))
        for line in shapely.get_parts(project(area.shape.boundary.difference(end))):
            how: dict[str, Any] = {"color": edge, "lw": 0.4 if lake else 0.9, "zorder": 1 + lake}
            axes.plot(*shapely.get_coordinates(line).T, **how)


def name_countries(labels: Labels, lands: list[Area], project: Project, language: str) -> None:
    """Names of the countries and lakes, in the middle of what can be seen of them, where there is room."""
    left, right, bottom, top = (*labels.axes.get_xlim(), *labels.axes.get_ylim())
    window = shapely.box(left, bottom, right, top)
    seen = [(area, shapely.make_valid(project(area.shape)).intersection(window)) for area in lands]
    for area, part in sorted(seen, key=lambda s: -s[1].area):
        lake = area.kind == "lake"
        name = area.names[LANGUAGES.index(language)]
        if not name or part.area < window.area * (0.003 if lake else 0.01):
            continue
        biggest = max(shapely.get_parts(part), key=lambda p: p.area)
        how: dict[str, Any] = {"within": biggest, "zorder": 3.5, "fontsize": 9, "color": style.FAINT_INK}
        if lake:
            how |= {"fontsize": 6.5, "style": "italic", "color": style.WATER_INK}
        # Clear of every line if that can be had, else over a few points of one.
        for most, spot in ((most, spot) for most in (1, 6) for spot in _spots(biggest)):
            if labels.place_centred(spot.x, spot.y, name if lake else name.upper(), most_cost=most, **how):
                break


def draw_scale(labels: Labels, language: str) -> None:
    """A bar of a round number of kilometres in the lower left corner, and the room it takes."""
    axes = labels.axes
    across_km = (axes.get_xlim()[1] - axes.get_xlim()[0]) / 1000
    km = max(k for k in (1, 10, 20, 50, 100, 200, 500, 1000) if k <= max(across_km / 6, 1))
    left, low = axes.transAxes.inverted().transform((axes.bbox.x0 + 12, axes.bbox.y0 + 12))
    how: dict[str, Any] = {"color": style.INK, "transform": axes.transAxes, "zorder": 10}
    axes.plot([left, left + km / across_km], [low] * 2, lw=2, solid_capstyle="butt", **how)
    put(axes, left, low + 0.01, f"{number(km, language=language)} {word('unit_km', language)}", fontsize=7, **how)
    right = axes.bbox.x0 + 24 + km / across_km * axes.bbox.width
    labels.boxes.append((axes.bbox.x0, axes.bbox.y0, right, axes.bbox.y0 + 32))


def _spots(polygon: Any) -> list[Any]:
    """Points inside a polygon where its name could stand, the most inner first."""
    west, south, east, north = polygon.bounds
    grid = [
        shapely.Point(west + (east - west) * x / 12, south + (north - south) * y / 12)
        for x in range(1, 12)
        for y in range(1, 12)
    ]
    inside = [p for p in grid if polygon.contains(p)] or [polygon.representative_point()]
    return sorted(inside, key=lambda p: -polygon.exterior.distance(p))[:25]


def name_cities(labels: Labels, places: list[City], project: Project, language: str) -> None:
    """A dot and a name for each place that has room; the large ones first."""
    from matplotlib.patheffects import withStroke

    halo = [withStroke(linewidth=2.2, foreground=style.PAPER, alpha=0.85)]
    for place in places:
        spot = project(shapely.Point(place.lon, place.lat))
        if not _within(labels.axes, spot):
            continue
        rank = place.rank if place.rank in CITY_SIZE_PT else 3
        how: dict[str, Any] = {
            "fontsize": CITY_SIZE_PT[rank],
            "fontweight": "bold" if rank == 1 else "normal",
        }
        name = place.names[LANGUAGES.index(language)]
        bare = labels.free(spot.x, spot.y)
        how |= {"color": style.INK, "path_effects": halo, "zorder": 9}
        if labels.place(spot.x, spot.y, name, **how) and bare:
            dot: dict[str, Any] = {
                "marker": "o",
                "ms": CITY_DOT_PT[rank],
                "mfc": style.PAPER,
                "mec": style.INK,
                "mew": 0.7,
            }
            labels.axes.plot(spot.x, spot.y, zorder=7, **dot)
            labels.take(spot.x, spot.y, 3)


def _within(axes: Axes, spot: Any) -> bool:
    left, right, bottom, top = (*axes.get_xlim(), *axes.get_ylim())
    return left < spot.x < right and bottom < spot.y < top
