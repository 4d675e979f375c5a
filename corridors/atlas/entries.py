"""Entries of the page's data, one function a kind of thing: measures, scenarios, corridors, nodes, cities, sources."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from corridors.atlas.encode import short
from corridors.cartography import basemap
from corridors.scenarios import built, ready
from corridors.schema import LANGUAGES, Corridor, Measure

if TYPE_CHECKING:
    from collections.abc import Sequence

    from corridors.network import Network


class Shelf:
    """A list of different things; each is put once and then spoken of by its place."""

    def __init__(self) -> None:
        self.things: list[Any] = []
        self._place: dict[str, int] = {}

    def put(self, thing: Any) -> int:
        """Place of a thing."""
        key = repr(thing)
        if key not in self._place:
            self._place[key] = len(self.things)
            self.things.append(thing)
        return self._place[key]


def names_of(thing: Any) -> list[str]:
    """Names in the three languages, of a row or a record."""
    if hasattr(thing, "names"):
        return [getattr(thing.names, k) for k in LANGUAGES]
    return [str(thing[f"name_{k}"]) for k in LANGUAGES]


def attribute_names(network: Network) -> list[str]:
    """Every attribute of every kind of link, once."""
    return sorted({a for table in network.schema.values() for a in table.index})


def attributes(network: Network) -> list[dict[str, str]]:
    """Attributes with unit and meaning, in the order of `attribute_names`."""
    rows = {a: row for table in network.schema.values() for a, row in table.iterrows()}
    return [{"id": a, "unit": rows[a]["unit"], "text": rows[a]["description"]} for a in attribute_names(network)]


def measures_of(network: Network, links: Sequence[str], corridors: Sequence[Corridor]) -> list[str]:
    """Measures that touch a drawn link or name a drawn corridor."""
    own, ids = set(links), {c.id for c in corridors}
    return [
        m.id
        for m in sorted(network.measures.values(), key=lambda m: m.id)
        if ids.intersection(m.corridors) or any(own.intersection(s.links) for s in m.facts)
    ]


def measure(m: Measure, attribute: dict[str, int], sources: Shelf) -> dict[str, Any]:
    """One measure: what it is, costs and sets; attributes by their place."""
    cost = m.cost_musd
    out = {
        "id": m.id,
        "n": names_of(m),
        "country": m.country,
        "status": m.status,
        "grade": m.grade,
        "src": [sources.put(s) for s in m.sources],
        "start": m.start,
        "finish": m.finish,
        "cost": [short(cost.value), short(cost.low), short(cost.high), cost.grade, cost.note] if cost else None,
        "corridors": list(m.corridors),
        "effect": m.stated_effect,
        "note": m.note,
        "part_of": m.part_of,
        "touches": sorted({k for s in m.facts for k in s.links}),
        "sets": [
            [
                list(s.links),
                attribute[s.attribute],
                short(s.value),
                short(s.low),
                short(s.high),
                s.grade,
                [sources.put(k) for k in s.source.split(";")],
            ]
            for s in m.facts
        ],
    }
    return {k: v for k, v in out.items() if v not in (None, "", [])}


def scenario(network: Network, name: str, place: dict[str, int], sources: Shelf) -> dict[str, Any]:
    """One scenario: what it builds, by the end of which year it has it, and what it aims at."""
    s = network.scenarios[name]
    drawn = [m for m in built(network, name) if m in place]
    out: dict[str, Any] = {
        "id": s.id,
        "n": names_of(s),
        "why": [getattr(s.why, k) for k in LANGUAGES],
        "year": s.year,
        "build": [place[m] for m in drawn],
        "ready": [ready(network.measures[m], s) for m in drawn],
    }
    if s.target:
        out["target"] = {"c": s.target.corridor, "mtpa": s.target.mtpa, "year": s.target.year}
        out["target"]["src"] = [sources.put(s.target.source)]
    return out


def corridor(c: Corridor, links: Sequence[str], nodes: Shelf, sources: Shelf) -> dict[str, Any]:
    """One corridor, its links by their places."""
    place = {link: i for i, link in enumerate(links)}
    out: dict[str, Any] = {
        "id": c.id,
        "code": c.code,
        "mode": c.mode,
        "colour": c.colour,
        "n": names_of(c),
        "summary": [getattr(c.summary, k) for k in LANGUAGES],
        "sure": c.identification,
        "sure_why": c.identification_note,
        "src": [sources.put(s) for s in c.sources],
        "from": [nodes.put(n) for n in c.origins],
        "to": [nodes.put(n) for n in c.destinations],
        "route": [place[k] for k in c.route],
        "links": [place[k] for k in c.links],
    }
    if c.variant_of:
        out["variant_of"] = c.variant_of
    return out


def nodes(network: Network, names: Sequence[str]) -> list[dict[str, Any]]:
    """Nodes with names and places."""
    rows = network.nodes.loc[list(names)].to_dict("index")
    return [
        {
            "id": name,
            "n": names_of(row),
            "at": [round(float(row["lat"]), 4), round(float(row["lon"]), 4)],
            "kind": row["kind"],
        }
        for name, row in rows.items()
    ]


def cities(network: Network) -> list[list[Any]]:
    """Places for orientation: lat, lon, rank, names."""
    return [[round(c.lat, 3), round(c.lon, 3), c.rank, list(c.names)] for c in basemap.cities(network.root)]


def sources_of(network: Network, names: Sequence[str]) -> list[list[str]]:
    """Sources: id, title, publisher, date, address."""
    rows = network.sources.to_dict("index")
    unknown = {"publisher": "", "date": "", "url": ""}
    found = [(n, rows.get(n, unknown | {"title": n})) for n in names]
    return [[n, *(str(row[k]) for k in ("title", "publisher", "date", "url"))] for n, row in found]


def newest(network: Network) -> str:
    """The newest full date among the sources."""
    dates = network.sources["date"].astype(str)
    return str(dates[dates.str.fullmatch(r"\d{4}-\d{2}-\d{2}")].max() or "")
