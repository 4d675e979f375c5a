"""Maximum flow of a corridor and the minimum cut that proves it (OR-tools, push-relabel)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from corridors.display import Displayed
from corridors.errors import BadInput
from corridors.flow.cycles import without_cycles
from corridors.flow.graph import capacity_of, capacity_table, corridor_of, graph

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    from corridors.network import Network
    from corridors.schema import Corridor

# The solver counts whole units: kilograms, so that a sum over thousands of links is right to a gram a tonne.
UNITS_PER_MT = 1e9
GRADES = "ABCD"
LIMIT = ["limit_code", "limit_values", "limit"]
BOTTLENECK = ["capacity_mtpa", *LIMIT, "grade", "country", "basis", "stated_mtpa", "modelled_mtpa"]


@dataclass(frozen=True, eq=False)
class ArrayFlow:
    """Maximum flow on arrays.

    Attributes
    ----------
    value_mtpa : float
        Sum of the capacities of the cut; infinite if nothing limits it.
    flow_mtpa : float array
        By link; negative = from head to tail.
    cut : int array
        Positions of the links of the minimum cut nearest to the sources.
    reached : bool array
        Nodes on the sources' side of that cut.
    """

    value_mtpa: float
    flow_mtpa: NDArray[np.float64]
    cut: NDArray[np.int64]
    reached: NDArray[np.bool_]


def max_flow_arrays(
    tail: ArrayLike,
    head: ArrayLike,
    capacity_mtpa: ArrayLike,
    sources: ArrayLike,
    sinks: ArrayLike,
    directed: bool = False,
) -> ArrayFlow:
    """Maximum flow from several sources to several sinks over links that carry both ways, or from tail to head only.

    Parameters
    ----------
    tail, head : int array
        Ends of each link, nodes numbered from 0. Parallel links, loops and cycles are welcome.
    capacity_mtpa : float array
        Mt/year of both directions together, zero or more; infinite = limits nothing.
    sources, sinks : int array
        Nodes where flow may enter and leave; an empty list gives zero.
    directed : bool
        True: each link carries from its tail to its head only.

    Returns
    -------
    ArrayFlow
        Flow without circles. The cut is the one nearest to the sources, so it does not depend on the order of links.

    Raises
    ------
    BadInput
        A node that is source and sink at once.

    Examples
    --------
    Two ways in parallel, 3 and 4, then 5 for both:

    >>> found = max_flow_arrays([0, 0, 1], [1, 1, 2], [3, 4, 5], [0], [2])
    >>> found.value_mtpa, found.cut.tolist()
    (5.0, [2])

    Against the direction nothing passes:

    >>> max_flow_arrays([0, 2], [1, 1], [3, 4], [0], [2], directed=True).value_mtpa
    0.0
    """
    tail, head = np.asarray(tail, dtype=np.int64), np.asarray(head, dtype=np.int64)
    capacity = np.asarray(capacity_mtpa, dtype=float)
    sources, sinks = np.unique(np.asarray(sources, dtype=np.int64)), np.unique(np.asarray(sinks, dtype=np.int64))
    if np.intersect1d(sources, sinks).size:
        raise BadInput("a node is origin and destination at once: between one place and itself nothing limits the flow")
    count = int(max([-1, *(a.max() for a in (tail, head, sources, sinks) if a.size)])) + 1
    reached = np.zeros(count, dtype=bool)
    reached[sources] = True
    if not (tail.size and sources.size and sinks.size):
        return ArrayFlow(0.0, np.zeros(len(tail)), np.empty(0, dtype=np.int64), reached)
    units, scale, unlimited = _units(capacity)
    flow, side, total = _solve(tail, head, units, sources, sinks, count, unlimited, directed)
    if total >= unlimited:
        return ArrayFlow(float("inf"), np.full(len(tail), np.nan), np.empty(0, dtype=np.int64), side)
    cut = np.flatnonzero(side[tail] & ~side[head] if directed else side[tail] != side[head])
    flow = without_cycles(tail, head, flow)
    return ArrayFlow(float(np.sort(capacity[cut]).sum()), flow / scale, cut, side)


def _units(capacity: NDArray[np.float64]) -> tuple[NDArray[np.int64], float, int]:
    """Capacities as whole numbers, units per Mt, and a number that stands for unlimited."""
    finite = np.isfinite(capacity)
    total = max(float(capacity[finite].sum()), 1.0)
    # Coarser units only where the sums would not fit into 64 bits.
    scale = min(UNITS_PER_MT, 2.0**60 / (total * (3 + (~finite).sum())))
    units = np.zeros(len(capacity), dtype=np.int64)
    units[finite] = np.floor(capacity[finite] * scale + 1e-6)
    unlimited = int(units.sum()) + 1
    units[~finite] = unlimited
    return units, scale, unlimited


def _solve(
    tail: NDArray[np.int64],
    head: NDArray[np.int64],
    units: NDArray[np.int64],
    sources: NDArray[np.int64],
    sinks: NDArray[np.int64],
    count: int,
    unlimited: int,
    directed: bool,
) -> tuple[NDArray[np.int64], NDArray[np.bool_], int]:
    """Net flow by link in units, the nodes on the sources' side, and the total."""
    from ortools.graph.python.max_flow import SimpleMaxFlow

    solver: Any = SimpleMaxFlow()
    into, out = (np.full(n, place, dtype=np.int32) for n, place in ((len(sources), count), (len(sinks), count + 1)))
    one, other, begin, end = (a.astype(np.int32) for a in (tail, head, sources, sinks))
    back = np.zeros_like(units) if directed else units
    arcs = solver.add_arcs_with_capacity(
        np.concatenate([one, other, into, end]),
        np.concatenate([other, one, begin, out]),
        np.concatenate([units, back, np.full(len(sources) + len(sinks), unlimited)]),
    )
    status = solver.solve(count, count + 1)
    if status != solver.OPTIMAL:
        raise BadInput(f"the maximum flow could not be computed (solver status {status})")
    forward, backward = np.split(np.asarray(solver.flows(arcs))[: 2 * len(tail)], 2)
    side = np.zeros(count + 2, dtype=bool)
    side[solver.get_source_side_min_cut()] = True
    return forward - backward, side[:count], int(solver.optimal_flow())


