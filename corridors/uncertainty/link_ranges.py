"""The range of each link's capacity, and of several taken together, given what was carried."""

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

# As many as an ensemble takes by default: the figures are the same, and so are the weights that are kept.
DRAWS = 10_000
COLUMNS = {"p05_mtpa": 0.05, "p50_mtpa": 0.5, "p95_mtpa": 0.95}


def link_ranges(
    network: Network,
    *,
    links: Sequence[str] | None = None,
    draws: int = DRAWS,
    seed: int = 1,
    basis: str = "rule",
    cached: bool = True,
    at_least: float | None = None,
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
    at_least : float, optional
        Mt/year whose chance is asked for.

    Returns
    -------
    DataFrame
        Index `link`: p05_mtpa, p50_mtpa, p95_mtpa; with `at_least` also `chance`, the share of the draws that carry it.
    """
    wanted = pd.Index(network.links.index if links is None else list(dict.fromkeys(links)), name="link")
    weighed = weighed_draws(network, draws, seed, basis, cached=cached)
    parts = (draws, seed, basis, weighed.posterior.counts, list(wanted), at_least)
    key = cache.key_of(network, "links", *parts) if cached else ""
    known = cache.kept(key) if key else None
    if known is None:
        values, weight = _values(network, weighed, wanted, draws, basis), weighed.weight
        known = {"quantiles": np.array([quantiles(v, weight, list(COLUMNS.values())) for v in values.T])}
        if at_least is not None:
            known["chance"] = weight @ (values >= at_least - 1e-9) / weight.sum()
        if key:
            cache.keep(key, known)
    table = pd.DataFrame(known["quantiles"].reshape(-1, len(COLUMNS)), index=wanted, columns=list(COLUMNS))
    return table if at_least is None else table.assign(chance=known["chance"])


def total_range(network: Network, links: Sequence[str], *, draws: int = DRAWS, seed: int = 1) -> dict[str, float]:
    """The capacities of some links added up, draw by draw: p05_mtpa, p50_mtpa, p95_mtpa of the sum."""
    wanted = pd.Index(list(dict.fromkeys(links)), name="link")
    weighed = weighed_draws(network, draws, seed)
    total = _values(network, weighed, wanted, draws, "rule").sum(axis=1)
    found = quantiles(total, weighed.weight, list(COLUMNS.values()))
    return dict(zip(COLUMNS, map(float, found), strict=True))


def _values(network: Network, weighed: Weighed, links: pd.Index, draws: int, basis: str) -> Floats:
    """Capacities: a row a draw, a column a link."""
    parts = in_blocks(_block, (weighed, CapacityDraws.of(network, links, basis)), draws)
    return np.concatenate([*parts, np.empty((0, len(links)))])


def _block(what: tuple[Weighed, CapacityDraws], first: int, last: int) -> Floats:
    weighed, capacity = what
    return capacity.capacity(weighed.block(first, last).given, last - first)
