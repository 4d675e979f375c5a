"""Facts of one kind of link as a wide table: a row a link, a column an attribute."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

if TYPE_CHECKING:
    from corridors.network.state import Network


def pivot(network: Network, kind: str, what: str, own: pd.Index) -> pd.DataFrame:
    """One side of the facts of some links of a kind."""
    names = network.schema[kind].index.unique()
    if "facts" in network.__dict__:
        codes, every = _codes(network), _attributes(network)
        place = np.full(len(network.links) + 1, -1)  # the last one is that of links that are not there
        place[network.links.index.get_indexer(own)] = np.arange(len(own))
        row = place[codes["link"].to_numpy()]
        column = np.append(names.get_indexer(every), -1)[codes["attribute"].to_numpy()]
        here = (row >= 0) & (column >= 0) & codes["used"].to_numpy()
        cells = np.full((len(own), len(names)), np.nan, dtype=float if what in ("value", "low", "high") else object)
        cells[row[here], column[here]] = network.facts[what].to_numpy()[here]
    else:
        cells = network.__dict__["_later"].cells(kind, what, own)
    wide = pd.DataFrame(cells, index=own, columns=names.rename(None))
    wide["form"] = network.links.loc[own, "form"]
    if kind == "rail":
        length = wide["length_km"] if what == "value" else network.table("rail", links=list(own))["length_km"]
        wide["gaps_km"] = _gaps(network, own, length)
    return wide


def _attributes(network: Network) -> pd.Index:
    return pd.Index(dict.fromkeys(a for table in network.schema.values() for a in table.index))


def _codes(network: Network) -> pd.DataFrame:
    """Links and attributes of all facts as numbers (-1: not there): texts are slow to compare."""
    if ("", "codes") not in network._wide:
        found = {"used": (network.facts["role"] == "used").to_numpy()}
        for column, known in (("link", network.links.index), ("attribute", _attributes(network))):
            code, names = pd.factorize(network.facts[column])
            found[column] = np.append(known.get_indexer(names), -1)[code]
        network._wide["", "codes"] = pd.DataFrame(found)
    return network._wide["", "codes"]


def _gaps(network: Network, own: pd.Index, length_km: pd.Series) -> pd.Series:
    """Distances between neighbouring crossing points of each rail link, km, as tuples."""
    gaps = pd.Series([()] * len(own), index=own, dtype=object)
    if network.stops.empty:
        return gaps
    stops = network.stops[network.stops["link"].isin(own)]
    # A halt has no second track to meet on; a folder that does not say counts every stop.
    stops = stops[stops["crossing"] != "no"] if "crossing" in stops else stops
    for link, km in stops.groupby("link")["km"]:
        ends = np.unique(np.concatenate([[0.0], km.to_numpy(), [float(length_km[link])]]))
        gaps[link] = tuple(np.round(np.diff(ends), 3).tolist())
    return gaps
