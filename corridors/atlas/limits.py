"""What limits a link, said in words by a capacity model, as a key of the strings and what fills its holes.

The words of the models stand beside their translations in strings.json ("says"): there is no second list of them.
"""

from __future__ import annotations

import re
from functools import cache
from math import isfinite

from corridors.cartography.words import said_by_models

PASSENGER = "limit_passenger"
BLOCK = "block_"
NUMBER = r"-?(?:[\d.]+(?:e[+-]?\d+)?|inf|nan)"


def limit_of(words: str) -> list[object]:
    """Key and numbers of a phrase; an empty key and the phrase itself where it is not known.

    >>> limit_of("gap of 38 km between crossing points, semi-automatic block")
    ['limit_gap', {'block': 'semi', 'n': 38.0}]
    >>> limit_of("other trains take all paths: two-lane road")
    ['limit_two_lanes', {'passenger': 1}]
    >>> limit_of("the moon")
    ['', {'text': 'the moon'}]
    """
    rest = words.removeprefix(said_by_models()[PASSENGER])
    for key, pattern in patterns().items():
        match = pattern.fullmatch(rest)
        if match:
            said = {name: _filling(name, text) for name, text in sorted(match.groupdict().items())}
            return [key, said | ({"passenger": 1} if rest != words else {})]
    return ["", {"text": words}]


@cache
def patterns() -> dict[str, re.Pattern[str]]:
    """Key -> what fits the words of the models: each hole is a number, the name of a fact, or a kind of block."""
    said = said_by_models()
    block = "|".join(re.escape(words) for key, words in said.items() if key.startswith(BLOCK))
    holes = {"block": block, "what": r"\w+"}
    found = {}
    for key, words in said.items():
        # Every second part is the name of a hole.
        parts = enumerate(re.split(r"{(\w+)}", words))
        fit = [f"(?P<{part}>{holes.get(part, NUMBER)})" if i % 2 else re.escape(part) for i, part in parts]
        found[key] = re.compile("".join(fit))
    return found


def _filling(hole: str, text: str) -> object:
    if hole == "block":
        said = said_by_models()
        return next(key.removeprefix(BLOCK) for key in said if key.startswith(BLOCK) and said[key] == text)
    if hole == "what":
        return text
    value = float(text)
    return value if isfinite(value) else None
