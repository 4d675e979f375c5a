"""The range of each link's capacity, given what was carried."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from corridors.uncertainty import cache
from corridors.uncertainty.capacity_draws import CapacityDraws
from corridors.uncertainty.run import Weighed, in_blocks, weighed_draws
from corridors.uncertainty.weighted import quantiles

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from corridors.network import Network

    Floats = NDArray[np.float64]

# A range beside a figure; whoever wants more asks for an ensemble.
DRAWS = 4000
COLUMNS = {"p05_mtpa": 0.05, "p50_mtpa": 0.5, "p95_mtpa": 0.95}


def link_ranges(
    network: Network,
    *,
    links: Sequence[str] | None = None,
    draws: int = DRAWS,
    seed: int = 1,
    basis: str = "rule",
    cached: bool = True,
) -> pd.DataFrame:
    """Capacity of links that 5, 50 and 95 % of the draws do not exceed, given what was carried.

    Parameters
    ----------
    network : Network
        Any state of the world.
    links : sequence of str, optional
        Only these, in this order.
    draws, seed, basis, cached
        As `corridors.ensemble`.

    Returns
    -------
    DataFrame
        Index `link`: p05_mtpa, p50_mtpa, p95_mtpa.
    """
    wanted = pd.Index(network.links.index if links is None else list(dict.fromkeys(links)), name="link")
    weighed = weighed_draws(network, draws, seed, basis, cached=cached)
    key = cache.key_of(network, "links", draws, seed, basis, weighed.posterior.counts, list(wanted)) if cached else ""
    known = cache.kept(key) if key else None
    if known is None:
        parts = in_blocks(_block, (weighed, CapacityDraws.of(network, wanted, basis)), draws)
        values = np.concatenate([*parts, np.empty((0, len(wanted)))])
        known = {"quantiles": np.array([quantiles(v, weighed.weight, list(COLUMNS.values())) for v in values.T])}
        if key:
            cache.keep(key, known)
    return pd.DataFrame(known["quantiles"].reshape(-1, len(COLUMNS)), index=wanted, columns=list(COLUMNS))


def _block(what: tuple[Weighed, CapacityDraws], first: int, last: int) -> Floats:
    weighed, capacity = what
    return capacity.capacity(weighed.block(first, last).given, last - first)
