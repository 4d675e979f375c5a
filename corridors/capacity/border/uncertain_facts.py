"""More was cleared at a road post than its capacity allows: which facts can be wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from corridors.capacity.border import model

if TYPE_CHECKING:
    import pandas as pd


def uncertain_facts(tables: dict[str, pd.DataFrame], stated: bool = False) -> list[dict[str, Any]]:
    """Facts of one post that, each at the end of its range, bring capacity and count nearer to each other.

    Parameters
    ----------
    tables : dict of DataFrame
        `value`, `low`, `high`, `grade`, `source`: one row each of `Network.table("border", ...)`, form road.
    stated : bool
        Whether a statement is the capacity; it comes first then.

    Returns
    -------
    list of dict
        `attribute`, `value`, `low`, `high`, `grade`, `source`, `utilisation`: counted over modelled traffic with this
        fact alone at its better end (for a statement, by lanes and service time as they are). The worst known come
        first, then those that change most; the facts that change nothing are left out.
    """
    value = tables["value"]
    now = _utilisation(value)
    found = [_row(tables, n, now) for n in (*model.STATED,) if stated and _known(value, n)]
    moved = []
    for name in (*model.ROAD_FACTS, *model.COUNTED):
        ends = [_utilisation(value.assign(**{name: tables[end][name]})) for end in ("low", "high") if name in value]
        best = min((u for u in ends if np.isfinite(u)), default=now)
        if best < now - 1e-9:
            moved.append(_row(tables, name, best))
    return found + sorted(moved, key=lambda r: (-ord(r["grade"]), r["utilisation"]))


def _utilisation(row: pd.DataFrame) -> float:
    return float(model.capacity(row)["utilisation"].iloc[0])


def _known(row: pd.DataFrame, name: str) -> bool:
    return name in row and bool(np.isfinite(float(row[name].iloc[0])))


def _row(tables: dict[str, pd.DataFrame], name: str, utilisation: float) -> dict[str, Any]:
    cells = {what: tables[what][name].iloc[0] for what in ("value", "low", "high", "grade", "source")}
    numbers = {k: float(cells[k]) for k in ("value", "low", "high")}
    words = {k: str(cells[k]) for k in ("grade", "source")}
    return {"attribute": name, **numbers, **words, "utilisation": utilisation}
