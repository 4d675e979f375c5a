"""A brief as Markdown: notes are footnotes, pictures are left to the other formats and named."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import quote

from corridors.briefing.document import Box, Heading, Paragraph, Picture, Table
from corridors.wording.printable import one_line

if TYPE_CHECKING:
    from collections.abc import Iterable

    from corridors.briefing.document import Document, Note, Text

STEERS = re.compile(r"([\\`*_{}\[\]()|#])")
# As entities, for a backslash does not keep every reader from taking a tag for one.
TAGS = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})
LONG = 10_000


def written(document: Document) -> bytes:
    """The document as a file."""
    lines = [f"# {_plain(document.title)}", "", f"*{_plain(document.subtitle)}*", ""]
    for block in document.blocks:
        lines += [*_block(block), ""]
    lines += [f"## {_plain(document.sources)}", ""]
    lines += [f"[^{n}]: {_note(note)}" for n, note in enumerate(document.notes, 1)]
    return "\n".join([*lines, "", "---", "", _plain(document.foot), ""]).encode()


def _block(block: object) -> list[str]:
    if isinstance(block, Heading):
        return [f"## {_plain(block.text)}"]
    if isinstance(block, Paragraph):
        return [("- " if block.bullet else "") + _runs(block.runs)]
    if isinstance(block, Table):
        rule = ["---:" if i in block.numeric else "---" for i in range(len(block.headings))]
        lines = [[_plain(h) for h in block.headings], rule, *([_runs([cell]) for cell in row] for row in block.rows)]
        return [f"| {' | '.join(line)} |" for line in lines]
    if isinstance(block, Picture):
        return [f"*{_plain(block.caption)}*"]
    if isinstance(block, Box):
        return [f"> **{_plain(block.title)}.** {_plain(block.text)}"]
    raise TypeError(type(block).__name__)


def _runs(parts: Iterable[Text]) -> str:
    return "".join(_plain(p.text) + "".join(f"[^{n}]" for n in p.notes) for p in parts)


def _note(note: Note) -> str:
    # What would end the address is written as a browser writes it.
    url = quote(note.url, safe=":/?#&=+,;@!$'*~%-._")
    return _plain(note.text) + (f"; [{_plain(note.address)}]({url})" if note.url else "")


def _plain(text: str) -> str:
    """Text that is no markup, on one line; a space at its end stays."""
    kept = " " if text.endswith(" ") else ""
    lead = " " if text.startswith(" ") else ""
    return lead + STEERS.sub(r"\\\1", one_line(text, LONG)).translate(TAGS) + (kept if text.strip() else "")
