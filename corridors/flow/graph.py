"""The arrays of a corridor or of a whole network: links in the order of their names, nodes as numbers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from corridors.capacity import capacities as modelled
from corridors.errors import BadInput, UnknownName

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    from corridors.network import Network
    from corridors.schema import Corridor


@dataclass(frozen=True, eq=False)
class Graph:
    """Undirected links between numbered nodes.

    Attributes
    ----------
    links : Index
        Names, sorted, so that no answer depends on the order of rows in a file.
    nodes : Index
        Names, sorted; `tail` and `head` are positions in it.
    tail, head : int array
        Ends of each link.
    """

    links: pd.Index
    nodes: pd.Index
    tail: NDArray[np.int64]
    head: NDArray[np.int64]

    def positions(self, names: Iterable[str]) -> NDArray[np.int64]:
        """Numbers of some nodes; those that are not there are left out."""
        found = self.nodes.get_indexer(pd.Index(sorted(set(names)), dtype=object))
        return found[found >= 0].astype(np.int64)

    def ends(self, corridor: Corridor) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Numbers of a corridor's origins, and of its destinations."""
        return self.positions(corridor.origins), self.positions(corridor.destinations)


def graph(network: Network, links: Iterable[str] | None = None) -> Graph:
    """The graph of some links, or of all.

    Raises
    ------
    UnknownName
        A link that the network does not have.
    """
    names = pd.Index(sorted(set(network.links.index if links is None else links)), dtype=object)
    place = network.links.index.get_indexer(names)
    for name in names[place < 0]:
        raise UnknownName("link", name, network.links.index)
    ends = np.concatenate([network.links[c].to_numpy(dtype=object)[place] for c in ("from_node", "to_node")])
    number, nodes = pd.factorize(ends, sort=True)
    tail, head = np.split(number.astype(np.int64), 2)
    return Graph(names, pd.Index(nodes, dtype=object), tail, head)


def corridor_of(network: Network, corridor: str | Corridor) -> Corridor:
    """A corridor, given its id, its code or itself."""
    return network.corridor(corridor) if isinstance(corridor, str) else corridor


def capacity_table(
    network: Network, capacities: pd.DataFrame | None, basis: str, links: Sequence[str] | None = None
) -> pd.DataFrame:
    """The capacity table that was given, or else the models' own, of some links or of all."""
    return modelled(network, basis=basis, links=links) if capacities is None else capacities


def capacity_of(table: pd.DataFrame | pd.Series, links: Sequence[str] | pd.Index) -> NDArray[np.float64]:
    """Capacities of links as an array; missing is never infinite and never zero.

    Raises
    ------
    BadInput
        A link without a capacity, or one that is negative or not a number.
    """
    series: Any = table["capacity_mtpa"] if isinstance(table, pd.DataFrame) else table
    index = pd.Index(links)
    for link in index[~index.isin(series.index)].sort_values():
        raise BadInput(f"{link}: no capacity given; compute it for all links of the corridor")
    if series.index.has_duplicates:
        again = series.index[series.index.duplicated()][0]
        raise BadInput(f"{again}: stands twice in the capacity table; keep one row a link")
    value = series.reindex(links).to_numpy(dtype=float)
    bad = ~(value >= 0)
    if bad.any():
        link = pd.Index(links)[bad][0]
        raise BadInput(f"{link}: capacity {value[bad][0]:g} Mt/year; it must be zero or more")
    return value
