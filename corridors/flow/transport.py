"""Demand on links at least cost, on arrays: flows by origin, capacities shared, shadow prices (HiGHS)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from corridors.errors import BadInput
from corridors.flow.linear import Limits, minimise
from corridors.wording.sentences import sentence

if TYPE_CHECKING:
    from numpy.typing import NDArray

# What a tonne left behind costs: above any way through, and near what general cargo is worth.
UNMET_USD_PER_T = 1000.0


@dataclass(frozen=True, eq=False)
class ArrayAssignment:
    """Least-cost flows on arrays.

    Attributes
    ----------
    forward_mtpa, backward_mtpa : float array
        By link, from tail to head and from head to tail.
    unmet_mtpa : float array
        By demand.
    shadow_usd_per_t : float array
        By link: what one more Mt/year of capacity would save, in million USD a year.
    objective_musd : float
        Million USD a year, unmet demand included at its penalty.
    by_origin : float array
        A row an origin, by link: forward less backward.
    """

    forward_mtpa: NDArray[np.float64]
    backward_mtpa: NDArray[np.float64]
    unmet_mtpa: NDArray[np.float64]
    shadow_usd_per_t: NDArray[np.float64]
    objective_musd: float
    price_usd_per_t: NDArray[np.float64]
    by_origin: NDArray[np.float64]


def assign_arrays(
    tail: NDArray[np.int64],
    head: NDArray[np.int64],
    capacity_mtpa: NDArray[np.float64],
    usd_per_t: NDArray[np.float64],
    origin: NDArray[np.int64],
    destination: NDArray[np.int64],
    demand_mtpa: NDArray[np.float64],
    unmet_usd_per_t: float = UNMET_USD_PER_T,
    limits: Limits | None = None,
) -> ArrayAssignment:
    """Demand on undirected links at least cost.

    Parameters
    ----------
    tail, head : int array
        Ends of each link.
    capacity_mtpa, usd_per_t : float array
        Of each link; capacity for both directions together, cost the same both ways, zero or more.
    origin, destination, demand_mtpa : array
        A row a demand; nodes and Mt/year.
    unmet_usd_per_t : float
        Cost of leaving a tonne behind.

    Returns
    -------
    ArrayAssignment
        Flow is kept apart by origin only: demands of one origin share its flow, which costs nothing in exactness.

    Raises
    ------
    BadInput
        The optimiser was stopped.
    """
    from scipy.sparse import coo_array

    demand_mtpa, usd_per_t = np.asarray(demand_mtpa, dtype=float), np.asarray(usd_per_t, dtype=float)
    if not (len(demand_mtpa) and len(tail)):
        none = np.zeros(len(tail))
        objective = float(unmet_usd_per_t * demand_mtpa.sum())
        price = np.full(len(demand_mtpa), unmet_usd_per_t)
        return ArrayAssignment(none, none, demand_mtpa, none, objective, price, np.zeros((0, len(tail))))
    origins, group = np.unique(origin, return_inverse=True)
    links, nodes, arcs = len(tail), int(max([-1, *tail, *head, *origin, *destination])) + 1, 2 * len(tail)
    begin, end = np.concatenate([tail, head]), np.concatenate([head, tail])
    limited = np.flatnonzero(np.isfinite(capacity_mtpa))
    columns = len(origins) * arcs + len(demand_mtpa)
    at, of, value = [], [], []
    for k in range(len(origins)):
        own = k * arcs + np.arange(arcs)
        at += [k * nodes + begin, k * nodes + end]
        of += [own, own]
        value += [np.ones(arcs), -np.ones(arcs)]
    unmet = len(origins) * arcs + np.arange(len(demand_mtpa))
    at += [group * nodes + origin, group * nodes + destination]
    of += [unmet, unmet]
    value += [np.ones(len(unmet)), -np.ones(len(unmet))]
    balance = np.zeros(len(origins) * nodes)
    np.add.at(balance, group * nodes + origin, demand_mtpa)
    np.add.at(balance, group * nodes + destination, -demand_mtpa)
    for k in range(len(origins)):
        for side in (0, links):
            at.append(len(balance) + np.arange(len(limited)))
            of.append(k * arcs + side + limited)
            value.append(np.ones(len(limited)))
    shape = (len(balance) + len(limited), columns)
    matrix = coo_array((np.concatenate(value), (np.concatenate(at), np.concatenate(of))), shape=shape)
    cost = np.concatenate([np.tile(usd_per_t, 2 * len(origins)), np.full(len(unmet), unmet_usd_per_t)])
    low = np.concatenate([balance, np.full(len(limited), -np.inf)])
    high = np.concatenate([balance, np.asarray(capacity_mtpa, dtype=float)[limited]])
    most = np.concatenate([np.full(len(origins) * arcs, np.inf), demand_mtpa])
    # There is little to make smaller in a network, and looking for it takes longer than the flows do.
    point = minimise(cost, matrix, (low, high), (np.zeros(columns), most), limits=limits, presolve=False)
    if point.status != "optimal":
        raise BadInput(
            sentence("the flows could not be computed ({status}); give the optimiser more time", status=point.status)
        )
    return _split(point, len(origins), links, nodes, limited, group, origin, destination)


def _split(
    point: Any, origins: int, links: int, nodes: int, limited: Any, group: Any, origin: Any, destination: Any
) -> ArrayAssignment:
    flows = point.x[: origins * 2 * links].reshape(origins, 2, links)
    # What one origin sends both ways over a link is sent in vain.
    flows = flows - flows.min(axis=1, keepdims=True)
    forward, backward = flows.sum(axis=0) if origins else np.zeros((2, links))
    shadow = np.zeros(links)
    shadow[limited] = np.maximum(0.0, -point.row_dual[origins * nodes :])
    potential = point.row_dual[: origins * nodes].reshape(origins, nodes)
    return ArrayAssignment(
        forward_mtpa=forward,
        backward_mtpa=backward,
        unmet_mtpa=np.maximum(0.0, point.x[origins * 2 * links :]),
        shadow_usd_per_t=shadow,
        objective_musd=point.objective,
        price_usd_per_t=potential[group, origin] - potential[group, destination],
        by_origin=flows[:, 0] - flows[:, 1],
    )
