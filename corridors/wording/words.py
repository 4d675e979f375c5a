"""Words of answers and documents in three languages: keys of words.json to texts with their holes filled."""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


# The part whose keys are the English texts themselves.
ANSWERS = "answers"


@cache
def texts() -> Mapping[str, Mapping[str, str]]:
    """Key -> language -> text."""
    return {key: text for part, known in _file().items() if part != ANSWERS for key, text in known.items()}


@cache
def translations() -> Mapping[str, Mapping[str, str]]:
    """English text or template of an answer -> language -> text."""
    return _file()[ANSWERS]


@cache
def _file() -> dict[str, dict[str, dict[str, str]]]:
    return json.loads((files("corridors.wording") / "words.json").read_text(encoding="utf-8"))


def word(key: str, language: str = "en", /, **values: object) -> str:
    """A text of words.json in a language.

    Parameters
    ----------
    key : str
        Of the text.
    language : {"en", "ru", "kk"}
        Of the reader.
    **values : object
        One for each hole of the text, written as that language writes it.

    Raises
    ------
    KeyError
        No such text or language, or a value that is missing.

    Examples
    --------
    >>> word("brief_question", "ru"), word("brief_box_title", "kk")
    ('Вопрос', 'Әдіс')
    """
    return texts()[key][language].format_map(values)
