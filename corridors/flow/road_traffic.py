"""Trucks of the known demand among the traffic that was counted: an equilibrium on the roads, and hours under load."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from corridors.capacity.road import direction_capacity_pcu_per_h
from corridors.flow.equilibrium import user_equilibrium

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from corridors.flow.graph import Graph
    from corridors.flow.transport import ArrayAssignment
    from corridors.network import Network

    Floats = NDArray[np.float64]

# Of counted traffic nobody says which way it goes: half each.
EACH_WAY = 0.5
GAP = 1e-9
# Less (a kilogram a year) is no flow.
LEAST_MTPA = 1e-9


@dataclass(frozen=True, eq=False)
class RoadTraffic:
    """Roads in equilibrium.

    Attributes
    ----------
    links : DataFrame
        Index `link`, the roads: other_veh_per_day (counted, without the trucks of the known demand; NaN where nothing
        was counted), trucks_per_day and forward_mtpa, backward_mtpa (of the known demand), pcu_per_h (the busier
        direction in the design hour), capacity_pcu_per_h, use, free_h, h (the busier direction), delay_h.
    relative_gap : float
        How near the equilibrium is.
    counted : int
        Roads on which traffic was counted.
    """

    links: pd.DataFrame
    relative_gap: float
    counted: int

    def note(self) -> str:
        """What the hours rest on."""
        return (
            f"hours of the design hour; traffic was counted on {self.counted} of {len(self.links)} roads, the others "
            "carry the trucks of the known demand alone; speeds without delay were measured in traffic"
        )


def road_traffic(network: Network, g: Graph, found: ArrayAssignment) -> RoadTraffic:
    """The trucks of an assignment find their ways anew among what was counted, by the BPR curves of the roads.

    Parameters
    ----------
    network : Network
        Any state of the world.
    g : Graph
        All links, as the assignment has them.
    found : ArrayAssignment
        Demand at least cost; what it sends over roads and their posts is what is assigned here.

    Returns
    -------
    RoadTraffic

    Notes
    -----
    A day's trucks are Mt a year over payload and working days; the design hour has the share `k_factor` of a day.
    Counted vehicles stay on their road: cars, and trucks above those of the known demand, at `truck_pce` cars each.
    """
    form = network.links.loc[g.links, ["kind", "form"]]
    road = (form["kind"] == "road").to_numpy()
    usable = np.flatnonzero(road | ((form["kind"] == "border") & (form["form"] == "road")).to_numpy())
    roads = network.table("road", links=list(g.links[road]))
    if not len(roads):
        return RoadTraffic(pd.DataFrame(columns=["h"], index=g.links[:0].rename("link"), dtype=float), 0.0, 0)
    facts = roads.reindex(g.links[usable])
    fill = roads[["payload_t", "working_days", "k_factor", "truck_pce"]].astype(float).mean()
    trips = _trips(g, found.by_origin, usable)
    # Tonnes of a year as equivalents in the design hour.
    pcu = 1e6 / fill["payload_t"] / fill["working_days"] * fill["k_factor"] * fill["truck_pce"]
    table = _links(network, g.links[usable], facts)
    known = np.abs(found.by_origin[:, usable]).sum(axis=0)
    table["other"] = _other(facts, known)
    each = np.concatenate([table["other"], table["other"]]) * EACH_WAY
    both = {k: np.tile(table[k], 2) for k in ("free_h", "capacity", "b", "power", "fixed_h")}
    tail, head = np.concatenate([g.tail[usable], g.head[usable]]), np.concatenate([g.head[usable], g.tail[usable]])
    settled = user_equilibrium(
        tail, head, both["free_h"], both["capacity"], trips[:, 0], trips[:, 1], trips[:, 2] * pcu,
        b=both["b"], power=both["power"], gap=GAP, fixed_cost=both["fixed_h"], other_flow=each,
    )  # fmt: skip
    out = _told(table, settled.flow.reshape(2, -1), settled.cost.reshape(2, -1), pcu, float(fill["payload_t"]), fill)
    counted = facts["traffic_veh_per_day"].notna().to_numpy()
    return RoadTraffic(out[out.index.isin(roads.index)], settled.relative_gap, int(counted.sum()))


def _links(network: Network, links: pd.Index, facts: pd.DataFrame) -> pd.DataFrame:
    """Curves of roads; a post is a wait that does not grow here."""
    f = {c: facts[c].to_numpy(dtype=float) for c in facts if c != "form"}
    is_road = np.isfinite(f["length_km"])
    hourly = direction_capacity_pcu_per_h(
        f["lanes"], np.full(len(links), EACH_WAY), f["capacity_two_lane_direction_pcu_per_h"],
        f["capacity_two_lane_pcu_per_h"], f["capacity_lane_pcu_per_h"],
    )  # fmt: skip
    # A road that is not open carries nobody: its time is beyond any way round.
    shut = np.where(is_road & (f["in_service"] == 0), 1e6, 0.0)
    waits = network.table("border")["waiting_h"].astype(float).reindex(links).fillna(0.0).to_numpy()
    columns = {
        "free_h": np.where(is_road, f["length_km"] / f["transit_speed_kmh"], 0.0),
        "fixed_h": np.where(is_road, shut, waits),
        "capacity": np.where(is_road & (hourly > 0), hourly, 1.0),
        "b": np.where(is_road & (hourly > 0), f["bpr_alpha"], 0.0),
        "power": np.where(is_road, f["bpr_beta"], 1.0),
        "counted": f["traffic_veh_per_day"],
        "share": f["truck_share"],
    }
    return pd.DataFrame(columns, index=links.rename("link"))


def _other(facts: pd.DataFrame, known_mtpa: Floats) -> Floats:
    """Counted traffic without the trucks of the known demand, as cars in the design hour; none where none was."""
    f = {c: facts[c].to_numpy(dtype=float) for c in ("traffic_veh_per_day", "truck_share", "payload_t", "working_days")}
    trucks = np.maximum(f["traffic_veh_per_day"] * f["truck_share"] - _per_day(known_mtpa, f), 0.0)
    cars = f["traffic_veh_per_day"] * (1 - f["truck_share"])
    pce, k = facts["truck_pce"].to_numpy(dtype=float), facts["k_factor"].to_numpy(dtype=float)
    return np.nan_to_num((cars + trucks * pce) * k)


def _per_day(mtpa: Floats, facts: dict[str, Floats]) -> Floats:
    return mtpa * 1e6 / facts["payload_t"] / facts["working_days"]


def _trips(g: Graph, by_origin: Floats, usable: NDArray[np.int64]) -> Floats:
    """From, to and Mt/year of what goes by road, followed along the flow of each origin."""
    trips: list[tuple[int, int, float]] = []
    for net in by_origin[:, usable]:
        k = np.flatnonzero(np.abs(net) > LEAST_MTPA)
        tail, head, ahead = g.tail[usable[k]], g.head[usable[k]], net[k] > 0
        begin, end = np.where(ahead, tail, head).tolist(), np.where(ahead, head, tail).tolist()
        trips += _followed(begin, end, np.abs(net[k]).tolist())
    return np.array(trips, dtype=float).reshape(-1, 3)


def _followed(begin: list[int], end: list[int], left: list[float]) -> list[tuple[int, int, float]]:
    """Trips from where more leaves than comes to where more comes, along a flow without circles."""
    out: dict[int, list[int]] = {}
    spare: dict[int, float] = {}
    for k, (a, b) in enumerate(zip(begin, end, strict=True)):
        out.setdefault(a, []).append(k)
        spare[a], spare[b] = spare.get(a, 0.0) + left[k], spare.get(b, 0.0) - left[k]
    trips = []
    for start in [n for n, amount in spare.items() if amount > LEAST_MTPA]:
        while path := _path(start, out, end, left, spare):
            node = end[path[-1]]
            amount = min([spare[start], -spare[node], *(left[k] for k in path)])
            for k in path:
                left[k] -= amount
            spare[start], spare[node] = spare[start] - amount, spare[node] + amount
            trips.append((start, node, amount))
    return trips


def _path(
    start: int, out: dict[int, list[int]], end: list[int], left: list[float], spare: dict[int, float]
) -> list[int]:
    """Links with flow from a node to one where more comes than leaves; none if nothing is left to send."""
    path, node = [], start
    while spare[start] > LEAST_MTPA and spare[node] > -LEAST_MTPA:
        k = next((k for k in out.get(node, ()) if left[k] > LEAST_MTPA), None)
        if k is None:
            return []
        path.append(k)
        node = end[k]
    return path


def _told(
    table: pd.DataFrame, flow: Floats, hours: Floats, pcu: float, payload_t: float, fill: pd.Series
) -> pd.DataFrame:
    forward, backward = flow / pcu
    per_day = (forward + backward) * 1e6 / payload_t / float(fill["working_days"])
    busy = (flow + table["other"].to_numpy() * EACH_WAY).max(axis=0)
    free, room = (table["free_h"] + table["fixed_h"]).to_numpy(), table["capacity"].to_numpy()
    h = hours.max(axis=0)
    other = table["counted"] - np.minimum(per_day, table["counted"] * table["share"])
    columns = {
        "other_veh_per_day": other,
        "trucks_per_day": per_day,
        "forward_mtpa": forward,
        "backward_mtpa": backward,
        "pcu_per_h": busy,
        "capacity_pcu_per_h": room,
        "use": busy / room,
        "free_h": free,
        "h": h,
        "delay_h": h - free,
    }
    return pd.DataFrame(columns, index=table.index)
