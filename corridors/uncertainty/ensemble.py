"""Doubt carried through: thousands of draws of all facts, the capacity of a corridor in each, and what decides it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from corridors.capacity import model_of, of_table, works_ratio
from corridors.display import Displayed
from corridors.errors import BadInput
from corridors.flow.graph import corridor_of, graph
from corridors.flow.maxflow import max_flow_arrays
from corridors.uncertainty.draws import stream, triangular, uncertain_facts

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from corridors.network import Network
    from corridors.schema import Corridor

QUANTILES = (0.05, 0.25, 0.5, 0.75, 0.95)
ROWS_AT_ONCE = 200_000
# All draws of all facts stand in memory: some hundred facts, eight bytes each.
MOST_DRAWS = 1_000_000


@dataclass(frozen=True, eq=False, repr=False)
class Ensemble(Displayed):
    """Capacity of a corridor over the doubt of its facts.

    Attributes
    ----------
    value_mtpa : float array
        A number a draw.
    base_mtpa : float
        With every fact at its value.
    quantiles : Series
        Index share (0.05 .. 0.95).
    cut_share : Series
        Index `link`: share of the draws in which it is in the cut (the one nearest to the origins), greatest first.
    drivers : DataFrame
        Index `fact` (link/attribute, or kind/form/attribute where one default serves many links): correlation of
        ranks between the fact and the capacity, greatest first.
    """

    corridor: str
    scenario: str
    draws: int
    seed: int
    base_mtpa: float
    value_mtpa: NDArray[np.float64]
    quantiles: pd.Series
    cut_share: pd.Series
    drivers: pd.DataFrame

    def share_at_least(self, target_mtpa: float) -> float:
        """Share of the draws that carry a target."""
        return float((self.value_mtpa >= target_mtpa - 1e-9).mean())

    def gist(self) -> str:
        """The answer in one line."""
        least, middle, most = (self.quantiles[q] for q in (0.05, 0.5, 0.95))
        drawn = f"{middle:,.2f} Mt/year in the middle of {self.draws:,} draws, {least:,.2f}–{most:,.2f} in nine of ten"
        return f"{self.corridor}, {self.scenario}: {drawn}; {self.base_mtpa:,.2f} with every fact at its value"

    def table(self) -> pd.DataFrame:
        """The quantiles."""
        return self.quantiles.rename("capacity_mtpa").rename_axis("quantile").reset_index()

    def to_dict(self) -> dict[str, Any]:
        """As JSON has it (without the draws)."""
        return {
            "corridor": self.corridor,
            "scenario": self.scenario,
            "draws": self.draws,
            "seed": self.seed,
            "base_mtpa": self.base_mtpa,
            "mean_mtpa": float(self.value_mtpa.mean()),
            "quantiles": {f"{q:g}": float(v) for q, v in self.quantiles.items()},
            "cut_share": {str(k): float(v) for k, v in self.cut_share.items()},
            "drivers": self.drivers.reset_index().to_dict("records"),
        }


def ensemble(
    network: Network, corridor: str | Corridor, *, draws: int = 1000, seed: int = 1, basis: str = "rule"
) -> Ensemble:
    """Capacity of a corridor when every fact is drawn between its low and its high.

    Facts are triangular between low and high, with the value as the most likely, and independent of each other; a
    default is drawn once for all links that rest on it. Counts and switches are rounded. Each fact takes one number
    from each of as many equal parts of its spread as there are draws (Latin hypercube).

    Parameters
    ----------
    network : Network
        Any state of the world.
    corridor : str or Corridor
        Whose capacity.
    draws : int
        How many.
    seed : int
        The same seed gives the same draws, on any machine. Draw 17 of two scenarios differs only by the facts that the
        scenarios set differently, for each fact has a stream of its own.
    basis : str
        As `corridors.capacities`.

    Returns
    -------
    Ensemble
        `.quantiles`, `.cut_share`, `.drivers`, and a capacity a draw in `.value_mtpa`.

    Raises
    ------
    UnknownName
        A corridor that is not there.
    BadInput
        Fewer than one draw, or more than a million.

    References
    ----------
    McKay, Beckman and Conover, A comparison of three methods for selecting values of input variables in the analysis
    of output from a computer code, 1979.

    Examples
    --------
    >>> import corridors as co
    >>> found = co.ensemble(co.load(), "rkti", draws=20, seed=1)
    >>> len(found.value_mtpa), found.share_at_least(0)
    (20, 1.0)
    """
    if not 1 <= draws <= MOST_DRAWS:
        raise BadInput(f"draws = {draws}; ask for one or more, at most {MOST_DRAWS:,}")
    chosen = corridor_of(network, corridor)
    g = graph(network, chosen.links)
    ends = g.positions(chosen.origins), g.positions(chosen.destinations)
    streams: dict[str, NDArray[np.float64]] = {}
    capacity = np.empty((draws + 1, len(g.links)))
    for kind in network.links.loc[g.links, "kind"].unique():
        own = g.links[(network.links.loc[g.links, "kind"] == kind).to_numpy()]
        capacity[:, g.links.get_indexer(own)] = _drawn(network, kind, own, draws, seed, basis, streams)
    value, cuts = np.empty(draws + 1), np.zeros(len(g.links))
    for draw in range(draws + 1):
        found = max_flow_arrays(g.tail, g.head, capacity[draw], *ends)
        value[draw] = found.value_mtpa
        if draw < draws:
            cuts[found.cut] += 1
    share = pd.Series(cuts / draws, index=g.links.rename("link"), name="share")
    share = share[share > 0].sort_index().sort_values(ascending=False, kind="stable")
    return Ensemble(
        corridor=chosen.id,
        scenario=str(network.name),
        draws=draws,
        seed=seed,
        base_mtpa=float(value[-1]),
        value_mtpa=value[:-1],
        quantiles=pd.Series(np.quantile(value[:-1], QUANTILES), index=list(QUANTILES)),
        cut_share=share,
        drivers=_drivers(streams, value[:-1]),
    )


def _drawn(
    network: Network, kind: str, links: pd.Index, draws: int, seed: int, basis: str, streams: dict[str, Any]
) -> NDArray[np.float64]:
    """Capacity of links of one kind, a row a draw; the last row has every fact at its value."""
    model = model_of(network, kind)
    table, grades = (network.table(kind, what, links) for what in ("value", "grade"))
    names = sorted({n for f in table["form"].unique() for n in model.facts_used(f)} | set(model.STATED))
    facts = uncertain_facts(network, kind, links, names)
    for name in facts["stream"].unique():
        streams[name] = stream(seed, name, draws)
    ratio, bounds = works_ratio(network, kind, links), network.schema[kind]
    out = np.empty((draws + 1, len(links)))
    for first, last in _slices(draws + 1, len(links)):
        many = _rows(table, facts, streams, first, last, draws)
        tile = np.tile(np.arange(len(links)), last - first)
        answer = of_table(model, many, grades.iloc[tile], basis, bounds, ratio[tile])
        out[first:last] = answer["capacity_mtpa"].to_numpy(dtype=float).reshape(last - first, len(links))
    return out


def _slices(count: int, wide: int) -> Iterator[tuple[int, int]]:
    step = max(1, ROWS_AT_ONCE // max(wide, 1))
    return ((k, min(k + step, count)) for k in range(0, count, step))


def _rows(
    table: pd.DataFrame, facts: pd.DataFrame, streams: dict[str, Any], first: int, last: int, draws: int
) -> pd.DataFrame:
    """The wide table of draws first .. last, one after another."""
    times, wide = last - first, len(table)
    many = table.iloc[np.tile(np.arange(wide), times)].copy()
    place = {link: k for k, link in enumerate(table.index)}
    drawn = min(last, draws) - first
    for name, own in facts.groupby("attribute", sort=True):
        column = np.tile(pd.to_numeric(table[name], errors="coerce").to_numpy(dtype=float), (times, 1))
        for row in own.itertuples():
            bounds = (np.full(drawn, float(b)) for b in (row.low, row.value, row.high))
            value = triangular(streams[row.stream][first : first + drawn], *bounds)
            column[:drawn, place[row.link]] = np.round(value) if row.whole else value
        many[name] = column.reshape(-1)
    return many


def _drivers(streams: dict[str, NDArray[np.float64]], value: NDArray[np.float64]) -> pd.DataFrame:
    """How the ranks of each fact and of the capacity go together."""
    names = sorted(streams)
    if len(value) < 3 or not names or np.ptp(value) == 0:
        return pd.DataFrame({"fact": [], "correlation": []}).set_index("fact")
    rank = pd.Series(value).rank().to_numpy()
    rank = (rank - rank.mean()) / rank.std()
    moved = np.array([streams[n] for n in names])
    moved = (moved - moved.mean(axis=1, keepdims=True)) / moved.std(axis=1, keepdims=True)
    table = pd.DataFrame({"fact": names, "correlation": moved @ rank / len(rank)})
    order = table["correlation"].abs().round(12).sort_values(ascending=False, kind="stable").index
    return table.loc[order].set_index("fact")
