"""Addresses of sources: what is graded A or B must rest on a page that somebody can open."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from corridors.schema import KINDS
from corridors.wording.sentences import sentence

if TYPE_CHECKING:
    from collections.abc import Iterator

    from corridors.dataset import Geodata

GRADED = (*(f"facts/{k}.csv" for k in KINDS), "nodes.csv", "factors.csv", "observed.csv", "demand.csv")


def leads_to_a_page(url: str) -> bool:
    """Whether an address leads further than to a site.

    >>> leads_to_a_page("https://example.org/news/1"), leads_to_a_page("https://example.org/"), leads_to_a_page("")
    (True, False, False)
    """
    parts = urlsplit(url)
    return bool(parts.netloc) and bool(parts.path.strip("/") or parts.query)


def pages(data: Geodata) -> None:
    """Warn of rows and settings of grade A or B none of whose sources has an address that leads to a page."""
    good = {r.source for r in data.rows("sources.csv") if leads_to_a_page(r.url)}
    for file, line, grade, source in _graded(data, good):
        if grade in "AB" and not good & set(source.split(";")):
            data.warn(
                file,
                line,
                sentence(
                    "grade {grade} rests on {source!r}, whose address leads to no page; give it, or grade C",
                    grade=grade,
                    source=source,
                ),
            )


def _graded(data: Geodata, good: set[str]) -> Iterator[tuple[str, int | None, str, str]]:
    """Rows of tables without a good source, and all settings of records: file, line, grade, sources."""
    for file in GRADED:
        table = data.tables[file]
        high = table["grade"].isin(["A", "B"]).to_numpy()
        weak = [s for s in table["source"][high].unique() if not good & set(s.split(";"))]
        rows = data.rows(file, high & table["source"].isin(weak).to_numpy())
        yield from ((file, row.line, row.grade, row.source) for row in rows)
    for folder in ("measures", "scenarios"):
        for record in data.records[folder].values():
            yield from ((f"{folder}/{record.id}.toml", None, s.grade, s.source) for s in record.facts)
