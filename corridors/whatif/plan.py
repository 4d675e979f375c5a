"""The least-cost plan: which measures let a corridor carry a target, in which order, and what is missing if none do."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from corridors import scenarios
from corridors.capacity import capacities as modelled
from corridors.errors import BadInput
from corridors.flow.graph import Graph, capacity_of, corridor_of, graph
from corridors.flow.linear import Limits
from corridors.flow.maxflow import held, max_flow
from corridors.whatif.answers import Plan
from corridors.whatif.choices import Capacities, Choices, choices
from corridors.whatif.seek import Ask, Found, seek, shortfalls
from corridors.whatif.staging import cost_of, spending, years_of
from corridors.whatif.task import NEAR_MTPA, Money, Start, Task, built_by

if TYPE_CHECKING:
    from corridors.network import Network
    from corridors.shapes import Corridor, Measure

FIRST_YEAR = 2027


def plan(
    network: Network,
    corridor: str | Corridor,
    target_mtpa: float,
    by: int | None = None,
    budget_musd: float | None = None,
    budget_per_year_musd: float | None = None,
    interim: Sequence[tuple[int, float]] = (),
    measures: Sequence[str] | None = None,
    prefer: str = "cheap",
    first_year: int = FIRST_YEAR,
    time_limit_s: float | None = 60.0,
    memory_limit_mb: float | None = None,
    capacities: Capacities | None = None,
    trust: str = "rule",
) -> Plan:
    """The cheapest measures that let a corridor carry a target, proven, and staged by year.

    Parameters
    ----------
    network : Network
        The state to begin from.
    corridor : str or Corridor
        Whose capacity.
    target_mtpa : float
        Mt/year, both directions together.
    by : int, optional
        Year at whose end the target is to be carried.
    budget_musd, budget_per_year_musd : float, optional
        Million USD in all, and in each year. A work that the yearly budget cannot pay in its own time takes longer.
    interim : sequence of (year, Mt/year)
        Targets on the way.
    measures : sequence of str, optional
        Only these; by default every measure that is not done and touches the corridor, options included.
    prefer : {"cheap", "early"}
        Without `by`: the cheapest plan as early as it can be, or the earliest year as cheaply as it can be.
    first_year : int
        First year of works. A work of n years begun in it is open at the end of first_year + n - 1.
    time_limit_s, memory_limit_mb : float, optional
        At which the optimiser stops; the best plan found is then given with its gap.
    capacities, trust : callable, str
        As `corridors.capacities`.

    Returns
    -------
    Plan
        If the target cannot be reached: the most that can, and the links for which a measure is missing.

    Raises
    ------
    UnknownName
        A corridor or measure that is not there.
    BadInput
        A target, year or budget that cannot be meant.
    """
    ask = asked(target_mtpa, by, budget_musd, budget_per_year_musd, interim, prefer, first_year)
    chosen = corridor_of(network, corridor)
    found = choices(network, chosen.links, measures, capacities, trust)
    g = graph(network, chosen.links)
    own = [network.measures[m] for m in found.measures]
    task = task_of(g, found, own, chosen)
    limits = Limits.of(time_limit_s, memory_limit_mb)
    base = task.flow_with(frozenset()).value_mtpa
    sought = seek(task, own, ask, limits)
    return _answer(network, chosen, ask, found, g, task, own, base, sought, capacities or modelled, trust)


def asked(
    target_mtpa: float,
    by: int | None,
    budget_musd: float | None,
    budget_per_year_musd: float | None,
    interim: Sequence[tuple[int, float]],
    prefer: str,
    first_year: int,
) -> Ask:
    """The question of a plan, refused where it cannot be meant."""
    wanted = [("target", target_mtpa), *((f"target of {y}", t) for y, t in interim)]
    for name, value in [*wanted, ("budget", budget_musd), ("budget per year", budget_per_year_musd)]:
        if value is not None and not (np.isfinite(value) and value >= 0):
            raise BadInput(f"{name} = {value:g}; give a number of zero or more")
    if budget_per_year_musd == 0:
        raise BadInput("budget per year = 0; nothing can be built with it; leave it out or give more")
    if by is not None and by < first_year:
        raise BadInput(f"by {by}: works begin in {first_year}; give a later year")
    for year, _ in interim:
        if year < first_year or (by is not None and year > by):
            raise BadInput(f"interim target of {year}: outside {first_year} .. {by or 'the end'}")
    if prefer not in ("cheap", "early"):
        raise BadInput(f"prefer = {prefer!r}; it is 'cheap' or 'early'")
    between: dict[int, float] = {}
    for year, value in sorted(interim):
        if year != by:
            between[int(year)] = max(float(value), between.get(int(year), 0.0))
    final = max([float(target_mtpa), *(float(t) for y, t in interim if y == by)])
    money = Money(budget_musd, budget_per_year_musd, first_year)
    return Ask(final, by, tuple(between.items()), first_year, money, prefer)


def task_of(g: Graph, found: Choices, measures: Sequence[Measure], corridor: Corridor) -> Task:
    """Choices in arrays."""
    number = {m: k for k, m in enumerate(found.measures)}
    place = {link: k for k, link in enumerate(g.links)}
    options = {
        place[link]: tuple((frozenset(number[m] for m in s), c) for s, c in sets)
        for link, sets in found.options.items()
    }
    return Task(
        tail=g.tail,
        head=g.head,
        capacity_mtpa=capacity_of(found.base, g.links),
        sources=g.positions(corridor.origins),
        sinks=g.positions(corridor.destinations),
        options=options,
        cost_musd=np.array([cost_of(m) for m in measures]),
        clashes=tuple((number[a], number[b]) for a, b in found.clashes),
    )


def _answer(
    network: Network,
    corridor: Corridor,
    ask: Ask,
    found: Choices,
    g: Graph,
    task: Task,
    own: Sequence[Measure],
    base: float,
    sought: Found,
    compute: Capacities,
    trust: str,
) -> Plan:
    starts = sorted(sought.starts, key=lambda s: (s.start, s.finish, found.measures[s.measure]))
    built = scenarios.build(network, [found.measures[s.measure] for s in starts], network.name)
    table = compute(built, trust=trust, links=list(corridor.links))
    after = max_flow(built, table, corridor)
    years = _years(task, g, own, starts, ask)
    at_end = after.value_mtpa if ask.by is None else float(years.loc[ask.by, "capacity_mtpa"])
    missing = max(0.0, ask.target_mtpa - at_end)
    missing = 0.0 if missing <= 3 * NEAR_MTPA else missing
    hit = years.index[years["capacity_mtpa"] >= ask.target_mtpa - NEAR_MTPA]
    cost = {k: float(sum(cost_of(own[s.measure], k) for s in starts)) for k in ("value", "low", "high")}
    proven = sought.status == "optimal"
    bound = cost["value"] if proven else max(0.0, sought.bound)
    return Plan(
        corridor=corridor.id,
        scenario=str(network.name),
        target_mtpa=ask.target_mtpa,
        by=ask.by,
        base_mtpa=base,
        reached_mtpa=after.value_mtpa,
        missing_mtpa=missing,
        reached_year=int(hit[0]) if len(hit) else None,
        earliest_year=sought.earliest_year,
        cost_musd=cost,
        proven_optimal=proven,
        status=_status(sought, missing),
        bound_musd=bound,
        gap_share=_gap(cost["value"], bound),
        measures=_measures(network, own, starts),
        years=years,
        held_by=after.held_by,
        missing=_missing(network, found, g, task, ask.target_mtpa) if missing else _missing_rows([]),
        interim=tuple(_interim(years, y, t) for y, t in ask.interim),
        notes=(*_notes(own, starts, ask, sought, missing), *_late(years, ask)),
    )


def _gap(cost: float, bound: float) -> float:
    return 0.0 if cost <= bound else (cost - bound) / cost


def _status(sought: Found, missing: float) -> str:
    if sought.status == "stopped":
        return "stopped at a limit: the best plan found" if sought.starts else "stopped at a limit before a plan was found"
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


def _measures(network: Network, own: Sequence[Measure], starts: Sequence[Start]) -> pd.DataFrame:
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


def _missing(network: Network, found: Choices, g: Graph, task: Task, target_mtpa: float) -> pd.DataFrame:
    """Links for which a measure is missing, the largest shortfall first."""
    short = shortfalls(task, target_mtpa)
    names = [g.links[k] for k in short]
    known = held(network, found.base, names)
    rows = []
    for place, by_mtpa in sorted(short.items(), key=lambda kv: (-round(kv[1], 6), g.links[kv[0]])):
        link = g.links[place]
        best = max([task.capacity_mtpa[place], *(c for _, c in task.options.get(place, ()))])
        rest = {k: known.loc[link, k] if k in known else "" for k in ("limit", "country", "grade")}
        rows.append({"link": link, "best_mtpa": float(best), "shortfall_mtpa": by_mtpa, **rest})
    return _missing_rows(rows)


def _notes(own: Sequence[Measure], starts: Sequence[Start], ask: Ask, sought: Found, missing: float) -> tuple[str, ...]:
    told = []
    unknown = [own[s.measure].id for s in starts if own[s.measure].cost_musd is None]
    if unknown:
        told.append(f"cost unknown, counted as nothing: {', '.join(unknown)}")
    options = [own[s.measure].id for s in starts if own[s.measure].status == "option"]
    if options:
        told.append(f"modelling options, announced by nobody: {', '.join(options)}")
    slow = [own[s.measure].id for s in starts if years_of(own[s.measure], ask.money.yearly_musd) > own[s.measure].build_years]
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
    money = " within the budget" if ask.money.total_musd is not None or ask.money.yearly_musd is not None else ""
    return f"no choice of the known measures carries the target{money}"
