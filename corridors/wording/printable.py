"""Texts of the data made fit to be shown: without control characters, or letters that a font lacks."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

NOT_SHOWN = "\N{WHITE SQUARE}"


def printable(text: str, shows: Callable[[str], bool] = str.isprintable) -> str:
    r"""Text with a square for every character that cannot be shown; its lines stay.

    >>> printable("a\x1b[31m\nb")
    'a□[31m\nb'
    """
    return "".join(c if c == "\n" or shows(c) else NOT_SHOWN for c in text)


def one_line(text: object, most: int = 160, shows: Callable[[str], bool] = str.isprintable) -> str:
    r"""Text on one line, cut where it is longer than `most` characters.

    >>> one_line("a\tb\x00"), one_line("a long name", 7)
    ('a b□', 'a long…')
    """
    line = " ".join(str(text).split())
    return printable(line if len(line) <= most else line[: most - 1].rstrip() + "…", shows)
