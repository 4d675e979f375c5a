"""Uncertainty: the range of a link's capacity over low and high of its facts, and the three facts that drive it most.

Each fact is moved alone to its low, its high and points between (a capacity may rise and fall again with a fact);
then all facts are put where each hurts most, or helps most, and moved once more from there, for facts that act through
each other. The range is what all uncertainties together can do, not a likely spread: for that there are draws.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from corridors.capacity.arrays import number
from corridors.capacity.evaluate import BLOCK, measures_ratio, model_of
from corridors.capacity.rail.gap_sets import Shared
from corridors.capacity.stated import capacity_mtpa, statement_grade

if TYPE_CHECKING:
    from types import ModuleType

    from corridors.network import Network

SWEEPS = 2
# A link is some hundred rows, a row a fact that is moved: so many links at once fit into the memory of any machine.
LINKS_AT_ONCE = 256
DRIVERS = 3
# Columns of facts, a value a row, and the link of each row; gives a number a row.
Evaluate = Callable[[dict[str, Any], np.ndarray], np.ndarray]


def capacity_range(network: Network, *, basis: str = "rule", links: Sequence[str] | None = None) -> pd.DataFrame:
    """Capacity of links with its range and what drives it.

    Parameters
    ----------
    network : Network
        Any state of the world.
    basis : str
        As `capacities`.
    links : sequence of str, optional
        Only these, in this order.

    Returns
    -------
    DataFrame
        Index `link`: `capacity_mtpa`; `low_mtpa`, `high_mtpa` (all facts at their worst, or best, at once);
        `likely_low_mtpa`, `likely_high_mtpa` (independent uncertainties, added as squares); `driver_1` ..
        `driver_3` with `swing_1_mtpa` .. `swing_3_mtpa`: the facts whose uncertainty alone moves the capacity most, and
        by how much ("" and 0 if none).

    Raises
    ------
    UnknownName
        A link, a model or a basis that is not there.

    Examples
    --------
    >>> import corridors as co
    >>> post = co.capacity_range(co.load(), links=["border/zhaisan"]).iloc[0]
    >>> bool(post.low_mtpa <= post.likely_low_mtpa <= post.capacity_mtpa <= post.likely_high_mtpa <= post.high_mtpa)
    True
    """
    wanted = network.links.index if links is None else network.link_ids(links)
    parts, kinds = [], network.links.loc[wanted, "kind"]
    every = {k: wanted[(kinds == k).to_numpy()] for k in kinds.unique()}
    for kind, own in ((k, some[i : i + BLOCK]) for k, some in every.items() for i in range(0, len(some), BLOCK)):
        model, letters = model_of(network, kind), network.table(kind, "grade", own)
        value, low, high = (network.table(kind, what, own) for what in ("value", "low", "high"))
        names = [*dict.fromkeys(n for f in value["form"].unique() for n in model.facts_used(f)), *model.STATED]
        stated = statement_grade(model, value, letters), measures_ratio(network, kind, own)
        read = [n for n in dict.fromkeys([*names, "in_service", "extension_mtpa", "form", "gaps_km"]) if n in value]
        parts.append(ranged(value[read], low, high, names, _capacity(model, *stated, basis)))
    return pd.concat(parts).reindex(wanted).rename_axis("link") if parts else pd.DataFrame(index=wanted)


def _capacity(model: ModuleType, stated_grade: np.ndarray, ratio: np.ndarray, basis: str) -> Evaluate:
    """The capacities of a model's links alone: of the grades only those of statements bear upon them."""

    # The facts of a network lie within the bounds of the schema, and so does all between their low and high.
    def evaluate(facts: dict[str, Any], rows: np.ndarray) -> np.ndarray:
        table = {n: column if isinstance(column, Shared) else column[None] for n, column in facts.items()}
        return capacity_mtpa(model, table, stated_grade[rows], basis, ratio[rows])[0]

    return evaluate


