"""The brief of a corridor, of all corridors or of the posts, and the file that it becomes."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from corridors.atomic_write import beside
from corridors.briefing import corridor, every_corridor, posts
from corridors.briefing.subject import Subject
from corridors.errors import BadInput, UnknownName
from corridors.extras import needs
from corridors.schema import LANGUAGES
from corridors.wording.sentences import sentence

if TYPE_CHECKING:
    from collections.abc import Sequence

    from corridors.briefing.document import Document
    from corridors.network import Network

POSTS, EVERY = "posts", "index"
# Ending of a file -> the writer that makes it, and the package that it needs.
WRITERS = {".docx": ("word", "docx"), ".pdf": ("pdf", "reportlab"), ".html": ("web", ""), ".md": ("markdown", "")}


def writer_of(path: Path) -> str:
    """The module that writes a file, by its ending; asked before a brief is made, which takes a while.

    Raises
    ------
    BadInput
        Another ending, or the package that writes it is not installed.
    """
    if path.suffix.lower() not in WRITERS:
        raise BadInput(sentence("{file}: a brief ends in {known}", file=path.name, known=", ".join(WRITERS)))
    name, package = WRITERS[path.suffix.lower()]
    if package:
        needs(package, "brief")
    return name


@dataclass(frozen=True, repr=False)
class Brief:
    """A brief that can be saved.

    Attributes
    ----------
    document : Document
        Title, blocks and notes.
    """

    document: Document

    def __repr__(self) -> str:
        return f"<Brief {self.document.title!r}: {len(self.document.notes)} sources>"

    def save(self, path: str | Path) -> Path:
        """Write it as .docx, .pdf, .html or .md.

        Raises
        ------
        BadInput
            Another ending, or the package that writes it is not installed.
        """
        target = Path(path)
        content = import_module(f"corridors.briefing.{writer_of(target)}").written(self.document)
        target.parent.mkdir(parents=True, exist_ok=True)
        with beside(target) as file:
            file.write_bytes(content)
        return target


def brief(
    network: Network,
    subject: str,
    *,
    scenarios: Sequence[str] = ("today",),
    language: str = "en",
    draws: int = 10_000,
    seed: int = 1,
    cached: bool = True,
) -> Brief:
    """One answer as a document of two to four pages, every figure with a note to its source and grade.

    Parameters
    ----------
    network : Network
        As loaded.
    subject : str
        A corridor, "index" for all of them, or "posts" for the road posts of the border.
    scenarios : sequence of str
        The last one is what the brief is about; the others stand beside it.
    language : {"en", "ru", "kk"}
        Of every word.
    draws : int
        Draws of all facts behind the ranges.
    seed : int
        Of the draws.
    cached : bool
        Take draws that are kept in the user's cache folder.

    Returns
    -------
    Brief
        `.save(path)` writes .docx, .pdf, .html or .md.

    Raises
    ------
    UnknownName
        A corridor, scenario or language that is not there.

    Examples
    --------
    >>> import corridors as co
    >>> co.brief(co.load(), "astana-kostanay", draws=200, language="kk")
    <Brief 'Астана – Қостанай – РФ шекарасы': ... sources>
    """
    if language not in LANGUAGES:
        raise UnknownName("language", language, LANGUAGES)
    about = Subject(network, tuple(dict.fromkeys(scenarios)) or ("today",), language, draws, seed, cached)
    known = {POSTS: posts, EVERY: every_corridor}.get(subject)
    document = corridor.document(about, network.corridor(subject)) if known is None else known.document(about)
    return Brief(document)
