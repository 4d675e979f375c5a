"""OpenStreetMap XML as a stream: .osm, .osm.gz, .osm.bz2; limits instead of trust, no entity is ever expanded."""

from __future__ import annotations

import bz2
import gzip
import math
import zlib
from collections import Counter
from contextlib import contextmanager
from typing import IO, TYPE_CHECKING, Any
from xml.parsers import expat

from corridors.errors import BadInput
from corridors.exchange.survey.extract import (
    Extract,
    LonLat,
    Spot,
    Tags,
    assemble,
    boundary_wanted,
    spot_wanted,
    wanted,
)
from corridors.wording.sentences import sentence

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

CHUNK = 1 << 20
MOST_STUCK = 16 * CHUNK  # a single tag or text this long is no map
MOST_DEPTH = 12
MOST_TAGS = 2_000
MOST_REFS = 200_000
MOST_NODES = 60_000_000
BOMB_BYTES, BOMB_RATIO = 1 << 30, 150  # OpenStreetMap XML packs to about a tenth
CHANGES = ("osmChange", "create", "modify", "delete")
GONE = "elements that an editor had deleted or hidden, left out"


def read_xml(path: Path, mode: str) -> Extract:
    """The ways of one mode in an OpenStreetMap XML file, packed or not.

    Two passes, so that only the nodes of wanted ways are held in memory.

    Raises
    ------
    BadInput
        No file, no XML in UTF-8, a change file, entities, positions outside the world; with the line.
    """
    ways = _Ways(path, mode)
    ways.run()
    if not ways.elements:
        raise BadInput(
            sentence("{file}: no nodes and no ways in it; it is no extract of OpenStreetMap", file=path.name)
        )
    nodes = _Nodes(path, mode, ways)
    nodes.run()
    position = {**nodes.position, **ways.position}
    spots = nodes.spots + ways.areas(position)
    extract = assemble(mode, ways.ways, position, spots, notes=ways.notes, dated=ways.dated, origin=path.name)
    if not extract.way_ids and ways.relations and not ways.ways:
        raise BadInput(
            sentence(
                "{file}: only relations, whose ways it does not hold; export it with the members "
                "(Overpass: '(._;>;); out;', JOSM: download members)",
                file=path.name,
            )
        )
    if not extract.way_ids and ways.ways:
        raise BadInput(
            sentence(
                "{file}: its ways have no positions; export nodes too (Overpass: '(._;>;); out;' or 'out geom;')",
                file=path.name,
            )
        )
    return extract


