"""A network and its answers as the one block of data that the page carries; texts stay texts, numbers are short."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pandas as pd

from corridors.atlas import entries, style
from corridors.atlas.answers import Answers
from corridors.atlas.encode import number, polyline
from corridors.atlas.entries import Shelf, attribute_names, names_of
from corridors.atlas.ground import ground
from corridors.atlas.limits import limit_of
from corridors.atlas.words import words
from corridors.shapes import LANGUAGES, Corridor

if TYPE_CHECKING:
    from corridors.network import Network

DECIMALS = 4
YEARS = (2025, 2030)
POST_TEXTS = ("status", "modernisation", "road", "neighbour", "position_error_km")


def payload(
    network: Network,
    answers: Answers,
    links: Sequence[str],
    corridors: Sequence[Corridor],
    scenarios: Sequence[str],
    language: str,
    tiles: dict[str, str] | None = None,
) -> dict[str, Any]:
    """All that the scripts of the page know.

    Parameters
    ----------
    network : Network
        As loaded.
    answers : Answers
        See `answers.answer`.
    links, corridors, scenarios : sequences
        What is drawn, in this order.
    language : str
        In which the page opens.
    tiles : dict, optional
        `url` and `credit` of an online background.

    Returns
    -------
    dict
        Only what JSON knows.
    """
    answers = replace(answers, own={s: answers.own[s] for s in scenarios if s in answers.own})
    nodes, sources, limits = Shelf(), Shelf(), Shelf()
    measures = entries.measures_of(network, links, corridors)
    place = {m: i for i, m in enumerate(measures)}
    facts = _facts(network, links, sources)
    rows = [
        _link(network, answers, link, facts["stated"].get(link, []), place, nodes, sources, limits) for link in links
    ]
    return {
        "language": language,
        "languages": list(LANGUAGES),
        "words": words(),
        "style": style.for_page(),
        "ground": ground(network.root),
        "cities": entries.cities(network),
        "decimals": DECIMALS,
        "years": list(YEARS),
        "links": rows,
        "attributes": entries.attributes(network),
        "defaults": facts["defaults"],
        "limits": limits.things,
        "measures": [entries.measure(network, m, sources) for m in measures],
        "scenarios": [entries.scenario(network, s, place, sources) for s in scenarios],
        "corridors": [entries.corridor(c, links, nodes, sources) for c in corridors],
        "cpmm": answers.cpmm,
        "flows": {s: [number(v, 3) for v in answers.flows[s].reindex(links)] for s in scenarios if s in answers.flows},
        "nodes": [entries.node(network, n) for n in nodes.things],
        "sources": [entries.source(network, s) for s in sources.things],
        "newest": entries.newest(network),
        "tiles": tiles,
    }


def _link(network, answers, link, stated, place, nodes, sources, limits) -> dict[str, Any]:
    row = network.links.loc[link]
    shape = row.geometry
    if shape.geom_type == "LineString":
        shape = shape.simplify(0.002, preserve_topology=False)
        # A post or terminal is one place, however its line runs.
        shape = shape.interpolate(0.5, normalized=True) if row["kind"] in ("border", "terminal") else shape
    out: dict[str, Any] = {
        "id": link,
        "kind": row["kind"],
        "form": row["form"],
        "n": names_of(row),
        "ends": [nodes.put(row["from_node"]), nodes.put(row["to_node"])],
        "country": row["country"],
        "g": polyline(shape.coords, DECIMALS),
        "facts": stated,
        "v": {"0": _variant(answers.capacity.loc[link], limits)},
    }
    if row["kind"] == "border":
        out["post"] = {k: str(row[k]) for k in POST_TEXTS if str(row.get(k, "")) not in ("", "nan")}
        for k in ("other", "region", "other_region"):
            if str(row.get(f"{k}_en", "")):
                out["post"][k] = [str(row[f"{k}_{x}"]) for x in LANGUAGES]
    if str(row.get("note", "")):
        out["note"] = str(row["note"])
    if str(row.get("source", "")):
        out["src"] = [sources.put(s) for s in str(row["source"]).split(";")]
    choice = answers.choices.get(link)
    if choice:
        out["m"] = [[place[m] for m in group if m in place] for group in choice.groups]
        out["v"] |= {str(b): _variant(answers.capacity.loc[f"{link}#{b}"], limits) for b in choice.sets if b}
        if choice.clash:
            out["clash"] = list(choice.clash)
    journey = {b: _journey(answers.capacity.loc[f"{link}#{b}" if b != "0" else link]) for b in out["v"]}
    out["t"] = {b: t for b, t in journey.items() if b == "0" or t != journey["0"]}
    if link in answers.there.index:
        out["there"] = number(answers.there[link], 3)
    for name, table in answers.own.items():
        if link in table.index:
            own = {str(b): _variant(table.loc[f"{link}#{b}"], limits) for b in (choice.sets if choice else ()) if b}
            out.setdefault("own", {})[name] = {"0": _variant(table.loc[link], limits), **own}
    if link in answers.ranges.index:
        bounds = answers.ranges.loc[link]
        drivers = [str(bounds[f"driver_{i}"]) for i in (1, 2, 3) if bounds[f"driver_{i}"]]
        out["range"] = [number(bounds["likely_low_mtpa"], 2), number(bounds["likely_high_mtpa"], 2), drivers]
    if link in answers.waits:
        out["wait"] = {
            k: [number(x, 3) for x in v] if isinstance(v, list) else number(v) if k != "counted" else v
            for k, v in answers.waits[link].items()
        }
    return out


def _variant(row: pd.Series, limits: Shelf) -> list[Any]:
    """Capacity (all digits: the page adds and compares them), limit, grade, and stated beside modelled."""
    out = [
        float(row["capacity_mtpa"]),
        limits.put(limit_of(str(row["limit"]))),
        row["grade"],
        number(row["modelled_mtpa"], 2),
        number(row["stated_mtpa"], 2),
    ]
    return out if out[-1] is not None else out[:-1]


def _journey(row: pd.Series) -> list[Any]:
    return [number(row[k], 3) for k in ("km", "moving_h", "h", "usd_per_t")]


def _facts(network: Network, links: Sequence[str], sources: Shelf) -> dict[str, Any]:
    """Stated facts and rivals by link; defaults once for all links of a kind and form."""
    names = {a: i for i, a in enumerate(attribute_names(network))}
    facts = network.facts[network.facts["link"].isin(list(links))]
    facts = facts.assign(order=facts["role"].map({"used": 0, "rival": 1})).sort_values(
        ["link", "attribute", "order", "source", "value"], kind="stable"
    )
    stated: dict[str, list[Any]] = {}
    columns = ["link", "attribute", "value", "low", "high", "grade", "source", "note", "role", "origin"]
    for link, attribute, value, low, high, grade, source, note, role, origin in facts[columns].itertuples(index=False):
        if origin == "default" and attribute != "length_km":
            continue
        places = [sources.put(s) for s in str(source).split(";")]
        row = [names[attribute], number(value), number(low), number(high), grade, places, 1 if role == "rival" else 0]
        stated.setdefault(link, []).append([*row, note] if note and note != "default" else row)
    defaults = []
    for kind, table in network.schema.items():
        for attribute, row in table.iterrows():
            if row["default"] == row["default"]:
                places = [sources.put(s) for s in str(row["source"] or "project-estimate").split(";")]
                values = [number(row[k]) for k in ("default", "low", "high")]
                defaults.append([kind, row["form"], names[attribute], *values, "D", places])
    return {"stated": stated, "defaults": defaults}
