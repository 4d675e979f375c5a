"""A network and its answers as the one block of data that the page carries; texts stay texts, numbers are short."""

from __future__ import annotations

import hashlib
from math import ceil, isfinite, log2
from typing import TYPE_CHECKING, Any

import pandas as pd

from corridors import __version__
from corridors.atlas import entries, outlook
from corridors.atlas.basemap import basemap
from corridors.atlas.encode import mercator, path, polyline, safe_json, short
from corridors.atlas.entries import Shelf, attribute_names, names_of
from corridors.atlas.results import JOURNEY
from corridors.cartography import style
from corridors.cartography.credits import credits_of
from corridors.cartography.words import words_on_screen
from corridors.scenarios import years
from corridors.schema import LANGUAGES, Corridor
from corridors.whatif.measure_sets import copy_name
from corridors.wording.limits import page_words, shown_values

if TYPE_CHECKING:
    from collections.abc import Hashable, Sequence

    import geopandas as gpd

    from corridors.atlas.results import Answers
    from corridors.network import Network

# Of the shape of all this; a script that reads it can refuse what it does not know.
EDITION = 7
DECIMALS = 4
# Lines in two levels: as fine as their numbers are written, and as coarse as they may be where all links are seen at
# once: a pixel off where these are so many pixels wide, and no coarser than the last.
FINE_DEG, MOST_DEG, WIDEST_PX = 0.0001, 0.012, 2700
# Half a pixel at zoom 0, degrees.
HALF_PIXEL_DEG = 0.5 * 360 / 256
# A map is wider than high.
ASPECT = 1.5
# Coarse lines are written in halves of a pixel of the zoom below which they serve, at most so fine.
HALF_BITS, MOST_BITS = 1, 15
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
    nodes, sources, limits = Shelf(), Shelf(), Shelf()
    measures = entries.measures_of(network, links, corridors)
    place = {m: i for i, m in enumerate(measures)}
    attribute = {a: i for i, a in enumerate(attribute_names(network))}
    facts = _facts(network, links, attribute, sources)
    shown = network.links.loc[list(links)].to_dict("index")
    land, cities = basemap(network), entries.cities(network)
    known = _answers(answers, links, scenarios, place, limits)
    far_deg = _far_deg(network.links.loc[list(links)])
    rows = [
        {"id": k, **_link(row, nodes, sources, far_deg), "facts": facts["stated"].get(k, []), **known[k]}
        for k, row in shown.items()
    ]
    out: dict[str, Any] = {
        "language": language,
        "title": title_of(network),
        "languages": list(network.about.languages),
        "words": words_on_screen() | page_words(),
        "style": style.for_page(),
        "basemap": land,
        "cities": cities,
        "credits": _credits(network, links, land, cities),
        "decimals": DECIMALS,
        **_far_scale(far_deg),
        "years": list(years(network, scenarios)),
        "links": rows,
        "attributes": entries.attributes(network),
        "defaults": facts["defaults"],
        "limits": limits.things,
        "measures": [entries.measure(network.measures[m], attribute, sources) for m in measures],
        "scenarios": [entries.scenario(network, s, place, sources) for s in scenarios],
        "corridors": [entries.corridor(c, links, nodes, sources) for c in corridors],
        "cpmm": answers.cpmm,
        "flows": {s: [short(v, 3) for v in answers.flows[s].reindex(links)] for s in scenarios if s in answers.flows},
        "wanted": outlook.wanted(answers, links, scenarios),
        "ranges": outlook.ranges(answers.sure, links, corridors, scenarios),
        "posts": outlook.posts(answers.posts, links, scenarios),
        "frontier": outlook.frontiers(answers.frontier, corridors, place),
        "nodes": entries.nodes(network, nodes.things),
        "sources": entries.sources_of(network, sources.things),
        "newest": entries.newest(network),
        "home": list(network.about.countries),
        "tiles": tiles,
    }
    return out | {"made": {"edition": EDITION, "version": __version__, "data": _hash(out)}}


def _hash(data: dict[str, Any]) -> str:
    """Short name of what a page carries: two pages with one name show the same."""
    return hashlib.sha256(safe_json(data).encode()).hexdigest()[:12]


def title_of(network: Network) -> list[str]:
    """What the folder is called, in the three languages."""
    return [getattr(network.about.title, k) for k in LANGUAGES]


def _credits(network: Network, links: Sequence[str], land: dict[str, Any], cities: list[Any]) -> list[str]:
    shown = network.links.loc[list(links)]
    ends = network.nodes.index.isin(pd.concat([shown["from_node"], shown["to_node"]]))
    cited = pd.concat([shown.get("source", pd.Series(dtype=str)), network.nodes.loc[ends, "source"]])
    areas = [kind for kind, key in (("country", "land"), ("lake", "water")) if land[key]]
    return credits_of(network.sources, cited, areas, network.extra("cities")["source"] if cities else ())


