"""Uncertainty: the range of a link's capacity over low and high of its facts, and the three facts that drive it most.

Each fact is moved alone to its low, its high and points between (a capacity may rise and fall again with a fact);
then all facts are put where each hurts most, or helps most, and moved once more from there, for facts that act through
each other. The range is what all uncertainties together can do, not a likely spread: for that there are draws.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from corridors.capacity.evaluate import measures_ratio, model_of
from corridors.capacity.stated import coded, of_table

if TYPE_CHECKING:
    from types import ModuleType

    from corridors.network import Network

SWEEPS = 2
# A link is some hundred rows, a row a fact that is moved: so many links at once fit into the memory of any machine.
LINKS_AT_ONCE = 256
DRIVERS = 3
Evaluate = Callable[[pd.DataFrame, np.ndarray], np.ndarray]


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
    parts = []
    for kind in network.links.loc[wanted, "kind"].unique():
        own = wanted[network.links.loc[wanted, "kind"] == kind]
        letters, ratio = network.table(kind, "grade", own), measures_ratio(network, kind, own)
        model = model_of(network, kind)
        # Only the grades of statements bear upon a capacity.
        known = [n for n in (*model.STATED, "extension_mtpa") if n in letters]
        grades = pd.DataFrame(coded(letters[known]), index=own, columns=known)

        # The facts of a network lie within the bounds of the schema, and so does all between their low and high.
        def evaluate(
            table: pd.DataFrame,
            rows: np.ndarray,
            m: ModuleType = model,
            g: pd.DataFrame = grades,
            r: np.ndarray = ratio,
        ) -> np.ndarray:
            return of_table(m, table, g.iloc[rows], basis, None, r[rows])["capacity_mtpa"].to_numpy(dtype=float)

        value, low, high = (network.table(kind, what, own) for what in ("value", "low", "high"))
        names = dict.fromkeys(n for f in value["form"].unique() for n in model.facts_used(f))
        parts.append(ranged(value, low, high, [*names, *model.STATED], evaluate))
    return pd.concat(parts).reindex(wanted).rename_axis("link") if parts else pd.DataFrame(index=wanted)


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
        Takes rows of `value` with other values in them, and which rows they are; gives one number a row.
    result : str
        Unit at the end of the answer's columns.

    Returns
    -------
    DataFrame
        As `capacity_range`, with `result` in place of mtpa.
    """
    moved = [n for n in names if n in value and n != "in_service" and _differ(low[n], high[n])]
    points = {n: _points(value[n], low[n], high[n]) for n in moved}
    parts = []
    for first in range(0, max(len(value), 1), LINKS_AT_ONCE):
        rows = np.arange(first, min(first + LINKS_AT_ONCE, len(value)))
        own = {n: p[:, rows] for n, p in points.items()}
        parts.append(_ranged(value.iloc[rows], own, _of_rows(evaluate, rows), result))
    return parts[0] if len(parts) == 1 else pd.concat(parts)


def _of_rows(evaluate: Evaluate, some: np.ndarray) -> Evaluate:
    """`evaluate` for some of the rows, numbered from 0."""
    return lambda table, rows: evaluate(table, some[rows])


def _ranged(value: pd.DataFrame, points: dict[str, np.ndarray], evaluate: Evaluate, result: str) -> pd.DataFrame:
    """`ranged` of a block of rows, with the points at which each fact is tried."""
    moved = list(points)
    base = {n: value[n].to_numpy(dtype=float) for n in moved}
    centre, each = _around(value, base, points, evaluate, np.arange(len(value)))
    swings = np.array([np.ptp(np.vstack([centre, e]), axis=0) for e in each]).reshape(len(moved), len(value))
    least, most = _corners(value, base, points, evaluate, centre, each)
    down = np.array([np.minimum(e.min(axis=0) - centre, 0.0) for e in each]).reshape(len(moved), len(value))
    up = np.array([np.maximum(e.max(axis=0) - centre, 0.0) for e in each]).reshape(len(moved), len(value))
    answer: dict[str, object] = {
        f"capacity_{result}": centre,
        f"low_{result}": least,
        f"high_{result}": most,
        f"likely_low_{result}": np.maximum(centre - np.sqrt((down**2).sum(axis=0)), least),
        f"likely_high_{result}": np.minimum(centre + np.sqrt((up**2).sum(axis=0)), most),
    }
    order = np.argsort(-swings, axis=0, kind="stable")
    labels = np.array([*moved, ""], dtype=object)
    for place in range(DRIVERS):
        rank = order[place] if place < len(moved) else np.full(len(value), -1)
        swing = swings[rank, np.arange(len(value))] if place < len(moved) else np.zeros(len(value))
        answer[f"driver_{place + 1}"] = np.where(swing > 1e-9, labels[rank], "")
        answer[f"swing_{place + 1}_{result}"] = swing
    return pd.DataFrame(answer, index=value.index)


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
    value: pd.DataFrame, at: dict[str, np.ndarray], points: dict[str, np.ndarray], evaluate: Evaluate, rows: np.ndarray
) -> tuple[np.ndarray, list[np.ndarray]]:
    """The result of some rows at a place, and with each fact moved alone from there: all in one call."""
    own = np.arange(len(rows))
    # Where a fact is already at a point, nothing is tried again.
    new = [np.nonzero(~np.isclose(p[:, rows], at[n], rtol=0, atol=0, equal_nan=True)) for n, p in points.items()]
    many = np.concatenate([own, *(i for _, i in new)])
    columns = {n: at[n][many] if n in at else value[n].to_numpy()[rows[many]] for n in value}
    spans, start = [], len(rows)
    for (name, tried), (k, i) in zip(points.items(), new, strict=True):
        spans.append(slice(start, start + len(i)))
        columns[name][spans[-1]] = tried[k, rows[i]]
        start += len(i)
    result = evaluate(pd.DataFrame(columns, copy=False), rows[many])
    centre, each = result[: len(rows)], []
    for tried, (k, i), span in zip(points.values(), new, spans, strict=True):
        each.append(np.tile(centre, (len(tried), 1)))
        each[-1][k, i] = result[span]
    return centre, each


def _corners(
    value: pd.DataFrame,
    base: dict[str, np.ndarray],
    points: dict[str, np.ndarray],
    evaluate: Evaluate,
    centre: np.ndarray,
    each: list[np.ndarray],
) -> tuple[np.ndarray, np.ndarray]:
    """The least and the most that all facts together can do."""
    # Every link goes two ways at once: down in the first half of these arrays, up in the second.
    rows, sign = np.tile(np.arange(len(value)), 2), np.repeat([1.0, -1.0], len(value))
    at = {n: np.tile(v, 2) for n, v in base.items()}
    each = [sign * np.tile(e, 2) for e in each]
    best = here = sign * np.tile(centre, 2)
    # All facts low, and all high, are other places to begin: a fact may matter only once another has moved.
    for place in (0, 1):
        corner = {n: p[place] for n, p in points.items()}
        result = sign * np.tile(evaluate(value.assign(**corner), rows[: len(value)]), 2)
        better = result < here - 1e-12
        at = {n: np.where(better, corner[n][rows], at[n]) for n in at}
        here = np.where(better, result, here)
    moved = here < best
    best = np.min([here, *(e.min(axis=0) for e in each)], axis=0)
    for _ in range(SWEEPS + 2):
        live = np.flatnonzero(moved)
        if len(live):
            found, around = _around(value, {n: v[live] for n, v in at.items()}, points, evaluate, rows[live])
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
    return best[: len(value)], -best[len(value) :]
