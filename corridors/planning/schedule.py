"""Years: when each measure can start and finish, and what that costs a year."""

from __future__ import annotations

from math import ceil
from typing import TYPE_CHECKING

from corridors.planning.problem import Budget, Start
from corridors.scenarios import musd

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from corridors.schema import Measure

# The first year in which measures of a plan can begin, unless another is given.
FIRST_YEAR = 2027
# No plan looks further, as no year in the data does.
LAST_YEAR = 2100


def years_of(measure: Measure, yearly_musd: float | None) -> int:
    """Years of building; longer where the yearly budget cannot pay the work in its own time."""
    least = 0
    if yearly_musd:
        least = ceil(musd(measure) / yearly_musd - 1e-9)
    return max(measure.build_years, least)


def under_way(measure: Measure, first_year: int) -> bool:
    """Whether a work is being built and has a stated finish that has not passed long ago."""
    return measure.status == "building" and measure.finish is not None and measure.finish >= first_year - 1


def possible_starts(
    measures: Sequence[Measure],
    first_year: int,
    last_year: int,
    yearly_musd: float | None,
    only: frozenset[int] | None = None,
) -> list[Start]:
    """All ways to build measures (or only some of them, by number) that are open at the end of the last year.

    A work under way keeps its stated finish; only a yearly budget may put it off. Without one there is no reason to
    wait, so only the first year is offered.
    """
    found = []
    for place, measure in enumerate(measures):
        if only is not None and place not in only:
            continue
        years = years_of(measure, yearly_musd)
        latest = last_year - years + 1 if yearly_musd else first_year
        starts = [Start(place, y, y + years - 1) for y in range(first_year, latest + 1)]
        if measure.finish is not None and under_way(measure, first_year):
            begun = measure.start or measure.finish - measure.build_years + 1
            stated = Start(place, min(begun, measure.finish), measure.finish)
            starts = [stated, *(s for s in starts if yearly_musd and s.finish > stated.finish)]
        found += [s for s in starts if s.finish <= last_year]
    return found


def serial_schedule(
    measures: Sequence[Measure], first_year: int, budget: Budget, only: frozenset[int] | None = None
) -> list[Start]:
    """Measures one after another, each as early as the yearly budget allows: a schedule that is surely possible.

    It may run past `LAST_YEAR`; measures that alone would take until then are not in it.
    """
    spent: dict[int, float] = {}
    most = float("inf") if budget.yearly_musd is None else budget.yearly_musd + 1e-9
    found = []
    for place, measure in enumerate(measures):
        years = years_of(measure, budget.yearly_musd)
        if (only is not None and place not in only) or first_year + years - 1 > LAST_YEAR:
            continue
        last = max([first_year, measure.finish or 0, *spent]) + years
        for way in possible_starts(measures, first_year, last, budget.yearly_musd, frozenset({place})):
            rate = musd(measure) / (way.finish - way.start + 1)
            counted = range(max(way.start, first_year), way.finish + 1)
            if all(spent.get(y, 0.0) + rate <= most for y in counted):
                for year in counted:
                    spent[year] = spent.get(year, 0.0) + rate
                found.append(way)
                break
    return found


def spending(starts: Iterable[Start], measures: Sequence[Measure]) -> dict[int, float]:
    """Million USD by year, each cost spread evenly over its years of building."""
    spent: dict[int, float] = {}
    for start in starts:
        years = range(start.start, start.finish + 1)
        for year in years:
            spent[year] = spent.get(year, 0.0) + musd(measures[start.measure]) / len(years)
    return spent
