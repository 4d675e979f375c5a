"""Networks of a thousand links to a million: load and check, capacity, range, flow, closures and more, one row a size.

Run: python tests/benchmarks/bench_scale.py [--links 10000 --links 100000] [--all]

A folder is generated for each size (rails in a grid with stated facts, one corridor over all of them and one over a
single line). It is loaded, and its capacities are worked out, in a process of its own; every other stage runs in one
that branches off it: seconds of processor time, and the peak of memory with the folder loaded. Then how many times
quicker all closures are than each solved from scratch (a sample of those, taken to all links), and how the maximum flow
compares with OR-tools alone. With two sizes or more the last line tells how each stage grows (1: in proportion), over
the sizes at which it takes a tenth of a second. Stages that take long at a size are left out there; --all asks for all
of them at every size (needs a system that can fork). Above 50,000 rows files are Parquet (extra `formats`).
"""

from __future__ import annotations

import argparse
import json
import math
import os
import resource
import subprocess
import sys
import tempfile
import traceback
from pathlib import Path
from time import process_time
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

import corridors as co
from corridors.flow.graph import capacity_of, graph
from corridors.flow.push_relabel import max_flow_arrays

if TYPE_CHECKING:
    from collections.abc import Callable

# Stage -> the most links at which it runs unless --all is given.
STAGES = {
    "load and check": 10**7,
    "capacity": 10**7,
    "flow": 10**7,
    "ladder": 10**7,
    "closures": 10**7,
    "pairs": 10**7,
    "ensemble": 10**7,
    "map of a line": 10**7,
    "export": 10**7,
    "range": 10**5,
}
# Of these a ratio is told, below the table.
RATIOS = ("closures from scratch", "flow over OR-tools")
SAMPLE = 5
PARQUET_FROM = 50_000


