"""The most that a corridor can carry, with the cut that proves it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from corridors.flow.graph import graph
from corridors.network import Network
from corridors.shapes import Corridor
from corridors.units import T_PER_MT

# A super source or sink may not be what holds a flow; 10^12 t a year is more than the world carries.
UNLIMITED_T = 10**12


@dataclass(frozen=True)
class MaxFlow:
    """What a corridor can carry and what holds it there.

    Attributes
    ----------
    value_mtpa : float
        Mt/year, both directions together; the sum of the capacities of the cut.
    flow_mtpa : Series
        Index `link`; negative = against the link.
    cut : tuple of str
        Links that together hold the corridor: the minimum cut that lies nearest to the origins.
    """

    corridor: str
    scenario: str
    value_mtpa: float
    flow_mtpa: pd.Series
    cut: tuple[str, ...]
    origins: tuple[str, ...]
    destinations: tuple[str, ...]


def max_flow(network: Network, capacity: pd.DataFrame, corridor: str | Corridor) -> MaxFlow:
    """Most Mt/year that a corridor can carry, with the cut that proves it.

    Parameters
    ----------
    capacity : DataFrame
        Index `link`; column `capacity_mtpa` (Mt/year, both directions). See `capacities`.
    corridor : str or Corridor
        Its id or code.

    Returns
    -------
    MaxFlow

    Raises
    ------
    UnknownName
        A corridor that `network` does not have; the message lists near names.
    """
    found = network.corridor(corridor) if isinstance(corridor, str) else corridor
    net = graph(network, found.links)
    limit = capacity["capacity_mtpa"].reindex(net.links).fillna(0.0).to_numpy(dtype=float)
    sources, sinks = net.numbers(found.origins), net.numbers(found.destinations)
    value, flow, cut = max_flow_arrays(net.tail, net.head, limit, sources, sinks)
    names = tuple(k for k, is_cut in zip(net.links, cut, strict=True) if is_cut)
    series = pd.Series(flow, index=pd.Index(net.links, name="link"), name="flow_mtpa")
    return MaxFlow(found.id, network.name, value, series, names, found.origins, found.destinations)


def max_flow_arrays(
    tail: np.ndarray, head: np.ndarray, capacity_mtpa: np.ndarray, sources: np.ndarray, sinks: np.ndarray
) -> tuple[float, np.ndarray, np.ndarray]:
    """Maximum flow over undirected links given as arrays.

    Parameters
    ----------
    tail, head : int array, one a link
        Node numbers.
    capacity_mtpa : float array, one a link
        Both directions together.
    sources, sinks : int array
        Node numbers.

    Returns
    -------
    value_mtpa : float
    flow_mtpa : float array
        Net flow from tail to head, to the tonne.
    cut : bool array
        Links between what the sources still reach and the rest.

    Examples
    --------
    >>> two = np.array([0, 1]), np.array([1, 2]), np.array([5.0, 3.0])
    >>> value, flow, cut = max_flow_arrays(*two, np.array([0]), np.array([2]))
    >>> value, flow.tolist(), cut.tolist()
    (3.0, [3.0, 3.0], [False, True])
    """
    from ortools.graph.python.max_flow import SimpleMaxFlow

    count = len(tail)
    none = np.zeros(count), np.zeros(count, dtype=bool)
    if not len(sources) or not len(sinks) or set(sources.tolist()) & set(sinks.tolist()):
        return 0.0, *none
    nodes = int(max(tail.max(initial=0), head.max(initial=0), sources.max(), sinks.max())) + 1
    whole = np.rint(np.clip(capacity_mtpa, 0, UNLIMITED_T / T_PER_MT) * T_PER_MT).astype(np.int64)
    solver = SimpleMaxFlow()
    ends = (np.full(len(sources), nodes), sources), (sinks, np.full(len(sinks), nodes + 1))
    tails = np.concatenate([tail, head, ends[0][0], ends[1][0]])
    heads = np.concatenate([head, tail, ends[0][1], ends[1][1]])
    limits = np.concatenate([whole, whole, np.full(len(sources) + len(sinks), UNLIMITED_T)])
    arcs = solver.add_arcs_with_capacity(tails, heads, limits)
    status = solver.solve(nodes, nodes + 1)
    if status != solver.OPTIMAL:
        raise RuntimeError(f"the maximum-flow solver ended with status {status}")
    flows = solver.flows(arcs)
    reach = np.zeros(nodes + 2, dtype=bool)
    reach[solver.get_source_side_min_cut()] = True
    cut = reach[tail] != reach[head]
    # The solver counts whole tonnes; the capacities of its cut give the value exactly.
    value = float(np.clip(capacity_mtpa, 0, None)[cut].sum())
    return value, (flows[:count] - flows[count : 2 * count]) / T_PER_MT, cut
