"""What to find out first: by how much the range of an answer would narrow, on average, if one fact were known."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from corridors.display import Displayed
from corridors.uncertainty.ensemble import ensemble
from corridors.uncertainty.narrowing import DRAWS, LISTED, narrowing

if TYPE_CHECKING:
    import pandas as pd

    from corridors.network import Network
    from corridors.schema import Corridor
    from corridors.uncertainty.backends import Workers
    from corridors.uncertainty.ensemble_result import Ensemble


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
    table, chance = narrowing(runs.asked, runs.value_mtpa, runs.target_mtpa, runs.drivers, most)
    return FindOut(
        corridor=runs.corridor,
        scenario=runs.scenario,
        draws=runs.draws,
        seed=runs.seed,
        target_mtpa=runs.target_mtpa,
        width_mtpa=runs.p95 - runs.p05,
        probability_of_target=None if runs.target_mtpa is None else runs.probability(runs.target_mtpa),
        chance_mtpa=chance,
        facts=table,
    )
