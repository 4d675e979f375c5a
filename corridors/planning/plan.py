"""The least-cost plan: which measures let a corridor carry a target, in which order, and what is missing if none do."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from corridors.flow.graph import Graph, capacity_of, corridor_of, graph
from corridors.flow.linear import Limits
from corridors.planning.candidates import Candidates, candidates
from corridors.planning.chance_plan import DRAWS, certainty, sought, with_chance
from corridors.planning.explanation import Case, explain
from corridors.planning.problem import Problem
from corridors.planning.request import requested
from corridors.planning.schedule import FIRST_YEAR
from corridors.planning.search import search
from corridors.scenarios import musd

if TYPE_CHECKING:
    from collections.abc import Sequence

    from corridors.network import Network
    from corridors.planning.plan_result import Plan
    from corridors.schema import Corridor, Measure
    from corridors.uncertainty.backends import Workers


def plan(
    network: Network,
    corridor: str | Corridor,
    *,
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
    basis: str = "rule",
    confidence: float | None = None,
    draws: int = DRAWS,
    seed: int = 1,
    workers: Workers = 1,
    cached: bool = True,
) -> Plan:
    """The cheapest measures that let a corridor carry a target, proven, and staged by year.

    A cost is that of the whole work, including what was spent before the first year. A measure of unknown cost is taken
    only where no choice of the others suffices; its cost is not in the sum, and the plan names it. Under a budget such
    measures are left out.

    Parameters
    ----------
    network : Network
        The state to begin from; what it has built stands from the first year on.
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
        First year of works, also of those announced for later. A work of n years begun in it is open at the end of
        first_year + n - 1. Works under way keep their stated finish.
    time_limit_s, memory_limit_mb : float, optional
        At which the optimiser stops; the best plan found is then given with its gap.
    basis : str
        As `corridors.capacities`.
    confidence : float, optional
        Share of the draws, given what was carried, in which the target is to be carried by the year asked; finishing
        years are drawn too. The plan is then the cheapest by the middle of each cost, proven for the draws used. It
        takes no budget and no target on the way.
    draws, seed : int
        With a confidence: draws of equal weight that the measures are sought in, and their seed.
    workers : int or str
        Processes, or the address of a Dask scheduler.
    cached : bool
        Whether what the counts taught is kept.

    Returns
    -------
    Plan
        If the target cannot be reached: the most that can, and the links for which a measure is missing.

    Raises
    ------
    UnknownName
        A corridor or measure that is not there.
    BadInput
        A target, year, budget or limit that makes no sense.

    Examples
    --------
    >>> import corridors as co
    >>> found = co.plan(co.load(), "rkti", target_mtpa=8)
    >>> found.reached_mtpa >= 8 and found.proven_optimal
    True
    """
    request = requested(target_mtpa, by, budget_musd, budget_per_year_musd, interim, prefer, first_year)
    limits = Limits.of(time_limit_s, memory_limit_mb)
    chosen = corridor_of(network, corridor)
    known = candidates(network, chosen.links, measures, basis=basis, priced_only=request.budget.limited)
    g = graph(network, chosen.links)
    own = [network.measures[m] for m in known.measures]
    problem = problem_of(g, known, own, chosen)
    base = problem.flow_with(frozenset()).value_mtpa
    case = Case(network, chosen, request, known, g, problem, own)
    if confidence is None:
        return explain(case, base, search(problem, own, request, limits), basis)
    sure = certainty(confidence, request, draws=draws, seed=seed, workers=workers, cached=cached)
    found, chosen_set, in_draws = sought(network, chosen, known, request, sure, basis, limits)
    return with_chance(explain(case, base, found, basis), case, sure, chosen_set, in_draws, basis)


def problem_of(g: Graph, known: Candidates, measures: Sequence[Measure], corridor: Corridor) -> Problem:
    """Candidates in arrays."""
    number = {m: k for k, m in enumerate(known.measures)}
    place = {link: k for k, link in enumerate(g.links)}
    options = {
        place[link]: {frozenset(number[m] for m in s): c for s, c in sets.items()}
        for link, sets in known.options.items()
    }
    # One measure of unknown cost weighs more than all the others together, so it is the last to be taken.
    weight = 1.0 + sum(musd(m) for m in measures)
    return Problem(
        tail=g.tail,
        head=g.head,
        capacity_mtpa=capacity_of(known.base, g.links),
        sources=g.positions(corridor.origins),
        sinks=g.positions(corridor.destinations),
        options=options,
        cost_musd=np.array([musd(m) if m.cost_musd else weight for m in measures]),
        clashes=tuple((number[a], number[b]) for a, b in known.clashes),
    )
