"""The way round a closed link: how many hours longer it takes, on all links of the mode that carry something."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from corridors.flow.compiled import quick, touching
from corridors.flow.costs import link_costs
from corridors.flow.graph import graph
from corridors.flow.shortest import Roads, bridges, way, ways

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray
    from pandas import Index

    from corridors.network import Network
    from corridors.schema import Corridor

    Floats = NDArray[np.float64]

WAYS = {"rail": ("rail", "border", "terminal", "sea"), "road": ("road", "border", "terminal", "sea")}
OTHER = {"rail": "road", "road": "rail"}


class Detours:
    """Shortest ways round the links of a corridor.

    Parameters
    ----------
    network : Network
        Any state of the world.
    capacity : DataFrame
        Index `link`; column `capacity_mtpa`. Links that are not in it, or carry nothing, lead nowhere.
    corridor : Corridor
        Links of its mode, and posts, terminals and sea legs that are open to it, are the ways.
    """

    def __init__(self, network: Network, capacity: pd.DataFrame, corridor: Corridor) -> None:
        known = network.links.index.intersection(capacity.index)
        fits = network.links.loc[known, "kind"].isin(WAYS[corridor.mode])
        fits &= network.links.loc[known, "form"] != OTHER[corridor.mode]
        usable = known[fits & (capacity.loc[known, "capacity_mtpa"] > 0)]
        self.g = graph(network, [*usable, *corridor.links])
        self.hours = np.maximum(link_costs(network, self.g.links)["h"].to_numpy(dtype=float), 1e-9)
        self._open = np.flatnonzero(self.g.links.isin(usable))
        # Of the searches the links that are open have numbers of their own.
        self._number = np.full(len(self.g.links), -1)
        self._number[self._open] = np.arange(len(self._open))
        tail, head, count = self.g.tail[self._open], self.g.head[self._open], len(self.g.nodes)
        memory = (np.zeros(count), *(np.zeros(count, dtype=np.int64) for _ in range(2)), np.zeros(1, dtype=np.int64))
        parts = (tail, head, *touching(tail, head, count), self.hours[self._open], *memory)
        self._roads = Roads(*map(quick, parts))
        self._bridge = self._bridges()
        self._ways: dict[int, frozenset[int]] = {}

    def extra_h(self, links: Index, also: Index | None = None) -> Floats:
        """Extra hours round each of some links, while another one each is shut too.

        Returns
        -------
        array
            0 where another way is as quick, NaN where none leads. The second closure is looked into only if the way
            round the first leads over it.
        """
        places = self.g.links.get_indexer(links)
        once, back = np.unique(places, return_inverse=True)
        hours = self._round(once)[back]
        if also is None:
            return hours
        for k, other in enumerate(self.g.links.get_indexer(also).tolist()):
            if np.isfinite(hours[k]) and other in self._way(int(places[k])):
                hours[k] = self._extra(np.array([self._search(int(places[k]), other)]), places[k : k + 1])[0]
        return hours

    def _round(self, places: NDArray[np.int64]) -> Floats:
        found = quick(np.zeros(len(places)))
        number, begin, end = (quick(a[places]) for a in (self._number, self.g.tail, self.g.head))
        ways(self._roads, number, begin, end, self._bridge, found)
        return self._extra(np.asarray(found), places)

    def _extra(self, far: Floats, places: NDArray[np.int64]) -> Floats:
        return np.where(np.isfinite(far), np.maximum(0.0, far - self.hours[places]), np.nan)

    def _search(self, place: int, also: int = -1) -> float:
        """Hours of the way round a link while another is shut too."""
        g = self.g
        other = int(self._number[also]) if also >= 0 else -1
        return float(way(self._roads, int(g.tail[place]), int(g.head[place]), int(self._number[place]), other))

    def _way(self, place: int) -> frozenset[int]:
        """Links on the way round one."""
        if place not in self._ways:
            self._search(place)
            found, node, net = set(), int(self.g.head[place]), self._roads
            while node != int(self.g.tail[place]):
                link = int(net.came[node])
                found.add(int(self._open[link]))
                node = int(net.tail[link] if net.head[link] == node else net.head[link])
            self._ways[place] = frozenset(found)
        return self._ways[place]

    def _bridges(self) -> Any:
        """Whether each open link is the only way between its ends."""
        number, low, at, by = (quick(np.zeros(len(self.g.nodes), dtype=np.int64)) for _ in range(4))
        found = quick(np.zeros(len(self._open), dtype=bool))
        bridges(self._roads, number, low, at, by, found)
        return found
