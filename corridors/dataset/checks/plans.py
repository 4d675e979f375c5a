"""Checks of corridors, measures, scenarios, demand and headline: what they name is there, and nothing contradicts."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from corridors.dataset.checks.unknown_names import unknown
from corridors.dataset.folder import HEADLINE
from corridors.schema import KINDS, Setting
from corridors.wording.sentences import Written, joined_by_and, sentence

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from corridors.dataset import Geodata

# Kind of link -> attribute -> the least and the most it may be, and whether it is a whole number.
Bounds = dict[str, dict[str, tuple[float, float, bool]]]
Ends = dict[str, tuple[str, str]]
OTHER_MODE = {"rail": "road/", "road": "rail/"}


def codes(data: Geodata) -> None:
    """A code stands for one corridor, and is no other's id."""
    by_code: dict[str, str] = {}
    for corridor in data.records["corridors"].values():
        code, file = corridor.code.lower(), f"corridors/{corridor.id}.toml"
        other = by_code.setdefault(code, corridor.id)
        if other != corridor.id or (code in data.records["corridors"] and code != corridor.id):
            taken = code if other == corridor.id else other
            data.bad(
                file,
                None,
                sentence(
                    "code {code!r} is taken by corridor {taken!r}; give it another", code=corridor.code, taken=taken
                ),
                "code =",
            )


def corridor(data: Geodata, corridor: Any, ends: Ends) -> None:
    """The links of a corridor are there, lead on from one to the next, and reach its ends."""
    file = f"corridors/{corridor.id}.toml"
    variant(data, corridor, file)
    missing = [k for k in corridor.links if k not in ends]
    for link in missing:
        if not data.knows(f"links/{link.split('/')[0]}.geojson", link):
            data.bad(file, None, unknown(data, "link", link, ends), f'"{link}"')
    if missing:
        return
    for link in corridor.links:
        if link.startswith(OTHER_MODE[corridor.mode]):
            data.bad(
                file,
                None,
                sentence("{link!r} in a corridor of mode {mode!r}", link=link, mode=corridor.mode),
                f'"{link}"',
            )
    for route in (corridor.route, *(b.route for b in corridor.branches)):
        for link, message in breaks(route, ends):
            data.bad(file, None, message, f'"{link}"')
    reach = {n for k in corridor.route for n in ends[k]}
    waiting = list(corridor.branches)
    while joined := [b for b in waiting if reach & {n for k in b.route for n in ends[k]}]:
        reach |= {n for b in joined for k in b.route for n in ends[k]}
        waiting = [b for b in waiting if b not in joined]
    for branch in waiting:
        data.bad(
            file,
            None,
            sentence("branch {name!r} touches nothing; begin it at a node of the corridor", name=branch.name.en),
        )
    for end in (*corridor.origins, *corridor.destinations):
        if end not in reach:
            message = sentence("{end!r} is an origin or destination but no link of the corridor ends there", end=end)
            data.bad(file, None, message, f'"{end}"')


def variant(data: Geodata, corridor: Any, file: str) -> None:
    """A variant is one of another corridor, which is no variant itself."""
    if not corridor.variant_of:
        return
    others = {k: c for k, c in data.records["corridors"].items() if k != corridor.id}
    whole = others.get(corridor.variant_of)
    if whole is None:
        data.bad(file, None, unknown(data, "corridor", corridor.variant_of, others), "variant_of =")
    elif whole.variant_of:
        message = sentence("{id!r} is a variant itself; name {whole!r}", id=whole.id, whole=whole.variant_of)
        data.bad(file, None, message, "variant_of =")


def breaks(route: tuple[str, ...], ends: Ends) -> Iterator[tuple[str, str]]:
    """Places where a route does not go on: the link, and the message."""
    for link in [k for k, count in Counter(route).items() if count > 1]:
        yield link, sentence("{link!r} stands twice in one route; leave one", link=link)
    here: str | None = None  # the node that the route has come to
    for before, after in pairwise(route):
        shared = set(ends[before]) & set(ends[after])
        if not shared:
            yield (
                after,
                sentence(
                    "the route breaks between {before!r} and {after!r}: they share no node", before=before, after=after
                ),
            )
        elif here is not None and here not in ends[after] and before != after:
            yield (
                after,
                sentence(
                    "the route turns back at {after!r}: it has come to {here!r}; make a branch of it",
                    after=after,
                    here=here,
                ),
            )
            return
        joint = next(iter(sorted(shared)), None)
        here = None if joint is None or before == after else next((n for n in ends[after] if n != joint), None)


def bounds(data: Geodata) -> Bounds:
    """Per kind of link, what each attribute may be."""
    return {k: {r.attribute: (r.min, r.max, r.whole == "yes") for r in data.rows(f"schema/{k}.csv")} for k in KINDS}


