"""A page a model: what its file says, its functions, and each parameter with default, range, unit and source."""

from __future__ import annotations

from importlib import import_module
from inspect import getdoc, isfunction, signature
from textwrap import fill
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
        description. Without it the page has no table of parameters.

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
    module = import_module(f"corridors.capacity.{kind}")
    functions = [
        f for n in module.__all__ if isfunction(f := getattr(module, n)) and n not in ("capacity", "facts_used")
    ]
    head = f"Of numbers or arrays that go together; in full: help(corridors.capacity.{kind}.NAME)."
    parts = [str(getdoc(module)).strip(), "", "Functions", "---------", head, *map(_function, functions)]
    page = "\n".join(parts)
    if schema is None:
        return page
    rows = schema.reset_index() if "attribute" not in schema else schema
    lines = [_line(row) for row in rows.to_dict("records")]
    return "\n".join([page, "", "Parameters", "----------", *lines])


def _function(function: Any) -> str:
    """A function as it is called, and the first line of what it says."""
    known = signature(function).parameters.values()
    arguments = [p.name if p.default is p.empty else f"{p.name}={p.default!r}" for p in known]
    call = fill(
        f"{function.__name__}({', '.join(arguments)})", 116, subsequent_indent="        ", break_long_words=False
    )
    return f"{call}\n    {str(getdoc(function)).splitlines()[0]}"


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
    bounds = f"; accepted {least:g} .. {most:g}" + (", whole" if row.get("whole") == "yes" else "")
    return f"{row['attribute']}{form}: {value}{source}{bounds}\n    {row['description']}"
