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

from corridors.uncertainty.draws import matrix, triangular_share, uniforms
from corridors.uncertainty.focus import NOWHERE, Focus

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from corridors.uncertainty.capacity_draws import CapacityDraws, Known
    from corridors.uncertainty.evidence import Count

    Floats = NDArray[np.float64]

# The chance that a count says nothing of its links: a slip or another definition; a wrong inference.
WRONG_COUNTED, WRONG_INFERRED = 0.02, 0.5
# Draws in one block: enough for calls on arrays to be quick, few enough for the memory and for workers to share.
BLOCK = 5000


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

    def aimed(self, focus: Focus) -> Posterior:
        """The same with shared facts drawn elsewhere; what the claims alone decide is not worked out again."""
        other = replace(self, focus=focus)
        vars(other).update({name: value for name, value in vars(self).items() if name not in vars(other)})
        return other

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
    are_right = {c: right(block, c) for c in post.counts}
    capacity, likelihood = tries(block, are_right)
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
            weight *= _likelihood(count, are_right[count], total)
    block.weight[:] = weight
    return block


def right(block: Block, count: Count) -> NDArray[np.bool_]:
    """Whether a count is right in each draw; counts of one group are so together."""
    wrong = WRONG_INFERRED if count.inferred else WRONG_COUNTED
    return block.shared(f"evidence/{count.group}") >= wrong


def _likelihood(count: Count, right: NDArray[np.bool_], capacity: Floats) -> Floats:
    share = triangular_share(capacity, count.low_mtpa, count.mtpa, count.high_mtpa)
    return np.where(right, share, 1.0)


Tries = dict[str, dict[str, list["Floats"]]]


def tries(block: Block, are_right: dict[Count, NDArray[np.bool_]]) -> tuple[Tries, dict[str, Floats]]:
    """Capacity by scenario, link and try; and the likelihood of each try of each link, shape (tries, draws)."""
    post, draws = block.posterior, block.last - block.first
    capacity: Tries = {name: {link: [] for link in state.links} for name, state in post.needed.items()}
    shared: Known = {}
    for k, name, state in post.by_try:
        found = state.capacity(partial(block.of_try, k), draws, shared)
        for place, link in enumerate(state.links):
            capacity[name][link].append(found[:, place])
    likelihood = {link: np.ones((post.tries.get(link, 1), draws)) for link in post.links}
    for count, cut in post.claims:
        if len(cut) == 1:
            each = np.array(capacity[count.scenario][cut[0]])
            likelihood[cut[0]] = likelihood[cut[0]] * _likelihood(count, are_right[count], each)
    return capacity, likelihood


def _chosen(block: Block, capacity: dict[str, list[Floats]], link: str) -> Floats:
    if link not in block.posterior.links or len(capacity[link]) == 1:
        return capacity[link][0]
    choice = block.choice[:, block.posterior.links.index(link)]
    return np.choose(choice, capacity[link])
