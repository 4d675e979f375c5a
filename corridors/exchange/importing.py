"""from_file: lines of a file become links, nodes, facts and a corridor of a geodata folder."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from corridors import dataset
from corridors.atomic_write import scratch
from corridors.dataset import WGS84
from corridors.errors import BadInput, UnknownName
from corridors.exchange import bundle
from corridors.exchange.assembly import Assembly
from corridors.exchange.folder_edit import Edit, put
from corridors.exchange.joining import join
from corridors.exchange.names import free, label, slug
from corridors.exchange.reading import in_degrees, only_lines, raw_table
from corridors.exchange.survey import read_extracts, survey_whole
from corridors.exchange.survey.sources import is_osm
from corridors.exchange.survey.tables import from_table, is_map
from corridors.exchange.unpacking import local_file
from corridors.wording.sentences import joined, joined_by_and, sentence

if TYPE_CHECKING:
    from collections.abc import Sequence

    import geopandas as gpd

    from corridors.exchange.addition import Addition, Split
    from corridors.exchange.survey.extract import Extract

MODES = ("rail", "road")
FACT = ("attribute", "value")
SHOWN = 5
COUNTRY = re.compile(r"[A-Za-z]{2}")
ID = re.compile(r"[a-z0-9][a-z0-9-]{0,79}")


@dataclass(frozen=True)
class Imported:
    """What was made of a file: the change of the folder, and a row a link.

    Attributes
    ----------
    edit : Edit
        Files that changed, and the backup.
    corridor : str
    links : DataFrame
        Index `link`; name, ends, country, km, and a column for every attribute that the file told.
    nodes, facts : int
        How many are new.
    notes : tuple of str
        What a reader should know of the file.
    """

    edit: Edit
    corridor: str
    links: pd.DataFrame
    nodes: int
    facts: int
    notes: tuple[str, ...] = ()


def from_file(
    path: str | Path,
    into: str | Path,
    corridor: str,
    *,
    mode: str = "rail",
    columns: Sequence[str] = (),
    source: str = "",
    grade: str = "C",
    country: str = "",
    tolerance_m: float = 100.0,
    layer: str | None = None,
    crs: str | None = None,
    encoding: str | None = None,
    replace: bool = False,
    dry_run: bool = False,
) -> Imported:
    """Bring the lines of a file into a geodata folder as a corridor from one end of them to the other.

    A map of OpenStreetMap, where every track and siding is a line of its own, is surveyed from end to end instead.

    Parameters
    ----------
    path : path
        See `reading.read_lines` for the formats; or .osm.pbf, .osm, .osm.gz, .osm.bz2.
    into : path
        The folder; it stays as it is unless all goes well.
    corridor : str
        Id of the corridor that is made.
    mode : {"rail", "road"}
        What the lines are.
    columns : sequence of str
        Which column is which attribute, as in "spd:mph=running_speed_diesel_kmh"; a column that is called like an
        attribute is taken anyway. With them, a map of OpenStreetMap is taken line by line.
    source : str, optional
        A source of the folder, or what the new one is called; the file by default.
    grade : {"A", "B", "C", "D"}
        Of the facts.
    country : str, optional
        Of the links; by default the one that the base map shows there.
    tolerance_m : float
        Ends nearer than this, in metres, are one node; a line is split where another ends on it,
        and so is a link of the folder (with `replace` not one of the corridor that is replaced).
    layer, crs, encoding : str, optional
        See `reading.read_lines`.
    replace : bool
        Whether links and a corridor of the same id are replaced.
    dry_run : bool
        Find out what would be made, change nothing.

    Returns
    -------
    Imported
        `edit` (files, backup), `links` (name, km, country, attributes by link), `nodes` and `facts` (how many are new).

    Raises
    ------
    BadInput
        The file, the folder or an option cannot be used; the message says why and what to do.
    UnknownName
        A mode, column or attribute that is not there.

    Examples
    --------
    >>> import tempfile
    >>> import corridors as co
    >>> shape = '{"type": "LineString", "coordinates": [[69, 41], [68, 40]]}'
    >>> line = f'{{"type": "Feature", "properties": {{"tracks": 2}}, "geometry": {shape}}}'
    >>> with tempfile.TemporaryDirectory() as place:
    ...     _ = Path(place, "line.geojson").write_text(line)
    ...     _ = co.from_file(f"{place}/line.geojson", co.new(f"{place}/own", countries=["UZ"]), "line")
    ...     print(co.load(f"{place}/own"))
    <Network 'today': 1 corridors, 1 links (1 rail)>
    """
    if mode not in MODES:
        raise UnknownName("mode", mode, MODES)
    if not ID.fullmatch(corridor):
        raise BadInput(sentence("{name!r} is no id of a corridor; use a-z, 0-9 and '-'", name=corridor[:60]))
    if not 0 <= tolerance_m <= 20_000:
        raise BadInput(
            sentence("a tolerance of {tolerance:g} m; between 0 and 20,000 makes sense", tolerance=tolerance_m)
        )
    if country and not COUNTRY.fullmatch(country):
        raise BadInput(sentence("no country {country!r}; an ISO code has two letters, as in UZ", country=country[:60]))
    if grade not in ("A", "B", "C", "D"):
        raise UnknownName("grade", grade, "ABCD")
    file = local_file(path)
    if is_osm(file):
        return _surveyed(into, read_extracts([file], mode), mode, corridor, replace, dry_run)
    with scratch() as place:
        table = raw_table(file, place, layer, encoding)
    told = bundle.find(file)
    notes: tuple[str, ...] = (said,) if (said := table.attrs.get("letters")) else ()
    own = told is not None and "link" in table
    if not own and not columns and is_map(table, mode):
        extract = from_table(in_degrees(file, table, crs), mode, file.name)
        return _surveyed(into, extract, mode, corridor, replace, dry_run)
    table = only_lines(file, table, crs, posts=own)
    data = dataset.read(Path(into))
    its_source = _source(file, source, data, replace)
    if told is not None and own:
        addition = bundle.addition(told, table, its_source, corridor)
    else:
        _where(file, table, data)
        work = Assembly(data, table, corridor, mode, its_source, grade, country.upper(), replace)
        pieces = join(np.array(table.geometry, dtype=object), work.spots(tolerance_m), tolerance_m)
        addition = work.addition(pieces, columns)
        notes += (*_standing(work.standing, replace), *map(_split, work.splits))
        notes += (*_apart(work.meets(pieces, tolerance_m)), *_beyond(work.beyond))
    return _done(put(into, addition, replace=replace, dry_run=dry_run), corridor, addition, notes)


def _standing(links: list[str], replace: bool) -> tuple[str, ...]:
    """What became of links that stood in the folder already."""
    if not links:
        return ()
    more = sentence(" and {count} more", count=len(links) - SHOWN) if len(links) > SHOWN else ""
    values = {"links": ", ".join(links[:SHOWN]), "more": more}
    if replace:
        return (sentence("links that stand already, replaced: {links}{more}", **values),)
    kept = sentence("what the file says of them stands beside what was known")
    return (sentence("links that stand already, used as they are; {kept}: {links}{more}", kept=kept, **values),)


def _split(split: Split) -> str:
    """What became of a link that a line ends on."""
    parts = [sentence("{link} ({km:.1f} km)", link=n, km=km) for n, km in zip(split.names, split.km, strict=True)]
    return sentence(
        "{link} is split where the line meets it: {parts} take over its facts, lengths in proportion, its stops "
        "and its place in corridors",
        link=split.link,
        parts=joined_by_and(parts),
    )


def _apart(links: list[str]) -> tuple[str, ...]:
    """What is not joined although it meets."""
    if not links:
        return ()
    said = sentence(
        "a new node lies on {links}, not at its ends, and it was not split, so that "
        "nothing passes from one line to the other; import both lines from one file, and they are joined",
        links=", ".join(links[:SHOWN]),
    )
    return (said,)


def _beyond(country: str) -> tuple[str, ...]:
    """What was taken for granted where the base map does not tell the country."""
    if not country:
        return ()
    text = "part of it lies in no country of the base map and was put down as {country}; --country says another"
    return (sentence(text, country=country),)


def _surveyed(into: str | Path, extract: Extract, mode: str, corridor: str, replace: bool, dry_run: bool) -> Imported:
    """The longest line of a map of OpenStreetMap, with the facts that its tags and tracks tell."""
    found = survey_whole(into, extract, mode, corridor, replace=replace, dry_run=dry_run)
    if found.edit is None:
        reasons = joined([sentence(" * {reason}", reason=r) for r in found.verdict.reasons], "\n")
        raise BadInput(
            sentence(
                "{file} was rejected; {into} is unchanged:\n{reasons}", file=extract.origin, into=into, reasons=reasons
            )
        )
    note = sentence(
        "{file} is a map of OpenStreetMap: surveyed from end to end, with the facts of its tags", file=extract.origin
    )
    return _done(found.edit, corridor, found.addition, (note, *found.notes))


def _done(edit: Edit, corridor: str, addition: Addition, notes: tuple[str, ...] = ()) -> Imported:
    links = pd.DataFrame([{k: v for k, v in r.items() if k != "geometry"} for r in addition.links])
    links = links.set_index("link") if len(links) else pd.DataFrame(columns=["name_en", "country"])
    links["km"] = [WGS84.geometry_length(r["geometry"]) / 1000 for r in addition.links]
    used = pd.DataFrame([f for f in addition.facts if f.get("role", "used") == "used"], columns=["link", *FACT])
    wide = used.pivot_table(index="link", columns="attribute", values="value", aggfunc="first")
    return Imported(edit, corridor, links.join(wide), len(addition.nodes), len(addition.facts), notes)


def _source(file: Path, told: str, data: dataset.Geodata, replace: bool) -> dict[str, Any]:
    """A source of the folder, or a new one: what the user says, or the file itself; the same again if it replaces."""
    table = data.tables["sources.csv"]
    known = dict(zip(table["source"], table["title"], strict=True))
    if told in known:
        return {"source": told}
    name = slug(told or file.name.split(".")[0], "file")
    if replace and known.get(name) == label(told or file.name):
        return {"source": name}
    name = free(name, known)
    when = datetime.fromtimestamp(file.stat().st_mtime, UTC).date().isoformat()
    return {"source": name, "title": label(told or file.name), "date": when}


def _where(file: Path, table: gpd.GeoDataFrame, data: dataset.Geodata) -> None:
    """Refuse lines that lie where the folder is not, but would lie there with the axes turned."""
    box = data.about.window or data.about.region
    west, south, east, north = table.total_bounds
    inside = box[0] <= west and east <= box[2] and box[1] <= south and north <= box[3]
    turned = box[0] <= south and north <= box[2] and box[1] <= west and east <= box[3]
    if not inside and turned:
        raise BadInput(
            sentence(
                "{file}: lies at longitude {west:g} .. {east:g}, latitude {south:g} .. {north:g}, where "
                "the folder is not, but would with the two turned: longitude comes first",
                file=file,
                west=west,
                east=east,
                south=south,
                north=north,
            )
        )
