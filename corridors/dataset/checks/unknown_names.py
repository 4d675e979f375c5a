"""How a wrong name is reported."""

from __future__ import annotations

from typing import TYPE_CHECKING

from corridors.dataset.cells import foreign
from corridors.errors import MOST_PROBLEMS, did_you_mean, near
from corridors.wording.sentences import sentence

if TYPE_CHECKING:
    from collections.abc import Iterable

    from corridors.dataset import Geodata


def unknown(data: Geodata, what: str, name: str, known: Iterable[str]) -> str:
    """A name that is not there, with near ones as long as somebody reads them: to look for them takes a while."""
    shown = name if len(name) <= 60 else f"{name[:60]}…"
    close = near(shown, known) if len(data.problems) < MOST_PROBLEMS else []
    hint = sentence("; {hint}", hint=did_you_mean(close)) if close else ""
    how = {"name": shown, "what": what, "foreign": foreign(name), "hint": hint}
    return sentence("{name!r}: no such {what}{foreign}{hint}", **how)
