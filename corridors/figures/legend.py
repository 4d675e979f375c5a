"""The strip under the map: classes of colour, widths, signs, the links of the cut, and who says so."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, Any

import pandas as pd

from corridors.cartography import style
from corridors.cartography.words import words
from corridors.figures.paper import put, put_within, width_pt, word
from corridors.schema import LANGUAGES
from corridors.wording.limits import limit_sentence
from corridors.wording.numbers import number

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

STRIP = (0.02, 0.055, 0.96, 0.14)
ROWS = 7  # a heading and six lines
TEXT_PT = 7.0
WIDTHS_MTPA = (5.0, 20.0, 40.0)
SIGNS = {
    "road": "kind_border_road",
    "rail": "kind_border_rail",
    "gauge": "kind_terminal_gauge",
    "port": "kind_terminal_port",
}
COLUMNS = (0.0, 0.205, 0.39, 0.62)  # where each starts, as shares of the strip


def draw_legend(
    sheet: Figure,
    network: Any,
    chosen: Any,
    drawn: pd.DataFrame,
    cut: list[str],
    capacity: pd.DataFrame,
    flows: bool,
    language: str,
    base: str,
) -> None:
    """Fill the strip under the map. `drawn` is the table of `sheet.figure`; `flows`: the widths are flows."""
    axes = _strip(sheet)
    # Road posts have a scale of their own, except where colour is a share.
    posts = not flows and bool((drawn["sign"] == "road").any())
    _colours(axes, flows, language, posts)
    _widths(axes, flows, chosen is None, language)
    _signs(axes, drawn, posts, bool(cut), language)
    _cut(axes, network, cut, capacity, language)
    wide = sheet.bbox.width * 0.96
    small: dict[str, Any] = {"fontsize": 6.2, "va": "center"}
    put_within(sheet, 0.02, 0.038, _sources(network, chosen, drawn, language), wide, color=style.INK, **small)
    draw_foot(sheet, base, language)


def draw_foot(sheet: Figure, base: str, language: str) -> None:
    """What the grades mean, and whose the base map is."""
    text, wide = f"{word('paper_grades', language)} {base}", sheet.bbox.width * 0.96
    put_within(sheet, 0.02, 0.018, text, wide, fontsize=6.2, color=style.FAINT_INK, va="center")


def _strip(sheet: Figure) -> Axes:
    """The room of the legend: columns across, rows down."""
    axes = sheet.add_axes(STRIP)
    axes.set_xlim(0, 1)
    axes.set_ylim(0, ROWS)
    axes.axis("off")
    return axes


def _room(axes: Axes, column: int, indent: float = 0.0) -> float:
    """Pixels from an indent to the next column."""
    ends = (*COLUMNS[1:], 1.0)
    return (ends[column] - COLUMNS[column] - indent - 0.012) * axes.bbox.width


def _heading(axes: Axes, column: int, text: str) -> None:
    how: dict[str, Any] = {
        "fontsize": TEXT_PT + 0.5,
        "fontweight": "bold",
        "color": style.INK,
        "va": "center",
    }
    put_within(axes, COLUMNS[column], ROWS - 0.5, text, _room(axes, column), **how)


def _line(axes: Axes, column: int, row: int, text: str, indent: float = 0.045) -> None:
    how: dict[str, Any] = {"fontsize": TEXT_PT, "color": style.INK, "va": "center"}
    put_within(axes, COLUMNS[column] + indent, ROWS - 1.5 - row, text, _room(axes, column, indent), **how)


def _sample(axes: Axes, column: int, row: int, width_pt: float, fill: str, **how: Any) -> None:
    x, y = [COLUMNS[column] + 0.004, COLUMNS[column] + 0.035], [ROWS - 1.5 - row] * 2
    axes.plot(x, y, color=style.CASING, lw=width_pt + 1.3, solid_capstyle="round")
    axes.plot(x, y, color=fill, lw=width_pt, **({"solid_capstyle": "round"} | how))


def classes(bounds: Sequence[float], language: str) -> list[str]:
    """Names of the classes between bounds, "< 25" to "≥ 95"."""
    shown = [number(b, language=language) for b in bounds]
    return [f"< {shown[0]}", *(f"{a}–{b}" for a, b in itertools.pairwise(shown)), f"≥ {shown[-1]}"]


def _colours(axes: Axes, flows: bool, language: str, posts: bool) -> None:
    """Classes of use, or of capacity, in the first column; with posts, the bounds of their own scale in brackets."""
    bounds = [100 * b for b in style.UTILISATION_BOUNDS] if flows else list(style.CAPACITY_BOUNDS_MTPA)
    unit = "%" if flows else word("unit_mtpa", language)
    _heading(axes, 0, f"{word('by_utilisation' if flows else 'capacity', language)}, {unit}")
    names = classes(bounds, language)
    if posts:
        own = classes(style.POST_BOUNDS_MTPA, language)
        names = [f"{name} ({post})" for name, post in zip(names, own, strict=True)]
    ramp = style.USE_COLOURS if flows else style.CLASS_COLOURS
    for row, (name, fill) in enumerate(zip(names, ramp, strict=True)):
        _sample(axes, 0, row, 3.2, fill)
        _line(axes, 0, row, name)
    _sample(axes, 0, len(names), 2.2, style.UNKNOWN, ls=(0, (3, 2)))
    _line(axes, 0, len(names), word("paper_none", language))


def _widths(axes: Axes, flows: bool, everything: bool, language: str) -> None:
    what = word("paper_width_flow" if flows else "width_capacity", language)
    _heading(axes, 1, f"{what}, {word('unit_mtpa', language)}")
    for row, mtpa in enumerate(WIDTHS_MTPA):
        _sample(axes, 1, row, width_pt(mtpa, everything), style.BORDER)
        _line(axes, 1, row, number(mtpa, language=language))
    row = len(WIDTHS_MTPA)
    x = [COLUMNS[1] + 0.004, COLUMNS[1] + 0.035]
    axes.plot(x, [ROWS - 1.5 - row] * 2, color=style.OTHER_LINK, lw=0.9)
    _line(axes, 1, row, word("paper_others", language))


def _signs(axes: Axes, drawn: pd.DataFrame, posts: bool, cut: bool, language: str) -> None:
    _heading(axes, 2, word("marks", language))
    row, x = 0, COLUMNS[2] + 0.012
    for sign in (s for s in SIGNS if (drawn["sign"] == s).any()):
        look: dict[str, Any] = {
            "marker": style.MARKERS[sign],
            "ms": 6,
            "mfc": style.PAPER,
            "mec": style.CASING,
            "mew": 1.1,
        }
        axes.plot(x, ROWS - 1.5 - row, ls="", **look)
        beside = f" ({word('paper_scale_posts', language)})" if posts and sign == "road" else ""
        _line(axes, 2, row, word(SIGNS[sign], language) + beside, indent=0.03)
        row += 1
    if (drawn["kind"] == "sea").any():
        axes.plot([x - 0.01, x + 0.01], [ROWS - 1.5 - row] * 2, color=style.CASING, lw=2, ls=(0, (3, 2)))
        _line(axes, 2, row, word("kind_sea", language), indent=0.03)
        row += 1
    if cut:
        for side in (-0.002, 0.002):
            axes.plot([x + side] * 2, [ROWS - 1.9 - row, ROWS - 1.1 - row], color=style.CUT, lw=1.8)
        _line(axes, 2, row, word("mark_bottleneck", language), indent=0.03)
        row += 1
    if drawn["over"].any() and row < ROWS - 1:
        _sample(axes, 2, row, 3.2, style.USE_COLOURS[-1])
        axes.plot([x - 0.01, x + 0.01], [ROWS - 1.5 - row] * 2, color=style.PAPER, lw=1.2, ls=(0, (0.8, 1.6)))
        _line(axes, 2, row, word("mark_over", language))


def _cut(axes: Axes, network: Any, cut: list[str], capacity: pd.DataFrame, language: str) -> None:
    if not cut:
        return
    _heading(axes, 3, word("bottlenecks", language))
    room = ROWS - 1
    shown = cut if len(cut) <= room else cut[: room - 1]
    for row, link in enumerate(shown):
        can = capacity["capacity_mtpa"].get(link)
        parts = [link_name(network, link, language)]
        if can is not None and pd.notna(can):
            parts.append(f"{number(float(can), language=language)} {word('unit_mtpa', language)}")
        if link in capacity.index and {"limit_code", "limit_values"} <= set(capacity):
            parts.append(_limit(capacity.loc[link], language))
        disc: dict[str, Any] = {"boxstyle": "circle,pad=0.2", "facecolor": style.CUT, "edgecolor": "none"}
        look: dict[str, Any] = {
            "fontsize": 6,
            "fontweight": "bold",
            "color": style.PAPER,
            "ha": "center",
            "va": "center",
        }
        put(axes, COLUMNS[3] + 0.008, ROWS - 1.5 - row, row + 1, bbox=disc, **look)
        _line(axes, 3, row, " · ".join(parts), indent=0.022)
    if len(shown) < len(cut):
        _line(axes, 3, len(shown), word("and_more", language, n=len(cut) - len(shown)), indent=0.022)


def _limit(row: pd.Series, language: str) -> str:
    """What limits a link, in words; a fact has its name in that language."""
    values = dict(row["limit_values"])
    if names := words().get(f"attr_{values.get('fact')}"):
        values["fact"] = names[LANGUAGES.index(language)]
    return limit_sentence(row["limit_code"], values, language)


def link_name(network: Any, link: str, language: str) -> str:
    """Name of a link in a language, or in English, or its id."""
    row = network.links.loc[link]
    return row.get(f"name_{language}") or row.get("name_en") or link


def _sources(network: Any, chosen: Any, drawn: pd.DataFrame, language: str) -> str:
    """The publishers behind the facts of the links that are drawn: the surest first, then the most used."""
    facts = network.facts[(network.facts["role"] == "used") & network.facts["link"].isin(drawn.index)]
    used = facts.assign(source=facts["source"].str.split(";").str[0]).groupby("source")["grade"].agg(["min", "size"])
    order = sorted(used.index, key=lambda s: (used.at[s, "min"], -used.at[s, "size"], s))
    keys = [*(chosen.sources if chosen is not None else ()), *order]
    known = network.sources[["publisher", "title"]]
    names = [known.at[k, "publisher"] or known.at[k, "title"] for k in keys if k in known.index]
    unique = list(dict.fromkeys(str(n) for n in names))
    text = f"{word('sources', language)}: {'; '.join(unique[:12])}"
    return text if len(unique) <= 12 else f"{text} {word('and_more', language, n=len(unique) - 12)}"
