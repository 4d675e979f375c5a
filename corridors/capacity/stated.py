"""Stated against modelled: which of the two figures of a link the flow uses, its grade, and the code that goes with it.

The rule, in one sentence: an official statement of grade A or B is used for points (border posts and terminals), whose
equipment is rarely known, and the model everywhere else. Works at a point change its statement in the proportion in
which they change the modelled figure; an extension comes on top of it, with the grade of its own. A link that is not
in service carries nothing, whoever states what.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from corridors.capacity import arrays, validity
from corridors.capacity.arrays import Table, numbers
from corridors.errors import UnknownName

if TYPE_CHECKING:
    from types import ModuleType

BASES = ("rule", "stated", "model", "lower")
POINTS = ("border", "terminal")
GRADES = np.array(list("ABCD"))


def of_table(
    model: ModuleType,
    table: pd.DataFrame,
    grades: pd.DataFrame,
    basis: str = "rule",
    bounds: pd.DataFrame | None = None,
    measures_ratio: np.ndarray | None = None,
) -> pd.DataFrame:
    """Capacity of links of one kind from a wide table; rows are independent, so draws are more rows.

    Parameters
    ----------
    model : module
        One of `corridors.capacity`: has KIND, STATED, `facts_used`, `capacity`.
    table, grades : DataFrame
        As `Network.table(kind)` and `Network.table(kind, "grade")` give them, row for row.
    basis : {"rule", "stated", "model", "lower"}
        Which figure is used; see the head of this file.
    bounds : DataFrame, optional
        The schema (index attribute; min, max): a value outside gives zero capacity with the reason.
    measures_ratio : array, optional
        Per row, by how much measures changed the modelled figure since the statement was made.

    Returns
    -------
    DataFrame
        Index of `table`; capacity_mtpa, limit_code, basis, grade, modelled_mtpa, stated_mtpa and what the model adds.
        No text: sentences are made at the edge, by `limits.with_sentences`.
    """
    out = model.capacity(table)
    if bounds is not None:
        out = _within(out, table, bounds, model)
    code, stated_code = _codes(model, table, grades)
    ratio = np.ones(len(out)) if measures_ratio is None else measures_ratio
    capacity, use = _chosen(model, out, table, stated_code, basis, ratio)
    shown = use & ~validity.closed(table)
    extra, extra_code = _extension(table), _extension_code(table, grades)
    by_statement = validity.first_code(
        ("stated_extended", extra > 0), ("stated_changed_by_measures", ratio != 1.0), otherwise="stated"
    )
    stated_code = np.maximum(np.where(ratio == 1.0, stated_code, np.maximum(stated_code, 2)), extra_code)
    first = {
        "capacity_mtpa": capacity,
        "limit_code": validity.categorical(np.where(shown, by_statement, out["limit_code"].cat.codes)),
        "basis": np.where(shown, "stated", "model"),
        "grade": GRADES[np.where(use, stated_code, code)],
    }
    rest = {c: out[c].array for c in out.columns if c != "limit_code"}
    return pd.DataFrame({**first, **rest}, index=table.index)


def capacity_mtpa(
    model: ModuleType, table: dict[str, Any], stated_grade: np.ndarray, basis: str, measures_ratio: np.ndarray
) -> np.ndarray:
    """`of_table` for draws: the capacities alone, Mt/year, shape (draws, links).

    Parameters
    ----------
    table : dict of arrays
        Facts; see `corridors.capacity.arrays.Table`.
    stated_grade : int array
        Per link, the grade (0 = A) of the statement that is used; see `statement_grade`.
    """
    return _chosen(model, model.capacity(table), table, stated_grade, basis, measures_ratio)[0]


def statement_grade(model: ModuleType, table: pd.DataFrame, grades: pd.DataFrame) -> np.ndarray:
    """Per row, the grade (0 = A) of the statement that is used; 3 where nothing is stated."""
    stated = np.full(len(table), 3)
    for name in reversed(model.STATED):
        if name in table and name in grades:
            here = pd.to_numeric(table[name], errors="coerce").notna().to_numpy()
            stated = np.where(here, coded(grades[[name]])[:, 0], stated)
    return stated


def _chosen(
    model: ModuleType, out: Table, table: Table, stated_grade: np.ndarray, basis: str, ratio: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """The capacity of each row, and whether it is the stated one (if the link is open)."""
    if basis not in BASES:
        raise UnknownName("basis", basis, BASES)
    modelled, stated = (np.asarray(out[c], dtype=float) for c in ("modelled_mtpa", "stated_mtpa"))
    now = stated * ratio + _extension(table)
    have, closed = np.isfinite(now), validity.closed(table)
    use = {
        "rule": have & (stated_grade <= 1) & (model.KIND in POINTS),
        "stated": have,
        "model": np.zeros_like(have),
        "lower": have & (now < modelled),
    }[basis]
    return np.where(closed, 0.0, np.where(use, now, modelled)), use


def _extension(table: Table) -> np.ndarray:
    """What an extension adds, Mt/year; nothing where there is none."""
    if "extension_mtpa" not in table:
        return np.zeros(np.shape(table["in_service"]))
    return np.nan_to_num(arrays.number(table["extension_mtpa"]))


def _extension_code(table: pd.DataFrame, grades: pd.DataFrame) -> np.ndarray:
    """The grade of an extension (0 = A), A where there is none."""
    if "extension_mtpa" not in table:
        return np.zeros(len(table), dtype=int)
    return np.where(_extension(table) > 0, coded(grades[["extension_mtpa"]])[:, 0], 0)


def _codes(model: ModuleType, table: pd.DataFrame, grades: pd.DataFrame) -> tuple[np.ndarray, np.ndarray]:
    """Worst grade (0 = A) of the facts that the model reads, and the grade of the statement that is used."""
    forms = table["form"].to_numpy() if "form" in table else np.full(len(table), "")
    code = np.zeros(len(table), dtype=int)
    for form in pd.unique(forms):
        names = [n for n in model.facts_used(form) if n in grades and n != "in_service"]
        rows = np.flatnonzero(forms == form)
        code[rows] = coded(grades[names])[rows].max(axis=1) if names else 3
    return code, statement_grade(model, table, grades)


def coded(grades: pd.DataFrame) -> np.ndarray:
    """Grades as numbers (0 = A), cell by cell; what is no letter yet counts as A, numbers stay as they are.

    >>> coded(pd.DataFrame({"lanes": ["B", "D"]})).tolist()
    [[1], [3]]
    """
    if all(kind.kind == "i" for kind in grades.dtypes):
        return grades.to_numpy()
    cells = grades.to_numpy(dtype=object)
    return sum(code * (cells == letter) for code, letter in enumerate(GRADES))


def _within(out: pd.DataFrame, table: pd.DataFrame, bounds: pd.DataFrame, model: ModuleType) -> pd.DataFrame:
    """Zero capacity, with the reason, where a fact lies outside the bounds of the schema."""
    forms = table["form"].to_numpy() if "form" in table else np.full(len(table), "")
    names = [n for n in bounds.index.unique() if n in table]
    limits = bounds.groupby(level=0).agg({"min": "min", "max": "max"}).loc[names].to_numpy(dtype=float)
    values, closed = numbers(table, names), validity.closed(table)
    found = np.argwhere((values < limits[:, 0]) | (values > limits[:, 1]))
    outside = [(r, c) for r, c in found if not closed[r] and names[c] in model.facts_used(forms[r])]
    if not outside:
        return out
    # A row with several such facts answers with the last of them.
    rows, columns = np.array([r for r, _ in outside]), np.array([c for _, c in outside])
    changed = {name: out[name].to_numpy(copy=True) for name in ("modelled_mtpa", "fact_value")}
    changed |= {name: np.full(len(out), np.nan) for name in ("fact_min", "fact_max")}
    changed["modelled_mtpa"][rows] = 0.0
    finite = np.isfinite(values[rows, columns])
    code, fact = (out[name].cat.codes.to_numpy(copy=True) for name in ("limit_code", "fact"))
    code[rows] = validity.first_code(("fact_unknown", ~finite), otherwise="fact_out_of_bounds")
    known = out["fact"].cat.categories
    fact[rows] = known.get_indexer(names)[columns]
    changed["fact_value"][rows] = values[rows, columns]
    changed["fact_min"][rows], changed["fact_max"][rows] = limits[columns].T
    return out.assign(**changed, limit_code=validity.categorical(code), fact=validity.categorical(fact, known))
