"""Texts of the data made fit to be shown: without control characters, or letters that a font lacks."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

NOT_SHOWN = "\N{WHITE SQUARE}"
# Spaces that str.isprintable does not count as such.
SPACES = "\u00a0\u2009\u202f"
# What steers a terminal or turns the direction of reading, and halves of characters, which no file can hold.
STEERING = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ud800-\udfff]"
)
# The nearest sign of a console that lacks one; anything else becomes a question mark.
PLAIN = str.maketrans(
    {"–": "-", "—": "-", "−": "-", "‑": "-", "×": "x", "·": "*", "…": "...", "’": "'", "‘": "'", "“": '"', "”": '"'}
    | {"«": '"', "»": '"', "≤": "<=", "≥": ">=", "→": "->", "€": "EUR", "₸": "KZT", "²": "2", NOT_SHOWN: "?"}
)


def printable(text: str, shows: Callable[[str], bool] = str.isprintable) -> str:
    r"""Text with a square for every character that cannot be shown; its lines stay, every space is a plain one.

    >>> printable("a\x1b[31m\nb"), printable("1\u00a0234")
    ('a□[31m\nb', '1 234')
    """
    return "".join(c if c == "\n" or shows(c) else " " if c in SPACES else NOT_SHOWN for c in text)


def encodable(text: str, encoding: str | None) -> str:
    """Text in the letters of an encoding: the nearest sign, or a question mark.

    >>> encodable("Қазалы – Арыс", "cp1251"), encodable("2–3 × 4", "ascii")
    ('?азалы – Арыс', '2-3 x 4')
    """
    encoding = encoding or "utf-8"
    if fits(text, encoding):
        return text
    near = ((c, c.translate(PLAIN), "?") for c in text)
    return "".join(next((c for c in signs if fits(c, encoding)), "?") for signs in near)


def fits(text: str | bytes, encoding: str) -> bool:
    r"""Whether a text can be written in the letters of an encoding, or bytes can be read in them.

    >>> fits("Арыс", "cp1251"), fits("Қазалы", "cp1251"), fits(b"\xff", "utf-8")
    (True, False, False)
    """
    try:
        _ = text.encode(encoding) if isinstance(text, str) else text.decode(encoding)
    except UnicodeError:
        return False
    return True


def one_line(text: object, most: int = 160, shows: Callable[[str], bool] = str.isprintable) -> str:
    r"""Text on one line, cut where it is longer than `most` characters.

    >>> one_line("a\tb\x00"), one_line("a long name", 7)
    ('a b□', 'a long…')
    """
    line = " ".join(str(text).split())
    return printable(line if len(line) <= most else line[: most - 1].rstrip() + "…", shows)
