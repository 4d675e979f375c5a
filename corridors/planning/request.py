"""What is asked of a plan, refused where it makes no sense."""

from __future__ import annotations

from dataclasses import dataclass
from math import isfinite
from typing import TYPE_CHECKING, Any

from corridors.errors import BadInput
from corridors.planning.problem import Budget
from corridors.planning.schedule import LAST_YEAR
from corridors.wording.sentences import sentence

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True)
class Request:
    """What is wanted: Mt/year by a year (None = whenever), in between, from when, for how much."""

    target_mtpa: float
    by: int | None
    interim: tuple[tuple[int, float], ...]
    first_year: int
    budget: Budget
    prefer: str = "cheap"


def requested(
    target_mtpa: float,
    by: int | None,
    budget_musd: float | None,
    budget_per_year_musd: float | None,
    interim: Sequence[tuple[int, float]],
    prefer: str,
    first_year: int,
) -> Request:
    """The request that the arguments of `plan` make.

    Raises
    ------
    BadInput
        A number, a year or a preference that makes no sense.
    """
    first = _year("first year", first_year, 1900)
    last = None if by is None else _year("by", by, first)
    target = _amount("target", target_mtpa)
    total = None if budget_musd is None else _amount("budget", budget_musd)
    yearly = None if budget_per_year_musd is None else _amount("budget per year", budget_per_year_musd)
    if yearly == 0:
        raise BadInput(sentence("budget per year = 0; nothing can be built with it; leave it out or give more"))
    if prefer not in ("cheap", "early"):
        raise BadInput(sentence("prefer = {prefer!r}; it is 'cheap' or 'early'", prefer=prefer))
    between: dict[int, float] = {}
    for at, amount in interim:
        year = _year("interim target of", at, first, last or LAST_YEAR)
        between[year] = max(_amount(sentence("target of {year}", year=year), amount), between.get(year, 0.0))
    if last is not None:
        target = max(target, between.pop(last, 0.0))
    return Request(target, last, tuple(sorted(between.items())), first, Budget(total, yearly, first), prefer)


def _amount(name: str, value: Any) -> float:
    try:
        amount = float(value)
    except (TypeError, ValueError):
        amount = float("nan")
    if not (isfinite(amount) and amount >= 0):
        raise BadInput(sentence("{name} = {value}; give a number of zero or more", name=name, value=value))
    return amount


def _year(name: str, value: Any, first: int, last: int = LAST_YEAR) -> int:
    try:
        year = int(value)
    except (TypeError, ValueError, OverflowError):
        year = -1
    if year != value or not first <= year <= last:
        years = {"first": first, "last": last}
        raise BadInput(
            sentence("{name} {value}: give a whole year in {first} .. {last}", name=name, value=value, **years)
        )
    return year
