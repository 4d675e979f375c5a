"""Networks of a thousand links to a million: load and check, capacity, range, flow, closures and more, one row a size.

Run: python tests/benchmarks/bench_scale.py [--links 10000 --links 100000] [--all] [--row]

A folder is generated for each size (rails in a grid with stated facts, one corridor over all of them and one over a
single line), and every stage runs in a process of its own: seconds, and the peak of its memory with the folder loaded.
With two sizes or more the last line tells how each stage grows (1: in proportion). Stages that take long at a size are
left out there; --all asks for all of them at every size. --row only sets the map of one row of 16,000 links against
that of the same row in a folder of its own, both loaded: one corridor shall cost one corridor.
Above 50,000 rows files are Parquet (extra `formats`).
"""

from __future__ import annotations

import argparse
import json
import math
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

import corridors as co

if TYPE_CHECKING:
    from collections.abc import Callable

# Stage -> the most links at which it runs unless --all is given.
STAGES = {
    "load and check": 10**7,
    "capacity": 10**7,
    "flow": 10**7,
    "raw flow": 10**7,
    "ladder": 10**4,
    "range": 10**3,
    "closures": 10**3,
    "ensemble": 10**3,
    "export": 10**3,
    "map of a line": 10**4,
}
PARQUET_FROM = 50_000


