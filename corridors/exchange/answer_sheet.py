"""An answer as a workbook: its rows with units in the head, the sources behind them, and what made it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pandas as pd

from corridors.dataset.fingerprint import data_hash
from corridors.exchange import full_disk
from corridors.exchange.workbook import sheets

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from corridors.network import Network

# How a name ends -> its unit; the longest that fits counts.
UNITS = {
    "_usd_per_t": "USD/t", "_usd_per_tkm": "USD/tkm", "_musd_per_mt": "million USD/Mt", "_musd": "million USD",
    "_veh_per_day": "vehicles/day", "_trains_per_day": "trains/day", "_pairs_per_day": "pairs/day",
    "_wagons_per_day": "wagons/day", "_trucks_per_day": "trucks/day", "_per_day": "1/day", "_mtpa": "Mt/year",
    "_kmh": "km/h", "_km": "km", "_min": "min", "_h": "h", "_t": "t", "_share": "share of 1", "_kib": "KiB",
}  # fmt: skip
WHOLE = {"km": "km", "h": "h", "kib": "KiB", "usd_per_t": "USD/t", "utilisation": "share of 1", "use": "share of 1"}


def answer_sheet(network: Network, verb: str, answer: Any, rows: Sequence[Mapping[str, Any]], path: Path) -> None:
    """Write a workbook: the rows, the sources of what they name, and what made it.

    Parameters
    ----------
    network : Network
        As loaded, for its sources.
    verb : str
        What was asked.
    answer : object
        The whole answer; links and sources that it names have their sources on the second sheet.
    rows : sequence of mappings
        What the first sheet shows.
    path : Path
        A file that ends in .xlsx.

    Raises
    ------
    BadInput
        The package openpyxl is missing.
    """
    from corridors import __version__

    table = pd.DataFrame([{k: _plain(v) for k, v in row.items()} for row in rows])
    table.columns = [heading(str(c)) for c in table.columns]
    about = {"answer": f"corridors {verb}", "version": __version__, "data_sha256": data_hash(network.root)}
    about["units"] = "Mt/year: million tonnes a year, both directions together"
    known = pd.DataFrame(list(about.items()), columns=["name", "text"])
    tables = {verb[:31]: table, "sources": sources_of(network, [answer, list(rows)]), "about": known}
    with full_disk.named(path):
        sheets(tables, path)


def heading(key: str) -> str:
    """A key with its unit.

    >>> heading("capacity_mtpa"), heading("link"), heading("usd_per_t")
    ('capacity_mtpa [Mt/year]', 'link', 'usd_per_t [USD/t]')
    """
    found = WHOLE.get(key) or next((u for end, u in UNITS.items() if key.endswith(end)), "")
    return f"{key} [{found}]" if found else key


def sources_of(network: Network, answer: Any) -> pd.DataFrame:
    """Sources that an answer names, and those of the links that it names; all of them where it names none."""
    texts = set(_texts(answer))
    links = [k for k in network.links.index if k in texts]
    facts = network.explicit[network.explicit["link"].isin(links)]
    facts = facts[facts["role"].isin(["used", "rival"]) & (facts["origin"] != "default")]
    grades: dict[str, set[str]] = {str(s): set() for s in network.sources.index if s in texts}
    for r in facts.itertuples():
        for name in str(r.source).split(";"):
            grades.setdefault(name.strip(), set()).add(str(r.grade))
    names = [n for n in network.sources.index if n in grades] or list(network.sources.index)
    shown = network.sources.loc[names].reset_index()
    shown.insert(1, "grades", [", ".join(sorted(grades.get(n, ()))) for n in names])
    return shown


def _texts(value: Any) -> Iterator[str]:
    """Every text within an answer, keys included."""
    from collections.abc import Mapping

    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for key, inner in value.items():
            yield str(key)
            yield from _texts(inner)
    elif isinstance(value, (list, tuple)):
        for inner in value:
            yield from _texts(inner)


def _plain(value: Any) -> Any:
    """A cell: a number or a text; what has parts is JSON."""
    if hasattr(value, "item") and getattr(value, "ndim", 1) == 0:
        value = value.item()
    if isinstance(value, (dict, list, tuple)):
        return json.dumps(value, ensure_ascii=False, default=str)
    return value if value is None or isinstance(value, (str, int, float, bool)) else str(value)
