"""A way that was found, as nodes, links, facts, stops and a corridor of a geodata folder."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from corridors.dataset import WGS84
from corridors.exchange.names import free, label, slug
from corridors.exchange.survey.extract import LICENCE, Extract, Tags
from corridors.exchange.survey.tagged_facts import Along, facts
from corridors.exchange.survey.tags import name_of
from corridors.schema import LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from corridors.exchange.survey.folder import Folder
    from corridors.exchange.survey.parallel import Beside
    from corridors.exchange.survey.route import Route
    from corridors.exchange.survey.sections import Mark, Stop

GRADE = "C"
SAME_LINK = 0.03
SIMPLE_DEG = 0.0001  # about ten metres
COLOURS = ("#1b9e77", "#d95f02", "#7570b3", "#e7298a", "#66a61e", "#e6ab02", "#a6761d", "#377eb8")
KINDS = {"place": "station", "station": "station", "border": "border_exit", "town": "city"}
FEW_IDS = 4
NAMES = ("name_en", "name_ru", "name_kk")
NAMELESS = {"name_en": "Loop without a name", "name_ru": "Разъезд без названия"}


@dataclass
class Line:
    """Rows of a new line, link by link."""

    nodes: list[dict[str, Any]] = field(default_factory=list)
    links: list[dict[str, Any]] = field(default_factory=list)
    facts: list[dict[str, Any]] = field(default_factory=list)
    stops: list[dict[str, Any]] = field(default_factory=list)
    route: list[str] = field(default_factory=list)
    ends: tuple[str, str] = ("", "")


def source_row(extract: Extract, mode: str, today: str) -> dict[str, str]:
    """The row of sources.csv that everything of an extract cites."""
    date = extract.dated if re.fullmatch(r"\d{4}-\d{2}-\d{2}", extract.dated) else ""
    name = safe(extract.origin)[:120]
    return {
        "source": f"osm-{slug(extract.origin, mode)[:50].strip('-')}-{date or today}",
        "title": f"OpenStreetMap: {name}",
        "publisher": "OpenStreetMap contributors",
        "date": date or today,
        "url": "https://www.openstreetmap.org/copyright",
        "licence": LICENCE,
        "note": "as of the data" if date else "day of the survey; the extract does not tell its own",
    }


def safe(text: str) -> str:
    """A text of the map as it may stand in a table: one line, no control characters, no formula, not too long."""
    return label(text)[:120]


def names(tags: Tags, otherwise: str) -> dict[str, str]:
    """Names in the three languages; "" where the map has none: the folder falls back to English."""
    plain = safe(name_of(tags)) or otherwise
    cyrillic = plain if re.search("[\u0400-\u04ff]", plain) else ""
    russian = safe(tags.get("name:ru", "")) or cyrillic
    return {
        "name_en": safe(name_of(tags, "en")) or plain,
        "name_ru": russian,
        "name_kk": safe(tags.get("name:kk", "")) or russian,
    }


def line(
    route: Route, marks: Sequence[Mark], stops: Sequence[Stop], beside: Beside | None, folder: Folder, source: str
) -> Line:
    """Nodes at the marks, a link between each two, with facts and stops."""
    made = Line()
    ends = [_node(route, mark, folder, made, source) for mark in marks]
    for (one, here), (other, there) in zip(
        zip(ends, marks, strict=True), list(zip(ends, marks, strict=True))[1:], strict=False
    ):
        if one["node"] != other["node"]:
            _link(route, (one, here.km), (other, there.km), stops, beside, folder, made, source)
    made.ends = (ends[0]["node"], ends[-1]["node"])
    return made


def _node(route: Route, mark: Mark, folder: Folder, made: Line, source: str) -> dict[str, Any]:
    """The node at a mark: the one that was asked for, one that stands there, or a new one."""
    lon, lat = (round(float(v), 5) for v in route.at(np.array([mark.km]))[0])
    known = (mark.place.node if mark.place else "") or folder.node_near(route.tracks.mode, lon, lat)
    if known in folder.nodes:
        return {"node": known, **folder.nodes[known]}
    row: dict[str, Any] = {
        **names(mark.tags, _unnamed(mark, lon, lat)),
        "country": str(folder.countries.at(np.array([[lon, lat]]))[0]) or "ZZ",
        "kind": "city" if mark.kind == "place" and route.tracks.mode == "road" else KINDS.get(mark.kind, "junction"),
        "lon": lon,
        "lat": lat,
        "grade": GRADE if mark.border and mark.border.how == "base map" else "B",
        "source": source,
    }
    taken = {*folder.nodes, *(n["node"] for n in made.nodes)}
    node = {"node": free(slug(row["name_en"]), taken), **row}
    made.nodes.append(node)
    return node


def _unnamed(mark: Mark, lon: float, lat: float) -> str:
    if mark.border:
        return f"Border {mark.border.here}-{mark.border.beyond}"
    if mark.place and not re.match(r"[\s\d.,;+-]+$", mark.place.asked):
        return safe(mark.place.asked)
    what = {"double": "End of double track", "junction": "Junction"}.get(mark.kind, "Place")
    beside = f" with {safe(mark.reference)}" if mark.reference else ""
    return f"{what}{beside} at {lon:.3f} {lat:.3f}"


def _link(
    route: Route,
    one: tuple[dict[str, Any], float],
    other: tuple[dict[str, Any], float],
    stops: Sequence[Stop],
    beside: Beside | None,
    folder: Folder,
    made: Line,
    source: str,
) -> None:
    mode, along = route.tracks.mode, Along(route, one[1], other[1])
    shape = shapely.LineString(np.round(route.part(along.start, along.end), 5)).simplify(SIMPLE_DEG)
    base = f"{mode}/{one[0]['node']}-{other[0]['node']}"[:110]
    if known := _stands(folder, base, shape):
        made.route.append(known)
        return
    link = free(base, {*folder.links, *made.route})
    made.route.append(link)
    middle = shapely.get_coordinates(shape.interpolate(0.5, normalized=True))
    made.links.append({
        "link": link,
        **{k: f"{one[0].get(k) or one[0]['name_en']} – {other[0].get(k) or other[0]['name_en']}" for k in NAMES},
        "from_node": one[0]["node"], "to_node": other[0]["node"],
        "country": str(folder.countries.at(middle)[0]) or one[0]["country"],
        "source": source, "grade": GRADE, "geometry": shape,
    })  # fmt: skip
    rows = stop_rows(link, along, stops, source)
    made.stops += rows
    made.facts += facts(link, along, beside, [r["km"] for r in rows], source)


def _stands(folder: Folder, base: str, shape: shapely.LineString) -> str:
    """A link of the folder that joins the same nodes the same way; "" if there is none."""
    for link, (_, _, drawn) in folder.links.items():
        if re.fullmatch(re.escape(base) + r"(-\d+)?", link):
            own, its = (WGS84.geometry_length(g) for g in (shape, drawn))
            if abs(own - its) <= SAME_LINK * own and shapely.hausdorff_distance(shape, drawn) < 0.01:
                return link
    return ""


def stop_rows(link: str, along: Along, stops: Sequence[Stop], source: str) -> list[dict[str, Any]]:
    """Rows of stops.csv: crossing points that lie in a part of the way, those at its ends among them."""
    rows: dict[float, dict[str, Any]] = {}
    for stop in stops:
        if stop.end_km < along.start - 0.05 or stop.start_km > along.end + 0.05:
            continue
        km = min(round(max(stop.km - along.start, 0.0), 2), round(along.km, 2))
        told = names(stop.tags, "") if name_of(stop.tags) else NAMELESS
        more = f" and {len(stop.elements) - FEW_IDS} more" if len(stop.elements) > FEW_IDS else ""
        ids = ", ".join(stop.elements[:FEW_IDS]) + more
        length = f"; {stop.end_km - stop.start_km:.1f} km between its points" if stop.how == "loop" else ""
        rows.setdefault(km, {
            "link": link, "km": km, "name_ru": told["name_ru"] or told["name_en"], "name_en": told["name_en"],
            "source": source, "note": f"{stop.how}: {ids or 'second running line'}{length}",
        })  # fmt: skip
    return list(rows.values())


def corridor(
    name: str, made: Line, rows: Mapping[str, Mapping[str, Any]], extract: Extract, source: str
) -> dict[str, Any]:
    """The fields of corridors/<id>.toml.

    Parameters
    ----------
    rows : mapping
        Node -> its row, of the folder and of the new line.
    """
    first, last = (rows[n] for n in made.ends)
    ends = {k: [n.get(f"name_{k}") or n["name_en"] for n in (first, last)] for k in LANGUAGES}
    titles = {k: " – ".join(both) for k, both in ends.items()}
    return {
        "mode": made.route[0].split("/")[0],
        "colour": COLOURS[sum(name.encode()) % len(COLOURS)],
        "identification": "reconstructed",
        "identification_note": f"way of least cost over what is in service in {safe(extract.origin)}, found by survey",
        "sources": [source],
        "origins": [made.ends[0]],
        "destinations": [made.ends[1]],
        "route": made.route,
        "names": titles,
    }
