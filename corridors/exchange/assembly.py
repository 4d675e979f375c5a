"""Pieces of lines as rows of a folder: nodes with names, links in the direction of the route, facts, a corridor."""

from __future__ import annotations

import re
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import shapely

from corridors.dataset import WGS84, data_folder, read_basemap
from corridors.exchange import values
from corridors.exchange.addition import Addition, Split
from corridors.exchange.chain import Chain, chain
from corridors.exchange.joining import cut, landings, touched
from corridors.exchange.names import free, label, slug

if TYPE_CHECKING:
    from collections.abc import Sequence

    import geopandas as gpd

    from corridors import dataset
    from corridors.exchange.joining import Pieces

BETWEEN = re.compile(r"\s+[-–—]+\s+|\s*[–—]\s*")
COLOURS = ("#7a1f3d", "#1f5a7a", "#5a7a1f", "#7a5a1f", "#4b1f7a", "#1f7a5f")
FROM, TO = ("from_name", "from", "start"), ("to_name", "to", "end")
NAME = ("name_en", "name", "Name", "NAME")
# A line so much longer and so far off is still the one that stands.
SAME_LINK, SAME_DEG = 0.03, 0.01


class Assembly:
    """What is made of pieces of lines, beside what a folder has."""

    def __init__(
        self, data: dataset.Geodata, table: gpd.GeoDataFrame, corridor: str, mode: str, source: dict[str, Any],
        grade: str, country: str, replace: bool = False,
    ) -> None:  # fmt: skip
        self.data, self.table, self.corridor, self.mode = data, table, corridor, mode
        self.source, self.grade, self.country, self.replace = source, grade, country, replace
        self.standing: list[str] = []  # links of the folder that the lines follow
        nodes = data.tables["nodes.csv"]
        self.ids, self.known_names = nodes["node"].tolist(), nodes["name_en"].tolist()
        self.known = nodes[["lon", "lat"]].to_numpy(dtype=float)
        self.cuts: dict[str, list[tuple[float, int]]] = {}  # link of the folder -> how far along it which new node lies
        self.splits: list[Split] = []
        self.beyond = ""  # the country of what lies where the base map does not reach; empty if nothing does

    def spots(self, tolerance_m: float) -> np.ndarray:
        """Where nodes are: those of the folder, and then the places on its links at which lines end."""
        old = self.data.records["corridors"].get(self.corridor) if self.replace else None
        going = set(old.links) if old else set()  # what is replaced is not split
        rows = [row for between in self.between.values() for row in between if row[0] not in going]
        shapes = np.array(self.table.geometry, dtype=object)
        spots, line, along = landings(shapes, self.known, np.array([r[3] for r in rows], dtype=object), tolerance_m)
        for i, (k, position) in enumerate(zip(line.tolist(), along.tolist(), strict=True)):
            self.cuts.setdefault(rows[k][0], []).append((position, len(self.known) + i))
        return np.concatenate([self.known.reshape(-1, 2), spots])

    def addition(self, pieces: Pieces, columns: Sequence[str]) -> Addition:
        """Everything that the pieces bring into the folder."""
        km = np.array([WGS84.geometry_length(s) / 1000 for s in pieces.shapes])
        way = chain(pieces.ends, km, pieces.spots, pieces.shapes)
        names = self._names(pieces)
        ids = self._node_ids(pieces, names)
        self.splits = self._splits(pieces, ids, names)
        links = self._links(pieces, way, ids, names)
        schema = self.data.tables[f"schema/{self.mode}.csv"].set_index("attribute")
        taken = values.columns(columns, self.table, schema, self.mode)
        facts = values.facts(
            self.table, pieces.of.tolist(), [k["link"] for k in links], self._whole(taken, pieces), schema,
            {"source": self.source["source"], "grade": self.grade},
        )  # fmt: skip
        used = np.unique(pieces.ends)
        fresh = [i for i in used.tolist() if i >= len(self.ids)]
        countries = self._countries(shapely.points(pieces.spots[fresh])) if fresh else []
        nodes = [
            {"node": ids[i], "name_en": names[i], "country": c, "kind": "station" if self.mode == "rail" else "place"}
            | {"lon": round(float(pieces.spots[i, 0]), 5), "lat": round(float(pieces.spots[i, 1]), 5)}
            | {"grade": "C", "source": self.source["source"]}
            for i, c in zip(fresh, countries, strict=True)
        ]
        sources = [self.source] if "title" in self.source else []
        new = links if self.replace else [k for k in links if k["link"] not in self.standing]
        return Addition(
            new, nodes, facts, (), sources, {self.corridor: self._corridor(way, ids, names, links)}, self.splits
        )

    def _splits(self, pieces: Pieces, ids: dict[int, str], names: dict[int, str]) -> list[Split]:
        """Links of the folder in pieces, which lines may follow from now on."""
        titles = {c: self._titles(c, ids, names) for c in ("name_en", "name_ru", "name_kk")}
        taken, splits = set(self.data.links["link"]) if len(self.data.links) else set(), []
        rows = [row for between in list(self.between.values()) for row in between if row[0] in self.cuts]
        for row in rows:
            link, start, end, shape = row
            cuts = sorted(c for c in self.cuts[link] if c[1] in ids)
            if not cuts:
                continue
            nodes = [start, *(ids[i] for _, i in cuts), end]
            shapes = cut(shape, [a for a, _ in cuts], pieces.spots[[i for _, i in cuts]])
            parts = []
            for (a, b), part in zip(pairwise(nodes), shapes, strict=True):
                name = free(f"{self.mode}/{a}-{b}"[:120], taken)
                taken.add(name)
                called = {c: f"{of[a]} – {of[b]}" for c, of in titles.items()}
                about = {"link": name, **called, "from_node": a, "to_node": b}
                parts.append({**about, "geometry": part})
                self.between.setdefault(frozenset((a, b)), []).append((name, a, b, part))
            self.between[frozenset((start, end))].remove(row)
            splits.append(Split(link, (start, end), parts, [WGS84.geometry_length(p) / 1000 for p in shapes]))
        return splits

    def _titles(self, column: str, ids: dict[int, str], names: dict[int, str]) -> dict[str, str]:
        """What nodes are called in a language; a new one has the name that the file gives it."""
        known = self.data.tables["nodes.csv"]
        told = known[column].where(known[column] != "", known["name_en"]) if column in known else known["name_en"]
        return {ids[i]: n for i, n in names.items()} | dict(zip(self.ids, told, strict=True))

    def meets(self, pieces: Pieces, tolerance_m: float) -> list[str]:
        """Links of the folder that a new node lies on: they stay in one piece, so that nothing passes over."""
        rows = [row for between in self.between.values() for row in between]
        joined = {i for cuts in self.cuts.values() for _, i in cuts}
        new = np.array(
            [i for i in np.unique(pieces.ends).tolist() if i >= len(self.ids) and i not in joined], dtype=int
        )
        lines = np.array([row[3] for row in rows], dtype=object)
        return list(dict.fromkeys(rows[k][0] for k in touched(pieces.spots[new], lines, tolerance_m).values()))

    def _whole(self, taken: list[values.Column], pieces: Pieces) -> list[values.Column]:
        """Without lengths where lines were split: a part is not as long as the whole."""
        split = len(pieces.of) != len(set(pieces.of.tolist()))
        return [c for c in taken if not (split and c.attribute == "length_km")]

    def _names(self, pieces: Pieces) -> dict[int, str]:
        """Of every node a name: its own, what the lines that meet there have in common, or a number."""
        parts = [self._ends_of(i) for i in range(len(self.table))]
        says: dict[int, list[str]] = {}
        for (start, end), row in zip(pieces.ends.tolist(), pieces.of.tolist(), strict=True):
            for node, side in ((start, 0), (end, 1)):
                says.setdefault(node, []).extend(parts[row][side] if parts[row] else [])
        self._apart(pieces, parts, says)
        names = {i: label(n) or self.ids[i] for i, n in enumerate(self.known_names)}
        number = 0
        for node in sorted(set(pieces.ends.ravel().tolist()) - set(names)):
            votes = pd.Series(says[node], dtype=object).value_counts(sort=True)
            if len(votes):
                names[node] = str(votes.index[0])
            else:
                number += 1
                names[node] = f"{self.corridor} {number}"
        return names

    def _ends_of(self, row: int) -> tuple[list[str], list[str]] | None:
        """What a line calls its first and its last end."""
        row_of = self.table.iloc[row].get
        ends = [next((label(row_of(c)) for c in side if isinstance(row_of(c), str)), "") for side in (FROM, TO)]
        if all(ends):
            return [ends[0]], [ends[1]]
        for column in NAME:
            told = [label(p) for p in BETWEEN.split(str(row_of(column) or ""))]
            if len(told) == 2 and all(told):
                return [told[0]], [told[1]]
        return None

    @staticmethod
    def _apart(pieces: Pieces, parts: list[Any], says: dict[int, list[str]]) -> None:
        """A line drawn against its name shows where it meets a neighbour: the shared name is the shared node's."""
        for (start, end), row in zip(pieces.ends.tolist(), pieces.of.tolist(), strict=True):
            if parts[row] is None:
                continue
            (a,), (b,) = parts[row]
            others = [says[n].copy() for n in (start, end)]
            others[0].remove(a) if a in others[0] else None
            others[1].remove(b) if b in others[1] else None
            if (b in others[0] and a not in others[0]) or (a in others[1] and b not in others[1]):
                for node, wrong, right in ((start, a, b), (end, b, a)):
                    if wrong in says[node]:
                        says[node][says[node].index(wrong)] = right

    def _node_ids(self, pieces: Pieces, names: dict[int, str]) -> dict[int, str]:
        ids, taken = dict(enumerate(self.ids)), set(self.ids)
        for node in sorted(set(pieces.ends.ravel().tolist()) - set(ids)):
            ids[node] = free(slug(names[node]), taken)
            taken.add(ids[node])
        return ids

    def _links(self, pieces: Pieces, way: Chain, ids: dict[int, str], names: dict[int, str]) -> list[dict[str, Any]]:
        taken, links = set(self.data.links["link"]) if len(self.data.links) else set(), []
        taken |= {name for split in self.splits for name in split.names}
        countries = self._countries(shapely.line_interpolate_point(pieces.shapes, 0.5, normalized=True))
        for i, drawn in enumerate(pieces.shapes):
            against = i in way.backwards
            start, end = pieces.ends[i].tolist()[:: -1 if against else 1]
            shape = shapely.reverse(drawn) if against else drawn
            base = f"{self.mode}/{ids[start]}-{ids[end]}"[:120]
            if name := self._stands(base, ids[start], ids[end], shape):
                self.standing.append(name)
            else:
                name = free(base, taken)
            taken.add(name)
            about = {"link": name, "name_en": f"{names[start]} – {names[end]}", "from_node": ids[start]}
            about |= {"to_node": ids[end], "country": countries[i], "source": self.source["source"], "grade": "C"}
            links.append({**about, "geometry": shape})
        return links

    def _stands(self, base: str, start: str, end: str, shape: shapely.LineString) -> str:
        """A link of the folder that runs the same way between the same nodes; "" if there is none."""
        for name, one, other, drawn in self.between.get(frozenset((start, end)), ()):
            if name in self.standing:
                continue
            if self.replace and name == base and (one, other) == (start, end):
                return name
            own, its = (WGS84.geometry_length(g) for g in (shape, drawn))
            if abs(own - its) <= SAME_LINK * own and shapely.hausdorff_distance(shape, drawn) < SAME_DEG:
                return name
        return ""

    @cached_property
    def between(self) -> dict[frozenset[str], list[tuple[str, str, str, shapely.LineString]]]:
        """Links of the folder by the nodes that they join."""
        known = self.data.links
        found: dict[frozenset[str], list[tuple[str, str, str, shapely.LineString]]] = {}
        if not len(known):
            return found
        for row in zip(*(known[c] for c in ("link", "from_node", "to_node", "geometry")), strict=True):
            if row[0].startswith(f"{self.mode}/"):
                found.setdefault(frozenset(row[1:3]), []).append(row)
        return found

    def _countries(self, points: np.ndarray) -> list[str]:
        """Where points lie by the base map; the folder's first country where it does not reach."""
        if self.country:
            return [self.country] * len(points)
        areas = [(a["iso"], s) for a, s in read_basemap(data_folder()) if a["kind"] == "country" and a["iso"]]
        tree = shapely.STRtree([s for _, s in areas])
        point, area = tree.query(points, predicate="intersects")
        found = dict(zip(point.tolist(), [areas[j][0] for j in area], strict=True))
        fall_back = self.data.about.countries[0] if self.data.about.countries else "ZZ"
        if len(found) < len(points):
            self.beyond = fall_back
        return [found.get(i, fall_back) for i in range(len(points))]

    def _corridor(
        self, way: Chain, ids: dict[int, str], names: dict[int, str], links: list[dict[str, Any]]
    ) -> dict[str, Any]:
        colour = COLOURS[len(self.data.named["corridors"]) % len(COLOURS)]
        ends = f"{names[way.start]} – {names[way.end]}"
        others = {c.code.lower() for k, c in self.data.records["corridors"].items() if k != self.corridor}
        fields: dict[str, Any] = {
            "code": free(self.corridor, others),
            "mode": self.mode, "colour": colour, "identification": "sourced",
            "identification_note": f"as drawn in {self.source.get('title', self.source['source'])}",
            "sources": [self.source["source"]], "origins": [ids[way.start]], "destinations": [ids[way.end]],
            "route": [links[i]["link"] for i in way.route], "names": {"en": ends},
        }  # fmt: skip
        if way.rest:
            fields["branches"] = [{"name": {"en": links[i]["name_en"]}, "route": [links[i]["link"]]} for i in way.rest]
        return fields
