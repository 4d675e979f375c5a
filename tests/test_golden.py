"""The headline numbers of each scenario; they change only in a commit that says why."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import corridors as co

if TYPE_CHECKING:
    from corridors.network import Network

GOLDEN = Path(__file__).parent / "golden.csv"
with GOLDEN.open(encoding="utf-8") as file:
    ROWS = list(csv.DictReader(file))


@pytest.mark.parametrize("row", ROWS, ids=lambda r: f"{r['scenario']}-{r['corridor']}")
def test_headline(net: Network, row: dict[str, str]) -> None:
    state = co.scenario(net, row["scenario"])
    corridor = net.corridor(row["corridor"])
    flow = co.max_flow(state, corridor)
    assert flow.value_mtpa == pytest.approx(float(row["value_mtpa"]), abs=0.005)
    assert " ".join(sorted(flow.cut)) == row["cut"]


def test_every_scenario_has_its_headline(net: Network) -> None:
    assert {r["scenario"] for r in ROWS} == set(net.scenarios)
