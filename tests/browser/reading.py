"""What a page says, as text."""

from __future__ import annotations


def text(page, selector: str) -> str:
    """The text of the first element that fits."""
    return page.locator(selector).first.text_content()


def plain(said: str) -> str:
    """A text without what keeps numbers and units on one line."""
    return said.replace("\u00a0", " ").replace("\u2060", "")
