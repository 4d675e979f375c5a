"""User equilibrium: Braess as published, networks of the size of Sioux Falls to a tiny gap, system optimum below it."""

from __future__ import annotations

import json
import subprocess
import sys

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


def town(seed: int) -> dict:
    rng = np.random.default_rng(seed)
    grid = np.arange(24).reshape(4, 6)
    one = np.concatenate([grid[:, :-1].ravel(), grid[:-1].ravel()])
    other = np.concatenate([grid[:, 1:].ravel(), grid[1:].ravel()])
    tail, head = np.concatenate([one, other]), np.concatenate([other, one])
    pairs = [(a, b) for a in range(24) for b in range(24) if a != b and rng.random() < 0.5]
    begin, end = (np.array(k) for k in zip(*pairs, strict=True))
    return {
        "tail": tail,
        "head": head,
        "free_cost": rng.integers(2, 10, len(tail)),
        "capacity": rng.uniform(5, 25, len(tail)) * 10,
        "origin": begin,
        "destination": end,
        "demand": rng.uniform(1, 12, len(begin)),
    }


@pytest.mark.parametrize("seed", range(3))
def test_a_town(seed: int) -> None:
    net = town(seed)
    user, system = user_equilibrium(**net), user_equilibrium(**net, system_optimum=True)
    assert user.relative_gap <= 1e-10
    assert system.relative_gap <= 1e-10
    assert system.total_cost <= user.total_cost * (1 + 1e-9)
    assert user.beckmann <= system.beckmann * (1 + 1e-9)
    sent = np.zeros(24)
    np.add.at(sent, net["tail"], user.flow)
    np.add.at(sent, net["head"], -user.flow)
    np.add.at(sent, net["origin"], -net["demand"])
    np.add.at(sent, net["destination"], net["demand"])
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


def test_cars_and_trucks_share_the_road() -> None:
    # A truck takes the room of two cars: as many equivalents, the same flows.
    net = town(4)
    alone = user_equilibrium(**net)
    rows = len(net["demand"])
    both = net | {k: np.tile(net[k], 2) for k in ("origin", "destination")}
    both["demand"] = np.concatenate([net["demand"] * 0.5, net["demand"] * 0.25])
    kinds = np.repeat([0, 1], rows)
    mixed = user_equilibrium(**both, vehicle_class=kinds, equivalents=[1.0, 2.0])
    assert mixed.flow == pytest.approx(alone.flow, rel=1e-4, abs=1e-3)
    assert mixed.beckmann == pytest.approx(alone.beckmann, rel=1e-9)
    assert mixed.class_flow[0] + 2 * mixed.class_flow[1] == pytest.approx(mixed.flow)


def test_a_class_pays_its_own_toll_or_may_not_pass() -> None:
    two = {"tail": [0, 0], "head": [1, 1], "free_cost": [1, 3], "capacity": 1, "b": 0, "origin": [0, 0]}
    two |= {"destination": [1, 1], "demand": [4, 6], "vehicle_class": [0, 1], "equivalents": [1, 2.5]}
    tolled = user_equilibrium(**two, class_cost=[[0, 0], [5, 0]])
    assert tolled.class_flow.tolist() == [[4, 0], [0, 6]]
    assert tolled.flow.tolist() == [4, 15]
    shut = user_equilibrium(**two, class_cost=[[0, 0], [np.inf, 0]])
    assert shut.class_flow.tolist() == [[4, 0], [0, 6]]
    assert shut.total_cost == pytest.approx(4 * 1 + 15 * 3)
    with pytest.raises(BadInput, match="no way leads"):
        user_equilibrium(**two, class_cost=[[0, 0], [np.inf, np.inf]])


def test_select_link_adds_up_to_its_flow() -> None:
    net = town(5)
    found = user_equilibrium(**net)
    for link in np.argsort(found.flow)[-3:]:
        own = found.through(int(link))
        assert own.sum() == pytest.approx(found.flow[link])
        assert (own <= net["demand"] * (1 + 1e-12)).all()


def test_warm_start_goes_on_where_another_ended() -> None:
    before = town(6)
    now = before | {"capacity": before["capacity"] * 1.05, "demand": before["demand"] * 1.02}
    first = user_equilibrium(**before)
    cold, warm = user_equilibrium(**now), user_equilibrium(**now, start=first)
    assert warm.beckmann == pytest.approx(cold.beckmann, rel=1e-11)
    assert warm.steps < cold.steps
    # Other demands: some gone, one new; paths of a link that a class may no longer take are left.
    fewer = now | {k: now[k][::2] for k in ("origin", "destination", "demand")}
    barred = {"class_cost": [np.where(np.arange(len(now["tail"])) == 3, np.inf, 0.0)]}
    anew, again = user_equilibrium(**fewer, **barred), user_equilibrium(**fewer, **barred, start=first)
    assert again.flow[3] == 0
    assert again.beckmann == pytest.approx(anew.beckmann, rel=1e-9)
    with pytest.raises(BadInput, match="other links"):
        user_equilibrium([0], [1], [1], [1], [0], [1], [1], start=first)


def test_the_store_grows_and_is_closed_up(monkeypatch: pytest.MonkeyPatch) -> None:
    net = town(7)
    whole = user_equilibrium(**net)
    monkeypatch.setattr("corridors.flow.equilibrium.demands.ROOM", 1)
    small = user_equilibrium(**net)
    assert small.beckmann == pytest.approx(whole.beckmann, rel=1e-11)
    assert small.flow == pytest.approx(whole.flow, rel=1e-4, abs=1e-3)


def test_without_numba_the_same_flows() -> None:
    code = (
        "import sys; sys.modules['numba'] = None\n"
        "import importlib.util as u; find = u.find_spec\n"
        "u.find_spec = lambda name, *a: None if name == 'numba' else find(name, *a)\n"
        "from corridors.flow.equilibrium import user_equilibrium\n"
        f"found = user_equilibrium(**{BRAESS!r}, capacity=1, origin=[0], destination=[1], demand=[6], power=1)\n"
        "print(found.flow.tolist())"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    found = user_equilibrium(**BRAESS, capacity=1, origin=[0], destination=[1], demand=[6], power=1)
    assert json.loads(done.stdout) == pytest.approx(found.flow.tolist(), abs=1e-9)
