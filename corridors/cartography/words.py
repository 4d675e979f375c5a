"""The strings of the page: every word in English, Russian and Kazakh, from one file."""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files


@cache
def words() -> dict[str, list[str]]:
    """Key -> the text in the three languages."""
    return {key: [text["en"], text["ru"], text["kk"]] for key, text in _strings().items()}


@cache
def _strings() -> dict[str, dict[str, str]]:
    raw = json.loads((files("corridors.cartography") / "strings.json").read_text(encoding="utf-8"))
    return {key: text for part in raw.values() for key, text in part.items()}
