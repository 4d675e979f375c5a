"""Validity: why the facts of a row cannot be used, and the frame that a model answers with."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from corridors.capacity.arrays import number
from corridors.wording.limits import limits

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from corridors.capacity.arrays import Table

# Draws are millions of rows: codes travel as small numbers, and become text at the edge.
CODES = tuple(limits())


@dataclass(frozen=True, eq=False)
class Faults:
    """Per row, the first fact that cannot be used.

    Attributes
    ----------
    bad : bool array
        Whether there is one.
    code : int array
        Why, a place in `CODES`; -1 in a good row.
    fact : int array
        Which attribute, a place in `names`; -1 in a good row.
    value : float array
        Its value; NaN in a good row, and where it is unknown.
    names : tuple of str
        Attributes.
    """

    bad: np.ndarray
    code: np.ndarray
    fact: np.ndarray
    value: np.ndarray
    names: tuple[str, ...]


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
    >>> found.bad.tolist(), CODES[found.code[1]], found.names[found.fact[1]]
    ([False, True], 'fact_not_above_zero', 'lanes')
    """
    shape = np.broadcast_shapes(*(v.shape for v in facts.values()))
    nothing = np.full(shape, -1, dtype=np.int16)
    found = Faults(np.zeros(shape, dtype=bool), nothing, nothing.copy(), np.full(shape, np.nan), tuple(facts))
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
            # Every rule is an interval: what holds of the least and the greatest holds of all between.
            ends = np.array([values.min(), values.max()]) if values.size else np.empty(0)
            if np.isfinite(ends).all() and good(ends).all():
                continue
            known = np.isfinite(values)
            with np.errstate(invalid="ignore"):
                wrong = ~(known & good(values))
            if wrong.any():
                new = wrong & ~found.bad
                known, values = np.broadcast_to(known, shape), np.broadcast_to(values, shape)
                found.bad[new], found.fact[new], found.value[new] = True, found.names.index(name), values[new]
                found.code[new] = np.where(known[new], CODES.index(code), CODES.index("fact_unknown"))
    return found


def first_code(*cases: tuple[str, np.ndarray], otherwise: str) -> np.ndarray:
    """Per row, the code of the first case that holds, as its place in `CODES`.

    >>> [CODES[k] for k in first_code(("berths", np.array([True, False])), otherwise="yard_tracks")]
    ['berths', 'yard_tracks']
    """
    codes = np.array(CODES.index(otherwise), dtype=np.int16)
    for code, where in reversed(cases):
        codes = np.where(where, np.int16(CODES.index(code)), codes)
    return codes


def categorical(places: np.ndarray, names: Sequence[str] = CODES) -> pd.Categorical:
    """Names by their places; -1 = none."""
    return pd.Categorical.from_codes(places, categories=list(names))


def closed(links: Table) -> np.ndarray:
    """Whether a link is out of service, row by row."""
    return number(links["in_service"]) < 0.5


def answer(links: Table, results: Mapping[str, Any], code: np.ndarray, found: Faults) -> Table:
    """The frame of a model: same index as `links`, zero capacity with the reason where facts cannot be used.

    Parameters
    ----------
    links : DataFrame or dict of arrays
        The model's input; its `in_service` closes a link. To a dict the capacities alone are the answer; a model that
        has more to work out asks for `capacities` before.
    results : mapping of str to array
        Numbers; `modelled_mtpa` and `stated_mtpa` must be among them, and the values of the codes unless they are
        facts. All but the stated ones become 0 in a bad row.
    code : int array
        What limits each link; see `first_code`.
    found : Faults
        See `faults`.
    """
    if isinstance(links, dict):
        return capacities(links, results, found)
    shut = closed(links)
    out = _usable(results, shut | found.bad)
    code = np.where(shut, CODES.index("not_in_service"), np.where(found.bad, found.code, code))
    fact = categorical(found.fact, found.names)
    out |= {"limit_code": categorical(code), "fact": fact, "fact_value": found.value}
    return pd.DataFrame(out, index=links.index)


def capacities(links: Table, results: Mapping[str, Any], found: Faults) -> dict[str, Any]:
    """Of `answer` the capacities alone, modelled and stated: draws ask for no more."""
    asked = {name: results[name] for name in ("modelled_mtpa", "stated_mtpa")}
    return _usable(asked, closed(links) | found.bad)


def _usable(results: Mapping[str, Any], dead: np.ndarray) -> dict[str, Any]:
    """Results as arrays, those that are not stated 0 in a dead row or where they are no number."""
    out = {}
    for name, column in results.items():
        values = np.asarray(column)
        if values.dtype.kind == "f" and not name.startswith(("stated", "traffic", "utilisation")):
            values = np.where(dead | ~np.isfinite(values), 0.0, values)
        elif name.startswith("stated"):
            values = np.where(np.isfinite(values), values, np.nan)
        out[name] = values
    return out
