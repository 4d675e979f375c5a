"""Arrays of numbers: arithmetic that answers zero instead of NaN, and columns of a table as arrays."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np
import pandas as pd

from corridors.errors import BadInput

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


def floats(*values: Any) -> list[np.ndarray]:
    """Arguments as float arrays; what is no number becomes NaN."""
    return [np.asarray(v, dtype=float) for v in values]


def plain(value: Any) -> Any:
    """A float for a single number, the array otherwise.

    >>> plain(np.array(2.0))
    2.0
    """
    value = np.asarray(value)
    return value.item() if value.ndim == 0 else value


def divide(above: Any, below: Any) -> np.ndarray:
    """Quotient of numbers that cannot be negative; 0 where it has no meaning.

    >>> divide([6.0, 6.0, -1.0], [3.0, 0.0, 2.0]).tolist()
    [2.0, 0.0, 0.0]
    """
    above, below = floats(above, below)
    with np.errstate(all="ignore"):
        ratio = above / below
        return np.where((below > 0) & (ratio > 0) & (ratio < np.inf), ratio, 0.0)


def share(value: Any) -> np.ndarray:
    """A share as given; 0 where it lies outside 0..1, so that a capacity built on it is 0.

    >>> share([0.4, 1.2, -0.1]).tolist()
    [0.4, 0.0, 0.0]
    """
    (value,) = floats(value)
    with np.errstate(invalid="ignore"):
        return np.where((value >= 0) & (value <= 1), value, 0.0)


def worktime_min(window_min: Any, reliability: Any) -> np.ndarray:
    """Minutes of a day in which trains can run: (1440 - window) * reliability; 0 if either is out of its range."""
    window, sure = floats(window_min)[0], share(reliability)
    with np.errstate(invalid="ignore"):
        left = np.where((window >= 0) & (window < 1440), 1440.0 - window, 0.0)
    return left * sure


# A wide table, a row a link and a column an attribute. Of draws, which are millions, only its columns, each an array
# that goes with (draws, links): (1, links) for a fact that is certain, (draws, 1) for one that all links share.
Table: TypeAlias = pd.DataFrame | dict[str, Any]


def columns(links: Table, names: Iterable[str], optional: Iterable[str] = ()) -> dict[str, np.ndarray]:
    """Columns of a wide table as float arrays.

    Parameters
    ----------
    links : DataFrame or dict of arrays
        A row a link, a column an attribute, as `Network.table` gives it.
    names, optional : iterable of str
        Attributes that must be there, and those that are NaN where the column is absent.

    Raises
    ------
    BadInput
        A needed column is absent.
    """
    names = list(names)
    lacking = [n for n in names if n not in links]
    if lacking:
        raise BadInput(f"table of links: column {', '.join(lacking)} is missing; Network.table gives all of them")
    here = [*names, *(n for n in optional if n in links)]
    if isinstance(links, dict):
        return {n: np.full((1, 1), np.nan) for n in optional} | {n: links[n] for n in here}
    found = {n: np.full(len(links), np.nan) for n in optional}
    return found | dict(zip(here, numbers(links, here).T, strict=True))


def number(column: Any) -> np.ndarray:
    """A column as a float array; what is no number becomes NaN."""
    return np.asarray(column if isinstance(column, np.ndarray) else pd.to_numeric(column, errors="coerce"), dtype=float)


def numbers(links: pd.DataFrame, names: Sequence[str]) -> np.ndarray:
    """Columns of a wide table as one float array, a row a link; what is no number becomes NaN."""
    cells = links[list(names)]
    if any(t.kind not in "fiub" for t in cells.dtypes):
        cells = cells.apply(pd.to_numeric, errors="coerce")
    return cells.to_numpy(dtype=float)
