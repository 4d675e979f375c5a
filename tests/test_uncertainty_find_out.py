"""What to find out first: against nested Monte Carlo, in order, with who knows it; and its picture."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

import corridors as co
from corridors.figures import find_out_figure
from corridors.uncertainty.draws import triangular
from corridors.uncertainty.narrowing import Sample

SPREADS = {"border/join": (10.0, 14.0, 20.0), "border/post": (9.0, 16.0, 24.0)}


@pytest.fixture(autouse=True)
def _own_cache(tmp_path, monkeypatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))


@pytest.fixture(scope="module")
def two_posts(tiny):
    """Two posts in a row, each with a stated capacity that is triangular; all else is certain."""
    facts = tiny.facts.assign(low=tiny.facts["value"], high=tiny.facts["value"])
    post = (facts["link"] == "border/join") & (facts["attribute"] == "stated_mtpa")
    facts.loc[post, ["low", "value", "high"]] = SPREADS["border/join"]
    low, value, high = SPREADS["border/post"]
    facts = pd.concat([facts, facts[post].assign(link="border/post", low=low, value=value, high=high)])
    links = tiny.links.copy()
    links.loc["border/post", ["from_node", "to_node"]] = ["join-exit", "east"]
    ends = {"id": "both", "route": tuple(SPREADS), "branches": (), "origins": ("join",), "destinations": ("east",)}
    both = type(tiny.corridor("line"))(**{**tiny.corridor("line").model_dump(), **ends})
    return replace(tiny, facts=facts.reset_index(drop=True), links=links, corridors={"both": both}, _wide={})


def nested(known: str) -> float:
    """By how much the 90 % range narrows on average if one of the two is known."""
    rng = np.random.default_rng(7)
    other = next(k for k in SPREADS if k != known)
    whole = np.minimum(*(triangular(rng.random(200_000), *SPREADS[k]) for k in SPREADS))
    rest = triangular(rng.random(4000), *SPREADS[other])
    ranges = [
        np.diff(np.quantile(np.minimum(v, rest), [0.05, 0.95])) for v in triangular(rng.random(2000), *SPREADS[known])
    ]
    return float(np.diff(np.quantile(whole, [0.05, 0.95]))[0] - np.mean(ranges))


def test_as_much_as_nested_monte_carlo_says(two_posts) -> None:
    found = co.find_out(two_posts, "both", draws=20_000, cached=False)
    assert len(found.facts) == 2
    for link, spread in SPREADS.items():
        row = found.facts.loc[f"{link}/stated_mtpa"]
        # Within a class the fact is not quite known, so a little less is found than there is.
        assert row["narrows_by_mtpa"] == pytest.approx(nested(link), rel=0.12)
        assert (row["low"], row["value"], row["high"]) == spread
        assert row["who_knows_en"]
        assert 0 <= row["pawn"] <= 1
    assert found.facts["narrows_by_mtpa"].is_monotonic_decreasing


def test_a_fact_that_moves_nothing_narrows_nothing() -> None:
    rng = np.random.default_rng(1)
    value, weight = rng.normal(size=20_000), rng.random(20_000)
    sample = Sample(value, weight, 0.5)
    idle, chance = sample.left(rng.random(20_000)), sample.left(rng.random(20_000))
    assert idle == pytest.approx(chance, rel=0.02)
    # What is known whole leaves next to nothing.
    ranks = np.empty(20_000)
    ranks[np.argsort(value)] = np.arange(20_000) / 20_000
    assert sample.left(ranks[sample.order])[1] < 0.25 * chance[1]


def test_the_shipped_corridor_and_its_picture(net, tmp_path) -> None:
    found = co.find_out(net, "rkti", target_mtpa=6, draws=4000)
    answer = found.to_dict()
    first = answer["find_out_first"]
    assert len(first) == 10
    assert first[0]["narrows_by_mtpa"] > found.chance_mtpa
    assert {r["grade"] for r in first} <= set("ABCD")
    assert all(0 <= r["doubt_share"] <= 1 for r in first[:1])
    assert co.ensemble(net, "rkti", draws=4000, target_mtpa=6).find_out_first.index[0] == first[0]["fact"]
    path = co.save_figure(find_out_figure(found, "ru"), tmp_path / "tornado.png")
    assert path.stat().st_size > 10_000
