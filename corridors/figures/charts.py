"""Charts for paper: time and cost along a corridor, and what each Mt a year of capacity costs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from corridors.cartography import style
from corridors.errors import BadInput
from corridors.figures.paper import extent, new_sheet, put, put_within, settings, word
from corridors.wording.numbers import number
from corridors.wording.sentences import Written, sentence

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from matplotlib.text import Text

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
    steps = _table(tcd, "steps", ["km", "h", "usd_per_t", "kind"])
    along = np.concatenate([[0.0], steps["km"].fillna(0.0).cumsum()])
    with settings():
        sheet = new_sheet()
        heading(sheet, title or word("paper_tcd", language), getattr(tcd, "corridor", ""), getattr(tcd, "scenario", ""))
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


def frontier_figure(frontier: Any, language: str = "en", title: str | None = None) -> Figure:
    """Cheapest cost of every capacity that can be reached, as steps.

    Parameters
    ----------
    frontier : DataFrame, or an object with such `points`
        `cost_musd` and `capacity_mtpa` in any order; `cost_low_musd`, `cost_high_musd`, `p05_mtpa` and `p95_mtpa` (90 %
        of the draws), `probability_of_target` and `label` where known. An attribute `target_mtpa` of the object is
        drawn as a line.
    language : {"en", "ru", "kk"}
        Of every word.
    title : str, optional
        Instead of "What capacity costs".

    Returns
    -------
    matplotlib.figure.Figure
        Save it with `save_figure`.
    """
    points = _table(frontier, "points", ["cost_musd", "capacity_mtpa"]).sort_values(["cost_musd", "capacity_mtpa"])
    cost, capacity = points["cost_musd"].to_numpy(float), points["capacity_mtpa"].to_numpy(float)
    target: Any = getattr(frontier, "target_mtpa", None)
    most = [capacity.max(), target] if _number(target) else [capacity.max()]
    with settings():
        sheet = new_sheet()
        parts = [getattr(frontier, "corridor", ""), getattr(frontier, "scenario", "")]
        heading(sheet, title or word("curve_title", language), *parts)
        axes = chart_axes(sheet, (0.07, 0.1, 0.9, 0.78), language)
        dearest = max(cost.max(), points.get("cost_high_musd", pd.Series([0.0])).max(), 1.0)
        axes.set_xlim(-0.03 * dearest, 1.12 * dearest)
        axes.set_ylim(0, 1.15 * max(*most, 1.0))
        axes.step(cost, capacity, where="post", color=style.CLASS_COLOURS[3], lw=2.0, zorder=3)
        if {"cost_low_musd", "cost_high_musd"} <= set(points):
            for low, high, height in points[["cost_low_musd", "cost_high_musd", "capacity_mtpa"]].itertuples(
                index=False
            ):
                axes.plot([low, high], [height] * 2, color=style.CLASS_COLOURS[2], lw=6, alpha=0.35, zorder=2)
        if {"p05_mtpa", "p95_mtpa"} <= set(points):
            axes.vlines(cost, points["p05_mtpa"], points["p95_mtpa"], color=style.CLASS_COLOURS[2], lw=3, zorder=2)
        axes.plot(cost, capacity, ls="", marker="o", ms=5, mfc=style.CLASS_COLOURS[0], mec=style.INK, zorder=4)
        if _number(target):
            axes.axhline(target, color=style.CUT, lw=1.2, ls=(0, (6, 3)), zorder=2)
            text = (
                f"{word('paper_target', language)}: {number(target, language=language)} {word('unit_mtpa', language)}"
            )
            beside(axes, axes.get_xlim()[0], target, text, (6, 3), fontsize=8, color=style.CUT, va="bottom")
        _name_points(axes, points, language)
        unit = word("unit_mtpa", language)
        name_axes(axes, word("cost", language), word("unit_musd", language), word("by_capacity", language), unit)
    return sheet


def _table(answer: Any, attribute: str, needed: list[str]) -> pd.DataFrame:
    table = answer if isinstance(answer, pd.DataFrame) else getattr(answer, attribute)
    missing = [c for c in needed if c not in table]
    if missing or table.empty:
        empty = sentence("nothing to draw: the table is empty")
        lacking = sentence("nothing to draw: no column {columns}", columns=Written(", ".join(missing)))
        raise BadInput(lacking if missing else empty)
    return table


def _number(value: Any) -> bool:
    return value is not None and bool(np.isfinite(value))


def heading(sheet: Figure, title: str, *parts: Any) -> None:
    """Title, and below it what the chart is about."""
    wide = 0.93 * sheet.bbox.width
    look: dict[str, Any] = {"color": style.INK, "va": "center"}
    put_within(sheet, 0.04, 0.955, title, wide, fontsize=17, fontweight="bold", **look)
    text = " · ".join(str(getattr(p, "id", p)) for p in parts if p)
    if text:
        put_within(sheet, 0.04, 0.92, text, wide, fontsize=10, **look)


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


def _jumps(axes: Axes, steps: pd.DataFrame, along: Any, total: Any, column: str, language: str) -> None:
    """Upright strokes where time or cost grows without way; the largest by name, none over another."""
    grows = steps[column].fillna(0.0).to_numpy(float)
    jumps = [i for i in range(len(steps)) if grows[i] > 0 and along[i + 1] - along[i] <= KM_MOST_FOR_A_JUMP]
    for i in jumps:
        axes.plot(along[i : i + 2], total[i : i + 2], color=style.CUT, lw=3.2, solid_capstyle="butt", zorder=4)
    taken: list[Any] = []
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
        label = beside(axes, along[i], middle, text, (-5, 0) if right else (5, 0), **look)
        box = extent(label)
        if any(box.overlaps(other) for other in taken):
            label.remove()
        else:
            taken.append(box)


def _name(steps: pd.DataFrame, row: int, language: str) -> str:
    for column in (f"name_{language}", "name", "name_en", "link"):
        if column in steps and isinstance(steps[column].iloc[row], str) and steps[column].iloc[row]:
            return steps[column].iloc[row]
    return str(steps.index[row])


def _name_points(axes: Axes, points: pd.DataFrame, language: str) -> None:
    """What is built at each point if that is known, else its capacity; left out where it would cover another."""
    taken: list[Any] = []
    for row in points.to_dict("records"):
        text = row.get("label") or number(row["capacity_mtpa"], language=language)
        if row["cost_musd"] == 0 and not row.get("label"):
            text = f"{text} ({word('paper_nothing_built', language)})"
        if _number(row.get("probability_of_target")):
            text = f"{text} ({100 * row['probability_of_target']:.0f} %)"
        look: dict[str, Any] = {"fontsize": 8, "color": style.INK, "va": "top", "most": 60}
        label = beside(axes, row["cost_musd"], row["capacity_mtpa"], text, (6, -5), **look)
        box = extent(label)
        if any(box.overlaps(other) for other in taken):
            label.remove()
        else:
            taken.append(box)
