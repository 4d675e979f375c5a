"""Validity: why the facts of a row cannot be used, and the frame that a model answers with."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd


@dataclass(frozen=True, eq=False)
class Faults:
    """Per row, the first fact that cannot be used.

    Attributes
    ----------
    bad : bool array
        Whether there is one.
    code, fact : object array
        Why (a code of wording/limits.json) and which attribute; "" in a good row.
    value : float array
        Its value; NaN in a good row, and where it is unknown.
    """

    bad: np.ndarray
    code: np.ndarray
    fact: np.ndarray
    value: np.ndarray


def faults(
    facts: Mapping[str, np.ndarray],
    above_zero: Iterable[str] = (),
    not_negative: Iterable[str] = (),
    shares: Iterable[str] = (),
    windows: Iterable[str] = (),
    at_least_one: Iterable[str] = (),
    hours: Iterable[str] = (),
) -> Faults:
    """Why each row cannot be used.

    Each argument names attributes that share one rule; windows are minutes a day and must leave some time to work,
    hours are hours of a day.

    >>> found = faults({"lanes": np.array([4.0, 0.0])}, above_zero=["lanes"])
    >>> found.code.tolist(), found.fact.tolist(), found.bad.tolist()
    (['', 'fact_not_above_zero'], ['', 'lanes'], [False, True])
    """
    rows = len(next(iter(facts.values())))
    found = Faults(np.zeros(rows, dtype=bool), blank(rows), blank(rows), np.full(rows, np.nan))
    rules: list[tuple[Iterable[str], Callable[[np.ndarray], np.ndarray], str]] = [
        (above_zero, lambda v: v > 0, "fact_not_above_zero"),
        (not_negative, lambda v: v >= 0, "fact_negative"),
        (shares, lambda v: (v >= 0) & (v <= 1), "fact_not_a_share"),
        (windows, lambda v: (v >= 0) & (v < 1440), "fact_leaves_no_working_time"),
        (at_least_one, lambda v: v >= 1, "fact_below_one"),
        (hours, lambda v: v <= 24, "fact_more_than_a_day"),
    ]
    for names, good, code in rules:
        for name in names:
            values = facts[name]
            known = np.isfinite(values)
            with np.errstate(invalid="ignore"):
                new = ~(known & good(values)) & ~found.bad
            if new.any():
                found.bad[new], found.fact[new], found.value[new] = True, name, values[new]
                found.code[new & known], found.code[new & ~known] = code, "fact_unknown"
    return found


def blank(rows: int, text: str = "") -> np.ndarray:
    """An object array of one text."""
    return np.full(rows, text, dtype=object)


def first_code(*cases: tuple[str, np.ndarray], otherwise: str) -> np.ndarray:
    """Per row, the code of the first case that holds; no text is built, so a million rows cost no more than numbers.

    >>> first_code(("berths", np.array([True, False])), otherwise="yard_tracks").tolist()
    ['berths', 'yard_tracks']
    """
    codes = blank(len(cases[0][1]), otherwise)
    for code, where in reversed(cases):
        codes[where] = code
    return codes


def closed(links: pd.DataFrame) -> np.ndarray:
    """Whether a link is out of service, row by row."""
    return pd.to_numeric(links["in_service"], errors="coerce").to_numpy(dtype=float) < 0.5


def answer(links: pd.DataFrame, results: Mapping[str, Any], code: np.ndarray, found: Faults) -> pd.DataFrame:
    """The frame of a model: same index as `links`, zero capacity with the reason where facts cannot be used.

    Parameters
    ----------
    links : DataFrame
        The model's input; its `in_service` closes a link.
    results : mapping of str to array
        Numbers; `modelled_mtpa` and `stated_mtpa` must be among them, and the values of the codes unless they are
        facts. All but the stated ones become 0 in a bad row.
    code : object array
        What limits each link, a code of wording/limits.json.
    found : Faults
        See `faults`.
    """
    shut = closed(links)
    out: dict[str, Any] = {}
    dead = shut | found.bad
    for name, values in results.items():
        values = np.asarray(values)
        if values.dtype.kind == "f" and not name.startswith(("stated", "traffic", "utilisation")):
            values = np.where(dead | ~np.isfinite(values), 0.0, values)
        elif name.startswith("stated"):
            values = np.where(np.isfinite(values), values, np.nan)
        out[name] = values
    codes = code.copy()
    codes[found.bad] = found.code[found.bad]
    codes[shut] = "not_in_service"
    out |= {"limit_code": codes, "fact": found.fact, "fact_value": found.value}
    return pd.DataFrame(out, index=links.index)
