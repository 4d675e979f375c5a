"""How sure is it: the capacity of a corridor in thousands of draws of all facts, given what was really carried."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from corridors.errors import BadInput
from corridors.flow.graph import corridor_of, graph
from corridors.flow.reduction import Reduction, reduced
from corridors.uncertainty import cache
from corridors.uncertainty.capacity_draws import CapacityDraws
from corridors.uncertainty.ensemble_result import Ensemble
from corridors.uncertainty.run import Asked, Unweighed, Weighed, given_draws, in_blocks, weighed_draws
from corridors.uncertainty.weighted import ClassSums
from corridors.wording.sentences import sentence

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from corridors.network import Network
    from corridors.schema import Corridor
    from corridors.uncertainty.backends import Workers
    from corridors.uncertainty.run import Weights

    Floats = NDArray[np.float64]

# Enough for quantiles to two digits; a range that is only shown beside a figure takes these.
DRAWS = 10_000
MOST_DRAWS = 10_000_000
# What was known before is taken from the first draws; more would not change a digit that is shown.
PRIOR_DRAWS = 20_000


def ensemble(
    network: Network,
    corridor: str | Corridor,
    *,
    draws: int = DRAWS,
    seed: int = 1,
    basis: str = "rule",
    target_mtpa: float | None = None,
    workers: Workers = 1,
    cached: bool = True,
) -> Ensemble:
    """Capacity of a corridor when every fact is drawn between its low and its high, given what was carried.

    Facts are triangular between low and high, with the value as the most likely, and independent of each other; a
    default is drawn once for all links that rest on it. Counts and switches are rounded. Draws that could not have
    carried what was counted anywhere in the network weigh less, or nothing (see `corridors.uncertainty.posterior`).

    Parameters
    ----------
    network : Network
        Any state of the world.
    corridor : str or Corridor
        Whose capacity.
    draws : int
        How many.
    seed : int
        The same seed gives the same draws, on any machine and any number of workers. Draw 17 of two scenarios differs
        only by the facts that the scenarios set differently, for each fact has a stream of its own.
    basis : {"rule", "stated", "model", "lower"}
        As `corridors.capacities`.
    target_mtpa : float, optional
        What is aimed at; its probability stands in the answer.
    workers : int or str
        Processes, or the address of a Dask scheduler ("tcp://host:8786").
    cached : bool
        Whether draws are kept in the user's cache folder and taken from there.

    Returns
    -------
    Ensemble
        `.p05`, `.p50`, `.p95`, `.probability(20)`, `.cut_frequency`, `.drivers`, and a capacity a draw.

    Raises
    ------
    UnknownName
        A corridor that is not there.
    BadInput
        Fewer than one draw, or more than ten million.

    Examples
    --------
    >>> import corridors as co
    >>> runs = co.ensemble(co.load(), "rkti", draws=500, seed=1, cached=False)
    >>> runs.p05 < runs.p50 < runs.p95
    True
    """
    chosen = corridor_of(network, corridor)
    options: dict[str, Any] = {"draws": draws, "seed": seed, "basis": basis, "workers": workers, "cached": cached}
    return ensembles(network, [chosen], target_mtpa=target_mtpa, **options)[chosen.id]


def ensembles(
    network: Network,
    corridors: Sequence[str | Corridor],
    *,
    draws: int = DRAWS,
    seed: int = 1,
    basis: str = "rule",
    target_mtpa: float | None = None,
    workers: Workers = 1,
    cached: bool = True,
) -> dict[str, Ensemble]:
    """`ensemble` of several corridors, whose links are drawn once for all of them; by id."""
    if not 1 <= draws <= MOST_DRAWS:
        raise BadInput(sentence("draws = {draws}; ask for one or more, at most {most:,}", draws=draws, most=MOST_DRAWS))
    chosen = [corridor_of(network, c) for c in corridors]
    given = given_draws(network, draws, seed, basis, cached=cached)
    state = cache.key_of(network, draws, seed, basis, given.posterior.counts) if cached else ""
    keys = {c.id: cache.key_of_parts(state, c) for c in chosen if state}
    found = {c.id: cache.kept(keys[c.id]) for c in chosen if state}
    lacking = [c.id for c in chosen if not found.get(c.id)]
    case = _case(network, chosen, given, basis)
    if lacking:
        weighed, made = _run(case.only(lacking), draws, workers)
        found |= made
        for name in made if state else ():
            cache.keep(keys[name], made[name])
    else:
        weighed = weighed_draws(network, draws, seed, basis, workers=workers, cached=cached)
    about = {"draws": draws, "seed": seed, "target_mtpa": target_mtpa}
    return {
        c.id: _answer(Asked(network, c, basis, weighed), case, case.routes[c.id], found[c.id] or {}, about)
        for c in chosen
    }


@dataclass(frozen=True, eq=False)
class _Route:
    """A corridor: its links among those that are drawn, its shape, and the streams that move it."""

    corridor: str
    columns: NDArray[np.int64]
    links: pd.Index
    shape: Reduction
    streams: list[str]


@dataclass(frozen=True, eq=False)
class _Case:
    """What every block of a run shares."""

    weighed: Weighed | Unweighed
    capacity: CapacityDraws
    routes: dict[str, _Route]

    def only(self, corridors: Sequence[str]) -> _Case:
        """Some of the corridors, with no more links than they need."""
        if len(corridors) == len(self.routes):
            return self
        routes = [self.routes[c] for c in corridors]
        links = pd.Index(sorted({k for r in routes for k in r.links}), dtype=object)
        some = {r.corridor: replace(r, columns=links.get_indexer(r.links)) for r in routes}
        return _Case(self.weighed, self.capacity.only(links), some)


def _case(network: Network, corridors: Sequence[Corridor], weighed: Weighed | Unweighed, basis: str) -> _Case:
    links = pd.Index(sorted({k for c in corridors for k in c.links}), dtype=object)
    capacity = CapacityDraws.of(network, links, basis)
    routes = {}
    for corridor in corridors:
        g = graph(network, corridor.links)
        shape = reduced(g.tail, g.head, g.positions(corridor.origins), g.positions(corridor.destinations))
        own = capacity.facts[capacity.facts["link"].isin(g.links)]
        streams = sorted(own["stream"].unique())
        routes[corridor.id] = _Route(corridor.id, links.get_indexer(g.links), g.links, shape, streams)
    return _Case(weighed, capacity, routes)


Part = tuple["Floats", "Floats", "Floats", ClassSums]


def _block(case: _Case, first: int, last: int) -> tuple[Weights, dict[str, Part]]:
    """Weights and choices; by corridor: capacity given the counts and before, weight of each cut, sums by class."""
    block, draws = case.weighed.block(first, last), last - first
    known: dict[str, Floats] = {}

    def given(stream: str) -> Floats:
        if stream not in known:
            known[stream] = block.given(stream)
        return known[stream]

    capacity = case.capacity.capacity(given, draws)
    before = capacity
    if case.weighed.posterior.counts:
        before = case.capacity.capacity(block.prior, draws if first < PRIOR_DRAWS else 0)
    parts = {}
    for route in case.routes.values():
        value, cut = route.shape.max_flow(capacity[:, route.columns])
        prior = route.shape.max_flow(before[:, route.columns])[0] if before is not capacity else value
        sums = ClassSums(route.streams)
        sums.add([given(name) for name in route.streams], np.where(np.isfinite(value), value, 0.0), block.weight)
        parts[route.corridor] = (value, prior, (block.weight[:, None] * cut).sum(axis=0), sums)
    return (block.weight, block.choice), parts


def _run(case: _Case, draws: int, workers: Workers) -> tuple[Weighed, dict[str, dict[str, Floats]]]:
    """The draws with their weights, and the answer of each corridor: all in one pass over the blocks."""
    weights, parts = zip(*in_blocks(_block, case, draws, workers), strict=True)
    weighed = case.weighed if isinstance(case.weighed, Weighed) else case.weighed.together(weights)
    each = {name: [p[name] for p in parts] for name in case.routes}
    return weighed, {name: _together(case.routes[name], weighed.weight, some) for name, some in each.items()}


def _together(route: _Route, weight: Floats, parts: list[Part]) -> dict[str, Floats]:
    value, prior = (np.concatenate([p[k] for p in parts]) for k in (0, 1))
    cut, sums = np.zeros(len(route.links)), ClassSums(route.streams)
    for _, _, inside, part in parts:
        cut = cut + inside
        sums += part
    index = sums.index(np.where(np.isfinite(value), value, 0.0), weight)
    return {"value": value, "prior": prior, "cut": cut / weight.sum(), "index": index}


def _answer(asked: Asked, case: _Case, route: _Route, arrays: dict[str, Floats], about: dict[str, Any]) -> Ensemble:
    post, weight = asked.weighed.posterior, asked.weighed.weight
    counts = [*post.counts, *post.left_out]
    best = case.capacity.best_guess[None][:, route.columns]
    return Ensemble(
        corridor=route.corridor,
        scenario=str(asked.network.name),
        best_guess_mtpa=float(route.shape.max_flow(best)[0][0]),
        value_mtpa=arrays["value"],
        weight=weight,
        prior_mtpa=arrays["prior"],
        cut_frequency=_greatest_first(arrays["cut"], route.links.rename("link"), "share"),
        drivers=_greatest_first(arrays["index"], pd.Index(route.streams, name="fact", dtype=object), "index"),
        evidence=pd.DataFrame(
            {
                "link": [c.link for c in counts],
                "year": [c.year for c in counts],
                "carried_mtpa": [c.mtpa for c in counts],
                "prior_probability": [post.prior_probability[c] for c in counts],
                "used": [c in set(post.counts) for c in counts],
            }
        ),
        kept_share=float(weight.mean()) if post.counts else 1.0,
        asked=asked,
        **about,
    )


def _greatest_first(values: Floats, index: pd.Index, name: str) -> pd.Series:
    shares = pd.Series(values, index=index, name=name, dtype=float)
    return shares[shares > 0].round(9).sort_index().sort_values(ascending=False, kind="stable")
