"""A page a model: what its file says, its parameters, and each function with its formula."""

from __future__ import annotations

import re
from importlib import import_module
from inspect import getdoc, isfunction
from pathlib import Path

from corridors.capacity.documentation import MODELS

# Rooms whose first docstring explains a method that is no capacity model.
METHODS = {
    "Queues": ("capacity.queueing.erlang", "capacity.queueing.steady_state", "capacity.queueing.loss",
               "capacity.queueing.fluid_queue", "capacity.queueing.simulation"),
    "Flow": ("flow.maxflow", "flow.push_relabel", "flow.bottlenecks", "flow.assignment", "flow.equilibrium",
             "flow.time_cost_distance"),
    "Uncertainty": ("uncertainty.draws", "uncertainty.evidence", "uncertainty.posterior", "uncertainty.ensemble"),
    "Plans": ("planning.problem", "planning.master_problem", "planning.cutting_planes", "planning.schedule",
              "planning.frontier", "planning.chance"),
}  # fmt: skip
CITED = re.compile(r"\[((?:[a-z0-9][a-z0-9_.-]*(?:,\s+)?)+)\]")
INDEX = """Models
======

A model answers for one kind of link, from the facts of that link alone. What it computes is written at the head of its
file, and `corridors model KIND` prints the same text. Each function takes numbers or arrays, with the unit in the name.

.. toctree::
   :maxdepth: 1

   {names}
"""


def pages(_: Path) -> dict[str, str]:
    """The capacity models, then the methods."""
    made = {f"models/{kind}.rst": _model(kind) for kind in MODELS}
    made |= {f"models/{title.lower()}.rst": _method(title, rooms) for title, rooms in METHODS.items()}
    names = [*MODELS, *(t.lower() for t in METHODS)]
    return made | {"models/index.rst": INDEX.format(names="\n   ".join(names))}


def _model(kind: str) -> str:
    module = import_module(f"corridors.capacity.{kind}")
    text = str(getdoc(module))
    first, rest = text.split("\n", 1)
    title = first.split(":")[0]
    head = [title, "=" * len(title), "", first.split(": ", 1)[1].capitalize(), _cited(rest), ""]
    parameters = f"The attributes that it reads, with defaults, bounds and sources: :doc:`../dictionary/{kind}`."
    functions = [n for n in module.__all__ if n not in ("capacity", "facts_used") and isfunction(getattr(module, n))]
    entries = [f".. autofunction:: corridors.capacity.{kind}.{n}\n" for n in functions]
    return "\n".join([*head, "Parameters", "----------", parameters, "", "Functions", "---------", "", *entries])


def _method(title: str, rooms: tuple[str, ...]) -> str:
    lines = [title, "=" * len(title), ""]
    for room in rooms:
        module = import_module(f"corridors.{room}")
        name = room.split(".")[-1].replace("_", " ").capitalize()
        lines += [name, "-" * len(name), "", _cited(_paragraphs(str(getdoc(module)))), ""]
        own = [n for n, f in vars(module).items() if isfunction(f) and f.__module__ == module.__name__]
        lines += [f".. autofunction:: corridors.{room}.{n}\n" for n in own if not n.startswith("_")]
    return "\n".join(lines)


def _paragraphs(text: str) -> str:
    """Headings within a docstring as bold lines, for here they stand below a heading of their own."""
    return re.sub(r"(?m)^(\S.*)\n-{3,}$", r"**\1**\n", text)


def _cited(text: str) -> str:
    """Names of sources in brackets as links to the page of sources, as far as they are sources."""
    from corridors import load

    known = set(load().sources.index)

    def linked(match: re.Match[str]) -> str:
        names = re.split(r",\s+", match[1])
        return f"[{', '.join(f':source:`{n}`' for n in names)}]" if set(names) <= known else match[0]

    return CITED.sub(linked, text)
