"""What is asked of corridors and what is lacking, as the page has it and by hand; ranges of posts."""

from __future__ import annotations

import json
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import corridors as co
from corridors.uncertainty.post_ranges import post_ranges
from corridors.whatif.asked import Asked, asked, counted

TARGETS = Path(__file__).parents[1] / "corridors/atlas/web/core/targets.js"
PROGRAM = """import {{ askedOf, shortOf }} from {module};
let text = ""; process.stdin.on("data", (part) => (text += part));
process.stdin.on("end", () => {{
  const {{ data, corridors, has, capacity }} = JSON.parse(text);
  const rows = capacity.map((c) => ({{ capacity: c }}));
  const answers = (c) => ({{ world: {{ scenario: data.scenarios[0] }}, flow: () => ({{ value: has[c.id] }}), rows }});
  const found = corridors.map((c) => [c.id, askedOf(data, answers(c), c)]).filter((pair) => pair[1]);
  console.log(JSON.stringify(found.map(([id, a]) => ({{ id, ...a, short: shortOf(a) }}))));
}});"""


@pytest.mark.parametrize("name", ["today", "target-20mt-2030", "titr-10mt-2027"])
def test_the_page_says_the_same(net, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    node = shutil.which("node")
    if node is None:
        pytest.skip("node is not installed")
    uses = []
    from corridors.whatif import asked as room

    real = room.wanted
    monkeypatch.setattr(room, "wanted", lambda *a: uses.append(real(*a)) or uses[-1])
    state = co.scenario(net, name)
    has = {c: 1.0 + k for k, c in enumerate(net.corridors)}
    ours = asked(net, state, has)
    place = {link: k for k, link in enumerate(net.links.index)}
    scenarios = sorted(net.scenarios.values(), key=lambda s: s.id != name)
    data = {
        "scenarios": [
            {"id": s.id, "target": {"c": s.target.corridor, "mtpa": s.target.mtpa} if s.target else None}
            for s in scenarios
        ],
        "wanted": {name: uses[0].reindex(net.links.index).fillna(0.0).tolist()},
    }
    given = {
        "data": data,
        "corridors": [{"id": c.id, "links": [place[k] for k in c.links]} for c in net.corridors.values()],
        "has": has,
        "capacity": co.capacities(state)["capacity_mtpa"].reindex(net.links.index).tolist(),
    }
    program = PROGRAM.format(module=json.dumps(TARGETS.as_uri()))
    run = subprocess.run(
        [node, "--input-type=module", "-e", program],
        input=json.dumps(given), capture_output=True, text=True, timeout=60, check=True,
    )  # fmt: skip
    theirs = {a["id"]: a for a in json.loads(run.stdout)}
    assert {a.corridor for a in ours} == theirs.keys()
    assert len(ours) > 5
    for a in ours:
        found = theirs[a.corridor]
        assert (a.mtpa, a.has_mtpa) == (pytest.approx(found["mtpa"]), pytest.approx(found["has"]))
        assert a.short_mtpa == pytest.approx(found["short"], abs=5e-4)
        assert a.link == ("" if a.target else net.links.index[found["link"]])
    short = [a.short_mtpa for a in ours]
    assert short == sorted(short, reverse=True)


def test_demand_of_the_tiny_world(tiny) -> None:
    """The 3 Mt/year from west to east pass every link of the line; the narrowest has the most to fear."""
    (aimed,) = asked(tiny, tiny, {"line": 1.0})
    assert (aimed.mtpa, aimed.short_mtpa) == (20.0, 19.0)
    free = {k: s.model_copy(update={"target": None}) for k, s in tiny.scenarios.items()}
    tiny = replace(tiny, scenarios=free)
    (found,) = asked(tiny, tiny, {"line": 1.0})
    assert found.target is None
    assert found.link in tiny.corridor("line").links
    assert found.mtpa == pytest.approx(3.0)
    assert found.has_mtpa == pytest.approx(co.capacities(tiny).loc[found.link, "capacity_mtpa"])
    assert Asked("line", 5.0, 4.9998).short_mtpa == 0.0
    assert asked(replace(tiny, demand=tiny.demand[:0], _wide={}), tiny, {"line": 1.0}) == []


def test_variants_count_once(net) -> None:
    assert counted(net, list(net.corridors)) == 13
    assert counted(net, ["rkti", "rkti-bandar-abbas"]) == 1


@pytest.fixture(scope="module")
def certain(net):
    """The shipped network if nothing were uncertain."""
    facts = net.facts.assign(low=net.facts["value"], high=net.facts["value"])
    return net.with_explicit(facts, "today")


def test_posts_without_doubt_clear_what_the_verb_says(certain) -> None:
    found = co.posts(certain, scenarios=["today"]).posts
    counts = pd.Series({p["post"]: p["carried_veh_per_day"] for p in found}, dtype=float)
    ranges = post_ranges(certain, counts, draws=100, cached=False)
    clears = np.array([p["capacity_veh_per_day"] for p in found])
    for side in ("p05", "p50", "p95"):
        assert ranges.posts[side].to_numpy() == pytest.approx(clears)
        assert ranges.together[side] == pytest.approx(clears.sum())
    over = [p["use"] > 1 if p["use"] == p["use"] else np.nan for p in found]
    assert ranges.posts["chance"].to_numpy() == pytest.approx(np.array(over, dtype=float), nan_ok=True)


def test_ranges_of_posts_are_in_order(net) -> None:
    found = co.posts(net, scenarios=["today"])
    counts = pd.Series({p["post"]: p["carried_veh_per_day"] for p in found.posts}, dtype=float)
    ranges = post_ranges(net, counts, draws=400, cached=False)
    assert (ranges.posts["p05"] < ranges.posts["p50"]).all()
    assert (ranges.posts["p50"] < ranges.posts["p95"]).all()
    assert ranges.posts["p05"].sum() < ranges.together["p50"] < ranges.posts["p95"].sum()
    assert ranges.posts["chance"].notna().sum() == found.totals["today"]["posts_counted"]
