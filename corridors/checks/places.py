"""Checks of places: each stands once, inside the region, ends meet nodes, lengths fit the drawing."""

from __future__ import annotations

from typing import Any

import pandas as pd
import shapely
from pyproj import Geod

from corridors.checks.words import unknown
from corridors.shapes import KINDS
from corridors.tables import Geodata

REGION = (18.0, 18.0, 112.0, 68.0)  # lon, lat, lon, lat: what the maps show
BAND = {"rail": (0.97, 1.50), "road": (0.89, 1.35), "sea": (0.95, 1.60)}  # published over drawn length
END_KM = {"rail": 2.0, "road": 2.0, "sea": 5.0, "border": 25.0, "terminal": 25.0}
WGS84 = Geod(ellps="WGS84")
SWAPPED = "; longitude and latitude seem swapped"


def duplicates(data: Geodata) -> None:
    """Sources, nodes, attributes, kinds, stops and links that stand twice."""
    keys: dict[str, list[str]] = {"sources.csv": ["source"], "nodes.csv": ["node"], "schema/kinds.csv": ["kind"]}
    keys |= {"stops.csv": ["link", "km"], "demand.csv": ["origin", "destination", "commodity"]}
    keys |= {f"schema/{k}.csv": ["attribute", "form"] for k in KINDS}
    for file, key in keys.items():
        frame = data.tables[file]
        for row in frame[frame.duplicated(key)].to_dict("records"):
            name = " ".join(str(row[k]) for k in key).strip()
            data.bad(file, row["line"], f"{name!r} stands twice; leave one")
    for row in data.links[data.links.duplicated("link")].itertuples():
        data.bad(f"links/{row.kind}.geojson", None, f"{row.link!r} stands twice; leave one", at=f'"{row.link}"')


def nodes(data: Geodata) -> None:
    """Every node lies inside the region."""
    for row in data.tables["nodes.csv"].itertuples():
        if inside(row.lon, row.lat):
            continue
        place = f"{row.node!r} at lon {row.lon:g}, lat {row.lat:g} lies outside the region {REGION}"
        data.bad("nodes.csv", row.line, place + (SWAPPED if inside(row.lat, row.lon) else ""))


def inside(lon: float, lat: float) -> bool:
    return REGION[0] <= lon <= REGION[2] and REGION[1] <= lat <= REGION[3]


def links(data: Geodata) -> None:
    """Every link has a form that its kind knows, lies inside the region, and ends at its nodes."""
    nodes = data.tables["nodes.csv"].drop_duplicates("node")
    spots = {r.node: (r.lon, r.lat) for r in nodes.itertuples()}
    forms = {k: set(data.tables[f"schema/{k}.csv"]["form"]) - {""} for k in KINDS}
    for row in data.links.itertuples():
        file, at = f"links/{row.kind}.geojson", f'"{row.link}"'
        if forms[row.kind] and row.form not in forms[row.kind]:
            message = f"{row.link!r}: form {row.form!r} is not one of {', '.join(sorted(forms[row.kind]))}"
            data.bad(file, None, message, at)
        xy = shapely.get_coordinates(row.geometry)
        if not all(inside(x, y) for x, y in xy):
            swapped = SWAPPED if all(inside(y, x) for x, y in xy) else ""
            data.bad(file, None, f"{row.link!r} leaves the region {REGION}{swapped}", at)
            continue
        for end, point in ((row.from_node, xy[0]), (row.to_node, xy[-1])):
            if end in spots:
                _meets(data, row, end, point, spots[end])
            elif not data.knows("nodes.csv", end):
                data.bad(file, None, f"{row.link!r}: {unknown('node', end, spots)}", at)


def _meets(data: Geodata, link: Any, end: str, point: Any, spot: tuple[float, float]) -> None:
    away = WGS84.inv(point[0], point[1], spot[0], spot[1])[2] / 1000
    if away <= END_KM[link.kind]:
        return
    swapped = abs(point[0]) <= 90 and WGS84.inv(point[1], point[0], spot[0], spot[1])[2] / 1000 <= END_KM[link.kind]
    message = f"{link.link!r} ends {away:.1f} km from its node {end!r}; move the end or the node"
    data.bad(f"links/{link.kind}.geojson", None, message + (SWAPPED if swapped else ""), f'"{link.link}"')


def stops(data: Geodata, kind_of: dict[str, str]) -> None:
    """Every stop lies on a rail link, between its ends."""
    rail = [k for k, v in kind_of.items() if v == "rail"]
    stops = data.tables["stops.csv"]
    for row in stops[~stops["link"].isin(rail)].itertuples():
        if not data.knows("links/rail.geojson", row.link):
            data.bad("stops.csv", row.line, unknown("rail link", row.link, rail))
    facts = data.tables["facts/rail.csv"]
    stated = facts[(facts["attribute"] == "length_km") & (facts["role"] == "used")].drop_duplicates("link")
    most = stops["link"].map(stated.set_index("link")["value"])
    for row in stops.assign(most=most)[(stops["km"] < 0) | (stops["km"] > most)].itertuples():
        data.bad("stops.csv", row.line, f"km {row.km:g} lies outside {row.link}, 0 .. {row.most:g} km")


def lengths(data: Geodata) -> None:
    """Every stated length fits the line that is drawn."""
    drawn = {
        r.link: WGS84.geometry_length(r.geometry) / 1000 for r in data.links[data.links["kind"].isin(BAND)].itertuples()
    }
    for kind, (low, high) in BAND.items():
        facts = data.tables[f"facts/{kind}.csv"]
        stated = facts[(facts["attribute"] == "length_km") & (facts["role"] == "used") & facts["link"].isin(drawn)]
        for row in stated.itertuples():
            km = drawn[row.link]
            # A short border section is known to a kilometre only.
            if low * km <= row.value <= high * km or abs(row.value - km) <= 6:
                continue
            share = f" is {row.value / km:.2f}, outside {low} .. {high}" if km > 1 else ": a line of no length"
            data.bad(
                f"facts/{kind}.csv", row.line, f"{row.link}: length {row.value:g} km over drawn {km:.1f} km{share}"
            )


def watched(data: Geodata, kind_of: dict[str, str]) -> None:
    """What was counted or stated was so on a link and a corridor that are there."""
    table = data.tables["observed.csv"]
    for column, known, what in (("link", kind_of, "link"), ("corridor", data.records["corridors"], "corridor")):
        if column not in table:
            continue
        for row in table[(table[column] != "") & ~table[column].isin(list(known))].to_dict("records"):
            file = f"links/{row[column].split('/')[0]}.geojson" if what == "link" else "corridors"
            if not data.knows(file, row[column]):
                data.bad("observed.csv", row["line"], unknown(what, row[column], known))


def ends_of(links: pd.DataFrame) -> dict[str, tuple[str, str]]:
    """Link -> the nodes that it joins."""
    return {r.link: (r.from_node, r.to_node) for r in links.itertuples()}
