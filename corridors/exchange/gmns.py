"""GMNS, the General Modeling Network Specification: its node, link, geometry and config tables, read and written."""

from __future__ import annotations

from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from pyproj import CRS
from pyproj.exceptions import CRSError

from corridors.dataset import read_csv
from corridors.errors import BadInput
from corridors.exchange.unpacking import MAX_BYTES
from corridors.wording.sentences import Written, sentence

if TYPE_CHECKING:
    from pathlib import Path

LENGTHS = {
    "km": 1.0,
    "kilometer": 1.0,
    "kilometre": 1.0,
    "mile": 1.609344,
    "mi": 1.609344,
    "miles": 1.609344,
    "m": 0.001,
}
# Columns of ours that GMNS leaves to the user stand after its own.
NODE = ("node_id", "name", "x_coord", "y_coord", "node_type")
LINK = ("link_id", "name", "from_node_id", "to_node_id", "directed", "geometry", "length", "facility_type", "lanes")


def read(folder: Path) -> gpd.GeoDataFrame:
    """Links of a GMNS folder with their shapes; the two directions of one stretch are one line.

    Raises
    ------
    BadInput
        A table or a column that GMNS requires is missing, or a link names a node that is not there.
    """
    nodes, links = (
        _table(folder, "node", ("node_id", "x_coord", "y_coord")),
        _table(folder, "link", ("link_id", "from_node_id", "to_node_id")),
    )
    config = read_csv(folder / "config.csv", MAX_BYTES).iloc[0].to_dict() if (folder / "config.csv").is_file() else {}
    for column in ("from_node_id", "to_node_id"):
        lost = links.loc[~links[column].isin(nodes["node_id"]), column]
        if len(lost):
            raise BadInput(
                sentence("link.csv: {column} {value!r} is not in node.csv", column=column, value=lost.iloc[0])
            )
    pairs = [tuple(sorted(p)) for p in zip(links["from_node_id"], links["to_node_id"], strict=True)]
    first = ~pd.Series(pairs, index=links.index).duplicated() | ("link" in links)
    links = links[first].reset_index(drop=True)
    shapes = _shapes(folder, links, nodes)
    table = links.drop(columns=[c for c in ("geometry", "geometry_id", "directed", "dir_flag") if c in links])
    if "lanes" in table:  # per direction in GMNS
        table["lanes"] = [2 * float(n) if n else None for n in table["lanes"]]
    if "length" in table and "length_km" not in table:
        factor = LENGTHS.get(str(config.get("long_length", "km")).lower())
        if factor:
            table["length_km"] = [factor * float(n) if n else None for n in table["length"]]
    names = dict(zip(nodes["node_id"], nodes.get("name", nodes["node_id"]), strict=True))
    ends = {f"{side}_name": table[f"{side}_node_id"].map(names) for side in ("from", "to")}
    try:
        system = CRS.from_user_input(config.get("crs") or "EPSG:4326")
    except CRSError:
        raise BadInput(
            sentence("config.csv: unknown coordinate system {crs!r}", crs=str(config.get("crs"))[:60])
        ) from None
    return gpd.GeoDataFrame(table.assign(**ends), geometry=shapes, crs=system)


def _table(folder: Path, name: str, needed: tuple[str, ...]) -> pd.DataFrame:
    table = read_csv(folder / f"{name}.csv", MAX_BYTES)
    if lacking := [c for c in needed if c not in table]:
        raise BadInput(
            sentence(
                "{name}.csv: column {columns} is missing, which GMNS requires",
                name=name,
                columns=Written(", ".join(lacking)),
            )
        )
    again = table[needed[0]][table[needed[0]].duplicated()]
    if len(again):
        raise BadInput(
            sentence(
                "{name}.csv: {column} {value!r} stands twice", name=name, column=Written(needed[0]), value=again.iloc[0]
            )
        )
    return table


