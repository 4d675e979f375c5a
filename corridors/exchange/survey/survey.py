"""Survey: a new line between two places, or links that stand already, found in OpenStreetMap, judged, and put in."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from corridors.errors import BadInput, UnknownName
from corridors.exchange.addition import Addition
from corridors.exchange.folder_edit import Edit, put
from corridors.exchange.survey import verdict as judge
from corridors.exchange.survey.build import Line, corridor, line, safe, source_row
from corridors.exchange.survey.countries import Border, borders
from corridors.exchange.survey.extract import MODES, Extract, LonLat
from corridors.exchange.survey.folder import Folder, read_folder
from corridors.exchange.survey.parallel import Beside, beside
from corridors.exchange.survey.places import Place, find_place
from corridors.exchange.survey.route import Route, access, route
from corridors.exchange.survey.sections import marks, stops
from corridors.exchange.survey.tagged_facts import Along
from corridors.exchange.survey.tags import gauges, name_of
from corridors.exchange.survey.tracks import Tracks, most_of, tracks
from corridors.exchange.survey.verdict import Finding, Verdict
from corridors.wording.sentences import sentence

if TYPE_CHECKING:
    from corridors.dataset import Geodata

HALT_ASIDE_KM = 0.2
Find = Callable[[str, Sequence[LonLat]], Extract]


@dataclass(frozen=True)
class Wish:
    """What is asked of a survey from nothing.

    Attributes
    ----------
    start, end : str
        A node, a name that the map has, or "lon,lat".
    via : sequence of str
        Places in between, in order.
    mode : {"rail", "road"}
    name : str
        Id of the corridor.
    gauge_mm : int, optional
        Gauge of the tracks; that at the ends if left out, 0 for any.
    reference : str
        Number of the road or line that is preferred.
    published_km : float, optional
        Length as published, which the way is held against.
    """

    start: str
    end: str
    mode: str
    name: str
    via: Sequence[str] = ()
    gauge_mm: int | None = None
    reference: str = ""
    published_km: float | None = None


@dataclass
class Survey:
    """What a survey found, and what became of it.

    Attributes
    ----------
    verdict : Verdict
    addition : Addition
        Rows for the folder.
    edit : Edit, optional
        What was written; None if refused or only tried.
    links : list of dict
        Link, km, tracks and stops of each.
    notes : list of str
        What a reader should know: reversals, parts without a gauge, way over sidings.
    """

    verdict: Verdict
    addition: Addition
    links: list[dict[str, Any]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    edit: Edit | None = None


def survey_line(root: str | Path, wish: Wish, find: Find, replace: bool = False, dry_run: bool = False) -> Survey:
    """Find a line from place to place and put it into a folder as a corridor of its own.

    Parameters
    ----------
    root : path
        The folder.
    find : callable
        Gives the map for a mode and the places that are known as lon, lat (none where they are names).

    Returns
    -------
    Survey
        Its `edit` is None if the way was not accepted: the folder is then exactly as before.

    Raises
    ------
    BadInput, UnknownName
        A place that is not there, no way, or a folder that would have new problems.
    """
    root = Path(root)
    _sound(wish)
    data, folder = read_folder(root)
    nodes = folder.places
    asked = [wish.start, *wish.via, wish.end]
    extract = find(wish.mode, _spots(asked, nodes))
    places = [find_place(a, nodes, extract, wish.mode) for a in asked]
    way, side = find_way(extract, wish, places)
    crossed = borders(way, folder.countries)
    source = source_row(extract, wish.mode, today())
    cut = marks(way, places, crossed, side)
    made = line(way, cut, stops(way, side) if side else [], side, folder, source["source"])
    made.facts = with_schema(data, made.facts)
    if not made.route:
        raise BadInput(
            sentence(
                "{start} and {end} are one place of the line; name places further apart", start=wish.start, end=wish.end
            )
        )
    findings = judged(wish, places, way, crossed, folder)
    rows = {**folder.nodes, **{n["node"]: n for n in made.nodes}}
    fields = corridor(wish.name, made, rows, extract, source["source"])
    addition = Addition(made.links, made.nodes, made.facts, made.stops, [source], {wish.name: fields})
    found = Survey(Verdict(findings), addition, _links(made), notes(way, extract))
    if found.verdict.accepted:
        found.edit = put(root, addition, replace=replace, dry_run=dry_run)
    return found


def _sound(wish: Wish) -> None:
    if wish.mode not in MODES:
        raise UnknownName("mode", wish.mode, MODES)
    if not re.fullmatch("[a-z0-9][a-z0-9-]{0,79}", wish.name):
        raise BadInput(sentence("{name!r} is no id of a corridor; use a-z, 0-9 and '-'", name=wish.name[:80]))


def today() -> str:
    """The date of the survey."""
    return datetime.now(UTC).strftime("%Y-%m-%d")


def _spots(asked: Sequence[str], nodes: dict[str, LonLat]) -> list[LonLat]:
    """Places whose position is known without a map."""
    found = []
    for text in asked:
        try:
            found.append(find_place(text, nodes).at)
        except BadInput as error:
            if "lies outside" in str(error):
                raise
    return found


def find_way(extract: Extract, wish: Wish, places: Sequence[Place]) -> tuple[Route, Beside | None]:
    """The way between places, and what lies beside it if it is a railway."""
    spots = [p.at for p in places]
    every = tracks(extract, wish.mode, None, wish.reference)
    gauge = wish.gauge_mm
    if wish.mode == "rail" and gauge is None:
        gauge = _gauge_at(every, (spots[0], spots[-1]))
    own = tracks(extract, wish.mode, gauge, wish.reference) if gauge else every
    way = route(own, spots)
    return way, beside(way) if wish.mode == "rail" else None


def _gauge_at(every: Tracks, ends: Sequence[LonLat]) -> int | None:
    """The gauge that both ends have; the commoner one where they have several in common."""
    tags, metres, common = every.extract.way_tags, Counter[int](), None
    for place in ends:
        served = access(every, place)
        near = served.edges[served.km <= served.km.min() + 0.05]
        own = {g for e in near for g in gauges(tags[every.way[e]])}
        common = own if common is None or not own else (common & own or common) if common else own
    for edge in np.flatnonzero(every.main).tolist():
        for gauge in gauges(tags[every.way[edge]]):
            metres[gauge] += round(1000 * every.km[edge])
    return max(common, key=lambda g: metres[g]) if common else None


def judged(wish: Wish, places: Sequence[Place], way: Route, crossed: Sequence[Border], folder: Folder) -> list[Finding]:
    """What the tests find of length, ends, shape, borders and region of a way."""
    name, mode = wish.name, wish.mode
    expected = folder.countries.at(np.array([p.at for p in places])).tolist()
    passed = [crossed[0].here, *(b.beyond for b in crossed)] if crossed else [c for c in expected[:1] if c]
    found = judge.judge_length(name, mode, way.length_km, wish.published_km)
    found += judge.judge_ends(name, mode, way.aside_km.tolist(), [p.asked for p in places])
    places_km = [0.0, *(way.measure(p.at)[0] for p in places[1:-1]), way.length_km]
    for (a, b), (one, other) in zip(pairwise(places_km), pairwise(places), strict=True):
        if b - a > 0.2:
            xy = way.part(a, b)
            found += judge.judge_shape(f"{one.asked} – {other.asked}", mode, xy, b - a)
    found += judge.judge_borders(name, expected, passed, folder.countries.near([p.at for p in places]))
    return found + judge.judge_region(name, way.xy, folder.region)


def with_schema(data: Geodata, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Facts of which the folder has the attribute."""
    return [r for r in rows if r["attribute"] in set(data.tables[f"schema/{r['link'].split('/')[0]}.csv"]["attribute"])]


