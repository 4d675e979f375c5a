"""Ensembles: seconds, microseconds a draw, memory, workers, and what the counts leave; ratios to networkx in one run.

What two workers gain is set beside what two processes gain that share nothing: on a busy machine, or one whose two
processors are one core, that is less than two as well. Processor time tells what is done by one process alone.

Run: python tests/benchmarks/bench_ensemble.py            every size, each in a process of its own
     python tests/benchmarks/bench_ensemble.py 100000 2   one size on so many workers, as JSON
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import tempfile
from concurrent.futures import ProcessPoolExecutor
from time import perf_counter, process_time
from typing import Any

import networkx as nx
import numpy as np

import corridors as co
from corridors.flow.graph import graph
from corridors.uncertainty.conditioning import posterior

SIZES = (1_000, 20_000, 100_000, 1_000_000)
CORRIDOR, SEED, CARRIED_MTPA = "rkti", 1, 1.6
SPINS, REPEATS = 10_000_000, 2


def measured(draws: int, workers: int) -> dict[str, float]:
    """Seconds of the conditioning and of the ensemble that follows, in a cache of its own; memory at its greatest."""
    os.environ["XDG_CACHE_HOME"] = tempfile.mkdtemp()
    net = co.load()
    begin = perf_counter()
    posterior(net, SEED)
    start, busy, others = perf_counter(), process_time(), children_s()
    found = co.ensemble(net, CORRIDOR, draws=draws, seed=SEED, workers=workers)
    end = perf_counter()
    memory = max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return {
        "fit_s": start - begin,
        "run_s": end - start,
        "one_process_s": process_time() - busy,
        "others_s": children_s() - others,
        "gib": memory / 2**20,
        "p05": found.p05,
        "effective": found.effective_draws / draws,
    }


def children_s() -> float:
    """Seconds of processor time of workers that have ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def spin(steps: int) -> int:
    total = 0
    for k in range(steps):
        total += k * k
    return total


def plain_gain() -> float:
    """How many times quicker two processes are than one at work that shares nothing."""
    with ProcessPoolExecutor(2) as pool:
        list(pool.map(spin, [10, 10]))
        start = perf_counter()
        for _ in range(2):
            spin(SPINS)
        middle = perf_counter()
        list(pool.map(spin, [SPINS, SPINS]))
        return (middle - start) / (perf_counter() - middle)


def workers(draws: int) -> None:
    """What two workers gain, beside what the machine gives to two processes in the same minutes."""
    rows = [(apart(draws), plain_gain(), apart(draws, 2), plain_gain()) for _ in range(REPEATS)]
    seconds = [min(row[k]["run_s"] for row in rows) for k in (0, 2)]
    faster, plain = seconds[0] / seconds[1], float(np.median([g for row in rows for g in (row[1], row[3])]))
    wanted = min(1.7, 0.85 * plain)
    what = f"two workers, {draws:,} draws (two plain processes {plain:.2f})"
    line(what, faster, "times", f">= {wanted:.2f}", faster >= wanted)
    alone, both = rows[0][0], rows[0][2]
    path = both["one_process_s"] + both["others_s"] / 2
    print(f"  by processor time: {alone['one_process_s']:.2f} s in one process; with two workers", end=" ")
    print(f"{both['one_process_s']:.2f} s in the first and {both['others_s']:.2f} s shared by the two, so", end=" ")
    print(f"{alone['one_process_s'] / path:.2f} times on a quiet machine", flush=True)


def apart(draws: int, workers: int = 1) -> dict[str, float]:
    """`measured` in a process of its own."""
    run = [sys.executable, __file__, str(draws), str(workers)]
    return json.loads(subprocess.run(run, check=True, capture_output=True, text=True).stdout)


def by_networkx_s() -> float:
    """One draw the plain way: the capacities of the corridor, then networkx's maximum flow."""
    net = co.load()
    corridor = net.corridor(CORRIDOR)
    g, best = graph(net, corridor.links), float("inf")
    for _ in range(5):
        start = perf_counter()
        capacity = co.capacities(net, links=list(g.links))["capacity_mtpa"]
        plain = nx.Graph()
        rows = zip(g.tail.tolist(), g.head.tolist(), capacity.tolist(), strict=True)
        plain.add_weighted_edges_from(rows, weight="capacity")
        plain.add_edges_from([("from", n) for n in g.positions(corridor.origins).tolist()])
        plain.add_edges_from([(n, "to") for n in g.positions(corridor.destinations).tolist()])
        nx.maximum_flow_value(plain, "from", "to")
        best = min(best, perf_counter() - start)
    return best


def line(what: str, value: float, unit: str, mark: str, met: bool) -> None:
    print(f"{what:64}{value:10.2f} {unit:8}{mark:>12}  {'met' if met else 'MISSED'}", flush=True)


def main() -> None:
    found = {n: apart(n) for n in SIZES}
    for n, row in found.items():
        each = f"{row['run_s'] / n * 1e6:.0f} us a draw; what was carried looked into before, {row['fit_s']:.1f} s"
        print(f"{n:>9,} draws of {CORRIDOR}: {row['run_s']:.2f} s, {each}, {row['gib']:.2f} GiB", flush=True)
    many, most = found[100_000], found[1_000_000]
    line("100,000 draws with their weights on one core", many["run_s"], "s", "<= 10", many["run_s"] <= 10)
    line("1,000,000 draws with their weights", most["run_s"], "s", "<= 120", most["run_s"] <= 120)
    line("1,000,000 draws, memory", most["gib"], "GiB", "<= 2", most["gib"] <= 2)
    cost = (many["run_s"] - found[1_000]["run_s"]) / 99_000
    plain = by_networkx_s() / cost
    line("capacities and a networkx flow over one draw more", plain, "times", ">= 100", plain >= 100)
    slope = (most["run_s"] - many["run_s"]) / 900_000 / cost
    line("a draw more at 10^6 over one at 10^5", slope, "times", "about 1", 0.7 <= slope <= 1.4)
    workers(100_000)
    low = found[20_000]["p05"]
    line(f"today's 5 % of {CORRIDOR}", low, "Mt", f">= {CARRIED_MTPA}", low >= CARRIED_MTPA)
    worth = 20_000 * found[20_000]["effective"]
    line("effective draws of 20,000, all counts in", worth, "draws", ">= 1,000", worth >= 1_000)


def one(arguments: list[str]) -> dict[str, Any]:
    draws, workers = map(int, arguments)
    return measured(draws, workers)


if __name__ == "__main__":
    if len(sys.argv) > 1:
        print(json.dumps(one(sys.argv[1:])))
    else:
        main()
