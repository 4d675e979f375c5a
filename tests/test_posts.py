"""The posts on a border: rows, their totals, order, and what works set."""

from __future__ import annotations

import json
import math
from typing import TYPE_CHECKING

import pytest
from command_line import command_line

import corridors as co
from corridors.errors import DataError, UnknownName
from corridors.scenarios import built, cost, paid
from corridors.whatif.post_list import SUMMED

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="module")
def found(net):
    return co.posts(net)


def test_totals_equal_the_rows(found) -> None:
    for name, total in found.totals.items():
        states = [p["scenarios"][name] for p in found.posts]
        assert total["posts"] == len(found.posts)
        for key in SUMMED:
            assert total[key] == pytest.approx(sum(s[key] for s in states if not math.isnan(s[key])))
        assert total["posts_changed"] == sum(bool(s["measures"]) for s in states)


def test_a_post_says_what_queue_says(net, found) -> None:
    for post in (p for p in found.posts if not math.isnan(p["use"])):
        day = co.waiting(net, post["post"]).mean_day
        assert post["use"] == pytest.approx(day["utilisation"])
        assert post["wait_mean_h"] == pytest.approx(day["wait_mean_h"], nan_ok=True)


def test_the_worst_post_comes_first_and_uncounted_ones_last(found) -> None:
    use = [p["use"] for p in found.posts]
    counted = [u for u in use if not math.isnan(u)]
    assert counted == sorted(counted, reverse=True)
    assert not any(math.isnan(u) for u in use[: len(counted)])


def test_the_cost_is_that_of_the_scenario(net, found) -> None:
    for name, total in found.totals.items():
        measures = paid(net, built(net, name))
        links = {p["post"] for p in found.posts}
        only = [m for m in measures if {link for s in m.facts for link in s.links} <= links]
        assert total["cost_musd"] == pytest.approx(cost(only).value)


def test_works_set_what_the_measure_says(net, found) -> None:
    name = list(found.totals)[-1]
    changed = [p for p in found.posts if p["scenarios"][name]["measures"]]
    assert changed
    for post in changed:
        for fact in post["scenarios"][name]["sets"]:
            assert net.measures[fact["measure"]].id in post["scenarios"][name]["measures"]
            assert fact["source"]


def test_other_borders_with_all(net, found) -> None:
    more = co.posts(net, scenarios=["today"], everywhere=True)
    assert {p["country"] for p in found.posts} == {net.headline.posts_border}
    assert {p["post"] for p in found.posts} < {p["post"] for p in more.posts}


def test_the_verb(net) -> None:
    done = command_line("posts", "--scenario", "today", "--format", "json")
    answer = json.loads(done.stdout)
    assert (len(answer["posts"]), list(answer["totals"])) == (30, ["today"])
    text = command_line("posts").stdout
    assert "lanes clear" in text
    assert answer["posts"][0]["name_en"] in text.splitlines()[3]
    with pytest.raises(UnknownName):
        co.posts(net, scenarios=["yesterday"])


def test_a_border_without_posts_is_a_problem(world: Path) -> None:
    (world / "headline.toml").write_text(
        'corridor = "line"\nscenarios = ["today"]\nposts_border = "RU"\n', encoding="utf-8"
    )
    with pytest.raises(DataError, match="'RU': no such border"):
        co.load(world)
