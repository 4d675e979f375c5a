"""What limits a link, as a sentence: a code of the closed list in limits.json and the numbers that fill its holes.

A hole `{gap_km}` is filled by the value of that name; `{lanes:lane|lanes}` by the form of a word that goes with the
number (English: one, other; Russian: one, few, many); a value that is true or false by its words in `yes_no`.
"""

from __future__ import annotations

import json
import math
import re
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

from corridors.wording.numbers import number

HOLE = re.compile(r"{(\w+)(?::([^}]*))?}")


@cache
def limits() -> dict[str, dict[str, Any]]:
    """The closed list: code -> `meaning` (English), `values` (names, with units in them), a sentence a language.

    >>> limits()["berths"]["values"]
    ['berths']
    """
    return _file()["limits"]


def limit_sentence(code: str, values: Mapping[str, Any], language: str = "en") -> str:
    """What limits a link, in words.

    Parameters
    ----------
    code : str
        One of `limits()`.
    values : mapping
        A value for each name that the code declares.
    language : {"en", "ru", "kk"}
        Numbers have the decimal sign of that language.

    Raises
    ------
    KeyError
        A code that is not in the list, a language that is none of the three, or a value that is missing.

    Examples
    --------
    >>> limit_sentence("inspection_tracks", {"inspection_tracks": 6, "inspection_h": 2.5})
    '6 tracks, 2.5 h a train'
    >>> limit_sentence("inspection_tracks", {"inspection_tracks": 6, "inspection_h": 2.5}, "ru")
    '6 путей, 2,5 ч на поезд'
    """
    shown = shown_values(values)

    def filled(hole: re.Match[str]) -> str:
        name, forms = hole.groups()
        return _text(name, shown[name], language) if forms is None else _form(forms, shown[name], language)

    return HOLE.sub(filled, limits()[code][language])


def shown_values(values: Mapping[str, Any]) -> dict[str, Any]:
    """Values as a sentence shows them: one decimal below 10, whole from there on; a faulty fact keeps its digits.

    >>> shown_values({"gap_km": 64.9213, "inspection_h": 2.5, "fact_value": 3.25})
    {'gap_km': 65.0, 'inspection_h': 2.5, 'fact_value': 3.25}
    """
    return {name: _rounded(name, value) for name, value in values.items()}


@cache
def page_words() -> dict[str, list[str]]:
    """The same sentences for a page that fills the holes itself: key -> the text in the three languages.

    Keys are `limit_CODE`, and `NAME_yes`, `NAME_no` for values that are true or false.
    """
    sentences = {f"limit_{code}": one for code, one in limits().items()}
    words = {f"{name}_{answer}": one for name, both in _file()["yes_no"].items() for answer, one in both.items()}
    return {key: [one["en"], one["ru"], one["kk"]] for key, one in (sentences | words).items()}


@cache
def _file() -> dict[str, Any]:
    return json.loads((files("corridors.wording") / "limits.json").read_text(encoding="utf-8"))


def yes_no() -> frozenset[str]:
    """Names of the values that are true or false."""
    return frozenset(_file()["yes_no"])


def _rounded(name: str, value: Any) -> Any:
    if isinstance(value, (str, bool)) or name.startswith("fact_") or not math.isfinite(value):
        return value
    return round(value, 1) if abs(value) < 10 else float(round(value))


def _text(name: str, value: Any, language: str) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return _file()["yes_no"][name]["yes" if value else "no"][language]
    return number(value, 6 if name.startswith("fact_") else None, language)


def _form(forms: str, number: float, language: str) -> str:
    """The form of a word that goes with a number.

    >>> [_form("путь|пути|путей", n, "ru") for n in (1, 3, 11, 25, 2.5)]
    ['путь', 'пути', 'путей', 'путей', 'пути']
    """
    each = forms.split("|")
    if language != "ru":
        return each[0] if number == 1 else each[-1]
    if number != int(number):
        return each[1]
    last, teen = int(abs(number)) % 10, 10 < abs(number) % 100 < 20
    return each[2] if teen or last in (0, 5, 6, 7, 8, 9) else each[0] if last == 1 else each[1]
