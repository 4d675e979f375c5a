"""What certainty costs, and what to find out first, on paper."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from corridors.cartography import style
from corridors.errors import BadInput
from corridors.figures.charts import beside, chart_axes, heading, name_axes
from corridors.figures.paper import extent, new_sheet, settings, word
from corridors.wording.numbers import number, significant
from corridors.wording.sentences import sentence

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from corridors.planning.certainty_curve import CertaintyCurve
    from corridors.uncertainty.find_out import FindOut


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
    cost, chance = points["cost_musd"].to_numpy(float), 100 * points["probability_of_target"].to_numpy(float)
    with settings():
        sheet = new_sheet()
        target = f"{number(curve.target_mtpa, language=language)} {word('unit_mtpa', language)}"
        about = [curve.corridor, curve.scenario, target, *([curve.by] if curve.by else [])]
        heading(sheet, title or word("certainty", language), *about)
        axes = chart_axes(sheet, (0.07, 0.1, 0.9, 0.78), language)
        dearest = max(points["cost_high_musd"].max(), 1.0)
        axes.set_xlim(-0.03 * dearest, 1.12 * dearest)
        axes.set_ylim(0, 105)
        axes.step(cost, chance, where="post", color=style.CLASS_COLOURS[3], lw=2.0, zorder=3)
        taken: list[Any] = []
        for row, height in zip(points.itertuples(), chance, strict=True):
            look: dict[str, Any] = {"color": style.CLASS_COLOURS[2], "lw": 6, "alpha": 0.35, "zorder": 2}
            axes.plot([row.cost_low_musd, row.cost_high_musd], [height] * 2, **look)
            put = beside(axes, row.cost_musd, height, f"{height:.0f} %", (6, -5), fontsize=8, color=style.INK, va="top")
            if any(extent(put).overlaps(other) for other in taken):
                put.remove()
            else:
                taken.append(extent(put))
        axes.plot(cost, chance, ls="", marker="o", ms=5, mfc=style.CLASS_COLOURS[0], mec=style.INK, zorder=4)
        name_axes(axes, word("cost", language), word("unit_musd", language), word("chance_of_target", language), "%")
    return sheet


def find_out_figure(found: FindOut, language: str = "en", title: str | None = None) -> Figure:
    """A tornado: by how much the range would narrow if each fact were known, the most on top.

    Parameters
    ----------
    found : FindOut
        From `corridors.find_out`.
    language : {"en", "ru", "kk"}
        Of every word.
    title : str, optional
        Instead of "What to find out first".

    Returns
    -------
    matplotlib.figure.Figure
        Save it with `save_figure`.

    Raises
    ------
    BadInput
        No fact moves the answer.
    """
    facts = found.facts
    if facts.empty:
        raise BadInput(
            sentence("{corridor}: no fact moves the answer, so there is nothing to draw", corridor=found.corridor)
        )
    half = facts["narrows_by_mtpa"].to_numpy(float) / 2
    rows = np.arange(len(facts))[::-1]
    with settings():
        sheet = new_sheet()
        heading(sheet, title or word("find_out", language), found.corridor, found.scenario)
        axes = chart_axes(sheet, (0.36, 0.1, 0.61, 0.78), language)
        # Each end of the range comes in by about half of what it narrows.
        axes.barh(rows, 2 * half, left=-half, color=style.CLASS_COLOURS[2], edgecolor=style.INK, lw=0.6, zorder=3)
        axes.axvline(0, color=style.INK, lw=0.8, zorder=4)
        axes.set_xlim(-1.35 * half.max() - 1e-9, 1.35 * half.max() + 1e-9)
        axes.set_yticks(rows, [str(f) for f in facts.index], fontsize=8)
        for at, narrows, row in zip(rows, facts["narrows_by_mtpa"], facts.itertuples(), strict=True):
            text = f"{significant(narrows, language=language)} ({row.grade})"
            beside(axes, narrows / 2, at, text, (5, 0), fontsize=8, color=style.INK, va="center")
        name_axes(axes, word("narrows_by", language), word("unit_mtpa", language), "", "")
        axes.set_ylabel("")
    return sheet
