"""The chart of what was counted and promised: values against years, a line only where one definition was kept."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from corridors.cartography import style
from corridors.errors import BadInput
from corridors.figures.charts import beside, chart_axes, heading, name_axes
from corridors.figures.paper import new_sheet, settings, word

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

MARKS = {"traffic": "o", "forecast": "s", "target": "^", "statement": "D"}


def observed_figure(found: Any, language: str = "en", title: str | None = None) -> Figure:
    """What was counted (dots), expected (squares), promised (triangles) and stated (diamonds), by year.

    Parameters
    ----------
    found : Observed
        As `corridors.observed` gives it; the unit of most of its rows is drawn.
    language : {"en", "ru", "kk"}
        Of every word.
    title : str, optional
        Instead of "Counted and promised".

    Returns
    -------
    matplotlib.figure.Figure
        Save it with `save_figure`.

    Raises
    ------
    BadInput
        No row has a year and covers the whole of it.
    """
    rows = [r for r in found.rows if r["year"] and r["period"] in ("", "year")]
    units = [r["unit"].removesuffix("/y") for r in rows]
    if not rows:
        raise BadInput("nothing to draw: no row is of a whole year")
    unit = max(dict.fromkeys(units), key=units.count)
    rows = [r for r, u in zip(rows, units, strict=True) if u == unit]
    with settings():
        sheet = new_sheet()
        heading(sheet, title or word("paper_observed", language), found.subject)
        axes = chart_axes(sheet, (0.07, 0.1, 0.88, 0.78), language)
        years, most = [r["year"] for r in rows], max(r["value"] for r in rows)
        axes.set_xlim(min(years) - 1, max(years) + 3)
        axes.set_ylim(0, 1.12 * most if most > 0 else 1)
        axes.xaxis.set_major_formatter(lambda value, _: f"{value:.0f}")
        _lines(axes, rows)
        taken: set[tuple[int, int]] = set()
        for row in sorted(rows, key=lambda r: -r["value"]):
            _point(axes, row, taken, most)
        name_axes(axes, word("year", language), "", word("paper_quantity", language), unit)
        axes.set_xlabel(word("year", language), fontsize=9, color=style.INK)
    return sheet


def _lines(axes: Axes, rows: list[dict[str, Any]]) -> None:
    """Between two counts of one series whose growth is told."""
    for row in rows:
        if growth := row["growth"]:
            before = row["value"] / growth["ratio"]
            axes.plot([growth["from_year"], row["year"]], [before, row["value"]], color=style.CLASS_COLOURS[3], lw=1.5)


def _point(axes: Axes, row: dict[str, Any], taken: set[tuple[int, int]], most: float) -> None:
    counted = row["kind"] in ("traffic", "forecast")
    face = style.CLASS_COLOURS[3] if row["kind"] == "traffic" else "none"
    edge = style.CLASS_COLOURS[3] if counted else style.CUT
    axes.plot([row["year"]], [row["value"]], ls="", marker=MARKS[row["kind"]], ms=6, mfc=face, mec=edge, zorder=4)
    # One name a place: a dozen heights, three years side by side.
    place = (row["year"] // 3, round(24 * row["value"] / most) if most > 0 else 0)
    if place not in taken:
        taken.add(place)
        text = f"{row['value']:g} {row['definition'] or row['what']}"
        beside(axes, row["year"], row["value"], text, (6, 0), fontsize=7, color=style.INK, va="center", most=42)