class _Pass:
    """One pass over a file: elements in, with their tags, as they close."""

    def __init__(self, path: Path, mode: str) -> None:
        self.path, self.mode = path, mode
        self.depth, self.tags, self.refs = 0, {}, []  # type: int, Tags, list[Any]
        self.about: dict[str, str] = {}
        self.element, self.elements, self.dated = "", 0, ""

    def run(self) -> None:
        parser = expat.ParserCreate()
        self.parser = parser
        parser.StartElementHandler, parser.EndElementHandler = self._start, self._end
        parser.StartDoctypeDeclHandler = parser.EntityDeclHandler = self._declared
        parser.XmlDeclHandler = self._encoding
        parser.buffer_text = True
        with _opened(self.path) as file:
            try:
                self._feed(parser, file)
            except expat.ExpatError as error:
                raise self.bad(
                    sentence("cannot be read as XML: {reason}", reason=expat.ErrorString(error.code)), error.lineno
                ) from None
            except (OSError, EOFError, zlib.error) as error:
                raise BadInput(
                    sentence(
                        "{file}: cannot be unpacked: {reason}; fetch it again", file=self.path.name, reason=str(error)
                    )
                ) from None

    def _feed(self, parser: Any, file: IO[bytes]) -> None:
        read, packed = 0, max(self.path.stat().st_size, 1)
        first = file.read(CHUNK)
        self._looks(first)
        chunk = first
        while chunk:
            read += len(chunk)
            parser.Parse(chunk, False)
            if read - max(parser.CurrentByteIndex, 0) > MOST_STUCK:
                raise self.bad(sentence("a single tag or text of more than {mib} MiB", mib=MOST_STUCK >> 20))
            if read > BOMB_BYTES and read / packed > BOMB_RATIO:
                raise BadInput(
                    sentence(
                        "{file}: unpacks to more than {most} times its size; not read",
                        file=self.path.name,
                        most=BOMB_RATIO,
                    )
                )
            chunk = file.read(CHUNK)
        parser.Parse(b"", True)

    def _looks(self, first: bytes) -> None:
        start = first[:4096].removeprefix(b"\xef\xbb\xbf").lstrip()
        if not start:
            raise BadInput(sentence("{file}: the file is empty", file=self.path.name))
        if b"\0" in first[:4096] or not start.startswith(b"<"):
            raise BadInput(
                sentence(
                    "{file}: not OpenStreetMap XML in UTF-8; name a .pbf file so, or export it as .osm",
                    file=self.path.name,
                )
            )
        if start[:200].lower().startswith((b"<!doctype html", b"<html")):
            raise BadInput(
                sentence("{file}: a web page, no map; was the download an error message?", file=self.path.name)
            )

    def bad(self, message: str, line: int | None = None) -> BadInput:
        return BadInput(
            sentence(
                "{file}:{line}: {message}",
                file=self.path.name,
                line=line or self.parser.CurrentLineNumber,
                message=message,
            )
        )

    def _declared(self, *_: Any) -> None:
        raise self.bad(sentence("declares a document type or entities, which no .osm file needs; not read"))

    def _encoding(self, _: str, encoding: str | None, __: int) -> None:
        if encoding and encoding.lower() not in ("utf-8", "us-ascii", "ascii"):
            raise self.bad(sentence("must be in UTF-8, not {encoding!r}", encoding=encoding[:20]))

    def _start(self, name: str, about: dict[str, str]) -> None:
        self.depth += 1
        if self.depth > MOST_DEPTH:
            raise self.bad(sentence("nested more than {most} deep; no .osm file is", most=MOST_DEPTH))
        if self.depth == 1 and name != "osm":
            if name in CHANGES:
                raise self.bad(sentence("a change file (.osc), not a map; apply it to an extract first"))
            raise self.bad(sentence("begins with <{tag}>, not <osm>; is it an OpenStreetMap file?", tag=name[:40]))
        if name in ("node", "way", "relation") and self.depth == 2:
            self.element, self.about, self.tags, self.refs = name, about, {}, []
            self.elements += 1
        elif name == "tag":
            self.tags[about.get("k", "")] = about.get("v", "")
            if len(self.tags) > MOST_TAGS:
                raise self.bad(sentence("more than {most} tags on one element", most=MOST_TAGS))
        elif name == "nd" and self.element == "way":
            self.nd(about)
        elif name in ("meta", "osm"):
            self.dated = (about.get("osm_base") or about.get("timestamp") or self.dated)[:10]

    def _end(self, name: str) -> None:
        self.depth -= 1
        if self.depth == 1 and name == self.element:
            self.close(name)
            self.element = ""

    def gone(self) -> bool:
        """Deleted or hidden by the editor that saved the file."""
        return self.about.get("action") == "delete" or self.about.get("visible") == "false"

    def placed(self, about: dict[str, str]) -> LonLat:
        """The position of an element, inside the world."""
        try:
            lon, lat = float(about["lon"]), float(about["lat"])
        except KeyError:
            raise self.bad(sentence("node {node} has no position", node=about.get("id", "?")[:24])) from None
        except ValueError:
            told = sentence("lon {lon!r}, lat {lat!r}", lon=about["lon"][:24], lat=about["lat"][:24])
            raise self.bad(
                sentence(
                    "node {node}: {told} are no numbers", node=about.get("id", about.get("ref", "?"))[:24], told=told
                )
            ) from None
        if not (math.isfinite(lon) and abs(lon) <= 180 and math.isfinite(lat) and abs(lat) <= 90):
            swapped = (
                sentence("; longitude and latitude seem swapped") if abs(lon) <= 90 and 90 < abs(lat) <= 180 else ""
            )
            node = about.get("id", about.get("ref", "?"))[:24]
            raise self.bad(
                sentence(
                    "node {node}: lon {lon:g}, lat {lat:g} lies outside the world{swapped}",
                    node=node,
                    lon=lon,
                    lat=lat,
                    swapped=swapped,
                )
            )
        return lon, lat

    def nd(self, about: dict[str, str]) -> None:
        """A node of a way."""

    def close(self, name: str) -> None:
        """An element is whole."""