@dataclass(frozen=True, eq=False, repr=False)
class MaxFlow(Displayed):
    """The most that a corridor can carry, with the reason.

    Attributes
    ----------
    value_mtpa : float
        Mt/year, both directions together.
    flow_mtpa : Series
        By link, one flow that reaches the value; negative = against the link.
    cut : tuple of str
        The links that limit it, the minimum cut nearest to the origins.
    bottleneck : DataFrame
        Index `link`, the cut: capacity_mtpa, country and, where the capacity table has them, limit_code, limit_values,
        limit, grade, basis, stated_mtpa, modelled_mtpa.
    note : str
        A sentence where the answer needs one (no way through, no limit).
    """

    corridor: str
    scenario: str
    value_mtpa: float
    flow_mtpa: pd.Series
    cut: tuple[str, ...]
    origins: tuple[str, ...]
    destinations: tuple[str, ...]
    bottleneck: pd.DataFrame
    note: str = ""

    @property
    def grade(self) -> str:
        """Worst grade among the links of the cut; empty if there is none."""
        return worst(self.bottleneck["grade"]) if "grade" in self.bottleneck else ""

    def gist(self) -> str:
        """The answer in one line."""
        return f"{self.corridor}, {self.scenario}: {self.value_mtpa:,.2f} Mt/year{self.note and ', ' + self.note}"

    def table(self) -> pd.DataFrame:
        """The cut, a row a link."""
        return self.bottleneck

    def to_dict(self) -> dict[str, Any]:
        """As JSON has it: corridor, scenario, value_mtpa, cut, flow_mtpa (links that carry something), note."""
        flows = {k: float(v) for k, v in self.flow_mtpa.items() if abs(v) > 1e-9}
        return {
            "corridor": self.corridor,
            "scenario": self.scenario,
            "value_mtpa": self.value_mtpa,
            "cut": records(self.bottleneck),
            "flow_mtpa": flows,
            "note": self.note,
        }


