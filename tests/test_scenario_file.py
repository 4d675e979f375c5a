"""A scenario in a file of its own: as the map writes it, with measures left out, and with every mistake named."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from command_line import command_line

import corridors as co
from corridors.errors import CorridorsError
from corridors.scenarios import built

if TYPE_CHECKING:
    from pathlib import Path

PLAIN = 'extends = "announced-2030"\nyear = 2030\nnames = "Changed"\nwhy = "tried"\n'


def written(folder: Path, text: str, name: str = "changed.toml") -> Path:
    path = folder / name
    path.write_text(PLAIN + text, encoding="utf-8")
    return path


def test_it_builds_more_and_leaves_out_some(net, tmp_path):
    path = written(tmp_path, 'build = ["tm-tejen-serakhs-loops"]\nleave_out = ["sarakhs-two-lines"]\n')
    both = co.load(scenario_files=[path])
    base = built(net, "announced-2030")
    assert set(built(both, "changed")) == {*base, "tm-tejen-serakhs-loops"} - {"sarakhs-two-lines"}
    assert set(net.scenarios) == set(both.scenarios) - {"changed"}


def test_any_name_that_a_browser_gives(tmp_path):
    path = written(tmp_path, "", "RKTI changed (2).toml")
    assert "rkti-changed-2" in co.load(scenario_files=[path]).scenarios


def test_flow_takes_the_file(tmp_path):
    path = written(tmp_path, 'leave_out = ["incheh-borun-full-infrastructure"]\n')
    done = command_line("flow", "rkti", "--no-range", "--scenario", str(path), "--format", "json")
    assert done.returncode == 0
    laid = co.scenario(co.load(scenario_files=[path]), "changed")
    assert json.loads(done.stdout)["value_mtpa"] == co.max_flow(laid, "rkti").value_mtpa


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('build = ["no-such"]', "changed.toml:5  'no-such': no such measure"),
        ('leave_out = ["post-zhaisan"]', "changed.toml:5  leaves out 'post-zhaisan'"),
        ("colour = 1", "changed.toml:5  colour: no such field"),
        ("x = [", "no TOML"),
    ],
)
def test_mistakes_are_named_with_their_place(tmp_path, text, said):
    with pytest.raises(CorridorsError) as error:
        co.load(scenario_files=[written(tmp_path, text)])
    assert said in str(error.value)


def test_a_name_that_the_folder_has(tmp_path):
    with pytest.raises(CorridorsError, match="give the file another name"):
        co.load(scenario_files=[written(tmp_path, "", "today.toml")])
    with pytest.raises(CorridorsError, match="missing"):
        co.load(scenario_files=[tmp_path / "none.toml"])
