"""The way round a closed link: how many hours longer it takes, on all links of the mode that carry something."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from corridors.flow.costs import link_costs
from corridors.flow.graph import graph

if TYPE_CHECKING:
    from corridors.network import Network
    from corridors.schema import Corridor

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
        self.corridor = corridor
        self.g = graph(network, [*usable, *corridor.links])
        self.open = self.g.links.isin(usable)
        self.hours = np.maximum(link_costs(network, self.g.links)["h"].to_numpy(dtype=float), 1e-9)
        self._round: dict[str, tuple[float, frozenset[str]]] = {}

    def extra_h(self, link: str, also: str | None = None) -> float:
        """Extra hours round a link, while another is shut too; 0 where another way is as quick, NaN where none leads.

        The second closure is looked into only if the way round the first leads over it.
        """
        if link not in self._round:
            self._round[link] = self._solve(link)
        hours, way = self._round[link]
        return hours if also is None or also not in way else self._solve(link, also)[0]

    def by_link(self) -> pd.Series:
        """`extra_h` of every link of the corridor."""
        return pd.Series({k: self.extra_h(k) for k in self.corridor.links}, dtype=float)

    def _solve(self, *shut: str) -> tuple[float, frozenset[str]]:
        from scipy.sparse import csr_array
        from scipy.sparse.csgraph import dijkstra

        g, place = self.g, int(self.g.links.get_loc(shut[0]))
        use = np.flatnonzero(self.open & ~g.links.isin(shut))
        # Of parallel links the quickest counts.
        use = use[np.argsort(-self.hours[use], kind="stable")]
        low, high = np.minimum(g.tail, g.head), np.maximum(g.tail, g.head)
        fastest = dict(zip(zip(low[use].tolist(), high[use].tolist(), strict=True), use.tolist(), strict=True))
        kept = np.array(list(fastest.values()), dtype=int)
        size = (len(g.nodes), len(g.nodes))
        matrix = csr_array((self.hours[kept], (low[kept], high[kept])), shape=size)
        begin, node = int(g.tail[place]), int(g.head[place])
        far, before = dijkstra(matrix, directed=False, indices=begin, return_predecessors=True)
        if not np.isfinite(far[node]):
            return float("nan"), frozenset()
        hours, way = max(0.0, float(far[node] - self.hours[place])), set()
        while node != begin:
            last = int(before[node])
            way.add(str(g.links[fastest[min(last, node), max(last, node)]]))
            node = last
        return hours, frozenset(way)
