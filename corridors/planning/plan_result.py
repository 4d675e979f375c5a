"""The result of a plan: measures, years, bottlenecks, what is missing, and the proof."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pandas as pd

from corridors.display import Displayed
from corridors.flow.cut import records
from corridors.wording.numbers import significant, span


@dataclass(frozen=True, eq=False, repr=False)
class Plan(Displayed):
    """What to build so that a corridor carries a target.

    Attributes
    ----------
    base_mtpa : float
        Capacity of the corridor before.
    reached_mtpa : float
        Capacity of the corridor with the plan built, all of it.
    missing_mtpa : float
        What the target is above that at the deadline (or ever, without one); 0 when it is met.
    reached_year : int or None
        First year at whose end the target is carried.
    earliest_year : int or None
        First year in which any plan within the budgets could carry it; looked for where the deadline is missed or the
        earliest year is preferred; None = never, or not looked for.
    cost_musd : dict
        value, low, high: the sum over the measures whose cost is known.
    cost_unknown : tuple of str
        Measures of the plan whose cost nobody has stated; the sum leaves them out, so it is a lower bound.
    proven_optimal : bool
        No choice with as few measures of unknown cost reaches as much for less; `bound_musd` is what none of them can
        fall below, `gap_share` the distance from there to the plan's cost, as a share of it.
    status : str
        In words: target reached, the most that can be reached, or stopped at a limit.
    measures : DataFrame
        Index `measure`: names, country, status, start, finish, build_years, cost_musd, cost_low_musd, cost_high_musd
        (None = unknown), cost_grade, grade, links.
    years : DataFrame
        Index `year` (its end): capacity_mtpa, spent_musd, opened (measures), bottleneck (links).
    bottleneck : DataFrame
        The cut with the plan built, as `MaxFlow.bottleneck`.
    missing : DataFrame
        Index `link`: best_mtpa (with all that could be built on it), shortfall_mtpa, limit_code, limit_values, limit,
        country, grade.
    interim : tuple of dict
        year, target_mtpa, reached_mtpa, met.
    notes : tuple of str
        Sentences that a reader should not miss.
    confidence : float or None
        Share of the draws in which the target was to be carried; None = at best guesses, and so for all that follow.
        `missing_mtpa` is then what the target is above the capacity that so many draws reach.
    draws, seed : int
        Draws of equal weight that the measures were sought in.
    probability_of_target, probability_on_fresh_draws : float
        Share of these draws, and of ten thousand others, that carry the target by the year asked; finishing years are
        drawn.
    p05_mtpa, p50_mtpa, p95_mtpa : float
        Capacity that 5, 50 and 95 % of the draws do not exceed.
    """

    SHOWN = ("country", "start", "finish", "cost_musd", "cost_low_musd", "cost_high_musd", "grade")

    corridor: str
    scenario: str
    target_mtpa: float
    by: int | None
    base_mtpa: float
    reached_mtpa: float
    missing_mtpa: float
    reached_year: int | None
    earliest_year: int | None
    cost_musd: dict[str, float]
    cost_unknown: tuple[str, ...]
    proven_optimal: bool
    status: str
    bound_musd: float
    gap_share: float
    measures: pd.DataFrame
    years: pd.DataFrame
    bottleneck: pd.DataFrame
    missing: pd.DataFrame
    interim: tuple[dict[str, Any], ...]
    notes: tuple[str, ...]
    confidence: float | None = None
    draws: int | None = None
    seed: int | None = None
    probability_of_target: float | None = None
    probability_on_fresh_draws: float | None = None
    p05_mtpa: float | None = None
    p50_mtpa: float | None = None
    p95_mtpa: float | None = None

    @property
    def proof(self) -> str:
        """Whether anything cheaper could do, in words."""
        return "proven cheapest" if self.proven_optimal else f"gap {self.gap_share:.1%}"

    def gist(self) -> str:
        """The answer in one line."""
        cost = f"{significant(self.cost_musd['value'])} MUSD ({span(self.cost_musd['low'], self.cost_musd['high'])})"
        unknown = f" and {len(self.cost_unknown)} at unknown cost" if self.cost_unknown else ""
        amount = f"{significant(self.reached_mtpa)} of {self.target_mtpa:g} Mt/year at best guesses"
        return f"{self.corridor}, {self.scenario}: {amount} for {cost}{unknown}; {self.status}, {self.proof}"

    def table(self) -> pd.DataFrame:
        """The measures, a row each."""
        return self.measures

    def to_dict(self) -> dict[str, Any]:
        """As JSON has it."""
        measures = []
        for name, row in self.measures.iterrows():
            cost = {k: row[f"cost_{k}musd"] for k in ("", "low_", "high_")}
            known = not pd.isna(cost[""])
            named = {"value": cost[""], "low": cost["low_"], "high": cost["high_"]}
            cost_range = {k: float(v) for k, v in named.items()} if known else None
            rest = {k: v for k, v in row.items() if not str(k).startswith("cost_")}
            measures.append({"measure": name, **rest, "links": list(row["links"]), "cost_musd": cost_range})
        years = [
            {**row, "opened": list(row["opened"]), "bottleneck": list(row["bottleneck"])}
            for row in self.years.reset_index().to_dict("records")
        ]
        simple = (
            "corridor scenario target_mtpa by base_mtpa reached_mtpa missing_mtpa reached_year earliest_year cost_musd "
            "proven_optimal status bound_musd gap_share"
        )
        sure = (
            "confidence draws seed probability_of_target probability_on_fresh_draws p05_mtpa p50_mtpa p95_mtpa"
            if self.confidence is not None
            else ""
        )
        return {
            **{k: getattr(self, k) for k in f"{simple} {sure}".split()},
            "measures": measures,
            "years": years,
            "bottleneck": records(self.bottleneck),
            "missing": records(self.missing),
            "cost_unknown": list(self.cost_unknown),
            "interim": list(self.interim),
            "notes": list(self.notes),
        }
