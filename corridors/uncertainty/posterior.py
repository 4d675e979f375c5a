"""Draws given what was carried: how well the network of each draw could have carried what was counted.

A draw counts by the share of each count's range that its capacities allow. Two things keep many draws in play where
few would be left by chance. A link's own facts are tried several times beside the same shared facts: the mean over the
tries is the weight, and one of the tries is taken. And shared facts are drawn mostly from where a first, small run
found that they must lie; what this favours is divided out again. Neither changes what any answer is on average.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cached_property, partial
from typing import TYPE_CHECKING

import numpy as np

from corridors.scenarios import scenario
from corridors.uncertainty import cache
from corridors.uncertainty.capacity_draws import CapacityDraws
from corridors.uncertainty.draws import matrix, triangular_share, uniforms
from corridors.uncertainty.evidence import Count, counts
from corridors.uncertainty.focus import NOWHERE, Focus, fitted
from corridors.uncertainty.weighted import effective

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from corridors.network import Network

    Floats = NDArray[np.float64]

# A count that fewer than one draw in a hundred could have carried is named and left out.
LEAST_PROBABILITY = 0.01
# The chance that a count says nothing of its links: a slip or another definition; a wrong inference.
WRONG_COUNTED, WRONG_INFERRED = 0.02, 0.5
# Tries of a link's own facts: enough that about so many agree with the counts, and never more than the most.
AGREEING_TRIES, MOST_TRIES = 3.0, 24
PILOT_DRAWS, PILOT_RUNS, PILOT_EFFECTIVE = 6000, 5, 500
# Draws of small runs that look for where shared facts must lie: others than those that are then weighed.
PILOT_FROM = 10_000_000
# A shared fact whose mean or spread moved by less is drawn as before.
MOVED = 0.04
# Draws in one block: a block is also what a worker does at a time.
BLOCK = 2000
# A claim that all but so many draws satisfy needs no look.
CERTAIN = 0.9985


@dataclass(frozen=True, eq=False)
class Posterior:
    """How draws are weighed, and where their facts come from.

    Attributes
    ----------
    seed : int
        Of all streams.
    counts : tuple of Count
        Those that are used; `left_out` are those that the model can hardly explain.
    prior_probability : dict
        Count -> probability before anything was counted that its links could carry it.
    states : dict
        Scenario -> the links that its counts speak of, in draws.
    matter : tuple of bool
        Which claims rule out some draws; all if empty.
    tries : dict
        Link -> tries of its own facts.
    focus : Focus
        Where the shared facts must lie.
    """

    seed: int
    counts: tuple[Count, ...]
    left_out: tuple[Count, ...]
    prior_probability: dict[Count, float]
    states: dict[str, CapacityDraws]
    matter: tuple[bool, ...] = ()
    tries: dict[str, int] = field(default_factory=dict)
    focus: Focus = NOWHERE

    @cached_property
    def links(self) -> tuple[str, ...]:
        """Links that some count alone speaks of: their own facts are tried, in this order."""
        return tuple(sorted({cut[0] for _, cut in self.claims if len(cut) == 1}))

    @cached_property
    def claims(self) -> tuple[tuple[Count, tuple[str, ...]], ...]:
        """What is known of each cut: a count of one group speaks of a cut once, wherever along the way it was made."""
        once = {(c.group, c.scenario, cut): (c, cut) for c in reversed(self.counts) for cut in c.cuts}
        every = [once[key] for key in sorted(once)]
        return tuple(c for c, matters in zip(every, self.matter or [True] * len(every), strict=True) if matters)

    @cached_property
    def needed(self) -> dict[str, CapacityDraws]:
        """Of `states`, the links that some claim is about."""
        links = {name: {k for c, cut in self.claims if c.scenario == name for k in cut} for name in self.states}
        return {name: self.states[name].only(sorted(links[name])) for name in self.states if links[name]}

    @cached_property
    def own(self) -> dict[str, tuple[str, int]]:
        """Stream of a link's own fact -> the link, and the column of the fact among its tries."""
        names: dict[str, set[str]] = {link: set() for link in self.links}
        for state in self.needed.values():
            for row in state.facts.itertuples():
                if row.link in names and not row.shared:
                    names[row.link].add(row.stream)
        return {s: (link, k) for link, streams in names.items() for k, s in enumerate(sorted(streams))}

    @cached_property
    def columns(self) -> dict[str, int]:
        """Own facts of each link that is tried."""
        return {link: sum(own == link for own, _ in self.own.values()) for link in self.links}

    @cached_property
    def by_try(self) -> tuple[tuple[int, str, CapacityDraws], ...]:
        """Number of a try, scenario, and its links that are tried so often."""
        found = []
        for name, state in self.needed.items():
            for k in range(max([1, *self.tries.values()])):
                some = [link for link in state.links if k == 0 or self.tries.get(link, 1) > k]
                if some:
                    found.append((k, name, state.only(some)))
        return tuple(found)