def settings(data: Geodata, file: str, settings: tuple[Setting, ...], kind_of: dict[str, str], known: Bounds) -> None:
    """Facts of a measure or scenario are of links and attributes that are there, within bounds, and agree."""
    for setting in settings:
        for link in setting.links:
            kind = link.split("/")[0]
            if link not in kind_of:
                if not data.knows(f"links/{kind}.geojson", link):
                    data.bad(file, None, unknown(data, "link", link, kind_of), f'"{link}"')
            elif setting.attribute in known[kind]:
                _within(data, file, setting, link, *known[kind][setting.attribute])
            elif not data.knows(f"schema/{kind}.csv", setting.attribute):
                data.bad(
                    file, None, unknown(data, "attribute", setting.attribute, known[kind]), f'"{setting.attribute}"'
                )
    for (link, attribute), values in _values([("", settings)]).items():
        if len(values) > 1:
            shown = joined_by_and([f"{v:g}" for v in values])
            data.bad(
                file,
                None,
                sentence(
                    "{link} {attribute} is set to {shown}; leave one", link=link, attribute=attribute, shown=shown
                ),
                f'"{link}"',
            )


def _within(data: Geodata, file: str, setting: Setting, link: str, least: float, most: float, whole: bool) -> None:
    low = setting.value if setting.low is None else setting.low
    high = setting.value if setting.high is None else setting.high
    if whole and any(n != int(n) for n in (low, setting.value, high)):
        message = sentence(
            "{attribute} = {low:g}, {value:g}, {high:g}: what is counted is a whole number",
            attribute=setting.attribute,
            low=low,
            value=setting.value,
            high=high,
        )
        data.bad(file, None, message, f'"{setting.attribute}"')
    if not least <= low <= setting.value <= high <= most:
        shown = f"{link} {setting.attribute} = {setting.value:g} ({low:g}-{high:g})"
        message = sentence(
            "{shown} outside {least:g} .. {most:g}, or not low <= value <= high", shown=shown, least=least, most=most
        )
        data.bad(file, None, message, f'"{setting.attribute}"')


def measure(data: Geodata, measure: Any) -> None:
    """What a measure belongs to is there."""
    file = f"measures/{measure.id}.toml"
    for name in measure.corridors:
        if not data.knows("corridors", name):
            data.bad(file, None, unknown(data, "corridor", name, data.records["corridors"]), f'"{name}"')
    if measure.part_of == measure.id:
        data.bad(file, None, sentence("part_of: {id!r} is part of itself; name the whole", id=measure.id), "part_of =")
    elif _circles(data, measure):
        data.bad(
            file,
            None,
            sentence("part_of: {id!r} is a part of its own part; name the whole once", id=measure.id),
            "part_of =",
        )
    elif measure.part_of and not data.knows("measures", measure.part_of):
        data.bad(
            file,
            None,
            sentence("part_of: {problem}", problem=unknown(data, "measure", measure.part_of, data.records["measures"])),
            "part_of =",
        )


def _circles(data: Geodata, measure: Any) -> bool:
    """Whether the wholes of a measure lead back to it."""
    seen, step = {measure.id}, data.records["measures"].get(measure.part_of)
    while step and step.id not in seen:
        seen.add(step.id)
        step = data.records["measures"].get(step.part_of)
    return step is not None and step.id == measure.id


def scenario(data: Geodata, scenario: Any, kind_of: dict[str, str], known: Bounds) -> None:
    """What a scenario builds on is there, and its measures agree."""
    file = f"scenarios/{scenario.id}.toml"
    measures, corridors = data.records["measures"], data.records["corridors"]
    settings(data, file, scenario.facts, kind_of, known)
    for name in scenario.build:
        if not data.knows("measures", name):
            data.bad(file, None, unknown(data, "measure", name, measures), f'"{name}"')
    if scenario.target and not data.knows("corridors", scenario.target.corridor):
        data.bad(file, None, unknown(data, "corridor", scenario.target.corridor, corridors), "target =")
    nodes = set(data.tables["nodes.csv"]["node"])
    for row in scenario.demand:
        for node in (row.origin, row.destination):
            if not data.knows("nodes.csv", node):
                data.bad(file, None, unknown(data, "node", node, nodes), f'"{node}"')
        if row.origin == row.destination:
            data.bad(file, None, sentence("a demand from {place!r} to itself", place=row.origin), f'"{row.origin}"')
    inherited = _inherited(data, scenario)
    if inherited is None:
        return
    for name in scenario.leave_out:
        if name not in inherited:
            message = sentence("leaves out {name!r}, which no scenario that it extends builds", name=name)
            data.bad(file, None, message, ["leave_out", f'"{name}"'])
    build = dict.fromkeys([*(m for m in inherited if m not in scenario.leave_out), *scenario.build])
    for (link, attribute), values in _values((m, measures[m].facts) for m in build if m in measures).items():
        # What two of the inherited measures contradict is reported of the scenario that they come from.
        if len(values) > 1 and set(scenario.build) & set(values.values()):
            both = joined_by_and([sentence("{measure!r} has {value:g}", measure=m, value=v) for v, m in values.items()])
            data.bad(
                file,
                None,
                sentence(
                    "measures contradict: {link} {attribute}: {both}; leave one out",
                    link=link,
                    attribute=attribute,
                    both=both,
                ),
                "build =",
            )


