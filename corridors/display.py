"""How an answer shows itself: one line and a few rows, in a console as in a notebook, whatever its size."""

from __future__ import annotations

import math
from abc import ABC, abstractmethod
from html import escape
from typing import TYPE_CHECKING, Any, ClassVar

if TYPE_CHECKING:
    import pandas as pd

# With the line above them, the headings and a last line these rows make nine lines.
ROWS = 6
WIDE = 110
CELL = 40
GAP = "  "


class Displayed(ABC):
    """An answer that shows itself: `gist()` is its one line, `table()` has its rows.

    Attributes
    ----------
    SHOWN : tuple of str
        Columns of the table to show, in this order; by default all, as far as there is room.
    """

    SHOWN: ClassVar[tuple[str, ...]] = ()

    @abstractmethod
    def gist(self) -> str:
        """The answer in one line."""

    @abstractmethod
    def table(self) -> pd.DataFrame:
        """The answer as a table."""

    def __repr__(self) -> str:
        return as_text(f"{type(self).__name__}: {self.gist()}", self.table(), self.SHOWN)

    def _repr_html_(self) -> str:
        return as_html(f"{type(self).__name__}: {self.gist()}", self.table(), self.SHOWN)


def as_text(line: str, table: pd.DataFrame, shown: tuple[str, ...] = ()) -> str:
    """A line and the first rows of a table, with the columns that fit: ten lines at most.

    Examples
    --------
    >>> import pandas as pd
    >>> print(as_text("two links", pd.DataFrame({"link": ["a", "b"], "mtpa": [8.25, None]})))
    two links
    link  mtpa
    a     8.25
    b        –
    """
    heads, rows, numeric = _cells(table, shown)
    wide = [max(len(cells[i]) for cells in [heads, *rows]) for i in range(len(heads))]
    kept = next((k for k in range(len(wide), 1, -1) if sum(wide[:k]) + len(GAP) * (k - 1) <= WIDE), min(1, len(wide)))
    lines = [
        GAP.join(c.rjust(w) if n else c.ljust(w) for c, w, n in zip(cells[:kept], wide, numeric, strict=False)).rstrip()
        for cells in [heads, *rows]
    ]
    return "\n".join([_clean(line, 2 * WIDE), *(lines if heads else []), *_more(table, len(heads) - kept)])


def as_html(line: str, table: pd.DataFrame, shown: tuple[str, ...] = ()) -> str:
    """The same as HTML; text of the data is never markup."""
    heads, rows, numeric = _cells(table, shown)
    style = [f' style="text-align:{"right" if n else "left"}"' for n in numeric]
    head = "".join(f"<th{s}>{escape(h)}</th>" for h, s in zip(heads, style, strict=True))
    body = "".join(
        "<tr>" + "".join(f"<td{s}>{escape(c)}</td>" for c, s in zip(r, style, strict=True)) + "</tr>" for r in rows
    )
    more = "".join(f"<p>{escape(text)}</p>" for text in _more(table, 0))
    title = f"<p>{escape(_clean(line, 2 * WIDE))}</p>"
    return f"<div>{title}<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>{more}</div>"


def _cells(table: pd.DataFrame, shown: tuple[str, ...]) -> tuple[list[str], list[list[str]], list[bool]]:
    """Headings, the first rows as text, and which columns hold numbers."""
    frame = table if table.index.name is None else table.reset_index()
    index = [str(n) for n in table.index.names if n is not None]
    if shown:
        frame = frame[[c for c in (*index, *shown) if c in frame]]
    values = [list(row) for row in frame.head(ROWS).itertuples(index=False, name=None)]
    numeric = [any(isinstance(row[i], float) for row in values) for i in range(len(frame.columns))]
    return [_clean(str(c), CELL) for c in frame.columns], [[_cell(v) for v in row] for row in values], numeric


def _cell(value: Any) -> str:
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return "–"
    if isinstance(value, float):
        return f"{value:,.2f}"
    if isinstance(value, (tuple, list)):
        return _clean(", ".join(str(v) for v in value), CELL)
    return _clean(str(value), CELL)


def _clean(text: str, most: int) -> str:
    """Text on one line, without characters that steer a terminal, cut where it is long."""
    plain = "".join(c if c.isprintable() else "�" for c in text)
    return plain if len(plain) <= most else plain[: most - 1] + "…"


def _more(table: pd.DataFrame, columns: int) -> list[str]:
    """What was left out, as a line; none if nothing was."""
    rows = max(0, len(table) - ROWS)
    parts = [f"{n} more {what}{'s' if n > 1 else ''}" for n, what in ((rows, "row"), (columns, "column")) if n]
    return [f"… {' and '.join(parts)} in table()"] if parts else []
