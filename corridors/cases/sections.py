"""Statements about real sections, predicted from the sections' own facts with their range; never tuned to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from corridors.capacity import rail
from corridors.capacity.sensitivity import ranged

if TYPE_CHECKING:
    import numpy as np

    from corridors.network import Network


def predict(network: Network, predictions: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Predictions of a case.

    Parameters
    ----------
    network : Network
        Where the sections are.
    predictions : list of dict
        `quantity`; `expected`; `links` (rail sections in series; empty: one section of the schema's defaults);
        `set` (attributes that the statement fixes, as {"tracks": 1} for "before the second track"); `result` (a column
        of the rail model); `times` (2 for trains of both directions); `reason` (why model and statement may differ).
        With `got` in place of links, a figure that follows from the statement alone.

    Returns
    -------
    list of dict
        quantity, expected, got, low, high, reason.
    """
    return [_one(network, p) for p in predictions]


def _one(network: Network, p: dict[str, Any]) -> dict[str, Any]:
    answer = {"quantity": p["quantity"], "expected": p["expected"], "reason": p.get("reason", "")}
    if "mtpa" in p:
        return answer | {"got": rail.t_per_train(p["mtpa"], p["trains_per_day"])}
    if "utilisation_of" in p:
        return answer | {"got": p["observed"] / p["utilisation_of"]}
    if not p.get("result"):
        return answer | {"got": None}
    value, low, high = (_table(network, p, side) for side in ("value", "low", "high"))

    def evaluate(table: pd.DataFrame, _rows: np.ndarray) -> np.ndarray:
        return rail.capacity(table)[p["result"]].to_numpy(dtype=float)

    found = ranged(value, low, high, rail.facts_used(), evaluate, "result")
    # Sections one after another: the smallest holds, in the low and the high case as in the middle.
    least = found.min(numeric_only=True) * float(p.get("times", 1))
    return answer | {
        "got": float(least["capacity_result"]),
        "low": float(least["low_result"]),
        "high": float(least["high_result"]),
    }


def _table(network: Network, p: dict[str, Any], side: str) -> pd.DataFrame:
    if p["links"]:
        table = network.table("rail", side, p["links"])
    else:
        schema = network.schema["rail"]
        column = pd.to_numeric(schema["default" if side == "value" else side], errors="coerce")
        table = column.to_frame().T.reset_index(drop=True).assign(form="")
    return table.assign(**p.get("set", {}))
