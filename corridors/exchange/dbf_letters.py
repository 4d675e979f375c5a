"""In which letters a Shapefile is written: said by a .cpg, else found from the texts of its .dbf, or not known."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from corridors.errors import BadInput
from corridors.wording.printable import fits
from corridors.wording.sentences import sentence

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

# Byte 29 of a .dbf -> the code page that it stands for; what any Windows writes says nothing and is left out.
LANGUAGE = {0x01: "cp437", 0x02: "cp850", 0x26: "cp866", 0x65: "cp866", 0x64: "cp852", 0xC8: "cp1250", 0xC9: "cp1251"}
WINDOWS = {0x03: "cp1252", 0x57: "cp1252"}
CYRILLIC = ("cp1251", "cp866")
WORD = re.compile(r"[^\W\d_]+")
LEAST_SHARE = 0.9  # of the words with other letters than a-z that must be wholly of а-я
MOST_RECORDS = 20_000
HEAD, FIELD, AT_LANGUAGE, FIELD_ENDS = 32, 32, 29, b"\r"


def letters(shape: Path, chosen: str | None = None) -> tuple[str | None, str]:
    """The encoding of a Shapefile's texts, and what a reader should know of it.

    Parameters
    ----------
    shape : Path
        The .shp; its .dbf stands beside it.
    chosen : str, optional
        What the user says.

    Returns
    -------
    tuple
        The encoding, None where the file says it itself or it does not matter; and a note, "" where none is due.

    Raises
    ------
    BadInput
        There is no such encoding, or none fits.
    """
    if chosen:
        try:
            "".encode(chosen)
        except LookupError:
            raise BadInput(
                sentence("no encoding {encoding!r}; --encoding cp1251, cp866 or UTF-8 are usual", encoding=chosen[:40])
            ) from None
        return chosen, ""
    files = {f.suffix.lower(): f for f in shape.parent.glob(f"{shape.stem}.*")}
    if ".cpg" in files or ".dbf" not in files:
        return None, ""
    language, texts = _texts(files[".dbf"])
    if all(t.isascii() for t in texts):
        return None, ""
    found = _fitting(language, texts)
    if not found:
        raise BadInput(
            sentence(
                "{file}: does not say in which letters its texts are written (no .cpg), and they can be "
                "read in several; say it with --encoding, as in --encoding cp1251",
                file=shape.name,
            )
        )
    text = "{file} does not say in which letters it is written: read as {letters}; --encoding says another"
    return found, sentence(text, file=shape.name, letters=found)


def _texts(table: Path) -> tuple[int, list[bytes]]:
    """The byte of the language, and the cells of text."""
    with table.open("rb") as file:
        head = file.read(HEAD)
        records, begin, width = (int.from_bytes(head[a:b], "little") for a, b in ((4, 8), (8, 10), (10, 12)))
        described = file.read(max(0, begin - HEAD)).split(FIELD_ENDS)[0] if len(head) == HEAD else b""
        file.seek(begin)
        rows = file.read(width * min(records, MOST_RECORDS))
    fields = [described[i : i + FIELD] for i in range(0, len(described) - FIELD + 1, FIELD)]
    cells, at = [], 1  # before every record stands the mark of one that is deleted
    for field in fields:
        size = field[16]
        if field[11:12] == b"C":
            cells += [rows[i + at : i + at + size].strip(b" \0") for i in range(0, len(rows), max(1, width))]
        at += size
    return head[AT_LANGUAGE] if len(head) == HEAD else 0, [c for c in cells if c]


def _fitting(language: int, texts: Sequence[bytes]) -> str:
    """UTF-8, what the language says, Cyrillic where whole words are, what Windows is by default; "" if none."""
    # A text may be cut off in the middle of a letter, where the cell ends.
    if all(fits(t, "utf-8") or any(fits(t[:-cut], "utf-8") for cut in (1, 2, 3)) for t in texts):
        return "UTF-8"
    if named := LANGUAGE.get(language):
        return named
    share, best = max((_cyrillic(texts, encoding), encoding) for encoding in CYRILLIC)
    if share >= LEAST_SHARE:
        return best
    return WINDOWS.get(language, "")


def _cyrillic(texts: Sequence[bytes], encoding: str) -> float:
    """Share of the words with other letters than a-z that are wholly Russian, as a person would write them.

    >>> _cyrillic(["Арыс".encode("cp1251")], "cp1251"), _cyrillic(["Köln".encode("cp1252")], "cp1251")
    (1.0, 0.0)
    """
    words = [w for t in texts for w in WORD.findall(t.decode(encoding, "replace")) if not w.isascii()]
    good = [w for w in words if re.fullmatch("[А-ЯЁ]?[а-яё]+|[А-ЯЁ]+", w)]
    return len(good) / len(words) if words else 0.0
