"""Maximum flow of a corridor and the minimum cut that proves it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pandas as pd

from corridors.display import Displayed
from corridors.flow.cut import bottleneck_rows, no_cut, records, worst
from corridors.flow.graph import capacity_of, capacity_table, corridor_of, graph
from corridors.flow.push_relabel import max_flow_arrays

if TYPE_CHECKING:
    from corridors.network import Network
    from corridors.schema import Corridor


@dataclass(frozen=True, eq=False, repr=False)
class MaxFlow(Displayed):
    """The most that a corridor can carry, with the reason.

    Attributes
    ----------
    value_mtpa : float
        Mt/year, both directions together.
    flow_mtpa : Series
        By link, one flow that reaches the value; negative = against the link.
    cut : tuple of str
        The links that limit it, the minimum cut nearest to the origins.
    bottleneck : DataFrame
        Index `link`, the cut: capacity_mtpa, country and, where the capacity table has them, limit_code, limit_values,
        limit, grade, basis, stated_mtpa, modelled_mtpa.
    note : str
        A sentence where the answer needs one (no way through, no limit).
    """

    corridor: str
    scenario: str
    value_mtpa: float
    flow_mtpa: pd.Series
    cut: tuple[str, ...]
    origins: tuple[str, ...]
    destinations: tuple[str, ...]
    bottleneck: pd.DataFrame
    note: str = ""

    @property
    def grade(self) -> str:
        """Worst grade among the links of the cut; empty if there is none."""
        return worst(self.bottleneck["grade"]) if "grade" in self.bottleneck else ""

    def gist(self) -> str:
        """The answer in one line."""
        return f"{self.corridor}, {self.scenario}: {self.value_mtpa:,.2f} Mt/year{self.note and ', ' + self.note}"

    def table(self) -> pd.DataFrame:
        """The cut, a row a link."""
        return self.bottleneck

    def to_dict(self) -> dict[str, Any]:
        """As JSON has it: corridor, scenario, value_mtpa, cut, flow_mtpa (links that carry something), note."""
        flows = {k: float(v) for k, v in self.flow_mtpa.items() if abs(v) > 1e-9}
        return {
            "corridor": self.corridor,
            "scenario": self.scenario,
            "value_mtpa": self.value_mtpa,
            "cut": records(self.bottleneck),
            "flow_mtpa": flows,
            "note": self.note,
        }


def max_flow(
    network: Network, corridor: str | Corridor, *, capacities: pd.DataFrame | None = None, basis: str = "rule"
) -> MaxFlow:
    """Most Mt/year that a corridor can carry, with the cut that proves it.

    Parameters
    ----------
    network : Network
        Any state of the world.
    corridor : str or Corridor
        Its links are the network that is solved, from its origins to its destinations.
    capacities : DataFrame, optional
        Index `link`; column `capacity_mtpa` (Mt/year, both directions); by default what the models say. See
        `corridors.capacities`.
    basis : {"rule", "stated", "model", "lower"}
        As `corridors.capacities`; it matters only where no table is given.

    Returns
    -------
    MaxFlow
        `value_mtpa` (float), `flow_mtpa` (Series by link; negative = against the link), `cut` (tuple of links).

    Raises
    ------
    UnknownName
        A corridor that `network` does not have; the message lists near names.
    BadInput
        A link of the corridor without a capacity.

    Examples
    --------
    >>> import corridors as co
    >>> net = co.load()
    >>> found = co.max_flow(net, "rkti")
    >>> table = co.capacities(net)
    >>> found.value_mtpa == table.loc[list(found.cut), "capacity_mtpa"].sum()
    np.True_
    >>> closed = table.assign(capacity_mtpa=0.0)
    >>> co.max_flow(net, "rkti", capacities=closed).value_mtpa
    0.0
    """
    chosen = corridor_of(network, corridor)
    g = graph(network, chosen.links)
    capacity = capacity_table(network, capacities, basis, list(chosen.links))
    limit = capacity_of(capacity, g.links)
    found = max_flow_arrays(g.tail, g.head, limit, *g.ends(chosen))
    cut = tuple(g.links[found.cut])
    return MaxFlow(
        corridor=chosen.id,
        scenario=str(network.name),
        value_mtpa=found.value_mtpa,
        flow_mtpa=pd.Series(found.flow_mtpa, index=g.links.rename("link"), name="flow_mtpa"),
        cut=cut,
        origins=tuple(chosen.origins),
        destinations=tuple(chosen.destinations),
        bottleneck=bottleneck_rows(network, capacity, cut),
        note=no_cut(found.value_mtpa, cut),
    )
