"""The files of a geodata folder with rows added or replaced; every line that is not concerned stays as it was."""

from __future__ import annotations

import csv
import io
import json
import math
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely
import tomli_w

from corridors.dataset.text import read_text
from corridors.errors import BadInput
from corridors.schema import KINDS, columns_of
from corridors.wording.sentences import sentence

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from corridors.exchange.addition import Addition, Row

DECIMALS = 5  # about a metre


def file_texts(root: Path, addition: Addition, replace: bool) -> dict[str, str]:
    """File -> its new text, for every file of a folder that an addition changes.

    Raises
    ------
    BadInput
        A link or corridor stands already and may not be replaced, or a file that has to change cannot be read.
    """
    texts = {
        "sources.csv": _rows(root, "sources.csv", addition.sources, ("source",), keep=True),
        "nodes.csv": _rows(root, "nodes.csv", addition.nodes, ("node",), keep=True),
        "stops.csv": _rows(root, "stops.csv", addition.stops, ("link",)),
    }
    for kind in KINDS:
        texts[f"links/{kind}.geojson"] = _features(root, kind, addition.links, replace)
        texts[f"facts/{kind}.csv"] = _facts(root, kind, addition.facts)
    for name, fields in addition.corridors.items():
        file = f"corridors/{name}.toml"
        if (root / file).exists() and not replace:
            raise BadInput(sentence("{file} stands already; give another id, or allow replacing it", file=file))
        texts[file] = tomli_w.dumps(dict(fields))
    return {f: t for f, t in texts.items() if t and t != _text(root / f)}


def _text(path: Path) -> str:
    return read_text(path) if path.exists() else ""


def _rows(root: Path, file: str, rows: Sequence[Row], key: tuple[str, ...], keep: bool = False) -> str:
    """A CSV file with rows added; those that stand under the same key go, or stay and the new ones are left out."""
    if not rows:
        return ""
    lines = io.StringIO(_text(root / file) or _header(file), newline="").readlines()
    reader = csv.reader(lines)
    header = next(reader, [])
    wanted, start = {tuple(str(r[k]) for k in key) for r in rows}, reader.line_num
    more = [c for c in dict.fromkeys(c for r in rows for c in r) if c not in header]
    at = [header.index(k) for k in key]
    kept, stand = [_line([*header, *more])], set()
    for cells in reader:
        raw, start = "".join(lines[start : reader.line_num]), reader.line_num
        own = tuple(cells[i] for i in at) if len(cells) > max(at) else ()
        stand.add(own)
        if keep or own not in wanted:
            kept.append(raw.rstrip("\r\n") + "," * (len(more) if cells else 0) + "\n")
    new = [r for r in rows if not (keep and tuple(str(r[k]) for k in key) in stand)]
    return "".join([*kept, *(_line([_cell(r.get(c, "")) for c in [*header, *more]]) for r in new)])


def _header(file: str) -> str:
    return _line(columns_of(file))


def _line(cells: Iterable[str]) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerow(cells)
    return out.getvalue()


def _cell(value: Any) -> str:
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return ""
    return f"{value:.10g}" if isinstance(value, (float, np.floating)) else str(value)


def _facts(root: Path, kind: str, facts: Sequence[Row]) -> str:
    """The facts of a kind with new ones: a fact that another source has stays the one that is used."""
    file = f"facts/{kind}.csv"
    new = [f for f in facts if str(f["link"]).startswith(f"{kind}/")]
    if not new:
        return ""
    used = {}
    for row in csv.DictReader(io.StringIO(_text(root / file), newline="")):
        if row.get("role") == "used":
            used[row.get("link"), row.get("attribute")] = row.get("source")
    rows = []
    for fact in new:
        standing = used.get((fact["link"], fact["attribute"]), fact["source"])
        rows.append({"role": "used", **fact, **({} if standing == fact["source"] else {"role": "rival"})})
    return _rows(root, file, rows, ("link", "attribute", "source"))


def _features(root: Path, kind: str, links: Sequence[Row], replace: bool) -> str:
    """A file of links, one feature a line, with links added or given another shape and properties."""
    new = {str(k["link"]): k for k in links if str(k["link"]).startswith(f"{kind}/")}
    if not new:
        return ""
    file = f"links/{kind}.geojson"
    try:
        content = json.loads(_text(root / file) or '{"type": "FeatureCollection", "features": []}')
        features = {f["properties"]["link"]: f for f in content["features"]}
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise BadInput(
            sentence(
                "{file} cannot be changed before it is mended: {kind} {reason}",
                file=file,
                kind=type(error).__name__,
                reason=str(error),
            )
        ) from None
    if (both := sorted(set(new) & set(features))) and not replace:
        raise BadInput(
            sentence("{names} stands already; give another id, or allow replacing it", names=", ".join(both[:5]))
        )
    for name, link in new.items():
        about = {k: v for k, v in link.items() if k != "geometry" and v not in (None, "")}
        before = features.get(name, {"type": "Feature", "properties": {}})
        features[name] = before | {"properties": before["properties"] | about, "geometry": drawn(link["geometry"])}
    return feature_lines(content, features.values())


def drawn(shape: shapely.LineString) -> Any:
    """A shape as GeoJSON, to about a metre."""
    return json.loads(shapely.to_geojson(shapely.transform(shapely.force_2d(shape), lambda xy: np.round(xy, DECIMALS))))


def feature_lines(content: Mapping[str, Any], features: Iterable[Any]) -> str:
    """A collection of features, one a line."""
    head = json.dumps({k: v for k, v in content.items() if k != "features"}, ensure_ascii=False)
    rows = ",\n".join(json.dumps(f, ensure_ascii=False) for f in features)
    return f'{head[:-1]}, "features": [\n{rows}\n]}}\n'
