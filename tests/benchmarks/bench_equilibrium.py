"""Road equilibrium against AequilibraE (bi-conjugate Frank-Wolfe), one core each: CPU seconds and memory in one run.

Run: python tests/benchmarks/bench_equilibrium.py [--gap 1e-4 --gap 1e-6] [--tntp DIR --toll 0.02 --distance 0.04]

Without --tntp the towns are generated; with it, every pair *_net.tntp, *_trips.tntp(.gz) of a folder is read. The peer
is not a dependency (pip install aequilibrae); without it only our column is printed. Each solver runs in a process of
its own; the time is that of the solve with compiled loops (the first run after an installation compiles them).
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import re
import resource
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from time import process_time
from typing import Any

import numpy as np

TOWNS = {"town of 900 links": (16, 38), "town of 2,500 links": (26, 110), "town of 3,000 links": (28, 387)}


def town(side: int, zones: int) -> dict[str, Any]:
    """Streets in a grid with zones hung on them, seven times as busy in the middle."""
    rng = np.random.default_rng(side)
    nodes = zones + np.arange(side * side).reshape(side, side)
    one = np.concatenate([nodes[:, :-1].ravel(), nodes[:-1].ravel()])
    other = np.concatenate([nodes[:, 1:].ravel(), nodes[1:].ravel()])
    gate = rng.choice(nodes.ravel(), zones, replace=zones > nodes.size)
    zone = np.arange(zones)
    streets = len(one)
    free = np.concatenate([np.tile(rng.uniform(1, 4, streets), 2), np.full(2 * zones, 0.3)])
    room = np.concatenate([np.tile(rng.choice([600.0, 1200.0, 2400.0], streets), 2), np.full(2 * zones, 1e6)])
    origin, destination = (a.ravel() for a in np.meshgrid(zone, zone, indexing="ij"))
    size = rng.lognormal(0, 1, zones)
    demand = size[origin] * size[destination] * (origin != destination)
    return {
        "tail": np.concatenate([one, other, zone, gate]),
        "head": np.concatenate([other, one, gate, zone]),
        "free_cost": free,
        "capacity": room,
        "b": np.where(room < 1e6, 0.15, 0.0),
        "power": 4.0,
        "fixed_cost": np.zeros(len(free)),
        "first_through_node": zones,
        "origin": origin,
        "destination": destination,
        "demand": demand * 90.0 * side**2 / demand.sum(),
    }


def text(path: Path) -> str:
    return path.read_text() if path.is_file() else gzip.open(f"{path}.gz", "rt").read()


def tntp(folder: Path, name: str, toll: float, distance: float) -> dict[str, Any]:
    net, trips = text(folder / f"{name}_net.tntp"), text(folder / f"{name}_trips.tntp")
    through = int(re.search(r"<FIRST THRU NODE>\s*(\d+)", net)[1])
    lines = (k.strip().rstrip(";").split() for k in net.split("<END OF METADATA>")[1].splitlines())
    rows = np.array([[float(x) for x in k[:10]] for k in lines if k and k[0][0] != "~"])
    demand = []
    for part in re.split(r"Origin\s+", trips.split("<END OF METADATA>")[1])[1:]:
        origin = int(part.split()[0])
        demand += [(origin, int(d), float(v)) for d, v in re.findall(r"(\d+)\s*:\s*([\d.eE+-]+)\s*;", part)]
    begin, end, amount = np.array(demand).T
    return {
        "tail": rows[:, 0].astype(int) - 1,
        "head": rows[:, 1].astype(int) - 1,
        "capacity": rows[:, 2],
        "free_cost": rows[:, 4],
        "b": rows[:, 5],
        "power": rows[:, 6],
        "fixed_cost": toll * rows[:, 8] + distance * rows[:, 3],
        "first_through_node": through - 1,
        "origin": begin.astype(int) - 1,
        "destination": end.astype(int) - 1,
        "demand": amount,
    }


def ours(net: dict[str, Any], gap: float) -> dict[str, float]:
    from corridors.flow.equilibrium import user_equilibrium

    user_equilibrium([0], [1], [1], [1], [0], [1], [1])  # loads the compiled loops
    start = process_time()
    found = user_equilibrium(**net, gap=gap)
    return {"cpu_s": process_time() - start, "gap": found.relative_gap, "beckmann": found.beckmann}


def theirs(net: dict[str, Any], gap: float) -> dict[str, float]:
    # No progress bars, they take longer than the sums; it looks at this when it is imported.
    os.environ["AEQ_SHOW_PROGRESS"] = "FALSE"
    import pandas as pd
    from aequilibrae.matrix import AequilibraeMatrix
    from aequilibrae.paths import Graph, TrafficAssignment, TrafficClass

    zones = int(max(net["origin"].max(), net["destination"].max())) + 1
    links = pd.DataFrame({"link_id": np.arange(1, len(net["tail"]) + 1), "a_node": net["tail"] + 1})
    # It needs a free time above zero and a power of one at least.
    links = links.assign(b_node=net["head"] + 1, direction=1, time=np.maximum(net["free_cost"], 1e-6))
    links = links.assign(capacity=net["capacity"], b=net["b"], power=net["power"], fixed=net["fixed_cost"])
    links.loc[links["power"] < 1, ["b", "power"]] = [0.0, 1.0]
    graph = Graph()
    graph.network = links
    graph.prepare_graph(np.arange(1, zones + 1))
    graph.set_graph("time")
    graph.set_blocked_centroid_flows(net["first_through_node"] > 0)
    trips = AequilibraeMatrix()
    trips.create_empty(zones=zones, matrix_names=["trips"], memory_only=True)
    trips.index[:] = np.arange(1, zones + 1)
    full = np.zeros((zones, zones))
    full[net["origin"], net["destination"]] = net["demand"]
    trips.matrix["trips"][:, :] = full
    trips.computational_view(["trips"])
    cars = TrafficClass("car", graph, trips)
    if net["fixed_cost"].any():
        cars.set_fixed_cost("fixed")
    task = TrafficAssignment()
    task.set_classes([cars])
    task.set_vdf("BPR")
    task.set_vdf_parameters({"alpha": "b", "beta": "power"})
    task.set_capacity_field("capacity")
    task.set_time_field("time")
    task.set_algorithm("bfw")
    task.max_iter, task.rgap_target = 20_000, gap
    task.set_cores(1)
    start = process_time()
    task.execute()
    spent = process_time() - start
    flow, free = task.results()["PCE_tot"].to_numpy(), net["free_cost"]
    curve = free * net["b"] / net["capacity"] ** net["power"] * flow ** (net["power"] + 1) / (net["power"] + 1)
    beckmann = float(((free + net["fixed_cost"]) * flow + curve).sum())
    return {"cpu_s": spent, "gap": float(task.report()["rgap"].iloc[-1]), "beckmann": beckmann}


def network(name: str, folder: Path | None, toll: float, distance: float) -> dict[str, Any]:
    return tntp(folder, name, toll, distance) if folder else town(*TOWNS[name])


def one(solver: str, name: str, gap: float, options: list[str]) -> dict[str, float]:
    command = [sys.executable, __file__, "--solver", solver, "--network", name, "--gap", str(gap), *options]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        print(done.stderr[-400:], file=sys.stderr)
        return {}
    return json.loads(done.stdout.strip().splitlines()[-1])


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    ask.add_argument("--gap", type=float, action="append")
    ask.add_argument("--tntp", type=Path)
    ask.add_argument("--toll", type=float, default=0.0, help="weight of tolls in the TNTP files")
    ask.add_argument("--distance", type=float, default=0.0, help="weight of length in the TNTP files")
    ask.add_argument("--network", action="append")
    ask.add_argument("--solver", choices=["ours", "theirs"])
    given = ask.parse_args()
    gaps = given.gap or [1e-4, 1e-6]
    if given.solver:
        net = network(given.network[0], given.tntp, given.toll, given.distance)
        answer = {"ours": ours, "theirs": theirs}[given.solver](net, gaps[0])
        print(json.dumps(answer | {"mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}))
        return
    names = given.network or (
        sorted(p.name.removesuffix("_net.tntp") for p in given.tntp.glob("*_net.tntp")) if given.tntp else list(TOWNS)
    )
    options = ["--toll", str(given.toll), "--distance", str(given.distance)]
    options += ["--tntp", str(given.tntp)] if given.tntp else []
    if not find_spec("aequilibrae"):
        print("AequilibraE is not installed (pip install aequilibrae): no comparison, our column only")
    print(f"{'network':22}{'gap':>8}{'CPU s':>9}{'peer':>9}{'ratio':>8}{'MB':>7}{'peer':>7}{'Beckmann/peer - 1':>20}")
    for name in names:
        for gap in gaps:
            own = one("ours", name, gap, options)
            peer = one("theirs", name, gap, options) if find_spec("aequilibrae") else {}
            line = f"{name:22}{gap:8.0e}{own['cpu_s']:9.3f}"
            if peer:
                line += f"{peer['cpu_s']:9.3f}{own['cpu_s'] / peer['cpu_s']:8.2f}{own['mb']:7.0f}{peer['mb']:7.0f}"
                line += f"{own['beckmann'] / peer['beckmann'] - 1:24.2e}"
            print(line, flush=True)


if __name__ == "__main__":
    main()
