"""Measures and scenarios laid over a network: what is built, and which facts differ."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from corridors.errors import BadInput
from corridors.facts import keys
from corridors.network import Network
from corridors.schema import Headline, Measure, Scenario, Setting
from corridors.wording.sentences import sentence

if TYPE_CHECKING:
    from collections.abc import Iterable

    from corridors.network import Network


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
        With the facts of the scenario's measures, then those of the scenario itself, laid over, and its demand.

    Raises
    ------
    UnknownName
        No such scenario, or a measure that is not there.
    Conflict
        Two measures that set one fact to different values.

    Examples
    --------
    >>> import corridors as co
    >>> net = co.load()
    >>> later = co.scenario(net, "announced-2030")
    >>> net.name, later.name
    ('today', 'announced-2030')
    """
    name = network.find(name, "scenario")[1]
    chain = lineage(network, name)
    laid = build(network, built(network, name), name)
    for step in chain:
        laid = laid.overlay(rows(step.facts, step.id), name)
    return laid.with_fields(demand=demand(network, name))


def lineage(network: Network, name: str) -> list[Scenario]:
    """A scenario and those that it extends, the oldest first."""
    chain: list[Scenario] = []
    step: str | None = network.find(name, "scenario")[1]
    while step:
        chain.insert(0, network.scenarios[step])
        step = chain[0].extends
    return chain


def built(network: Network, name: str) -> list[str]:
    """Ids of all measures that a scenario builds: those of the scenarios that it extends but for some, and its own."""
    found: dict[str, None] = {}
    for step in lineage(network, name):
        found = {m: None for m in found if m not in step.leave_out} | dict.fromkeys(step.build)
    return list(found)


def paid(network: Network, measures: Iterable[str]) -> list[Measure]:
    """Those of some measures whose cost counts: not what is done, nor a part whose whole is among them."""
    built = [network.measures[m] for m in measures]
    ids = {m.id for m in built}
    return [m for m in built if m.status != "done" and m.part_of not in ids]


@dataclass(frozen=True)
class Cost:
    """What some measures cost together, million USD.

    Attributes
    ----------
    value, low, high : float
        Sums over the measures whose cost is known.
    unknown : tuple of str
        Those whose cost nobody knows; the sums leave them out and are lower bounds.
    """

    value: float
    low: float
    high: float
    unknown: tuple[str, ...]

    @property
    def range_musd(self) -> dict[str, float]:
        """The three sums by name."""
        return {"value": self.value, "low": self.low, "high": self.high}


def musd(measure: Measure, side: str = "value") -> float:
    """Million USD of one measure; nothing where nobody knows, which `Cost.unknown` names."""
    return float(getattr(measure.cost_musd, side)) if measure.cost_musd else 0.0


def cost(measures: Iterable[Measure]) -> Cost:
    """Sum of the costs of some measures, in the order given; `paid` says which of a set count."""
    chosen = list(measures)
    value, low, high = (sum((musd(m, side) for m in chosen), 0.0) for side in ("value", "low", "high"))
    return Cost(value, low, high, tuple(sorted(m.id for m in chosen if m.cost_musd is None)))


def ready(measure: Measure, scenario: Scenario) -> int:
    """Year at whose end a scenario has a measure: its own finish, never after the year of the scenario.

    A measure that is done and does not say since when was always there (0).
    """
    finish = measure.finish or (0 if measure.status == "done" else scenario.year)
    return min(finish, scenario.year)


def years(network: Network, names: Iterable[str]) -> tuple[int, int]:
    """First and last year of some scenarios: their own, and those in which their measures become ready.

    Returns
    -------
    tuple of int
        With a scenario "today" its year is the first, for the facts are of that year.
    """
    own = [network.scenarios[name] for name in names]
    opened = [ready(network.measures[m], s) for s in own for m in built(network, s.id)]
    stand = [s.year for s in (*own, *([network.scenarios["today"]] if "today" in network.scenarios else []))]
    first = min(stand if "today" in network.scenarios else [*stand, *(y for y in opened if y)])
    return first, max(stand)


def concerning(network: Network, links: Iterable[str] | None = None) -> list[str]:
    """Scenarios that change a fact of some links (of any by default), "today" first, then by year and name."""
    wanted = None if links is None else set(links)

    def concerns(name: str) -> bool:
        facts = [s for m in built(network, name) for s in network.measures[m].facts]
        facts += [s for step in lineage(network, name) for s in step.facts]
        return wanted is None or any(wanted.intersection(s.links) for s in facts)

    order = sorted(network.scenarios.values(), key=lambda s: (s.id != "today", s.year, s.id))
    return [s.id for s in order if s.id == "today" or concerns(s.id)]


def headline(network: Network) -> Headline:
    """What a folder shows first; where it names nothing, its first corridor with the scenarios that concern it.

    Raises
    ------
    BadInput
        A folder without a corridor.
    """
    if network.headline is not None:
        return network.headline
    if not network.corridors:
        raise BadInput(sentence("the folder has no corridor to make a headline of; add corridors/NAME.toml"))
    first = next(iter(network.corridors.values()))
    return Headline(id="headline", corridor=first.id, scenarios=tuple(concerning(network, first.links)) or ("today",))


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
    for measure in (network.find(m, "measure")[1] for m in measures):
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
    table = network.demand
    if "origin_of" not in table:
        table = table.assign(origin_of="demand.csv")
    for step in lineage(network, name):
        for row in step.demand:
            like = (table["origin"] == row.origin) & (table["destination"] == row.destination)
            table = table[~(like & (table["commodity"] == row.commodity))]
            new = pd.DataFrame([{**row.model_dump(), "low": row.mtpa, "high": row.mtpa, "grade": "D"}])
            table = pd.concat([table, new.assign(source="project-estimate", origin_of=step.id)], ignore_index=True)
    return table


def as_stated(network: Network) -> Network:
    """The network as it is before any measure or scenario was laid over it; other overlays stay."""
    facts = network.explicit
    laid = facts["origin"].isin({*network.measures, *network.scenarios}).to_numpy()
    if not laid.any():
        return network.with_fields(name="today")
    kept = facts[~laid]
    used = set(keys(kept[kept["role"] == "used"]))
    back = (kept["role"] == "replaced").to_numpy() & [k not in used for k in keys(kept)]
    # Of several that were replaced the last one laid stands nearest.
    back &= ~pd.Series(keys(kept), index=kept.index).where(back).duplicated(keep="last").to_numpy()
    return network.with_explicit(kept.assign(role=kept["role"].mask(back, "used")), "today")
