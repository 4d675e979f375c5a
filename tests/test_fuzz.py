"""Mutations of the tiny world: whatever its files hold, a verb answers in numbers, or names what is wrong, and soon."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import fuzz
import pytest

import corridors as co

if TYPE_CHECKING:
    from spoilt import Spoiler

BLOCK = 100  # cases of one test; they go to whoever is free
USUAL, NIGHTLY = 1_000 // BLOCK, 50_000 // BLOCK  # of each world: files of text, and Parquet
TONIGHT = datetime.now(UTC).toordinal() * 1_000_000


@pytest.fixture(scope="module", params=fuzz.KINDS)
def world(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[str, Spoiler]:
    return request.param, fuzz.worlds(tmp_path_factory.mktemp("fuzz"), request.param)


def run_block(world: tuple[str, Spoiler], first: int) -> None:
    """What a failing case prints replays it."""
    kind, spoiler = world
    assert fuzz.failures(spoiler, kind, range(first, first + BLOCK), print) == []
    assert len(co.load(spoiler.root).links) == len(co.load(spoiler.pristine).links)


@pytest.mark.parametrize("block", range(USUAL))
def test_a_thousand_cases(world: tuple[str, Spoiler], block: int) -> None:
    run_block(world, block * BLOCK)


@pytest.mark.nightly
@pytest.mark.parametrize("block", range(NIGHTLY))
def test_fifty_thousand_cases_other_ones_each_night(world: tuple[str, Spoiler], block: int) -> None:
    run_block(world, TONIGHT + block * BLOCK)


def test_a_case_that_fails_says_how_it_is_replayed(world: tuple[str, Spoiler], monkeypatch) -> None:
    """A traceback, a hang and a number below zero are seen, and the next case is tried all the same."""
    kind, spoiler = world
    answers = iter((ValueError("odd"), fuzz.Hang()))

    def broken(root: object) -> None:
        raise next(answers, co.CorridorsError("refused"))

    monkeypatch.setattr(co, "load", broken)
    monkeypatch.setattr(fuzz, "REFUSED", 0.0)
    lines: list[str] = []
    failed = fuzz.failures(spoiler, kind, range(3), lines.append)
    assert failed == [f"python tests/fuzz.py {kind} {n}" for n in (0, 1)]
    assert "ValueError: odd" in lines[0]
    assert failed[1] in lines[1]
    assert lines[2].endswith("-> refused")
    assert list(fuzz.numbers({"a": [1, {"b_mtpa": -2.0}], "c": True})) == [("a", 1), ("b_mtpa", -2.0)]
