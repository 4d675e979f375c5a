"""The explanation of a plan: measures, years, bottlenecks and what is missing, in tables and sentences."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pandas as pd

from corridors import scenarios
from corridors.flow.cut import LIMIT, bottleneck_rows
from corridors.flow.maxflow import max_flow
from corridors.planning.plan_result import Plan
from corridors.planning.problem import NEAR_MTPA, Problem, Start, open_by
from corridors.planning.schedule import LAST_YEAR, spending, years_of
from corridors.planning.shortfall import shortfalls
from corridors.wording.sentences import sentence

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np

    from corridors.flow.graph import Graph
    from corridors.network import Network
    from corridors.planning.candidates import Candidates
    from corridors.planning.request import Request
    from corridors.planning.search import SearchResult
    from corridors.schema import Corridor, Measure

# How far below a target counts as carrying it: the search itself gives away up to two thirds of this.
MET_MTPA = 3 * NEAR_MTPA


@dataclass(frozen=True, eq=False)
class Case:
    """All that the question was made of; `own` are the measures as `problem` numbers them."""

    network: Network
    corridor: Corridor
    request: Request
    candidates: Candidates
    g: Graph
    problem: Problem
    own: Sequence[Measure]

    def missing(self, short: dict[int, float], best_mtpa: np.ndarray) -> list[dict[str, Any]]:
        """Links that lack some Mt/year above their best, the largest shortfall first, with what limits them."""
        g = self.g
        known = bottleneck_rows(self.network, self.candidates.base, [g.links[k] for k in short])
        rows = []
        for place, by_mtpa in sorted(short.items(), key=lambda kv: (-round(kv[1], 6), g.links[kv[0]])):
            link = g.links[place]
            rest = {k: known.loc[link, k] if k in known else "" for k in (*LIMIT, "country", "grade")}
            rows.append({"link": link, "best_mtpa": float(best_mtpa[place]), "shortfall_mtpa": by_mtpa, **rest})
        return rows


def explain(case: Case, base_mtpa: float, found: SearchResult, basis: str) -> Plan:
    """The answer of a plan, its capacity computed once more on the network as built."""
    network, corridor, request, own = case.network, case.corridor, case.request, case.own
    starts = sorted(found.starts, key=lambda s: (s.start, s.finish, own[s.measure].id))
    built = scenarios.build(network, [own[s.measure].id for s in starts], network.name)
    after = max_flow(built, corridor, basis=basis)
    years = _years(case, starts)
    at_end = after.value_mtpa if request.by is None else float(years.loc[request.by, "capacity_mtpa"])
    missing = 0.0 if _carries(at_end, request.target_mtpa) else request.target_mtpa - at_end
    hit = years.index[[_carries(c, request.target_mtpa) for c in years["capacity_mtpa"]]]
    cost = scenarios.cost(own[s.measure] for s in starts)
    proven = found.status == "optimal"
    # What the optimiser adds for measures of unknown cost is no money.
    bound = cost.value if proven else max(0.0, found.bound - (case.problem.cost_of(starts) - cost.value))
    interim = tuple(_interim(years, y, t) for y, t in request.interim)
    return Plan(
        corridor=corridor.id,
        scenario=str(network.name),
        target_mtpa=request.target_mtpa,
        by=request.by,
        base_mtpa=base_mtpa,
        reached_mtpa=after.value_mtpa,
        missing_mtpa=missing,
        reached_year=int(hit[0]) if len(hit) else None,
        earliest_year=found.earliest_year,
        cost_musd=cost.range_musd,
        cost_unknown=cost.unknown,
        proven_optimal=proven,
        status=_status(found, missing),
        bound_musd=bound,
        gap_share=0.0 if cost.value <= bound else (cost.value - bound) / cost.value,
        measures=_measures(own, starts),
        years=years,
        bottleneck=after.bottleneck,
        missing=_missing(case) if missing else missing_rows([]),
        interim=interim,
        notes=(*_notes(case, starts, found, missing), *_late(interim)),
    )


def _carries(capacity_mtpa: float, target_mtpa: float) -> bool:
    return capacity_mtpa >= target_mtpa - MET_MTPA


def _status(found: SearchResult, missing: float) -> str:
    if found.status == "stopped":
        return sentence(
            "stopped at a limit {value}",
            value="with the best plan found" if found.starts else "before a plan was found",
        )
    return "the most that can be reached" if missing else "target reached"


def _interim(years: pd.DataFrame, year: int, target: float) -> dict[str, Any]:
    reached = float(years.loc[year, "capacity_mtpa"])
    return {"year": year, "target_mtpa": target, "reached_mtpa": reached, "met": _carries(reached, target)}


def _late(interim: Sequence[dict[str, Any]]) -> list[str]:
    """Interim targets that are missed, in words."""
    missed = [t for t in interim if not t["met"]]
    return [
        sentence(
            "{year}: {reached_mtpa:.1f} of {target_mtpa:g} Mt/year",
            year=t["year"],
            reached_mtpa=t["reached_mtpa"],
            target_mtpa=t["target_mtpa"],
        )
        for t in missed
    ]


def _years(case: Case, starts: Sequence[Start]) -> pd.DataFrame:
    """Capacity, spending and bottleneck at the end of each year, from the year before the first measure."""
    request, spent = case.request, spending(starts, case.own)
    last = max([request.first_year, request.by or 0, *(y for y, _ in request.interim), *(s.finish for s in starts)])
    rows = []
    for year in range(min([request.first_year - 1, *spent]), last + 1):
        found = case.problem.flow_with(open_by(starts, year))
        rows.append(
            {
                "year": year,
                "capacity_mtpa": found.value_mtpa,
                "spent_musd": spent.get(year, 0.0),
                "opened": tuple(case.own[s.measure].id for s in starts if s.finish == year),
                "bottleneck": tuple(case.g.links[found.cut]),
            }
        )
    return pd.DataFrame(rows).set_index("year")


def _measures(own: Sequence[Measure], starts: Sequence[Start]) -> pd.DataFrame:
    rows = []
    for start in starts:
        m = own[start.measure]
        rows.append(
            {
                "measure": m.id,
                **{f"name_{k}": getattr(m.names, k) for k in ("en", "ru", "kk")},
                "country": m.country,
                "status": m.status,
                "start": start.start,
                "finish": start.finish,
                "build_years": start.finish - start.start + 1,
                **{f"cost_{p}musd": getattr(m.cost_musd, k) if m.cost_musd else None
                   for p, k in (("", "value"), ("low_", "low"), ("high_", "high"))},
                "cost_grade": m.cost_musd.grade if m.cost_musd else "",
                "grade": m.grade,
                "links": tuple(dict.fromkeys(k for f in m.facts for k in f.links)),
            }
        )  # fmt: skip
    columns = "measure name_en name_ru name_kk country status start finish build_years cost_musd cost_low_musd"
    columns += " cost_high_musd cost_grade grade links"
    return pd.DataFrame(rows, columns=columns.split()).set_index("measure")


def missing_rows(rows: list[dict[str, Any]]) -> pd.DataFrame:
    """`Plan.missing`, with its columns even where nothing is."""
    columns = ["link", "best_mtpa", "shortfall_mtpa", *LIMIT, "country", "grade"]
    return pd.DataFrame(rows, columns=columns).set_index("link")


def _missing(case: Case) -> pd.DataFrame:
    """Links for which a measure is missing, the largest shortfall first."""
    short = shortfalls(case.problem, case.request.target_mtpa)
    return missing_rows(case.missing(short, case.problem.best_capacity()))


def _notes(case: Case, starts: Sequence[Start], found: SearchResult, missing: float) -> tuple[str, ...]:
    request, built, notes = case.request, [case.own[s.measure] for s in starts], []
    if case.candidates.left_out:
        named = ", ".join(case.candidates.left_out)
        notes.append(
            sentence("not a choice here (in place, elsewhere, or against what is built): {named}", named=named)
        )
    if not starts and not missing:
        notes.append("nothing needs to be built: the corridor already carries it")
    unknown = [m.id for m in built if m.cost_musd is None]
    if unknown:
        notes.append(
            sentence("cost unknown, not in the sum, which is a lower bound: {names}", names=", ".join(unknown))
        )
    passed = [m for m in case.candidates.unpriced if m not in unknown]
    if passed and (starts or missing):
        why = (
            "left out, because a budget could not be kept"
            if request.budget.limited
            else "so used only where the others do not suffice"
        )
        notes.append(sentence("cost unknown, {why}: {names}", why=why, names=", ".join(passed)))
    options = [m.id for m in built if m.status == "option"]
    if options:
        notes.append(sentence("modelling options that nobody has announced: {names}", names=", ".join(options)))
    slow = [m.id for m in built if years_of(m, request.budget.yearly_musd) > m.build_years]
    if slow:
        notes.append(sentence("slowed down by the yearly budget: {names}", names=", ".join(slow)))
    if missing and found.status == "optimal":
        notes.append(_why_short(request, found))
    if found.status == "stopped":
        notes.append("the optimiser hit its limit of time or memory; the bound says how far the best plan could be")
    return tuple(notes)


def _why_short(request: Request, found: SearchResult) -> str:
    if found.earliest_year is not None:
        return sentence(
            "the measures take longer: the target can be carried by the end of {earliest_year}",
            earliest_year=found.earliest_year,
        )
    if found.limit_hit and request.by is not None:
        return "not carried by then; the limit was hit before it was clear whether a later year suffices"
    within = " within the budget" if request.budget.limited else ""
    within += sentence(" by {year}", year=LAST_YEAR) if request.budget.yearly_musd else ""
    return sentence("no choice of the known measures carries the target{within}", within=within)
