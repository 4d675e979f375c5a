"""From a search to an answer: measures, years, what holds and what is missing, in tables and sentences."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pandas as pd

from corridors import scenarios
from corridors.flow.graph import Graph
from corridors.flow.maxflow import held, max_flow
from corridors.whatif.answers import Plan
from corridors.whatif.choices import Capacities, Choices
from corridors.whatif.seek import Ask, Found, shortfalls
from corridors.whatif.staging import cost_of, spending, years_of
from corridors.whatif.task import NEAR_MTPA, Start, Task, built_by

if TYPE_CHECKING:
    from corridors.network import Network
    from corridors.shapes import Corridor, Measure


@dataclass(frozen=True, eq=False)
class Case:
    """All that the question was made of."""

    network: Network
    corridor: Corridor
    ask: Ask
    found: Choices
    g: Graph
    task: Task
    own: Sequence[Measure]


def told(case: Case, base_mtpa: float, sought: Found, compute: Capacities, trust: str) -> Plan:
    """The answer of a plan, its capacity computed once more on the network as built."""
    network, corridor, ask, found, own = case.network, case.corridor, case.ask, case.found, case.own
    starts = sorted(sought.starts, key=lambda s: (s.start, s.finish, found.measures[s.measure]))
    built = scenarios.build(network, [found.measures[s.measure] for s in starts], network.name)
    after = max_flow(built, compute(built, trust=trust, links=list(corridor.links)), corridor)
    years = _years(case.task, case.g, own, starts, ask)
    at_end = after.value_mtpa if ask.by is None else float(years.loc[ask.by, "capacity_mtpa"])
    missing = max(0.0, ask.target_mtpa - at_end)
    missing = 0.0 if missing <= 3 * NEAR_MTPA else missing
    hit = years.index[years["capacity_mtpa"] >= ask.target_mtpa - NEAR_MTPA]
    cost = {k: float(sum(cost_of(own[s.measure], k) for s in starts)) for k in ("value", "low", "high")}
    unknown = tuple(sorted(own[s.measure].id for s in starts if own[s.measure].cost_musd is None))
    proven = sought.status == "optimal"
    bound = cost["value"] if proven else max(0.0, sought.bound)
    return Plan(
        corridor=corridor.id,
        scenario=str(network.name),
        target_mtpa=ask.target_mtpa,
        by=ask.by,
        base_mtpa=base_mtpa,
        reached_mtpa=after.value_mtpa,
        missing_mtpa=missing,
        reached_year=int(hit[0]) if len(hit) else None,
        earliest_year=sought.earliest_year,
        cost_musd=cost,
        cost_unknown=unknown,
        proven_optimal=proven,
        status=_status(sought, missing),
        bound_musd=bound,
        gap_share=_gap(cost["value"], bound),
        measures=_measures(own, starts),
        years=years,
        held_by=after.held_by,
        missing=_missing(case) if missing else _missing_rows([]),
        interim=tuple(_interim(years, y, t) for y, t in ask.interim),
        notes=(*_notes(case, starts, sought, missing), *_late(years, ask)),
    )


def _gap(cost: float, bound: float) -> float:
    return 0.0 if cost <= bound else (cost - bound) / cost


def _status(sought: Found, missing: float) -> str:
    if sought.status == "stopped":
        return f"stopped at a limit {'with the best plan found' if sought.starts else 'before a plan was found'}"
    return "the most that can be reached" if missing else "target reached"


def _interim(years: pd.DataFrame, year: int, target: float) -> dict[str, Any]:
    reached = float(years.loc[year, "capacity_mtpa"])
    return {"year": year, "target_mtpa": target, "reached_mtpa": reached, "met": reached >= target - 3 * NEAR_MTPA}


def _late(years: pd.DataFrame, ask: Ask) -> list[str]:
    """Interim targets that are missed, in words."""
    told = [_interim(years, y, t) for y, t in ask.interim]
    return [f"{t['year']}: {t['reached_mtpa']:.1f} of {t['target_mtpa']:g} Mt/year" for t in told if not t["met"]]


def _years(task: Task, g: Graph, own: Sequence[Measure], starts: Sequence[Start], ask: Ask) -> pd.DataFrame:
    """Capacity, spending and what holds at the end of each year, from the year before the works."""
    spent = spending(starts, own)
    last = max([ask.first_year, ask.by or 0, *(y for y, _ in ask.interim), *(s.finish for s in starts)])
    first = min([ask.first_year - 1, *(y for y in spent)])
    rows = []
    for year in range(first, last + 1):
        found = task.flow_with(built_by(starts, year))
        rows.append(
            {
                "year": year,
                "capacity_mtpa": found.value_mtpa,
                "spent_musd": spent.get(year, 0.0),
                "opened": tuple(own[s.measure].id for s in starts if s.finish == year),
                "held_by": tuple(g.links[found.cut]),
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


def _missing_rows(rows: list[dict[str, Any]]) -> pd.DataFrame:
    columns = ["link", "best_mtpa", "shortfall_mtpa", "limit", "country", "grade"]
    return pd.DataFrame(rows, columns=columns).set_index("link")


def _missing(case: Case) -> pd.DataFrame:
    """Links for which a measure is missing, the largest shortfall first."""
    g, task = case.g, case.task
    short = shortfalls(task, case.ask.target_mtpa)
    known = held(case.network, case.found.base, [g.links[k] for k in short])
    rows = []
    for place, by_mtpa in sorted(short.items(), key=lambda kv: (-round(kv[1], 6), g.links[kv[0]])):
        link = g.links[place]
        best = max([task.capacity_mtpa[place], *(c for _, c in task.options.get(place, ()))])
        rest = {k: known.loc[link, k] if k in known else "" for k in ("limit", "country", "grade")}
        rows.append({"link": link, "best_mtpa": float(best), "shortfall_mtpa": by_mtpa, **rest})
    return _missing_rows(rows)


def _notes(case: Case, starts: Sequence[Start], sought: Found, missing: float) -> tuple[str, ...]:
    own, ask, told = case.own, case.ask, []
    if case.found.left_out:
        told.append(
            f"not a choice here (in place, elsewhere, or against what is built): {', '.join(case.found.left_out)}"
        )
    if not starts and not missing:
        told.append("nothing needs to be built: the corridor carries it as it is")
    unknown = [own[s.measure].id for s in starts if own[s.measure].cost_musd is None]
    if unknown:
        told.append(f"cost unknown, not in the sum, which is a lower bound: {', '.join(unknown)}")
    options = [own[s.measure].id for s in starts if own[s.measure].status == "option"]
    if options:
        told.append(f"modelling options, announced by nobody: {', '.join(options)}")
    built = [own[s.measure] for s in starts]
    slow = [m.id for m in built if years_of(m, ask.money.yearly_musd) > m.build_years]
    if slow:
        told.append(f"slowed down by the yearly budget: {', '.join(slow)}")
    if missing and sought.status == "optimal":
        told.append(_why_short(ask, sought))
    if sought.status == "stopped":
        told.append("the optimiser was stopped by its time or memory limit; the bound says how far the best could be")
    return tuple(told)


def _why_short(ask: Ask, sought: Found) -> str:
    if sought.earliest_year is not None:
        return f"the works take longer: the target could be carried at the end of {sought.earliest_year}"
    if sought.limit_hit and ask.by is not None:
        return "not carried by then; the limit was hit before it was known whether a later year would do"
    money = " within the budget" if ask.money.total_musd is not None or ask.money.yearly_musd is not None else ""
    return f"no choice of the known measures carries the target{money}"
