"""Closures: what a corridor loses when a link, or a pair of links, is shut, and how long the way round takes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from corridors.flow.costs import link_costs
from corridors.flow.graph import Graph, capacity_of, corridor_of, graph
from corridors.flow.maxflow import held, records
from corridors.flow.reroute import Rerouting

if TYPE_CHECKING:
    from corridors.network import Network
    from corridors.shapes import Corridor

# A closure that loses less (a tonne a year) loses nothing.
SAME_MTPA = 1e-6
WAYS = {"rail": ("rail", "border", "terminal", "sea"), "road": ("road", "border", "terminal", "sea")}


@dataclass(frozen=True, eq=False)
class Closures:
    """What closing each link of a corridor does.

    Attributes
    ----------
    value_mtpa : float
        Capacity with everything open.
    links : DataFrame
        Index `link`, the worst first: lost_mtpa, left_mtpa (capacity with it closed), lost_share, detour_h (hours of
        the shortest way round it on the whole network of the same mode, less its own; NaN = there is none),
        capacity_mtpa, limit, grade, country.
    pairs : DataFrame or None
        link, other, lost_mtpa, left_mtpa, more_mtpa (above what the two lose one by one, the worse of the two).
    solved : int
        How many closures had to be looked into; the others cannot matter.
    """

    corridor: str
    scenario: str
    value_mtpa: float
    links: pd.DataFrame
    pairs: pd.DataFrame | None
    solved: int

    def table(self) -> pd.DataFrame:
        """Links (or pairs, if they were asked for), the worst first."""
        return self.links if self.pairs is None else self.pairs

    def to_dict(self) -> dict[str, Any]:
        """As JSON has it."""
        answer: dict[str, Any] = {"corridor": self.corridor, "scenario": self.scenario, "value_mtpa": self.value_mtpa}
        answer["links"] = records(self.links)
        if self.pairs is not None:
            answer["pairs"] = self.pairs.to_dict("records")
        return {**answer, "solved": self.solved}


def closures(network: Network, capacity: pd.DataFrame, corridor: str | Corridor, pairs: bool = False) -> Closures:
    """Capacity and flow lost when each link of a corridor closes, and the detour's extra time.

    Parameters
    ----------
    network : Network
        Any state of the world.
    capacity : DataFrame
        Index `link`; column `capacity_mtpa`. For detours all links of the network, else only those that it has.
    corridor : str or Corridor
        Whose links.
    pairs : bool
        Every pair of links too.

    Returns
    -------
    Closures
        Ranked by what is lost, then by the detour, then by name.

    Raises
    ------
    UnknownName
        A corridor that is not there.
    """
    chosen = corridor_of(network, corridor)
    g = graph(network, chosen.links)
    limit = capacity_of(capacity, g.links)
    limit = np.where(np.isfinite(limit), limit, limit[np.isfinite(limit)].sum() + 1.0)
    ends = g.positions(chosen.origins), g.positions(chosen.destinations)
    base = Rerouting(g.tail, g.head, limit, *ends)
    lost = base.lost_by_all()
    value, solved = base.found.value_mtpa, base.solved
    lost = np.where(lost >= value - SAME_MTPA, value, lost)
    table = held(network, capacity, g.links)
    extra = detours(network, capacity, chosen)
    links = table.drop(columns=[c for c in ("trusted", "stated_mtpa", "modelled_mtpa") if c in table])
    links.insert(0, "lost_mtpa", lost)
    links.insert(1, "left_mtpa", np.maximum(0.0, value - lost))
    links.insert(2, "lost_share", lost / value if value > 0 else 0.0)
    links.insert(3, "detour_h", extra.reindex(g.links).to_numpy())
    # No way round is worse than any.
    order = links.assign(far=links["detour_h"].fillna(np.inf), name=links.index, lost=links["lost_mtpa"].round(6))
    links = links.loc[order.sort_values(["lost", "far", "name"], ascending=[False, False, True]).index]
    both, more = _pairs(g, limit, ends, base, lost) if pairs else (None, 0)
    return Closures(chosen.id, str(network.name), value, links, both, solved + more)


def _pairs(
    g: Graph, limit: np.ndarray, ends: tuple[np.ndarray, np.ndarray], base: Rerouting, lost: np.ndarray
) -> tuple[pd.DataFrame, int]:
    """Loss of every pair: with one closed, the other matters only if the flow that is left runs over it."""
    count, solved = len(g.links), 0
    both = np.maximum(lost[:, None], lost[None, :])
    carries = np.flatnonzero(np.abs(base.found.flow_mtpa) > SAME_MTPA)
    for first in carries.tolist():
        shut = limit.copy()
        shut[first] = 0.0
        left = Rerouting(g.tail, g.head, shut, *ends)
        solved += 1
        for second in range(count):
            if second != first:
                total = lost[first] + left.lost_mtpa(second)
                both[first, second] = both[second, first] = max(total, lost[second])
        solved += left.solved
    one, other = np.triu_indices(count, 1)
    value = base.found.value_mtpa
    loss = np.minimum(both[one, other], value)
    table = pd.DataFrame({"link": g.links[one], "other": g.links[other], "lost_mtpa": loss})
    table["lost_mtpa"] = table["lost_mtpa"].where(table["lost_mtpa"] < value - SAME_MTPA, value)
    table["left_mtpa"] = value - table["lost_mtpa"]
    table["more_mtpa"] = table["lost_mtpa"] - np.maximum(lost[one], lost[other])
    table["rank"] = table["lost_mtpa"].round(6)
    table["new"] = table["more_mtpa"].round(6)
    table = table.sort_values(["rank", "new", "link", "other"], ascending=[False, False, True, True], ignore_index=True)
    return table.drop(columns=["rank", "new"]), solved


def detours(network: Network, capacity: pd.DataFrame, corridor: Corridor) -> pd.Series:
    """Extra hours of the shortest way round each link of a corridor, by links of its mode that carry something.

    A link between nodes that another way joins more quickly has no extra hours (0). NaN where no way leads round.
    """
    from scipy.sparse import csr_array
    from scipy.sparse.csgraph import dijkstra

    known = network.links.index.intersection(capacity.index)
    kinds = network.links.loc[known, "kind"].isin(WAYS[corridor.mode]) & (capacity.loc[known, "capacity_mtpa"] > 0)
    wrong = {"rail": "road", "road": "rail"}[corridor.mode]
    kinds &= network.links.loc[known, "form"] != wrong
    g = graph(network, [*known[kinds], *corridor.links])
    open_ = g.links.isin(known[kinds])
    hours = np.maximum(link_costs(network, g.links)["h"].to_numpy(dtype=float), 1e-9)
    extra = {}
    for link in corridor.links:
        place = g.links.get_loc(link)
        use = np.flatnonzero(open_ & (np.arange(len(g.links)) != place))
        # Of parallel links the quickest counts.
        use = use[np.argsort(-hours[use], kind="stable")]
        fastest = {(min(a, b), max(a, b)): h for a, b, h in zip(g.tail[use], g.head[use], hours[use], strict=True)}
        ends = np.array(list(fastest), dtype=int).reshape(-1, 2)
        matrix = csr_array((list(fastest.values()), (ends[:, 0], ends[:, 1])), shape=(len(g.nodes), len(g.nodes)))
        far = dijkstra(matrix, directed=False, indices=g.tail[place])[g.head[place]]
        extra[link] = max(0.0, float(far - hours[place])) if np.isfinite(far) else np.nan
    return pd.Series(extra, dtype=float)
