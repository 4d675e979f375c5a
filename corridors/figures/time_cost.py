"""Time and cost along a corridor, with a jump at every border and change of gauge."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from corridors.cartography import style
from corridors.figures.chart import beside_if_free, chart, chart_axes, name_axes, table_of
from corridors.figures.paper import put, word
from corridors.wording.numbers import number

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from matplotlib.transforms import Bbox

NAMED_JUMPS = 12
KM_MOST_FOR_A_JUMP = 1.0


def tcd_figure(tcd: Any, language: str = "en", title: str | None = None) -> Figure:
    """Time and cost against distance along a corridor, with a jump at every border and change of gauge.

    Parameters
    ----------
    tcd : DataFrame, or an object with such a `steps`
        A row a link in order: `km`, `h` and `usd_per_t` of that link (not summed), `kind`, and a name in `name_en`,
        `name_ru`, `name_kk` or `name`; the index or a column `link` otherwise.
    language : {"en", "ru", "kk"}
        Of every word.
    title : str, optional
        Instead of "Time, cost and distance".

    Returns
    -------
    matplotlib.figure.Figure
        Save it with `save_figure`.
    """
    steps = table_of(tcd, "steps", ["km", "h", "usd_per_t", "kind"])
    along = np.concatenate([[0.0], steps["km"].fillna(0.0).cumsum()])
    about = getattr(tcd, "corridor", ""), getattr(tcd, "scenario", "")
    with chart(title or word("paper_tcd", language), *about) as sheet:
        sides = {
            "h": ("time", "unit_h", (0.07, 0.53, 0.9, 0.35)),
            "usd_per_t": ("cost", "unit_usd_t", (0.07, 0.09, 0.9, 0.35)),
        }
        for column, (what, unit, where) in sides.items():
            axes = chart_axes(sheet, where, language)
            total = np.concatenate([[0.0], steps[column].fillna(0.0).cumsum()])
            axes.set_xlim(0, max(along[-1], 1.0))
            axes.set_ylim(0, max(1.12 * total[-1], 1.0))
            axes.plot(along, total, color=style.CLASS_COLOURS[3], lw=2.0, solid_joinstyle="round", zorder=3)
            _jumps(axes, steps, along, total, column, language)
            name_axes(
                axes,
                word("paper_distance", language),
                word("unit_km", language),
                word(what, language),
                word(unit, language),
            )
            end = f"{number(total[-1], language=language)} {word(unit, language)}"
            look: dict[str, Any] = {"fontsize": 9, "fontweight": "bold", "ha": "right", "va": "bottom"}
            put(axes, 0.995, 1.01, end, color=style.INK, transform=axes.transAxes, **look)
    return sheet


def _jumps(axes: Axes, steps: pd.DataFrame, along: Any, total: Any, column: str, language: str) -> None:
    """Upright strokes where time or cost grows without way; the largest by name, none over another."""
    grows = steps[column].fillna(0.0).to_numpy(float)
    jumps = [i for i in range(len(steps)) if grows[i] > 0 and along[i + 1] - along[i] <= KM_MOST_FOR_A_JUMP]
    for i in jumps:
        axes.plot(along[i : i + 2], total[i : i + 2], color=style.CUT, lw=3.2, solid_capstyle="butt", zorder=4)
    taken: list[Bbox] = []
    for i in sorted(jumps, key=lambda i: -grows[i])[:NAMED_JUMPS]:
        text = f"{_name(steps, i, language)} +{number(grows[i], language=language)}"
        right = along[i] > 0.75 * along[-1]
        look: dict[str, Any] = {
            "fontsize": 7,
            "color": style.INK,
            "va": "center",
            "ha": "right" if right else "left",
        }
        middle = (total[i] + total[i + 1]) / 2
        beside_if_free(axes, along[i], middle, text, (-5, 0) if right else (5, 0), taken, **look)


def _name(steps: pd.DataFrame, row: int, language: str) -> str:
    for column in (f"name_{language}", "name", "name_en", "link"):
        if column in steps and isinstance(steps[column].iloc[row], str) and steps[column].iloc[row]:
            return steps[column].iloc[row]
    return str(steps.index[row])
