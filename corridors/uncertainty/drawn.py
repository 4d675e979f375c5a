"""Draws taken together, for whoever wants several numbers of each: weighed ones, or as many of equal weight."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from corridors.scenarios import as_stated
from corridors.uncertainty.conditioning import posterior
from corridors.uncertainty.draws import CHUNK, generator
from corridors.uncertainty.run import Weighed, blocks, in_blocks, weigh, weighed_draws

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from corridors.network import Network
    from corridors.uncertainty.backends import Workers
    from corridors.uncertainty.capacity_draws import CapacityDraws, Floats
    from corridors.uncertainty.posterior import Block

# Weighed draws behind each draw of equal weight: some twelve of them say as much as one.
POOL_TIMES, LEAST_POOL = 6, 40_000


@dataclass(frozen=True, eq=False)
class Drawn:
    """Draws given what was carried.

    Attributes
    ----------
    weight : float array
        One a draw.
    picked : tuple of (Block, int array)
        Blocks of draws, and which of each are taken, some of them more than once.
    """

    weight: Floats
    picked: tuple[tuple[Block, NDArray[np.int64]], ...]

    def __len__(self) -> int:
        return len(self.weight)

    def given(self, stream: str) -> Floats:
        """Uniforms of a fact."""
        return np.concatenate([block.given(stream)[rows] for block, rows in self.picked])

    def prior(self, stream: str) -> Floats:
        """Uniforms of what no count speaks of: delays, costs."""
        return np.concatenate([block.prior(stream)[rows] for block, rows in self.picked])

    def capacity(self, links: CapacityDraws) -> Floats:
        """Mt/year, shape (draws, links)."""
        return links.capacity(self.given, len(self))


def weighed_together(
    network: Network, draws: int, seed: int, basis: str = "rule", *, workers: Workers = 1, cached: bool = True
) -> Drawn:
    """The draws of an ensemble, with their weights."""
    return together(weighed_draws(network, draws, seed, basis, workers=workers, cached=cached), draws)


def together(found: Weighed, draws: int) -> Drawn:
    """The first draws of a run, with their weights."""
    own = ((found.block(*span), np.arange(span[1] - span[0])) for span in blocks(draws))
    return Drawn(found.weight[:draws], tuple(own))


def resampled(
    network: Network,
    draws: int,
    seed: int,
    basis: str = "rule",
    *,
    first: int = 0,
    workers: Workers = 1,
    cached: bool = True,
) -> Drawn:
    """Draws of equal weight, taken from a longer run of weighed draws in proportion to their weights.

    Parameters
    ----------
    draws : int
        How many are taken.
    seed, basis, workers, cached
        As `corridors.ensemble`.
    first : int
        Where the longer run begins: two runs that do not overlap share no draw.
    """
    post = posterior(as_stated(network), seed, basis, cached=cached)
    pool = pool_of(draws) if post.counts else draws
    parts = list(in_blocks(weigh, post, pool, workers, first))
    run = Weighed(post, np.concatenate([p[0] for p in parts]), np.concatenate([p[1] for p in parts]), first)
    # Evenly spaced along the sum of the weights, from a start that the seed decides.
    places = (generator(seed, f"resampled/{first}").random() + np.arange(draws)) / draws
    rows = np.searchsorted(run.weight.cumsum() / run.weight.sum(), places) if post.counts else np.arange(draws)
    rows = np.minimum(rows, pool - 1)
    spans = [(low, high, rows[(rows >= low) & (rows < high)]) for low, high in blocks(pool)]
    own = ((run.block(low, high), some - low) for low, high, some in spans if len(some))
    return Drawn(np.ones(draws), tuple(own))


def pool_of(draws: int) -> int:
    """Weighed draws behind so many of equal weight, in whole chunks."""
    return -(-max(POOL_TIMES * draws, LEAST_POOL) // CHUNK) * CHUNK
