"""What was really carried: counts by link and year, and the links that each count says something about."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from corridors import units
from corridors.errors import UnknownName
from corridors.flow.graph import Graph, graph

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from corridors.network import Network

COLUMNS = [
    *("link", "year", "carried_mtpa", "carried_low_mtpa", "carried_high_mtpa"),
    *("counted", "scenario", "grade", "source", "note"),
]


@dataclass(frozen=True)
class Count:
    """What was carried through a link in a year, and where it must have passed.

    Attributes
    ----------
    mtpa, low_mtpa, high_mtpa : float
        Mt/year of both directions together, with the range of the count itself.
    inferred : bool
        Worked out from other figures rather than counted.
    group : str
        Counts of one group are one piece of knowledge: right or wrong together.
    cuts : tuple of tuple of str
        Sets of links, each of which all of it passed: the link, those that every way to and from it uses, and those
        together that meet where the ways part.
    """

    link: str
    year: str
    mtpa: float
    low_mtpa: float
    high_mtpa: float
    inferred: bool
    scenario: str
    source: str
    group: str
    cuts: tuple[tuple[str, ...], ...]


def evidence(network: Network) -> pd.DataFrame:
    """Counts of a folder as million tonnes a year; empty for a folder without evidence.csv.

    Vehicles and trucks a day become tonnes by the payload and the share of trucks of their link, and the range of those
    facts widens theirs.

    Returns
    -------
    DataFrame
        link, year, carried_mtpa with its low and high (NaN where it cannot be turned into tonnes), counted (False =
        inferred), scenario, grade, source, note.
    """
    try:
        table = network.extra("evidence")
    except UnknownName:
        return pd.DataFrame(columns=COLUMNS)
    scale = pd.DataFrame([_t_per_unit(network, r.link, r.unit) for r in table.itertuples()])
    for column, by in (("value", 0), ("low", 1), ("high", 2)):
        name = "carried_mtpa" if column == "value" else f"carried_{column}_mtpa"
        table[name] = pd.to_numeric(table[column]).fillna(pd.to_numeric(table["value"])) * scale[by]
    table["counted"] = table["counted"] == "counted"
    table["year"] = table["year"].astype(str)
    return table[COLUMNS]


def _t_per_unit(network: Network, link: str, unit: str) -> tuple[float, float, float]:
    """Mt/year that one unit of a count stands for: value, low, high."""
    if unit == "Mt":
        return 1.0, 1.0, 1.0
    kind = str(network.link(link)["kind"])
    value, low, high = (network.table(kind, side, [link]).iloc[0] for side in ("value", "low", "high"))
    names = ("payload_t", "truck_share") if unit == "veh/day" else ("payload_t",)
    scale = []
    for side in (value, low, high):
        known = [side[n] if np.isfinite(side[n]) else value[n] for n in names]
        scale.append(float(units.mtpa(1.0, np.prod(known))))
    return scale[0], scale[1], scale[2]


def counts(network: Network) -> list[Count]:
    """The counts in tonnes, each with the cuts that it speaks of."""
    table = evidence(network)
    table = table[table["carried_mtpa"].notna()]
    g = graph(network) if len(table) else None
    return [
        Count(
            link=str(row.link),
            year=str(row.year),
            mtpa=float(row.carried_mtpa),
            low_mtpa=float(row.carried_low_mtpa),
            high_mtpa=float(row.carried_high_mtpa),
            inferred=not row.counted,
            scenario=str(row.scenario),
            source=str(row.source),
            group=f"{row.source}/{row.year}/{row.carried_mtpa:g}",
            cuts=cuts_of(network, g, str(row.link)) if g else (),
        )
        for row in table.itertuples()
    ]


def cuts_of(network: Network, g: Graph, link: str) -> tuple[tuple[str, ...], ...]:
    """Sets of links that all traffic through a link must have passed.

    Outward from either end: as long as only one link leads on it is passed as well; where several do, they carry it
    together, and there it ends. A place where traffic may begin or end (an origin or destination of a corridor, an end
    of the line) ends it too.
    """
    ends = _places_of_traffic(network, g)
    at = int(g.links.get_indexer([link])[0])
    cuts: list[tuple[str, ...]] = [(link,)]
    for start in (int(g.tail[at]), int(g.head[at])):
        node, came = start, at
        while node not in ends:
            on = np.flatnonzero(((g.tail == node) | (g.head == node)) & (np.arange(len(g.links)) != came))
            cuts.append(tuple(str(n) for n in g.links[on]))
            if len(on) != 1 or int(on[0]) == at:
                break
            came = int(on[0])
            node = int(g.head[came] if g.tail[came] == node else g.tail[came])
    return tuple(dict.fromkeys(cuts))


def _places_of_traffic(network: Network, g: Graph) -> set[int]:
    """Nodes where traffic may begin or end."""
    named: set[str] = set()
    for corridor in network.corridors.values():
        named |= {*corridor.origins, *corridor.destinations}
    degree = np.bincount(np.concatenate([g.tail, g.head]), minlength=len(g.nodes))
    lonely: NDArray[np.int64] = np.flatnonzero(degree == 1)
    return {*g.positions(named).tolist(), *lonely.tolist()}
