"""How the draws of a folder are weighed, found in a few small runs: which claims matter, tries, and where facts lie."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from corridors.scenarios import scenario
from corridors.uncertainty import cache
from corridors.uncertainty.capacity_draws import CapacityDraws
from corridors.uncertainty.draws import triangular_share
from corridors.uncertainty.evidence import Count, counts
from corridors.uncertainty.focus import Focus, fitted
from corridors.uncertainty.posterior import Block, Posterior, right, tries, weighed
from corridors.uncertainty.weighted import effective

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from corridors.network import Network

    Floats = NDArray[np.float64]

# A count that fewer than one draw in a hundred could have carried is named and left out.
LEAST_PROBABILITY = 0.01
# Tries of a link's own facts: enough that about so many agree with the counts, and never more than the most.
AGREEING_TRIES, MOST_TRIES = 3.0, 24
PILOT_DRAWS, PILOT_RUNS, PILOT_EFFECTIVE = 6000, 5, 500
# Draws of small runs that look for where shared facts must lie: others than those that are then weighed.
PILOT_FROM = 10_000_000
# A shared fact whose mean or spread moved by less is drawn as before.
MOVED = 0.04
# A claim that all but so many draws satisfy needs no look.
CERTAIN = 0.9985


def posterior(network: Network, seed: int, basis: str = "rule", *, cached: bool = True) -> Posterior:
    """How draws of a folder are weighed, found in a few small runs.

    Parameters
    ----------
    network : Network
        As stated, before any measure; the counts name the scenarios that they belong to.
    seed : int
        Of all streams.
    basis : str
        As `corridors.capacities`.
    cached : bool
        Whether what the small runs found is kept for the next time.
    """
    every = counts(network)
    states = {name: _state(network, name, every, basis) for name in sorted({c.scenario for c in every})}
    plain = Posterior(seed, (), (), {}, states)
    key = cache.key_of(network, "posterior", seed, basis) if cached and every else ""
    if key and (known := cache.kept(key)):
        return _restored(plain, every, known)
    found = _found(plain, every)
    if key:
        cache.keep(key, _arrays(found, every))
    return found


def _found(plain: Posterior, every: list[Count]) -> Posterior:
    probability = _prior_probability(plain, every)
    post = _split(plain, every, probability)
    if not post.counts or min(probability[c] for c in post.counts) == 1.0:
        return post
    post = replace(post, matter=_that_matter(post))
    post = replace(post, tries=_wanted_tries(post))
    streams = {r.stream for s in post.needed.values() for r in s.facts.itertuples() if r.shared}
    names = sorted(streams | {f"evidence/{c.group}" for c in post.counts})
    uniform, weight = np.empty((len(names), 0)), np.empty(0)
    for run in range(PILOT_RUNS):
        first = PILOT_FROM + run * PILOT_DRAWS
        block = weighed(post, first, first + PILOT_DRAWS)
        # Runs are put together, each by the draws that it is worth: the later ones know more.
        worth = block.weight / block.weight.sum() * effective(block.weight)
        uniform = np.hstack([uniform, [block.shared(n) for n in names]])
        weight = np.append(weight, worth)
        post = post.aimed(fitted(names, uniform, _tempered(weight), MOVED))
    return post


def _split(plain: Posterior, every: list[Count], probability: dict[Count, float]) -> Posterior:
    used = tuple(c for c in every if probability[c] >= LEAST_PROBABILITY)
    left_out = tuple(c for c in every if probability[c] < LEAST_PROBABILITY)
    return replace(plain, counts=used, left_out=left_out, prior_probability=probability)


def _arrays(post: Posterior, every: list[Count]) -> cache.Arrays:
    return {
        "probability": np.array([post.prior_probability[c] for c in every]),
        "matter": np.array(post.matter, dtype=bool),
        "tried": np.array(list(post.tries), dtype=str),
        "tries": np.array(list(post.tries.values()), dtype=np.int64),
        "focused": np.array(post.focus.streams, dtype=str),
        "focus_mean": post.focus.mean,
        "focus_scale": post.focus.scale,
    }


def _restored(plain: Posterior, every: list[Count], known: cache.Arrays) -> Posterior:
    probability = dict(zip(every, known["probability"].tolist(), strict=True))
    return replace(
        _split(plain, every, probability),
        matter=tuple(known["matter"].tolist()),
        tries=dict(zip(known["tried"].tolist(), known["tries"].tolist(), strict=True)),
        focus=Focus(tuple(known["focused"].tolist()), known["focus_mean"], known["focus_scale"]),
    )


def _state(network: Network, name: str, every: list[Count], basis: str) -> CapacityDraws:
    links = sorted({k for c in every if c.scenario == name for cut in c.cuts for k in cut})
    state = scenario(network, name) if name in network.scenarios else network
    return CapacityDraws.of(state, links, basis)


def _prior_probability(plain: Posterior, every: list[Count]) -> dict[Count, float]:
    """Probability of each count that its links could carry it, before anything was counted."""
    block = weighed(plain, 0, PILOT_DRAWS)
    capacity = {name: state.capacity(block.prior, PILOT_DRAWS) for name, state in plain.states.items()}
    return {c: float(_share(c, c.cuts, plain.states[c.scenario], capacity[c.scenario]).mean()) for c in every}


def _share(count: Count, cuts: Iterable[tuple[str, ...]], state: CapacityDraws, capacity: Floats) -> Floats:
    """Share of a count's own range that some cuts allow, in each draw."""
    totals = [capacity[:, state.links.get_indexer(list(cut))].sum(axis=1) for cut in cuts]
    return triangular_share(np.min(totals, axis=0), count.low_mtpa, count.mtpa, count.high_mtpa)


def _that_matter(post: Posterior) -> tuple[bool, ...]:
    """Whether some draws could not have carried a count through a cut, claim by claim: the others need no look."""
    block = Block(post, 0, PILOT_DRAWS, np.ones(PILOT_DRAWS), np.zeros((PILOT_DRAWS, len(post.links)), dtype=np.int8))
    capacity = {name: state.capacity(block.prior, PILOT_DRAWS) for name, state in post.states.items()}
    shares = [_share(c, [cut], post.states[c.scenario], capacity[c.scenario]) for c, cut in post.claims]
    return tuple(bool(share.mean() < CERTAIN) for share in shares)


def _wanted_tries(post: Posterior) -> dict[str, int]:
    block = weighed(post, 0, PILOT_DRAWS)
    _, likelihood = tries(block, {c: right(block, c) for c in post.counts})
    wanted = {}
    for link, each in likelihood.items():
        agree = float(each[0].mean())
        often = 1 if agree > 0.995 else int(np.ceil(AGREEING_TRIES / max(agree, 1e-9)))
        wanted[link] = int(np.clip(often, 1, MOST_TRIES)) if post.columns[link] else 1
    return wanted


def _tempered(weight: Floats) -> Floats:
    """Weights that sum to 1, made more equal until enough draws have a say."""
    power = 1.0
    while True:
        with np.errstate(divide="ignore"):
            scaled = np.exp(power * (np.log(weight) - np.log(weight.max())))
        scaled = np.where(weight > 0, scaled, 0.0) / np.where(weight > 0, scaled, 0.0).sum()
        if 1 / (scaled**2).sum() >= PILOT_EFFECTIVE or power < 0.05:
            return scaled
        power *= 0.8
