"""Hours and dollars of every link: under way, waiting, and what a tonne pays."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from corridors.errors import UnknownName

if TYPE_CHECKING:
    from collections.abc import Iterable

    import numpy as np

    from corridors.network import Network

SPEED = {"rail": "transit_speed_kmh", "road": "transit_speed_kmh", "sea": "sailing_speed_kmh"}
WAITING = {("border", "road"): "waiting_h", ("border", "rail"): "border_h", "terminal": "dwell_h"}
# CPMM counts in shipments of 20 tonnes.
SHIPMENT_T = 20.0
# Hours cost what the goods are worth to their owner: a mid figure for general cargo, open to change.
VALUE_OF_TIME_USD_PER_T_H = 0.2


def link_costs(network: Network, links: Iterable[str] | None = None) -> pd.DataFrame:
    """Length, hours and cost of links, for one tonne that passes.

    Parameters
    ----------
    network : Network
        Any state of the world.
    links : iterable of str, optional
        Only these, in this order.

    Returns
    -------
    DataFrame
        Index `link`: kind, km, moving_h (length over speed without delay), waiting_h (at borders, gauge points and
        ports), h (both), usd_per_t (carriage: cost a tonne-kilometre times length; at a border the CPMM cost of
        clearance over a shipment of 20 t, where the folder has it).

    Notes
    -----
    CPMM's cost of carriage (TFI3) may hold a part of the cost at borders: the sum is on the high side.
    """
    names = pd.Index(list(network.links.index if links is None else links), name="link", dtype=object)
    for name in names.difference(network.links.index):
        raise UnknownName("link", name, network.links.index)
    kinds = network.links.loc[names, "kind"]
    parts = [_of_kind(network, kind, names[(kinds == kind).to_numpy()]) for kind in kinds.unique()]
    empty = pd.DataFrame(columns=["kind", "km", "moving_h", "waiting_h", "h", "usd_per_t"], index=names)
    return pd.concat(parts).reindex(names) if parts else empty


def _of_kind(network: Network, kind: str, names: pd.Index) -> pd.DataFrame:
    table = network.table(kind, links=list(names))
    out = pd.DataFrame(0.0, index=names, columns=["km", "moving_h", "waiting_h", "h", "usd_per_t"])
    if kind in SPEED:
        out["km"] = table["length_km"].to_numpy(dtype=float)
        out["moving_h"] = out["km"] / table[SPEED[kind]].to_numpy(dtype=float)
        out["usd_per_t"] = out["km"] * table["cost_usd_per_tkm"].to_numpy(dtype=float)
    elif kind == "border":
        fee = border_costs(network)
        for form in ("road", "rail"):
            own = (table["form"] == form).to_numpy()
            out.loc[own, "waiting_h"] = table.loc[own, WAITING[kind, form]].to_numpy(dtype=float)
            out.loc[own, "usd_per_t"] = fee[form]
    elif kind == "terminal":
        out["waiting_h"] = table["dwell_h"].to_numpy(dtype=float)
    out["h"] = out["moving_h"] + out["waiting_h"]
    out.insert(0, "kind", kind)
    return out


def border_costs(network: Network) -> dict[str, float]:
    """USD a tonne at a border, by mode: CPMM's TFI2 of the latest year for all of CAREC, over 20 t; 0 if not known."""
    try:
        cpmm = network.extra("cpmm")
    except UnknownName:
        return {"road": 0.0, "rail": 0.0}
    rows = cpmm[(cpmm["entity"] == "CAREC") & (cpmm["indicator"] == "TFI2") & (cpmm["direction"] == "both")]
    fee = {}
    for mode in ("road", "rail"):
        own = rows[rows["mode"] == mode].sort_values("year")
        fee[mode] = float(own["value"].iloc[-1]) / SHIPMENT_T if len(own) else 0.0
    return fee


def generalised(costs: pd.DataFrame, value_of_time_usd_per_t_h: float = VALUE_OF_TIME_USD_PER_T_H) -> np.ndarray:
    """USD a tonne of each link, hours counted at what they are worth."""
    return (costs["usd_per_t"] + value_of_time_usd_per_t_h * costs["h"]).to_numpy(dtype=float)
