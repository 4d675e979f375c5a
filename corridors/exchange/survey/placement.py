"""Puts a surveyed line where a coarser one was: one feature of geodata/links changes, the rest stays."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from pyproj import Geod
from shapely.geometry import LineString

from corridors import dataset
from corridors.atomic_write import beside
from corridors.errors import BadInput, UnknownName

SOURCE = "osm"
GRADE = "C"  # mapped track is reported (B); that a link takes the shortest way over it is derived
ENDS_KM = 25.0


def replace_geometry(root: str | Path, link: str, line: LineString) -> Path:
    """Give a rail or road link another line, in its file under geodata/links.

    Parameters
    ----------
    root : path
        The geodata folder.
    link : str
        As in "rail/beyneu-sai-utes".
    line : LineString
        In degrees, from the link's first node to its second, or the other way round.

    Returns
    -------
    Path
        The file, rewritten as a whole: beside it first, then in its place.

    Raises
    ------
    UnknownName
        A link that is not there.
    BadInput
        A link that is no line, a line that does not end at its nodes, or no source "osm" in sources.csv.
    """
    kind = link.split("/", 1)[0]
    if kind not in ("rail", "road"):
        raise BadInput(f"{link}: only rail and road links have a line to survey")
    root = Path(root)
    path = root / "links" / f"{kind}.geojson"
    if not path.is_file():
        raise BadInput(f"{path}: there is no such file; is {root} a geodata folder?")
    if SOURCE not in set(dataset.read_csv(root / "sources.csv")["source"]):
        raise BadInput(f"{root / 'sources.csv'}: add a row {SOURCE!r} (OpenStreetMap, ODbL 1.0) first")
    collection = json.loads(path.read_text(encoding="utf-8"))
    features = {f["properties"]["link"]: f for f in collection["features"]}
    if link not in features:
        raise UnknownName("link", link, features, where=f"links/{kind}.geojson")
    about = features[link]["properties"]
    line = _along(root, about, line)
    features[link]["geometry"] = {
        "type": "LineString",
        "coordinates": [list(p) for p in line.coords],
    }
    about.update(source=SOURCE, grade=GRADE)
    _write(path, collection)
    return path


def _along(root: Path, about: dict[str, str], line: LineString) -> LineString:
    """The line in the direction of its link; refused if its ends are not at the link's nodes."""
    nodes = dataset.read_csv(root / "nodes.csv")
    spots = {n: (float(x), float(y)) for n, x, y in zip(nodes["node"], nodes["lon"], nodes["lat"], strict=True)}
    ends = [spots[about["from_node"]], spots[about["to_node"]]]
    geod = Geod(ellps="WGS84")

    def away_km(way: LineString) -> float:
        return max(geod.inv(*p, *q)[2] / 1000 for p, q in zip(ends, (way.coords[0], way.coords[-1]), strict=True))

    best = min(line, line.reverse(), key=away_km)
    if away_km(best) > ENDS_KM:
        ends_at = f"{about['from_node']!r} and {about['to_node']!r}"
        raise BadInput(f"{about['link']}: the line ends {away_km(best):.0f} km from its nodes {ends_at}")
    return best


def _write(path: Path, collection: dict[str, Any]) -> None:
    """One feature a line, as the data are kept, so that a change is one line in a comparison."""
    head = json.dumps({k: v for k, v in collection.items() if k != "features"}, ensure_ascii=False)
    rows = ",\n".join(json.dumps(f, ensure_ascii=False) for f in collection["features"])
    with beside(path) as new:
        new.write_text(f'{head[:-1]}, "features": [\n{rows}\n]}}\n', encoding="utf-8", newline="\n")
