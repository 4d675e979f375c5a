"""Time, cost and distance along a corridor, with the jumps at borders and gauge points (the UNESCAP method)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pandas as pd

from corridors.display import Displayed
from corridors.errors import BadInput, UnknownName
from corridors.flow.border_times import border_times
from corridors.flow.costs import SHIPMENT_T, link_costs
from corridors.flow.emissions import link_emissions
from corridors.flow.graph import corridor_of
from corridors.wording.sentences import sentence

if TYPE_CHECKING:
    from collections.abc import Sequence

    from corridors.network import Network
    from corridors.schema import Corridor

INDICATORS = ("SWOD", "SWD", "TFI1", "TFI2", "TFI3")
# TFI3 is the cost of carriage over so many kilometres.
STRETCH_KM = 500.0


@dataclass(frozen=True, eq=False, repr=False)
class TimeCostDistance(Displayed):
    """A journey of one tonne along a corridor.

    Attributes
    ----------
    steps : DataFrame
        A row a link in order, index `link`: kind, country, name_en, name_ru, name_kk, from_node, to_node; km,
        moving_h, waiting_h, h, usd_per_t of the link; at borders and terminals waiting_low_h, waiting_high_h, measured
        (False: a default), waiting_grade, waiting_source, and technical_h, the least that the model needs (see
        `border_times`); kg_per_t, the CO2 of a tonne (see `footprint`); total_km, total_h, total_usd_per_t,
        total_kg_per_t up to its end; jump (True where time or cost grows and the way does not).
    low_h, high_h : float
        Hours of the whole way with all waiting at the low, and at the high, of its range.
    kg_per_t : float
        Kilograms of CO2 of a tonne at best guesses.
    speed_without_delay_kmh, speed_with_delay_kmh : float
        Way over the time under way, and over all the time (CPMM calls them SWOD and SWD).
    cpmm : DataFrame
        CAREC's published values of the same mode: entity, direction, indicator, year, value, unit, source, and beside
        them `here`: the same indicator of this journey (TFI1 and TFI2 of its mean border; NaN where it has none).
    """

    SHOWN = ("country", "km", "h", "usd_per_t", "total_km", "total_h", "total_usd_per_t", "total_kg_per_t")

    corridor: str
    scenario: str
    km: float
    h: float
    low_h: float
    high_h: float
    usd_per_t: float
    kg_per_t: float
    speed_without_delay_kmh: float
    speed_with_delay_kmh: float
    steps: pd.DataFrame
    cpmm: pd.DataFrame
    note: str = ""

    def gist(self) -> str:
        """The answer in one line."""
        way = f"{self.km:,.0f} km, {self.h:,.0f} h ({self.low_h:,.0f}–{self.high_h:,.0f}), {self.usd_per_t:,.0f} USD/t"
        way += f", {self.kg_per_t:,.0f} kg CO2/t"
        speed = f"{self.speed_without_delay_kmh:.0f} km/h without delay, {self.speed_with_delay_kmh:.0f} with"
        return f"{self.corridor}, {self.scenario}: {way}; {speed}"

    def table(self) -> pd.DataFrame:
        """The steps."""
        return self.steps

    def to_dict(self) -> dict[str, Any]:
        """As JSON has it."""
        simple = (
            "corridor scenario km h low_h high_h usd_per_t kg_per_t speed_without_delay_kmh speed_with_delay_kmh note"
        )
        return {
            **{k: getattr(self, k) for k in simple.split()},
            "steps": self.steps.reset_index().to_dict("records"),
            "cpmm": self.cpmm.to_dict("records"),
        }


def time_cost_distance(
    network: Network, corridor: str | Corridor, *, branch: int | None = None, road_h: pd.Series | None = None
) -> TimeCostDistance:
    """Cumulative time, distance and cost from the origin of a corridor to its destination.

    Parameters
    ----------
    network : Network
        Any state of the world.
    corridor : str or Corridor
        Its main route is followed.
    branch : int, optional
        A branch instead of the main route, counted from 0.
    road_h : Series, optional
        Index `link`: hours under way of roads in traffic, as `assign(..., road_equilibrium=True).roads.links["h"]`;
        others keep those of their speed without delay.

    Returns
    -------
    TimeCostDistance
        Links that are not in service are passed all the same; the note says so.

    Raises
    ------
    UnknownName
        A corridor that is not there.
    BadInput
        No such branch, or a route that breaks.

    Examples
    --------
    >>> import corridors as co
    >>> found = co.time_cost_distance(co.load(), "rkti")
    >>> found.speed_with_delay_kmh < found.speed_without_delay_kmh
    True
    >>> found.steps["total_km"].is_monotonic_increasing
    True
    """
    chosen = corridor_of(network, corridor)
    if branch is not None and not 0 <= branch < len(chosen.branches):
        raise BadInput(
            sentence(
                "{corridor} has {count} branches, counted from 0; there is none {branch}",
                corridor=chosen.id,
                count=len(chosen.branches),
                branch=branch,
            )
        )
    route = chosen.route if branch is None else chosen.branches[branch].route
    ends = walk(network.links.loc[list(route), ["from_node", "to_node"]])
    costs = link_costs(network, route)
    if road_h is not None:
        costs["moving_h"] = road_h.reindex(costs.index).fillna(costs["moving_h"])
        costs["h"] = costs["moving_h"] + costs["waiting_h"]
    names = ["country", "name_en", "name_ru", "name_kk"]
    steps = network.links.loc[list(route), names].join(ends).join(costs).join(border_times(network, route))
    steps["total_km"], steps["total_h"] = steps["km"].cumsum(), steps["h"].cumsum()
    steps["kg_per_t"] = link_emissions(network, route)["kg_per_t"]
    steps["total_usd_per_t"], steps["total_kg_per_t"] = steps["usd_per_t"].cumsum(), steps["kg_per_t"].cumsum()
    steps["jump"] = (steps["km"] == 0) & ((steps["h"] > 0) | (steps["usd_per_t"] > 0))
    km, h = float(steps["km"].sum()), float(steps["h"].sum())
    moving = float(steps["moving_h"].sum())
    return TimeCostDistance(
        corridor=chosen.id,
        scenario=str(network.name),
        km=km,
        h=h,
        low_h=moving + float(steps["waiting_low_h"].sum()),
        high_h=moving + float(steps["waiting_high_h"].sum()),
        usd_per_t=float(steps["usd_per_t"].sum()),
        kg_per_t=float(steps["kg_per_t"].sum()),
        speed_without_delay_kmh=km / moving if moving else 0.0,
        speed_with_delay_kmh=km / h if h else 0.0,
        steps=pd.DataFrame(steps),
        cpmm=_beside(cpmm_of(network, chosen.mode), steps),
        note=_closed(network, route),
    )


def walk(ends: pd.DataFrame) -> pd.DataFrame:
    """Nodes in which each link of a route is entered and left.

    Parameters
    ----------
    ends : DataFrame
        Index `link`, in the order of the route; from_node, to_node.

    Raises
    ------
    BadInput
        Two links in a row that share no node.
    """
    pairs = list(ends.itertuples(index=False, name=None))
    at = pairs[0][0]
    if len(pairs) > 1 and at in pairs[1] and pairs[0][1] not in pairs[1]:
        at = pairs[0][1]
    entered, left = [], []
    for link, (one, other) in zip(ends.index, pairs, strict=True):
        if at not in (one, other):
            raise BadInput(sentence("the route breaks before {link}: it does not touch {node!r}", link=link, node=at))
        entered.append(at)
        at = other if at == one else one
        left.append(at)
    return pd.DataFrame({"from_node": entered, "to_node": left}, index=ends.index)


def cpmm_of(network: Network, mode: str) -> pd.DataFrame:
    """CAREC's published indicators of a mode, the latest year of each; empty if the folder has none."""
    columns = ["entity", "direction", "indicator", "year", "value", "unit", "source"]
    try:
        rows = network.extra("cpmm")
    except UnknownName:
        return pd.DataFrame(columns=columns)
    rows = rows[(rows["mode"] == mode) & rows["indicator"].isin(INDICATORS) & (rows["direction"] == "both")]
    rows = rows.sort_values(["entity", "indicator", "year"]).drop_duplicates(["entity", "indicator"], keep="last")
    return rows[columns].reset_index(drop=True)


def _beside(cpmm: pd.DataFrame, steps: pd.DataFrame) -> pd.DataFrame:
    """Published indicators with the same ones of a journey."""
    borders, rest = steps[steps["kind"] == "border"], steps[steps["kind"] != "border"]
    km, moving, whole = (float(steps[c].sum()) for c in ("km", "moving_h", "h"))
    nan = float("nan")
    here = {
        "SWOD": km / moving if moving else nan,
        "SWD": km / whole if whole else nan,
        "TFI1": float(borders["h"].mean()),
        "TFI2": float(borders["usd_per_t"].mean()) * SHIPMENT_T,
        "TFI3": float(rest["usd_per_t"].sum()) / km * STRETCH_KM * SHIPMENT_T if km else nan,
    }
    return cpmm.assign(here=cpmm["indicator"].map(here).astype(float))


def _closed(network: Network, route: Sequence[str]) -> str:
    closed = []
    for kind, links in network.links.loc[list(route)].groupby("kind").groups.items():
        service = network.table(str(kind), links=list(links))["in_service"]
        closed += list(service.index[service.to_numpy(dtype=float) == 0])
    return sentence("not in service: {names}", names=", ".join(sorted(closed))) if closed else ""
