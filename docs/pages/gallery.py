"""The gallery: maps and figures that the package draws while the site is built, each with the lines that draw it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import corridors as co

DPI = 100
MAPS = {
    "index": "All corridors",
    "rkti": "Russia – Kazakhstan – Turkmenistan – Iran",
    "we-wc": "Western Europe – Western China",
}
SHOWN = ("today", "announced-2030")
# Title -> the code that draws it; the same text is run and shown.
FIGURES = {
    "All corridors": "co.figure(net)",
    "The railway to Iran today": 'co.figure(net, "rkti", flow=co.max_flow(net, "rkti"))',
    "The same with all that is announced": 'co.figure(later, "rkti", flow=co.max_flow(later, "rkti"))',
    "In Kazakh": 'co.figure(net, "titr", flow=co.max_flow(net, "titr"), language="kk")',
    "A road, in Russian": 'co.figure(net, "we-wc", language="ru")',
    "How sure is it": 'ensemble_figure(co.ensemble(later, "rkti", target_mtpa=10))',
    "Time along the way": 'tcd_figure(co.time_cost_distance(net, "rkti"))',
    "What a million buys": 'frontier_figure(co.frontier(net, "rkti"))',
    "What was counted": 'observed_figure(co.observed(net, "titr"))',
}
HEAD = """# Gallery

## Maps

A map is one HTML file that asks no host for anything.

"""


def pages(made: Path) -> dict[str, str]:
    """One page; the maps and pictures beside it."""
    net = co.load()
    maps = made / "files" / "maps"
    for name in MAPS:
        co.draw(net, None if name == "index" else name, scenarios=list(SHOWN)).save(maps / f"{name}.html")
    lines = [HEAD, *(f'- <a href="../maps/{name}.html">{title}</a>' for name, title in MAPS.items()), ""]
    lines += [
        '<iframe src="../maps/rkti.html" title="Map" style="width:100%;height:32rem;border:0" loading="lazy"></iframe>',
        "",
    ]
    lines += ["## Figures", "", "```python", *_SETUP.strip().splitlines(), "```", ""]
    known: dict[str, Any] = {}
    exec(_SETUP, known)
    for number, (title, code) in enumerate(FIGURES.items(), 1):
        path = made / "gallery" / f"{number}.png"
        path.parent.mkdir(exist_ok=True)
        eval(code, known).savefig(path, dpi=DPI)
        lines += [f"### {title}", "", f"![{title}](gallery/{number}.png)", "", f"```python\n{code}\n```", ""]
    return {"gallery.md": "\n".join(lines)}


_SETUP = """
import corridors as co
from corridors.figures import ensemble_figure, frontier_figure, observed_figure, tcd_figure

net = co.load()
later = co.scenario(net, "announced-2030")
"""
