"""The search of a plan: what can be met, the cheapest way to meet it, and the earliest order to build it in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from corridors.flow.linear import Limits
from corridors.whatif.cover import Cover, cover
from corridors.whatif.staging import in_turn, ways
from corridors.whatif.task import NEAR_MTPA, Money, Stage, Start, Task, built_by

if TYPE_CHECKING:
    from corridors.shapes import Measure

# No corridor carries this: greater targets ask the same, in numbers that no solver likes.
BEYOND_MTPA = 1e6


@dataclass(frozen=True)
class Ask:
    """What is wanted: Mt/year by a year (None = whenever), in between, from when, for how much."""

    target_mtpa: float
    by: int | None
    interim: tuple[tuple[int, float], ...]
    first_year: int
    money: Money
    prefer: str = "cheap"


@dataclass(frozen=True, eq=False)
class Found:
    """What came out: the starts, the proof, whether the target could be met, and when at the earliest.

    `earliest_year` is None where no year would do, where the question does not arise, and (`limit_hit`) where there was
    no time to find out.
    """

    starts: tuple[Start, ...]
    status: str
    bound: float
    met: bool
    earliest_year: int | None
    limit_hit: bool = False


def seek(task: Task, measures: Sequence[Measure], ask: Ask, limits: Limits) -> Found:
    """The best plan for what is asked, or the most that can be had."""
    ask = replace(ask, target_mtpa=min(ask.target_mtpa, BEYOND_MTPA))
    last = ask.by or _horizon(measures, ask)
    if ask.prefer == "early" and ask.by is None:
        year = earliest(task, measures, ask, last, limits)
        if year is not None:
            return replace(seek(task, measures, replace(ask, by=year), limits), earliest_year=year)
    timed = ask.by is not None or bool(ask.interim)
    money = ask.money if timed else Money(ask.money.total_musd)
    offered = ways(measures, ask.first_year, last, ask.money.yearly_musd if timed else None)
    if not timed:
        offered = [Start(k, ask.first_year, ask.first_year) for k in range(len(measures))]
    needs = {year: min(need, BEYOND_MTPA) for year, need in ask.interim}
    needs[last] = max(ask.target_mtpa, needs.get(last, 0.0))
    best = cover(task, offered, _stages(needs), money, "cost", limits)
    met = best.status != "infeasible"
    if not met:
        needs, sure = _most(task, offered, needs, last, money, limits)
        best = cover(task, offered, _stages(needs), money, "cost", limits)
        best = best if sure else replace(best, status="stopped", bound=0.0)
    if not best.starts and best.status == "stopped":
        best = _greedy(task, measures, last, ask, best)
    starts = _spare(task, best.starts, needs)
    if best.status == "optimal" or not timed:
        starts = _ordered(task, measures, starts, needs, ask, timed, limits)
    year = None if met or ask.by is None else earliest(task, measures, ask, _horizon(measures, ask), limits)
    limit_hit = bool(limits.hit)
    return Found(starts, best.status, best.bound, met, None if limit_hit else year, limit_hit)


def earliest(
    task: Task, measures: Sequence[Measure], ask: Ask, last: int, limits: Limits, only: frozenset[int] | None = None
) -> int | None:
    """First year at whose end some plan within the budgets carries the target; None if no year does."""
    low, high = ask.first_year, last
    if not _possible(task, measures, ask, high, limits, only):
        return None
    while low < high:
        middle = (low + high) // 2
        low, high = (low, middle) if _possible(task, measures, ask, middle, limits, only) else (middle + 1, high)
    return high


def _possible(
    task: Task, measures: Sequence[Measure], ask: Ask, year: int, limits: Limits, only: frozenset[int] | None
) -> bool:
    offered = ways(measures, ask.first_year, year, ask.money.yearly_musd, only)
    return cover(task, offered, [Stage(year, ask.target_mtpa)], ask.money, "cost", limits).status == "optimal"


def _horizon(measures: Sequence[Measure], ask: Ask) -> int:
    """A year by which everything could be open."""
    return max([ask.first_year, *(s.finish for s in in_turn(measures, ask.first_year, ask.money))])


def _stages(needs: dict[int, float]) -> list[Stage]:
    return [Stage(year, need) for year, need in sorted(needs.items())]


def _most(
    task: Task, offered: Sequence[Start], needs: dict[int, float], last: int, money: Money, limits: Limits
) -> tuple[dict[int, float], bool]:
    """The most that can be met of some needs, the last year first, then the others as they come; False: not proven."""
    settled: dict[int, float] = {}
    sure = True
    for year in [last, *sorted(set(needs) - {last})]:
        stages = [Stage(y, n) for y, n in settled.items()] + [Stage(year, 0.0, needs[year])]
        found = cover(task, offered, sorted(stages, key=lambda s: s.year), money, "flow", limits)
        settled[year] = max(0.0, min(needs[year], found.flow_mtpa.get(year, 0.0)) - 2 * NEAR_MTPA)
        sure &= found.status == "optimal"
    return settled, sure


def _greedy(task: Task, measures: Sequence[Measure], last: int, ask: Ask, stopped: Cover) -> Cover:
    """A choice without proof: all that fits together, less what the target (or what can be had of it) does not need."""
    kept: frozenset[int] = frozenset()
    apart = {frozenset(c) for c in task.clashes}
    for measure in range(len(measures)):
        if not any(frozenset((measure, k)) in apart for k in kept):
            kept |= {measure}
    need = min(ask.target_mtpa, task.flow_with(kept).value_mtpa) - NEAR_MTPA
    dear_first = np.argsort(-task.cost_musd, kind="stable").tolist()
    for measure in dear_first:
        kept -= {measure} if task.flow_with(kept - {measure}).value_mtpa >= need else set()
    for measure in dear_first:
        over = ask.money.total_musd is not None and task.cost_musd[list(kept)].sum() > ask.money.total_musd + 1e-9
        kept -= {measure} if over else set()
    starts = tuple(s for s in in_turn(measures, ask.first_year, ask.money, kept) if s.finish <= last)
    cost = float(sum(task.cost_musd[s.measure] for s in starts))
    return Cover("stopped", starts, cost, stopped.bound, {})


def _meets(task: Task, starts: Sequence[Start], needs: dict[int, float]) -> bool:
    return all(task.flow_with(built_by(starts, y)).value_mtpa >= n - NEAR_MTPA for y, n in needs.items())


def _spare(task: Task, starts: tuple[Start, ...], needs: dict[int, float]) -> tuple[Start, ...]:
    """Starts without those that cost nothing known and are not needed."""
    for start in sorted(starts, key=lambda s: -s.measure):
        fewer = tuple(s for s in starts if s != start)
        if task.cost_musd[start.measure] <= 0 and _meets(task, fewer, needs):
            starts = fewer
    return starts


def _ordered(
    task: Task,
    measures: Sequence[Measure],
    starts: tuple[Start, ...],
    needs: dict[int, float],
    ask: Ask,
    timed: bool,
    limits: Limits,
) -> tuple[Start, ...]:
    """The chosen measures, begun so that the target comes first of all, then each year carries as much as it can."""
    only = frozenset(s.measure for s in starts)
    yearly = ask.money.yearly_musd
    turn = in_turn(measures, ask.first_year, ask.money, only)
    if not starts or yearly is None or limits.hit:
        return starts if timed and yearly else tuple(turn)
    last = max(needs) if timed else max(s.finish for s in turn)
    if not timed:
        needs = {last: min(needs.values())}
        whole = replace(ask, target_mtpa=needs[last])
        last = earliest(task, measures, whole, last, limits, only) or last
        needs = {last: whole.target_mtpa}
    stages = [Stage(y, needs.get(y, 0.0), ask.target_mtpa) for y in range(ask.first_year, last + 1)]
    best = cover(task, ways(measures, ask.first_year, last, yearly, only), stages, ask.money, "flow", limits)
    return best.starts or (starts if timed else tuple(turn))


def shortfalls(task: Task, target_mtpa: float) -> dict[int, float]:
    """Links that cannot carry the target with all that could be built on them, and by how much: least in sum."""
    from ortools.graph.python.min_cost_flow import SimpleMinCostFlow

    limit = task.capacity_mtpa.copy()
    for link, sets in task.options.items():
        limit[link] = max(c for _, c in sets)
    # Whole units of a tonne; coarser only for targets beyond any sense, which must fit into 64 bits.
    unit = min(1e6, 2.0**50 / max(target_mtpa, 1.0))
    need = round(target_mtpa * unit)
    solver = SimpleMinCostFlow()
    count = int(max(task.tail.max(), task.head.max())) + 1
    units = np.minimum(np.floor(np.where(np.isfinite(limit), limit, target_mtpa) * unit), need).astype(np.int64)
    ends = np.concatenate([task.tail, task.head]), np.concatenate([task.head, task.tail])
    size = len(task.tail)
    into, out = np.full(len(task.sources), count), np.full(len(task.sinks), count + 1)
    arcs = solver.add_arcs_with_capacity_and_unit_cost(
        np.concatenate([*(np.tile(e, 1) for e in (ends[0], ends[0])), into, task.sinks]),
        np.concatenate([ends[1], ends[1], task.sources, out]),
        np.concatenate([units, units, np.full(2 * size, need), np.full(len(into) + len(out), need)]),
        np.concatenate([np.zeros(2 * size), np.ones(2 * size), np.zeros(len(into) + len(out))]).astype(np.int64),
    )
    solver.set_nodes_supplies(np.array([count, count + 1]), np.array([need, -need]))
    if solver.solve() != solver.OPTIMAL:
        return {}
    over = np.asarray(solver.flows(arcs))[2 * size : 4 * size]
    total = (over[:size] + over[size:]) / unit
    return {int(k): float(total[k]) for k in np.flatnonzero(total > NEAR_MTPA)}
