"""By how much the range of drawn capacities would narrow if one fact were known: what is left of it within classes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from corridors.schema import LANGUAGES
from corridors.uncertainty.capacity_draws import CapacityDraws
from corridors.uncertainty.drawn import together
from corridors.uncertainty.draws import generator
from corridors.uncertainty.weighted import NEAR_MTPA, quantiles

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from corridors.network import Network
    from corridors.uncertainty.run import Asked

    Floats = NDArray[np.float64]

# Draws that are looked at, at most.
DRAWS = 20_000
# Classes of equal weight: within one of them a fact counts as known.
CLASSES = 10
# Classes made by chance alone show what chance alone would narrow.
BY_CHANCE = 20
# Who could know a fact, in each language.
WHO_KNOWS = tuple(f"who_knows_{language}" for language in LANGUAGES)
# Facts that are listed; and draws of equal weight that SALib looks at.
LISTED, SALIB_DRAWS = 10, 2000


def narrowing(
    asked: Asked, value: Floats, target_mtpa: float | None, drivers: pd.Series, most: int = LISTED
) -> tuple[pd.DataFrame, float]:
    """The facts that would narrow the 90 % range most if they were known.

    Parameters
    ----------
    asked : Asked
        What an ensemble was asked for, and its draws.
    value : float array
        Its capacity a draw, Mt/year; at most the first twenty thousand are looked at.
    target_mtpa : float or None
        What is aimed at.
    drivers : Series
        Share of the variance that each fact explains alone.
    most : int
        How many facts.

    Returns
    -------
    DataFrame
        Index `fact`, best first; columns as `FindOut.facts`.
    float
        What chance alone would seem to narrow or widen in 95 % of cases, Mt/year.
    """
    draws, seed = min(len(value), DRAWS), asked.weighed.posterior.seed
    known = CapacityDraws.of(asked.network, list(asked.corridor.links), asked.basis).facts
    drawn = together(asked.weighed, draws)
    uniform = {str(s): drawn.given(str(s)) for s in sorted(known["stream"].unique())}
    sample = Sample(value[:draws], drawn.weight, target_mtpa)
    rng = generator(seed, "find-out")
    by_chance = np.array([sample.left(rng.random(len(sample.value))) for _ in range(BY_CHANCE)])
    usual, spread = by_chance.mean(axis=0), by_chance.std(axis=0)
    worth = {s: usual - sample.left(u[sample.order]) for s, u in uniform.items()}
    order = sorted(worth, key=lambda s: (-worth[s][0], s))[:most]
    table = _described(asked.network, known, order)
    table.insert(0, "narrows_by_mtpa", [max(float(worth[s][0]), 0.0) for s in order])
    doubted = target_mtpa is not None and usual[1] > 0
    table.insert(1, "doubt_share", [float(worth[s][1] / usual[1]) if doubted else None for s in order])
    table["index"] = drivers.reindex(order).fillna(0.0).to_numpy()
    table["pawn"] = _pawn(sample, {s: uniform[s] for s in order}, seed)
    return table, float(2 * spread[0])


class Sample:
    """Weighed results, sorted once, and what is left of their range and of the doubt within classes."""

    def __init__(self, value: Floats, weight: Floats, target_mtpa: float | None) -> None:
        some = np.flatnonzero((weight > 0) & np.isfinite(value))
        self.order = some[np.argsort(value[some], kind="stable")]
        self.value, self.weight = value[self.order], weight[self.order]
        self.target = np.inf if target_mtpa is None else target_mtpa - NEAR_MTPA

    def left(self, uniform: Floats) -> Floats:
        """Mean width of the 90 % range (Mt/year) and mean variance of yes or no, over ten classes of a fact.

        Its uniforms go with `order`.
        """
        place = self._classes(uniform)
        width, doubt = np.zeros(CLASSES), np.zeros(CLASSES)
        total = np.bincount(place, self.weight, CLASSES)
        for k in np.flatnonzero(total > 0):
            here = place == k
            value, weight = _flattened(self.value[here], self.weight[here], uniform[here])
            low, high = quantiles(value, weight, [0.05, 0.95])
            share = weight[value >= self.target].sum() / total[k]
            width[k], doubt[k] = high - low, share * (1 - share)
        return np.array([(total * width).sum(), (total * doubt).sum()]) / total.sum()

    def _classes(self, uniform: Floats) -> NDArray[np.int64]:
        """Classes of equal weight."""
        order = np.argsort(uniform, kind="stable")
        below = self.weight[order].cumsum() - self.weight[order] / 2
        place = np.empty(len(uniform), dtype=np.int64)
        place[order] = np.minimum((below / below[-1] * CLASSES).astype(np.int64), CLASSES - 1)
        return place


def _flattened(value: Floats, weight: Floats, uniform: Floats) -> tuple[Floats, Floats]:
    """Results of a class as if the fact were in its middle: less what it still does in a straight line, sorted."""
    away = uniform - np.average(uniform, weights=weight)
    spread = weight @ away**2
    slope = (weight * away) @ value / spread if spread > 0 else 0.0
    value = value - slope * away
    order = np.argsort(value, kind="stable")
    return value[order], weight[order]


def _described(network: Network, known: pd.DataFrame, streams: Sequence[str]) -> pd.DataFrame:
    """Range, unit, grade, source and who knows, a row a fact."""
    facts = network.facts[network.facts["role"] == "used"]
    rows = known[known["stream"].isin(streams)].merge(
        facts[["link", "attribute", "unit", "grade", "source"]], on=["link", "attribute"], how="left"
    )
    kinds = network.kinds
    described = []
    for stream in streams:
        own = rows[rows["stream"] == stream]
        first, links = own.iloc[0], own["link"].unique()
        kind, countries = network.links.loc[links[0], "kind"], network.links.loc[links, "country"]
        described.append(
            {
                "fact": stream,
                **{k: float(first[k]) for k in ("value", "low", "high")},
                **{k: str(first[k]) for k in ("unit", "grade", "source")},
                "links": len(links),
                "countries": ";".join(sorted({c for text in countries for c in str(text).split(";")})),
                **{k: str(kinds.loc[kind, k]) if k in kinds else "" for k in WHO_KNOWS},
            }
        )
    columns = ["fact", "value", "low", "high", "unit", "grade", "source", "links", "countries", *WHO_KNOWS]
    return pd.DataFrame(described, columns=columns).set_index("fact")


def _pawn(sample: Sample, uniform: dict[str, Floats], seed: int) -> list[float | None]:
    """PAWN index of each fact by SALib, from draws of equal weight; None where it is not installed."""
    try:
        from SALib.analyze import pawn
    except ImportError:
        return [None] * len(uniform)
    if len(sample.value) < CLASSES or np.ptp(sample.value) == 0 or not uniform:
        return [None] * len(uniform)
    places = (generator(seed, "salib").random() + np.arange(SALIB_DRAWS)) / SALIB_DRAWS
    total = sample.weight.cumsum()
    rows = np.minimum(np.searchsorted(total / total[-1], places), len(total) - 1)
    inputs = np.column_stack([u[sample.order][rows] for u in uniform.values()])
    names = np.array(list(uniform), dtype=object)  # with lists SALib below 1.6 warns
    problem = {"num_vars": len(uniform), "names": names, "bounds": [[0.0, 1.0]] * len(uniform)}
    found = pawn.analyze(problem, inputs, sample.value[rows], S=CLASSES, seed=seed)
    return [float(v) for v in found["median"]]
