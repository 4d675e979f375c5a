"""How a wrong name is told."""

from __future__ import annotations

from collections.abc import Iterable

from corridors.errors import near


def unknown(what: str, name: str, known: Iterable[str]) -> str:
    """A name that is not there, with near ones."""
    close = near(name, known)
    return f"{name!r}: no such {what}" + (f"; did you mean {' or '.join(map(repr, close))}?" if close else "")
