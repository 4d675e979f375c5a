"""Facts made whole: stated ones with their rivals, defaults for the rest, and rows laid over them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from corridors.errors import BadInput, Conflict, UnknownName
from corridors.schema import KINDS

if TYPE_CHECKING:
    import geopandas as gpd

    from corridors.dataset import Geodata

FACT_COLUMNS = ["link", "attribute", "value", "low", "high", "unit", "grade", "source", "role", "note", "origin"]


def complete(data: Geodata, links: gpd.GeoDataFrame, schema: dict[str, pd.DataFrame]) -> pd.DataFrame:
    """Stated facts with their bounds, then a default of grade D for all that nobody stated."""
    stated = pd.concat([data.tables[f"facts/{k}.csv"] for k in KINDS], ignore_index=True)
    stated["origin"] = "stated"
    _widen(stated)
    words = pd.concat([schema[k].reset_index().assign(kind=k) for k in KINDS], ignore_index=True)
    grid = links[["kind", "form"]].reset_index().merge(words, on="kind", suffixes=("", "_of"))
    grid = grid[(grid["form_of"] == "") | (grid["form_of"] == grid["form"])]
    drawn = grid["link"].map(data.drawn_km).round(1).where(grid["attribute"] == "length_km")
    grid["value"] = grid["default"].fillna(drawn)
    have = set(keys(stated))
    new = grid["value"].notna().to_numpy() & np.array([k not in have for k in keys(grid)], dtype=bool)
    grid = grid[new].assign(drawn_km=drawn[new], grade="D", role="used", origin="default")
    grid["low"] = grid["low"].fillna(grid["drawn_km"])
    grid["high"] = grid["high"].fillna(grid["drawn_km"] * 1.25)
    grid["note"] = np.where(grid["drawn_km"].notna(), "no published length: length of the drawn line", "default")
    grid["source"] = grid["source"].where(grid["source"] != "", "project-estimate")
    both = pd.concat([stated[FACT_COLUMNS], grid[FACT_COLUMNS]], ignore_index=True)
    order = [pd.factorize(both[c], sort=True)[0] for c in ("link", "attribute", "role")]
    return both.iloc[np.lexsort((-order[2], order[1], order[0]))].reset_index(drop=True)


def keys(facts: pd.DataFrame) -> list[tuple[str, str]]:
    """Link and attribute of each row."""
    return list(zip(facts["link"].to_numpy(), facts["attribute"].to_numpy(), strict=True))


def _widen(stated: pd.DataFrame) -> None:
    """Rivals widen the fact that is used: sources that disagree make it uncertain."""
    low = np.fmin(stated["low"].to_numpy(), stated["value"].to_numpy())
    high = np.fmax(stated["high"].to_numpy(), stated["value"].to_numpy())
    of, used = keys(stated), (stated["role"] == "used").to_numpy()
    place = {of[i]: i for i in np.flatnonzero(used)}
    for i in np.flatnonzero(~used):
        if of[i] in place:  # else a statement that is out of date
            j = place[of[i]]
            low[j], high[j] = min(low[i], low[j]), max(high[i], high[j])
    stated["low"], stated["high"] = low, high


def overlay_rows(links: pd.DataFrame, schema: dict[str, pd.DataFrame], facts: pd.DataFrame) -> pd.DataFrame:
    """Overlay rows with all columns, checked against links and schema, one a fact."""
    blank = {"low": np.nan, "high": np.nan, "unit": "", "grade": "D", "source": "project-estimate", "note": ""}
    rows = facts.reset_index(drop=True).assign(**{k: v for k, v in blank.items() if k not in facts})
    rows = rows.assign(role="used", origin=facts["origin"].to_numpy() if "origin" in facts else "overlay")
    known = pd.concat([schema[k].reset_index().drop_duplicates("attribute").assign(kind=k) for k in KINDS])
    rows["kind"] = rows["link"].map(links["kind"]).astype(str)  # "nan" for a link that is not there
    rows = rows.drop(columns="unit").merge(known[["kind", "attribute", "unit", "min", "max"]], how="left")
    rows["low"] = rows[["low", "value"]].min(axis=1)
    rows["high"] = rows[["high", "value"]].max(axis=1)
    within = (rows["low"] >= rows["min"]) & (rows["high"] <= rows["max"])
    wrong = rows["unit"].isna() | rows["value"].isna() | ~within
    for row in rows[wrong].itertuples():
        if row.link not in links.index:
            raise UnknownName("link", row.link, links.index, str(row.origin))
        if row.attribute not in schema[row.kind].index:
            raise UnknownName(f"attribute of {row.kind} links", row.attribute, schema[row.kind].index, str(row.origin))
        shown = f"{row.link} {row.attribute} = {row.value:g} ({row.low:g} .. {row.high:g})"
        raise BadInput(f"{row.origin}: {shown} outside {row.min:g} .. {row.max:g}")
    rows = rows.sort_values(["link", "attribute", "origin"], kind="stable")
    spread = rows.groupby(["link", "attribute"])["value"].nunique()
    if (spread > 1).any():
        link, attribute = spread[spread > 1].index[0]
        both = rows[(rows["link"] == link) & (rows["attribute"] == attribute)]
        says = " and ".join(f"{o} says {v:g}" for o, v in zip(both["origin"], both["value"], strict=True))
        raise Conflict(f"{link} {attribute}: {says}; leave one of them out, or make one fact of both")
    return rows.drop_duplicates(["link", "attribute"], keep="last")[FACT_COLUMNS]
