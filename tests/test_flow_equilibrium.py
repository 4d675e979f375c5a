"""User equilibrium: Braess as published, networks of the size of Sioux Falls to a tiny gap, system optimum below it."""

from __future__ import annotations

import numpy as np
import pytest

from corridors.errors import BadInput
from corridors.flow.equilibrium import user_equilibrium

BRAESS = {
    "tail": [0, 0, 2, 2, 3],
    "head": [2, 3, 1, 3, 1],
    "free_cost": [1e-8, 50, 50, 10, 1e-8],
    "b": [1e9, 0.02, 0.02, 0.1, 1e9],
}


def test_braess() -> None:
    found = user_equilibrium(**BRAESS, capacity=1, origin=[0], destination=[1], demand=[6], power=1)
    assert found.flow == pytest.approx([4, 2, 2, 2, 4], abs=1e-6)
    assert found.total_cost == pytest.approx(552, rel=1e-6)
    assert found.beckmann == pytest.approx(386, rel=1e-6)
    without = {k: [v for i, v in enumerate(values) if i != 3] for k, values in BRAESS.items()}
    better = user_equilibrium(**without, capacity=1, origin=[0], destination=[1], demand=[6], power=1)
    assert better.total_cost == pytest.approx(498, rel=1e-6)


@pytest.mark.parametrize("seed", range(3))
def test_a_town(seed: int) -> None:
    rng = np.random.default_rng(seed)
    grid = np.arange(24).reshape(4, 6)
    one = np.concatenate([grid[:, :-1].ravel(), grid[:-1].ravel()])
    other = np.concatenate([grid[:, 1:].ravel(), grid[1:].ravel()])
    tail, head = np.concatenate([one, other]), np.concatenate([other, one])
    pairs = [(a, b) for a in range(24) for b in range(24) if a != b and rng.random() < 0.5]
    begin, end = (np.array(k) for k in zip(*pairs, strict=True))
    town = {
        "tail": tail,
        "head": head,
        "free_cost": rng.integers(2, 10, len(tail)),
        "capacity": rng.uniform(5, 25, len(tail)) * 10,
        "origin": begin,
        "destination": end,
        "demand": rng.uniform(1, 12, len(begin)),
    }
    user, system = user_equilibrium(**town), user_equilibrium(**town, system_optimum=True)
    assert user.relative_gap <= 1e-10
    assert system.relative_gap <= 1e-10
    assert system.total_cost <= user.total_cost * (1 + 1e-9)
    assert user.beckmann <= system.beckmann * (1 + 1e-9)
    sent = np.zeros(24)
    np.add.at(sent, tail, user.flow)
    np.add.at(sent, head, -user.flow)
    np.add.at(sent, begin, -town["demand"])
    np.add.at(sent, end, town["demand"])
    assert sent == pytest.approx(np.zeros(24), abs=1e-6)


def test_no_way() -> None:
    with pytest.raises(BadInput, match="no way leads from node 0 to node 2"):
        user_equilibrium([0], [1], [1], [1], [0], [2], [1])


def test_tolls_count_and_do_not_grow() -> None:
    # Ways of cost 1 + x and 2 (a toll alone): one of three takes the first, until it costs as much.
    found = user_equilibrium([0, 0], [1, 1], [1, 0], 1, [0], [1], [3], b=1, power=1, fixed_cost=[0, 2])
    assert found.flow == pytest.approx([1, 2])
    assert found.total_cost == pytest.approx(6)
    assert found.beckmann == pytest.approx(1 + 0.5 + 4)


def test_zones_are_not_gone_through() -> None:
    # Zone 1 would be the short cut from zone 0 to zone 2.
    tail, head = [0, 1, 0, 3], [1, 2, 3, 2]
    found = user_equilibrium(tail, head, [1, 1, 5, 5], 1, [0, 0], [2, 1], [1, 2], b=0, first_through_node=3)
    assert found.flow == pytest.approx([2, 0, 1, 1])


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"capacity": [0]}, "link 0 has a capacity"),
        ({"free_cost": [-1]}, "link 0 has a cost"),
        ({"demand": [-1]}, "demand is negative"),
    ],
)
def test_what_cannot_be_meant(wrong: dict, says: str) -> None:
    one = {
        "tail": [0],
        "head": [1],
        "free_cost": [1],
        "capacity": [1],
        "origin": [0],
        "destination": [1],
        "demand": [1],
    }
    with pytest.raises(BadInput, match=says):
        user_equilibrium(**(one | wrong))


def test_nothing_to_send() -> None:
    found = user_equilibrium([0], [1], [1], [1], [0], [1], [0])
    assert found.flow.tolist() == [0.0]
    assert found.relative_gap == 0.0
