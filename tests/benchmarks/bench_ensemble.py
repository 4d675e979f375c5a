"""Ensembles: seconds, microseconds a draw, memory, workers, and what the counts leave; ratios to networkx in one run.

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
from time import perf_counter
from typing import Any

import networkx as nx

import corridors as co
from corridors.flow.graph import graph
from corridors.uncertainty.conditioning import posterior
from corridors.uncertainty.run import weighed_draws

SIZES = (1_000, 20_000, 100_000, 1_000_000)
CORRIDOR, SEED, CARRIED_MTPA = "rkti", 1, 1.6


def measured(draws: int, workers: int) -> dict[str, float]:
    """Seconds of the conditioning and of the ensemble that follows, in a cache of its own; memory at its greatest."""
    os.environ["XDG_CACHE_HOME"] = tempfile.mkdtemp()
    net = co.load()
    begin = perf_counter()
    posterior(net, SEED)
    start = perf_counter()
    weighed_draws(net, draws, SEED, workers=workers)
    middle = perf_counter()
    found = co.ensemble(net, CORRIDOR, draws=draws, seed=SEED, workers=workers)
    end = perf_counter()
    memory = max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    answer = {
        "fit_s": start - begin,
        "weights_s": middle - start,
        "draws_s": end - middle,
        "gib": memory / 2**20,
        "p05": found.p05,
    }
    return answer | {"effective": found.effective_draws / draws}


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
        each = f"{row['draws_s'] / n * 1e6:.0f} us a draw; conditioning {row['fit_s']:.1f} + {row['weights_s']:.1f} s"
        print(f"{n:>9,} draws of {CORRIDOR}: {row['draws_s']:.2f} s, {each}, {row['gib']:.2f} GiB", flush=True)
    many, most = found[100_000], found[1_000_000]
    line("100,000 draws on one core", many["draws_s"], "s", "<= 10", many["draws_s"] <= 10)
    line("1,000,000 draws", most["draws_s"], "s", "<= 120", most["draws_s"] <= 120)
    line("1,000,000 draws, memory", most["gib"], "GiB", "<= 2", most["gib"] <= 2)
    cost = (many["draws_s"] - found[1_000]["draws_s"]) / 99_000
    plain = by_networkx_s() / cost
    line("capacities and a networkx flow over one draw more", plain, "times", ">= 100", plain >= 100)
    slope = (most["draws_s"] - many["draws_s"]) / 900_000 / cost
    line("a draw more at 10^6 over one at 10^5", slope, "times", "about 1", 0.7 <= slope <= 1.4)
    both = apart(100_000, 2)
    faster = (many["draws_s"] + many["weights_s"]) / (both["draws_s"] + both["weights_s"])
    line("two workers, weights and draws of 100,000", faster, "times", ">= 1.7", faster >= 1.7)
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
