"""How a wrong name is reported."""

from __future__ import annotations

from typing import TYPE_CHECKING

from corridors.errors import near

if TYPE_CHECKING:
    from collections.abc import Iterable


def unknown(what: str, name: str, known: Iterable[str]) -> str:
    """A name that is not there, with near ones."""
    shown = name if len(name) <= 60 else f"{name[:60]}…"
    close = near(shown, known)
    return f"{shown!r}: no such {what}" + (f"; did you mean {' or '.join(map(repr, close))}?" if close else "")