def make(root: Path, side: int) -> None:
    """A grid of railways, `side` nodes a side."""
    rng = np.random.default_rng(side)
    at = np.arange(side * side).reshape(side, side)
    tail = np.concatenate([at[:, :-1].ravel(), at[:-1].ravel()])
    head = np.concatenate([at[:, 1:].ravel(), at[1:].ravel()])
    step = min(0.2, 80 / side)
    lon, lat = 40 + step * (at.ravel() % side), -40 + step * (at.ravel() // side)
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


def stage(name: str, root: Path, net: Any, capacity: pd.DataFrame) -> float:
    """Seconds of one stage, or the ratio that it is named after."""
    if name == "closures from scratch":
        return from_scratch(net, capacity)
    if name == "flow over OR-tools":
        return over_raw_flow(net, capacity)
    asked: dict[str, Callable[[], Any]] = {
        "flow": lambda: co.max_flow(net, "all", capacities=capacity),
        "ladder": lambda: co.ladder(net, "all", capacities=capacity, ceiling_mtpa=None),
        "closures": lambda: co.closures(net, "all", capacities=capacity),
        "pairs": lambda: co.closures(net, "all", capacities=capacity, pairs=True),
        "ensemble": lambda: co.ensemble(net, "line", draws=100, cached=False),
        "map of a line": lambda: co.draw(net, "line", draws=0),
        "export": lambda: co.to_file(net, root.parent / "out.gpkg"),
        "range": lambda: co.capacity_range(net, links=list(net.links.index)),
    }
    return timed(asked[name])


def from_scratch(net: Any, capacity: pd.DataFrame) -> float:
    """How many times longer closing each link takes when each is solved anew, by a few of them."""
    co.closures(net, "line", capacities=capacity)  # loads the compiled loops
    together = timed(lambda: co.closures(net, "all", capacities=capacity))
    some = np.random.default_rng(1).choice(len(net.links), SAMPLE, replace=False)
    anew = 0.0
    for link in net.links.index[some]:
        shut = capacity.copy()
        shut.loc[link, "capacity_mtpa"] = 0.0
        anew += timed(lambda table=shut: co.max_flow(net, "all", capacities=table))
    return anew / SAMPLE * len(net.links) / together


def over_raw_flow(net: Any, capacity: pd.DataFrame) -> float:
    """Time of the maximum flow on arrays over that of OR-tools alone, which reads its flows and its cut."""
    from ortools.graph.python.max_flow import SimpleMaxFlow

    g, chosen = graph(net, net.corridor("all").links), net.corridor("all")
    limit, tail, head = capacity_of(capacity, g.links), g.tail, g.head
    units, begin, end = (limit * 1e9).astype(np.int64), g.positions(chosen.origins), g.positions(chosen.destinations)
    source, sink = len(g.nodes), len(g.nodes) + 1

    def raw() -> Any:
        flow = SimpleMaxFlow()
        ahead = flow.add_arcs_with_capacity(tail, head, units)
        back = flow.add_arcs_with_capacity(head, tail, units)
        flow.add_arcs_with_capacity(np.full(len(begin), source), begin, np.full(len(begin), 10**15))
        flow.add_arcs_with_capacity(end, np.full(len(end), sink), np.full(len(end), 10**15))
        flow.solve(source, sink)
        return flow.flows(ahead) - flow.flows(back), flow.get_source_side_min_cut()

    times = [(timed(lambda: max_flow_arrays(tail, head, limit, begin, end)), timed(raw)) for _ in range(3 * SAMPLE)]
    own, alone = np.median(times, axis=0)
    return float(own / alone)


def timed(what: Callable[[], Any]) -> float:
    """Seconds of processor time, which others on the machine hardly change."""
    start = process_time()
    what()
    return process_time() - start


def measured(names: list[str], root: Path) -> None:
    """Load the folder and work out its capacities, then each stage in a process that branches off: a line each."""
    made: list[Any] = []
    told("load and check", timed(lambda: made.append(co.load(root))))
    told("capacity", timed(lambda: made.append(co.capacities(made[0]))))
    for name in names:
        child = os.fork()
        if not child:
            try:
                told(name, stage(name, root, *made))
            except BaseException:
                traceback.print_exc()
                os._exit(1)
            os._exit(0)
        if os.waitpid(child, 0)[1]:
            sys.exit(1)


def told(name: str, figure: float) -> None:
    print(json.dumps([name, figure, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024]), flush=True)


def of_size(names: list[str], root: Path) -> dict[str, tuple[float, float]]:
    """Seconds (or the ratio) and megabytes of each stage."""
    command = [sys.executable, __file__, "--folder", str(root), *(f"--stage={name}" for name in names)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(f"{names}: {done.stderr[-600:]}")
    rows = [json.loads(line) for line in done.stdout.splitlines() if line.startswith("[")]
    return {name: (figure, mb) for name, figure, mb in rows}


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    ask.add_argument("--links", type=int, action="append")
    ask.add_argument("--all", action="store_true", help="every stage at every size")
    ask.add_argument("--stage", action="append", default=[], choices=[*STAGES, *RATIOS])
    ask.add_argument("--folder", type=Path)
    given = ask.parse_args()
    if given.folder:
        measured([name for name in given.stage if name not in ("load and check", "capacity")], given.folder)
        return
    sizes = given.links or [1000, 10_000]
    print(f"{'stage':16}" + "".join(f"{f'{n:,} links: s':>22}{'MB':>8}" for n in sizes), flush=True)
    rows: dict[int, dict[str, tuple[float, float]]] = {}
    with tempfile.TemporaryDirectory() as folder:
        for links in sizes:
            root = Path(folder) / str(links) / "made"
            make(root, round(math.sqrt(links / 2)) + 1)
            names = [name for name, most in STAGES.items() if given.all or links <= most]
            rows[links] = of_size([*names, *RATIOS], root)
    for name in STAGES:
        cells = (rows[n].get(name) for n in sizes)
        print(f"{name:16}" + "".join(f"{c[0]:22.2f}{c[1]:8.0f}" if c else f"{'–':>22}{'':>8}" for c in cells))
    for n, found in rows.items():
        quicker, over = (found[name][0] for name in RATIOS)
        print(f"{n:,} links: closures {quicker:,.0f} times quicker than each from scratch (by a sample)", end="; ")
        print(f"maximum flow {over:.2f} times OR-tools alone")
    found = {name: that_last([(n, rows[n][name][0]) for n in sizes if name in rows[n]]) for name in STAGES}
    powers = {k: (growth(v), growth(v[-2:])) for k, v in found.items() if len(v) > 1}
    if powers:
        print("growth (its last step): " + ", ".join(f"{k} {v:.2f} ({last:.2f})" for k, (v, last) in powers.items()))


def that_last(points: list[tuple[int, float]]) -> list[tuple[int, float]]:
    """The sizes at which a stage takes a tenth of a second or more: below, what it costs to begin is all of it."""
    long = [p for p in points if p[1] >= 0.1]
    return long if len(long) > 1 else points


def growth(points: list[tuple[int, float]]) -> float:
    """Slope of time over size, both as logarithms."""
    sizes, seconds = np.log(np.array(points)).T
    return float(np.polyfit(sizes, seconds, 1)[0])


if __name__ == "__main__":
    main()
