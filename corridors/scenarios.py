"""Measures and scenarios laid over a network: what is built, and which facts differ."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from corridors.errors import UnknownName
from corridors.network import Network
from corridors.schema import Measure, Scenario, Setting


def scenario(network: Network, name: str) -> Network:
    """The network as a scenario has it; the one given stays as it is.

    Parameters
    ----------
    network : Network
        As loaded.
    name : str
        A scenario of `network.scenarios`.

    Returns
    -------
    Network
        With the facts of the scenario's measures, then those of the scenario itself, laid over.

    Raises
    ------
    UnknownName
        No such scenario, or a measure that is not there.
    Conflict
        Two measures that set one fact to different values.
    """
    chain = lineage(network, name)
    laid = build(network, built(network, name), name)
    for step in chain:
        laid = laid.overlay(rows(step.facts, step.id), name)
    return laid


def lineage(network: Network, name: str) -> list[Scenario]:
    """A scenario and those that it extends, the oldest first."""
    chain: list[Scenario] = []
    step: str | None = name
    while step:
        if step not in network.scenarios:
            raise UnknownName("scenario", step, network.scenarios)
        chain.insert(0, network.scenarios[step])
        step = chain[0].extends
    return chain


def built(network: Network, name: str) -> list[str]:
    """Ids of all measures that a scenario builds, its own and those of the scenarios that it extends."""
    return list(dict.fromkeys(m for step in lineage(network, name) for m in step.build))


def paid(network: Network, measures: Iterable[str]) -> list[Measure]:
    """Those of some measures whose cost counts: not what is done, nor a part whose whole is among them."""
    built = [network.measures[m] for m in measures]
    ids = {m.id for m in built}
    return [m for m in built if m.status != "done" and m.part_of not in ids]


def cost_of(measure: Measure, what: str = "value") -> float:
    """Million USD; nothing for a measure whose cost nobody knows, which the answers name."""
    return float(getattr(measure.cost_musd, what)) if measure.cost_musd else 0.0


def build(network: Network, measures: Iterable[str], name: str | None = None) -> Network:
    """The network with some measures built, in any order.

    Raises
    ------
    UnknownName
        A measure that is not there.
    Conflict
        Two of them set one fact to different values.
    """
    laid: list[tuple[Setting, str]] = []
    for measure in measures:
        if measure not in network.measures:
            raise UnknownName("measure", measure, network.measures)
        laid += [(s, measure) for s in network.measures[measure].facts]
    return network.overlay(rows_of(laid), name)


def rows(settings: Iterable[Setting], origin: str) -> pd.DataFrame:
    """Settings of a measure or scenario as overlay rows, one a link."""
    return rows_of((s, origin) for s in settings)


def rows_of(settings: Iterable[tuple[Setting, str]]) -> pd.DataFrame:
    """Settings, each with the measure or scenario that makes it, as overlay rows."""
    found = [
        {**setting, "link": link, "origin": origin}
        for setting, links, origin in ((s.model_dump(exclude={"links"}), s.links, origin) for s, origin in settings)
        for link in links
    ]
    frame = pd.DataFrame(
        found, columns=["link", "attribute", "value", "low", "high", "grade", "source", "note", "origin"]
    )
    return frame.astype({"value": float, "low": float, "high": float})


def demand(network: Network, name: str) -> pd.DataFrame:
    """Demand of a scenario: the table of the folder with the scenario's rows in place of their like."""
    table = network.demand.assign(origin_of="demand.csv")
    for step in lineage(network, name):
        for row in step.demand:
            like = (table["origin"] == row.origin) & (table["destination"] == row.destination)
            table = table[~(like & (table["commodity"] == row.commodity))]
            new = pd.DataFrame([{**row.model_dump(), "low": row.mtpa, "high": row.mtpa, "grade": "D"}])
            table = pd.concat([table, new.assign(source="project-estimate", origin_of=step.id)], ignore_index=True)
    return table
