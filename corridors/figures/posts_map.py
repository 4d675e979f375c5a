"""The map of the road posts of a border for print: colour is use, grey where nobody counted, names where overloaded."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from corridors.cartography import style
from corridors.cartography.basemap import cities
from corridors.figures import basemap, legend, marks
from corridors.figures.labels import Labels
from corridors.figures.paper import A4_LANDSCAPE_IN, new_sheet, put_within, settings, word

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from corridors.network import Network

MAP_FRAME = (0.02, 0.115, 0.96, 0.79)
KEY_FRAME = (0.02, 0.045, 0.96, 0.05)
CITY_RANKS = 2  # smaller places would take the room of the posts' names


def posts_figure(
    network: Network,
    use: pd.Series,
    *,
    language: str = "en",
    title: str = "",
    size_in: tuple[float, float] = A4_LANDSCAPE_IN,
) -> Figure:
    """Map of road posts.

    Parameters
    ----------
    network : Network
        What lies around them.
    use : Series
        Index: links that are posts; counted traffic as a share of what they clear, NaN where nobody counted.
    language : {"en", "ru", "kk"}
        Of every word.
    title : str
        Above the map.
    size_in : (float, float)
        Width and height in inches.
    """
    links = list(use.index)
    with settings():
        sheet = new_sheet(size_in)
        axes = sheet.add_axes(MAP_FRAME)
        drawn = pd.DataFrame({"geometry": list(network.links.loc[links, "geometry"]), "sign": "road"}, index=links)
        drawn["shade"] = [style.class_of(u, style.UTILISATION_BOUNDS) if u == u else -1 for u in use]  # noqa: PLR0124
        project, lands = basemap.draw_under(axes, network, drawn)
        marks.draw_points(axes, drawn, flows=True)
        labels = Labels(axes)
        for spot in drawn["spot"]:
            labels.take(spot.x, spot.y, 5)
        _name(labels, network, drawn, use, language)
        places = [c for c in sorted(cities(network.root), key=lambda c: (c.rank, c.id)) if c.rank <= CITY_RANKS]
        basemap.name_cities(labels, places, project, language)
        basemap.name_countries(labels, lands, project, language)
        basemap.draw_scale(labels, language)
        wide = sheet.bbox.width * 0.96
        put_within(sheet, 0.02, 0.94, title, wide, fontsize=15, fontweight="bold", color=style.INK, va="center")
        _key(sheet, language)
        legend.draw_foot(sheet, basemap.credit(lands, places, axes, project, language), language)
    return sheet


def _key(sheet: Figure, language: str) -> None:
    """Classes of use, as the posts are drawn, in one row."""
    axes = sheet.add_axes(KEY_FRAME)
    axes.set_xlim(0, 1)
    axes.set_ylim(0, 1)
    axes.axis("off")
    how: dict[str, Any] = {"fontsize": 7.5, "color": style.INK, "va": "center"}
    heading, step, last = 0.26, 0.105, 0.14
    wide = axes.bbox.width
    put_within(axes, 0, 0.5, f"{word('by_utilisation', language)}, %", heading * wide, fontweight="bold", **how)
    names = legend.classes([100 * b for b in style.UTILISATION_BOUNDS], language)
    for at, (name, fill) in enumerate(zip(names, style.USE_COLOURS, strict=True)):
        _sample(axes, heading + 0.02 + at * step, name, fill, step * wide, how)
    _sample(axes, 1 - last, word("paper_not_counted", language), style.UNKNOWN, last * wide, how)


def _sample(axes: Axes, x: float, name: str, fill: str, room_px: float, how: dict[str, Any]) -> None:
    axes.plot(x, 0.5, marker=style.MARKERS["road"], ms=6.5, mfc=fill, mec=style.CASING, mew=1.0, ls="")
    put_within(axes, x + 0.012, 0.5, name, room_px, **how)


def _name(labels: Labels, network: Network, drawn: pd.DataFrame, use: pd.Series, language: str) -> None:
    """Posts by name: the most used first, those that nobody counted where there is room."""
    from matplotlib.patheffects import withStroke

    halo = [withStroke(linewidth=2.0, foreground=style.PAPER, alpha=0.85)]
    for post in use.sort_values(ascending=False, na_position="last").index:
        counted = bool(use[post] == use[post])
        how: dict[str, Any] = {"fontsize": 7.0 if counted else 5.8, "color": style.INK, "path_effects": halo}
        how |= {"fontweight": "bold" if counted and use[post] > 1 else "normal", "zorder": 9}
        spot = drawn.at[post, "spot"]
        labels.place(spot.x, spot.y, legend.link_name(network, post, language), away_px=5, must=counted, **how)
