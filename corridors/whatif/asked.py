"""What is asked of a corridor, a target or the demand for its links, and how much of it is lacking."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from corridors.capacity import capacities
from corridors.flow.assignment import shipments
from corridors.flow.graph import capacity_of
from corridors.scenarios import demand

if TYPE_CHECKING:
    from collections.abc import Mapping

    from corridors.flow.assignment import Shipments
    from corridors.network import Network
    from corridors.schema import Corridor, Target

# Nobody misses less (500 tonnes a year).
NEAR_MTPA = 0.0005
RARE_MTPA = 1e-9


@dataclass(frozen=True)
class Asked:
    """What is asked of a corridor.

    Attributes
    ----------
    mtpa, has_mtpa : float
        What is asked, and what there is: of the corridor against a target, of one link against demand.
    target : Target or None
        What is aimed at; otherwise demand is meant.
    link : str
        The link that demand would fill most; "" against a target.
    """

    corridor: str
    mtpa: float
    has_mtpa: float
    target: Target | None = None
    link: str = ""

    @property
    def short_mtpa(self) -> float:
        """How much is lacking, Mt/year."""
        missing = self.mtpa - self.has_mtpa
        return missing if missing > NEAR_MTPA else 0.0


def aimed_at(network: Network, scenario: str, corridor: Corridor) -> Target | None:
    """What a scenario aims at for a corridor; else the greatest target that any scenario has for it."""
    known = [s.target for s in network.scenarios.values() if s.target and s.target.corridor == corridor.id]
    own = network.scenarios.get(scenario)
    if own and own.target in known:
        return own.target
    return max(known, key=lambda t: (t.mtpa, -t.year), default=None)


def wanted(sent: Shipments, limit_mtpa: np.ndarray) -> pd.Series:
    """Demand by link if no open link were too narrow: each shipment takes the way that it would like best.

    Parameters
    ----------
    sent : Shipments
        As `flow.assignment.shipments`.
    limit_mtpa : float array
        Capacity of each of its links; a closed one stays closed.

    Returns
    -------
    Series
        Index: links; Mt/year of both directions.
    """
    free = sent.assigned(np.where(limit_mtpa > 0, limit_mtpa + float(sent.rows["mtpa"].sum()), 0.0))
    return pd.Series(free.forward_mtpa + free.backward_mtpa, index=sent.g.links)


def asked(network: Network, state: Network, carries_mtpa: Mapping[str, float]) -> list[Asked]:
    """What is asked of corridors of which a target or demand is known, those that lack most first.

    Parameters
    ----------
    network : Network
        As loaded.
    state : Network
        The scenario that is asked about, as `scenario` gives it.
    carries_mtpa : mapping
        Corridor -> the middle of its draws. Against a target it counts; demand is held against single links, at best
        guesses, as on the map.
    """
    name = str(state.name)
    capacity = capacities(state)
    rows = demand(network, name) if name in network.scenarios else network.demand
    use = pd.Series(dtype=float)
    if not rows.empty:
        sent = shipments(state, capacity, rows)
        use = wanted(sent, capacity_of(capacity, sent.g.links))
    can = capacity["capacity_mtpa"].astype(float)
    found = [_asked(network, name, network.corridor(c), has, use, can) for c, has in carries_mtpa.items()]
    return sorted((a for a in found if a), key=lambda a: -a.short_mtpa)


def _asked(network: Network, name: str, corridor: Corridor, has: float, use: pd.Series, can: pd.Series) -> Asked | None:
    if target := aimed_at(network, name, corridor):
        return Asked(corridor.id, target.mtpa, has, target)
    if not has > RARE_MTPA:
        return None  # demand for parts of a corridor that is not open through asks nothing of it
    own = use.reindex([k for k in corridor.links if k in use.index])
    own = own[own > RARE_MTPA]
    if own.empty:
        return None
    link = str((own - can[own.index]).idxmax())
    return Asked(corridor.id, float(own[link]), float(can[link]), link=link)


def counted(network: Network, corridors: list[str]) -> int:
    """How many corridors these are: variants of one count as that one."""
    return len({network.corridor(c).variant_of or c for c in corridors})
