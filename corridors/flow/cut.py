"""The table of a cut: what limits each of its links, the worst of their grades, and why there may be no cut."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

if TYPE_CHECKING:
    from collections.abc import Sized

    from corridors.network import Network

GRADES = "ABCD"
LIMIT = ["limit_code", "limit_values", "limit"]
BOTTLENECK = ["capacity_mtpa", *LIMIT, "grade", "country", "basis", "stated_mtpa", "modelled_mtpa"]


def bottleneck_rows(network: Network, capacity: pd.DataFrame, links: Any) -> pd.DataFrame:
    """Rows of a capacity table for some links, with their countries."""
    names = pd.Index(list(links), name="link", dtype=object)
    rows = capacity.reindex(names).assign(country=network.links["country"].reindex(names))
    return rows[[c for c in BOTTLENECK if c in rows]]


def records(table: pd.DataFrame) -> list[dict[str, Any]]:
    """Rows of a table indexed by link as JSON objects; unknown numbers as None."""
    rows = table.rename_axis("link").reset_index().to_dict("records")
    return [{str(k): None if isinstance(v, float) and np.isnan(v) else v for k, v in r.items()} for r in rows]


def worst(grades: Any) -> str:
    """The worst of some grades.

    >>> worst(["A", "C", "B"])
    'C'
    """
    known = [g for g in grades if isinstance(g, str) and g in GRADES and g]
    return max(known, default="")


def no_cut(value_mtpa: float, cut: Sized) -> str:
    """Why a maximum flow has no cut; empty if it has one.

    >>> no_cut(0.0, [])
    'no way leads from the origins to the destinations'
    """
    if len(cut):
        return ""
    if np.isinf(value_mtpa):
        return "no link limits the flow: some way through has only unlimited links"
    return "no way leads from the origins to the destinations"
