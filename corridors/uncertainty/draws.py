"""Draws of facts within their range: each fact has a stream of chance of its own, named after it."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from corridors.network import Network

# Draws are made a thousand at a time, so that any block of them can be made without those before it.
CHUNK = 1000


def generator(seed: int, name: str) -> np.random.Generator:
    """A generator that only seed and name decide."""
    own = int.from_bytes(sha256(f"{seed}/{name}".encode()).digest()[:16], "big")
    return np.random.Generator(np.random.PCG64(own))


def uniforms(seed: int, name: str, first: int, last: int) -> NDArray[np.float64]:
    """Numbers between 0 and 1 of draws `first` to `last` (exclusive), one in each thousandth of every thousand draws.

    References
    ----------
    McKay, Beckman and Conover, A comparison of three methods for selecting values of input variables in the analysis
    of output from a computer code, 1979.

    Examples
    --------
    >>> whole = uniforms(1, "a", 0, 3000)
    >>> bool((uniforms(1, "a", 900, 2100) == whole[900:2100]).all()), bool((whole == uniforms(1, "b", 0, 3000)).any())
    (True, False)
    """
    parts = []
    for chunk in range(first // CHUNK, -(-last // CHUNK)):
        rng = generator(seed, f"{name}/{chunk}")
        parts.append((rng.permutation(CHUNK) + rng.random(CHUNK)) / CHUNK)
    skipped = first - first % CHUNK
    return np.concatenate([*parts, np.empty(0)])[first - skipped : last - skipped]


def matrix(seed: int, name: str, columns: int, first: int, last: int) -> NDArray[np.float64]:
    """Independent numbers between 0 and 1 of draws `first` to `last` (exclusive), shape (draws, columns)."""
    chunks = range(first // CHUNK, -(-last // CHUNK))
    parts = [generator(seed, f"{name}/{chunk}").random((CHUNK, columns)) for chunk in chunks]
    skipped = first - first % CHUNK
    return np.concatenate([*parts, np.empty((0, columns))])[first - skipped : last - skipped]


def triangular(u: NDArray[np.float64], low: float, mode: float, high: float) -> NDArray[np.float64]:
    """Value below which a triangular spread has the share u; where there is no width, the mode.

    >>> triangular(np.array([0.0, 0.5, 1.0]), 0.0, 1.0, 2.0).tolist()
    [0.0, 1.0, 2.0]
    """
    width = high - low
    if width <= 0:
        return np.full(len(u), mode)
    at = u * width
    below = at < mode - low
    away = np.sqrt(np.where(below, at * (mode - low), (1 - u) * width * (high - mode)))
    return np.where(below, low + away, high - away)


def triangular_share(value: NDArray[np.float64], low: float, mode: float, high: float) -> NDArray[np.float64]:
    """Share of a triangular spread that lies at or below a value; a step at the mode where there is no width.

    >>> triangular_share(np.array([0.0, 0.5, 1.0, 1.5, 3.0]), 0.0, 1.0, 2.0).tolist()
    [0.0, 0.125, 0.5, 0.875, 1.0]
    """
    if high <= low:
        return (value >= mode).astype(float)
    at, width = np.clip(value, low, high), high - low
    below = (at - low) ** 2 / (width * max(mode - low, 1e-300))
    above = 1.0 - (high - at) ** 2 / (width * max(high - mode, 1e-300))
    return np.where(at <= mode if mode > low else at < low, below, above)


def uncertain_facts(network: Network, kind: str, links: pd.Index, names: list[str]) -> pd.DataFrame:
    """Facts of some links that have a width, with the name of the stream that moves each.

    A default is one number for all links that nobody measured, so they share a stream; a stated fact has its own.

    Returns
    -------
    DataFrame
        link, attribute, value, low, high, whole (True where only whole numbers make sense), shared, stream.
    """
    rows = network.facts_of(links, names)
    rows = rows[(rows["role"] == "used") & (rows["low"] < rows["high"]) & (rows["attribute"] != "in_service")]
    rows = rows[["link", "attribute", "value", "low", "high", "origin"]].sort_values(["attribute", "link"])
    # A share may happen to be 0, 0 and 1 on a link; counts and switches are whole in the schema too.
    schema = network.schema[kind]
    counted = (_whole(schema[["default", "low", "high"]]) & (schema["unit"] == "1")).groupby(level=0).all()
    rows["whole"] = _whole(rows[["value", "low", "high"]]) & counted.reindex(rows["attribute"]).to_numpy()
    form = network.links.loc[rows["link"], "form"].to_numpy()
    kinds = [f"{kind}/{f}" if f else kind for f in form]
    common = pd.Series(kinds, index=rows.index) + "/" + rows["attribute"]
    # A copy of a link (link#bits) is the same link; what a measure sets is another fact than the one it replaces.
    laid = ~rows["origin"].isin(["stated", "default", ""])
    own = rows["link"].astype(object).str.split("#").str[0] + "/" + rows["attribute"].astype(object)
    own = own.where(~laid, own + " (" + rows["origin"].astype(object) + ")")
    rows["shared"] = rows["origin"] == "default"
    rows["stream"] = common.where(rows["shared"], own)
    return rows.reset_index(drop=True)


def _whole(numbers: pd.DataFrame) -> pd.Series:
    """Whether all numbers of a row are whole, or not there."""
    return (numbers.isna() | (numbers == numbers.round())).all(axis=1)