def ranged(
    value: pd.DataFrame,
    low: pd.DataFrame,
    high: pd.DataFrame,
    names: Sequence[str],
    evaluate: Evaluate,
    result: str = "mtpa",
) -> pd.DataFrame:
    """Range of any result of a model over low .. high of its facts.

    Parameters
    ----------
    value, low, high : DataFrame
        Wide tables of the same links and attributes.
    names : sequence of str
        Facts that are moved.
    evaluate : callable
        Takes columns of `value`, as arrays by name, with other values in them, and which of its rows they are; gives
        one number a row. What each row has as a tuple comes as `corridors.capacity.rail.gap_sets.Shared`.
    result : str
        Unit at the end of the answer's columns.

    Returns
    -------
    DataFrame
        As `capacity_range`, with `result` in place of mtpa.
    """
    moved = [n for n in names if n in value and n != "in_service" and _differ(low[n], high[n])]
    points = {n: _points(value[n], low[n], high[n]) for n in moved}
    columns, parts = {n: _column(value[n], n in points) for n in value}, []
    for first in range(0, max(len(value), 1), LINKS_AT_ONCE):
        rows = np.arange(first, min(first + LINKS_AT_ONCE, len(value)))
        own = {n: np.ascontiguousarray(p[:, rows]) for n, p in points.items()}
        block = Block({n: c[rows] for n, c in columns.items()}, rows, evaluate)
        parts.append(_ranged(block, own, result))
    return pd.DataFrame({n: np.concatenate([p[n] for p in parts]) for n in parts[0]}, index=value.index)


@dataclass(frozen=True, eq=False)
class Block:
    """Some links: their facts as arrays by name, their places among all, and what is asked of them."""

    facts: dict[str, np.ndarray]
    places: np.ndarray
    evaluate: Evaluate

    def __len__(self) -> int:
        return len(self.places)

    def at(self, rows: np.ndarray, other: dict[str, np.ndarray]) -> np.ndarray:
        """The result of some of the links, each as often as it stands in `rows`, with other values of some facts."""
        plain = {n: _taken(c, rows) for n, c in self.facts.items() if n not in other}
        return self.evaluate({**plain, **other}, self.places[rows])


def _taken(column: np.ndarray, rows: np.ndarray) -> Any:
    """Values of some rows; of tuples which rows share one."""
    tuples = column.dtype == object and len(column) and isinstance(column[0], tuple)
    return Shared(column.tolist(), rows) if tuples else column[rows]


def _column(column: pd.Series, moved: bool) -> np.ndarray:
    """A column as an array: of numbers wherever all of it are."""
    return number(column) if moved or pd.api.types.is_numeric_dtype(column) else column.to_numpy(dtype=object)


def _ranged(block: Block, points: dict[str, np.ndarray], result: str) -> dict[str, np.ndarray]:
    """`ranged` of a block of rows, with the points at which each fact is tried."""
    moved, count = list(points), len(block)
    base = {n: block.facts[n] for n in moved}
    centre, each = _around(block, base, points, np.arange(count))
    swings = np.array([np.ptp(np.vstack([centre, e]), axis=0) for e in each]).reshape(len(moved), count)
    least, most = _corners(block, base, points, centre, each)
    down = np.array([np.minimum(e.min(axis=0) - centre, 0.0) for e in each]).reshape(len(moved), count)
    up = np.array([np.maximum(e.max(axis=0) - centre, 0.0) for e in each]).reshape(len(moved), count)
    answer: dict[str, np.ndarray] = {
        f"capacity_{result}": centre,
        f"low_{result}": least,
        f"high_{result}": most,
        f"likely_low_{result}": np.maximum(centre - np.sqrt((down**2).sum(axis=0)), least),
        f"likely_high_{result}": np.minimum(centre + np.sqrt((up**2).sum(axis=0)), most),
    }
    order = np.argsort(-swings, axis=0, kind="stable")
    labels = np.array([*moved, ""], dtype=object)
    for place in range(DRIVERS):
        rank = order[place] if place < len(moved) else np.full(count, -1)
        swing = swings[rank, np.arange(count)] if place < len(moved) else np.zeros(count)
        answer[f"driver_{place + 1}"] = np.where(swing > 1e-9, labels[rank], "")
        answer[f"swing_{place + 1}_{result}"] = swing
    return answer


