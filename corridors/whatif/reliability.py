"""Reliability: what a corridor loses a year on the days when its links are closed by ice, storm, works or decree."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pandas as pd

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from corridors.network import Network

YEAR = 365.0


class Expected(NamedTuple):
    """Mt/year lost on closed days, summed over the links of a corridor."""

    mtpa: float
    low_mtpa: float  # where somebody counted the days: at the fewest
    high_mtpa: float  # and at the most
    in_capacity_mtpa: float  # of mtpa: what the yearly capacity leaves out already
    unknown_links: int  # links whose days nobody counted; mtpa has their default
    unknown_high_mtpa: float  # what those could add at the most days of the default


def closed_days(network: Network, links: pd.Index) -> pd.DataFrame:
    """Days a year on which links are closed, by the fact `working_days`.

    Returns
    -------
    DataFrame
        Index `link`: closed_days, closed_low_days, closed_high_days, closed_grade, closed_source, closed_counted
        (False: nobody counted them, and the default stands).
    """
    used = network.facts_of(links, ["working_days"])
    used = used[used["role"] == "used"].set_index("link").reindex(links)
    value = used["value"].astype(float)
    sides = {"closed_days": value, "closed_low_days": used["high"].fillna(value)}
    sides |= {"closed_high_days": used["low"].fillna(value)}
    days = pd.DataFrame({k: np.clip(YEAR - v.astype(float), 0.0, YEAR) for k, v in sides.items()})
    days = days.assign(closed_grade=used["grade"].astype(object), closed_source=used["source"].astype(object))
    return days.assign(closed_counted=used["origin"] != "default")


def expected_lost(
    lost_mtpa: NDArray[np.float64], days: NDArray[np.float64], in_capacity: NDArray[np.bool_]
) -> NDArray[np.float64]:
    """Mt/year that do not get through because a link is closed on some days, nothing being carried later.

    Parameters
    ----------
    lost_mtpa : float array
        What the corridor loses while the link is closed, as Mt of a whole year.
    days : float array
        Days a year on which it is.
    in_capacity : bool array
        Whether the link limits the corridor: then its yearly capacity, and the flow, leave these days out already.

    Examples
    --------
    A link that takes all of 10 Mt/year and is closed for 36.5 days; one that carries 9 on the other 328.5.

    >>> expected_lost(np.array([10.0, 9.0]), np.array([36.5, 36.5]), np.array([False, True])).round(6).tolist()
    [1.0, 1.0]
    """
    whole = np.where(in_capacity, np.maximum(YEAR - days, 1.0), YEAR)
    return np.asarray(lost_mtpa * days / whole)


def with_reliability(network: Network, links: pd.DataFrame, cut: pd.Index) -> tuple[pd.DataFrame, Expected]:
    """A table of closures with the days that each link is closed and what that costs; and the sums.

    Parameters
    ----------
    links : DataFrame
        Index `link`; lost_mtpa.
    cut : Index
        The links that limit the corridor.
    """
    days = closed_days(network, links.index)
    lost, limiting = links["lost_mtpa"].to_numpy(dtype=float), links.index.isin(cut)
    sides = {
        f"expected_lost{side}_mtpa": expected_lost(lost, days[f"closed{side}_days"].to_numpy(), limiting)
        for side in ("", "_low", "_high")
    }
    table = links.join(days).assign(**sides, in_capacity=limiting)
    known = days["closed_counted"].to_numpy(dtype=bool)
    middle, low, high = sides.values()
    expected = Expected(
        mtpa=float(middle.sum()),
        low_mtpa=float(low[known].sum() + middle[~known].sum()),
        high_mtpa=float(high[known].sum() + middle[~known].sum()),
        in_capacity_mtpa=float(middle[limiting].sum()),
        unknown_links=int((~known).sum()),
        unknown_high_mtpa=float((high - middle)[~known].sum()),
    )
    return table, expected
