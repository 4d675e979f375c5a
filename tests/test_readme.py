"""The README is true: its commands run, its Python runs, its pictures exist."""

from __future__ import annotations

import json
import re
import shlex
from pathlib import Path

import pytest
from command_line import command_line

import corridors as co
from corridors.wording.numbers import significant, span

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
PYTHON = re.findall(r"```python\n(.*?)```", README, re.DOTALL)
COMMANDS = sorted(
    {
        line.removeprefix("$ ").split("  #")[0].strip()
        for block in re.findall(r"```console\n(.*?)```", README, re.DOTALL)
        for line in block.splitlines()
        if line.startswith("$ corridors")
    }
)


OWN = [c for word in (" new ", " import ") for c in COMMANDS if word in c]
LINE = {
    "type": "Feature",
    "properties": {"name": "Tashkent – Samarkand", "tracks": 2},
    "geometry": {"type": "LineString", "coordinates": [[69.28, 41.29], [67.84, 40.12], [66.97, 39.65]]},
}


@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_of_the_readme_runs(command: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    if "own" in shlex.split(command):  # those of a folder of one's own come after the ones that make it
        (tmp_path / "line.geojson").write_text(json.dumps(LINE), encoding="utf-8")
        for earlier in [c for c in OWN if c != command and " new " not in command][: 1 if " import " in command else 2]:
            assert command_line(*shlex.split(earlier)[1:]).returncode == 0
    done = command_line(*(a for a in shlex.split(command)[1:] if a != "--open"))
    short = command.startswith("corridors plan") and done.returncode == 3
    assert done.returncode == 0 or short, done.stderr


@pytest.mark.parametrize("code", PYTHON, ids=range(len(PYTHON)))
def test_the_python_of_the_readme_runs(code: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    made: dict[str, object] = {}
    exec(compile(code, "README.md", "exec"), made)
    assert set(made) - {"__builtins__"}, "an example makes something"


def test_pictures_and_links_of_the_readme_exist() -> None:
    for target in re.findall(r"\]\(([^)#]+)\)", README):
        if not target.startswith("http"):
            assert (ROOT / target).exists(), target


def test_the_headline_of_the_readme_is_what_the_model_says(net) -> None:
    rows = re.findall(r"^\| [^|]+ \| \*\*([0-9.]+)\*\* \| ([0-9.]+–[0-9.]+) \| ([0-9.]+) \|", README, re.MULTILINE)
    assert len(rows) == len(net.headline.scenarios)
    for name, shown in zip(net.headline.scenarios, rows, strict=True):
        runs = co.ensemble(co.scenario(net, name), net.headline.corridor)
        figures = (significant(runs.p50), span(runs.p05, runs.p95), significant(runs.best_guess_mtpa))
        assert figures == shown, name
