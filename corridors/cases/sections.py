"""Statements about real sections, predicted from the sections' own facts with their range; never tuned to."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from corridors.capacity import rail
from corridors.scenarios import build
from corridors.uncertainty.draws import triangular, uniforms

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from corridors.network import Network

# A whole thousand: the sampler fills thousandths.
DRAWS, SEED = 1000, 1
# The middle of the draws, for defaults are ideal more often than not, and 90 % of the draws: all facts at their worst
# at once are a bound, no prediction.
WITHIN = (0.05, 0.5, 0.95)


def predict(network: Network, predictions: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Predictions of a case.

    Parameters
    ----------
    network : Network
        Where the sections are.
    predictions : list of dict
        `quantity`; `expected`; `links` (rail sections in series; empty: one section of the schema's defaults);
        `measures` (laid over the network first); `set` (attributes that the statement fixes or that are known of a
        section outside the network, as {"tracks": 1} or {"length_km": [495, 490, 500]} for value, low, high);
        `result` (a column of the rail model); `times` (2 for trains of both directions); `reason` (why model and
        statement may differ). With `mtpa` or `utilisation_of` in place of links, a figure that follows from the
        statement alone.

    Returns
    -------
    list of dict
        quantity, expected, got, low, high (the middle, 5 and 95 % of draws of all facts), reason.
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
    state = build(network, p["measures"]) if p.get("measures") else network
    sides = [_table(state, p, side) for side in ("value", "low", "high")]
    low, got, high = (float(q) for q in np.quantile(_least(_draws(state, p, *sides), p), WITHIN))
    return answer | {"got": got, "low": low, "high": high}


def _least(table: pd.DataFrame, p: dict[str, Any]) -> NDArray[np.float64]:
    """Result of sections one after another, of which the smallest limits, in every draw."""
    found = rail.capacity(table)[p["result"]].to_numpy(dtype=float).reshape(DRAWS, -1)
    return found.min(axis=1) * float(p.get("times", 1))


def _table(network: Network, p: dict[str, Any], side: str) -> pd.DataFrame:
    if p["links"]:
        table = network.table("rail", side, p["links"])
    else:
        schema = network.schema["rail"]
        column = pd.to_numeric(schema["default" if side == "value" else side], errors="coerce")
        table = column.to_frame().T.reset_index(drop=True).assign(form="")
    place = ("value", "low", "high").index(side)
    given = {k: v[place] if isinstance(v, list) else v for k, v in p.get("set", {}).items()}
    return table.assign(**given)


def _draws(
    network: Network, p: dict[str, Any], value: pd.DataFrame, low: pd.DataFrame, high: pd.DataFrame
) -> pd.DataFrame:
    """The table of all draws, one after another; a default is one number for all sections, a stated fact its own."""
    many = value.iloc[np.tile(np.arange(len(value)), DRAWS)].copy()
    for name in (n for n in rail.facts_used() if n in value and n != "in_service"):
        least, mid, most = (t[name].to_numpy(dtype=float) for t in (low, value, high))
        if not (least < most).any():
            continue
        own = _streams(network, p, name, value.index)
        columns = [triangular(_stream(own[i]), least[i], mid[i], most[i]) for i in range(len(value))]
        drawn = np.stack(columns, axis=1)
        whole = _counted(network, name) and (mid == np.round(mid)).all()
        many[name] = (np.round(drawn) if whole else drawn).reshape(-1)
    return many


@cache
def _stream(name: str) -> NDArray[np.float64]:
    return uniforms(SEED, name, 0, DRAWS)


def _streams(network: Network, p: dict[str, Any], name: str, links: pd.Index) -> list[str]:
    if not p["links"] or name in p.get("set", {}):
        return [name] * len(links)
    facts = network.facts
    stated = facts[(facts["attribute"] == name) & (facts["role"] == "used") & (facts["origin"] != "default")]
    known = set(stated["link"])
    return [f"{link}/{name}" if link in known else name for link in links]


def _counted(network: Network, name: str) -> bool:
    """Whether an attribute is a count or a switch by the schema."""
    row = network.schema["rail"].loc[name]
    numbers = pd.to_numeric(row[["default", "low", "high"]], errors="coerce").dropna()
    return bool(row["unit"] == "1" and (numbers == numbers.round()).all())
