"""The site that `make docs` built: everything public has a page, and no link within it is dead."""

from __future__ import annotations

import zlib
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest

import corridors as co
from corridors.cli.menu import MENU

SITE = Path(__file__).parent / "_build" / "html"
# Pages of the site; a theme may put templates of its own into `_static`.
PAGES = sorted(p for p in SITE.rglob("*.html") if "_static" not in p.parts)
# Pages that Sphinx makes for itself.
OWN = {"genindex.html", "search.html", "py-modindex.html"}


def inventory() -> set[tuple[str, str]]:
    """Names in objects.inv and their kinds."""
    packed = (SITE / "objects.inv").read_bytes().split(b"\n", 4)[4]
    entries = (line.rsplit(None, 4) for line in zlib.decompress(packed).decode().splitlines())
    return {(entry[1], entry[0]) for entry in entries if len(entry) == 5}


class Page(HTMLParser):
    """Addresses and anchors of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.links: set[str] = set()
        self.anchors: set[str] = {""}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if name in ("href", "src") and value is not None:
                self.links.add(value)
            if name == "id" or (tag == "a" and name == "name"):
                self.anchors.add(value or "")


@cache
def page(path: Path) -> Page:
    """A page that was read."""
    found = Page()
    found.feed(path.read_text(encoding="utf-8"))
    return found


def wanted() -> list[tuple[str, str]]:
    """What must have a page."""
    verbs = [("std:verb", verb) for _, names in MENU.values() for verb in names]
    attributes = [("std:attribute", f"{k}/{a}") for k, table in co.load().schema.items() for a in table.index.unique()]
    names = [("py:", f"corridors.{name}") for name in co.__all__]
    return verbs + attributes + names


def test_everything_public_has_a_page() -> None:
    known = inventory()
    named = {name for _, name in known}
    missing = [
        f"{kind} {name}"
        for kind, name in wanted()
        if name not in named or (kind != "py:" and (kind, name) not in known)
    ]
    assert not missing


@pytest.mark.parametrize("path", PAGES, ids=lambda p: str(p.relative_to(SITE)))
def test_no_link_is_dead(path: Path) -> None:
    if path.parts[-2] == "maps":  # maps make their own addresses; the browser tests look at them
        return
    dead = []
    for link in page(path).links:
        parts = urlsplit(link)
        if parts.scheme or parts.netloc or (not parts.path and path.name in OWN):
            continue
        target = (path.parent / unquote(parts.path)).resolve() if parts.path else path
        target = target / "index.html" if target.is_dir() else target
        known = target.is_file() and (target.suffix != ".html" or unquote(parts.fragment) in page(target).anchors)
        if not known:
            dead.append(link)
    assert not dead


def test_nothing_is_fetched_from_elsewhere() -> None:
    for path in PAGES:
        if path.parts[-2] != "maps":
            text = path.read_text(encoding="utf-8")
            assert 'src="http' not in text, path
            assert 'rel="stylesheet" href="http' not in text, path
