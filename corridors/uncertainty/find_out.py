"""What to find out first: by how much the range of an answer would narrow, on average, if one fact were known."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from corridors.display import Displayed
from corridors.schema import LANGUAGES
from corridors.uncertainty.capacity_draws import CapacityDraws
from corridors.uncertainty.drawn import together
from corridors.uncertainty.draws import generator
from corridors.uncertainty.ensemble import ensemble
from corridors.uncertainty.ensemble_result import NEAR_MTPA, Ensemble
from corridors.uncertainty.weighted import quantiles

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from corridors.network import Network
    from corridors.schema import Corridor
    from corridors.uncertainty.backends import Workers

    Floats = NDArray[np.float64]

DRAWS = 20_000
# Classes of equal weight: within one of them a fact counts as known.
CLASSES = 10
# Classes made by chance alone show what chance alone would narrow.
BY_CHANCE = 20
# Who could know a fact, in each language.
WHO_KNOWS = tuple(f"who_knows_{language}" for language in LANGUAGES)
# Facts that are listed; and draws of equal weight that SALib looks at.
LISTED, SALIB_DRAWS = 10, 2000


@dataclass(frozen=True, eq=False, repr=False)
class FindOut(Displayed):
    """The facts that are worth asking for.

    Attributes
    ----------
    width_mtpa : float
        Width of the 90 % range now.
    probability_of_target : float or None
        Given what was carried.
    chance_mtpa : float
        What chance alone would seem to narrow or widen in 95 % of cases: less than that says nothing.
    facts : DataFrame
        Index `fact`, best first: narrows_by_mtpa (the 90 % range, on average), doubt_share (of the doubt about the
        target, as the variance of yes or no; None without a target), value, low, high, unit, grade, source, links (how
        many rest on it), countries, who_knows_en, who_knows_ru, who_knows_kk, index (share of the variance that it
        explains alone), pawn (how far knowing it moves the distribution, 0 to 1: the PAWN index by SALib; None where
        that is not installed).
    """

    SHOWN = ("narrows_by_mtpa", "low", "high", "unit", "grade", "who_knows_en")

    corridor: str
    scenario: str
    draws: int
    seed: int
    target_mtpa: float | None
    width_mtpa: float
    probability_of_target: float | None
    chance_mtpa: float
    facts: pd.DataFrame

    def gist(self) -> str:
        """The answer in one line."""
        first = "nothing" if self.facts.empty else str(self.facts.index[0])
        return f"{self.corridor}, {self.scenario}: the 90 % range is {self.width_mtpa:.2g} Mt/year wide; first: {first}"

    def table(self) -> pd.DataFrame:
        """A row a fact."""
        return self.facts

    def to_dict(self) -> dict[str, Any]:
        """As JSON has it."""
        simple = (
            "corridor scenario draws seed target_mtpa width_mtpa probability_of_target chance_mtpa"  # as attributes
        )
        return {**{k: getattr(self, k) for k in simple.split()}, "find_out_first": records(self.facts)}


def records(facts: pd.DataFrame) -> list[dict[str, Any]]:
    """The facts as JSON has them, best first."""
    return [{k: None if _unknown(v) else v for k, v in row.items()} for row in facts.reset_index().to_dict("records")]


def _unknown(value: Any) -> bool:
    return isinstance(value, float) and not np.isfinite(value)


def find_out(
    network: Network,
    corridor: str | Corridor,
    *,
    target_mtpa: float | None = None,
    draws: int = DRAWS,
    seed: int = 1,
    basis: str = "rule",
    facts: int = LISTED,
    workers: Workers = 1,
    cached: bool = True,
) -> FindOut:
    """By how much the 90 % range of a corridor's capacity would narrow, on average, if one fact were known.

    The draws of the ensemble are divided into ten classes by each fact in turn. Within a class the fact is almost known
    (what remains of its linear effect is removed), and the range of the class is what would be left. Its mean over the
    classes, compared with the mean over classes made by chance, is what knowing the fact is worth.

    Parameters
    ----------
    network : Network
        Any state of the world.
    corridor : str or Corridor
        Whose capacity.
    target_mtpa : float, optional
        Also by how much the doubt about a target would shrink.
    draws, seed : int
        As `corridors.ensemble`; at most the first twenty thousand draws are looked at.
    basis : str
        As `corridors.capacities`.
    facts : int
        How many are listed.
    workers : int or str
        Processes, or the address of a Dask scheduler.
    cached : bool
        Whether draws are kept in the user's cache folder.

    Returns
    -------
    FindOut
        `.facts`, best first.

    References
    ----------
    Plischke, Borgonovo and Smith, Global sensitivity measures from given data, 2013; Strong and Oakley, An efficient
    method for computing single-parameter partial expected value of perfect information, 2013; Pianosi and Wagener,
    Distribution-based sensitivity analysis from a generic input-output sample, 2018.

    Examples
    --------
    >>> import corridors as co
    >>> found = co.find_out(co.load(), "rkti", draws=2000, cached=False)
    >>> bool(found.facts["narrows_by_mtpa"].is_monotonic_decreasing and (found.facts["narrows_by_mtpa"] > 0).any())
    True
    """
    options: dict[str, Any] = {"draws": draws, "seed": seed, "basis": basis, "workers": workers, "cached": cached}
    return found_in(ensemble(network, corridor, target_mtpa=target_mtpa, **options), facts)


def found_in(runs: Ensemble, most: int = LISTED) -> FindOut:
    """`find_out` from the draws of an ensemble, at most the first twenty thousand."""
    asked, draws = runs.asked, min(runs.draws, DRAWS)
    network, links = asked.network, list(asked.corridor.links)
    known = CapacityDraws.of(network, links, asked.basis).facts
    drawn = together(asked.weighed, draws)
    uniform = {str(s): drawn.given(str(s)) for s in sorted(known["stream"].unique())}
    sample = Sample(runs.value_mtpa[:draws], drawn.weight, runs.target_mtpa)
    rng = generator(runs.seed, "find-out")
    by_chance = np.array([sample.left(rng.random(len(sample.value))) for _ in range(BY_CHANCE)])
    usual, spread = by_chance.mean(axis=0), by_chance.std(axis=0)
    worth = {s: usual - sample.left(u[sample.order]) for s, u in uniform.items()}
    order = sorted(worth, key=lambda s: (-worth[s][0], s))[:most]
    table = _described(network, known, order)
    table.insert(0, "narrows_by_mtpa", [max(float(worth[s][0]), 0.0) for s in order])
    doubted = runs.target_mtpa is not None and usual[1] > 0
    table.insert(1, "doubt_share", [float(worth[s][1] / usual[1]) if doubted else None for s in order])
    table["index"] = runs.drivers.reindex(order).fillna(0.0).to_numpy()
    table["pawn"] = _pawn(sample, {s: uniform[s] for s in order}, runs.seed)
    return FindOut(
        corridor=runs.corridor,
        scenario=runs.scenario,
        draws=runs.draws,
        seed=runs.seed,
        target_mtpa=runs.target_mtpa,
        width_mtpa=runs.p95 - runs.p05,
        probability_of_target=None if runs.target_mtpa is None else runs.probability(runs.target_mtpa),
        chance_mtpa=float(2 * spread[0]),
        facts=table,
    )


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
