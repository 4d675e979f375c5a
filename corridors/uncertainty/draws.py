"""Sampling of facts within their doubt: each fact has its own stream of chance, named after it."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from corridors.network import Network


def stream(seed: int, name: str, draws: int) -> NDArray[np.float64]:
    """Numbers between 0 and 1, one in each of as many equal parts, in an order that only seed and name decide.

    >>> bool((stream(1, "a", 5) == stream(1, "a", 5)).all()), bool((stream(1, "a", 5) == stream(1, "b", 5)).all())
    (True, False)
    """
    from scipy.stats import qmc

    key = int.from_bytes(sha256(f"{seed}/{name}".encode()).digest()[:16], "big")
    return qmc.LatinHypercube(d=1, rng=np.random.default_rng(key)).random(draws)[:, 0]


def triangular(
    u: NDArray[np.float64], low: NDArray[np.float64], mode: NDArray[np.float64], high: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Value below which a triangular spread has the share u; where there is no width, the mode.

    >>> triangular(np.array([0.0, 0.5, 1.0]), *(np.full(3, v) for v in (0.0, 1.0, 2.0))).tolist()
    [0.0, 1.0, 2.0]
    """
    width = high - low
    safe = np.where(width > 0, width, 1.0)
    share = (mode - low) / safe
    below = low + np.sqrt(np.maximum(u * safe * (mode - low), 0.0))
    above = high - np.sqrt(np.maximum((1 - u) * safe * (high - mode), 0.0))
    return np.where(width > 0, np.where(u < share, below, above), mode)


def uncertain_facts(network: Network, kind: str, links: pd.Index, names: list[str]) -> pd.DataFrame:
    """Facts of some links that have a width, with the name of the stream that moves each.

    A default is one number for all links that nobody measured, so they share a stream; a stated fact has its own.

    Returns
    -------
    DataFrame
        link, attribute, value, low, high, whole (True where only whole numbers make sense), stream.
    """
    facts = network.facts
    rows = facts[(facts["role"] == "used") & facts["link"].isin(links) & facts["attribute"].isin(names)]
    rows = rows[(rows["low"] < rows["high"]) & (rows["attribute"] != "in_service")]
    rows = rows[["link", "attribute", "value", "low", "high", "origin"]].sort_values(["attribute", "link"])
    # A share may happen to be 0, 0 and 1 on a link; counts and switches are whole in the schema too.
    schema = network.schema[kind]
    counted = (_whole(schema[["default", "low", "high"]]) & (schema["unit"] == "1")).groupby(level=0).all()
    rows["whole"] = _whole(rows[["value", "low", "high"]]) & counted.reindex(rows["attribute"]).to_numpy()
    form = network.links.loc[rows["link"], "form"].to_numpy()
    kinds = [f"{kind}/{f}" if f else kind for f in form]
    shared = pd.Series(kinds, index=rows.index) + "/" + rows["attribute"]
    own = rows["link"] + "/" + rows["attribute"]
    rows["stream"] = shared.where(rows["origin"] == "default", own)
    return rows.reset_index(drop=True)


def _whole(numbers: pd.DataFrame) -> pd.Series:
    """Whether all numbers of a row are whole, or not there."""
    return (numbers.isna() | (numbers == numbers.round())).all(axis=1)