def _link(row: dict[Hashable, Any], nodes: Shelf, sources: Shelf, far_deg: float) -> dict[str, Any]:
    """What the network says of a link."""
    out: dict[str, Any] = {
        "kind": row["kind"],
        "form": row["form"],
        "n": names_of(row),
        "ends": [nodes.put(row["from_node"]), nodes.put(row["to_node"])],
        "country": row["country"],
        **_lines(row["geometry"], far_deg),
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
    return out


def _far_deg(links: gpd.GeoDataFrame) -> float:
    """How coarse lines may be where all of them are seen at once."""
    left, low, right, high = links.total_bounds
    wide = max(right - left, ASPECT * (high - low))
    return float(min(MOST_DEG, max(FINE_DEG, wide / WIDEST_PX))) if isfinite(wide) else MOST_DEG


def _far_scale(far_deg: float) -> dict[str, Any]:
    """Below which zoom coarse lines serve, and in which units they are written."""
    below = round(log2(HALF_PIXEL_DEG / far_deg), 2)
    return {"far_below": below, "far_bits": min(MOST_BITS, ceil(below) + HALF_BITS)}


def _lines(shape: Any, far_deg: float) -> dict[str, str]:
    """Where a link runs: `o` for where all links are seen at once, `g` as fine as it is written."""
    far_bits = _far_scale(far_deg)["far_bits"]
    if shape.geom_type != "LineString":
        return {"o": path(mercator(shape.coords, far_bits)), "g": polyline(shape.coords, DECIMALS)}
    fine, far = (shape.simplify(t, preserve_topology=False).coords[:] for t in (FINE_DEG, far_deg))
    return {"o": path(mercator(far, far_bits)), "g": polyline(fine, DECIMALS)}


def _answers(
    answers: Answers, links: Sequence[str], scenarios: Sequence[str], place: dict[str, int], limits: Shelf
) -> dict[str, dict[str, Any]]:
    """What is known about the capacity of each link, with every set of measures, and about its journey and wait."""
    capacity, ranges = answers.capacity.to_dict("index"), answers.ranges.to_dict("index")
    own = {s: answers.own[s].to_dict("index") for s in scenarios if s in answers.own}
    forward = answers.forward_share.to_dict()
    found = {}
    for link in links:
        choice = answers.choices.get(link)
        names = {str(b): copy_name(link, b) for b in (0, *(choice.sets if choice else ()))}
        out: dict[str, Any] = {"v": {b: _variant(capacity[n], limits) for b, n in names.items()}}
        if choice:
            out["m"] = [[place[m] for m in group if m in place] for group in choice.groups]
            if choice.clash:
                out["clash"] = list(choice.clash)
        journey = {b: _journey(capacity[n]) for b, n in names.items()}
        out["t"] = {b: t for b, t in journey.items() if b == "0" or t != journey["0"]}
        if link in forward:
            out["forward"] = short(forward[link], 3)
        changed = {s: table for s, table in own.items() if link in table}
        if changed:
            out["own"] = {s: {b: _variant(t[n], limits) for b, n in names.items()} for s, t in changed.items()}
        if link in ranges:
            bounds = ranges[link]
            drivers = [str(bounds[f"driver_{i}"]) for i in (1, 2, 3) if bounds[f"driver_{i}"]]
            out["range"] = [short(bounds["likely_low_mtpa"], 2), short(bounds["likely_high_mtpa"], 2), drivers]
        if link in answers.waits:
            out["wait"] = {
                k: [short(x, 3) for x in v] if isinstance(v, list) else short(v) if k != "counted" else v
                for k, v in answers.waits[link].items()
            }
        found[link] = out
    return found


def _variant(row: dict[Hashable, Any], limits: Shelf) -> list[Any]:
    """Capacity (all digits: the page adds and compares them), limit, grade, and stated beside modelled."""
    out = [
        float(row["capacity_mtpa"]),
        limits.put([row["limit_code"], _shown(row["limit_values"])]),
        row["grade"],
        short(row["modelled_mtpa"], 2),
        short(row["stated_mtpa"], 2),
    ]
    return out if out[-1] is not None else out[:-1]


def _shown(values: dict[str, Any]) -> dict[str, Any]:
    """Values of a limit as JSON has them; what is not finite is unknown."""
    return {k: short(v) if isinstance(v, float) else v for k, v in shown_values(values).items()}


def _journey(row: dict[Hashable, Any]) -> list[Any]:
    parts = [short(row[k], 3) for k in JOURNEY]
    return parts if any(parts[-2:]) else parts[:-2]


def _facts(network: Network, links: Sequence[str], place: dict[str, int], sources: Shelf) -> dict[str, Any]:
    """Stated facts and rivals by link; defaults once for all links of a kind and form."""
    facts = network.facts_of(links)
    # Defaults are listed once for all; the length of a drawn line is each link's own.
    facts = facts[(facts["origin"] != "default") | (facts["attribute"] == "length_km")]
    facts = facts.assign(order=facts["role"].map({"used": 0, "rival": 1})).sort_values(
        ["link", "attribute", "order", "source", "value"], kind="stable"
    )
    stated: dict[str, list[Any]] = {}
    columns = ["link", "attribute", "value", "low", "high", "grade", "source", "note", "role"]
    for link, attribute, value, low, high, grade, source, note, role in facts[columns].itertuples(index=False):
        places = [sources.put(s) for s in str(source).split(";")]
        row = [place[attribute], short(value), short(low), short(high), grade, places, 1 if role == "rival" else 0]
        stated.setdefault(link, []).append([*row, note] if note and note != "default" else row)
    defaults = []
    for kind, table in network.schema.items():
        for attribute, row in table.iterrows():
            if row["default"] == row["default"]:
                places = [sources.put(s) for s in str(row["source"] or "project-estimate").split(";")]
                values = [short(row[k]) for k in ("default", "low", "high")]
                defaults.append([kind, row["form"], place[attribute], *values, "D", places])
    return {"stated": stated, "defaults": defaults}
