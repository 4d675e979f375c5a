"""The distribution of an ensemble on paper: what a corridor can carry, before and given what was carried."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from corridors.cartography import style
from corridors.errors import BadInput
from corridors.figures.chart import beside, chart, chart_axes, name_axes
from corridors.figures.paper import put, word
from corridors.wording.numbers import number, significant
from corridors.wording.sentences import sentence

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from corridors.uncertainty.ensemble_result import Ensemble

CLASSES = 60


def ensemble_figure(ensemble: Ensemble, language: str = "en", title: str | None = None) -> Figure:
    """Distribution of what a corridor can carry, with the 90 % range, the best guess and the target.

    Parameters
    ----------
    ensemble : Ensemble
        From `corridors.ensemble`; its `target_mtpa` is drawn as a line if there is one.
    language : {"en", "ru", "kk"}
        Of every word.
    title : str, optional
        Instead of "How much it can carry, and how sure that is".

    Returns
    -------
    matplotlib.figure.Figure
        Save it with `save_figure`.

    Raises
    ------
    BadInput
        Nothing limits the corridor in some draw.
    """
    if not np.isfinite(ensemble.value_mtpa).all():
        raise BadInput(
            sentence(
                "{corridor}: nothing limits it in some draws, so there is no distribution to draw",
                corridor=ensemble.corridor,
            )
        )
    with chart(title or word("paper_ensemble", language), ensemble.corridor, ensemble.scenario) as sheet:
        axes = chart_axes(sheet, (0.07, 0.1, 0.9, 0.76), language)
        edges = _edges(ensemble)
        _columns(axes, ensemble, edges, language)
        _marks(axes, ensemble, language)
        name_axes(axes, word("by_capacity", language), word("unit_mtpa", language), word("paper_draws", language), "%")
        axes.legend(loc="upper right", frameon=False, fontsize=8)
        low, middle, high = (significant(v, language=language) for v in (ensemble.p05, ensemble.p50, ensemble.p95))
        text = word("paper_middle_range", language, middle=middle, low=low, high=high)
        look: dict[str, Any] = {"fontsize": 11, "fontweight": "bold", "ha": "left", "va": "bottom"}
        put(axes, 0.0, 1.02, text, color=style.INK, transform=axes.transAxes, **look)
    return sheet


def _edges(ensemble: Ensemble) -> np.ndarray:
    target = ensemble.target_mtpa or 0.0
    most = max(float(ensemble.value_mtpa[ensemble.weight > 0].max()), ensemble.best_guess_mtpa, target, 1e-6)
    return np.linspace(0.0, 1.05 * most, CLASSES + 1)


def _columns(axes: Axes, ensemble: Ensemble, edges: np.ndarray, language: str) -> None:
    """Columns given what was carried, and the outline before."""
    given, _ = np.histogram(ensemble.value_mtpa, edges, weights=ensemble.weight)
    before, _ = np.histogram(ensemble.prior_mtpa, edges)
    look: dict[str, Any] = {"color": style.CLASS_COLOURS[2], "label": word("given_counts", language), "zorder": 2}
    axes.stairs(100 * given / ensemble.weight.sum(), edges, fill=True, **look)
    outline: dict[str, Any] = {
        "color": style.QUIET,
        "lw": 1.2,
        "label": word("paper_before_counts", language),
        "zorder": 3,
    }
    axes.stairs(100 * before / max(before.sum(), 1), edges, **outline)
    axes.set_xlim(edges[0], edges[-1])
    axes.set_ylim(0, 1.25 * max(100 * given.max() / ensemble.weight.sum(), 1e-9))


def _marks(axes: Axes, ensemble: Ensemble, language: str) -> None:
    """The 90 % range as a band, the best guess and the target as lines."""
    axes.axvspan(ensemble.p05, ensemble.p95, color=style.CLASS_COLOURS[0], alpha=0.18, zorder=1)
    axes.axvline(ensemble.p50, color=style.INK, lw=1.6, zorder=4)
    top = axes.get_ylim()[1]
    lines = [(ensemble.best_guess_mtpa, "paper_best_guess", style.ACCENT, 0.9)]
    if ensemble.target_mtpa is not None:
        lines.append((ensemble.target_mtpa, "paper_target", style.CUT, 0.8))
    for at, key, colour, height in lines:
        axes.axvline(at, color=colour, lw=1.4, ls=(0, (6, 3)), zorder=4)
        text = f"{word(key, language)}: {number(at, language=language)} {word('unit_mtpa', language)}"
        right = at > 0.7 * axes.get_xlim()[1]
        look: dict[str, Any] = {"fontsize": 8, "color": colour, "ha": "right" if right else "left", "va": "center"}
        beside(axes, at, height * top, text, (-5, 0) if right else (5, 0), **look)
