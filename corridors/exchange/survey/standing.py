"""Links that stand in a folder already: their shape, facts and crossing points from OpenStreetMap, all or none."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from corridors.dataset import WGS84, Geodata
from corridors.errors import BadInput, UnknownName
from corridors.exchange.addition import Addition
from corridors.exchange.folder_edit import put
from corridors.exchange.survey import verdict as judge
from corridors.exchange.survey.build import SIMPLE_DEG, source_row, stop_rows
from corridors.exchange.survey.countries import borders
from corridors.exchange.survey.extract import MODES, Extract, LonLat
from corridors.exchange.survey.folder import Folder, read_folder
from corridors.exchange.survey.places import Place
from corridors.exchange.survey.sections import stops
from corridors.exchange.survey.survey import (
    Find,
    Survey,
    Wish,
    find_way,
    judged,
    notes,
    today,
    with_schema,
)
from corridors.exchange.survey.tagged_facts import Along, facts
from corridors.exchange.survey.tags import names_of
from corridors.exchange.survey.verdict import Finding, Verdict
from corridors.wording.sentences import sentence

if TYPE_CHECKING:
    from collections.abc import Sequence


def survey_links(
    root: str | Path,
    names: Sequence[str],
    find: Find,
    gauge_mm: int | None = None,
    shape_only: bool = False,
    dry_run: bool = False,
) -> Survey:
    """Give links that stand in a folder the shape, facts and crossing points that OpenStreetMap has.

    Parameters
    ----------
    root : path
        The folder.
    names : sequence of str
        Rail or road links, or corridors, whose rail and road links are meant.
    shape_only : bool
        Leave facts and stops as they are.

    Returns
    -------
    Survey
        All links or none: its `edit` is None if one was not accepted.

    Raises
    ------
    UnknownName, BadInput
        A link that is not there or is no line, or a map that has no way.
    """
    root = Path(root)
    data, folder = read_folder(root)
    wanted = _wanted(data, names)
    ends = {k: [_end(k, n, folder.places) for n in folder.links[k][:2]] for k in wanted}
    parts: dict[str, list[Any]] = {k: [] for k in ("links", "facts", "stops", "sources", "findings", "rows", "notes")}
    for mode in MODES:
        own = [k for k in wanted if k.startswith(f"{mode}/")]
        if not own:
            continue
        extract = find(mode, [p for k in own for p in ends[k]])
        for link in own:
            _one_link(data, folder, link, ends[link], extract, gauge_mm, shape_only, parts)
    addition = Addition(parts["links"], (), parts["facts"], parts["stops"], parts["sources"])
    found = Survey(Verdict(parts["findings"]), addition, parts["rows"], parts["notes"])
    if found.verdict.accepted:
        found.edit = put(root, addition, replace=True, dry_run=dry_run)
    return found


def _wanted(data: Geodata, names: Sequence[str]) -> list[str]:
    known, found = set(data.links["link"]), []
    for name in names:
        record = data.records["corridors"].get(name)
        if record is None and name not in known:
            raise UnknownName("link or corridor", name, [*known, *data.records["corridors"]])
        found += [k for k in (record.links if record else [name]) if record is None or k.split("/")[0] in MODES]
    for link in found:
        if link.split("/")[0] not in MODES:
            raise BadInput(sentence("{link}: only rail and road links have a line to survey", link=link))
        if link not in known:
            raise UnknownName("link", link, known)
    return list(dict.fromkeys(found))


def _end(link: str, node: str, nodes: dict[str, LonLat]) -> LonLat:
    if node not in nodes:
        raise UnknownName("node", node, nodes, where=link)
    return nodes[node]


def _one_link(
    data: Geodata, folder: Folder, link: str, ends: Sequence[LonLat], extract: Extract, gauge_mm: int | None,
    shape_only: bool, parts: dict[str, list[Any]],
) -> None:  # fmt: skip
    """Find one link and add its rows and findings to `parts`."""
    mode, names = link.split("/", maxsplit=1)[0], folder.links[link][:2]
    places = [Place(n, *at, node=n) for n, at in zip(names, ends, strict=True)]
    told = stated(data, link)
    wish = Wish(names[0], names[1], mode, link, gauge_mm=gauge_mm or _whole(told.get("gauge_mm")),
                published_km=told.get("length_km"))  # fmt: skip
    way, side = find_way(extract, wish, places)
    source = source_row(extract, mode, today())
    shape = shapely.LineString(np.round([ends[0], *way.xy, ends[1]], 5)).simplify(SIMPLE_DEG)
    along = Along(way, 0.0, way.length_km)
    parts["links"].append({"link": link, "geometry": shape, "source": source["source"], "grade": "C"})
    parts["sources"] += [] if source in parts["sources"] else [source]
    rows = stop_rows(link, along, stops(way, side), source["source"]) if side and side.sidings_km else []
    scale = (wish.published_km or way.length_km) / way.length_km
    rows = [{**r, "km": round(r["km"] * scale, 2)} for r in rows]
    if not shape_only:
        parts["stops"] += rows
        new = facts(link, along, side, [r["km"] for r in rows], source["source"])
        parts["facts"] += with_schema(data, new)
    crossed = borders(way, folder.countries)
    parts["findings"] += [*judged(wish, places, way, crossed, folder), *_named_stations(wish, places, folder, extract)]
    parts["rows"].append({"link": link, "length_km": way.length_km, "points": len(shape.coords), "stops": len(rows)})
    parts["notes"] += [f"{link}: {n}" for n in notes(way, extract)]


def _whole(value: float | None) -> int | None:
    return int(value) if value else None


def stated(data: Geodata, link: str) -> dict[str, float]:
    """Attribute -> value of what the folder itself states of a link."""
    table = data.tables[f"facts/{link.split('/', maxsplit=1)[0]}.csv"]
    own = table[(table["link"] == link) & (table["role"] == "used")]
    return dict(zip(own["attribute"], own["value"], strict=True))


def _named_stations(wish: Wish, places: Sequence[Place], folder: Folder, extract: Extract) -> list[Finding]:
    """Distance of each node from the station of its name, where the map has one near enough to be meant."""
    found = []
    for place in places:
        called = {str(folder.nodes[place.node][k]).casefold() for k in ("name_en", "name_ru", "name_kk")}
        near = [
            WGS84.inv(place.lon, place.lat, s.lon, s.lat)[2] / 1000
            for s in extract.spots
            if s.tags.get("railway") in ("station", "halt") and called & {n.casefold() for n in names_of(s.tags)}
        ]
        if near and (km := float(min(near))) <= 50:
            good = km <= judge.STATION_KM
            found.append(
                Finding(
                    wish.name,
                    sentence("station {node} on the map", node=place.node),
                    sentence("{km:.1f} km from the node", km=km),
                    judge.at_most_km(judge.STATION_KM),
                    good,
                )
            )
    return found
