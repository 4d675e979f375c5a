"""All that a folder holds about some links, as one JSON text that exports carry inside and imports read back."""

from __future__ import annotations

import json
import re
import sqlite3
import zipfile
from contextlib import closing
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import unescape

import numpy as np
import pandas as pd
import shapely

from corridors.dataset import data_folder, read_csv
from corridors.exchange.addition import Addition
from corridors.extras import needs
from corridors.schema import KINDS

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    import geopandas as gpd

    from corridors.network import Network

MEMBER = "corridors.json"  # its name in archives
KEY = "corridors"  # its name in GeoJSON, in the metadata of GeoParquet, and in the table `about`
MAX_BYTES = 256 * 1024 * 1024
FACT = ("link", "attribute", "value", "low", "high", "unit", "grade", "source", "role", "note")
# Rows of a table that become text together.
ROWS_AT_ONCE = 20_000
CORRIDOR = {"id", "links"}


def make(network: Network, links: Sequence[str]) -> dict[str, Any]:
    """What a folder would need to have these links, as tables: all but their shapes and the package's defaults."""
    shown = network.links.loc[list(links)].drop(columns="geometry")
    ends = pd.unique(shown[["from_node", "to_node"]].to_numpy().ravel())
    nodes = network.nodes.loc[ends].drop(columns="geometry").reset_index(names="node")
    assumed = _own_defaults(network)
    facts = network.facts_of(shown.index) if assumed else network.explicit
    stated = (facts["origin"] != "default").to_numpy()
    if assumed:
        kinds = facts["link"].str.split("/").str[0]
        stated |= np.array([key in assumed for key in zip(kinds, facts["attribute"], strict=True)], dtype=bool)
    facts = facts[facts["link"].isin(shown.index) & stated & (facts["role"] != "replaced")]
    stops = network.stops[network.stops["link"].isin(shown.index)]
    corridors = {
        c.id: c.model_dump(mode="json", exclude=CORRIDOR, exclude_none=True)
        for c in network.corridors.values()
        if set(c.links) <= set(shown.index)
    }
    cells = pd.concat([t["source"] for t in (nodes, facts, shown, stops) if "source" in t]).unique()
    cited = {s for cell in cells for s in str(cell).split(";")}
    cited |= {s for c in corridors.values() for s in c["sources"]}
    sources = network.sources[network.sources.index.isin(cited)].reset_index(names="source")
    return {
        "links": shown.reset_index(names="link"),
        "nodes": nodes,
        "facts": facts[list(FACT)],
        "stops": stops,
        "sources": sources,
        "corridors": corridors,
    }


def text(made: Mapping[str, Any]) -> str:
    """What `make` gives as JSON; tables some rows at a time, for as objects a million links take gigabytes."""
    parts = []
    for name, part in sorted(made.items()):
        if isinstance(part, pd.DataFrame):
            some = (rows(part.iloc[k : k + ROWS_AT_ONCE]) for k in range(0, len(part), ROWS_AT_ONCE))
            body = f"[{', '.join(_json(r)[1:-1] for r in some)}]"
        else:
            body = _json(part)
        parts.append(f'"{name}": {body}')
    return f"{{{', '.join(parts)}}}"


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True)


def _own_defaults(network: Network) -> set[tuple[str, str]]:
    """Kinds and attributes whose default is this folder's and not the package's: elsewhere they have to be stated."""
    found = set()
    for kind in KINDS:
        file = f"schema/{kind}.csv"
        if not (network.root / file).is_file() or network.root == data_folder():
            continue
        key = ["attribute", "form", "default", "low", "high"]
        own, package = (read_csv(root / file).reindex(columns=key) for root in (network.root, data_folder()))
        other = own[~pd.MultiIndex.from_frame(own).isin(pd.MultiIndex.from_frame(package))]
        found |= {(kind, a) for a in other["attribute"][other["attribute"].isin(package["attribute"])]}
    return found


def rows(table: pd.DataFrame) -> list[dict[str, Any]]:
    """Rows of a table without what is empty."""
    filled = {str(c): (table[c].notna() & (table[c].astype(object) != "")).to_numpy() for c in table}
    columns = {c: (values, table[c].tolist()) for c, values in filled.items()}
    return [{c: cells[i] for c, (there, cells) in columns.items() if there[i]} for i in range(len(table))]


