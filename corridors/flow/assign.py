"""Demand on the network at least generalised cost: flows, shadow prices, and what cannot be met (HiGHS)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from corridors.errors import BadInput, UnknownName
from corridors.flow.costs import VALUE_OF_TIME_USD_PER_T_H, generalised, link_costs
from corridors.flow.graph import Graph, capacity_of, graph
from corridors.flow.linear import Limits, minimise

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from corridors.network import Network

# What a tonne left behind costs: above any way through, and near what general cargo is worth.
UNMET_USD_PER_T = 1000.0


@dataclass(frozen=True, eq=False)
class ArrayAssignment:
    """Least-cost flows on arrays.

    Attributes
    ----------
    there_mtpa, back_mtpa : float array
        By link, from tail to head and from head to tail.
    unmet_mtpa : float array
        By demand.
    shadow_usd_per_t : float array
        By link: what one more Mt/year of capacity would save, in million USD a year.
    objective_musd : float
        Million USD a year, unmet demand included at its penalty.
    """

    there_mtpa: NDArray[np.float64]
    back_mtpa: NDArray[np.float64]
    unmet_mtpa: NDArray[np.float64]
    shadow_usd_per_t: NDArray[np.float64]
    objective_musd: float
    price_usd_per_t: NDArray[np.float64]


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
    origins, group = np.unique(origin, return_inverse=True)
    links, nodes, arcs = len(tail), int(max([-1, *tail, *head, *origin, *destination])) + 1, 2 * len(tail)
    begin, end = np.concatenate([tail, head]), np.concatenate([head, tail])
    held = np.flatnonzero(np.isfinite(capacity_mtpa))
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
            at.append(len(balance) + np.arange(len(held)))
            of.append(k * arcs + side + held)
            value.append(np.ones(len(held)))
    shape = (len(balance) + len(held), columns)
    matrix = coo_array((np.concatenate(value), (np.concatenate(at), np.concatenate(of))), shape=shape)
    cost = np.concatenate([np.tile(np.concatenate([usd_per_t, usd_per_t]), len(origins)), np.full(len(unmet), unmet_usd_per_t)])
    low = np.concatenate([balance, np.full(len(held), -np.inf)])
    high = np.concatenate([balance, np.asarray(capacity_mtpa, dtype=float)[held]])
    most = np.concatenate([np.full(len(origins) * arcs, np.inf), demand_mtpa])
    point = minimise(cost, matrix, (low, high), (np.zeros(columns), most), limits=limits)
    if point.status != "optimal":
        raise BadInput(f"the flows could not be computed ({point.status}); give the optimiser more time")
    return _split(point, len(origins), links, nodes, held, group, origin, destination)


def _split(
    point: Any, origins: int, links: int, nodes: int, held: Any, group: Any, origin: Any, destination: Any
) -> ArrayAssignment:
    flows = point.x[: origins * 2 * links].reshape(origins, 2, links)
    # What one origin sends both ways over a link is sent in vain.
    flows = flows - flows.min(axis=1, keepdims=True)
    there, back = flows.sum(axis=0) if origins else np.zeros((2, links))
    shadow = np.zeros(links)
    shadow[held] = np.maximum(0.0, -point.row_dual[origins * nodes :])
    potential = point.row_dual[: origins * nodes].reshape(origins, nodes)
    return ArrayAssignment(
        there_mtpa=there,
        back_mtpa=back,
        unmet_mtpa=np.maximum(0.0, point.x[origins * 2 * links :]),
        shadow_usd_per_t=shadow,
        objective_musd=point.objective,
        price_usd_per_t=potential[group, origin] - potential[group, destination],
    )


@dataclass(frozen=True, eq=False)
class Assignment:
    """Demand on a network.

    Attributes
    ----------
    links : DataFrame
        Index `link`: kind, flow_mtpa (both directions), there_mtpa, back_mtpa, capacity_mtpa, utilisation,
        shadow_musd_per_mt (one more Mt/year here is worth so many million USD a year), observed_mtpa, observed_what,
        observed_year, difference_mtpa.
    demand : DataFrame
        A row a demand: origin, destination, commodity, mtpa, met_mtpa, unmet_mtpa, usd_per_t (of the last tonne,
        time counted), why_unmet.
    cost_musd : float
        Generalised cost of what is carried, million USD a year.
    """

    scenario: str
    links: pd.DataFrame
    demand: pd.DataFrame
    cost_musd: float
    unmet_mtpa: float
    note: str

    def table(self) -> pd.DataFrame:
        """Links that carry something, the fullest first."""
        used = self.links[self.links["flow_mtpa"] > 1e-9].reset_index()
        return used.sort_values(["utilisation", "link"], ascending=[False, True]).set_index("link")

    def to_dict(self) -> dict[str, Any]:
        """As JSON has it."""
        return {
            "scenario": self.scenario,
            "cost_musd": self.cost_musd,
            "unmet_mtpa": self.unmet_mtpa,
            "note": self.note,
            "demand": self.demand.to_dict("records"),
            "links": self.table().reset_index().to_dict("records"),
        }


def assign(
    network: Network,
    capacity: pd.DataFrame,
    demand: pd.DataFrame | None = None,
    value_of_time_usd_per_t_h: float = VALUE_OF_TIME_USD_PER_T_H,
    unmet_usd_per_t: float = UNMET_USD_PER_T,
    time_limit_s: float | None = None,
) -> Assignment:
    """Demand on the whole network at least generalised cost, no link overfilled.

    Parameters
    ----------
    network : Network
        Any state of the world.
    capacity : DataFrame
        Index `link`, all links of the network; column `capacity_mtpa`.
    demand : DataFrame, optional
        origin, destination, commodity, mtpa; by default the table of the folder.
    value_of_time_usd_per_t_h : float
        What an hour of a tonne is worth.
    unmet_usd_per_t : float
        What a tonne left behind costs; above the cost of any way through.

    Returns
    -------
    Assignment
        Only the demand that is in the table is on the links: utilisation is a lower bound where other traffic runs.

    Raises
    ------
    UnknownName
        A demand from or to a node that is not there.
    BadInput
        A negative demand.
    """
    rows = (network.demand if demand is None else demand).reset_index(drop=True)
    rows = rows.sort_values(["origin", "destination", "commodity"], kind="stable", ignore_index=True)
    g = graph(network)
    for name in [*rows["origin"], *rows["destination"]]:
        if name not in network.nodes.index:
            raise UnknownName("node", name, network.nodes.index)
    amount = rows["mtpa"].to_numpy(dtype=float)
    if not (np.isfinite(amount) & (amount >= 0)).all():
        raise BadInput("demand: mtpa must be a number of zero or more in every row")
    limit, costs = capacity_of(capacity, g.links), link_costs(network, g.links)
    nodes = g.nodes.append(pd.Index(sorted((set(rows["origin"]) | set(rows["destination"])) - set(g.nodes)), dtype=object))
    ends = [nodes.get_indexer(rows[c]).astype(np.int64) for c in ("origin", "destination")]
    price = generalised(costs, value_of_time_usd_per_t_h)
    stop = Limits.of(time_limit_s, None)
    found = assign_arrays(g.tail, g.head, limit, price, *ends, amount, unmet_usd_per_t, stop)
    return _told(network, g, limit, costs["kind"], rows, found, unmet_usd_per_t)


def _told(
    network: Network,
    g: Graph,
    limit: NDArray[np.float64],
    kind: pd.Series,
    rows: pd.DataFrame,
    found: ArrayAssignment,
    unmet_usd_per_t: float,
) -> Assignment:
    flow = found.there_mtpa + found.back_mtpa
    with np.errstate(invalid="ignore", divide="ignore"):
        share = np.where(limit > 0, flow / limit, 0.0)
    links = pd.DataFrame(
        {
            "kind": kind.to_numpy(),
            "flow_mtpa": flow,
            "there_mtpa": found.there_mtpa,
            "back_mtpa": found.back_mtpa,
            "capacity_mtpa": limit,
            "utilisation": share,
            "shadow_musd_per_mt": found.shadow_usd_per_t,
        },
        index=g.links.rename("link"),
    ).join(observed(network))
    links["difference_mtpa"] = links["flow_mtpa"] - links["observed_mtpa"]
    unmet = np.where(found.unmet_mtpa > 1e-9, found.unmet_mtpa, 0.0)
    why = np.where(unmet <= 0, "", np.where(_joined(g, limit, rows), "the way is full", "no way through"))
    demand = rows.assign(
        met_mtpa=rows["mtpa"].to_numpy(dtype=float) - unmet, unmet_mtpa=unmet, why_unmet=why,
        usd_per_t=np.where(unmet > 0, np.nan, found.price_usd_per_t),
    )  # fmt: skip
    total = float(unmet.sum())
    return Assignment(
        scenario=str(network.name),
        links=links,
        demand=demand,
        cost_musd=found.objective_musd - unmet_usd_per_t * total,
        unmet_mtpa=total,
        note="only the demand of the table is on the links; other traffic is not known by origin and destination"
        + (f"; where a way is full, the shadow price holds the {unmet_usd_per_t:g} USD of a tonne left behind" if total else ""),
    )


def _joined(g: Graph, limit: NDArray[np.float64], rows: pd.DataFrame) -> NDArray[np.bool_]:
    """Whether some way with capacity joins the ends of each demand."""
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    on = limit > 0
    arcs = coo_array((np.ones(on.sum()), (g.tail[on], g.head[on])), shape=(len(g.nodes), len(g.nodes)))
    piece = pd.Series(connected_components(arcs, directed=False)[1], index=g.nodes)
    return (piece.reindex(rows["origin"]).to_numpy() == piece.reindex(rows["destination"]).to_numpy()).astype(bool)


def observed(network: Network) -> pd.DataFrame:
    """What was counted on links, as Mt of a year: observed_mtpa, observed_what, observed_year.

    Tonnages of whole years come first, then trucks a day times payload, then vehicles a day times the share of trucks;
    of each the latest, then the best grade. Counts of a part of a year are left out.
    """
    columns = ["observed_mtpa", "observed_what", "observed_year"]
    try:
        table = network.extra("observed")
    except UnknownName:
        return pd.DataFrame(columns=columns)
    table = table[(table["kind"] == "traffic") & table["link"].isin(network.links.index)]
    if "period" in table:
        table = table[table["period"].astype(str).isin(["year", "", "nan"])]
    t_per_unit = pd.concat([_t_per_unit(network, k) for k in ("road", "border")])
    table = table.join(t_per_unit, on="link")
    scale = {"Mt": 1.0, "Mt/y": 1.0, "Mt/year": 1.0}
    mt = table["unit"].map(scale)
    mt = mt.fillna((365e-6 * table["truck_t"]).where(table["unit"] == "trucks/day"))
    mt = mt.fillna((365e-6 * table["vehicle_t"]).where(table["unit"] == "veh/day"))
    rank = table["unit"].map({**scale, "trucks/day": 2.0, "veh/day": 3.0})
    part = table["series"].str.contains("month|halfyear")
    rows = table.assign(
        mtpa=(mt * pd.to_numeric(table["value"])).mask(part), rank=rank, at=pd.to_numeric(table["year"], errors="coerce"),
        other=~table["series"].str.contains("observed"),
    )  # fmt: skip
    order = {"link": True, "rank": True, "at": False, "grade": True, "other": True, "series": True}
    rows = rows[rows["mtpa"].notna()].sort_values(list(order), ascending=list(order.values()))
    rows = rows.drop_duplicates("link")
    return rows.set_index("link")[["mtpa", "what", "at"]].set_axis(columns, axis=1).astype({"observed_mtpa": float})


def _t_per_unit(network: Network, kind: str) -> pd.DataFrame:
    """Tonnes of a truck, and of a mean vehicle, on links where there are such."""
    table = network.table(kind)
    table = table[(table["form"] == "road") | (kind == "road")]
    return pd.DataFrame({"truck_t": table["payload_t"], "vehicle_t": table["payload_t"] * table["truck_share"]})
