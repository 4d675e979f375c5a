"""The language of text answers: the one asked for, else CORRIDORS_LANGUAGE, else that of the locale."""

from __future__ import annotations

import os
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any

from corridors.schema import LANGUAGES
from corridors.wording.sentences import Sentence, localised, sentence, translated

if TYPE_CHECKING:
    from collections.abc import Sequence

VARIABLE = "CORRIDORS_LANGUAGE"
LOCALE = ("LC_ALL", "LC_MESSAGES", "LANG")
_chosen: ContextVar[str] = ContextVar("language", default="en")


def language() -> str:
    """Of the answer that is printed now."""
    return _chosen.get()


def begin(words: Sequence[str]) -> None:
    """Take the language for mistakes in the words of a command line, before a verb chooses that of its answer."""
    asked = [words[i + 1] for i, w in enumerate(words[:-1]) if w == "--language"]
    asked += [w.partition("=")[2] for w in words if w.startswith("--language=")]
    known = [a for a in (*asked, os.environ.get(VARIABLE)) if a in LANGUAGES]
    _chosen.set(known[0] if known else _of_locale())


def choose(asked: str | None) -> None:
    """Take the language of the next answers.

    Raises
    ------
    UnknownName
        CORRIDORS_LANGUAGE is none of the three.
    """
    wanted = asked or os.environ.get(VARIABLE)
    if wanted and wanted not in LANGUAGES:
        from corridors.errors import UnknownName

        raise UnknownName(sentence("language in {variable}", variable=VARIABLE), wanted, LANGUAGES)
    _chosen.set(wanted or _of_locale())


def _of_locale() -> str:
    known = next((os.environ[v] for v in LOCALE if os.environ.get(v)), "")
    return known[:2] if known[:2] in LANGUAGES else "en"


def say(template: str, /, **values: Any) -> str:
    """A sentence of an answer in its language."""
    return said(sentence(template, **values))


def said(text: str) -> str:
    """A text that the package made, or a single word, in the language of the answer."""
    if isinstance(text, Sentence):
        return text.into(language())
    return localised(translated(text, language()), language())


def limit_of(row: Any) -> str:
    """What limits a link, in words."""
    from corridors.wording.limits import limit_sentence

    if isinstance(row["limit"], Sentence):  # of several links
        return said(row["limit"])
    code = row.get("limit_code")
    return limit_sentence(code, row["limit_values"], language()) if code and language() != "en" else str(row["limit"])


def unit_of(unit: str) -> str:
    """A unit as maps and figures write it."""
    return _shared(f"unit_{unit}", translated(unit, language()))


def attribute_of(row: Any) -> str:
    """What an attribute means: in Russian and Kazakh its name on maps, in English the sentence of the schema."""
    return str(row["what"]) if language() == "en" else _shared(f"attr_{row['attribute']}", str(row["what"]))


def _shared(key: str, otherwise: str) -> str:
    """A word that maps and figures use too."""
    from corridors.cartography.words import words

    known = words().get(key)
    return known[LANGUAGES.index(language())] if known else otherwise


def name_of(row: Any) -> str:
    """What something is called in the language of the answer."""
    return str(row.get(f"name_{language()}") or row["name_en"])
