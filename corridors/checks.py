"""Checks across the tables of a geodata folder: names, bounds, geometry, routes, measures, scenarios, sources."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable
from typing import Any

import numpy as np
import pandas as pd
import shapely
from pyproj import Geod

from corridors.errors import near
from corridors.shapes import KINDS, Setting
from corridors.tables import Geodata

REGION = (18.0, 18.0, 112.0, 68.0)  # lon, lat, lon, lat: what the maps show
BAND = {"rail": (0.97, 1.50), "road": (0.89, 1.35), "sea": (0.95, 1.60)}  # published over drawn length
END_KM = {"rail": 2.0, "road": 2.0, "sea": 5.0, "border": 25.0, "terminal": 25.0}
OWN_SOURCES = ("project-estimate", "computed", "")


def check(data: Geodata) -> None:
    """Note every problem of a geodata folder in `data.problems`.

    Parameters
    ----------
    data : Geodata
        As `tables.read` gives it.
    """
    links = pd.concat([data.tables[f"links/{k}.geojson"] for k in KINDS], ignore_index=True)
    _duplicates(data)
    _nodes(data)
    _links(data, links)
    kind_of = dict(zip(links["link"], links["kind"], strict=True))
    _schema(data)
    _facts(data, kind_of)
    _stops(data, kind_of)
    _lengths(data, links)
    ends = {r.link: (r.from_node, r.to_node) for r in links.itertuples()}
    for corridor in data.records["corridors"].values():
        _corridor(data, corridor, ends)
    for measure in data.records["measures"].values():
        _settings(data, f"measures/{measure.id}.toml", measure.facts, kind_of)
    for scenario in data.records["scenarios"].values():
        _scenario(data, scenario, kind_of)
    _demand(data)
    _sources(data)


def _unknown(what: str, name: str, known: Iterable[str]) -> str:
    close = near(name, known)
    return f"{name!r}: no such {what}" + (f"; did you mean {' or '.join(map(repr, close))}?" if close else "")


def _duplicates(data: Geodata) -> None:
    keys: dict[str, list[str]] = {"sources.csv": ["source"], "nodes.csv": ["node"]}
    keys |= {f"schema/{k}.csv": ["attribute", "form"] for k in KINDS}
    for file, key in keys.items():
        frame = data.tables[file]
        for row in frame[frame.duplicated(key)].to_dict("records"):
            data.bad(file, row["line"], f"{' '.join(row[k] for k in key)!r} stands twice; give each its own name")
    links = pd.concat([data.tables[f"links/{k}.geojson"][["link", "kind", "line"]] for k in KINDS])
    for row in links[links.duplicated("link")].itertuples():
        data.bad(f"links/{row.kind}.geojson", None, f"{row.link!r} (feature {row.line}) stands twice")


def _nodes(data: Geodata) -> None:
    nodes = data.tables["nodes.csv"]
    for row in nodes.itertuples():
        place = f"{row.node!r} at lon {row.lon:g}, lat {row.lat:g}"
        if _inside(row.lon, row.lat):
            continue
        swapped = "; longitude and latitude seem swapped" if _inside(row.lat, row.lon) else ""
        data.bad("nodes.csv", row.line, f"{place} lies outside the region {REGION}{swapped}")


def _inside(lon: float, lat: float) -> bool:
    return REGION[0] <= lon <= REGION[2] and REGION[1] <= lat <= REGION[3]


def _links(data: Geodata, links: pd.DataFrame) -> None:
    nodes = data.tables["nodes.csv"].drop_duplicates("node").set_index("node")
    spots = {n: (r.lon, r.lat) for n, r in zip(nodes.index, nodes.itertuples(), strict=True)}
    geod = Geod(ellps="WGS84")
    for row in links.itertuples():
        file = f"links/{row.kind}.geojson"
        if not str(row.link).startswith(f"{row.kind}/"):
            data.bad(file, None, f"{row.link!r}: the name must begin with '{row.kind}/'")
        xy = shapely.get_coordinates(row.geometry)
        if not all(_inside(x, y) for x, y in xy):
            swapped = "; longitude and latitude seem swapped" if all(_inside(y, x) for x, y in xy) else ""
            data.bad(file, None, f"{row.link!r} leaves the region {REGION}{swapped}")
        for end, point in ((row.from_node, xy[0]), (row.to_node, xy[-1])):
            if end not in spots:
                data.bad(file, None, f"{row.link!r}: {_unknown('node', end, spots)}")
                continue
            lon, lat = spots[end]
            away = geod.inv(point[0], point[1], lon, lat)[2] / 1000
            if away > END_KM[row.kind]:
                data.bad(file, None, f"{row.link!r} ends {away:.1f} km from its node {end!r}; move the end or the node")


def _schema(data: Geodata) -> None:
    kinds = data.tables["schema/kinds.csv"]
    for kind in set(KINDS) - set(kinds.get("kind", ())):
        data.bad("schema/kinds.csv", None, f"kind {kind!r} has no row; say which model answers for it")
    for kind in KINDS:
        for row in data.tables[f"schema/{kind}.csv"].itertuples():
            numbers = [row.min, row.low, row.default, row.high, row.max]
            given = [n for n in numbers if not np.isnan(n)]
            if given != sorted(given):
                message = f"{row.attribute!r}: min <= low <= default <= high <= max does not hold: {numbers}"
                data.bad(f"schema/{kind}.csv", row.line, message)


def _all_facts(data: Geodata) -> pd.DataFrame:
    """Facts of every kind in one frame, with the file they stand in and what the schema says of the attribute."""
    facts = pd.concat([data.tables[f"facts/{k}.csv"].assign(kind=k, file=f"facts/{k}.csv") for k in KINDS])
    schema = pd.concat([data.tables[f"schema/{k}.csv"].drop_duplicates("attribute").assign(kind=k) for k in KINDS])
    known = schema[["kind", "attribute", "unit", "min", "max"]].rename(columns={"unit": "its_unit"})
    return facts.merge(known, on=["kind", "attribute"], how="left")


def _facts(data: Geodata, kind_of: dict[str, str]) -> None:
    facts = _all_facts(data)
    least, most = facts[["value", "low", "high"]].min(axis=1), facts[["value", "low", "high"]].max(axis=1)
    key = ["link", "attribute"]
    used = facts[facts["role"] == "used"]
    known = facts["its_unit"].notna()
    attributes = {k: set(data.tables[f"schema/{k}.csv"]["attribute"]) for k in KINDS}
    own = {k: [n for n, v in kind_of.items() if v == k] for k in KINDS}
    vague = facts["grade"].isin(["C", "D"]) & (facts["role"] == "used") & (facts["low"].isna() | facts["high"].isna())
    paired = pd.MultiIndex.from_frame(facts[key]).isin(pd.MultiIndex.from_frame(used[key]))
    wrong: list[tuple[Any, Callable[[Any], str]]] = [
        (facts["link"].map(kind_of) != facts["kind"], lambda r: _unknown("link", r.link, own[r.kind])),
        (~known, lambda r: _unknown("attribute", r.attribute, attributes[r.kind])),
        (
            known & (facts["unit"] != facts["its_unit"]),
            lambda r: f"{r.attribute} is in {r.unit!r}; the schema has {r.its_unit!r}",
        ),
        (
            (least < facts["min"]) | (most > facts["max"]),
            lambda r: f"{r.attribute!r} = {r.value:g} (or its bounds) outside {r.min:g} .. {r.max:g}",
        ),
        (
            (facts["low"] > facts["value"]) | (facts["high"] < facts["value"]),
            lambda r: f"low <= value <= high does not hold: {r.low:g}, {r.value:g}, {r.high:g}",
        ),
        (vague, lambda r: f"{r.attribute}: a fact of grade {r.grade} needs low and high"),
        (
            (facts["role"] == "used") & facts.duplicated([*key, "role"]),
            lambda r: f"{r.link} {r.attribute} is 'used' twice; make one a 'rival'",
        ),
        (~paired, lambda r: f"{r.link} {r.attribute} has a rival but none that is 'used'"),
    ]
    for mask, words in wrong:
        for row in facts[mask].itertuples():
            data.bad(str(row.file), int(row.line), words(row))


def _stops(data: Geodata, kind_of: dict[str, str]) -> None:
    rail = [k for k, v in kind_of.items() if v == "rail"]
    stops = data.tables["stops.csv"]
    for row in stops[~stops["link"].isin(rail)].itertuples():
        data.bad("stops.csv", row.line, _unknown("rail link", row.link, rail))


def _lengths(data: Geodata, links: pd.DataFrame) -> None:
    geod = Geod(ellps="WGS84")
    drawn = {
        r.link: geod.geometry_length(r.geometry) / 1000
        for r in links[links["kind"].isin(BAND)].itertuples()
        if r.geometry.geom_type == "LineString"
    }
    for kind, (low, high) in BAND.items():
        facts = data.tables[f"facts/{kind}.csv"]
        stated = facts[(facts["attribute"] == "length_km") & (facts["role"] == "used") & facts["link"].isin(drawn)]
        for row in stated.itertuples():
            ratio = row.value / max(drawn[row.link], 1e-9)
            # A short border section is known to a kilometre only.
            if not low <= ratio <= high and abs(row.value - drawn[row.link]) > 6:
                message = f"{row.link}: length {row.value:g} km over drawn {drawn[row.link]:.1f} km is {ratio:.2f}"
                data.bad(f"facts/{kind}.csv", row.line, f"{message}, outside {low} .. {high}")


def _corridor(data: Geodata, corridor: Any, ends: dict[str, tuple[str, str]]) -> None:
    file = f"corridors/{corridor.id}.toml"
    missing = [k for k in corridor.links if k not in ends]
    for link in missing:
        data.bad(file, None, _unknown("link", link, ends))
    if missing:
        return
    for route in (corridor.route, *(b.route for b in corridor.branches)):
        for before, after in itertools.pairwise(route):
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


def _settings(data: Geodata, file: str, settings: tuple[Setting, ...], kind_of: dict[str, str]) -> None:
    for setting in settings:
        for link in setting.links:
            if link not in kind_of:
                data.bad(file, None, _unknown("link", link, kind_of))
                continue
            bounds = _bounds(data, kind_of[link])
            if setting.attribute not in bounds:
                data.bad(file, None, _unknown("attribute", setting.attribute, bounds))
                continue
            least, most = bounds[setting.attribute]
            low = setting.value if setting.low is None else setting.low
            high = setting.value if setting.high is None else setting.high
            if not least <= low <= setting.value <= high <= most:
                told = f"{link} {setting.attribute} = {setting.value:g} ({low:g}-{high:g})"
                data.bad(file, None, f"{told} outside {least:g} .. {most:g}, or not low <= value <= high")


def _bounds(data: Geodata, kind: str) -> dict[str, tuple[float, float]]:
    schema = data.tables[f"schema/{kind}.csv"]
    return dict(zip(schema["attribute"], zip(schema["min"], schema["max"], strict=True), strict=True))


def _scenario(data: Geodata, scenario: Any, kind_of: dict[str, str]) -> None:
    file = f"scenarios/{scenario.id}.toml"
    measures, scenarios = data.records["measures"], data.records["scenarios"]
    _settings(data, file, scenario.facts, kind_of)
    seen, step, build = [scenario.id], scenario, list(scenario.build)
    while step.extends:
        if step.extends not in scenarios:
            data.bad(file, None, _unknown("scenario", step.extends, scenarios))
            return
        if step.extends in seen:
            data.bad(file, None, f"'extends' runs in a circle: {' -> '.join([*seen, step.extends])}")
            return
        step = scenarios[step.extends]
        seen.append(step.id)
        build += step.build
    for name in build:
        if name not in measures:
            data.bad(file, None, _unknown("measure", name, measures))
    if scenario.target and scenario.target.corridor not in data.records["corridors"]:
        data.bad(file, None, _unknown("corridor", scenario.target.corridor, data.records["corridors"]))
    nodes = set(data.tables["nodes.csv"]["node"])
    for row in scenario.demand:
        for node in (row.origin, row.destination):
            if node not in nodes:
                data.bad(file, None, _unknown("node", node, nodes))
    says: dict[tuple[str, str], tuple[float, str]] = {}
    for name in dict.fromkeys(build):
        for setting in measures[name].facts if name in measures else ():
            for link in setting.links:
                value, other = says.setdefault((link, setting.attribute), (setting.value, name))
                if value != setting.value:
                    message = f"measures {other!r} and {name!r} contradict: {link} {setting.attribute}"
                    data.bad(file, None, f"{message} is {value:g} or {setting.value:g}; leave one out")


def _demand(data: Geodata) -> None:
    nodes = set(data.tables["nodes.csv"]["node"])
    for row in data.tables["demand.csv"].itertuples():
        for node in (row.origin, row.destination):
            if node not in nodes:
                data.bad("demand.csv", row.line, _unknown("node", node, nodes))


def _sources(data: Geodata) -> None:
    """Every source that is named exists, and every source that exists is named somewhere in the folder."""
    known = data.tables["sources.csv"]
    ids = set(known["source"])
    named: set[str] = set()

    def name(file: str, line: int | None, text: str) -> None:
        for source in str(text).split(";"):
            named.add(source)
            if source not in ids and source not in OWN_SOURCES:
                data.bad(file, line, _unknown("source in sources.csv", source, ids))

    for file, frame in data.tables.items():
        if "source" in frame and file != "sources.csv":
            for row in frame.drop_duplicates("source").itertuples():
                name(file, None if file.endswith("geojson") else row.line, row.source)
    for folder, records in data.records.items():
        for record in records.values():
            file = f"{folder}/{record.id}.toml"
            cited = [*getattr(record, "sources", ()), *(s.source for s in getattr(record, "facts", ()))]
            target = getattr(record, "target", None)
            for text in [*cited, *([target.source] if target else [])]:
                name(file, None, text)
    for path in sorted(data.root.glob("*.csv")):  # tables that only some answers read: cases, cpmm, cities
        if path.name not in data.tables:
            text = pd.read_csv(path, dtype=str, keep_default_na=False)
            for line, source in enumerate(text.get("source", ()), 2):
                name(path.name, line, source)
    for row in known[~known["source"].isin(named)].itertuples():
        data.bad("sources.csv", row.line, f"source {row.source!r} is used nowhere; use it or delete the row")