def _links(made: Line) -> list[dict[str, Any]]:
    rows = []
    for link in made.links:
        own = {f["attribute"]: f["value"] for f in made.facts if f["link"] == link["link"]}
        count = sum(s["link"] == link["link"] for s in made.stops)
        rows.append({"link": link["link"], "name_en": link["name_en"], "stops": count, **own})
    return rows


def notes(way: Route, extract: Extract) -> list[str]:
    """What is worth knowing of a way that was found."""
    told = [f"a train has to turn back at {lon:.4f}, {lat:.4f}" for lon, lat in way.reversals]
    along = Along(way, 0.0, way.length_km)
    if way.tracks.mode == "rail":
        values, km = along.values(lambda t: float(bool(t.get("service"))))
        if (over := float(km[values > 0].sum())) > 0.5:
            told.append(f"{over:.1f} km lead over sidings, yards or crossovers")
        told += _halts(way)
    if way.tracks.left_out:
        told.append(f"left out of the map: {most_of(way.tracks.left_out)}")
    return told + [f"{what}: {count}" for what, count in extract.notes.items()]


def _halts(way: Route) -> list[str]:
    """Halts that the way passes: trains stop there, and cannot meet unless a loop is found."""
    spots = [s for s in way.tracks.extract.spots if s.tags.get("railway") == "halt" and name_of(s.tags)]
    names = [safe(name_of(s.tags)) for s in spots if way.measure((s.lon, s.lat))[1] <= HALT_ASIDE_KM]
    return (
        [f"halts on the way, at which trains cannot meet unless a loop is found: {', '.join(names)}"] if names else []
    )