class _Ways(_Pass):
    """First pass: wanted ways, the nodes that they need, positions that stand on `nd`."""

    def __init__(self, path: Path, mode: str) -> None:
        super().__init__(path, mode)
        self.ways: list[tuple[str, list[str], Tags]] = []
        self.closed: list[tuple[str, list[str], Tags]] = []
        self.needed: set[str] = set()
        self.position: dict[str, LonLat] = {}
        self.notes: Counter[str] = Counter()
        self.relations = 0
        self._here: dict[str, LonLat] = {}

    def nd(self, about: dict[str, str]) -> None:
        ref = about.get("ref", "")
        if "lat" in about and "lon" in about:
            ref = ref or f"{about['lon']} {about['lat']}"
            self._here[ref] = self.placed(about)
        self.refs.append(ref)
        if len(self.refs) > MOST_REFS:
            raise self.bad(sentence("more than {most} nodes on one way", most=MOST_REFS))

    def close(self, name: str) -> None:
        here, self._here = self._here, {}
        self.relations += name == "relation"
        if self.gone():
            self.notes[GONE] += 1
        elif name == "way":
            row = (f"way/{self.about.get('id', '')[:24]}", self.refs, self.tags)
            if wanted(self.mode, self.tags) or boundary_wanted(self.tags):
                self.ways.append(row)
            if spot_wanted(self.tags):
                self.closed.append(row)
            if row in (*self.ways[-1:], *self.closed[-1:]):
                self.needed.update(self.refs)
                self.position.update(here)
                if len(self.needed) > MOST_NODES:
                    raise self.bad(
                        sentence("more than {most:,} nodes; cut out the area around the link", most=MOST_NODES)
                    )

    def areas(self, position: dict[str, LonLat]) -> list[Spot]:
        """Stations and places that are drawn as areas, each as its middle."""
        spots = []
        for way, refs, tags in self.closed:
            if xy := [position[r] for r in refs if r in position]:
                lon, lat = (sum(p[i] for p in xy) / len(xy) for i in (0, 1))
                spots.append(Spot(way, lon, lat, tags))
        return spots


class _Nodes(_Pass):
    """Second pass: positions of the nodes that are needed, and tagged nodes."""

    def __init__(self, path: Path, mode: str, ways: _Ways) -> None:
        super().__init__(path, mode)
        self.needed, self.position, self.spots = ways.needed, {}, []  # type: set[str], dict[str, LonLat], list[Spot]

    def close(self, name: str) -> None:
        if name != "node" or self.gone():
            return
        node, spot = self.about.get("id", ""), spot_wanted(self.tags)
        if spot or (node in self.needed and "lat" in self.about):
            self.position[node] = self.placed(self.about)
        if spot:
            self.spots.append(Spot(f"node/{node[:24]}", *self.position[node], self.tags))


@contextmanager
def _opened(path: Path) -> Iterator[IO[bytes]]:
    """The bytes of a file, unpacked by what it begins with and not by its name."""
    if not path.is_file():
        raise BadInput(sentence("{path}: there is no such file", path=path))
    try:
        with path.open("rb") as file:
            start = file.read(3)
            file.seek(0)
            if start[:2] == b"\x1f\x8b":
                with gzip.GzipFile(fileobj=file) as unpacked:
                    yield unpacked  # type: ignore[misc]
            elif start == b"BZh":
                with bz2.BZ2File(file) as unpacked_bz2:
                    yield unpacked_bz2
            else:
                yield file
    except PermissionError as error:
        raise BadInput(sentence("{path}: cannot be read: {reason}", path=path, reason=error.strerror)) from None
