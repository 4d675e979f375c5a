"""Validity: why the facts of a row cannot be used, and the frame that a model answers with."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

import numpy as np
import pandas as pd

from corridors.capacity.arrays import floats


def faults(
    facts: Mapping[str, np.ndarray],
    above_zero: Iterable[str] = (),
    not_negative: Iterable[str] = (),
    shares: Iterable[str] = (),
    windows: Iterable[str] = (),
    at_least_one: Iterable[str] = (),
) -> np.ndarray:
    """Why each row cannot be used, "" where it can.

    Each argument names attributes that share one rule; windows are minutes a day and must leave some time to work.

    >>> faults({"lanes": np.array([4.0, 0.0])}, above_zero=["lanes"]).tolist()
    ['', 'lanes = 0 is not above 0']
    """
    rows = len(next(iter(facts.values())))
    words = np.full(rows, "", dtype=object)
    rules: list[tuple[Iterable[str], Callable[[np.ndarray], np.ndarray], str]] = [
        (above_zero, lambda v: v > 0, "is not above 0"),
        (not_negative, lambda v: v >= 0, "is negative"),
        (shares, lambda v: (v >= 0) & (v <= 1), "is no share between 0 and 1"),
        (windows, lambda v: (v >= 0) & (v < 1440), "leaves no working time of the 1440 minutes of a day"),
        (at_least_one, lambda v: v >= 1, "is below 1"),
    ]
    for names, good, reason in rules:
        for name in names:
            values = facts[name]
            with np.errstate(invalid="ignore"):
                bad = ~(np.isfinite(values) & good(values))
            if not bad.any():
                continue
            for row in np.flatnonzero(bad & (words == "")):
                value = values[row]
                words[row] = f"{name} unknown" if np.isnan(value) else f"{name} = {value:g} {reason}"
    return words


def answer(links: pd.DataFrame, results: Mapping[str, Any], limit: Any, reasons: np.ndarray) -> pd.DataFrame:
    """The frame of a model: same index as `links`, zero capacity with the reason where facts cannot be used.

    Parameters
    ----------
    links : DataFrame
        The model's input; its `in_service` closes a link.
    results : mapping of str to array
        Numbers; `modelled_mtpa` and `stated_mtpa` must be among them. All but the stated ones become 0 in a bad row.
    limit : array of str
        What holds each link.
    reasons : array of str
        See `faults`.
    """
    closed = pd.to_numeric(links["in_service"], errors="coerce").to_numpy(dtype=float) < 0.5
    out: dict[str, Any] = {}
    dead = closed | (reasons != "")
    for name, values in results.items():
        values = np.asarray(values)
        if values.dtype.kind == "f" and not name.startswith(("stated", "traffic", "utilisation")):
            values = np.where(dead | ~np.isfinite(values), 0.0, values)
        elif name.startswith("stated"):
            values = np.where(np.isfinite(values), values, np.nan)
        out[name] = values
    words = np.where(reasons != "", reasons, np.asarray(limit, dtype=object))
    out["limit"] = np.where(closed, "not in service", words)
    return pd.DataFrame(out, index=links.index)


def worded(template: str, *values: Any) -> np.ndarray:
    """Words with numbers in them, formatted once for each different set of rounded numbers (quick for many rows).

    >>> worded("gap of {:g} km", [19.6, 20.2]).tolist()
    ['gap of 20 km', 'gap of 20 km']
    """
    codes: Any = 0
    rounded = [np.where(np.abs(v) < 3, np.round(v, 1), np.round(v)) for v in np.broadcast_arrays(*floats(*values))]
    # Numbers are few once rounded: one code a different set, text for each code, and one look-up for all rows.
    levels = []
    for number in rounded:
        own, different = pd.factorize(number)
        codes = codes * (len(different) + 1) + own + 1
        levels.append(different)
    codes, sets = pd.factorize(codes)
    texts = []
    for code in sets:
        numbers = []
        for different in reversed(levels):
            code, place = divmod(int(code), len(different) + 1)
            numbers.append(different[place - 1] if place else np.nan)
        texts.append(template.format(*reversed(numbers)))
    return np.array(texts, dtype=object)[codes]
