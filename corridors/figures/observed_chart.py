"""The chart of what was counted and promised: values against years, a line only where one definition was kept."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from matplotlib.transforms import Bbox

from corridors.cartography import style
from corridors.errors import BadInput
from corridors.figures.chart import beside_if_free, chart, chart_axes, name_axes
from corridors.figures.paper import word
from corridors.wording.numbers import number
from corridors.wording.sentences import sentence

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

MARK_PX = 8
# Where a name may stand beside its mark, in points: across and up, the best first.
PLACES = tuple((x, y) for y in (0, 9, -9, 18, -18) for x in (6, -6))
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
        raise BadInput(sentence("nothing to draw: no row is of a whole year"))
    unit = max(dict.fromkeys(units), key=units.count)
    rows = [r for r, u in zip(rows, units, strict=True) if u == unit]
    with chart(title or word("paper_observed", language), found.subject) as sheet:
        axes = chart_axes(sheet, (0.07, 0.1, 0.88, 0.78), language)
        years, most = [r["year"] for r in rows], max(r["value"] for r in rows)
        axes.set_xlim(min(years) - 1, max(years) + 3)
        axes.set_ylim(0, 1.12 * most if most > 0 else 1)
        axes.xaxis.set_major_formatter(lambda value, _: f"{value:.0f}")
        _lines(axes, rows)
        for row in rows:
            _mark(axes, row)
        taken = [_around(axes, row) for row in rows]
        for row in sorted(rows, key=lambda r: -r["value"]):
            _name(axes, row, taken, language)
        name_axes(axes, word("year", language), "", word("paper_quantity", language), unit)
        axes.set_xlabel(word("year", language), fontsize=9, color=style.INK)
    return sheet


def _lines(axes: Axes, rows: list[dict[str, Any]]) -> None:
    """Between two counts of one series whose growth is told."""
    for row in rows:
        if growth := row["growth"]:
            before = row["value"] / growth["ratio"]
            axes.plot([growth["from_year"], row["year"]], [before, row["value"]], color=style.CLASS_COLOURS[3], lw=1.5)


def _mark(axes: Axes, row: dict[str, Any]) -> None:
    counted = row["kind"] in ("traffic", "forecast")
    face = style.CLASS_COLOURS[3] if row["kind"] == "traffic" else "none"
    edge = style.CLASS_COLOURS[3] if counted else style.CUT
    axes.plot([row["year"]], [row["value"]], ls="", marker=MARKS[row["kind"]], ms=6, mfc=face, mec=edge, zorder=4)


def _around(axes: Axes, row: dict[str, Any]) -> Bbox:
    """The box of a mark in pixels."""
    x, y = axes.transData.transform((row["year"], row["value"]))
    return Bbox.from_extents(x - MARK_PX, y - MARK_PX, x + MARK_PX, y + MARK_PX)


def _name(axes: Axes, row: dict[str, Any], taken: list[Bbox], language: str) -> None:
    """The name of a mark in the first place where it lies over nothing; none if there is no such place."""
    text = f"{number(row['value'], 3, language)} {row['definition'] or row['what']}"
    for across, up in PLACES:
        look: dict[str, Any] = {
            "fontsize": 7,
            "color": style.INK,
            "va": "center",
            "ha": "left" if across > 0 else "right",
        }
        place = row["year"], row["value"], text, (across, up)
        if beside_if_free(axes, *place, taken, inside=True, most=60, **look):
            return
