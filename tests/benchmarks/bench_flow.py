"""Ladder, plan and closures on the shipped data and on generated networks; ratios to networkx and to solving anew.

Run: python tests/benchmarks/bench_flow.py
"""

from __future__ import annotations

from itertools import combinations
from time import perf_counter
from typing import Any

import networkx as nx
import numpy as np

import corridors as co
from corridors.flow.bottlenecks import climb
from corridors.flow.linear import Limits
from corridors.flow.push_relabel import max_flow_arrays
from corridors.flow.rerouting import Rerouting
from corridors.planning.cutting_planes import solve
from corridors.planning.problem import Problem, Stage, Start

MEASURES, SAMPLE = 40, 30


def timed(what: Any, *args: Any, **named: Any) -> tuple[float, Any]:
    start = perf_counter()
    answer = what(*args, **named)
    return perf_counter() - start, answer


def line(name: str, seconds: float, ratio: float | None = None, against: str = "") -> None:
    told = "" if ratio is None else f"{ratio:10.1f}  {against}"
    print(f"{name:52}{seconds:10.4f}{told}", flush=True)


def grid(links: int) -> dict[str, np.ndarray]:
    """A town of about so many links, from five nodes on one side to five on the other."""
    side = round((links / 2) ** 0.5) + 1
    nodes = np.arange(side * side).reshape(side, side)
    tail = np.concatenate([nodes[:, :-1].ravel(), nodes[:-1].ravel()])
    head = np.concatenate([nodes[:, 1:].ravel(), nodes[1:].ravel()])
    capacity = np.random.default_rng(1).uniform(1, 30, len(tail))
    ends = np.linspace(0, side - 1, 5).astype(int)
    return {
        "tail": tail,
        "head": head,
        "capacity_mtpa": capacity,
        "sources": nodes[ends, 0],
        "sinks": nodes[ends, -1],
    }


def by_networkx(net: dict[str, np.ndarray]) -> float:
    graph = nx.Graph()
    rows = zip(net["tail"].tolist(), net["head"].tolist(), net["capacity_mtpa"].tolist(), strict=True)
    graph.add_weighted_edges_from(rows, weight="capacity")
    graph.add_edges_from([("s", n) for n in net["sources"].tolist()] + [(n, "t") for n in net["sinks"].tolist()])
    return nx.maximum_flow_value(graph, "s", "t", flow_func=nx.algorithms.flow.boykov_kolmogorov)


def works(net: dict[str, np.ndarray]) -> Problem:
    """Measures that each widen four links of the first rungs; a link that two of them touch grows by both."""
    steps = climb(**net, rungs=4)
    hit = np.unique(np.concatenate([c for _, _, cuts in steps for c in cuts]))
    random = np.random.default_rng(2)
    touching: dict[int, list[int]] = {}
    for measure in range(MEASURES):
        for link in random.choice(hit, 4, replace=False).tolist():
            if len(touching.setdefault(link, [])) < 3:
                touching[link].append(measure)
    options = {}
    for link, own in touching.items():
        sets = [frozenset(s) for n in range(len(own) + 1) for s in combinations(sorted(own), n)]
        options[link] = {s: float(net["capacity_mtpa"][link]) * 1.7 ** len(s) for s in sets}
    cost = random.integers(10, 500, MEASURES).astype(float)
    return Problem(**net, options=options, cost_musd=cost)


def generated(links: int) -> None:
    net = grid(links)
    name = f"{len(net['tail']):,} links"
    flow_s, found = timed(max_flow_arrays, **net)
    other_s, other = timed(by_networkx, net)
    assert abs(found.value_mtpa - other) < 1e-3
    line(f"{name}: maximum flow", flow_s, other_s / flow_s, "times quicker than networkx")
    ladder_s, steps = timed(climb, **net, rungs=10)
    line(f"{name}: ladder of {len(steps)} rungs", ladder_s, ladder_s / flow_s, "maximum flows")
    problem = works(net)
    most = problem.flow_with(frozenset(range(MEASURES))).value_mtpa
    target = (found.value_mtpa + most) / 2
    starts = [Start(m, 1, 1) for m in range(MEASURES)]
    plan_s, plan = timed(solve, problem, starts, [Stage(1, target)], limits=Limits.of(60.0, None))
    line(
        f"{name}: plan ({MEASURES} measures, {len(problem.cuts)} cuts, {plan.status})", plan_s, plan_s / flow_s, "flows"
    )
    close_s, whole = timed(Rerouting, **net)
    carrying = np.flatnonzero(np.abs(whole.found.flow_mtpa) > 0)
    some = np.random.default_rng(3).choice(len(net["tail"]), SAMPLE, replace=False)
    anew_s = sum(timed(max_flow_arrays, **{**net, "capacity_mtpa": shut(net, k)})[0] for k in some)
    all_s, _ = timed(whole.lost_by_all)
    anew = anew_s / SAMPLE * len(net["tail"])
    said = f"{name}: every closure ({whole.solved:,} of {len(carrying):,} looked into)"
    line(said, close_s + all_s, anew / (close_s + all_s), "times quicker than each from scratch (by a sample)")


def shut(net: dict[str, np.ndarray], link: int) -> np.ndarray:
    capacity = net["capacity_mtpa"].copy()
    capacity[link] = 0.0
    return capacity


def shipped() -> None:
    net = co.load()
    capacity = co.capacities(net)
    timed(co.closures, net, "rkti", capacities=capacity)
    flow_s, _ = timed(co.max_flow, net, "rkti", capacities=capacity)
    line("rkti: maximum flow", flow_s)
    line("rkti: ladder", timed(co.ladder, net, "rkti", capacities=capacity)[0])
    line("rkti: plan for 20 Mt/year", timed(co.plan, net, "rkti", target_mtpa=20)[0])
    line(
        "rkti: plan by 2034 at 150 MUSD a year",
        timed(co.plan, net, "rkti", target_mtpa=20, by=2034, budget_per_year_musd=150)[0],
    )
    one_s, found = timed(co.closures, net, "rkti", capacities=capacity)
    anew_s = sum(timed(co.max_flow, net, "rkti", capacities=without(capacity, k))[0] for k in found.links.index)
    line("rkti: closures (detours included)", one_s, anew_s / one_s, "times quicker than each from scratch")
    pairs_s, both = timed(co.closures, net, "rkti", capacities=capacity, pairs=True)
    anew = flow_s * len(both.pairs)
    said = f"rkti: {len(both.pairs)} pairs ({both.solved} looked into)"
    line(said, pairs_s, anew / pairs_s, "times quicker than each from scratch (by a sample)")
    line("rkti: 1,000 draws", timed(co.ensemble, net, "rkti", draws=1000)[0])
    line("demand on the whole network", timed(co.assign, net, capacities=capacity)[0])


def without(capacity: Any, link: str) -> Any:
    table = capacity.copy()
    table.loc[link, "capacity_mtpa"] = 0.0
    return table


def main() -> None:
    print(f"{'what':52}{'seconds':>10}{'ratio':>10}")
    shipped()
    for links in (1_000, 100_000):
        generated(links)


if __name__ == "__main__":
    main()
