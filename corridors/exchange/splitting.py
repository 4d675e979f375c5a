"""A link of a folder in pieces: all that names it names them, or the split is refused with what stands in the way."""

from __future__ import annotations

import csv
import io
import json
import re
import tomllib
from dataclasses import dataclass
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING, Any

from corridors.dataset.text import read_text
from corridors.errors import BadInput
from corridors.exchange.folder_files import drawn, feature_lines
from corridors.wording.sentences import joined, sentence

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from corridors.exchange.addition import Split

Row = dict[str, str]
# What one part has and another may not, so that nobody but the editor of the folder can say which.
UNSHARED = ("loops_added", "gap_min")
GAP, LENGTH, LEAST_GAP_KM = "loop_gap_km", "length_km", 1.0
TRANSLATED = ("name_ru", "name_kk")
MOVED = ("stops.csv",)  # tables with a column `link` whose rows go to the pieces; and facts/<kind>.csv


def split_texts(root: Path, splits: Sequence[Split]) -> dict[str, str]:
    """File -> its new text, for every file of a folder that names links which are split.

    Raises
    ------
    BadInput
        A measure, scenario, piece of evidence or other row names a link, or a fact cannot be shared: each is named.
    """
    try:
        return _split_texts(root, splits)
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        names = ", ".join(s.link for s in splits)
        raise BadInput(
            sentence(
                "{names} cannot be split before the folder is mended (`corridors check`): {kind} {reason}",
                names=names,
                kind=type(error).__name__,
                reason=str(error),
            )
        ) from None


def _split_texts(root: Path, splits: Sequence[Split]) -> dict[str, str]:
    texts: dict[str, str] = {}
    reasons: list[str] = []
    for split in splits:
        reasons += _in_the_way(root, split)
        kind = split.link.split("/", maxsplit=1)[0]
        facts = f"facts/{kind}.csv"
        had = _rows(root, facts, split.link)
        reasons += [
            sentence(
                "{facts}: {attribute} of {link} is of one part, and nothing says of which",
                facts=facts,
                attribute=row["attribute"],
                link=split.link,
            )
            for row in had
            if row["attribute"] in UNSHARED and float(row["value"] or 0)
        ]
        if reasons:
            continue
        shared = _Shared.of(split, had, _rows(root, "stops.csv", split.link))
        for file, make in ((facts, shared.facts), ("stops.csv", shared.stops)):
            texts[file] = _in_pieces(_text(root, texts, file), split.link, make)
        links = f"links/{kind}.geojson"
        texts[links] = _features(_text(root, texts, links), links, split)
        for path in sorted((root / "corridors").glob("*.toml")):
            file = f"corridors/{path.name}"
            texts[file] = _routes(_text(root, texts, file), file, split, _ends(texts[links], root))
    if reasons:
        lines = joined([sentence(" * {reason}", reason=r) for r in dict.fromkeys(reasons)], "\n")
        raise BadInput(
            sentence(
                "the line ends on {links}, which cannot be split there:\n{lines}\nlet the line end at a node "
                "of the folder, or change these rows first",
                links=", ".join(s.link for s in splits),
                lines=lines,
            )
        )
    return {f: t for f, t in texts.items() if t != _text(root, {}, f)}


def _text(root: Path, texts: Mapping[str, str], file: str) -> str:
    return texts[file] if file in texts else read_text(root / file) if (root / file).exists() else ""


def _rows(root: Path, file: str, link: str) -> list[Row]:
    reader = csv.DictReader(io.StringIO(_text(root, {}, file), newline=""))
    return [row for row in reader if row.get("link") == link]


def _in_the_way(root: Path, split: Split) -> list[str]:
    """What names a link as a whole, so that no piece can take its place without a guess."""
    named = [
        sentence("{file} sets facts of {link}", file=path.relative_to(root).as_posix(), link=split.link)
        for folder in ("measures", "scenarios")
        for path in sorted((root / folder).glob("*.toml"))
        if any(split.link in s.get("links", ()) for s in (_or_none(read_text(path)) or {}).get("facts", ()))
    ]
    if (root / "headline.toml").exists() and f'"{split.link}"' in read_text(root / "headline.toml"):
        named.append(sentence("headline.toml names {link}", link=split.link))
    others = [p.name for p in sorted(root.glob("*.csv")) if p.name not in MOVED]
    counts = {name: len(_rows(root, name, split.link)) for name in others}
    return named + [
        sentence("{name}: {n} row(s) are of {link}", name=name, n=n, link=split.link) for name, n in counts.items() if n
    ]


