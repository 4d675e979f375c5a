"""The map of a corridor for print: width is Mt a year, colour a class, the cut is marked, named, numbered."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import shapely

from corridors.cartography import style
from corridors.cartography.basemap import Area, City, cities
from corridors.figures import basemap, legend, marks
from corridors.figures.labels import Labels
from corridors.figures.paper import A4_LANDSCAPE_IN, new_sheet, put_within, settings, width_pt, word
from corridors.flow.graph import capacity_table
from corridors.schema import LANGUAGES
from corridors.wording.numbers import number

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from corridors.flow.maxflow import MaxFlow
    from corridors.network import Network
    from corridors.schema import Corridor

Drawn = Any  # a DataFrame with the columns that `_table` gives it
CASING_PT = 1.3
MAP_FRAME = (0.02, 0.205, 0.96, 0.7)
SAME_PLACE_DEG = 0.25


def figure(
    network: Network,
    corridor: str | Corridor | None = None,
    *,
    flow: MaxFlow | pd.Series | None = None,
    capacities: pd.DataFrame | None = None,
    basis: str = "rule",
    language: str = "en",
    title: str | None = None,
    size_in: tuple[float, float] = A4_LANDSCAPE_IN,
) -> Figure:
    """Map of one corridor, or of all, on a sheet of paper.

    Parameters
    ----------
    network : Network
        What is drawn.
    corridor : str or Corridor, optional
        Which one; every link by default.
    flow : MaxFlow or Series, optional
        Mt/year by link (`flow_mtpa`). With it the width is flow and the colour its share of capacity; without
        it both are capacity. The `cut` of a MaxFlow is marked.
    capacities : DataFrame, optional
        Index `link`; column `capacity_mtpa` (Mt/year, both directions together), `limit` if there is one; by default
        what the models say. See `corridors.capacities`.
    basis : {"rule", "stated", "model", "lower"}
        As `corridors.capacities`; it matters only where no table is given.
    language : {"en", "ru", "kk"}
        Of every word.
    title : str, optional
        Instead of the corridor's name.
    size_in : (float, float)
        Width and height in inches, A4 across by default; letters keep their size.

    Returns
    -------
    matplotlib.figure.Figure
        Save it with `save_figure`.

    Raises
    ------
    UnknownName
        A corridor or language that is not there.

    Examples
    --------
    >>> import corridors as co
    >>> net = co.load()
    >>> sheet = co.figure(net, "astana-kostanay", flow=co.max_flow(net, "astana-kostanay"))
    >>> sheet.get_size_inches().round(1).tolist()  # A4
    [11.7, 8.3]
    """
    word("unit_mtpa", language)
    chosen = network.corridor(corridor) if isinstance(corridor, str) else corridor
    links = list(network.links.index if chosen is None else chosen.links)
    capacity = capacity_table(network, capacities, basis, links)
    with settings():
        sheet = new_sheet(size_in)
        axes = sheet.add_axes(MAP_FRAME)
        drawn = _table(network, links, capacity, flow)
        drawn["pt"] = [width_pt(m, chosen is None) for m in drawn["mtpa"]]
        project, lands = basemap.draw_under(axes, network, drawn)
        _draw_lines(axes, drawn, flow is not None)
        marks.draw_points(axes, drawn, flow is not None)
        labels = Labels(axes)
        basemap.draw_scale(labels, language)
        parts = shapely.get_parts(np.array(drawn["shape"], dtype=object))
        labels.avoid([shapely.get_coordinates(p) for p in parts if p.geom_type != "Point"])
        for spot in drawn.loc[drawn["sign"] != "", "spot"]:
            labels.take(spot.x, spot.y, 5)
        cut = [link for link in getattr(flow, "cut", ()) if link in drawn.index]
        marks.mark_cut(labels, drawn, cut)
        places = sorted(cities(network.root), key=lambda c: (c.rank, c.id))
        _name(labels, network, chosen, project, language, lands, places)
        base = basemap.credit(lands, places, axes, project, language)
        _head(sheet, network, chosen, flow, language, title)
        legend.draw_legend(sheet, network, chosen, drawn, cut, capacity, flow is not None, language, base)
    return sheet


def _table(network: Any, links: list[str], capacity: pd.DataFrame, flow: Any) -> Drawn:
    """Of each link: geometry, width (Mt/year), class of colour (-1: none), whether over capacity, sign."""
    rows = network.links.loc[links, ["kind", "form", "geometry"]]
    drawn = pd.DataFrame(rows.reset_index().drop(columns="geometry").set_index("link"))
    drawn["geometry"] = list(rows["geometry"])
    can = capacity["capacity_mtpa"].reindex(links).astype(float)
    if flow is None:
        drawn["mtpa"], measure, bounds = can, can, style.CAPACITY_BOUNDS_MTPA
    else:
        carried = getattr(flow, "flow_mtpa", flow).reindex(links).astype(float).abs().fillna(0.0)
        drawn["mtpa"], measure, bounds = carried, carried / can.where(can > 0), style.UTILISATION_BOUNDS
    drawn["sign"] = [_sign(k, f) for k, f in zip(drawn["kind"], drawn["form"], strict=True)]
    # As on the screen, road posts have a scale of their own.
    own = style.POST_BOUNDS_MTPA if flow is None else bounds
    scales = [own if sign == "road" else bounds for sign in drawn["sign"]]
    shades = [style.class_of(float(m), scale) for m, scale in zip(measure, scales, strict=True)]
    drawn["shade"] = [shade if c > 0 else -1 for shade, c in zip(shades, can, strict=True)]
    drawn["over"] = (measure > 1.0 + 1e-6) if flow is not None else False
    drawn["mtpa"] = drawn["mtpa"].fillna(0.0)
    return drawn


def _sign(kind: str, form: str) -> str:
    """Key of the symbol of a point-like link; empty for a line."""
    if kind == "border":
        return "rail" if form == "rail" else "road"
    return ("gauge" if form == "gauge" else "port") if kind == "terminal" else ""


def _draw_lines(axes: Axes, drawn: Drawn, flows: bool) -> None:
    """Each line twice: a dark casing, the class colour on it; dashes for the sea and for what is closed."""
    for row in drawn.sort_values("mtpa", kind="stable", ascending=False).itertuples():
        for part in shapely.get_parts(row.shape):
            if part.geom_type != "LineString":
                continue
            xy = shapely.get_coordinates(part).T
            dashed = row.kind == "sea" or row.shade < 0
            how: dict[str, Any] = {"ls": (0, (3, 2))} if dashed else {"solid_capstyle": "round"}
            casing: dict[str, Any] = {
                "color": style.CASING,
                "alpha": 0.75 if dashed else 1.0,
                "lw": row.pt + CASING_PT,
            }
            axes.plot(*xy, zorder=4, solid_capstyle="round", **casing)
            axes.plot(*xy, color=marks.colour(row.shade, flows), lw=row.pt, zorder=5, **how)
            if row.over:
                axes.plot(*xy, color=style.PAPER, lw=max(0.4 * row.pt, 0.6), ls=(0, (0.8, 1.6)), zorder=5.5)


def _name(
    labels: Labels, network: Any, chosen: Any, project: basemap.Project, language: str,
    lands: list[Area], places: list[City],
) -> None:  # fmt: skip
    """Ends of the corridor first, then cities by rank, then countries and lakes."""
    known = np.array([(c.lon, c.lat) for c in places]).reshape(-1, 2)
    ends = [] if chosen is None else dict.fromkeys([*chosen.origins, *chosen.destinations])
    extra = []
    for node in (n for n in ends if n in network.nodes.index):
        row = network.nodes.loc[node]
        if not (np.hypot(*(known - (row["lon"], row["lat"])).T) < SAME_PLACE_DEG).any():
            extra.append(City(node, row["lon"], row["lat"], 1, tuple(row[f"name_{k}"] for k in LANGUAGES)))
    basemap.name_cities(labels, [*extra, *places], project, language)
    basemap.name_countries(labels, lands, project, language)


def _head(sheet: Figure, network: Any, chosen: Any, flow: Any, language: str, title: str | None) -> None:
    name = (
        getattr(network.about.title, language)
        if chosen is None
        else f"{chosen.code} · {getattr(chosen.names, language)}"
    )
    wide = sheet.bbox.width * 0.96
    look: dict[str, Any] = {"color": style.INK, "va": "center"}
    put_within(sheet, 0.02, 0.955, title or name, wide, fontsize=17, fontweight="bold", **look)
    scenario = network.scenarios.get(network.name)
    state = getattr(scenario.names, language) if scenario else network.name
    parts = [f"{word('scenario', language)}: {state}"]
    if hasattr(flow, "value_mtpa"):
        parts.append(word("paper_carries", language, value=number(flow.value_mtpa, language=language)))
    parts.append(word("both_directions", language))
    put_within(sheet, 0.02, 0.921, " · ".join(parts), wide, fontsize=10, **look)
