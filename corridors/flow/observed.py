"""What was counted on links, as million tonnes of a year."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from corridors.errors import UnknownName

if TYPE_CHECKING:
    from corridors.network import Network


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
    mt = table["unit"].map(scale).astype(float)
    mt = mt.fillna((365e-6 * table["truck_t"]).where(table["unit"] == "trucks/day"))
    mt = mt.fillna((365e-6 * table["vehicle_t"]).where(table["unit"] == "veh/day"))
    rank = table["unit"].map({**scale, "trucks/day": 2.0, "veh/day": 3.0}).astype(float)
    part = table["series"].str.contains("month|halfyear")
    rows = table.assign(
        mtpa=(mt * pd.to_numeric(table["value"]).astype(float)).mask(part),
        rank=rank,
        at=pd.to_numeric(table["year"], errors="coerce"),
        other=~table["series"].str.contains("observed"),
    )
    order = {"link": True, "rank": True, "at": False, "grade": True, "other": True, "series": True}
    rows = rows[rows["mtpa"].notna()].sort_values(list(order), ascending=list(order.values()))
    rows = rows.drop_duplicates("link")
    return rows.set_index("link")[["mtpa", "what", "at"]].set_axis(columns, axis=1).astype({"observed_mtpa": float})


def _t_per_unit(network: Network, kind: str) -> pd.DataFrame:
    """Tonnes of a truck, and of a mean vehicle, on links where there are such."""
    table = network.table(kind)
    table = table[(table["form"] == "road") | (kind == "road")]
    return pd.DataFrame({"truck_t": table["payload_t"], "vehicle_t": table["payload_t"] * table["truck_share"]})
