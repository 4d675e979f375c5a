"""Network: nodes, links and facts of a geodata folder; load, overlay, table, why."""

from corridors.network.loading import load
from corridors.network.state import SIDES, Network

__all__ = ["SIDES", "Network", "load"]
