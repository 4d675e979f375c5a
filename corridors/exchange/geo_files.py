"""Files of one format each: GeoPackage with a style for QGIS, GeoParquet, FlatGeobuf, GeoJSON, KML."""

from __future__ import annotations

import errno
import json
import math
import os
import warnings
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree

import pandas as pd
import shapely

from corridors.cartography import style
from corridors.exchange import bundle
from corridors.extras import needs

if TYPE_CHECKING:
    from pathlib import Path

    from corridors.exchange.layers import Layers

DECIMALS = 6
WIDTH_MM = 1.1


def geopackage(layers: Layers, path: Path) -> None:
    """Layers links and nodes, tables facts, defaults, sources, answers and about, and how QGIS draws the links."""
    first = next(c for c in layers.links if c.startswith("capacity_mtpa_"))
    styled: dict[str, Any] = {
        "f_table_catalog": "",
        "f_table_schema": "",
        "f_table_name": "links",
        "f_geometry_column": "geom",
    }
    styled |= {"styleName": "capacity", "styleQML": qml(first), "styleSLD": "", "useAsDefault": True}
    styled |= {"description": "Mt/year, both directions together", "owner": "", "ui": ""}
    about = pd.DataFrame(list(layers.about.items()), columns=["name", "text"])
    _write(layers.links, path, "GPKG", layer="links")
    _write(layers.nodes, path, "GPKG", layer="nodes", append=True)
    for name, table in (
        ("facts", layers.facts), ("defaults", layers.defaults), ("sources", layers.sources),
        ("answers", layers.answers), ("about", about),
        ("layer_styles", pd.DataFrame([styled])),
    ):  # fmt: skip
        _write(pd.DataFrame(table), path, "GPKG", layer=name, append=True)


def parquet(layers: Layers, path: Path) -> None:
    """The links; what the file says about itself stands in its metadata."""
    pq = needs("pyarrow.parquet", "formats")
    layers.links.to_parquet(path)
    table = pq.read_table(path)
    about = {k.encode(): v.encode() for k, v in layers.about.items()}
    pq.write_table(table.replace_schema_metadata({**(table.schema.metadata or {}), **about}), path)


def flatgeobuf(layers: Layers, path: Path) -> None:
    """The links; title and description of the layer say the rest."""
    told = {"TITLE": layers.about["title"], "DESCRIPTION": json.dumps(layers.about, ensure_ascii=False)}
    _write(layers.links, path, "FlatGeobuf", layer="links", layer_options=told)


def kml(layers: Layers, path: Path) -> None:
    """The links as placemarks with all their columns; the description of the folder says the rest."""
    shown = layers.links.rename(columns={"name_en": "Name"})
    told = {"NAME": layers.about["title"], "DESCRIPTION": json.dumps(layers.about, ensure_ascii=False)}
    _write(shown, path, "LIBKML", layer="links", layer_options=told)
    if not path.read_bytes().rstrip().endswith(b"</kml>"):  # this driver says nothing of a full disk
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(path))


def geojson(layers: Layers, path: Path) -> None:
    """The links, one a line; what the file says about itself stands beside the features."""
    head: dict[str, Any] = {"type": "FeatureCollection", "name": layers.about["title"]}
    head |= {k: v for k, v in layers.about.items() if k not in ("title", bundle.KEY)}
    head[bundle.KEY] = json.loads(layers.about[bundle.KEY])
    shapes = shapely.to_geojson(shapely.transform(layers.links.geometry.to_numpy(), lambda xy: xy.round(DECIMALS)))
    rows = [
        f'{{"type": "Feature", "properties": {json.dumps(_filled(row), ensure_ascii=False)}, "geometry": {shape}}}'
        for row, shape in zip(layers.links.drop(columns="geometry").to_dict("records"), shapes, strict=True)
    ]
    text = f'{json.dumps(head, ensure_ascii=False)[:-1]}, "features": [\n' + ",\n".join(rows) + "\n]}\n"
    path.write_text(text, encoding="utf-8", newline="\n")


def _filled(row: dict[Any, Any]) -> dict[str, Any]:
    return {str(k): v for k, v in row.items() if not (isinstance(v, float) and math.isnan(v)) and v != ""}


def _write(table: Any, path: Path, driver: str, **how: Any) -> None:
    import pyogrio

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of tables without geometry, which are meant
        pyogrio.write_dataframe(table, path, driver=driver, **how)


def qml(column: str) -> str:
    """A graduated style of QGIS: the classes and colours of the map."""
    root = ElementTree.Element("qgis", {"version": "3.28", "styleCategories": "Symbology"})
    renderer = ElementTree.SubElement(
        root, "renderer-v2", {"type": "graduatedSymbol", "attr": column, "graduatedMethod": "GraduatedColor"}
    )
    ranges, symbols = ElementTree.SubElement(renderer, "ranges"), ElementTree.SubElement(renderer, "symbols")
    bounds = [0.0, *map(float, style.CAPACITY_BOUNDS_MTPA), 10_000.0]
    for i, colour in enumerate(style.CLASS_COLOURS):
        low, high = f"{bounds[i]:g}", f"{bounds[i + 1]:g}"
        label = f"{low} – {high} Mt/year" if i + 1 < len(style.CLASS_COLOURS) else f"{low} Mt/year and more"
        about = {"symbol": str(i), "lower": low, "upper": high, "label": label, "render": "true"}
        ElementTree.SubElement(ranges, "range", about)
        symbol = ElementTree.SubElement(symbols, "symbol", {"type": "line", "name": str(i), "alpha": "1"})
        layer = ElementTree.SubElement(symbol, "layer", {"class": "SimpleLine", "enabled": "1", "pass": "0"})
        red, green, blue = (int(colour[j : j + 2], 16) for j in (1, 3, 5))
        options = ElementTree.SubElement(layer, "Option", {"type": "Map"})
        for name, value in (
            ("line_color", f"{red},{green},{blue},255"), ("line_width", f"{WIDTH_MM:g}"), ("line_width_unit", "MM")
        ):  # fmt: skip
            ElementTree.SubElement(options, "Option", {"type": "QString", "name": name, "value": value})
    return "<!DOCTYPE qgis>\n" + ElementTree.tostring(root, encoding="unicode")
