"""Capacity of links for every set of the measures that touch them: copies of each link, all in one capacity table.

A copy stands under the name "link#bits": bit i says that group i of the link's measures is built.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import pandas as pd

from corridors.scenarios import built, lineage, rows, rows_of

if TYPE_CHECKING:
    from corridors.network import Network

Capacities = Callable[..., pd.DataFrame]
# What a measure makes of a link: attribute -> value and grade.
Effect = dict[str, tuple[float, str]]
# A link with more groups of measures than this gets only the sets that some scenario builds, and each group alone.
MOST_GROUPS = 7


@dataclass(frozen=True)
class Choice:
    """What can be done to one link.

    Attributes
    ----------
    groups : tuple of tuple of str
        Measures that set the same facts of this link stand in one group.
    sets : tuple of int
        The sets of groups, as bits, that can be built together, of those that were asked for.
    clash : tuple of int
        Those that set one fact to different values.
    """

    link: str
    groups: tuple[tuple[str, ...], ...]
    sets: tuple[int, ...]
    clash: tuple[int, ...]

    def name(self, measures: Collection[str]) -> str:
        """The link, or its copy, with some measures built."""
        return copy_name(self.link, bits_of(self.groups, measures))


def bits_of(groups: Sequence[Collection[str]], measures: Collection[str]) -> int:
    """The groups of which a measure is among some, as bits.

    >>> bits_of([("loops",), ("wires", "whole")], {"whole"})
    2
    """
    return sum(1 << i for i, group in enumerate(groups) if not set(group).isdisjoint(measures))


def copy_name(link: str, bits: int) -> str:
    """Name of a link with some groups of measures built; its own name for none."""
    return f"{link}#{bits}" if bits else link


def choices(
    network: Network,
    links: Iterable[str],
    *,
    measures: Iterable[str] | None = None,
    sets: Mapping[str, Collection[Collection[str]]] | None = None,
) -> dict[str, Choice]:
    """For each of some links, the measures that touch it and the sets of them that can be built together.

    Parameters
    ----------
    network : Network
        As loaded.
    links : iterable of str
        Links that matter.
    measures : iterable of str, optional
        Only these; all of the network by default.
    sets : mapping, optional
        Link -> sets of measures to look at; by default all of them, up to `MOST_GROUPS` groups a link.

    Returns
    -------
    dict
        Link -> Choice, for the links that a measure touches.
    """
    found: dict[str, dict[str, Effect]] = {}
    wanted = set(links)
    for measure in sorted(network.measures if measures is None else measures):
        for setting in network.measures[measure].facts:
            for link in wanted.intersection(setting.links):
                found.setdefault(link, {}).setdefault(measure, {})[setting.attribute] = (setting.value, setting.grade)
    return {k: _choice(network, k, found[k], None if sets is None else sets[k]) for k in sorted(found)}


def _choice(
    network: Network, link: str, effects: dict[str, Effect], sets: Collection[Collection[str]] | None
) -> Choice:
    like: dict[tuple[tuple[str, tuple[float, str]], ...], list[str]] = {}
    for measure, facts in effects.items():
        like.setdefault(tuple(sorted(facts.items())), []).append(measure)
    groups = tuple(tuple(g) for g in like.values())
    if sets is not None:
        asked = sorted({bits_of(groups, s) for s in sets})
    elif len(groups) <= MOST_GROUPS:
        asked = list(range(2 ** len(groups)))
    else:
        scenarios = {bits_of(groups, built(network, s)) for s in network.scenarios}
        asked = sorted({0, *scenarios, *(1 << i for i in range(len(groups)))})
    clash = {bits for bits in asked if _contradicts(bits, list(like))}
    return Choice(link, groups, tuple(b for b in asked if b not in clash), tuple(b for b in asked if b in clash))


def _contradicts(bits: int, effects: list[tuple[tuple[str, tuple[float, str]], ...]]) -> bool:
    values: dict[str, float] = {}
    return any(
        values.setdefault(attribute, value) != value
        for i, facts in enumerate(effects)
        if bits >> i & 1
        for attribute, (value, _) in facts
    )


def with_copies(
    network: Network, links: Sequence[str], found: Mapping[str, Choice], scenario: str | None = None
) -> Network:
    """Some links as they are, and a copy of each for every set of measures that can be built on it.

    Parameters
    ----------
    network : Network
        As loaded, or a scenario of it.
    links : sequence of str
        Links as they are.
    found : mapping
        As `choices` gives it; no link that is not among `links`.
    scenario : str, optional
        A scenario whose own facts are laid over every copy.

    Returns
    -------
    Network
        Its links are "link" for nothing built and "link#bits" for a set; capacities of all of them are one call.
    """
    copies = [(copy_name(c.link, bits), c.link, bits) for c in found.values() for bits in c.sets if bits]
    names: dict[tuple[str, str], list[str]] = {}
    for name, link, bits in copies:
        for i, group in enumerate(found[link].groups):
            for measure in group if bits >> i & 1 else ():
                names.setdefault((measure, link), []).append(name)
    laid = []
    for measure in sorted({m for m, _ in names}):
        for setting in network.measures[measure].facts:
            to = tuple(n for k in setting.links for n in names.get((measure, k), ()))
            laid.append((setting.model_copy(update={"links": to}), measure))
    wide = _copied(network, list(links), copies).overlay(rows_of(laid), network.name)
    ids = {link: [link] for link in links}
    for name, link, _ in copies:
        ids[link].append(name)
    for step in lineage(network, scenario) if scenario else ():
        facts = rows(step.facts, step.id)
        facts = facts[facts["link"].isin(list(ids))]
        facts = facts.assign(link=facts["link"].map(ids)).explode("link", ignore_index=True)
        wide = wide.overlay(facts, network.name)
    return wide


def _copied(network: Network, links: list[str], copies: list[tuple[str, str, int]]) -> Network:
    """Only some links, and copies of them under other names with the same facts."""
    table = network.links.loc[links]
    facts = network.facts_of(links)
    stops = network.stops[network.stops["link"].isin(links)]
    if copies:
        copy = pd.DataFrame([c[:2] for c in copies], columns=["copy", "link"])
        more = table.loc[copy["link"]].set_axis(copy["copy"].rename("link"))
        table = pd.concat([table, more])
        facts = pd.concat([facts, _renamed(facts, copy)], ignore_index=True)
        stops = pd.concat([stops, _renamed(stops, copy)], ignore_index=True)
    return replace(network, links=table, facts=facts, stops=stops, _wide={})


def _renamed(table: pd.DataFrame, copy: pd.DataFrame) -> pd.DataFrame:
    both = copy.merge(table, on="link", how="inner")
    return both.assign(link=both["copy"])[table.columns]


def as_built(capacity: pd.DataFrame, found: Mapping[str, Choice], measures: Collection[str]) -> pd.DataFrame:
    """Rows of a capacity table of links and their copies for one set of measures, under the names of the links.

    Raises
    ------
    KeyError
        Two of the measures contradict each other.
    """
    links = [k for k in capacity.index if "#" not in k]
    names = [found[k].name(measures) if k in found else k for k in links]
    return capacity.loc[names].set_axis(pd.Index(links, name="link"))
