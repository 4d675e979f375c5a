"""Zip files of tables: Shapefile, GMNS and CSV, each with a data package that says what the columns are."""

from __future__ import annotations

import json
import zipfile
from typing import TYPE_CHECKING, Any

import pandas as pd
import shapely

from corridors.exchange import bundle, gmns
from corridors.exchange.names import FORMULA

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from corridors.exchange.layers import Layers

EPOCH = (1980, 1, 1, 0, 0, 0)  # the same data give the same bytes
PLAIN = ("link", "position", "name_en", "kind", "form", "from_node", "to_node", "country")


def tables(layers: Layers, path: Path) -> None:
    """Every table as CSV, shapes as WKT."""
    links = pd.DataFrame(layers.links.drop(columns="geometry"))
    found = {"links": links.assign(geometry=_wkt(layers.links)), "nodes": layers.nodes.drop(columns="geometry")}
    found |= {"facts": layers.facts, "defaults": layers.defaults, "sources": layers.sources, "answers": layers.answers}
    _pack(path, layers, {f"{name}.csv": _csv(table) for name, table in found.items()}, found)


def gmns_network(layers: Layers, path: Path) -> None:
    """Node, link and config tables of the General Modeling Network Specification; our own columns stand behind its."""
    found = gmns.tables(layers.links, layers.nodes, layers.about["title"])
    _pack(path, layers, {f"{name}.csv": _csv(table) for name, table in found.items()}, found, gmns.schemas(found))


def shapefile(layers: Layers, path: Path) -> None:
    """The links with their answers; names of columns have ten letters there, so columns.csv says what each is."""
    import pyogrio

    links = layers.links
    states = [c.removeprefix("capacity_mtpa_") for c in links if c.startswith("capacity_mtpa_")]
    short = {c: c for c in PLAIN if c in links}
    for i, state in enumerate(states, 1):
        short |= {f"capacity_mtpa_{state}": f"cap_{i}", f"limit_{state}": f"limit_{i}", f"grade_{state}": f"grade_{i}"}
    shown = links[[*short, "geometry"]].rename(columns=short)
    place = path.with_suffix(".d")
    place.mkdir()
    pyogrio.write_dataframe(shown, place / "links.shp", driver="ESRI Shapefile", encoding="UTF-8")
    told = pd.DataFrame({"column": list(short.values()), "meaning": list(short)})
    files: dict[str, bytes | str] = {f.name: f.read_bytes() for f in sorted(place.iterdir())}
    _pack(path, layers, {**files, "columns.csv": _csv(told)}, {"columns": told})


def _wkt(links: Any) -> Any:
    return shapely.to_wkt(links.geometry.to_numpy(), rounding_precision=6)


def _csv(table: pd.DataFrame) -> str:
    return pd.DataFrame({c: _quoted(table[c]) for c in table}).to_csv(index=False, lineterminator="\n")


def _quoted(column: pd.Series) -> pd.Series:
    """Texts that a spreadsheet would run get an apostrophe."""
    if pd.api.types.is_numeric_dtype(column):
        return column
    texts = column.astype("str").where(column.notna(), "")
    return texts.where(~texts.str.startswith(tuple(FORMULA)), "'" + texts)


def _pack(
    path: Path, layers: Layers, files: Mapping[str, bytes | str], found: Mapping[str, pd.DataFrame],
    schemas: Mapping[str, Any] | None = None,
) -> None:  # fmt: skip
    about = {k: v for k, v in layers.about.items() if k != bundle.KEY}
    package = {"name": "corridors-export", **about, "resources": [
        {"name": name, "path": f"{name}.csv", "profile": "tabular-data-resource", "encoding": "utf-8"}
        | {"schema": (schemas or {}).get(name) or _schema(table)}
        for name, table in found.items()
    ]}  # fmt: skip
    whole: dict[str, bytes | str] = {**files, bundle.MEMBER: layers.about[bundle.KEY]}
    whole["datapackage.json"] = json.dumps(package, ensure_ascii=False, indent=1)
    whole["README.txt"] = "\n".join(f"{k}: {v}" for k, v in about.items()) + "\n"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in whole.items():
            packed.writestr(zipfile.ZipInfo(name, EPOCH), content, zipfile.ZIP_DEFLATED)


def _schema(table: pd.DataFrame) -> dict[str, Any]:
    number = pd.api.types.is_numeric_dtype
    fields = [{"name": str(c), "type": "number" if number(table[c]) else "string"} for c in table]
    return {"fields": fields, "missingValues": [""]}
