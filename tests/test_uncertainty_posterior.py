"""Given what was carried: known answers, evidence that says nothing, evidence that nothing explains, calibration."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

import corridors as co
from corridors.uncertainty import conditioning
from corridors.uncertainty import posterior as room
from corridors.uncertainty.conditioning import posterior
from corridors.uncertainty.draws import generator, triangular, triangular_share
from corridors.uncertainty.evidence import cuts_of, evidence
from corridors.uncertainty.posterior import weighed

LOW, MODE, HIGH = 10.0, 14.0, 20.0
COLUMNS = ["link", "year", "value", "low", "high", "unit", "counted", "scenario", "grade", "source", "note"]


def counted(network, *rows):
    """A network whose folder has these counts: link, value, low, high, how."""
    table = pd.DataFrame(
        [
            [k, "2024", v, low, high, "Mt", how, "today", "B", f"s{i}", ""]
            for i, (k, v, low, high, how) in enumerate(rows)
        ],
        columns=COLUMNS,
    )
    return replace(network, _extra={"evidence": table})


@pytest.fixture(scope="module")
def one_post(tiny):
    """Everything is certain but the stated capacity of one post, which alone limits the corridor `post`."""
    facts = tiny.facts.assign(low=tiny.facts["value"], high=tiny.facts["value"])
    post = (facts["link"] == "border/join") & (facts["attribute"] == "stated_mtpa")
    facts.loc[post, ["low", "value", "high"]] = LOW, MODE, HIGH
    ends = {"id": "post", "route": ("border/join",), "branches": (), "origins": ("join",)}
    alone = type(tiny.corridor("line"))(
        **{**tiny.corridor("line").model_dump(), **ends, "destinations": ("join-exit",)}
    )
    return replace(tiny, facts=facts, corridors={"post": alone}, _wide={})


def run(network, draws=4000, seed=1):
    return co.ensemble(network, "post", draws=draws, seed=seed, cached=False)


def test_a_certain_count_cuts_the_spread_off(one_post, monkeypatch) -> None:
    """A capacity of at least 15: the triangle above 15, by hand."""
    monkeypatch.setattr(room, "WRONG_COUNTED", 0.0)
    found = run(counted(one_post, ("border/join", 15.0, 15.0, 15.0, "counted")), draws=20_000)
    above = (HIGH - 15.0) ** 2 / ((HIGH - LOW) * (HIGH - MODE))
    assert found.kept_share == pytest.approx(above, rel=0.02)
    for share in (0.05, 0.5, 0.95):
        expected = HIGH - np.sqrt((1 - share) * above * (HIGH - LOW) * (HIGH - MODE))
        assert found.quantile(share) == pytest.approx(expected, rel=0.006)
    assert found.value_mtpa[found.weight > 0].min() >= 15.0 - 1e-9


def test_a_soft_count_on_a_fine_grid(one_post) -> None:
    """A count with a range, and the chance that it is wrong: density times likelihood, summed on a grid."""
    found = run(counted(one_post, ("border/join", 15.0, 12.0, 17.0, "inferred")), draws=20_000)
    value = triangular((np.arange(200_000) + 0.5) / 200_000, LOW, MODE, HIGH)
    weight = room.WRONG_INFERRED + (1 - room.WRONG_INFERRED) * triangular_share(value, 12.0, 15.0, 17.0)
    share = np.cumsum(weight) / weight.sum()
    for asked in (0.05, 0.5, 0.95):
        assert found.quantile(asked) == pytest.approx(np.interp(asked, share, value), rel=0.01)
    assert found.kept_share == pytest.approx(weight.mean(), rel=0.01)


def test_what_every_draw_could_have_carried_changes_nothing(one_post) -> None:
    before, after = run(one_post), run(counted(one_post, ("border/join", 8.0, 7.0, 9.0, "counted")))
    assert after.value_mtpa.tolist() == before.value_mtpa.tolist()
    assert set(after.weight) == {1.0}
    assert after.kept_share == 1.0
    assert after.p05 == before.p05 == before.prior["p05"]


def test_what_no_draw_could_have_carried_is_named_and_left_out(one_post) -> None:
    found = run(counted(one_post, ("border/join", 30.0, 29.0, 31.0, "counted")))
    assert found.evidence[["used", "prior_probability"]].to_numpy().tolist() == [[False, 0.0]]
    assert found.p50 == run(one_post).p50


def test_what_one_link_carried_teaches_a_default_that_another_shares(tiny) -> None:
    """Two sections rest on one default: a count on the first moves the second, and one on its own fact does not."""
    heavy = counted(tiny, ("rail/west-fork", 30.0, 28.0, 32.0, "counted"))
    post = posterior(heavy, 1, cached=False)
    assert 0.01 < post.prior_probability[post.counts[0]] < 0.9
    block = weighed(post, 0, 2000)
    shared = {s for s in post.focus.streams if s.startswith("rail/") and s.count("/") == 1}
    assert shared, "some default of the railway is learnt"
    for stream in shared:
        moved = np.average(block.given(stream), weights=block.weight)
        assert abs(moved - 0.5) > 0.02
    unknown = "rail/fork-south/length_km"
    assert np.average(block.given(unknown), weights=block.weight) == pytest.approx(0.5, abs=0.06)


def test_where_it_must_have_passed(tiny) -> None:
    """What passed join and its border also came by north or south together, and by rail/join-east."""
    from corridors.flow.graph import graph

    cuts = cuts_of(tiny, graph(tiny), "border/join")
    assert cuts[0] == ("border/join",)
    assert ("rail/north-join", "rail/south-join") in cuts
    assert ("rail/join-east",) in cuts
    assert not any("rail/west-fork" in c for c in cuts)


def test_vehicles_become_tonnes(tiny) -> None:
    net = counted(tiny, ("border/post", 100.0, 90.0, 110.0, "counted"))
    net._extra["evidence"]["unit"] = "trucks/day"
    row = evidence(net).iloc[0]
    table, low = (
        tiny.table("border", "value", ["border/post"]).iloc[0],
        tiny.table("border", "low", ["border/post"]).iloc[0],
    )
    assert row["carried_mtpa"] == pytest.approx(100 * 365 * table["payload_t"] / 1e6)
    assert row["carried_low_mtpa"] == pytest.approx(90 * 365 * low["payload_t"] / 1e6)


def test_blocks_workers_and_order_change_nothing(tiny, monkeypatch) -> None:
    net = counted(tiny, ("rail/west-fork", 30.0, 28.0, 32.0, "counted"), ("border/join", 13.0, 12.0, 14.0, "inferred"))
    one = co.ensemble(net, "line", draws=5000, seed=3, cached=False)
    two = co.ensemble(net, "line", draws=5000, seed=3, workers=2, cached=False)
    mixed = replace(net, facts=net.facts.sample(frac=1, random_state=1), _wide={})
    three = co.ensemble(mixed, "line", draws=5000, seed=3, cached=False)
    monkeypatch.setattr("corridors.uncertainty.run.BLOCK", 1300)
    four = co.ensemble(net, "line", draws=5000, seed=3, workers=2, cached=False)
    for other in (two, three, four):
        assert other.value_mtpa.tobytes() == one.value_mtpa.tobytes()
        assert other.weight.tobytes() == one.weight.tobytes()
        assert other.to_dict() == one.to_dict()


def worlds(one_post, count: int) -> list[float]:
    """Ranks of the true capacity among the draws of as many simulated worlds."""
    ranks, rng = [], generator(5, "worlds")
    while len(ranks) < count:
        true = float(triangular(rng.random(1), LOW, MODE, HIGH)[0])
        middle = float(rng.uniform(9.0, 19.0))
        low, high = middle - 2.0, middle + 3.0
        could = triangular_share(np.array([true]), low, middle, high)[0]
        if rng.random() >= room.WRONG_COUNTED + (1 - room.WRONG_COUNTED) * could:
            continue  # such a count was not made in this world
        found = run(counted(one_post, ("border/join", middle, low, high, "counted")), draws=400, seed=len(ranks))
        if not found.evidence["used"].all():
            continue
        ranks.append(float(found.weight[found.value_mtpa < true].sum() / found.weight.sum()))
    return ranks


def calibrated(ranks: list[float]) -> None:
    from scipy.stats import kstest

    assert kstest(ranks, "uniform").pvalue > 0.01


def test_calibration(one_post, monkeypatch) -> None:
    monkeypatch.setattr(conditioning, "PILOT_DRAWS", 400)
    calibrated(worlds(one_post, 50))


@pytest.mark.nightly
def test_calibration_of_five_hundred_worlds(one_post, monkeypatch) -> None:
    monkeypatch.setattr(conditioning, "PILOT_DRAWS", 400)
    calibrated(worlds(one_post, 500))
