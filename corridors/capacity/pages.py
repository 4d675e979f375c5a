"""A page a model: what its file says, and each parameter with default, range, unit, source and meaning."""

from __future__ import annotations

from importlib import import_module
from inspect import getdoc
from typing import Any

import pandas as pd

from corridors.errors import UnknownName

MODELS = ("rail", "road", "border", "terminal", "sea")


def model_page(kind: str, schema: pd.DataFrame | None = None) -> str:
    """The page of one model as plain text.

    Parameters
    ----------
    kind : str
        rail, road, border, terminal or sea.
    schema : DataFrame, optional
        The dictionary of that kind: `attribute` as index or column; form, unit, default, low, high, min, max, source,
        description. Without it the page has no table.

    Raises
    ------
    UnknownName
        No such model.

    Examples
    --------
    >>> model_page("sea").splitlines()[0]
    'Sea leg: what the ships of a line carry in a year.'
    """
    if kind not in MODELS:
        raise UnknownName("capacity model", kind, MODELS)
    page = str(getdoc(import_module(f"corridors.capacity.{kind}"))).strip()
    if schema is None:
        return page
    rows = schema.reset_index() if "attribute" not in schema else schema
    lines = [_line(row) for row in rows.to_dict("records")]
    return "\n".join([page, "", "Parameters", "----------", *lines])


def _line(row: dict[Any, Any]) -> str:
    unit = "" if row["unit"] in ("1", 1) else f" {row['unit']}"
    form = f" ({row['form']})" if row.get("form") and not pd.isna(row["form"]) else ""
    known = [pd.to_numeric(row[k], errors="coerce") for k in ("default", "low", "high", "min", "max")]
    default, low, high, least, most = known
    if pd.isna(default):
        value = "no default"
    else:
        value = f"{default:g}{unit}"
        value += "" if pd.isna(low) or low == high else f", {low:g} to {high:g}"
    source = "" if not row["source"] or pd.isna(row["source"]) else f" [{row['source']}]"
    bounds = f"; accepted {least:g} .. {most:g}"
    return f"{row['attribute']}{form}: {value}{source}{bounds}\n    {row['description']}"