def _differ(low: pd.Series, high: pd.Series) -> bool:
    return bool((low.to_numpy(dtype=float) < high.to_numpy(dtype=float)).any())


def _points(value: pd.Series, low: pd.Series, high: pd.Series) -> np.ndarray:
    """Where a fact is tried, a row a point: low, high and between, but for facts that are whole numbers or switches."""
    mid, least, most = (s.to_numpy(dtype=float) for s in (value, low, high))
    least, most = np.where(np.isfinite(least), least, mid), np.where(np.isfinite(most), most, mid)
    everything = np.concatenate([mid, least, most])
    whole = np.nan_to_num(everything) == np.round(np.nan_to_num(everything))
    if whole.all() and np.nanmax(everything, initial=0) <= 4:
        return np.vstack([least, most])
    return np.vstack([least, most, (least + mid) / 2, (most + mid) / 2])


def _around(
    block: Block, at: dict[str, np.ndarray], points: dict[str, np.ndarray], rows: np.ndarray
) -> tuple[np.ndarray, list[np.ndarray]]:
    """The result of some rows at a place, and with each fact moved alone from there: all in one call."""
    own = np.arange(len(rows))
    # Where a fact is already at a point, nothing is tried again.
    new = [np.nonzero(~_same(p[:, rows], at[n])) for n, p in points.items()]
    many = np.concatenate([own, *(i for _, i in new)])
    columns, spans, start = {n: at[n][many] for n in points}, [], len(rows)
    for (name, tried), (k, i) in zip(points.items(), new, strict=True):
        spans.append(slice(start, start + len(i)))
        columns[name][spans[-1]] = tried[k, rows[i]]
        start += len(i)
    result = block.at(rows[many], columns)
    centre, each = result[: len(rows)], []
    for tried, (k, i), span in zip(points.values(), new, spans, strict=True):
        each.append(np.tile(centre, (len(tried), 1)))
        each[-1][k, i] = result[span]
    return centre, each


def _same(one: np.ndarray, other: np.ndarray) -> np.ndarray:
    return (one == other) | (np.isnan(one) & np.isnan(other))


def _corners(
    block: Block,
    base: dict[str, np.ndarray],
    points: dict[str, np.ndarray],
    centre: np.ndarray,
    each: list[np.ndarray],
) -> tuple[np.ndarray, np.ndarray]:
    """The least and the most that all facts together can do."""
    count = len(block)
    # Every link goes two ways at once: down in the first half of these arrays, up in the second.
    rows, sign = np.tile(np.arange(count), 2), np.repeat([1.0, -1.0], count)
    at = {n: np.tile(v, 2) for n, v in base.items()}
    each = [sign * np.tile(e, 2) for e in each]
    best = here = sign * np.tile(centre, 2)
    # All facts low, and all high, are other places to begin: a fact may matter only once another has moved.
    for place in (0, 1):
        corner = {n: p[place] for n, p in points.items()}
        result = sign * np.tile(block.at(rows[:count], corner), 2)
        better = result < here - 1e-12
        at = {n: np.where(better, corner[n][rows], at[n]) for n in at}
        here = np.where(better, result, here)
    moved = here < best
    best = np.min([here, *(e.min(axis=0) for e in each)], axis=0)
    for _ in range(SWEEPS + 2):
        live = np.flatnonzero(moved)
        if len(live):
            found, around = _around(block, {n: v[live] for n, v in at.items()}, points, rows[live])
            here[live] = sign[live] * found
            for known, seen in zip(each, around, strict=True):
                known[:, live] = sign[live] * seen
            best = np.min([best, here, *(e.min(axis=0) for e in each)], axis=0)
        moved = np.zeros(len(rows), dtype=bool)
        for (name, tried), results in zip(points.items(), each, strict=True):
            pick = results.argmin(axis=0)
            better = results[pick, np.arange(len(rows))] < here - 1e-12
            at[name] = np.where(better, tried[pick, rows], at[name])
            moved |= better
    return best[:count], -best[count:]
