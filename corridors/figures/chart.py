"""What all charts share: a sheet with a head, axes with units, and names that do not cover one another."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import pandas as pd

from corridors.cartography import style
from corridors.errors import BadInput
from corridors.figures.paper import extent, new_sheet, put, put_within, settings
from corridors.wording.numbers import number
from corridors.wording.sentences import Written, sentence

if TYPE_CHECKING:
    from collections.abc import Iterator

    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from matplotlib.text import Text
    from matplotlib.transforms import Bbox


@contextmanager
def chart(title: str, *about: Any) -> Iterator[Figure]:
    """A sheet to draw a chart on, with its title, and below it what the chart is about."""
    with settings():
        sheet = new_sheet()
        wide = 0.93 * sheet.bbox.width
        look: dict[str, Any] = {"color": style.INK, "va": "center"}
        put_within(sheet, 0.04, 0.955, title, wide, fontsize=17, fontweight="bold", **look)
        text = " · ".join(str(getattr(p, "id", p)) for p in about if p)
        if text:
            put_within(sheet, 0.04, 0.92, text, wide, fontsize=10, **look)
        yield sheet


def chart_axes(sheet: Figure, where: tuple[float, float, float, float], language: str) -> Axes:
    """Axes of a chart, with numbers as the language writes them."""
    from matplotlib.ticker import FuncFormatter

    axes = sheet.add_axes(where)
    axes.spines[["top", "right"]].set_visible(False)
    axes.grid(color=style.BORDER, lw=0.5, alpha=0.7, zorder=0)
    for side in (axes.xaxis, axes.yaxis):
        side.set_major_formatter(FuncFormatter(lambda value, _: number(value, language=language)))
    axes.tick_params(labelsize=8, colors=style.INK)
    return axes


def name_axes(axes: Axes, x: str, x_unit: str, y: str, y_unit: str) -> None:
    """What each axis shows, with its unit."""
    axes.set_xlabel(f"{x}, {x_unit}", fontsize=9, color=style.INK, parse_math=False)
    axes.set_ylabel(f"{y}, {y_unit}", fontsize=9, color=style.INK, parse_math=False)


def beside(axes: Axes, x: float, y: float, text: object, points: tuple[float, float], **look: Any) -> Text:
    """A text some points away from a place of the chart."""
    from matplotlib.transforms import offset_copy

    away = offset_copy(axes.transData, axes.get_figure(root=True), *points, units="points")
    return put(axes, x, y, text, transform=away, zorder=5, **look)


def beside_if_free(
    axes: Axes,
    x: float,
    y: float,
    text: object,
    points: tuple[float, float],
    taken: list[Bbox],
    inside: bool = False,
    **look: Any,
) -> bool:
    """`beside`, unless it would cover what is taken (or leave the axes); whether it was written, and is taken now."""
    label = beside(axes, x, y, text, points, **look)
    box, room = extent(label), axes.get_window_extent()
    within = room.x0 <= box.x0 and box.x1 <= room.x1 and room.y0 <= box.y0 and box.y1 <= room.y1
    if (inside and not within) or any(box.overlaps(other) for other in taken):
        label.remove()
        return False
    taken.append(box)
    return True


def table_of(answer: Any, attribute: str, needed: list[str]) -> pd.DataFrame:
    """A table that was given, or the one that an answer has; refused without these columns, or without rows."""
    table = answer if isinstance(answer, pd.DataFrame) else getattr(answer, attribute)
    missing = [c for c in needed if c not in table]
    if missing or table.empty:
        empty = sentence("nothing to draw: the table is empty")
        lacking = sentence("nothing to draw: no column {columns}", columns=Written(", ".join(missing)))
        raise BadInput(lacking if missing else empty)
    return table
