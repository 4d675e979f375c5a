"""A document of headings, paragraphs, tables and pictures, with numbered notes to sources; writers make files of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import unquote

from corridors.wording.printable import printable
from corridors.wording.words import word

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pandas as pd


# Letters of an address that are shown.
LONGEST = 80


@dataclass(frozen=True)
class Text:
    """A run of text and the notes that stand behind it."""

    text: str
    notes: tuple[int, ...] = ()


@dataclass(frozen=True)
class Heading:
    """A heading of a section."""

    text: str


@dataclass(frozen=True)
class Paragraph:
    """Runs that make a paragraph; `bullet` puts a mark before it."""

    runs: tuple[Text, ...]
    bullet: bool = False


@dataclass(frozen=True)
class Table:
    """Headings and rows of cells; columns in `numeric` are set to the right."""

    headings: tuple[str, ...]
    rows: tuple[tuple[Text, ...], ...]
    numeric: tuple[int, ...] = ()
    # Shares of the width, one a column.
    widths: tuple[float, ...] = ()


@dataclass(frozen=True)
class Picture:
    """A PNG with what it shows in words."""

    png: bytes
    caption: str
    # Height over width.
    ratio: float


@dataclass(frozen=True)
class Box:
    """A title and a paragraph in a frame."""

    title: str
    text: str


Block = Heading | Paragraph | Table | Picture | Box


@dataclass(frozen=True)
class Note:
    """What is known of a source, and its address."""

    text: str
    url: str = ""

    @property
    def address(self) -> str:
        """The address as a reader sees it: without what only a server reads, cut where it is long."""
        plain = unquote(self.url.partition("://")[2]).rstrip("/")
        plain = plain if plain.isascii() else self.url.partition("://")[2].partition("/")[0] + "/…"
        return plain if len(plain) <= LONGEST else plain[: LONGEST - 1] + "…"


class Notes:
    """Sources in the order in which they are first cited, each with the grades of what rests on it."""

    def __init__(self, sources: pd.DataFrame, language: str) -> None:
        self._sources, self._language = sources, language
        self._grades: dict[str, set[str]] = {}

    def cite(self, source: object, grade: str = "") -> tuple[int, ...]:
        """Numbers of the notes to the sources in a cell (several are joined by ';')."""
        found = []
        for name in (s.strip() for s in str(source or "").split(";")):
            if name in self._sources.index:
                self._grades.setdefault(name, set()).update({grade} - {""})
                found.append(list(self._grades).index(name) + 1)
        return tuple(dict.fromkeys(found))

    def __iter__(self) -> Iterator[Note]:
        for name, grades in self._grades.items():
            row = self._sources.loc[name]
            parts = [str(row[k]) for k in ("title", "publisher", "date") if row[k] and row[k] == row[k]]
            parts += [word("brief_note_grade", self._language, grades=", ".join(sorted(grades)))] if grades else []
            url = str(row["url"]) if str(row["url"]).startswith(("http://", "https://")) else ""
            yield Note("; ".join([*parts, name]), url)


@dataclass(frozen=True)
class Document:
    """What a brief says, whatever it is written as."""

    title: str
    subtitle: str
    language: str
    blocks: tuple[Block, ...]
    notes: tuple[Note, ...] = ()
    foot: str = ""
    # Heading of the notes.
    sources: str = field(default="Sources")


def shown(text: str) -> str:
    """Text without characters that cannot be shown; spaces that do not break stay, for numbers have them."""
    return printable(text, lambda c: c.isprintable() or c == "\N{NO-BREAK SPACE}")


def runs(*parts: Text | str) -> tuple[Text, ...]:
    """Runs of texts, some of which have notes."""
    return tuple(p if isinstance(p, Text) else Text(p) for p in parts)


def row(*cells: Text | str) -> tuple[Text, ...]:
    """A row of a table."""
    return runs(*cells)
