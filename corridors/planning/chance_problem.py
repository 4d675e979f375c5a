"""The problem of a plan in draws: what every set of measures makes of each link, draw by draw, by the year asked."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from corridors.flow.graph import graph
from corridors.flow.reduction import reduced
from corridors.planning.schedule import possible_starts
from corridors.uncertainty.capacity_draws import CapacityDraws
from corridors.uncertainty.draws import triangular
from corridors.whatif.measure_sets import choices, with_copies

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from numpy.typing import NDArray

    from corridors.flow.reduction import Reduction
    from corridors.network import Network
    from corridors.planning.candidates import Candidates
    from corridors.schema import Corridor
    from corridors.uncertainty.drawn import Drawn

    Floats = NDArray[np.float64]
    Sets = Mapping[frozenset[int], "Floats"]


# Capacities are compared with a target to within a kilogram.
NEAR_MTPA = 1e-9


@dataclass(frozen=True, eq=False)
class ChanceProblem:
    """A network in draws, and what measures (numbered from 0) make of its links.

    Attributes
    ----------
    shape : Reduction
        Of the network.
    base_mtpa : float array
        Shape (draws, links), with nothing built.
    options : dict
        Link -> set of measures -> capacity_mtpa a draw, with those of the set that are ready in it; the empty set too.
    cost_musd : float array
        Of each measure, as the search weighs it: zero or more.
    clashes : frozenset of pairs
        Measures that exclude each other.
    target_mtpa : float
        What is to be carried.
    weight : float array
        Of each draw.
    """

    shape: Reduction
    base_mtpa: Floats
    options: Mapping[int, Sets]
    cost_musd: Floats
    clashes: frozenset[frozenset[int]]
    target_mtpa: float
    weight: Floats

    @cached_property
    def touching(self) -> dict[int, frozenset[int]]:
        """Link -> the measures that act on it."""
        return {link: frozenset().union(*sets) for link, sets in self.options.items()}

    @cached_property
    def useful(self) -> frozenset[int]:
        """Measures that change some link below the target in some draw: the others can wait for ever."""
        found: set[int] = set()
        for sets in self.options.values():
            for some, capacity in sets.items():
                for measure in some - found:
                    without = sets[some - {measure}]
                    if (np.minimum(capacity, self.target_mtpa) != np.minimum(without, self.target_mtpa)).any():
                        found.add(measure)
        return frozenset(found)

    def excluded(self, chosen: Iterable[int]) -> frozenset[int]:
        """Measures that cannot be built beside some others."""
        return frozenset(m for one in chosen for pair in self.clashes if one in pair for m in pair - {one})

    def capacity_with(self, chosen: frozenset[int]) -> Floats:
        """Mt/year of the corridor in each draw with some measures built."""
        capacity = self.base_mtpa.copy()
        for link, sets in self.options.items():
            capacity[:, link] = sets[chosen & self.touching[link]]
        return self.shape.value(capacity)

    def best_capacity(self, chosen: frozenset[int], out: frozenset[int]) -> Floats:
        """Mt/year of each link in each draw at best: with what is chosen, without what is out, the rest at will."""
        capacity = self.base_mtpa.copy()
        for link, sets in self.options.items():
            need = chosen & self.touching[link]
            fitting = [c for some, c in sets.items() if need <= some and not some & out]
            capacity[:, link] = np.max(fitting, axis=0)
        return capacity

    def chance(self, chosen: frozenset[int]) -> float:
        """Share of the draws that carry the target."""
        return self._share(self.capacity_with(chosen))

    def chance_at_best(self, chosen: frozenset[int], out: frozenset[int]) -> float:
        """What no choice that begins so can pass."""
        return self._share(self.shape.value(self.best_capacity(chosen, out)))

    def _share(self, value: Floats) -> float:
        return float(self.weight[value >= self.target_mtpa - NEAR_MTPA].sum() / self.weight.sum())


def chance_problem(
    network: Network,
    corridor: Corridor,
    known: Candidates,
    cost_musd: Floats,
    draws: Drawn,
    target_mtpa: float,
    by: int | None,
    first_year: int,
    basis: str,
) -> ChanceProblem:
    """Candidates of a corridor in draws; by a year, only what is ready in each draw (finishing years are drawn)."""
    g = graph(network, corridor.links)
    names, links = list(known.measures), [str(k) for k in g.links]
    found = choices(network, links, measures=names, sets={k: list(sets) for k, sets in known.options.items()})
    wide = with_copies(network, links, found)
    capacity = CapacityDraws.of(wide, list(wide.links.index), basis)
    value, place = draws.capacity(capacity), {str(k): i for i, k in enumerate(capacity.links)}
    number = {m: k for k, m in enumerate(names)}
    ready = _ready(network, names, draws, by, first_year)
    options: dict[int, dict[frozenset[int], Floats]] = {}
    for k, link in enumerate(links):
        if link not in known.options:
            continue
        own = {frozenset(number[m] for m in s): value[:, place[found[link].name(s)]] for s in known.options[link]}
        options[k] = {some: _in_time(own, some, ready) for some in own}
    return ChanceProblem(
        shape=reduced(g.tail, g.head, *g.ends(corridor)),
        base_mtpa=value[:, [place[link] for link in links]],
        options=options,
        cost_musd=cost_musd,
        clashes=frozenset(frozenset((number[a], number[b])) for a, b in known.clashes),
        target_mtpa=target_mtpa,
        weight=draws.weight,
    )


def _ready(network: Network, measures: list[str], draws: Drawn, by: int | None, first_year: int) -> NDArray[np.bool_]:
    """Whether each measure is ready by a year in each draw, shape (measures, draws); always, without a year."""
    ready = np.ones((len(measures), len(draws)), dtype=bool)
    if by is None:
        return ready
    delay = network.extra("schema/delay").set_index("status")
    own = [network.measures[m] for m in measures]
    # Without a budget a year nobody has a reason to wait: each measure can be begun in one year only.
    finish = {s.measure: s.finish for s in possible_starts(own, first_year, by, None)}
    for k, measure in enumerate(own):
        low, middle, high = (float(v) for v in delay.loc[measure.status, ["low", "delay", "high"]])
        late = np.round(triangular(draws.prior(f"{measure.id}/delay"), low, middle, high))
        ready[k] = finish[k] + late <= by if k in finish else False
    return ready


def _in_time(sets: Mapping[frozenset[int], Floats], some: frozenset[int], ready: NDArray[np.bool_]) -> Floats:
    """Capacity of a link with those of a set that are ready in each draw."""
    order = sorted(some)
    if not order or ready[order].all():
        return sets[some]
    bits = (ready[order] * (1 << np.arange(len(order)))[:, None]).sum(axis=0)
    out = np.empty(ready.shape[1])
    for value in np.unique(bits):
        here = bits == value
        out[here] = sets[frozenset(m for i, m in enumerate(order) if value >> i & 1)][here]
    return out
