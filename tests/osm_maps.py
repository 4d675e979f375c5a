"""Small maps that tests draw themselves, written as the files that people have."""

from __future__ import annotations

import bz2
import gzip
import hashlib
import json
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import quoteattr

if TYPE_CHECKING:
    from pathlib import Path

LonLat = tuple[float, float]


class Map:
    """Nodes and ways, drawn one by one."""

    def __init__(self) -> None:
        self.nodes: dict[int, LonLat] = {}
        self.ways: dict[int, tuple[list[int], dict[str, str]]] = {}
        self.tags: dict[int, dict[str, str]] = {}

    def node(self, lon: float, lat: float, **tags: str) -> int:
        """A node; one that stands in the place already is taken again, so that ways meet."""
        for number, place in self.nodes.items():
            if place == (lon, lat) and not tags:
                return number
        number = len(self.nodes) + 1
        self.nodes[number] = (lon, lat)
        if tags:
            self.tags[number] = {k.replace("__", ":"): v for k, v in tags.items()}
        return number

    def way(self, *places: LonLat, **tags: str) -> int:
        """A way through places."""
        number = 100 + len(self.ways)
        told = {k.replace("__", ":"): v for k, v in tags.items()}
        self.ways[number] = ([self.node(*p) for p in places], told)
        return number

    def rail(self, *places: LonLat, **tags: str) -> int:
        """A running line, if nothing else is said."""
        return self.way(*places, **{"railway": "rail", "gauge": "1520", **tags})

    def xml(self, path: Path, shift: int = 0) -> Path:
        """As .osm, .osm.gz or .osm.bz2, by the name."""
        rows = ['<?xml version="1.0" encoding="UTF-8"?><osm version="0.6" timestamp="2026-03-01T00:00:00Z">']
        for n, (lon, lat) in self.nodes.items():
            tags = "".join(f"<tag k={quoteattr(k)} v={quoteattr(v)}/>" for k, v in self.tags.get(n, {}).items())
            rows.append(f'<node id="{n + shift}" lon="{lon}" lat="{lat}">{tags}</node>')
        for w, (refs, told) in self.ways.items():
            rows += [f'<way id="{w + shift}">', *(f'<nd ref="{n + shift}"/>' for n in refs)]
            rows += [*(f"<tag k={quoteattr(k)} v={quoteattr(v)}/>" for k, v in told.items()), "</way>"]
        data = "\n".join([*rows, "</osm>\n"]).encode()
        packed = {".gz": gzip.compress, ".bz2": bz2.compress}.get(path.suffix, bytes)(data)
        path.write_bytes(packed)
        return path

    def pbf(self, path: Path, shift: int = 0, left_out: tuple[int, ...] = ()) -> Path:
        """As .osm.pbf, some nodes left out."""
        import osmium

        mutable = osmium.osm.mutable
        with osmium.SimpleWriter(str(path), overwrite=True) as writer:
            for n, place in self.nodes.items():
                if n not in left_out:
                    writer.add_node(mutable.Node(id=n + shift, location=place, tags=self.tags.get(n, {})))
            for w, (refs, told) in self.ways.items():
                writer.add_way(mutable.Way(id=w + shift, nodes=[n + shift for n in refs], tags=told))
        return path

    def geojson(self, path: Path) -> Path:
        """As overpass turbo exports it: a feature an element."""
        features: list[dict[str, Any]] = []
        for n, told in self.tags.items():
            shape: dict[str, Any] = {"type": "Point", "coordinates": self.nodes[n]}
            features.append({"type": "Feature", "properties": {"@id": f"node/{n}", **told}, "geometry": shape})
        for w, (refs, told) in self.ways.items():
            shape = {"type": "LineString", "coordinates": [self.nodes[n] for n in refs]}
            features.append({"type": "Feature", "properties": {"@id": f"way/{w}", **told}, "geometry": shape})
        path.write_text(json.dumps({"type": "FeatureCollection", "features": features}), encoding="utf-8")
        return path

    def overpass(self, path: Path, geometry: bool = False) -> Path:
        """As the JSON of an Overpass server, with nodes or with positions on the ways."""
        elements: list[dict[str, Any]] = [
            {"type": "node", "id": n, "lon": lon, "lat": lat, "tags": self.tags.get(n, {})}
            for n, (lon, lat) in self.nodes.items()
            if n in self.tags or not geometry
        ]
        for w, (refs, told) in self.ways.items():
            way: dict[str, Any] = {"type": "way", "id": w, "nodes": refs, "tags": told}
            if geometry:
                way["geometry"] = [dict(zip(("lon", "lat"), self.nodes[n], strict=True)) for n in refs]
            elements.append(way)
        about = {"timestamp_osm_base": "2026-03-01T00:00:00Z"}
        path.write_text(json.dumps({"version": 0.6, "osm3s": about, "elements": elements}), encoding="utf-8")
        return path


TRACK = 0.00005  # degrees of latitude between two tracks: 5.5 m


def steppe() -> Map:
    """A line from west to east along latitude 45, some 47 km of it, with everything that a line has::

        West ==== double ====(60.15)---- single ----[loop Ber]---- single ---- East
          60.0                60.15               60.30..60.31                 60.6

    Double track for 12 km; a loop of 0.8 km with the station Ber; a dead siding at 60.45 with the halt Halt; at 60.2 a
    branch leaves to the north, at 60.5 an abandoned short cut and a track of 750 mm run beside.
    """
    m = Map()
    m.node(60.0, 45.0, railway="station", name="Запад", name__en="West")
    m.node(60.305, 45.0001, railway="station", name="Бер", name__en="Ber", name__kk="Бөр")
    m.node(60.45, 45.0001, railway="halt", name="Halt")
    m.node(60.6, 45.0, railway="station", name="Восток", name__en="East", name__ru="Восток")
    wire = {"electrified": "contact_line", "maxspeed": "120", "usage": "main"}
    m.rail((60.0, 45.0), (60.05, 45.0), (60.1, 45.0), (60.15, 45.0), **wire, railway__preferred_direction="forward")
    second = [(60.0, 45.0), (60.001, 45 + TRACK), (60.05, 45 + TRACK), (60.1, 45 + TRACK), (60.149, 45 + TRACK)]
    m.rail(*second, (60.15, 45.0), **wire, railway__preferred_direction="backward")
    m.rail((60.15, 45.0), (60.2, 45.0), (60.3, 45.0), **wire)
    m.rail((60.3, 45.0), (60.31, 45.0), **wire)
    m.rail((60.3, 45.0), (60.301, 45 + TRACK), (60.309, 45 + TRACK), (60.31, 45.0), service="siding")
    m.rail((60.31, 45.0), (60.45, 45.0), (60.6, 45.0), electrified="no", maxspeed="80", usage="main")
    m.rail((60.45, 45.0), (60.452, 45 + TRACK), (60.458, 45 + TRACK), service="siding")
    m.rail((60.2, 45.0), (60.21, 45.01), (60.25, 45.1), usage="branch", ref="77")
    return m


def finder(path: Path):
    """What finds a line in a map that lies in a file."""
    from corridors.exchange.survey import read_extracts

    return lambda mode, places: read_extracts([path], mode)


def fingerprint(root: Path) -> dict[str, str]:
    """Every file of a folder, and a hash of its content."""
    files = (p for p in root.rglob("*") if p.is_file())
    return {str(p): hashlib.sha256(p.read_bytes()).hexdigest() for p in files}
