"""Words of answers and documents in three languages: keys of words.json to texts with their holes filled."""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


@cache
def texts() -> Mapping[str, Mapping[str, str]]:
    """Key -> language -> text."""
    raw = json.loads((files("corridors.wording") / "words.json").read_text(encoding="utf-8"))
    return {key: text for part in raw.values() for key, text in part.items()}


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