def _inherited(data: Geodata, scenario: Any) -> list[str] | None:
    """Measures of the scenarios that one extends; none, and a problem, where `extends` leads nowhere."""
    file, scenarios = f"scenarios/{scenario.id}.toml", data.records["scenarios"]
    seen, step = [scenario.id], scenario
    chain: list[Any] = []
    while step.extends:
        if step.extends in seen:
            if step.extends == scenario.id:
                circle = " -> ".join([*seen, step.extends])
                data.bad(file, None, sentence("'extends' runs in a circle: {circle}", circle=circle), "extends =")
            return None
        if step.extends not in scenarios:
            if step is scenario and not data.knows("scenarios", step.extends):
                data.bad(file, None, unknown(data, "scenario", step.extends, scenarios), "extends =")
            return None
        step = scenarios[step.extends]
        seen.append(step.id)
        chain.insert(0, step)
    build: list[str] = []
    for step in chain:
        build = [*(m for m in build if m not in step.leave_out), *step.build]
    return build


def _values(stated: Iterable[tuple[str, tuple[Setting, ...]]]) -> dict[tuple[str, str], dict[float, str]]:
    """Per link and attribute, the values that settings give it, each with who gives it."""
    found: dict[tuple[str, str], dict[float, str]] = {}
    for name, settings in stated:
        for setting in settings:
            for link in setting.links:
                found.setdefault((link, setting.attribute), {}).setdefault(setting.value, name)
    return found


def demand(data: Geodata) -> None:
    """The ends of every demand are nodes."""
    nodes = set(data.tables["nodes.csv"]["node"])
    for row in data.rows("demand.csv"):
        for node in (row.origin, row.destination):
            if not data.knows("nodes.csv", node):
                data.bad("demand.csv", row.line, unknown(data, "node", node, nodes))


def statements(data: Geodata) -> None:
    """What a statement names is there: series, corridors, scenarios; and the model has what it is asked about."""
    file = "statements.csv"
    known = {
        "series": data.named.get("observed.csv", set()) | set(data.tables["observed.csv"]["series"]),
        "corridors": data.named["corridors"],
        "scenarios": data.named["scenarios"],
    }
    words = {"series": "series in observed.csv", "corridors": "corridor", "scenarios": "scenario"}
    for row in data.rows(file):
        for column, names in known.items():
            for name in filter(None, str(getattr(row, column)).split(";")):
                if name not in names and "observed.csv" not in data.unread:
                    data.bad(file, row.line, unknown(data, words[column], name, sorted(names)))
        needed = {"flow": ("corridors", "scenarios"), "growth": ("corridors", "series"), "posts": ("scenarios",)}
        for column in needed.get(row.model, ("corridors",) if row.model == "count" else ()):
            if not getattr(row, column):
                data.bad(
                    file,
                    row.line,
                    sentence(
                        "{statement!r}: the model {model!r} needs {column}",
                        statement=row.statement,
                        model=row.model,
                        column=Written(column),
                    ),
                )


def headline(data: Geodata, kind_of: dict[str, str]) -> None:
    """Corridor, scenarios and link of the headline are there."""
    asked = data.headline
    if asked is None:
        return
    if not data.knows("corridors", asked.corridor):
        data.bad(HEADLINE, None, unknown(data, "corridor", asked.corridor, data.records["corridors"]), "corridor =")
    for name in dict.fromkeys(asked.scenarios):
        if asked.scenarios.count(name) > 1:
            data.bad(HEADLINE, None, sentence("scenario {name!r} stands twice; leave one", name=name), f'"{name}"')
        if not data.knows("scenarios", name):
            data.bad(HEADLINE, None, unknown(data, "scenario", name, data.records["scenarios"]), f'"{name}"')
    link = asked.stated_on
    if link and link not in kind_of and not data.knows(f"links/{link.split('/')[0]}.geojson", link):
        data.bad(HEADLINE, None, unknown(data, "link", link, kind_of), "stated_on =")
    borders = data.links.loc[data.links["kind"] == "border", "country"]
    known = {"posts_border": ("border", borders), "posts_series": ("series", data.tables["observed.csv"]["series"])}
    for key, (what, names) in known.items():
        name = getattr(asked, key)
        if name is not None and name not in set(names):
            data.bad(HEADLINE, None, unknown(data, what, name, sorted(set(names))), f"{key} =")
