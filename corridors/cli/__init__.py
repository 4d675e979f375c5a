"""The command line: one verb, one function; the answer goes to stdout, everything else to stderr."""

from __future__ import annotations

from corridors.cli import ask, draw, look, models, plan, whatif
from corridors.cli.app import app

__all__ = ["app", "ask", "draw", "look", "models", "plan", "whatif"]
