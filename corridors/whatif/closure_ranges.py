"""What a closure costs in thousands of draws, given what was carried: the range of the loss, link by link."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from corridors.flow.graph import corridor_of, graph
from corridors.flow.reduction import reduced
from corridors.uncertainty.capacity_draws import CapacityDraws
from corridors.uncertainty.run import Weighed, in_blocks, weighed_draws
from corridors.uncertainty.weighted import quantiles

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from corridors.flow.reduction import Reduction
    from corridors.network import Network
    from corridors.schema import Corridor
    from corridors.uncertainty.backends import Workers

    Floats = NDArray[np.float64]
    Case = tuple[Weighed, CapacityDraws, Reduction]

SHARES = {"p05": 0.05, "p50": 0.5, "p95": 0.95}


def closure_ranges(
    network: Network,
    corridor: str | Corridor,
    *,
    draws: int = 10_000,
    seed: int = 1,
    basis: str = "rule",
    workers: Workers = 1,
    cached: bool = True,
) -> tuple[pd.DataFrame, dict[str, float]]:
    """Mt/year that a corridor loses when each of its links closes, in 5, 50 and 95 % of the draws.

    Parameters
    ----------
    network : Network
        Any state of the world.
    corridor : str or Corridor
        Whose links.
    draws, seed, basis, workers, cached
        As `corridors.ensemble`.

    Returns
    -------
    DataFrame, dict
        Index `link`: p05_lost_mtpa, p50_lost_mtpa, p95_lost_mtpa; and p05_mtpa, p50_mtpa, p95_mtpa with all open.
    """
    chosen = corridor_of(network, corridor)
    g = graph(network, chosen.links)
    weighed = weighed_draws(network, draws, seed, basis, workers=workers, cached=cached)
    shape = reduced(g.tail, g.head, *g.ends(chosen))
    case = (weighed, CapacityDraws.of(network, [str(k) for k in g.links], basis), shape)
    parts = np.concatenate(list(in_blocks(_block, case, draws, workers)), axis=1)
    found = np.array([quantiles(v, weighed.weight, list(SHARES.values())) for v in parts])
    index = pd.Index(g.links, name="link")
    table = pd.DataFrame(found[1:], index=index, columns=[f"{name}_lost_mtpa" for name in SHARES])
    return table, {f"{name}_mtpa": float(v) for name, v in zip(SHARES, found[0], strict=True)}


def _block(case: Case, first: int, last: int) -> Floats:
    """Capacity with everything open, then what is lost by link; shape (1 + links, draws)."""
    weighed, links, shape = case
    capacity = links.capacity(weighed.block(first, last).given, last - first)
    whole = shape.value(capacity)
    rows = [whole]
    for k in range(capacity.shape[1]):
        own = capacity[:, k].copy()
        capacity[:, k] = 0.0
        rows.append(whole - shape.value(capacity))
        capacity[:, k] = own
    # Without a limit there is nothing to lose of it.
    return np.nan_to_num(np.array(rows), nan=0.0, posinf=np.inf)