@dataclass(frozen=True, eq=False)
class Block:
    """Draws `first` to `last` (exclusive): their uniforms, weights and choices.

    Attributes
    ----------
    weight : float array
        One a draw; 1 in every draw where nothing was counted.
    choice : int array
        Shape (draws, links of the posterior): which try of the link's own facts is taken.
    """

    posterior: Posterior
    first: int
    last: int
    weight: Floats
    choice: NDArray[np.int8]
    _known: dict[str, Floats] = field(default_factory=dict)

    def prior(self, stream: str) -> Floats:
        """Uniforms of a stream before anything was counted."""
        if stream not in self._known:
            self._known[stream] = uniforms(self.posterior.seed, stream, self.first, self.last)
        return self._known[stream]

    def given(self, stream: str) -> Floats:
        """Uniforms of a stream given what was carried (with the weights)."""
        if stream in self.posterior.own:
            link, column = self.posterior.own[stream]
            choice = self.choice[:, self.posterior.links.index(link)]
            value = self.prior(stream)
            for k in np.unique(choice[choice > 0]):
                value = np.where(choice == k, self.tried(link, int(k))[:, column], value)
            return value
        return self.shared(stream)

    @cached_property
    def focused(self) -> tuple[dict[str, Floats], Floats]:
        """Uniforms of the streams that are drawn where they must lie, and by how much each draw is favoured."""
        focus = self.posterior.focus
        if not focus.streams:
            return {}, np.ones(self.last - self.first)
        plain = np.array([self.prior(stream) for stream in focus.streams])
        uniform, favoured = focus.drawn(plain, self.prior("focus"))
        return dict(zip(focus.streams, uniform, strict=True)), favoured

    def shared(self, stream: str) -> Floats:
        """Uniforms of a shared stream."""
        return self.focused[0].get(stream, self.prior(stream))

    def tried(self, link: str, k: int) -> Floats:
        """Uniforms of a link's own facts in its try k (from 1), shape (draws, own facts)."""
        name = f"{link}/try/{k}"
        if name not in self._known:
            columns = self.posterior.columns[link]
            self._known[name] = matrix(self.posterior.seed, name, columns, self.first, self.last)
        return self._known[name]

    def of_try(self, k: int, stream: str) -> Floats:
        """Uniforms of a stream in try k of the own facts."""
        if stream in self.posterior.own:
            link, column = self.posterior.own[stream]
            return self.prior(stream) if k == 0 else self.tried(link, k)[:, column]
        return self.shared(stream)


def weighed(post: Posterior, first: int, last: int) -> Block:
    """A block with its weights and choices worked out."""
    block = Block(post, first, last, np.ones(last - first), np.zeros((last - first, len(post.links)), dtype=np.int8))
    if not post.counts:
        return block
    right = {c: _right(block, c) for c in post.counts}
    capacity, likelihood = _tries(block, right)
    weight = 1.0 / block.focused[1]
    for place, link in enumerate(post.links):
        each = likelihood[link]
        weight *= each.mean(axis=0)
        if len(each) > 1:
            share = each.cumsum(axis=0)
            at = block.prior(f"{link}/choice") * share[-1]
            block.choice[:, place] = np.minimum((share <= at).sum(axis=0), len(each) - 1) * (share[-1] > 0)
    for count, cut in post.claims:
        if len(cut) > 1:
            total = np.sum([_chosen(block, capacity[count.scenario], link) for link in cut], axis=0)
            weight *= _likelihood(count, right[count], total)
    block.weight[:] = weight
    return block


def _right(block: Block, count: Count) -> NDArray[np.bool_]:
    """Whether a count is right in each draw; counts of one group are so together."""
    wrong = WRONG_INFERRED if count.inferred else WRONG_COUNTED
    return block.shared(f"evidence/{count.group}") >= wrong


def _likelihood(count: Count, right: NDArray[np.bool_], capacity: Floats) -> Floats:
    share = triangular_share(capacity, count.low_mtpa, count.mtpa, count.high_mtpa)
    return np.where(right, share, 1.0)


Tries = dict[str, dict[str, list["Floats"]]]


def _tries(block: Block, right: dict[Count, NDArray[np.bool_]]) -> tuple[Tries, dict[str, Floats]]:
    """Capacity by scenario, link and try; and the likelihood of each try of each link, shape (tries, draws)."""
    post, draws = block.posterior, block.last - block.first
    capacity: Tries = {name: {link: [] for link in state.links} for name, state in post.needed.items()}
    for k, name, state in post.by_try:
        found = state.capacity(partial(block.of_try, k), draws)
        for place, link in enumerate(state.links):
            capacity[name][link].append(found[:, place])
    likelihood = {link: np.ones((post.tries.get(link, 1), draws)) for link in post.links}
    for count, cut in post.claims:
        if len(cut) == 1:
            each = np.array(capacity[count.scenario][cut[0]])
            likelihood[cut[0]] = likelihood[cut[0]] * _likelihood(count, right[count], each)
    return capacity, likelihood


def _chosen(block: Block, capacity: dict[str, list[Floats]], link: str) -> Floats:
    if link not in block.posterior.links or len(capacity[link]) == 1:
        return capacity[link][0]
    choice = block.choice[:, block.posterior.links.index(link)]
    return np.choose(choice, capacity[link])


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
        post = replace(post, focus=fitted(names, uniform, _tempered(weight), MOVED))
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
    _, likelihood = _tries(block, {c: _right(block, c) for c in post.counts})
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
