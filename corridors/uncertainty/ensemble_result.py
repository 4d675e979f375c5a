"""The result of an ensemble: quantiles, chances, bottlenecks and what decides them, from weighed draws."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from corridors.display import Displayed
from corridors.uncertainty.narrowing import narrowing
from corridors.uncertainty.weighted import NEAR_MTPA, effective, quantile_interval, quantiles, share_interval

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from corridors.uncertainty.run import Asked

    Floats = NDArray[np.float64]

SHARES = (0.05, 0.5, 0.95)


@dataclass(frozen=True, eq=False, repr=False)
class Ensemble(Displayed):
    """Capacity of a corridor over the uncertainty of its facts.

    Attributes
    ----------
    best_guess_mtpa : float
        With every fact at its best guess.
    value_mtpa, weight : float array
        A capacity and a weight a draw, given what was carried.
    prior_mtpa : float array
        A capacity before that, for the first 20,000 draws.
    cut_frequency : Series
        Index `link`: weight of the draws in which it is in the cut (the one nearest to the origins), greatest first.
    drivers : Series
        Index `fact` (link/attribute, or kind/form/attribute where one default serves many links): share of the
        variance of the capacity that the fact explains alone, greatest first.
    evidence : DataFrame
        link, year, carried_mtpa, prior_probability, used: the counts that the draws are weighed by.
    kept_share : float
        Probability, before anything was counted, that all counts that are used are satisfied.
    asked : Asked
        The question, with the draws.
    """

    corridor: str
    scenario: str
    draws: int
    seed: int
    best_guess_mtpa: float
    value_mtpa: Floats
    weight: Floats
    prior_mtpa: Floats
    cut_frequency: pd.Series
    drivers: pd.Series
    evidence: pd.DataFrame
    kept_share: float
    asked: Asked
    target_mtpa: float | None = None

    @property
    def effective_draws(self) -> float:
        """Draws of equal weight that would say as much."""
        return effective(self.weight)

    def quantile(self, share: float) -> float:
        """Mt/year below which a share of the draws lies."""
        return float(quantiles(self.value_mtpa, self.weight, [share])[0])

    @property
    def p05(self) -> float:
        """Mt/year that 95 % of the draws reach."""
        return self.quantile(0.05)

    @property
    def p50(self) -> float:
        """Mt/year in the middle of the draws."""
        return self.quantile(0.5)

    @property
    def p95(self) -> float:
        """Mt/year that 5 % of the draws reach."""
        return self.quantile(0.95)

    @property
    def prior(self) -> dict[str, float]:
        """The same three before anything was counted."""
        found = quantiles(self.prior_mtpa, np.ones(len(self.prior_mtpa)), list(SHARES))
        return dict(zip(("p05", "p50", "p95"), map(float, found), strict=True))

    def probability(self, target_mtpa: float) -> float:
        """Probability that a target can be carried."""
        return float(self.weight[self.value_mtpa >= target_mtpa - NEAR_MTPA].sum() / self.weight.sum())

    @cached_property
    def find_out_first(self) -> pd.DataFrame:
        """The facts that would narrow the range most if they were known; see `corridors.find_out`."""
        return narrowing(self.asked, self.value_mtpa, self.target_mtpa, self.drivers)[0]

    def gist(self) -> str:
        """The answer in one line."""
        middle = f"{self.p50:,.2g} Mt/year, {self.p05:,.2g}–{self.p95:,.2g} in 90 % of the draws given what was carried"
        return (
            f"{self.corridor}, {self.scenario}: {middle}; {self.best_guess_mtpa:,.2g} with every fact at its best guess"
        )

    def table(self) -> pd.DataFrame:
        """The three quantiles, given what was carried and before, each with the interval of its sampling."""
        rows = []
        for share, name in zip(SHARES, ("p05", "p50", "p95"), strict=True):
            low, high = quantile_interval(self.value_mtpa, self.weight, share)
            row = {"quantile": name, "capacity_mtpa": self.quantile(share), "sampling_low_mtpa": low}
            rows.append(row | {"sampling_high_mtpa": high, "prior_mtpa": self.prior[name]})
        return pd.DataFrame(rows)

    def to_dict(self) -> dict[str, Any]:
        """As JSON has it (without the draws)."""
        names = ("p05", "p50", "p95")
        answer: dict[str, Any] = {
            "corridor": self.corridor,
            "scenario": self.scenario,
            "draws": self.draws,
            "seed": self.seed,
            "best_guess_mtpa": self.best_guess_mtpa,
            "prior": self.prior,
            **{n: getattr(self, n) for n in names},
            "sampling": {
                n: list(quantile_interval(self.value_mtpa, self.weight, s)) for n, s in zip(names, SHARES, strict=True)
            },
            "target_mtpa": self.target_mtpa,
            "probability_of_target": None,
            "kept_share": self.kept_share,
            "effective_draws": self.effective_draws,
            "cut_frequency": [{"link": str(k), "share": float(v)} for k, v in self.cut_frequency.items()],
            "drivers": [{"fact": str(k), "index": float(v)} for k, v in self.drivers.items()],
            "evidence": self.evidence.to_dict("records"),
        }
        if self.target_mtpa is not None:
            chance = self.probability(self.target_mtpa)
            answer["probability_of_target"] = chance
            answer["sampling"]["probability_of_target"] = list(share_interval(chance, self.effective_draws))
        return answer
