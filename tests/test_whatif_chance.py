"""Plans with a chance: equal to trying every set, whatever spoils what; refusals; the shipped corridor."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import corridors as co
from corridors.errors import BadInput
from corridors.flow.linear import Limits
from corridors.flow.reduction import reduced
from corridors.planning.chance_plan import chances
from corridors.planning.chance_problem import ChanceProblem
from corridors.planning.chance_search import cheapest, most_probable
from corridors.planning.schedule import FIRST_YEAR

DRAWS = 40
FOREVER = Limits.of(None, None)


@pytest.fixture(autouse=True)
def _own_cache(tmp_path, monkeypatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))


def problem(seed: int, spoils: bool) -> ChanceProblem:
    """A small network of random shape; measures that help, or (if some spoil others) do anything."""
    rng = np.random.default_rng(seed)
    links, measures = int(rng.integers(2, 6)), int(rng.integers(1, 6))
    tail = np.array([int(rng.integers(0, k + 1)) for k in range(links)])
    head = np.arange(1, links + 1)
    last = int(head[-1])
    tail, head = np.append(tail, [0, last - 1]), np.append(head, [last, last])
    base = rng.uniform(0, 10, (DRAWS, len(tail)))
    clashes = {frozenset(p) for p in combinations(range(measures), 2) if rng.random() < 0.2}
    options = {}
    for link in rng.choice(len(tail), min(len(tail), 4), replace=False).tolist():
        own = rng.choice(measures, min(measures, int(rng.integers(1, 4))), replace=False).tolist()
        sets = [frozenset(s) for n in range(len(own) + 1) for s in combinations(own, n)]
        sets = [s for s in sets if not any(pair <= s for pair in clashes)]
        gain = {m: rng.uniform(0, 8, DRAWS) for m in own}
        options[link] = {
            s: rng.uniform(0, 15, DRAWS) if spoils and s else base[:, link] + sum((gain[m] for m in s), np.zeros(DRAWS))
            for s in sets
        }
    return ChanceProblem(
        shape=reduced(tail, head, [0], [last]),
        base_mtpa=base,
        options=options,
        cost_musd=rng.integers(0, 9, measures).astype(float),
        clashes=frozenset(clashes),
        target_mtpa=float(rng.uniform(3, 14)),
        weight=rng.uniform(0.1, 1.0, DRAWS),
    )


def every_set(of: ChanceProblem) -> dict[frozenset[int], float]:
    """Chance of every set without a clash."""
    count = len(of.cost_musd)
    sets = [frozenset(s) for n in range(count + 1) for s in combinations(range(count), n)]
    return {s: of.chance(s) for s in sets if not any(pair <= s for pair in of.clashes)}


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10**6), st.booleans(), st.floats(0.05, 1.0))
def test_the_cheapest_set_is_that_of_trying_all(seed: int, spoils: bool, chance: float) -> None:
    of = problem(seed, spoils)
    known = every_set(of)
    enough = {s: float(of.cost_musd[sorted(s)].sum()) for s, c in known.items() if c >= chance - 1e-9}
    found = cheapest(of, chance, FOREVER)
    assert (found is None) == (not enough)
    if found:
        assert found.proven
        assert found.cost_musd == pytest.approx(min(enough.values()))
        assert found.chance == pytest.approx(known[found.measures])
        assert found.chance >= chance - 1e-9


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10**6), st.booleans())
def test_the_greatest_chance_is_that_of_trying_all(seed: int, spoils: bool) -> None:
    of = problem(seed, spoils)
    most, proven = most_probable(of, FOREVER)
    assert proven
    assert most == pytest.approx(max(every_set(of).values()))


def test_a_search_that_is_stopped_states_its_gap() -> None:
    """At once at its limit: what was found is no cheaper than the optimum, and the bound is no dearer."""
    stopped = 0
    for seed in range(60):
        of = problem(seed, spoils=False)
        best, found = cheapest(of, 0.3, FOREVER), cheapest(of, 0.3, Limits(until=0.0))
        if found and not found.proven:
            stopped += 1
            assert best is not None
            assert found.bound_musd <= best.cost_musd <= found.cost_musd
    assert stopped


def test_a_plan_with_a_chance_of_the_tiny_world(tiny) -> None:
    """What is asked for is reached in the draws, and about so in others; surer is never cheaper."""
    now = co.ensemble(tiny, "line", draws=2000)
    target = now.quantile(0.7)
    curve = co.certainty_curve(tiny, "line", target_mtpa=target, draws=400)
    points = curve.points
    assert points["probability_of_target"].is_monotonic_increasing
    assert points["cost_musd"].is_monotonic_increasing
    assert points.iloc[0]["probability_of_target"] == pytest.approx(0.3, abs=0.08)
    most = float(points["probability_of_target"].iloc[-1])
    found = co.plan(tiny, "line", target_mtpa=target, confidence=most, draws=400)
    assert found.probability_of_target == pytest.approx(most)
    assert found.probability_on_fresh_draws == pytest.approx(most, abs=0.1)
    assert found.missing_mtpa == 0
    assert found.cost_musd["value"] == pytest.approx(points["cost_musd"].iloc[-1])
    answer = found.to_dict()
    assert answer["p05_mtpa"] <= answer["p50_mtpa"] <= answer["p95_mtpa"]


def test_out_of_reach_is_said_with_the_links_and_sizes(tiny) -> None:
    found = co.plan(tiny, "line", target_mtpa=500, confidence=0.8, draws=200)
    assert found.probability_of_target < 0.8
    assert found.missing_mtpa > 0
    assert (found.missing["shortfall_mtpa"] > 0).all()
    assert "most probable" in found.status


def test_a_chance_by_a_year_counts_the_late(tiny) -> None:
    """The sooner, the less probable; with no year the same as an ensemble of the network as built."""
    measures = ["bypass"] if "bypass" in tiny.measures else sorted(tiny.measures)[:1]
    target = co.ensemble(tiny, "line", draws=1000).p50
    options = {"first_year": FIRST_YEAR, "draws": 1000, "seed": 1}
    line = tiny.corridor("line")
    by = [chances(tiny, line, [measures], target, by=y, **options)[0] for y in (FIRST_YEAR, FIRST_YEAR + 30)]
    ever = chances(tiny, line, [measures], target, **options)[0]
    assert by[0]["probability_of_target"] <= by[1]["probability_of_target"] + 1e-12
    assert by[1] == ever
    nothing = chances(tiny, line, [[]], target, **options)[0]
    assert nothing["p50_mtpa"] == pytest.approx(target)


@pytest.mark.parametrize(
    "options",
    [
        {"confidence": 1.2},
        {"confidence": 0.0},
        {"confidence": 0.8, "budget_musd": 5.0},
        {"confidence": 0.8, "draws": 0},
    ],
)
def test_what_makes_no_sense_is_refused(tiny, options: dict[str, float]) -> None:
    with pytest.raises(BadInput, match=r"confidence|draws"):
        co.plan(tiny, "line", target_mtpa=20, **options)


def test_the_picture_of_what_certainty_costs(tiny, tmp_path) -> None:
    from corridors.figures import certainty_figure

    curve = co.certainty_curve(tiny, "line", target_mtpa=co.ensemble(tiny, "line", draws=500).p50, draws=200)
    assert co.save_figure(certainty_figure(curve, "kk"), tmp_path / "certainty.png").stat().st_size > 10_000
