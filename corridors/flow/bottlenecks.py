"""The bottleneck ladder: what limits a corridor, what limits it next, and who is the weakest partner."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from corridors.display import Displayed
from corridors.errors import BadInput
from corridors.flow.cut import bottleneck_rows, no_cut, records, worst
from corridors.flow.graph import Graph, capacity_of, capacity_table, corridor_of, graph
from corridors.flow.push_relabel import ArrayFlow, max_flow_arrays
from corridors.wording.sentences import sentence

if TYPE_CHECKING:
    from corridors.network import Network
    from corridors.schema import Corridor

# Rungs that a ladder without a ceiling shows.
FEW_RUNGS = 12
# Cuts of capacities closer than this (ten kilograms a year) stand on one rung.
SAME_MTPA = 1e-8


@dataclass(frozen=True, eq=False, repr=False)
class Rung(Displayed):
    """One rung: the capacity, the links that limit it, and the capacity once they no longer do.

    Attributes
    ----------
    capacity_mtpa : float
        Mt/year when the links of all rungs below are relieved.
    next_mtpa : float
        Mt/year when these links are relieved too; infinite if nothing else limits it.
    links : DataFrame
        Index `link`: cut (links with one number limit together; several cuts limit at the same capacity, and all must
        be relieved), capacity_mtpa, limit_code, limit_values, limit, grade, country, basis, stated_mtpa, modelled_mtpa
        (where known).
    """

    capacity_mtpa: float
    next_mtpa: float
    links: pd.DataFrame

    def gist(self) -> str:
        """The answer in one line."""
        return f"{self.capacity_mtpa:,.2f} Mt/year, then {self.next_mtpa:,.2f}"

    def table(self) -> pd.DataFrame:
        """The links that limit it."""
        return self.links


@dataclass(frozen=True, eq=False, repr=False)
class Ladder(Displayed):
    """What limits a corridor, rung by rung, and what each country's part could carry alone.

    Attributes
    ----------
    rungs : tuple of Rung
        The lowest first.
    partners : DataFrame
        Index `country`: capacity_mtpa (all links elsewhere unlimited), links, limit_code and limit_values (one a link),
        limits (in words), grade; the weakest first.
    """

    SHOWN = ("rung", "corridor_mtpa", "next_mtpa", "link", "limit", "country")

    corridor: str
    scenario: str
    value_mtpa: float
    rungs: tuple[Rung, ...]
    partners: pd.DataFrame
    ceiling_mtpa: float | None = None
    note: str = ""

    @property
    def weakest(self) -> str:
        """Country whose part carries least; empty if nothing limits it."""
        return str(self.partners.index[0]) if len(self.partners) else ""

    def gist(self) -> str:
        """The answer in one line."""
        weakest = f"; weakest partner {self.weakest}" if self.weakest else ""
        return f"{self.corridor}, {self.scenario}: {self.value_mtpa:,.2f} Mt/year, {len(self.rungs)} rungs{weakest}"

    def table(self) -> pd.DataFrame:
        """A row a link of a rung: rung, corridor_mtpa, link, then what is known of the link."""
        parts = [
            r.links.rename_axis("link")
            .reset_index()
            .assign(rung=i, corridor_mtpa=r.capacity_mtpa, next_mtpa=r.next_mtpa)
            for i, r in enumerate(self.rungs, start=1)
        ]
        first = ["rung", "corridor_mtpa", "next_mtpa", "link"]
        if not parts:
            return pd.DataFrame(columns=first)
        table = pd.concat(parts, ignore_index=True)
        return table[[*first, *(c for c in table if c not in first)]]

    def to_dict(self) -> dict[str, Any]:
        """As JSON has it: corridor, scenario, value_mtpa, rungs (with links), partners, weakest_partner, note."""
        rungs = [
            {"rung": i, "capacity_mtpa": r.capacity_mtpa, "next_mtpa": r.next_mtpa, "links": records(r.links)}
            for i, r in enumerate(self.rungs, start=1)
        ]
        partners = [{**row, "links": list(row["links"])} for row in self.partners.reset_index().to_dict("records")]
        return {
            "corridor": self.corridor,
            "scenario": self.scenario,
            "value_mtpa": self.value_mtpa,
            "rungs": rungs,
            "partners": partners,
            "weakest_partner": self.weakest,
            "note": self.note,
        }


def ladder(
    network: Network,
    corridor: str | Corridor,
    *,
    ceiling_mtpa: float | None = None,
    rungs: int | None = None,
    capacities: pd.DataFrame | None = None,
    basis: str = "rule",
) -> Ladder:
    """What limits a corridor, then what limits it when that is relieved, and the next, up to a ceiling.

    Parameters
    ----------
    network : Network
        Any state of the world.
    corridor : str or Corridor
        Whose ladder.
    ceiling_mtpa : float, optional
        Rungs at or above this capacity are left out.
    rungs : int, optional
        No more than this many; by default 12, or all below the ceiling if there is one.
    capacities : DataFrame, optional
        Index `link`; column `capacity_mtpa` (Mt/year, both directions); by default what the models say. See
        `corridors.capacities`.
    basis : {"rule", "stated", "model", "lower"}
        As `corridors.capacities`; it matters only where no table is given.

    Returns
    -------
    Ladder
        Links that limit at one capacity stand on one rung; relieving them all leads to the next.

    Raises
    ------
    UnknownName
        A corridor that is not there.
    BadInput
        A link without a capacity, or a number of rungs below one.

    Examples
    --------
    >>> import corridors as co
    >>> found = co.ladder(co.load(), "rkti", rungs=3)
    >>> heights = [rung.capacity_mtpa for rung in found.rungs]
    >>> len(heights), heights == sorted(heights)
    (3, True)
    """
    if rungs is None:
        rungs = FEW_RUNGS if ceiling_mtpa is None else len(network.links)
    if rungs < 1:
        raise BadInput(sentence("rungs = {rungs}; ask for one or more", rungs=rungs))
    chosen = corridor_of(network, corridor)
    g = graph(network, chosen.links)
    ends = g.ends(chosen)
    capacity = capacity_table(network, capacities, basis, list(chosen.links))
    limit = capacity_of(capacity, g.links)
    climbed = climb(g.tail, g.head, limit, *ends, ceiling_mtpa=ceiling_mtpa, rungs=rungs)
    steps: list[Any] = []
    for here, above, cuts in climbed:
        parts = [bottleneck_rows(network, capacity, g.links[c]).assign(cut=k) for k, c in enumerate(cuts, start=1)]
        steps.append(Rung(here, above, pd.concat(parts)))
    if climbed:
        value, note = climbed[0][0], _above(climbed[-1][1], ceiling_mtpa)
    else:
        found = max_flow_arrays(g.tail, g.head, limit, *ends)
        value, note = found.value_mtpa, no_cut(found.value_mtpa, found.cut)
    return Ladder(
        corridor=chosen.id,
        scenario=str(network.name),
        value_mtpa=value,
        rungs=tuple(steps),
        partners=_partners(network, capacity, g, limit, ends),
        ceiling_mtpa=ceiling_mtpa,
        note=note,
    )


def _above(above: float, ceiling_mtpa: float | None) -> str:
    """How the ladder goes on above the last rung, at this capacity; empty if that is where it was to end."""
    if np.isinf(above):
        return "above the last rung nothing limits it"
    if ceiling_mtpa is not None and above >= ceiling_mtpa - SAME_MTPA:
        return ""
    return sentence("the ladder continues at {above:.1f} Mt/year; a higher ceiling shows it", above=above)


def climb(
    tail: np.ndarray,
    head: np.ndarray,
    capacity_mtpa: np.ndarray,
    sources: np.ndarray,
    sinks: np.ndarray,
    ceiling_mtpa: float | None = None,
    rungs: int = FEW_RUNGS,
) -> list[tuple[float, float, list[np.ndarray]]]:
    """The ladder on arrays (as `max_flow_arrays`): capacity, capacity of the next rung, and the cuts, rung by rung."""
    free = np.array(capacity_mtpa, dtype=float)
    found = max_flow_arrays(tail, head, free, sources, sinks)
    steps: list[tuple[float, float, list[np.ndarray]]] = []
    most = np.inf if ceiling_mtpa is None else ceiling_mtpa - SAME_MTPA
    while len(found.cut) and len(steps) < rungs and found.value_mtpa < most:
        here = found.value_mtpa
        cuts: list[np.ndarray] = []
        while len(found.cut) and found.value_mtpa <= here + SAME_MTPA:
            cuts.append(found.cut)
            free[found.cut] = np.inf
            found = max_flow_arrays(tail, head, free, sources, sinks)
        steps.append((here, found.value_mtpa, cuts))
    return steps


def countries_of(country: str) -> list[str]:
    """Countries that share a link.

    >>> countries_of("KZ-TM")
    ['KZ', 'TM']
    """
    return [c for c in str(country).split("-") if c]


def _partners(
    network: Network, capacity: pd.DataFrame, g: Graph, limit: np.ndarray, ends: tuple[np.ndarray, np.ndarray]
) -> pd.DataFrame:
    """Capacity of the corridor with every link outside one country unlimited, country by country."""
    shared = [countries_of(c) for c in network.links["country"].reindex(g.links)]
    rows = []
    for country in sorted({c for s in shared for c in s}):
        own = np.array([country in s for s in shared])
        found: ArrayFlow = max_flow_arrays(g.tail, g.head, np.where(own, limit, np.inf), *ends)
        cut = bottleneck_rows(network, capacity, g.links[found.cut])
        rows.append(
            {
                "country": country,
                "capacity_mtpa": found.value_mtpa,
                "links": tuple(cut.index),
                "limit_code": tuple(cut["limit_code"]) if "limit_code" in cut else (),
                "limit_values": tuple(cut["limit_values"]) if "limit_values" in cut else (),
                "limits": "; ".join(dict.fromkeys(cut["limit"].astype(str))) if "limit" in cut else "",
                "grade": worst(cut["grade"]) if "grade" in cut else "",
            }
        )
    columns = ["country", "capacity_mtpa", "links", "limit_code", "limit_values", "limits", "grade"]
    table = pd.DataFrame(rows, columns=columns).sort_values(["capacity_mtpa", "country"], ignore_index=True)
    return table.set_index("country")
