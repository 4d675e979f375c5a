"""draw: a network becomes an Atlas, which is shown in a notebook or saved as one file."""

from __future__ import annotations

import html
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlparse

from corridors.atlas.payload import payload
from corridors.atlas.results import DRAWS, Answers, answer
from corridors.atomic_write import beside
from corridors.errors import BadInput, UnknownName
from corridors.scenarios import concerning
from corridors.schema import LANGUAGES
from corridors.wording.sentences import sentence

if TYPE_CHECKING:
    from collections.abc import Sequence

    from corridors.atlas.page import Page
    from corridors.network import Network

CREDIT = "© OpenStreetMap contributors"


@dataclass(frozen=True, repr=False)
class Atlas:
    """A drawn map.

    Attributes
    ----------
    title : str
        Name of the page.
    data : dict
        Everything that the page knows.
    language : str
        In which it opens.
    image_host : str
        The one host that pictures may come from; empty for none.
    """

    title: str
    data: dict[str, Any]
    language: str
    image_host: str = ""

    @cached_property
    def figure(self) -> Page:
        """The folium figure; what is added to its `map` is drawn too, as long as it needs nothing from the web."""
        from corridors.atlas.page import Page

        return Page(self.title, self.data, self.language, self.image_host)

    def html(self) -> str:
        """The page as text."""
        return self.figure.render()

    def save(self, path: str | Path) -> Path:
        """Write the page, all or nothing.

        Raises
        ------
        BadInput
            The folder is not there, or the path is a folder.
        """
        target = Path(path)
        if target.is_dir():
            raise BadInput(sentence("{target!r} is a folder; name a file", target=str(target)))
        target.parent.mkdir(parents=True, exist_ok=True)
        with beside(target) as new:
            new.write_text(self.html(), encoding="utf-8", newline="\n")
        return target

    def __repr__(self) -> str:
        drawn = f"{len(self.data['links'])} links, {len(self.data['scenarios'])} scenarios"
        return f"Atlas: {self.title!r}, {drawn}; save(path) writes the page"

    def _repr_html_(self) -> str:
        frame = html.escape(self.html(), quote=True)
        look = "width:100%;height:720px;border:1px solid #d5d2ca;border-radius:6px"
        may = "allow-scripts allow-downloads allow-popups"
        return f'<iframe srcdoc="{frame}" sandbox="{may}" style="{look}" title="{html.escape(self.title)}"></iframe>'


def draw(
    network: Network,
    corridors: str | Sequence[str] | None = None,
    *,
    scenarios: Sequence[str] | None = None,
    language: str = "en",
    tiles: str | None = None,
    draws: int = DRAWS,
    answers: Answers | None = None,
) -> Atlas:
    """Draw a network as an interactive map that needs no other file and no network.

    Parameters
    ----------
    network : Network
        As loaded; scenarios are laid over it.
    corridors : str or sequence of str, optional
        Ids or codes of corridors; everything by default.
    scenarios : sequence of str, optional
        Scenarios to switch between, the first one shown; by default all that concern what is drawn, "today" first.
    language : {"en", "ru", "kk"}
        In which the page opens; it can be changed on the page.
    tiles : str, optional
        Address of an online background with {z}, {x} and {y}, offered on the page but off until asked for.
    draws : int
        Draws of all facts behind the ranges that the map shows; 0 for a map without ranges.
    answers : Answers, optional
        From an earlier call for the same or more links.

    Returns
    -------
    Atlas
        With `save(path)`, `html()` and `figure`; shows itself in a notebook.

    Raises
    ------
    UnknownName
        A corridor, scenario or language that is not there.
    BadInput
        Tiles that are no https address.

    Examples
    --------
    >>> import corridors as co
    >>> atlas = co.draw(co.load(), "astana-kostanay", scenarios=["today"])
    >>> atlas.html().startswith("<!DOCTYPE html>")
    True
    """
    if language not in LANGUAGES:
        raise UnknownName("language", language, LANGUAGES)
    language = language if language in network.about.languages else network.about.languages[0]
    if corridors is None:
        chosen = sorted(network.corridors.values(), key=lambda c: (c.mode != "rail", c.code))
        links = list(network.links.index)
    else:
        chosen = [network.corridor(c) for c in ([corridors] if isinstance(corridors, str) else corridors)]
        wanted = {k for c in chosen for k in c.links}
        links = [k for k in network.links.index if k in wanted]
    shown = _scenarios(network, scenarios, None if corridors is None else links)
    known = answers or answer(network, links, shown, draws=draws)
    address, host = _tiles(tiles)
    data = payload(network, known, links, chosen, shown, language, address)
    name = chosen[0].names if len(chosen) == 1 else None
    title = getattr(name or network.about.title, language)
    return Atlas(title, data, language, host)


def _scenarios(network: Network, asked: Sequence[str] | None, links: list[str] | None) -> list[str]:
    return (
        list(dict.fromkeys(network.find(name, "scenario")[1] for name in asked))
        if asked
        else concerning(network, links)
    )


def _tiles(tiles: str | None) -> tuple[dict[str, str] | None, str]:
    if tiles is None:
        return None, ""
    parts = urlparse(tiles)
    plain = parts.hostname and all(c.isalnum() or c in ".-" for c in parts.hostname)
    if parts.scheme != "https" or not plain or not all(k in tiles for k in ("{z}", "{x}", "{y}")):
        raise BadInput(
            sentence("tiles = {tiles!r}: an https address with {{z}}, {{x}} and {{y}} is needed", tiles=tiles)
        )
    host = f"https://{parts.hostname}" + (f":{parts.port}" if parts.port else "")
    return {"url": tiles, "credit": CREDIT}, host