@dataclass(frozen=True)
class _Shared:
    """Facts and stops of a link as those of its pieces; `cuts` are kilometres from its first node, both ends too."""

    split: Split
    cuts: Sequence[float]
    crossings: Sequence[float]

    @classmethod
    def of(cls, split: Split, facts: Sequence[Row], stops: Sequence[Row]) -> _Shared:
        used = [float(f["value"]) for f in facts if f["attribute"] == LENGTH and f["role"] == "used"]
        scale = (used[0] if used else sum(split.km)) / sum(split.km)
        crossings = [float(s["km"]) for s in stops if s.get("crossing") != "no"]
        return cls(split, [scale * km for km in accumulate(split.km, initial=0.0)], sorted(crossings))

    def facts(self, row: Row) -> list[Row]:
        """A fact of each piece: lengths in proportion, the longest gap by the stops, all else as it was."""
        return [
            {**row, "link": name, **self._value(row, start, end)}
            for name, (start, end) in zip(self.split.names, pairwise(self.cuts), strict=True)
        ]

    def _value(self, row: Row, start: float, end: float) -> Row:
        bounds = {c: float(row[c]) for c in ("value", "low", "high") if row.get(c)}
        if row["attribute"] == LENGTH:
            share = (end - start) / self.cuts[-1]
            return {c: f"{x * share:.6g}" for c, x in bounds.items()}
        if row["attribute"] != GAP:
            return {}
        if inside := [km for km in self.crossings if start < km < end]:
            gap = max(b - a for a, b in pairwise([start, *inside, end]))
            return {c: f"{max(LEAST_GAP_KM, min(gap, end - start)):.6g}" for c in bounds}
        most = max(LEAST_GAP_KM, min(bounds["value"], end - start))
        high = max(LEAST_GAP_KM, min(max(bounds.values()), end - start))
        return {"value": f"{most:.6g}", "low": f"{LEAST_GAP_KM:g}", "high": f"{high:.6g}", "grade": "D"}

    def stops(self, row: Row) -> list[Row]:
        """A stop on the piece that it lies on; one at the new node is that node."""
        km = float(row["km"])
        return [
            {**row, "link": name, "km": f"{km - start:.6g}"}
            for name, (start, end) in zip(self.split.names, pairwise(self.cuts), strict=True)
            if start < km < end
        ]


def _in_pieces(text: str, link: str, make: Callable[[Row], list[Row]]) -> str:
    """A CSV with rows of a link replaced; every other line stays as it was."""
    lines = io.StringIO(text, newline="").readlines()
    reader = csv.reader(lines)
    header = next(reader, [])
    if "link" not in header:
        return text
    kept, start = lines[: reader.line_num], reader.line_num
    for cells in reader:
        raw, start = lines[start : reader.line_num], reader.line_num
        row = dict(zip(header, cells, strict=False))
        if row.get("link") != link:
            kept += raw
            continue
        out = io.StringIO()
        writer = csv.DictWriter(out, header, lineterminator="\n", extrasaction="ignore")
        writer.writerows(make(row))
        kept.append(out.getvalue())
    return "".join(kept)


def _features(text: str, file: str, split: Split) -> str:
    """Links with one replaced by its pieces, which keep its properties."""
    content = json.loads(text or '{"features": []}')
    features: list[Any] = []
    for feature in content["features"]:
        if feature["properties"].get("link") != split.link:
            features.append(feature)
            continue
        about = feature["properties"]
        for piece, km in zip(split.pieces, split.km, strict=True):
            share = km / sum(split.km)
            own = {k: round(v * share, 3) for k, v in about.items() if k.endswith("length_km")}
            # Where the whole has one name for all languages, so have its pieces.
            own |= {k: v for k, v in piece.items() if k != "geometry" and (k in about or k not in TRANSLATED)}
            features.append({**feature, "properties": about | own, "geometry": drawn(piece["geometry"])})
    if len(features) == len(content["features"]):
        raise BadInput(
            sentence(
                "{link} does not stand in {file}, the only form in which a link can be split",
                link=split.link,
                file=file,
            )
        )
    return feature_lines(content, features)


def _ends(text: str, root: Path) -> dict[str, set[str]]:
    """Link -> its nodes, in a file's new text and the files of links beside it."""
    found: dict[str, set[str]] = {}
    for each in [*(read_text(p) for p in sorted((root / "links").glob("*.geojson"))), text]:
        for feature in json.loads(each)["features"]:
            about = feature["properties"]
            found[about["link"]] = {about["from_node"], about["to_node"]}
    return found


def _routes(text: str, file: str, split: Split, ends: Mapping[str, set[str]]) -> str:
    """A corridor that runs over the pieces, in the order in which it passes them."""
    was = tomllib.loads(text)
    routes = [was, *was.get("branches", ())]
    if not any(split.link in r.get("route", ()) for r in routes):
        return text
    turns: list[list[str]] = []
    for i, route in enumerate(routes):
        starts, stops = (set(was.get(k, ())) if i == 0 else set() for k in ("origins", "destinations"))
        way = route["route"]
        changed: list[str] = []
        for j, link in enumerate(way):
            before = ends.get(way[j - 1], set()) if j else starts
            after = ends.get(way[j + 1], set()) if j + 1 < len(way) else stops
            both = split.names[:: -1 if _against(split.ends, before, after) else 1]
            changed += both if link == split.link else [link]
            turns += [both] if link == split.link else []
        route["route"] = changed
    order = iter(turns)
    new = re.sub(rf"""(["']){re.escape(split.link)}\1""", lambda _: ", ".join(f'"{n}"' for n in next(order, [])), text)
    if _or_none(new) != was:
        raise BadInput(
            sentence(
                "{file} names {link} elsewhere than in its routes; write its pieces there by hand",
                file=file,
                link=split.link,
            )
        )
    return new


def _or_none(text: str) -> dict[str, Any] | None:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return None


def _against(ends: tuple[str, str], before: set[str], after: set[str]) -> bool:
    """Whether a route passes a link from its last node to its first, by what it passes before and after.

    >>> _against(("a", "b"), {"b", "c"}, set()), _against(("a", "b"), set(), {"b", "c"})
    (True, False)
    """
    first, last = ends
    forward = (first in before) + (last in after)
    return (last in before) + (first in after) > forward
