"""The command line: one verb, one function; the answer goes to stdout, everything else to stderr.

The files of the verbs do without `from __future__ import annotations`: typer would have to evaluate the text of every
annotation, a tenth of the time that help takes.
"""

from corridors.cli import ask, draw, look, models, plan, whatif
from corridors.cli.app import app

__all__ = ["app", "ask", "draw", "look", "models", "plan", "whatif"]
