"""Demand on the network at least generalised cost: flows, shadow prices, and what cannot be met (HiGHS)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from corridors.display import Displayed
from corridors.errors import BadInput, UnknownName
from corridors.flow.costs import VALUE_OF_TIME_USD_PER_T_H, generalised, link_costs
from corridors.flow.graph import Graph, capacity_of, capacity_table, graph
from corridors.flow.linear import Limits
from corridors.flow.observed import observed
from corridors.flow.road_traffic import RoadTraffic, road_traffic
from corridors.flow.transport import UNMET_USD_PER_T, ArrayAssignment, assign_arrays
from corridors.wording.sentences import joined, sentence

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from corridors.network import Network


@dataclass(frozen=True, eq=False, repr=False)
class Assignment(Displayed):
    """Demand on a network.

    Attributes
    ----------
    links : DataFrame
        Index `link`: kind, flow_mtpa (both directions), forward_mtpa, backward_mtpa, capacity_mtpa, utilisation,
        shadow_musd_per_mt (one more Mt/year here saves so many million USD a year; NaN where it would let through
        tonnes that are left behind, `relieves_unmet`, for which nobody states a price), observed_mtpa,
        observed_what, observed_year, difference_mtpa.
    demand : DataFrame
        A row a demand: origin, destination, commodity, mtpa, met_mtpa, unmet_mtpa, usd_per_t (of the last tonne,
        time counted), why_unmet.
    cost_musd : float
        Generalised cost of what is carried, million USD a year.
    roads : RoadTraffic or None
        Trucks among the counted traffic, where that was asked for.
    """

    SHOWN = ("flow_mtpa", "capacity_mtpa", "utilisation", "shadow_musd_per_mt", "observed_mtpa")

    scenario: str
    links: pd.DataFrame
    demand: pd.DataFrame
    cost_musd: float
    unmet_mtpa: float
    note: str
    roads: RoadTraffic | None = None

    def gist(self) -> str:
        """The answer in one line."""
        total = float(self.demand["mtpa"].sum())
        return f"{self.scenario}: {total - self.unmet_mtpa:,.2f} of {total:,.2f} Mt/year of the demand carried"

    def table(self) -> pd.DataFrame:
        """Links that carry something, the fullest first."""
        used = self.links[self.links["flow_mtpa"] > 1e-9].reset_index()
        return used.sort_values(["utilisation", "link"], ascending=[False, True]).set_index("link")

    def to_dict(self) -> dict[str, Any]:
        """As JSON has it."""
        roads = {} if self.roads is None else {"roads": self.roads.links.reset_index().to_dict("records")}
        return {
            "scenario": self.scenario,
            "cost_musd": self.cost_musd,
            "unmet_mtpa": self.unmet_mtpa,
            "note": self.note,
            **roads,
            "demand": self.demand.to_dict("records"),
            "links": self.table().reset_index().to_dict("records"),
        }


def assign(
    network: Network,
    demand: pd.DataFrame | None = None,
    *,
    value_of_time_usd_per_t_h: float = VALUE_OF_TIME_USD_PER_T_H,
    unmet_usd_per_t: float = UNMET_USD_PER_T,
    time_limit_s: float | None = None,
    road_equilibrium: bool = False,
    capacities: pd.DataFrame | None = None,
    basis: str = "rule",
) -> Assignment:
    """Demand on the whole network at least generalised cost, no link overfilled.

    Parameters
    ----------
    network : Network
        Any state of the world.
    demand : DataFrame, optional
        Columns origin, destination, commodity, mtpa; by default what is known of the network, `network.demand`.
    value_of_time_usd_per_t_h : float
        What an hour of a tonne is worth.
    unmet_usd_per_t : float
        What a tonne left behind costs; above the cost of any way through.
    time_limit_s : float, optional
        At which the optimiser stops.
    road_equilibrium : bool
        Let the trucks find their ways anew among the traffic that was counted, each the quickest under load; see
        `road_traffic`. The answer's `roads` has the hours.
    capacities : DataFrame, optional
        Index `link`, all links of the network; column `capacity_mtpa` (Mt/year, both directions); by
        default what the models say. See `corridors.capacities`.
    basis : {"rule", "stated", "model", "lower"}
        As `corridors.capacities`; it matters only where no table is given.

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

    Examples
    --------
    >>> import corridors as co
    >>> found = co.assign(co.load())
    >>> bool((found.links["utilisation"] <= 1 + 1e-9).all()), found.unmet_mtpa >= 0
    (True, True)
    """
    capacity = capacity_table(network, capacities, basis)
    sent = shipments(network, capacity, demand, value_of_time_usd_per_t_h, unmet_usd_per_t)
    limits = Limits.of(time_limit_s, None)
    found = sent.assigned(sent.capacity_mtpa, limits)
    relieves = np.zeros(len(sent.capacity_mtpa), dtype=bool)
    if found.unmet_mtpa.sum() > 1e-9:
        # A price that moves with the penalty, a number of ours, is no price.
        dearer = replace(sent, unmet_usd_per_t=2 * unmet_usd_per_t).assigned(sent.capacity_mtpa, limits)
        relieves = np.abs(dearer.shadow_usd_per_t - found.shadow_usd_per_t) > 1e-6 * unmet_usd_per_t
    explained = _explained(network, sent, found, relieves)
    if not road_equilibrium:
        return explained
    roads = road_traffic(network, sent.g, found)
    return replace(explained, roads=roads, note=f"{explained.note}; {roads.note()}")


@dataclass(frozen=True, eq=False)
class Shipments:
    """Demand and network in arrays, ready to be assigned at any capacities of the links.

    Attributes
    ----------
    g : Graph
        All links; nodes of the demand that no link touches are numbered after its own.
    capacity_mtpa, usd_per_t : float array
        By link.
    rows : DataFrame
        The demand, sorted; `begin` and `end` are its nodes as numbers.
    """

    g: Graph
    kind: pd.Series
    capacity_mtpa: NDArray[np.float64]
    usd_per_t: NDArray[np.float64]
    rows: pd.DataFrame
    begin: NDArray[np.int64]
    end: NDArray[np.int64]
    unmet_usd_per_t: float

    def assigned(self, capacity_mtpa: NDArray[np.float64], limits: Limits | None = None) -> ArrayAssignment:
        """Flows at least cost."""
        g, amount = self.g, self.rows["mtpa"].to_numpy(dtype=float)
        return assign_arrays(
            g.tail, g.head, capacity_mtpa, self.usd_per_t, self.begin, self.end, amount, self.unmet_usd_per_t, limits
        )


def shipments(
    network: Network,
    capacity: pd.DataFrame,
    demand: pd.DataFrame | None = None,
    value_of_time_usd_per_t_h: float = VALUE_OF_TIME_USD_PER_T_H,
    unmet_usd_per_t: float = UNMET_USD_PER_T,
) -> Shipments:
    """What `assign` solves, checked; parameters and errors as there."""
    rows = (network.demand if demand is None else demand).reset_index(drop=True)
    rows = rows.sort_values(["origin", "destination", "commodity"], kind="stable", ignore_index=True)
    g = graph(network)
    for name in [*rows["origin"], *rows["destination"]]:
        if name not in network.nodes.index:
            raise UnknownName("node", name, network.nodes.index)
    amount = rows["mtpa"].to_numpy(dtype=float)
    if not (np.isfinite(amount) & (amount >= 0)).all():
        raise BadInput(sentence("demand: mtpa must be a number of zero or more in every row"))
    limit, costs = capacity_of(capacity, g.links), link_costs(network, g.links)
    alone = sorted((set(rows["origin"]) | set(rows["destination"])) - set(g.nodes))
    nodes = g.nodes.append(pd.Index(alone, dtype=object))
    begin, end = (nodes.get_indexer(rows[c]).astype(np.int64) for c in ("origin", "destination"))
    price = generalised(costs, value_of_time_usd_per_t_h)
    return Shipments(g, costs["kind"], limit, price, rows, begin, end, unmet_usd_per_t)


def _explained(network: Network, sent: Shipments, found: ArrayAssignment, relieves: NDArray[np.bool_]) -> Assignment:
    g, limit, rows = sent.g, sent.capacity_mtpa, sent.rows
    flow = found.forward_mtpa + found.backward_mtpa
    with np.errstate(invalid="ignore", divide="ignore"):
        share = np.where(limit > 0, flow / limit, 0.0)
    links = pd.DataFrame(
        {
            "kind": sent.kind.to_numpy(),
            "flow_mtpa": flow,
            "forward_mtpa": found.forward_mtpa,
            "backward_mtpa": found.backward_mtpa,
            "capacity_mtpa": limit,
            "utilisation": share,
            "shadow_musd_per_mt": np.where(relieves, np.nan, found.shadow_usd_per_t),
            "relieves_unmet": relieves,
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
    over = list(links.index[links["observed_mtpa"] > links["capacity_mtpa"] + 1e-9])
    return Assignment(
        scenario=str(network.name),
        links=links,
        demand=demand,
        cost_musd=found.objective_musd - sent.unmet_usd_per_t * total,
        unmet_mtpa=total,
        note=_note(bool(relieves.any()), over),
    )


def _note(relieves: bool, over: list[str]) -> str:
    """What is left out, what has no price, and the links on which more was counted than they can carry."""
    only = "only the demand of the table is on the links; other traffic is not known by origin and destination"
    parts = [sentence(only)]
    if relieves:
        parts.append(
            sentence(
                "where more capacity would let through tonnes that are left behind, there is no price: nobody states "
                "what such a tonne is worth"
            )
        )
    if over:
        wrong = "more was counted than the capacity allows, so one of the two is wrong: {names}"
        parts.append(sentence(wrong, names=", ".join(over)))
    if any(name.startswith("border/") for name in over):
        parts.append(sentence("of a road post, `queue POST` names the uncertain facts"))
    return joined(parts, "; ")


def _joined(g: Graph, limit: NDArray[np.float64], rows: pd.DataFrame) -> NDArray[np.bool_]:
    """Whether some way with capacity joins the ends of each demand."""
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    on = limit > 0
    arcs = coo_array((np.ones(on.sum()), (g.tail[on], g.head[on])), shape=(len(g.nodes), len(g.nodes)))
    piece = pd.Series(connected_components(arcs, directed=False)[1], index=g.nodes)
    return (piece.reindex(rows["origin"]).to_numpy() == piece.reindex(rows["destination"]).to_numpy()).astype(bool)
