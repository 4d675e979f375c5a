"""The chance of a target year by year: measures are late by some years, and cost more or less, as other facts vary."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from corridors import scenarios
from corridors.errors import BadInput
from corridors.flow.graph import corridor_of, graph
from corridors.flow.reduction import reduced
from corridors.uncertainty.capacity_draws import CapacityDraws
from corridors.uncertainty.draws import triangular
from corridors.uncertainty.run import Weighed, in_blocks, weighed_draws
from corridors.uncertainty.weighted import quantiles
from corridors.whatif.measure_sets import Choice, choices, copy_name, with_copies
from corridors.wording.sentences import sentence

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from corridors.flow.reduction import Reduction
    from corridors.network import Network
    from corridors.schema import Corridor
    from corridors.uncertainty.backends import Workers

    Floats = NDArray[np.float64]

# Years after that of the scenario that are looked at: measures are late.
YEARS_AFTER = 5
SHARES = {"p05_mtpa": 0.05, "p50_mtpa": 0.5, "p95_mtpa": 0.95}
NEAR_MTPA = 1e-9


def chance_by_year(
    network: Network,
    corridor: str | Corridor,
    target_mtpa: float | None = None,
    *,
    draws: int = 10_000,
    seed: int = 1,
    basis: str = "rule",
    workers: Workers = 1,
    cached: bool = True,
) -> pd.DataFrame:
    """Capacity of a corridor at the end of each year, as the measures of a scenario become ready.

    A measure is ready in the year that the scenario gives, or later: by years drawn within the range of
    schema/delay.csv.

    Parameters
    ----------
    network : Network
        A scenario.
    corridor : str or Corridor
        Whose capacity.
    target_mtpa : float, optional
        Its probability is reported.
    draws, seed, basis, workers, cached
        As `corridors.ensemble`.

    Returns
    -------
    DataFrame
        A row a year: year, probability (NaN without a target), p05_mtpa, p50_mtpa, p95_mtpa.

    Raises
    ------
    BadInput
        A network that is no scenario of its folder.
    """
    if network.name not in network.scenarios:
        raise BadInput(sentence("{name!r} is no scenario of this folder: only scenarios have years", name=network.name))
    weighed = weighed_draws(network, draws, seed, basis, workers=workers, cached=cached)
    case = _Case(network, corridor_of(network, corridor), weighed, basis)
    values = np.concatenate(list(in_blocks(_block, case, draws, workers)), axis=1)
    rows = []
    for year, value in zip(case.years, values, strict=True):
        chance = np.nan
        if target_mtpa is not None:
            chance = float(weighed.weight[value >= target_mtpa - NEAR_MTPA].sum() / weighed.weight.sum())
        found = quantiles(value, weighed.weight, list(SHARES.values()))
        rows.append({"year": year, "probability": chance, **dict(zip(SHARES, map(float, found), strict=True))})
    return pd.DataFrame(rows)


def cost_quantiles(
    network: Network, measures: Sequence[str], *, draws: int = 10_000, seed: int = 1
) -> dict[str, float]:
    """What some measures cost together in 5, 50 and 95 % of the draws, million USD; unknown costs are left out."""
    priced = {m.id: m.cost_musd for m in scenarios.paid(network, measures) if m.cost_musd is not None}
    total = np.zeros(draws)
    block = weighed_draws(scenarios.as_stated(network), draws, seed).block(0, draws)
    for name, cost in priced.items():
        total += triangular(block.prior(f"{name}/cost_musd"), cost.low, cost.value, cost.high)
    found = quantiles(total, np.ones(draws), list(SHARES.values()))
    return {f"{name.removesuffix('_mtpa')}_musd": float(v) for name, v in zip(SHARES, found, strict=True)}


class _Case:
    """What every block shares: links and their copies with measures built, and when each measure is ready."""

    def __init__(self, network: Network, corridor: Corridor, weighed: Weighed, basis: str) -> None:
        name = str(network.name)
        stated, own = scenarios.as_stated(network), network.scenarios[name]
        measures = scenarios.built(network, name)
        g = graph(network, corridor.links)
        self.weighed, self.links = weighed, [str(k) for k in g.links]
        self.shape: Reduction = reduced(g.tail, g.head, *g.ends(corridor))
        self.choices: dict[str, Choice] = choices(stated, self.links, measures=measures)
        wide = with_copies(stated, self.links, self.choices, name)
        self.capacity = CapacityDraws.of(wide, list(wide.links.index), basis)
        delay = network.extra("schema/delay").set_index("status")
        self.ready = {m: scenarios.ready(network.measures[m], own) for m in measures}
        self.delay = {m: tuple(delay.loc[network.measures[m].status, ["low", "delay", "high"]]) for m in measures}
        first, last = scenarios.years(network, [name])
        self.years = list(range(first, last + YEARS_AFTER + 1))


def _block(case: _Case, first: int, last: int) -> Floats:
    """Capacity by year and draw."""
    block, draws = case.weighed.block(first, last), last - first
    capacity = case.capacity.capacity(block.given, draws)
    place = {str(k): i for i, k in enumerate(case.capacity.links)}
    finish = {
        m: case.ready[m] + np.round(triangular(block.prior(f"{m}/delay"), *map(float, case.delay[m])))
        for m in case.ready
    }
    out = np.empty((len(case.years), draws))
    for k, year in enumerate(case.years):
        columns = [_link(case, link, year, finish, capacity, place) for link in case.links]
        out[k] = case.shape.max_flow(np.column_stack(columns))[0]
    return out


def _link(
    case: _Case, link: str, year: int, finish: dict[str, Floats], capacity: Floats, place: dict[str, int]
) -> Floats:
    """Capacity of a link at the end of a year: of the copy with the measures that are ready in each draw."""
    if link not in case.choices:
        return capacity[:, place[link]]
    choice = case.choices[link]
    bits = np.zeros(len(capacity), dtype=np.int64)
    for i, group in enumerate(choice.groups):
        done = np.any([finish[m] <= year for m in group], axis=0)
        bits |= np.where(done, 1 << i, 0)
    out = capacity[:, place[link]].copy()
    for some in np.unique(bits):
        name = copy_name(link, int(some))
        if name in place:
            out = np.where(bits == some, capacity[:, place[name]], out)
    return out