def max_flow(
    network: Network, corridor: str | Corridor, *, capacities: pd.DataFrame | None = None, basis: str = "rule"
) -> MaxFlow:
    """Most Mt/year that a corridor can carry, with the cut that proves it.

    Parameters
    ----------
    network : Network
        Any state of the world.
    corridor : str or Corridor
        Its links are the network that is solved, from its origins to its destinations.
    capacities : DataFrame, optional
        Index `link`; column `capacity_mtpa` (Mt/year, both directions); by default what the models say. See
        `corridors.capacities`.
    basis : {"rule", "stated", "model", "lower"}
        As `corridors.capacities`; it matters only where no table is given.

    Returns
    -------
    MaxFlow
        `value_mtpa` (float), `flow_mtpa` (Series by link; negative = against the link), `cut` (tuple of links).

    Raises
    ------
    UnknownName
        A corridor that `network` does not have; the message lists near names.
    BadInput
        A link of the corridor without a capacity.

    Examples
    --------
    >>> import corridors as co
    >>> net = co.load()
    >>> found = co.max_flow(net, "rkti")
    >>> table = co.capacities(net)
    >>> found.value_mtpa == table.loc[list(found.cut), "capacity_mtpa"].sum()
    np.True_
    >>> closed = table.assign(capacity_mtpa=0.0)
    >>> co.max_flow(net, "rkti", capacities=closed).value_mtpa
    0.0
    """
    chosen = corridor_of(network, corridor)
    g = graph(network, chosen.links)
    capacity = capacity_table(network, capacities, basis, list(chosen.links))
    limit = capacity_of(capacity, g.links)
    found = max_flow_arrays(g.tail, g.head, limit, g.positions(chosen.origins), g.positions(chosen.destinations))
    cut = tuple(g.links[found.cut])
    return MaxFlow(
        corridor=chosen.id,
        scenario=str(network.name),
        value_mtpa=found.value_mtpa,
        flow_mtpa=pd.Series(found.flow_mtpa, index=g.links.rename("link"), name="flow_mtpa"),
        cut=cut,
        origins=tuple(chosen.origins),
        destinations=tuple(chosen.destinations),
        bottleneck=bottleneck_rows(network, capacity, cut),
        note=_note(found, cut),
    )


def bottleneck_rows(network: Network, capacity: pd.DataFrame, links: Any) -> pd.DataFrame:
    """Rows of a capacity table for some links, with their countries."""
    names = pd.Index(list(links), name="link", dtype=object)
    rows = capacity.reindex(names).assign(country=network.links["country"].reindex(names))
    return rows[[c for c in BOTTLENECK if c in rows]]


def records(table: pd.DataFrame) -> list[dict[str, Any]]:
    """Rows of a table indexed by link as JSON objects; unknown numbers as None."""
    rows = table.rename_axis("link").reset_index().to_dict("records")
    return [{str(k): None if isinstance(v, float) and np.isnan(v) else v for k, v in r.items()} for r in rows]


def worst(grades: Any) -> str:
    """The worst of some grades.

    >>> worst(["A", "C", "B"])
    'C'
    """
    known = [g for g in grades if isinstance(g, str) and g in GRADES and g]
    return max(known, default="")


def _note(found: ArrayFlow, cut: tuple[str, ...]) -> str:
    if np.isinf(found.value_mtpa):
        return "no link limits the flow: some way through has only unlimited links"
    if found.value_mtpa == 0 and not cut:
        return "no way leads from the origins to the destinations"
    return ""
