"""Pictures for paper: the map of a corridor on A4, its time and cost along the way, the price of capacity."""

from __future__ import annotations

from corridors.figures.cost_curves import certainty_figure, frontier_figure
from corridors.figures.distribution import ensemble_figure
from corridors.figures.observed_chart import observed_figure
from corridors.figures.paper import save_figure
from corridors.figures.sheet import figure
from corridors.figures.time_cost import tcd_figure
from corridors.figures.tornado import find_out_figure

__all__ = [
    "certainty_figure",
    "ensemble_figure",
    "figure",
    "find_out_figure",
    "frontier_figure",
    "observed_figure",
    "save_figure",
    "tcd_figure",
]
