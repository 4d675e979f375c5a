"""Pieces of Markdown: tables, text that is no markup, anchors."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence
from typing import Any

STEERS = re.compile(r"([\\`*_{}\[\]<>#|$~^])")


def plain(value: Any) -> str:
    """A cell as text that Markdown leaves alone."""
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return ""
    text = f"{value:g}" if isinstance(value, float) else str(value)
    return STEERS.sub(r"\\\1", " ".join(text.split()))


def table(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table; its cells are Markdown already."""
    lines = [headings, ["---"] * len(headings), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def anchor(kind: str, name: str) -> str:
    """A place that a reference of this kind leads to, and that stands in the inventory of the site."""
    return f"```{{std:{kind}}} {name}\n```"  # Python too has attributes


def toctree(names: Iterable[str], *options: str) -> str:
    """A table of contents."""
    head = [f":{o}:" for o in options] or [":maxdepth: 1"]
    return "\n".join(["```{toctree}", *head, "", *names, "```"])