def addition(told: Mapping[str, Any], table: gpd.GeoDataFrame, source: Mapping[str, Any], corridor: str) -> Addition:
    """What an own export puts into a folder; a shape or a value that was changed in the file counts.

    Parameters
    ----------
    told : dict
        As `text` of what `make` gives has it.
    table : GeoDataFrame
        The links of the file: `link`, the shape, facts by attribute.
    source : dict
        The file as a source, for values that were changed in it.
    corridor : str
        What the corridor is called from now on; several keep their names.
    """
    shape = dict(zip(table["link"], table.geometry, strict=True))
    links = [{**k, "geometry": _as_kept(shape[k["link"]])} for k in told["links"] if k["link"] in shape]
    facts = [f for f in told["facts"] if f["link"] in shape]
    changed = _changed(facts, table, str(source["source"]))
    of = {(f["link"], f["attribute"]) for f in changed}
    facts = [{**f, "role": "rival"} if (f["link"], f["attribute"]) in of else f for f in facts]
    stops = [s for s in told["stops"] if s["link"] in shape]
    corridors = {k: c for k, c in told["corridors"].items() if set(c["route"]) <= set(shape)}
    if len(corridors) == 1:
        corridors = {corridor: next(iter(corridors.values()))}
    return Addition(
        links=links, nodes=told["nodes"], facts=[*facts, *changed], stops=stops,
        sources=[*told["sources"], *([source] if changed else [])], corridors=corridors,
    )  # fmt: skip


def _as_kept(shape: shapely.Geometry) -> shapely.Geometry:
    """A post is a point in a folder and a line of no length in files that hold lines only."""
    return shapely.get_point(shape, 0) if shape.geom_type == "LineString" and shape.length == 0 else shape


def _changed(facts: Sequence[Mapping[str, Any]], table: gpd.GeoDataFrame, source: str) -> list[dict[str, Any]]:
    """Facts whose value in the table of links is another than the one that was exported."""
    wide = table.set_index("link")
    out = []
    for fact in facts:
        if fact["role"] != "used" or fact["attribute"] not in wide:
            continue
        value = pd.to_numeric(wide.at[fact["link"], fact["attribute"]], errors="coerce")
        if np.isfinite(value) and abs(value - fact["value"]) > 1e-6 * max(1.0, abs(fact["value"])):
            bounds = {"low": float(value), "high": float(value), "value": float(value)}
            out.append({**fact, **bounds, "grade": "C", "source": source, "note": "changed in the file"})
    return out


def find(path: Path) -> dict[str, Any] | None:
    """The bundle inside a file; none in a file of somebody else."""
    try:
        text = FOUND[path.suffix.lower()](path)
        told = json.loads(text) if isinstance(text, (str, bytes)) else text
    except (ValueError, OSError, LookupError, TypeError, RuntimeError, zipfile.BadZipFile, sqlite3.Error):
        return None
    return told if isinstance(told, dict) and {"links", "nodes", "facts", "corridors"} <= set(told) else None


def _archive(path: Path) -> Any:
    with zipfile.ZipFile(path) as packed:
        return packed.read(MEMBER) if packed.getinfo(MEMBER).file_size < MAX_BYTES else None


def _geopackage(path: Path) -> Any:
    with closing(sqlite3.connect(f"file:{path.absolute().as_posix()}?mode=ro", uri=True)) as base:
        return (base.execute("SELECT text FROM about WHERE name = ?", (KEY,)).fetchone() or [None])[0]


def _geojson(path: Path) -> Any:
    told = json.loads(path.read_text(encoding="utf-8-sig"))
    return told.get(KEY) if isinstance(told, dict) else None


def _flatgeobuf(path: Path) -> Any:
    import pyogrio

    return json.loads(pyogrio.read_info(path)["layer_metadata"]["DESCRIPTION"])[KEY]


def _kml(path: Path) -> Any:
    text = path.read_text(encoding="utf-8-sig")
    found = re.search(r"<description>(<!\[CDATA\[)?(\{.*?\})(\]\]>)?</description>", text, re.DOTALL)
    return json.loads(found[2] if found[1] else unescape(found[2]))[KEY] if found else None


def _parquet(path: Path) -> Any:
    return (needs("pyarrow.parquet", "formats").read_schema(path).metadata or {}).get(KEY.encode())


FOUND: dict[str, Callable[[Path], Any]] = {
    ".zip": _archive, ".gpkg": _geopackage, ".geojson": _geojson, ".json": _geojson, ".fgb": _flatgeobuf, ".kml": _kml,
    ".parquet": _parquet,
}  # fmt: skip
