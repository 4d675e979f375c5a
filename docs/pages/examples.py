"""The commands of the README, run as they stand there, for the pages of the verbs."""

from __future__ import annotations

import contextlib
import json
import os
import re
import shlex
import tempfile
from dataclasses import dataclass
from pathlib import Path

from command_line import command_line

ROOT = Path(__file__).parents[2]
BLOCK = re.compile(r"```(?:console|sh)\n(.*?)```", re.DOTALL)
LINES = 30
# `CORRIDORS_DOCS_DRAFT=1` for work on the text: nothing is run or drawn.
DRAFT = bool(os.environ.get("CORRIDORS_DOCS_DRAFT"))
# Verbs whose examples work on one folder, one after the other.
OWN = ("new", "import", "export", "survey")
# What takes long and is no better an example with all draws.
FEWER = {"evidence": "--draws 1000"}
# Ends that are answers: a target that is not reached, a formula that misses a published case.
ANSWERED = (0, 3, 4)
# The file that the README imports.
LINE = {
    "type": "Feature",
    "properties": {"name": "Tashkent – Samarkand", "tracks": 2},
    "geometry": {"type": "LineString", "coordinates": [[69.28, 41.29], [67.84, 40.12], [66.97, 39.65]]},
}


@dataclass(frozen=True)
class Example:
    """A command, what it is for, what it printed, and its JSON text; both are empty where it was not run."""

    command: str
    about: str
    printed: str
    json: str

    @property
    def verb(self) -> str:
        """The verb of the command."""
        return self.command.split()[1]

    @property
    def shown(self) -> str:
        """What it printed, cut where it is long."""
        lines = self.printed.rstrip().splitlines()
        more = [f"… ({len(lines) - LINES} more lines)"] if len(lines) > LINES else []
        return "\n".join([*(line.rstrip() for line in lines[:LINES]), *more])


def groups() -> list[list[Example]]:
    """Every command of the README once, in groups that can be run side by side; a folder of one's own is one group."""
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    lines = [line.removeprefix("$ ") for block in BLOCK.findall(text) for line in block.splitlines()]
    unique = dict.fromkeys(line for line in lines if line.startswith("corridors "))
    known = [Example(*_parts(line), "", "") for line in unique]
    own = [e for e in known if e.verb in OWN]
    return [own, *([e] for e in known if e.verb not in OWN)]


def run(group: list[Example]) -> list[Example]:
    """The commands of a group with what they print; of each verb the first one of the README is run."""
    first = {e.verb: e.command for several in reversed(groups()) for e in reversed(several)}
    with tempfile.TemporaryDirectory() as folder, contextlib.chdir(folder):
        Path("line.geojson").write_text(json.dumps(LINE), encoding="utf-8")
        return [_run(e.command, e.about) if e.command == first[e.verb] else e for e in group]


def _parts(line: str) -> tuple[str, str]:
    command, _, about = line.partition("  #")
    return command.strip(), about.strip()


def _run(command: str, about: str) -> Example:
    command = f"{command} {FEWER[verb]}" if (verb := command.split()[1]) in FEWER else command
    words = [w for w in shlex.split(command)[1:] if w != "--open"]
    if DRAFT or words[0] == "survey":  # a survey needs an extract or a server
        return Example(command, about, "", "")
    printed = command_line(*words)
    if printed.returncode not in ANSWERED:
        raise RuntimeError(f"{command}: {printed.stderr}")
    again = {"new": ["new", "own-again"], "import": [*words, "--replace"]}.get(words[0], words)
    answer = command_line(*again, "--format", "json")
    return Example(command, about, printed.stdout, answer.stdout)
