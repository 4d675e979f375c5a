"""Runs over draws, block by block: the same draws whatever the blocks and workers are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from corridors.scenarios import as_stated
from corridors.uncertainty import cache
from corridors.uncertainty.backends import in_spans
from corridors.uncertainty.conditioning import posterior
from corridors.uncertainty.posterior import BLOCK, Block, Posterior, weighed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from numpy.typing import NDArray

    from corridors.network import Network
    from corridors.schema import Corridor
    from corridors.uncertainty.backends import Workers

    Floats = NDArray[np.float64]
    Weights = tuple[Floats, NDArray[np.int8]]


@dataclass(frozen=True, eq=False)
class Weighed:
    """All draws of a folder with their weights given what was carried; the same for every corridor and scenario.

    Attributes
    ----------
    weight : float array
        One a draw.
    choice : int array
        Shape (draws, links that counts speak of): which try of the link's own facts is taken.
    start : int
        Number of its first draw among all draws of the seed.
    """

    posterior: Posterior
    weight: Floats
    choice: NDArray[np.int8]
    start: int = 0

    def block(self, first: int, last: int) -> Block:
        """Draws `first` to `last` (exclusive) of the run."""
        own = (self.weight[first:last], self.choice[first:last])
        return Block(self.posterior, self.start + first, self.start + last, *own)


@dataclass(frozen=True, eq=False)
class Asked:
    """What an ensemble was asked for, and its draws: for whoever asks more of them."""

    network: Network
    corridor: Corridor
    basis: str
    weighed: Weighed


@dataclass(frozen=True, eq=False)
class Unweighed:
    """The same draws before their weights are worked out, which each block then does for itself.

    Attributes
    ----------
    key : str
        Under which the weights are kept; empty if they are not.
    """

    posterior: Posterior
    key: str = ""

    def block(self, first: int, last: int) -> Block:
        """Draws `first` to `last` (exclusive) with their weights."""
        return weighed(self.posterior, first, last)

    def together(self, parts: Sequence[Weights]) -> Weighed:
        """The run whose blocks these weights and choices are of, kept for the next time."""
        weight, choice = (np.concatenate([p[k] for p in parts]) for k in (0, 1))
        if self.key:
            cache.keep(self.key, {"weight": weight, "choice": choice})
        return Weighed(self.posterior, weight, choice)


def blocks(draws: int) -> Iterator[tuple[int, int]]:
    """First and last (exclusive) draw of each block."""
    return ((k, min(k + BLOCK, draws)) for k in range(0, draws, BLOCK))


def weighed_draws(
    network: Network, draws: int, seed: int, basis: str = "rule", *, workers: Workers = 1, cached: bool = True
) -> Weighed:
    """Weights of the draws of a folder given what was carried, kept for the next time."""
    found = given_draws(network, draws, seed, basis, cached=cached)
    if isinstance(found, Weighed):
        return found
    return found.together(list(in_blocks(weigh, found.posterior, draws, workers)))


def given_draws(
    network: Network, draws: int, seed: int, basis: str = "rule", *, cached: bool = True
) -> Weighed | Unweighed:
    """`weighed_draws` if they are kept; if not, what blocks need to weigh their own draws while they work on them."""
    stated = as_stated(network)
    post = posterior(stated, seed, basis, cached=cached)
    key = cache.key_of(stated, "weights", draws, seed, basis) if cached and post.counts else ""
    known = cache.kept(key) if key else None
    if known and known["weight"].shape == (draws,) and known["choice"].shape == (draws, len(post.links)):
        return Weighed(post, known["weight"], known["choice"])
    return Unweighed(post, key)


def weigh(post: Posterior, first: int, last: int) -> Weights:
    """Weights and choices of draws `first` to `last` (exclusive)."""
    block = weighed(post, first, last)
    return block.weight, block.choice


def in_blocks(
    work: Callable[[Any, int, int], Any], what: Any, draws: int, workers: Workers = 1, start: int = 0
) -> Iterator[Any]:
    """`work(what, first, last)` of every block of so many draws from `start` on, in order; see `backends.in_spans`."""
    return in_spans(work, what, [(start + first, start + last) for first, last in blocks(draws)], workers)
