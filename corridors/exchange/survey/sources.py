"""Where a map comes from: files of every kind that people have, several of them at once."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from corridors.errors import BadInput
from corridors.exchange.survey.extract import Extract, merged
from corridors.exchange.survey.osm_xml import read_xml
from corridors.exchange.survey.overpass_json import is_overpass_json, read_overpass_json
from corridors.exchange.survey.pbf import read_pbf
from corridors.exchange.survey.tables import read_table
from corridors.exchange.unpacking import local_file
from corridors.wording.sentences import sentence

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

KINDS = ".osm.pbf, .osm, .osm.gz, .osm.bz2, or .geojson and .json of overpass turbo"
TABLES = (".geojson", ".json", ".gpkg", ".fgb", ".parquet", ".shp.zip")


def quiet(_: str) -> None:
    """Progress that nobody reads."""


def read_extracts(files: Sequence[Path], mode: str, progress: Callable[[str], None] = quiet) -> Extract:
    """The ways of one mode in one file or several.

    Parameters
    ----------
    files : sequence of path
        .osm.pbf, .osm, .osm.gz, .osm.bz2, the GeoJSON of overpass turbo, or a GIS layer with a row an element.
    mode : {"rail", "road"}
    progress : callable
        Gets a line of text now and then.

    Raises
    ------
    BadInput
        A file that cannot be used, with the reason and the way out.
    """
    if not files:
        raise BadInput(
            sentence("no map to follow: give a file ({known}), or the address of an Overpass server", known=KINDS)
        )
    return merged(mode, [_read(Path(file), mode, progress) for file in files])


def _read(path: Path, mode: str, progress: Callable[[str], None]) -> Extract:
    name = path.name.lower()
    if name.endswith((".osc", ".osc.gz", ".osc.bz2")):
        raise BadInput(sentence("{file}: a change file, not a map; apply it to an extract first", file=path.name))
    if is_overpass_json(path):
        return read_overpass_json(path, mode)
    if name.endswith(TABLES):
        return read_table(local_file(path), mode)
    if name.endswith((".o5m", ".osm.zst", ".zip", ".7z", ".xz", ".tar")):
        raise BadInput(
            sentence(
                "{file}: this kind is not read; unpack or convert it to one of {known}", file=path.name, known=KINDS
            )
        )
    if name.endswith(".pbf") or _begins_as_pbf(path):
        return read_pbf(path, mode, progress)
    progress(f"reading {path.name}")
    return read_xml(path, mode)


def is_osm(path: Path) -> bool:
    """Whether a file is a map as OpenStreetMap has it."""
    name = path.name.lower()
    return name.endswith((".pbf", ".osm", ".osm.gz", ".osm.bz2", ".osc", ".osc.gz", ".o5m")) or is_overpass_json(path)


def _begins_as_pbf(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            return b"OSMHeader" in file.read(64)
    except OSError:
        return False
