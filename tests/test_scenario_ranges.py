"""Ranges of all that a map shows are those of `ensemble` and `link_ranges`, drawn once for all scenarios."""

from __future__ import annotations

import dataclasses
from itertools import pairwise

import pytest

import corridors as co
from corridors.flow.bottlenecks import ladder
from corridors.scenarios import concerning
from corridors.uncertainty.link_ranges import link_ranges
from corridors.uncertainty.scenario_ranges import AS_LOADED, scenario_ranges

DRAWS = 600


@pytest.fixture(scope="module")
def ranges(net):
    return scenario_ranges(net, concerning(net), draws=DRAWS)


@pytest.mark.parametrize("scenario", ["today", "announced-2030", "target-20mt-2030", "titr-10mt-2027"])
def test_corridors_are_those_of_the_ensemble(net, ranges, scenario):
    laid = co.scenario(net, scenario)
    for corridor in ("rkti", "titr", "we-wc"):
        own = ranges.corridors.get(scenario, {}).get(corridor) or ranges.corridors[AS_LOADED][corridor]
        runs = co.ensemble(laid, corridor, draws=DRAWS)
        assert own["rungs"][0] == pytest.approx([runs.p05, runs.p50, runs.p95], abs=1e-6)
        assert dict(map(tuple, own["cut"])) == pytest.approx(
            runs.cut_frequency[runs.cut_frequency >= 0.005].to_dict(), abs=1e-4
        )
        for target, chance in own["chance"]:
            assert chance == pytest.approx(runs.probability(target), abs=1e-6)


def test_links_are_those_of_link_ranges(net, ranges):
    loaded, later = ranges.links[AS_LOADED], ranges.links["announced-2030"]
    assert set(loaded) == set(net.links.index)
    known = link_ranges(co.scenario(net, "announced-2030"), draws=DRAWS)
    for link, row in known.iterrows():
        assert (later.get(link) or loaded[link]) == pytest.approx(row.tolist(), abs=1e-6), link


def test_years_on_the_way_are_those_of_their_measures(net, ranges):
    from corridors.scenarios import build, built, ready

    scenario = net.scenarios["posts-30-modernised"]
    some = [m for m in built(net, scenario.id) if ready(net.measures[m], scenario) <= 2027]
    assert 0 < len(some) < len(built(net, scenario.id))
    known = link_ranges(build(net, some), links=list(ranges.links["posts-30-modernised@2027"]), draws=DRAWS)
    for link, row in known.iterrows():
        assert ranges.links["posts-30-modernised@2027"][link] == pytest.approx(row.tolist(), abs=1e-6), link


def test_a_range_for_each_rung_of_the_ladder(net, ranges):
    for corridor, own in ranges.corridors[AS_LOADED].items():
        assert len(own["rungs"]) == len(ladder(net, corridor, rungs=8).rungs), corridor
        for below, above in pairwise(own["rungs"]):
            # Quantiles of few weighted draws lie between draws, so they are not monotone to the last digit.
            assert above[1] >= 0.98 * below[1], "what is relieved lets more through"


def test_changes_are_those_of_the_comparison(net, ranges):
    names = ["today", "announced-2030", "target-20mt-2030"]
    found = co.compare(*(co.scenario(net, n) for n in names), corridor="rkti", flows=False, draws=DRAWS).summary
    change = found.set_index("scenario")[["change_p05_mtpa", "change_p50_mtpa", "change_p95_mtpa"]]
    assert change.loc["today"].tolist() == [0, 0, 0]
    known = {(a, b): three for a, b, *three in ranges.changes["rkti"]}
    for name in names[1:]:
        assert known[AS_LOADED, name] == pytest.approx(change.loc[name].tolist(), abs=1e-6)
        assert change.loc[name].is_monotonic_increasing
    # Draw by draw: narrower than the two ranges laid against each other.
    low, high = found["p05_mtpa"].to_numpy(), found["p95_mtpa"].to_numpy()
    assert low[2] - high[0] < change.iloc[2, 0] < change.iloc[2, 2] < high[2] - low[0]


def test_only_what_is_drawn(net):
    links = list(net.corridors["rkti"].links)
    some = scenario_ranges(net, ["today", "announced-2030"], links=links, draws=DRAWS)
    assert set(some.links[AS_LOADED]) == set(links)
    assert set(some.corridors[AS_LOADED]) == {c.id for c in net.corridors.values() if set(c.links) <= set(links)}
    assert some.links[AS_LOADED].items() <= scenario_ranges(net, [], draws=DRAWS).links[AS_LOADED].items()


def test_kept_for_the_next_time(net, ranges):
    again = scenario_ranges(net, concerning(net), draws=DRAWS)
    assert dataclasses.asdict(again) == dataclasses.asdict(ranges)
    assert scenario_ranges(net, [], draws=100, cached=False).draws == 100


def test_a_map_without_ranges(net, tiny):
    assert co.draw(tiny, draws=0).data["ranges"] is None
    told = co.draw(tiny, draws=50).data["ranges"]
    assert (told["draws"], told["seed"]) == (50, 1)
    assert len(told["links"][AS_LOADED]) == len(tiny.links)
