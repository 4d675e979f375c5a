"""Ids and names for what comes from elsewhere: letters that a folder takes, none twice, nothing that runs."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Container

MOST = 60  # letters of an id
# What a spreadsheet takes for the beginning of a formula.
FORMULA = "=+-@\t\r"
LATIN = (
    "a b v g d e e zh z i y k l m n o p r s t u f kh ts ch sh shch  y  e yu ya",  # Russian
    "a g k n o u u h i",  # and what Kazakh has beside
)
CYRILLIC = dict(zip("абвгдеёжзийклмнопрстуфхцчшщъыьэюяәғқңөұүһі", " ".join(LATIN).split(" "), strict=True))


def slug(text: str, otherwise: str = "place") -> str:
    """An id made of a name.

    >>> slug("Гузар – Термез (old line)"), slug("Čierna nad Tisou"), slug("!")
    ('guzar-termez-old-line', 'cierna-nad-tisou', 'place')
    """
    latin = "".join(CYRILLIC.get(c, c) for c in text.lower())
    plain = unicodedata.normalize("NFKD", latin).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:MOST].strip("-") or otherwise


def free(name: str, taken: Container[str]) -> str:
    """The name, or the name with the first number that nobody has.

    >>> free("halt", {"halt", "halt-2"})
    'halt-3'
    """
    number, found = 1, name
    while found in taken:
        number += 1
        found = f"{name}-{number}"
    return found


def label(text: object) -> str:
    r"""A text of a foreign file as a name: one line, no control characters, no beginning of a formula.

    >>> label("=HYPERLINK(1)"), label("  Old\n line ")
    ('HYPERLINK(1)', 'Old line')
    """
    one_line = " ".join("".join(c if c.isprintable() else " " for c in str(text)).split())
    return one_line.lstrip(FORMULA + " ")[:200]
