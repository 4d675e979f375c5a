"""Sentences of answers: English text that keeps its template and numbers, to be said in Russian or Kazakh too."""

from __future__ import annotations

import re
from string import Formatter
from typing import TYPE_CHECKING, Any

from corridors.wording.numbers import SIGNS
from corridors.wording.words import translations

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

NUMBER = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?")
# A text that is a number, a range of numbers or a share already.
NUMERIC = re.compile(r"[-+\N{MINUS SIGN}]?[\d.,]+(?:\N{EN DASH}[\d.,]+)?%?")


class Written(str):
    """A text that stands in its language already, its numbers too."""


class Sentence(str):
    """A text in English; `into` gives it in another language.

    Attributes
    ----------
    template : str
        With holes, as in "{n} links".
    values : mapping
        What fills them; texts, numbers and sentences.
    """

    template: str
    values: Mapping[str, Any]

    def into(self, language: str) -> Written:
        """The sentence in a language; where nobody translated it, its English words with that language's numbers."""
        if language == "en":
            return Written(self)
        text = translations().get(self.template, {}).get(language, self.template)
        return Written(_Filled(language).vformat(text, (), self.values))

    def __add__(self, other: str) -> str:
        return sentence("{first}{second}", first=self, second=other)

    def __radd__(self, other: str) -> str:
        return sentence("{first}{second}", first=other, second=self)


class Named(Sentence):
    """A name that the data give in each language.

    >>> named(en="Today", ru="Сегодня").into("ru"), sentence("in {where}", where=named(en="Today", ru="Сегодня"))
    ('Сегодня', 'in Today')
    """

    __slots__ = ("languages",)
    languages: Mapping[str, str]

    def into(self, language: str) -> Written:
        """The name in a language; the English one where there is none."""
        return Written(self.languages.get(language) or self)


def named(**languages: str) -> Named:
    """A name by language, of which `en` is one."""
    made = Named(languages["en"])
    made.languages = languages
    return made


def sentence(template: str, /, **values: Any) -> str:
    r"""A `Sentence` of a template and its values, a text to everyone who does not translate.

    Examples
    --------
    >>> text = sentence("{n} counts, Mt/year", n=12)
    >>> text, text.into("ru")
    ('12 counts, Mt/year', 'данных учёта: 12, млн т/год')
    """
    made = Sentence(template.format_map(values))
    made.template, made.values = template, values
    return made


def joined(parts: Sequence[str], by: str) -> str:
    """Sentences and texts one after the other, with the same sign between them.

    >>> joined([sentence("{n} counts, Mt/year", n=1), "b"], "; ")
    '1 counts, Mt/year; b'
    """
    template = by.join(f"{{part{i}}}" for i in range(len(parts)))
    return sentence(template, **{f"part{i}": part for i, part in enumerate(parts)})


def joined_by_and(parts: Sequence[str]) -> str:
    """Texts one after the other, as in "a and b and c".

    >>> joined_by_and(["1", "2", "3"])
    '1 and 2 and 3'
    """
    whole, *others = parts
    for other in others:
        whole = sentence("{one} and {other}", one=whole, other=other)
    return whole


def localised(text: str, language: str) -> str:
    r"""Numbers within a text as a language writes them; other texts stay, and those that are written already.

    >>> localised("1,234.5–12,345", "ru"), localised("92%", "kk"), localised("a.b", "ru")
    ('1234,5–12\xa0345', '92\xa0%', 'a.b')
    """
    if language == "en" or isinstance(text, Written) or not NUMERIC.fullmatch(text.strip()):
        return text
    return _numbers(text, language)


def translated(text: str, language: str) -> str:
    """A sentence, a word or a fixed text in a language; itself where nobody translated it.

    Only keys of data have an English text of their own.

    >>> translated("left_mtpa", "en"), translated("met", "en")
    ('left, Mt/year', 'met')
    """
    if isinstance(text, Sentence):
        return text.into(language)
    return text if isinstance(text, Written) else translations().get(text, {}).get(language, text)


class _Filled(Formatter):
    """Fills the holes of a template with numbers and sentences of a language."""

    def __init__(self, language: str) -> None:
        self._language = language

    def format_field(self, value: Any, format_spec: str) -> str:
        if isinstance(value, Sentence):
            return value.into(self._language)
        if isinstance(value, Written):
            return value
        text = format(value, format_spec)
        if isinstance(value, str):
            return localised(translated(text, self._language), self._language)
        return _numbers(text, self._language) if isinstance(value, (int, float)) else text


def _numbers(text: str, language: str) -> str:
    point, gap, least = SIGNS[language]

    def written(match: re.Match[str]) -> str:
        whole, _, part = match[0].replace(",", "").partition(".")
        grouped = f"{int(whole):,}".replace(",", gap) if "," in match[0] and len(whole) >= least else whole
        return grouped + (point + part if part else "")

    return NUMBER.sub(written, text).replace("%", "\N{NO-BREAK SPACE}%")