def _shapes(folder: Path, links: pd.DataFrame, nodes: pd.DataFrame) -> np.ndarray:
    """Of each link its WKT, that of geometry.csv, or a straight line between its nodes."""
    wkt = links["geometry"] if "geometry" in links else pd.Series("", index=links.index)
    if "geometry_id" in links and (folder / "geometry.csv").is_file():
        known = read_csv(folder / "geometry.csv", MAX_BYTES).set_index("geometry_id")["geometry"]
        wkt = wkt.where(wkt != "", links["geometry_id"].map(known).fillna(""))
    try:
        spots = nodes.set_index("node_id")[["x_coord", "y_coord"]].astype(float)
    except ValueError as error:
        raise BadInput(sentence("node.csv: a coordinate is no number: {reason}", reason=str(error)[:60])) from None
    ends = [spots.loc[links[c]].to_numpy() for c in ("from_node_id", "to_node_id")]
    straight = shapely.linestrings(np.stack(ends, axis=1))
    drawn = shapely.from_wkt(wkt.where(wkt != "", "LINESTRING EMPTY").to_numpy(dtype=object), on_invalid="ignore")
    if shapely.is_missing(drawn).any():
        raise BadInput(
            sentence(
                "link.csv: the geometry of {link!r} is no WKT", link=links["link_id"][shapely.is_missing(drawn)].iloc[0]
            )
        )
    return np.where(shapely.is_empty(drawn), straight, drawn)


def tables(links: gpd.GeoDataFrame, nodes: gpd.GeoDataFrame, title: str) -> dict[str, pd.DataFrame]:
    """Config, node and link tables of a network."""
    config = pd.DataFrame([{"dataset_name": title, "short_length": "m", "long_length": "km", "speed": "km/hour"}])
    config = config.assign(crs="EPSG:4326", geometry_field_format="WKT", currency="USD")
    config = config.assign(version_number=0.97, id_type="string")
    out_nodes = pd.DataFrame({"node_id": nodes["node"], "name": nodes["name_en"], "x_coord": nodes["lon"]})
    out_nodes = out_nodes.assign(y_coord=nodes["lat"], node_type=nodes["kind"])
    lanes = (
        (links["lanes"] / 2).round().astype("Int64") if "lanes" in links else pd.array([pd.NA] * len(links), "Int64")
    )
    out = pd.DataFrame({"link_id": links["link"], "name": links["name_en"], "from_node_id": links["from_node"]})
    out = out.assign(
        to_node_id=links["to_node"], directed=False, length=links.get("length_km", pd.Series(dtype=float)),
        geometry=shapely.to_wkt(links.geometry.to_numpy(), rounding_precision=6), facility_type=links["kind"],
        lanes=lanes,
    )  # fmt: skip
    taken = {"name_en", "geometry", "lanes", *out.columns}
    rest = pd.DataFrame(links.drop(columns=[c for c in links if c in taken]))
    return {"config": config, "node": out_nodes, "link": pd.concat([out.reset_index(drop=True), rest], axis=1)}


def schemas(found: dict[str, pd.DataFrame]) -> dict[str, dict[str, object]]:
    """Table schemas of the fields that are written, with what GMNS requires of them."""
    required = {
        "node": ("node_id", "x_coord", "y_coord"),
        "link": ("link_id", "from_node_id", "to_node_id", "directed"),
    }
    whole: dict[str, dict[str, object]] = {}
    for name, table in found.items():
        fields = []
        for column in table.columns:
            limits: dict[str, object] = {"required": True} if column in required.get(name, ()) else {}
            if column == "length":
                limits["minimum"] = 0
            fields.append({"name": str(column), "type": _type(table[column]), "constraints": limits})
        whole[name] = {"fields": fields, "missingValues": ["NaN", ""]}
    whole["node"]["primaryKey"], whole["link"]["primaryKey"] = "node_id", "link_id"
    whole["link"]["foreignKeys"] = [
        {"fields": end, "reference": {"resource": "node", "fields": "node_id"}}
        for end in ("from_node_id", "to_node_id")
    ]
    return whole


def _type(column: pd.Series) -> str:
    if pd.api.types.is_bool_dtype(column):
        return "boolean"
    if pd.api.types.is_integer_dtype(column):
        return "integer"
    return "number" if pd.api.types.is_numeric_dtype(column) else "string"
