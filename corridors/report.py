"""Answers as text, CSV and JSON: the same rows whichever way they leave, and no text in them that could run."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from corridors.wording.numbers import rounded
from corridors.wording.printable import STEERING

Row = Mapping[str, Any]
# A spreadsheet takes a cell that begins so for a formula; the wide forms too, and those behind a line feed.
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def plain(value: Any) -> Any:  # noqa: PLR0911 (a kind of value, a line)
    """A value as JSON has it: numpy numbers as numbers, NaN and infinity as null, tables as lists of rows."""
    if value is None or isinstance(value, (bool, str, int)):
        return value
    if isinstance(value, float):
        return rounded(value)
    if hasattr(value, "to_dict") and hasattr(value, "columns"):
        frame = value if value.index.name is None else value.reset_index()
        return [plain(r) for r in frame.to_dict("records")]
    if isinstance(value, Mapping):
        return {str(k): plain(v) for k, v in value.items()}
    if hasattr(value, "item") and getattr(value, "ndim", 1) == 0:
        return plain(value.item())
    if hasattr(value, "to_dict"):
        return plain(value.to_dict())
    if isinstance(value, Iterable):
        return [plain(v) for v in value]
    return str(value)


def as_json(answer: Any) -> str:
    r"""An answer as JSON text; the same answer gives the same bytes, and none that steer a terminal.

    >>> print(as_json({"name": "Ақтау \u202e"}))
    {
      "name": "Ақтау \u202e"
    }
    """
    text = json.dumps(plain(answer), ensure_ascii=False, allow_nan=False, indent=2)
    return STEERING.sub(lambda sign: f"\\u{ord(sign[0]):04x}", text)


def as_csv(rows: Sequence[Row], header: Sequence[str] = (), *, excel: bool = False) -> str:
    """Rows as CSV text; a text that a spreadsheet would run as a formula gets an apostrophe.

    Parameters
    ----------
    rows : sequence of mappings
        Their keys are the columns.
    header : sequence of str
        Columns that stand first, and alone where there are no rows.
    excel : bool
        As spreadsheets of countries with a decimal comma read it: semicolons, decimal commas, lines that end in CR LF.

    Examples
    --------
    >>> print(as_csv([{"name": "=1+1", "mtpa": 2.5}]).strip())
    name,mtpa
    '=1+1,2.5
    """
    out = io.StringIO()
    rows = [plain(r) for r in rows]
    columns = list(dict.fromkeys([*header, *(k for r in rows for k in r)]))
    writer = csv.writer(out, lineterminator="\r\n" if excel else "\n", delimiter=";" if excel else ",")
    writer.writerow(columns)
    for row in rows:
        cells = [_cell(row.get(c)) for c in columns]
        writer.writerow([_comma(c) for c in cells] if excel else cells)
    return out.getvalue()


def _comma(cell: Any) -> Any:
    return repr(cell).replace(".", ",") if isinstance(cell, float) else cell


def _cell(value: Any) -> Any:
    if value is None:
        return ""
    text = json.dumps(value, ensure_ascii=False) if isinstance(value, (list, dict)) else value
    if not isinstance(text, str):
        return text
    # The writer quotes a line feed, but no carriage return.
    return ("'" + text if text.startswith(FORMULA) else text).replace("\r\n", "\n").replace("\r", "\n")
