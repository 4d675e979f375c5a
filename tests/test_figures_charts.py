"""Charts for paper: time and cost along a corridor, what capacity costs; data are only text."""

from __future__ import annotations

from types import SimpleNamespace

import pandas as pd
import pytest
from line_world import HOSTILE, LANGUAGES, texts

from corridors import figures
from corridors.cartography import style
from corridors.errors import BadInput


def steps(name="Post"):
    kinds = ["rail", "border", "rail", "terminal"]
    table = pd.DataFrame(
        {"kind": kinds, "km": [500.0, 0, 300, 0], "h": [10.0, 7, 6, 20], "usd_per_t": [30.0, 5, 20, 9]}
    )
    return table.assign(name_en=name, link=[f"{k}/x" for k in kinds])


def points(label="Loops"):
    return pd.DataFrame({"cost_musd": [400.0, 0, 120], "capacity_mtpa": [12.0, 6, 9], "label": [label] * 3})


def test_time_cost_distance_has_a_jump_at_each_border():
    sheet = figures.tcd_figure(steps())
    jumps = [[line for line in axes.lines if line.get_color() == style.CUT] for axes in sheet.axes]
    assert [len(found) for found in jumps] == [2, 2], "a border and a change of gauge, in time and in cost"
    assert {"Post +7", "Post +20", "43 h", "64 USD/t"} <= set(texts(sheet))


def test_frontier_rises_in_steps():
    answer = SimpleNamespace(points=points(), target_mtpa=20.0, corridor="rkti")
    sheet = figures.frontier_figure(answer)
    (line, *_) = sheet.axes[0].lines
    assert list(line.get_xdata()) == [0, 120, 400]
    assert list(line.get_ydata()) == [6, 9, 12]
    assert "target: 20 Mt/year" in texts(sheet)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("text", HOSTILE[:9])
def test_charts_are_only_text(tmp_path, language, text):
    for count, sheet in enumerate(
        (
            figures.tcd_figure(steps(text), language, text),
            figures.frontier_figure(points(text), language, text),
        )
    ):
        figures.save_figure(sheet, tmp_path / f"{count}.svg")
        written = [t for axes in sheet.axes for t in (*axes.texts, axes.xaxis.label, axes.yaxis.label)]
        assert not any(t.get_parse_math() for t in (*written, *sheet.texts))


@pytest.mark.parametrize("table", [pd.DataFrame(), pd.DataFrame({"km": [1.0]}), steps().iloc[:0]])
def test_charts_of_nothing(table):
    with pytest.raises(BadInput, match="nothing to draw"):
        figures.tcd_figure(table)
    with pytest.raises(BadInput, match="nothing to draw"):
        figures.frontier_figure(table)
