"""The words of screen and paper in English, Russian and Kazakh, from one file: one thing has one name on both."""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files

# Words that only figures for paper use.
PAPER = "paper"


@cache
def words() -> dict[str, list[str]]:
    """Key -> the text in the three languages."""
    return {key: text for part in _parts().values() for key, text in part.items()}


@cache
def words_on_screen() -> dict[str, list[str]]:
    """The same without those that only paper uses."""
    return {key: text for name, part in _parts().items() for key, text in part.items() if name != PAPER}


@cache
def _parts() -> dict[str, dict[str, list[str]]]:
    raw = json.loads((files("corridors.cartography") / "strings.json").read_text(encoding="utf-8"))
    return {
        name: {key: [text["en"], text["ru"], text["kk"]] for key, text in part.items()} for name, part in raw.items()
    }
