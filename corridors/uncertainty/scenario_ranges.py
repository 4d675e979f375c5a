"""The ranges that a map shows: links, corridors and the rungs of their ladders, in several scenarios, from one run."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from itertools import combinations
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from corridors.flow.bottlenecks import climb
from corridors.flow.graph import graph
from corridors.flow.reduction import Reduction, reduced
from corridors.scenarios import build, built, lineage, ready, rows, years
from corridors.uncertainty import cache
from corridors.uncertainty.capacity_draws import CapacityDraws
from corridors.uncertainty.ensemble_result import SHARES
from corridors.uncertainty.run import Weighed, in_blocks, weighed_draws
from corridors.uncertainty.weighted import NEAR_MTPA, difference, quantiles

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from corridors.network import Network
    from corridors.schema import Corridor
    from corridors.uncertainty.backends import Workers

    Floats = NDArray[np.float64]
    Places = NDArray[np.int64]

# The network as it is loaded, before any scenario.
AS_LOADED = ""
AT_YEAR = "@"
RUNGS = 8
# Links that are in the cut of fewer draws are not worth a line.
LEAST_SHARE = 0.005


@dataclass(frozen=True)
class ScenarioRanges:
    """Middle and 90 % interval of what is drawn, given what was carried; all of it plain numbers.

    Attributes
    ----------
    draws, seed : int
        Behind every range.
    links : dict
        State -> link -> [p05, p50, p95], Mt/year. The state "" is the network as loaded and has all links; a scenario
        ("announced-2030") has those that it changes, and so has an earlier year of it ("announced-2030@2027"), with
        the measures that are ready by then.
    corridors : dict
        State -> corridor -> `rungs`: [p05, p50, p95] of the corridor, then of it with the first rung of its ladder (at
        best guesses) relieved, and so on; `cut`: [link, share of the draws in which it is in the cut], most often
        first; `chance`: [target, probability that it is reached], for every target of the folder. A scenario has the
        corridors that it changes.
    changes : dict
        Corridor -> [[state, other state, p05, p50, p95], …]: the capacity in the other state less that in the first,
        draw by draw, for every two states without a year that change it.
    """

    draws: int
    seed: int
    links: dict[str, dict[str, list[float]]] = field(default_factory=dict)
    corridors: dict[str, dict[str, dict[str, Any]]] = field(default_factory=dict)
    changes: dict[str, list[list[Any]]] = field(default_factory=dict)


def scenario_ranges(
    network: Network,
    scenarios: Sequence[str],
    *,
    links: Sequence[str] | None = None,
    corridors: Sequence[Corridor] | None = None,
    draws: int = 10_000,
    seed: int = 1,
    basis: str = "rule",
    workers: Workers = 1,
    cached: bool = True,
) -> ScenarioRanges:
    """Ranges of links and corridors in several scenarios; each equals that of `corridors.ensemble`.

    The links that a scenario leaves alone are drawn once for all scenarios.

    Parameters
    ----------
    network : Network
        As loaded.
    scenarios : sequence of str
        Laid over it one by one.
    links : sequence of str, optional
        Only these; all of the network by default. Corridors that need others are left out.
    corridors : sequence of Corridor, optional
        Only these; all of the network by default.
    draws, seed, basis, workers, cached
        As `corridors.ensemble`.

    Returns
    -------
    ScenarioRanges
    """
    wanted = pd.Index(network.links.index if links is None else list(links), dtype=object)
    chosen = [c for c in (corridors or network.corridors.values()) if set(c.links) <= set(wanted)]
    weighed = weighed_draws(network, draws, seed, basis, workers=workers, cached=cached)
    steps = _steps(network, scenarios)
    about = [draws, seed, basis, weighed.posterior.counts, list(wanted), [c.id for c in chosen], steps]
    key = cache.key_of(network, "scenarios", *about) if cached else ""
    known = cache.kept(key) if key else None
    if known:
        return ScenarioRanges(**json.loads(known["json"].tobytes()))
    found = _drawn(_case(network, scenarios, wanted, chosen, weighed, basis), network, draws, seed, workers)
    if key:
        cache.keep(key, {"json": np.frombuffer(json.dumps(vars(found)).encode(), dtype=np.uint8)})
    return found


@dataclass(frozen=True, eq=False)
class _Route:
    """A corridor: its links as columns, and its shape."""

    columns: Places
    shape: Reduction


@dataclass(frozen=True, eq=False)
class _State:
    """A scenario: the columns that it changes, their draws, and by corridor what each rung relieves."""

    touched: Places
    capacity: CapacityDraws
    rungs: dict[str, list[Places]]


@dataclass(frozen=True, eq=False)
class _Case:
    """What every block of draws shares."""

    weighed: Weighed
    links: pd.Index
    routes: dict[str, _Route]
    states: dict[str, _State]


def _case(
    network: Network,
    scenarios: Sequence[str],
    links: pd.Index,
    corridors: Sequence[Corridor],
    weighed: Weighed,
    basis: str,
) -> _Case:
    routes = {}
    for corridor in corridors:
        g = graph(network, corridor.links)
        shape = reduced(g.tail, g.head, g.positions(corridor.origins), g.positions(corridor.destinations))
        routes[corridor.id] = _Route(links.get_indexer(g.links), shape)
    loaded = CapacityDraws.of(network, links, basis)
    best, all_links = loaded.best_guess, np.arange(len(links))
    states = {AS_LOADED: _State(all_links, loaded, {c: _rungs(r, best) for c, r in routes.items()})}
    for name, measures in _steps(network, scenarios).items():
        chain = lineage(network, name.partition(AT_YEAR)[0])
        settings = [s for m in measures for s in network.measures[m].facts] + [s for c in chain for s in c.facts]
        touched = np.flatnonzero(links.isin([k for s in settings for k in s.links]))
        if not len(touched):
            continue
        laid = build(network, measures, name)
        for step in chain:
            laid = laid.overlay(rows(step.facts, step.id), name)
        capacity = CapacityDraws.of(laid, links[touched], basis)
        own = best.copy()
        own[touched] = capacity.best_guess
        changed = {c: r for c, r in routes.items() if np.isin(r.columns, touched).any()}
        states[name] = _State(touched, capacity, {c: _rungs(r, own) for c, r in changed.items()})
    return _Case(weighed, links, routes, states)


def _steps(network: Network, scenarios: Sequence[str]) -> dict[str, list[str]]:
    """Measures of each scenario, and of those of its years in which it has not all of them yet."""
    found: dict[str, list[str]] = {}
    first = years(network, scenarios)[0] if scenarios else 0
    for name in scenarios:
        end, everything = network.scenarios[name], built(network, name)
        when = {m: max(ready(network.measures[m], end), first) for m in everything}
        for year in sorted({y for y in when.values() if y < end.year}):
            some = [m for m in everything if when[m] <= year]
            if len(some) < len(everything):
                found[f"{name}{AT_YEAR}{year}"] = some
        found[name] = everything
    return found


def _rungs(route: _Route, best_guess: Floats) -> list[Places]:
    """Links (among those of the corridor) that each rung of the ladder at best guesses relieves; the first none."""
    tail, head, sources, sinks = route.shape.ends
    climbed = climb(tail, head, best_guess[route.columns], sources, sinks, rungs=RUNGS)
    relieved = [np.concatenate(cuts) for _, _, cuts in climbed]
    return [np.empty(0, dtype=np.int64), *relieved[:-1]]


Part = tuple["Floats", "Floats | None"]


def _block(case: _Case, first: int, last: int) -> dict[tuple[str, str], Part]:
    """By state and corridor: capacity a rung and draw, and weight of each link in the cut; "" for the links."""
    block, draws = case.weighed.block(first, last), last - first
    uniform: dict[str, Floats] = {}

    def given(stream: str) -> Floats:
        if stream not in uniform:
            uniform[stream] = block.given(stream)
        return uniform[stream]

    found: dict[tuple[str, str], Part] = {}
    loaded = np.empty((draws, len(case.links)))
    for name, state in case.states.items():
        own = state.capacity.capacity(given, draws)
        capacity = loaded if name == AS_LOADED else loaded.copy()
        capacity[:, state.touched] = own
        found[name, ""] = own, None
        for corridor, rungs in state.rungs.items():
            found[name, corridor] = _climbed(case.routes[corridor], capacity, rungs, block.weight)
    return found


def _climbed(route: _Route, capacity: Floats, rungs: list[Places], weight: Floats) -> Part:
    """Capacity of a corridor, shape (rungs, draws), and the weight of each of its links in the cut of the first."""
    free = capacity[:, route.columns]
    first, cut = route.shape.max_flow(free)
    values = [first]
    for relieved in rungs[1:]:
        free[:, relieved] = np.inf
        values.append(route.shape.max_flow(free)[0])
    return np.array(values), (weight[:, None] * cut).sum(axis=0)


def _drawn(case: _Case, network: Network, draws: int, seed: int, workers: Workers) -> ScenarioRanges:
    blocks = list(in_blocks(_block, case, draws, workers))
    weight = case.weighed.weight
    found = ScenarioRanges(draws, seed)
    first: dict[str, dict[str, Floats]] = {}
    for name, state in case.states.items():
        own = np.concatenate([b[name, ""][0] for b in blocks])
        found.links[name] = {
            str(link): _three(values, weight) for link, values in zip(case.links[state.touched], own.T, strict=True)
        }
        found.corridors[name] = {}
        for corridor in state.rungs:
            values = np.concatenate([b[name, corridor][0] for b in blocks], axis=1)
            inside = np.sum([b[name, corridor][1] for b in blocks], axis=0) / weight.sum()
            links = case.links[case.routes[corridor].columns]
            first.setdefault(corridor, {})[name] = values[0]
            found.corridors[name][corridor] = {
                "rungs": [_three(v, weight) for v in values],
                "cut": _most_often(links, inside),
                "chance": [[t, _chance(values[0], weight, t)] for t in _targets(network, corridor)],
            }
    found.changes.update({corridor: _changes(own, weight) for corridor, own in first.items()})
    return found


def _changes(capacity: dict[str, Floats], weight: Floats) -> list[list[Any]]:
    """Quantiles of the differences between every two states of a corridor that are no years on the way."""
    found = []
    for one, other in combinations([s for s in capacity if AT_YEAR not in s], 2):
        three = difference(capacity[one], capacity[other], weight, list(SHARES))
        if three:
            found.append([one, other, *(round(v, 6) for v in three)])
    return found


def _three(values: Floats, weight: Floats) -> list[float]:
    return [round(float(v), 6) for v in quantiles(values, weight, list(SHARES))]


def _most_often(links: pd.Index, share: Floats) -> list[list[Any]]:
    shares = pd.Series(share, index=links).sort_index().sort_values(ascending=False, kind="stable")
    return [[str(k), round(float(v), 4)] for k, v in shares.items() if v >= LEAST_SHARE]


def _targets(network: Network, corridor: str) -> list[float]:
    targets = [s.target for s in network.scenarios.values() if s.target and s.target.corridor == corridor]
    return sorted({float(t.mtpa) for t in targets})


def _chance(values: Floats, weight: Floats, target: float) -> float:
    return round(float(weight[values >= target - NEAR_MTPA].sum() / weight.sum()), 6)
