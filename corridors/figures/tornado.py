"""What to find out first: a tornado of the facts that widen an answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from corridors.cartography import style
from corridors.errors import BadInput
from corridors.figures.chart import beside, chart, chart_axes, name_axes
from corridors.figures.paper import word
from corridors.wording.numbers import significant
from corridors.wording.sentences import sentence

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from corridors.uncertainty.find_out import FindOut


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
    with chart(title or word("find_out", language), found.corridor, found.scenario) as sheet:
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
