"""Capacity of each link for every set of the measures that touch it, all in one call of the capacity models."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

import pandas as pd

from corridors.capacity import capacities
from corridors.flow.costs import link_costs
from corridors.network import Network
from corridors.scenarios import lineage, rows, rows_of

# A link with more groups of measures than this gets only the sets that some scenario builds, and each group alone.
MOST_GROUPS = 7


@dataclass(frozen=True)
class Choice:
    """What can be done to one link.

    Attributes
    ----------
    groups : tuple of tuple of str
        Measures that set the same facts of this link stand in one group; bit i of a variant is group i.
    sets : tuple of int
        Variants that were computed; one that is missing among them contradicts itself or was left out.
    """

    link: str
    groups: tuple[tuple[str, ...], ...]
    sets: tuple[int, ...]
    clash: tuple[int, ...]


def choices(network: Network, links: Sequence[str]) -> dict[str, Choice]:
    """For each of some links, the measures that touch it and the sets of them that can be built together."""
    found: dict[str, dict[str, dict[str, float]]] = {}
    wanted = set(links)
    for measure in sorted(network.measures):
        for setting in network.measures[measure].facts:
            for link in wanted.intersection(setting.links):
                found.setdefault(link, {}).setdefault(measure, {})[setting.attribute] = setting.value
    return {link: _choice(network, link, found[link]) for link in sorted(found)}


def _choice(network: Network, link: str, effects: dict[str, dict[str, float]]) -> Choice:
    like: dict[tuple[tuple[str, float], ...], list[str]] = {}
    for measure, facts in effects.items():
        like.setdefault(tuple(sorted(facts.items())), []).append(measure)
    groups = tuple(tuple(g) for g in like.values())
    if len(groups) <= MOST_GROUPS:
        asked = list(range(2 ** len(groups)))
    else:
        built = [{m for step in lineage(network, s) for m in step.build} for s in network.scenarios]
        asked = [sum(1 << i for i, g in enumerate(groups) if b.intersection(g)) for b in built]
        asked = sorted({0, *asked, *(1 << i for i in range(len(groups)))})
    clash = [bits for bits in asked if _contradicts(bits, list(like))]
    return Choice(link, groups, tuple(b for b in asked if b not in clash), tuple(clash))


def _contradicts(bits: int, effects: list[tuple[tuple[str, float], ...]]) -> bool:
    said: dict[str, float] = {}
    return any(
        said.setdefault(attribute, value) != value
        for i, facts in enumerate(effects)
        if bits >> i & 1
        for attribute, value in facts
    )


def as_built(capacity: pd.DataFrame, found: dict[str, Choice], measures: Collection[str]) -> pd.DataFrame:
    """Rows of `capacities_of_choices` for one set of measures, under the names of the links.

    Raises
    ------
    KeyError
        Two of the measures contradict each other.
    """
    links = [k for k in capacity.index if "#" not in k]
    names = []
    for link in links:
        groups = found[link].groups if link in found else ()
        bits = sum(1 << i for i, group in enumerate(groups) if not set(group).isdisjoint(measures))
        names.append(f"{link}#{bits}" if bits else link)
    return capacity.loc[names].set_axis(pd.Index(links, name="link"))


def capacities_of_choices(
    network: Network, links: Sequence[str], found: dict[str, Choice], scenario: str | None = None
) -> pd.DataFrame:
    """Capacities of links and of their variants.

    Parameters
    ----------
    network : Network
        As loaded.
    links : sequence of str
        Links as they are.
    found : dict
        As `choices` gives it.
    scenario : str, optional
        A scenario whose own facts are laid over every variant.

    Returns
    -------
    DataFrame
        As `capacities`, with km, moving_h, h, usd_per_t; the index is the link for nothing built, "link#bits" for a
        variant.
    """
    clones = [(f"{c.link}#{bits}", c.link, bits) for c in found.values() for bits in c.sets if bits]
    wide = _with_clones(network, list(links), clones)
    names: dict[tuple[str, str], list[str]] = {}
    for name, link, bits in clones:
        for i, group in enumerate(found[link].groups):
            for measure in group if bits >> i & 1 else ():
                names.setdefault((measure, link), []).append(name)
    laid = []
    for measure in sorted({m for m, _ in names}):
        for setting in network.measures[measure].facts:
            to = tuple(n for k in setting.links for n in names.get((measure, k), ()))
            laid.append((setting.model_copy(update={"links": to}), measure))
    wide = wide.overlay(rows_of(laid), network.name)
    if scenario:
        ids = {link: [link] for link in links}
        for name, link, _ in clones:
            ids.setdefault(link, []).append(name)
        for step in lineage(network, scenario):
            facts = rows(step.facts, step.id)
            facts = facts[facts["link"].isin(list(ids))]
            facts = facts.assign(link=facts["link"].map(ids)).explode("link", ignore_index=True)
            wide = wide.overlay(facts, network.name)
    return capacities(wide).join(link_costs(wide)[["km", "moving_h", "h", "usd_per_t"]])


def _with_clones(network: Network, links: list[str], clones: list[tuple[str, str, int]]) -> Network:
    """Only some links, and copies of them under other names with the same facts."""
    every = list(dict.fromkeys([*links, *(c[1] for c in clones)]))
    table = network.links.loc[every]
    facts = network.facts[network.facts["link"].isin(every)]
    stops = network.stops[network.stops["link"].isin(every)]
    if clones:
        copy = pd.DataFrame([c[:2] for c in clones], columns=["clone", "link"])
        more = table.loc[copy["link"]].set_axis(copy["clone"].rename("link"))
        table = pd.concat([table, more])
        facts = pd.concat([facts, _renamed(facts, copy)], ignore_index=True)
        stops = pd.concat([stops, _renamed(stops, copy)], ignore_index=True)
    return replace(network, links=table, facts=facts, stops=stops, _wide={})


def _renamed(table: pd.DataFrame, copy: pd.DataFrame) -> pd.DataFrame:
    both = copy.merge(table, on="link", how="inner")
    return both.assign(link=both["clone"])[table.columns]