def make(root: Path, side: int) -> None:
    """A grid of railways, `side` nodes a side."""
    rng = np.random.default_rng(side)
    at = np.arange(side * side).reshape(side, side)
    tail = np.concatenate([at[:, :-1].ravel(), at[:-1].ravel()])
    head = np.concatenate([at[:, 1:].ravel(), at[1:].ravel()])
    step = min(0.2, 80 / side)
    lon, lat = 40 + step * (at.ravel() % side), 10 + step * (at.ravel() // side)
    names = np.array([f"n{i}" for i in range(side * side)], dtype=object)
    link = np.array([f"rail/n{a}-n{b}" for a, b in zip(tail, head, strict=True)], dtype=object)
    (root / "corridors").mkdir(parents=True)
    for folder in ("links", "facts", "schema"):
        (root / folder).mkdir()
    nodes = pd.DataFrame({"node": names, "name_en": names, "country": "KZ", "kind": "station", "lon": lon, "lat": lat})
    nodes = nodes.assign(grade="B", source="made")
    km = np.round(111.2 * step * np.where(head - tail == 1, np.cos(np.radians(lat[tail])), 1.0) * 1.02, 3)
    about = {"link": link, "name_en": link, "from_node": names[tail], "to_node": names[head], "country": "KZ"}
    write(root, nodes, pd.DataFrame(about), np.stack([lon[tail], lat[tail], lon[head], lat[head]], axis=1))
    facts = [("length_km", km, "km"), ("tracks", rng.choice([1.0, 1.0, 2.0], len(link)), "1")]
    facts.append(("loop_gap_km", np.minimum(km, rng.uniform(8, 30, len(link)).round(1)), "km"))
    long = pd.concat([pd.DataFrame({"link": link, "attribute": a, "value": v, "unit": u}) for a, v, u in facts])
    long = long.assign(
        low=long["value"] * 0.95, high=long["value"] * 1.05, grade="B", source="made", role="used", note=""
    )
    long.loc[long["attribute"] == "tracks", ["low", "high"]] = np.nan
    table(root / "facts" / "rail", long)
    pd.DataFrame(
        {"source": ["made"], "title": ["A network made for a benchmark"], "url": ["https://example.org/a/page"]}
    ).to_csv(root / "sources.csv", index=False)
    across, down = link[: side * (side - 1)].reshape(side, -1), link[side * (side - 1) :].reshape(-1, side).T
    gates = range(0, side, max(1, side // 5))
    corridor(root, "line", [across[0]], [f"n{0}"], [f"n{side - 1}"])
    corridor(root, "all", [*across, *down], [f"n{r * side}" for r in gates], [f"n{r * side + side - 1}" for r in gates])


def corridor(root: Path, name: str, paths: list[Any], origins: list[str], destinations: list[str]) -> None:
    """A corridor: its first path as the route, the others as branches."""
    about = {"id": name, "mode": "rail", "names": name, "identification": "inferred", "origins": origins}
    about |= {"destinations": destinations, "route": list(paths[0])}
    text = "\n".join(f"{k} = {json.dumps(v)}" for k, v in about.items())
    for path in paths[1:]:
        text += f'\n[[branches]]\nname = "branch"\nroute = {json.dumps(list(path))}'
    (root / "corridors" / f"{name}.toml").write_text(text + "\n")


def table(path: Path, frame: pd.DataFrame) -> None:
    if len(frame) > PARQUET_FROM:
        frame.to_parquet(f"{path}.parquet", index=False)
    else:
        frame.to_csv(f"{path}.csv", index=False)


def write(root: Path, nodes: pd.DataFrame, links: pd.DataFrame, ends: np.ndarray) -> None:
    table(root / "nodes", nodes)
    if len(links) > PARQUET_FROM:
        import geopandas as gpd
        import shapely

        shapes = shapely.linestrings(ends.reshape(-1, 2, 2))
        gpd.GeoDataFrame(links, geometry=shapes, crs="EPSG:4326").to_parquet(root / "links" / "rail.parquet")
        return
    rows = zip(links.to_dict("records"), ends.reshape(-1, 2, 2).tolist(), strict=True)
    features = [
        {"type": "Feature", "properties": p, "geometry": {"type": "LineString", "coordinates": g}} for p, g in rows
    ]
    text = json.dumps({"type": "FeatureCollection", "features": features})
    (root / "links" / "rail.geojson").write_text(text)


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


def row(links: int = 16_000, runs: int = 5) -> None:
    """Medians of the first map that is drawn of a network just loaded."""
    with tempfile.TemporaryDirectory() as folder:
        whole, alone = Path(folder) / "whole", Path(folder) / "alone"
        make(whole, round(math.sqrt(links / 2)) + 1)
        row_alone(whole, alone)
        stage("map of a line", alone)  # imports and cached parts are not the drawing
        large, small = (statistics.median(stage("map of a line", root) for _ in range(runs)) for root in (whole, alone))
        print(
            f"map of a row of {links:,} links: {large:.2f} s, of the row alone {small:.2f} s: {large / small:.2f} of it"
        )


def stage(name: str, root: Path) -> float:
    """Seconds of one stage, its folder loaded before the clock starts (but for loading itself)."""
    if name == "load and check":
        return timed(lambda: co.load(root))
    net = co.load(root)
    if name == "capacity":
        return timed(lambda: co.capacities(net))
    if name == "range":
        return timed(lambda: co.capacity_range(net, links=list(net.links.index)))
    if name == "export":
        return timed(lambda: co.to_file(net, root.parent / "out.gpkg"))
    if name == "map of a line":
        return timed(lambda: co.draw(net, "line", draws=0))
    capacity = co.capacities(net)
    asked: dict[str, Callable[[], Any]] = {
        "flow": lambda: co.max_flow(net, "all", capacities=capacity),
        "raw flow": raw_flow(net, capacity),
        "ladder": lambda: co.ladder(net, "all", capacities=capacity, ceiling_mtpa=None),
        "closures": lambda: co.closures(net, "all", capacities=capacity),
        "ensemble": lambda: co.ensemble(net, "line", draws=100, cached=False),
    }
    return timed(asked[name])


def raw_flow(net: Any, capacity: pd.DataFrame) -> Callable[[], Any]:
    """The same maximum flow by OR-tools alone, on arrays that are ready."""
    from ortools.graph.python.max_flow import SimpleMaxFlow

    number = pd.Series(np.arange(len(net.nodes)), index=net.nodes.index)
    tail, head = (number[net.links[c]].to_numpy() for c in ("from_node", "to_node"))
    units = (capacity["capacity_mtpa"].reindex(net.links.index).to_numpy() * 1e6).astype(np.int64)
    corridor = net.corridor("all")
    begin, end = number[list(corridor.origins)].to_numpy(), number[list(corridor.destinations)].to_numpy()
    source, sink = len(number), len(number) + 1

    def solve() -> int:
        flow = SimpleMaxFlow()
        flow.add_arcs_with_capacity(tail, head, units)
        flow.add_arcs_with_capacity(head, tail, units)
        flow.add_arcs_with_capacity(np.full(len(begin), source), begin, np.full(len(begin), 10**15))
        flow.add_arcs_with_capacity(end, np.full(len(end), sink), np.full(len(end), 10**15))
        flow.solve(source, sink)
        return int(flow.optimal_flow())

    return solve


def timed(what: Callable[[], Any]) -> float:
    start = perf_counter()
    what()
    return perf_counter() - start


def one(name: str, root: Path) -> dict[str, float]:
    """A stage in a process of its own."""
    command = [sys.executable, __file__, "--stage", name, "--folder", str(root)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(f"{name}: {done.stderr[-600:]}")
    return json.loads(done.stdout.strip().splitlines()[-1])


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    ask.add_argument("--links", type=int, action="append")
    ask.add_argument("--all", action="store_true", help="every stage at every size")
    ask.add_argument("--row", action="store_true", help="only the map of one row")
    ask.add_argument("--stage", choices=list(STAGES))
    ask.add_argument("--folder", type=Path)
    given = ask.parse_args()
    if given.stage:
        seconds = stage(given.stage, given.folder)
        print(json.dumps({"s": seconds, "mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}))
        return
    if given.row:
        row()
        return
    sizes = given.links or [1000, 10_000]
    found: dict[str, list[tuple[int, float]]] = {}
    print(f"{'stage':16}" + "".join(f"{f'{n:,} links: s':>22}{'MB':>8}" for n in sizes), flush=True)
    rows: dict[str, dict[int, dict[str, float]]] = {name: {} for name in STAGES}
    with tempfile.TemporaryDirectory() as folder:
        for links in sizes:
            root = Path(folder) / str(links) / "made"
            make(root, round(math.sqrt(links / 2)) + 1)
            for name, most in STAGES.items():
                if given.all or links <= most:
                    rows[name][links] = one(name, root)
                    found.setdefault(name, []).append((links, rows[name][links]["s"]))
    for name, cells in rows.items():
        line = "".join(
            f"{cells[n]['s']:22.2f}{cells[n]['mb']:8.0f}" if n in cells else f"{'–':>22}{'':>8}" for n in sizes
        )
        print(f"{name:16}{line}")
    powers = {k: growth(v) for k, v in found.items() if len(v) > 1}
    if powers:
        print("growth: " + ", ".join(f"{k} {v:.2f}" for k, v in powers.items()))


def growth(points: list[tuple[int, float]]) -> float:
    """Slope of time over size, both as logarithms."""
    sizes, seconds = np.log(np.array(points)).T
    return float(np.polyfit(sizes, seconds, 1)[0])


if __name__ == "__main__":
    main()
