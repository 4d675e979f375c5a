"""What capacity costs, and what certainty costs: curves of steps, with the range of each cost."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from corridors.cartography import style
from corridors.figures.chart import beside, beside_if_free, chart, chart_axes, name_axes, table_of
from corridors.figures.paper import word
from corridors.wording.numbers import number

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from matplotlib.transforms import Bbox

    from corridors.planning.certainty_curve import CertaintyCurve

FRAME = (0.07, 0.1, 0.9, 0.78)
LOOK: dict[str, Any] = {"fontsize": 8, "color": style.INK, "va": "top"}


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
    points = table_of(frontier, "points", ["cost_musd", "capacity_mtpa"]).sort_values(["cost_musd", "capacity_mtpa"])
    cost, capacity = points["cost_musd"].to_numpy(float), points["capacity_mtpa"].to_numpy(float)
    target: Any = getattr(frontier, "target_mtpa", None)
    unit = word("unit_mtpa", language)
    most = [capacity.max(), target] if _number(target) else [capacity.max()]
    parts = [getattr(frontier, "corridor", ""), getattr(frontier, "scenario", "")]
    with chart(title or word("curve_title", language), *parts) as sheet:
        axes = chart_axes(sheet, FRAME, language)
        axes.set_ylim(0, 1.15 * max(*most, 1.0))
        _steps(axes, points, capacity)
        if {"p05_mtpa", "p95_mtpa"} <= set(points):
            axes.vlines(cost, points["p05_mtpa"], points["p95_mtpa"], color=style.CLASS_COLOURS[2], lw=3, zorder=2)
        if _number(target):
            axes.axhline(target, color=style.CUT, lw=1.2, ls=(0, (6, 3)), zorder=2)
            text = f"{word('paper_target', language)}: {number(target, language=language)} {unit}"
            beside(axes, axes.get_xlim()[0], target, text, (6, 3), fontsize=8, color=style.CUT, va="bottom")
        _name_points(axes, points, language)
        name_axes(axes, word("cost", language), word("unit_musd", language), word("by_capacity", language), unit)
    return sheet


def certainty_figure(curve: CertaintyCurve, language: str = "en", title: str | None = None) -> Figure:
    """Least cost of every chance of a target, as steps.

    Parameters
    ----------
    curve : CertaintyCurve
        From `corridors.certainty_curve`.
    language : {"en", "ru", "kk"}
        Of every word.
    title : str, optional
        Instead of "What certainty costs".

    Returns
    -------
    matplotlib.figure.Figure
        Save it with `save_figure`.
    """
    # A point of unknown cost has no place on a scale of cost.
    points = curve.points[~curve.points["cost_unknown"].map(bool)]
    chance = 100 * points["probability_of_target"].to_numpy(float)
    target = f"{number(curve.target_mtpa, language=language)} {word('unit_mtpa', language)}"
    about = [curve.corridor, curve.scenario, target, *([curve.by] if curve.by else [])]
    with chart(title or word("certainty", language), *about) as sheet:
        axes = chart_axes(sheet, FRAME, language)
        axes.set_ylim(0, 105)
        _steps(axes, points, chance)
        taken: list[Bbox] = []
        for cost, height in zip(points["cost_musd"], chance, strict=True):
            beside_if_free(axes, cost, height, f"{height:.0f} %", (6, -5), taken, **LOOK)
        name_axes(axes, word("cost", language), word("unit_musd", language), word("chance_of_target", language), "%")
    return sheet


def _steps(axes: Axes, points: pd.DataFrame, heights: np.ndarray) -> None:
    """The curve against cost, a mark at each point and a bar over the range of its cost where that is known."""
    cost = points["cost_musd"].to_numpy(float)
    dearest = max(cost.max(), points.get("cost_high_musd", pd.Series([0.0])).max(), 1.0)
    axes.set_xlim(-0.03 * dearest, 1.12 * dearest)
    axes.step(cost, heights, where="post", color=style.CLASS_COLOURS[3], lw=2.0, zorder=3)
    if {"cost_low_musd", "cost_high_musd"} <= set(points):
        for low, high, height in zip(points["cost_low_musd"], points["cost_high_musd"], heights, strict=True):
            axes.plot([low, high], [height] * 2, color=style.CLASS_COLOURS[2], lw=6, alpha=0.35, zorder=2)
    axes.plot(cost, heights, ls="", marker="o", ms=5, mfc=style.CLASS_COLOURS[0], mec=style.INK, zorder=4)


def _name_points(axes: Axes, points: pd.DataFrame, language: str) -> None:
    """What is built at each point if that is known, else its capacity; left out where it would cover another."""
    taken: list[Bbox] = []
    for row in points.to_dict("records"):
        text = row.get("label") or number(row["capacity_mtpa"], language=language)
        if row["cost_musd"] == 0 and not row.get("label"):
            text = f"{text} ({word('paper_nothing_built', language)})"
        if _number(row.get("probability_of_target")):
            text = f"{text} ({100 * row['probability_of_target']:.0f} %)"
        beside_if_free(axes, row["cost_musd"], row["capacity_mtpa"], text, (6, -5), taken, most=60, **LOOK)


def _number(value: Any) -> bool:
    return value is not None and bool(np.isfinite(value))
