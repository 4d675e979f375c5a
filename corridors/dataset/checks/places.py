"""Checks of places: each stands once, inside the region, ends meet nodes, lengths fit the drawing."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from corridors.dataset import WGS84, Geodata
from corridors.dataset.checks.unknown_names import unknown
from corridors.schema import KINDS
from corridors.wording.sentences import sentence

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    import pandas as pd

BAND = {"rail": (0.97, 1.50), "road": (0.89, 1.35), "sea": (0.95, 1.60)}  # published over drawn length
END_KM = {"rail": 2.0, "road": 2.0, "sea": 5.0, "border": 25.0, "terminal": 25.0}
SWAPPED = sentence("; longitude and latitude seem swapped")
METRES = sentence("; its coordinates are metres, it seems: save it in longitude and latitude (EPSG:4326)")


def duplicates(data: Geodata) -> None:
    """Sources, nodes, attributes, kinds, stops and links that stand twice."""
    keys: dict[str, list[str]] = {"sources.csv": ["source"], "nodes.csv": ["node"], "schema/kinds.csv": ["kind"]}
    keys |= {"stops.csv": ["link", "km"], "demand.csv": ["origin", "destination", "commodity"]}
    keys |= {"cities.csv": ["city"], "cases.csv": ["case"], "factors.csv": ["factor", "subject", "country"]}
    keys |= {f"schema/{k}.csv": ["attribute", "form"] for k in KINDS}
    for file, key in keys.items():
        frame = data.tables[file]
        for i, values in again(zip(*(frame[k].tolist() for k in key), strict=True)):
            name = " ".join(map(str, values)).strip()
            data.bad(file, int(frame["line"].iloc[i]), sentence("{name!r} stands twice; leave one", name=name))
    for i, link in again(data.links["link"].to_numpy(dtype=object)):
        data.bad(
            f"links/{data.links['kind'].iloc[i]}.geojson",
            None,
            sentence("{link!r} stands twice; leave one", link=link),
            f'"{link}"',
        )


def again(keys: Iterable[Any]) -> Iterator[tuple[int, Any]]:
    """Where something stands that has stood before, and what."""
    seen: set[Any] = set()
    for i, key in enumerate(keys):
        if key in seen:
            yield i, key
        seen.add(key)


def nodes(data: Geodata) -> None:
    """Every node and every city lies inside the region."""
    region = data.about.region
    for file, name in (("nodes.csv", "node"), ("cities.csv", "city")):
        table = data.tables[file]
        outside = ~inside(region, table["lon"].to_numpy(dtype=float), table["lat"].to_numpy(dtype=float))
        for row in data.rows(file, outside):
            place = sentence(
                "{name!r} at lon {lon:g}, lat {lat:g} lies outside the region {region}",
                name=getattr(row, name),
                lon=row.lon,
                lat=row.lat,
                region=region,
            )
            data.bad(file, row.line, place + (SWAPPED if inside(region, row.lat, row.lon) else ""))


def inside(region: Sequence[float], lon: Any, lat: Any) -> Any:
    """Whether points, one or an array of them, lie in a region."""
    west, south, east, north = region
    return (west <= lon) & (lon <= east) & (south <= lat) & (lat <= north)


def links(data: Geodata) -> None:
    """Every link has a form that its kind knows, lies inside the region, and ends at its nodes."""
    spots = {r.node: (r.lon, r.lat) for r in data.rows("nodes.csv")}
    forms = {k: set(data.tables[f"schema/{k}.csv"]["form"]) - {""} for k in KINDS}
    west, south, east, north = shapely.bounds(data.links["geometry"].to_numpy()).T
    region = data.about.region
    within = inside(region, west, south) & inside(region, east, north)
    swapped = inside(region, south, west) & inside(region, north, east)
    metres = np.maximum(np.abs([west, east]).max(axis=0), np.abs([south, north]).max(axis=0)) > 360
    known = [data.links[c].isin(list(spots)).to_numpy() for c in ("from_node", "to_node")]
    each = zip(*(data.links[c].to_numpy(dtype=object) for c in ("kind", "form")), strict=True)
    formed = [not forms[k] or f in forms[k] for k, f in each]
    odd = ~(within & known[0] & known[1] & np.array(formed, dtype=bool))
    rows = data.links[["kind", "form", "link", "from_node", "to_node"]][odd].itertuples()
    for row, good, turned, metric in zip(rows, within[odd], swapped[odd], metres[odd], strict=True):
        file, at = f"links/{row.kind}.geojson", f'"{row.link}"'
        if forms[row.kind] and row.form not in forms[row.kind]:
            message = sentence(
                "{link!r}: form {form!r} is not one of {known}",
                link=row.link,
                form=row.form,
                known=", ".join(sorted(forms[row.kind])),
            )
            data.bad(file, None, message, at)
        if not good:
            hint = METRES if metric else SWAPPED if turned else ""
            data.bad(
                file,
                None,
                sentence("{link!r} leaves the region {region}{hint}", link=row.link, region=region, hint=hint),
                at,
            )
            continue
        for end in (row.from_node, row.to_node):
            if end not in spots and not data.knows("nodes.csv", end):
                data.bad(
                    file,
                    None,
                    sentence("{link!r}: {problem}", link=row.link, problem=unknown(data, "node", end, spots)),
                    at,
                )
    _meet(data, data.links[within], spots)


ENDS = ("from_node", "to_node")


def _meet(data: Geodata, links: pd.DataFrame, spots: dict[str, tuple[float, float]]) -> None:
    """Links begin and end where their nodes are."""
    xy, of = shapely.get_coordinates(links["geometry"].to_numpy(), return_index=True)
    every = np.arange(len(links))
    first, last = xy[np.searchsorted(of, every)], xy[np.searchsorted(of, every, "right") - 1]
    names = {c: links[c].to_numpy(dtype=object) for c in ENDS}
    spot_of = {c: np.array([spots.get(n, (np.nan, np.nan)) for n in names[c]]).reshape(-1, 2) for c in ENDS}
    most = links["kind"].map(END_KM).to_numpy(dtype=float)
    astray = [_apart_km(p, spot_of[c]) > most for c, p in zip(ENDS, (first, last), strict=True)]
    # All else is about those alone.
    if not (odd := np.logical_or(*astray)).any():
        return
    links, most, first, last = links[odd], most[odd], first[odd], last[odd]
    names, spot_of = ({c: of_end[c][odd] for c in ENDS} for of_end in (names, spot_of))
    crossed = [_apart_km(points, spot_of[c]) for points, c in ((last, ENDS[0]), (first, ENDS[1]))]
    backwards = (crossed[0] <= most) & (crossed[1] <= most)
    for column, points in zip(ENDS, (first, last), strict=True):
        ends, spot = names[column], spot_of[column]
        away, turned = _apart_km(points, spot), _apart_km(points[:, ::-1], spot)
        for i in np.flatnonzero((away > most) & backwards) if column == ENDS[0] else ():
            link = links["link"].iloc[i]
            message = sentence(
                "{link!r} is drawn backwards, from its node {end!r} to {node!r}",
                link=link,
                end=names[ENDS[1]][i],
                node=ends[i],
            )
            where = f"links/{links['kind'].iloc[i]}.geojson"
            data.bad(
                where, None, sentence("{message}; turn the order of its points round", message=message), f'"{link}"'
            )
        for i in np.flatnonzero((away > most) & ~backwards):
            link, hint = links["link"].iloc[i], SWAPPED if turned[i] <= most[i] else ""
            message = sentence(
                "{link!r} ends {km:.1f} km from its node {node!r}; move the end or the node{hint}",
                link=link,
                km=away[i],
                node=ends[i],
                hint=hint,
            )
            data.bad(f"links/{links['kind'].iloc[i]}.geojson", None, message, f'"{link}"')


def _apart_km(points: np.ndarray, spots: np.ndarray) -> np.ndarray:
    """Kilometres between points, row by row; NaN where one is nowhere."""
    usable = np.isfinite(spots).all(axis=1) & (np.abs(points[:, 1]) <= 90)
    km = np.full(len(points), np.nan)
    km[usable] = WGS84.inv(*points[usable].T, *spots[usable].T)[2] / 1000
    return km


def stops(data: Geodata, kind_of: dict[str, str]) -> None:
    """Every stop lies on a rail link, between its ends."""
    rail = [k for k, v in kind_of.items() if v == "rail"]
    km = {r.link: r.value for r in data.rows("facts/rail.csv", _used_lengths(data, "rail"))}
    for row in data.rows("stops.csv"):
        if kind_of.get(row.link) != "rail" and not data.knows("links/rail.geojson", row.link):
            data.bad("stops.csv", row.line, unknown(data, "rail link", row.link, rail))
        most = km.get(row.link, math.inf)
        if not 0 <= row.km <= most:
            data.bad(
                "stops.csv",
                row.line,
                sentence("km {km:g} lies outside {link}, 0 .. {most:g} km", km=row.km, link=row.link, most=most),
            )


def lengths(data: Geodata) -> None:
    """Every stated length fits the line that is drawn."""
    for kind, (low, high) in BAND.items():
        table, used = data.tables[f"facts/{kind}.csv"], _used_lengths(data, kind)
        stated = table["value"].to_numpy(dtype=float)[used]
        drawn = table["link"][used].map(data.drawn_km).to_numpy(dtype=float)
        # A short border section is known to a kilometre only.
        fits = ((low * drawn <= stated) & (stated <= high * drawn)) | (np.abs(stated - drawn) <= 6) | np.isnan(drawn)
        odd = used.copy()
        odd[used] = ~fits
        for row, km in zip(data.rows(f"facts/{kind}.csv", odd), drawn[~fits], strict=True):
            share = (
                sentence(" is {share:.2f}, outside {low} .. {high}", share=row.value / km, low=low, high=high)
                if km > 1
                else sentence(": a line of no length")
            )
            data.bad(
                f"facts/{kind}.csv",
                row.line,
                sentence(
                    "{link}: length {value:g} km over drawn {km:.1f} km{share}",
                    link=row.link,
                    value=row.value,
                    km=km,
                    share=share,
                ),
            )


def _used_lengths(data: Geodata, kind: str) -> np.ndarray:
    """The rows of facts that say how long a link is."""
    table = data.tables[f"facts/{kind}.csv"]
    return ((table["attribute"] == "length_km") & (table["role"] == "used")).to_numpy(dtype=bool)


def watched(data: Geodata, kind_of: dict[str, str]) -> None:
    """What was counted or stated was so on a link and a corridor that are there."""
    for row in data.rows("observed.csv"):
        for what, known in (("link", kind_of), ("corridor", data.records["corridors"])):
            name = getattr(row, what, "")
            file = f"links/{name.split('/')[0]}.geojson" if what == "link" else "corridors"
            if name and name not in known and not data.knows(file, name):
                data.bad("observed.csv", row.line, unknown(data, what, name, known))


def carried(data: Geodata, kind_of: dict[str, str]) -> None:
    """What was carried went over a link that is there, in the state of a scenario that is there, and is told once."""
    seen = set()
    for row in data.rows("evidence.csv"):
        if row.link not in kind_of and not data.knows(f"links/{row.link.split('/')[0]}.geojson", row.link):
            data.bad("evidence.csv", row.line, unknown(data, "link", row.link, kind_of))
        known = data.records["scenarios"]
        if row.scenario not in known and row.scenario != "today" and not data.knows("scenarios", row.scenario):
            data.bad("evidence.csv", row.line, unknown(data, "scenario", row.scenario, known))
        if (key := (row.link, row.year, row.source)) in seen:
            data.bad(
                "evidence.csv",
                row.line,
                sentence(
                    "{link!r} in {year} from {source!r} stands twice", link=row.link, year=row.year, source=row.source
                ),
            )
        seen.add(key)


def ends_of(links: pd.DataFrame) -> dict[str, tuple[str, str]]:
    """Link -> the nodes that it joins."""
    link, one, other = (links[c].to_numpy(dtype=object) for c in ("link", "from_node", "to_node"))
    return dict(zip(link, zip(one, other, strict=True), strict=True))
