"""The map of one row of a network of 16,000 links against that of the row alone: one corridor shall cost one corridor.

Run: python tests/benchmarks/bench_map_row.py [links]
"""

from __future__ import annotations

import json
import math
import shutil
import statistics
import sys
import tempfile
import tomllib
from pathlib import Path
from time import perf_counter

import pandas as pd
from bench_scale import make

import corridors as co

RUNS = 5


def row_alone(root: Path, target: Path) -> None:
    """The corridor "line" of a made folder as a folder of its own."""
    (target / "corridors").mkdir(parents=True)
    for folder in ("links", "facts", "schema"):
        (target / folder).mkdir()
    for name in ("corridors/line.toml", "sources.csv"):
        shutil.copy(root / name, target / name)
    route = tomllib.loads((root / "corridors" / "line.toml").read_text())["route"]
    shapes = json.loads((root / "links" / "rail.geojson").read_text())
    shapes["features"] = [f for f in shapes["features"] if f["properties"]["link"] in route]
    (target / "links" / "rail.geojson").write_text(json.dumps(shapes))
    ends = [f["properties"][k] for f in shapes["features"] for k in ("from_node", "to_node")]
    for name, column, kept in (("facts/rail.csv", "link", route), ("nodes.csv", "node", ends)):
        rows = pd.read_csv(root / name)
        rows[rows[column].isin(kept)].to_csv(target / name, index=False)


def first_map_s(root: Path) -> float:
    """Seconds of the first map that is drawn of a network just loaded."""
    net = co.load(root)
    start = perf_counter()
    co.draw(net, "line", draws=0)
    return perf_counter() - start


def main() -> None:
    links = int(sys.argv[1]) if sys.argv[1:] else 16_000
    with tempfile.TemporaryDirectory() as folder:
        whole, alone = Path(folder) / "whole", Path(folder) / "alone"
        make(whole, round(math.sqrt(links / 2)) + 1)
        row_alone(whole, alone)
        first_map_s(alone)  # imports and cached parts are not the drawing
        large, small = (statistics.median(first_map_s(root) for _ in range(RUNS)) for root in (whole, alone))
        print(f"a row of {links:,} links: {large:.2f} s, the row alone {small:.2f} s, ratio {large / small:.2f}")


if __name__ == "__main__":
    main()
