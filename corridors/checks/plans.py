"""Checks of corridors, measures, scenarios and demand: what they name is there, and nothing contradicts."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

from corridors.checks.words import unknown
from corridors.shapes import KINDS, Setting
from corridors.tables import Geodata

Bounds = dict[str, dict[str, tuple[float, float]]]


def corridor(data: Geodata, corridor: Any, ends: dict[str, tuple[str, str]]) -> None:
    file = f"corridors/{corridor.id}.toml"
    missing = [k for k in corridor.links if k not in ends]
    for link in missing:
        data.bad(file, None, unknown("link", link, ends))
    if missing:
        return
    for route in (corridor.route, *(b.route for b in corridor.branches)):
        for before, after in pairwise(route):
            if not set(ends[before]) & set(ends[after]):
                data.bad(file, None, f"the route breaks between {before!r} and {after!r}: they share no node")
    trunk = {n for k in corridor.route for n in ends[k]}
    reach, waiting = set(trunk), list(corridor.branches)
    while waiting:
        joined = [b for b in waiting if reach & {n for k in b.route for n in ends[k]}]
        if not joined:
            for branch in waiting:
                data.bad(file, None, f"branch {branch.name.en!r} touches nothing")
            break
        for branch in joined:
            reach |= {n for k in branch.route for n in ends[k]}
            waiting.remove(branch)
    for end in (*corridor.origins, *corridor.destinations):
        if end not in reach:
            data.bad(file, None, f"{end!r} is an origin or destination but no link of the corridor ends there")


def settings(data: Geodata, file: str, settings: tuple[Setting, ...], kind_of: dict[str, str], known: Bounds) -> None:
    for setting in settings:
        for link in setting.links:
            if link not in kind_of:
                data.bad(file, None, unknown("link", link, kind_of))
                continue
            within = known[kind_of[link]]
            if setting.attribute not in within:
                data.bad(file, None, unknown("attribute", setting.attribute, within))
                continue
            least, most = within[setting.attribute]
            low = setting.value if setting.low is None else setting.low
            high = setting.value if setting.high is None else setting.high
            if not least <= low <= setting.value <= high <= most:
                told = f"{link} {setting.attribute} = {setting.value:g} ({low:g}-{high:g})"
                data.bad(file, None, f"{told} outside {least:g} .. {most:g}, or not low <= value <= high")


def bounds(data: Geodata) -> Bounds:
    """Per kind of link, the least and the most that each attribute may be."""
    return {k: {r.attribute: (r.min, r.max) for r in data.tables[f"schema/{k}.csv"].itertuples()} for k in KINDS}


def scenario(data: Geodata, scenario: Any, kind_of: dict[str, str], known: Bounds) -> None:
    file = f"scenarios/{scenario.id}.toml"
    measures, scenarios = data.records["measures"], data.records["scenarios"]
    settings(data, file, scenario.facts, kind_of, known)
    seen, step, build = [scenario.id], scenario, list(scenario.build)
    while step.extends:
        if step.extends not in scenarios:
            data.bad(file, None, unknown("scenario", step.extends, scenarios))
            return
        if step.extends in seen:
            data.bad(file, None, f"'extends' runs in a circle: {' -> '.join([*seen, step.extends])}")
            return
        step = scenarios[step.extends]
        seen.append(step.id)
        build += step.build
    for name in build:
        if name not in measures:
            data.bad(file, None, unknown("measure", name, measures))
    if scenario.target and scenario.target.corridor not in data.records["corridors"]:
        data.bad(file, None, unknown("corridor", scenario.target.corridor, data.records["corridors"]))
    nodes = set(data.tables["nodes.csv"]["node"])
    for row in scenario.demand:
        for node in (row.origin, row.destination):
            if node not in nodes:
                data.bad(file, None, unknown("node", node, nodes))
    says: dict[tuple[str, str], tuple[float, str]] = {}
    for name in dict.fromkeys(build):
        for setting in measures[name].facts if name in measures else ():
            for link in setting.links:
                value, other = says.setdefault((link, setting.attribute), (setting.value, name))
                if value != setting.value:
                    message = f"measures {other!r} and {name!r} contradict: {link} {setting.attribute}"
                    data.bad(file, None, f"{message} is {value:g} or {setting.value:g}; leave one out")


def demand(data: Geodata) -> None:
    nodes = set(data.tables["nodes.csv"]["node"])
    for row in data.tables["demand.csv"].itertuples():
        for node in (row.origin, row.destination):
            if node not in nodes:
                data.bad("demand.csv", row.line, unknown("node", node, nodes))
