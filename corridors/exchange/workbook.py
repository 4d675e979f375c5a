"""A workbook for spreadsheets: a sheet a table, what it is about first; every text is a text, so no formula runs."""

from __future__ import annotations

import math
from contextlib import suppress
from typing import TYPE_CHECKING, Any

import pandas as pd

from corridors.atomic_write import beside, scratch_of_libraries
from corridors.exchange import bundle
from corridors.exchange.names import FORMULA
from corridors.extras import needs

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from corridors.exchange.layers import Layers

MOST_ROWS = 1_048_575  # of a sheet, without its header
MOST_LETTERS = 32_767  # of a cell


def workbook(layers: Layers, path: Path) -> None:
    """Sheets about, links, nodes, answers, facts, defaults and sources.

    Raises
    ------
    BadInput
        The package openpyxl is missing.
    """
    about = {k: v for k, v in layers.about.items() if k != bundle.KEY}
    tables = {
        "about": pd.DataFrame(list(about.items()), columns=["name", "text"]),
        "links": pd.DataFrame(layers.links.drop(columns="geometry")),
        "nodes": pd.DataFrame(layers.nodes.drop(columns="geometry")),
        "answers": layers.answers,
        "facts": layers.facts,
        "defaults": layers.defaults,
        "sources": layers.sources,
    }
    sheets(tables, path)


def sheets(tables: Mapping[str, pd.DataFrame], path: Path) -> None:
    """Write a workbook with a sheet a table.

    Raises
    ------
    BadInput
        The package openpyxl is missing.
    """
    book = needs("openpyxl", "formats").Workbook(write_only=True)
    with scratch_of_libraries(), beside(path) as file:
        try:
            for name, table in tables.items():
                _fill(book.create_sheet(name), table)
            book.save(file)
        except BaseException:
            for sheet in book.worksheets:  # or what is half written would be told of once more when it is forgotten
                with suppress(Exception):
                    sheet.close()
            raise


def _fill(sheet: Any, table: pd.DataFrame) -> None:
    sheet.freeze_panes = "B2"
    sheet.append([_cell(sheet, c) for c in table.columns])
    for row in table.head(MOST_ROWS).itertuples(index=False):
        sheet.append([_cell(sheet, v) for v in row])


def _cell(sheet: Any, value: Any) -> Any:
    """A value as it stands in a sheet; a text that begins like a formula is marked as text."""
    if hasattr(value, "item"):
        value = value.item()
    if value is None or value is pd.NA or (isinstance(value, float) and not math.isfinite(value)):
        return None
    if not isinstance(value, str) or not value.startswith(tuple(FORMULA)):
        return value[:MOST_LETTERS] if isinstance(value, str) else value
    cell = needs("openpyxl.cell", "formats").WriteOnlyCell(sheet, value=value[:MOST_LETTERS])
    cell.data_type, cell.quotePrefix = "s", True
    return cell
