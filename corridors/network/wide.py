"""Facts of one kind of link as a wide table: a row a link, a column an attribute."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

if TYPE_CHECKING:
    from numpy.typing import NDArray


def coded(facts: pd.DataFrame, links: pd.Index, attributes: pd.Index) -> pd.DataFrame:
    """Links and attributes of all facts as numbers, and whether a fact is used: texts are slow to compare."""
    columns = {"link": _among(facts["link"], links), "attribute": _among(facts["attribute"], attributes)}
    return pd.DataFrame({**columns, "used": (facts["role"] == "used").to_numpy()})


def _among(column: pd.Series, known: pd.Index) -> pd.Categorical:
    """A column of names as categories; none where a name is not among those that are known."""
    code, names = pd.factorize(column)
    return pd.Categorical.from_codes(np.append(known.get_indexer(names), -1)[code], categories=known)


def cells(side: pd.Series, codes: pd.DataFrame, links: pd.Index, attributes: pd.Index) -> NDArray[Any]:
    """One side of the facts that are used: a row a link, a column an attribute."""
    row, column = _places(codes["link"], links), _places(codes["attribute"], attributes)
    here = (row >= 0) & (column >= 0) & codes["used"].to_numpy()
    numbers = side.name in ("value", "low", "high")
    found = np.full((len(links), len(attributes)), np.nan, dtype=float if numbers else object)
    found[row[here], column[here]] = side.to_numpy()[here]
    return found


def _places(names: pd.Series, wanted: pd.Index) -> NDArray[np.int64]:
    """Where each name stands among some that are wanted, -1 where it does not."""
    known = names.cat.categories
    place = np.full(len(known) + 1, -1)  # the last one is that of names that are not known
    place[known.get_indexer(wanted)] = np.arange(len(wanted))
    return place[names.cat.codes.to_numpy()]


def gaps(stops: pd.DataFrame, length_km: pd.Series) -> pd.Series:
    """Distances between neighbouring crossing points of each rail link whose length is given, km, as tuples."""
    found = pd.Series([()] * len(length_km), index=length_km.index, dtype=object)
    if stops.empty:
        return found
    stops = stops[stops["link"].isin(length_km.index)]
    # A halt has no second track to meet on; a folder that does not say counts every stop.
    stops = stops[stops["crossing"] != "no"] if "crossing" in stops else stops
    for link, km in stops.groupby("link")["km"]:
        ends = np.unique(np.concatenate([[0.0], km.to_numpy(), [float(length_km[link])]]))
        found[link] = tuple(np.round(np.diff(ends), 3).tolist())
    return found
