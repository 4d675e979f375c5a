"""A copy of the tiny world, for tests to spoil."""

from __future__ import annotations

import shutil
from pathlib import Path

import geopandas as gpd
import pandas as pd

HERE = Path(__file__).parent
GEODATA = HERE.parent / "geodata"


def make_world(folder: Path) -> Path:
    """A copy of the tiny world, with the schema that the package has."""
    root = folder / "world"
    shutil.copytree(HERE / "world", root)
    shutil.copytree(GEODATA / "schema", root / "schema")
    # Defaults cite sources of the real folder; the tiny one knows two.
    for path in (root / "schema").glob("*.csv"):
        text = path.read_text(encoding="utf-8").splitlines()
        if path.name == "kinds.csv":
            continue
        at = text[0].split(",").index("source")
        rows = [text[0]]
        for line in text[1:]:
            head, tail = line.split(",")[: at + 1], ",".join(line.split(",")[at + 1 :])
            head[at] = "survey-2" if head[at] else ""
            rows.append(",".join([*head, tail]))
        path.write_text("\n".join(rows) + "\n", encoding="utf-8")
    return root


def packed(world: Path) -> Path:
    """A tiny world with its nodes, facts, demand and railways as Parquet."""
    for name in ("nodes", "facts/rail", "demand"):
        pd.read_csv(world / f"{name}.csv").to_parquet(world / f"{name}.parquet", index=False)
        (world / f"{name}.csv").unlink()
    gpd.read_file(world / "links" / "rail.geojson").to_parquet(world / "links" / "rail.parquet")
    (world / "links" / "rail.geojson").unlink()
    return world
