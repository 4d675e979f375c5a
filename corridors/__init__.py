"""How much can get through Kazakhstan's transport corridors, what stops it, and what would it take.

>>> import corridors as co
>>> net = co.load()
>>> co.max_flow(net, "rkti").value_mtpa > 0
True
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

# Each public name and the room it lives in; a room is opened when first asked for, so that help is instant.
_ROOMS = {
    "load": "network",
    "Network": "network",
    "scenario": "scenarios",
    "capacities": "capacity",
    "capacity_range": "capacity",
    "max_flow": "flow.maxflow",
    "ladder": "flow.bottlenecks",
    "assign": "flow.assignment",
    "time_cost_distance": "flow.time_cost_distance",
    "compare": "whatif.compare",
    "claim": "whatif.claim",
    "waiting": "whatif.posts",
    "posts": "whatif.post_list",
    "observed": "whatif.observed",
    "statements": "whatif.statements",
    "plan": "planning.plan",
    "frontier": "planning.frontier",
    "certainty_curve": "planning.certainty_curve",
    "ensemble": "uncertainty.ensemble",
    "find_out": "uncertainty.find_out",
    "closures": "whatif.closures",
    "footprint": "whatif.footprint",
    "brief": "briefing",
    "draw": "atlas",
    "figure": "figures",
    "save_figure": "figures",
    "validate": "cases",
    "new": "exchange.new_folder",
    "from_file": "exchange.importing",
    "to_file": "exchange.exporting",
    "to_networkx": "exchange.graphs",
    "CorridorsError": "errors",
}
__all__ = sorted(_ROOMS)  # noqa: PLE0605 (the names of the rooms, once)
__version__ = "0.1.0"


def __getattr__(name: str) -> Any:
    if name not in _ROOMS:
        raise AttributeError(f"module 'corridors' has no attribute {name!r}")
    value = getattr(import_module(f"corridors.{_ROOMS[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return __all__
