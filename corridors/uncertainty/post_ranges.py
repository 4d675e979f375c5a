"""The range of what road posts clear, in vehicles a day, given what was carried; and the chance of an overload."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from corridors import units
from corridors.uncertainty.capacity_draws import CapacityDraws
from corridors.uncertainty.run import Weighed, in_blocks, weighed_draws
from corridors.uncertainty.weighted import quantiles

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from corridors.network import Network

    Floats = NDArray[np.float64]

SHARES = {"p05": 0.05, "p50": 0.5, "p95": 0.95}


@dataclass(frozen=True, eq=False)
class PostRanges:
    """Vehicles a day that posts clear in the draws.

    Attributes
    ----------
    posts : DataFrame
        Index `link`: p05, p50, p95; `chance`, the share of the draws in which more is counted than is cleared (NaN
        where nothing is counted).
    together : dict
        p05, p50, p95 of all of them added up, draw by draw.
    """

    posts: pd.DataFrame
    together: dict[str, float]


def post_ranges(network: Network, counted: pd.Series, *, draws: int, seed: int = 1, cached: bool = True) -> PostRanges:
    """What road posts clear, in the draws of all facts given what was carried.

    Parameters
    ----------
    network : Network
        Any state of the world.
    counted : Series
        Index: road posts; vehicles a day, NaN where nobody counted.
    draws, seed, cached
        As `corridors.ensemble`.
    """
    weighed = weighed_draws(network, draws, seed, cached=cached)
    values = np.concatenate(list(in_blocks(_block, (weighed, CapacityDraws.of(network, counted.index)), draws)))
    weight, carried = weighed.weight, counted.to_numpy(dtype=float, na_value=np.nan)
    table = pd.DataFrame(
        [quantiles(v, weight, list(SHARES.values())) for v in values.T], index=counted.index, columns=list(SHARES)
    )
    chance = weight @ (values < carried) / weight.sum()
    total = quantiles(values.sum(axis=1), weight, list(SHARES.values()))
    table["chance"] = np.where(np.isfinite(carried), chance, np.nan)
    return PostRanges(table, dict(zip(SHARES, map(float, total), strict=True)))


def _block(what: tuple[Weighed, CapacityDraws], first: int, last: int) -> Floats:
    """Vehicles a day, shape (draws, posts): the capacity over what one of them every day carries in a year."""
    weighed, posts = what
    block, count = weighed.block(first, last), last - first
    (kind,) = posts.kinds
    columns = kind.columns(kind.drawn(block.given, {}), count)
    one = units.mtpa(columns["truck_share"], columns["payload_t"], columns["working_days"])
    vehicles = kind.chosen(columns) / np.where(one > 0, one, np.inf)
    return np.broadcast_to(vehicles, (count, len(posts.links)))
