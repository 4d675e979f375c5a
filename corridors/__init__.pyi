"""What type checkers and editors see of the face: each name as its room defines it."""

from corridors.atlas import draw as draw
from corridors.briefing import brief as brief
from corridors.capacity import capacities as capacities
from corridors.capacity import capacity_range as capacity_range
from corridors.cases import validate as validate
from corridors.errors import CorridorsError as CorridorsError
from corridors.exchange.exporting import to_file as to_file
from corridors.exchange.graphs import to_networkx as to_networkx
from corridors.exchange.importing import from_file as from_file
from corridors.exchange.new_folder import new as new
from corridors.figures import figure as figure
from corridors.figures import save_figure as save_figure
from corridors.flow.assignment import assign as assign
from corridors.flow.bottlenecks import ladder as ladder
from corridors.flow.maxflow import max_flow as max_flow
from corridors.flow.time_cost_distance import time_cost_distance as time_cost_distance
from corridors.network import Network as Network
from corridors.network import load as load
from corridors.planning.certainty_curve import certainty_curve as certainty_curve
from corridors.planning.frontier import frontier as frontier
from corridors.planning.plan import plan as plan
from corridors.scenarios import scenario as scenario
from corridors.uncertainty.ensemble import ensemble as ensemble
from corridors.uncertainty.find_out import find_out as find_out
from corridors.whatif.claim import claim as claim
from corridors.whatif.closures import closures as closures
from corridors.whatif.compare import compare as compare
from corridors.whatif.footprint import footprint as footprint
from corridors.whatif.observed import observed as observed
from corridors.whatif.post_list import posts as posts
from corridors.whatif.posts import waiting as waiting
from corridors.whatif.statements import statements as statements

__version__: str
__all__ = [
    "CorridorsError",
    "Network",
    "assign",
    "brief",
    "capacities",
    "capacity_range",
    "certainty_curve",
    "claim",
    "closures",
    "compare",
    "draw",
    "ensemble",
    "figure",
    "find_out",
    "footprint",
    "from_file",
    "frontier",
    "ladder",
    "load",
    "max_flow",
    "new",
    "observed",
    "plan",
    "posts",
    "save_figure",
    "scenario",
    "statements",
    "time_cost_distance",
    "to_file",
    "to_networkx",
    "validate",
    "waiting",
]
