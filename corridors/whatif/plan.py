"""The least-cost plan: which measures let a corridor carry a target, in which order, and what is missing if none do."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from corridors.capacity import capacities as modelled
from corridors.errors import BadInput
from corridors.flow.graph import Graph, capacity_of, corridor_of, graph
from corridors.flow.linear import Limits
from corridors.whatif.answers import Plan
from corridors.whatif.choices import Capacities, Choices, choices
from corridors.whatif.seek import Ask, seek
from corridors.whatif.staging import cost_of
from corridors.whatif.task import Money, Task
from corridors.whatif.told import Case, told

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
    case = Case(network, chosen, ask, found, g, task, own)
    return told(case, base, sought, capacities or modelled, trust)


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
