"""Checks of places: each stands once, inside the region, ends meet nodes, lengths fit the drawing."""

from __future__ import annotations

import pandas as pd
import shapely
from pyproj import Geod

from corridors.checks.words import unknown
from corridors.shapes import KINDS
from corridors.tables import Geodata

REGION = (18.0, 18.0, 112.0, 68.0)  # lon, lat, lon, lat: what the maps show
BAND = {"rail": (0.97, 1.50), "road": (0.89, 1.35), "sea": (0.95, 1.60)}  # published over drawn length
END_KM = {"rail": 2.0, "road": 2.0, "sea": 5.0, "border": 25.0, "terminal": 25.0}


def duplicates(data: Geodata) -> None:
    keys: dict[str, list[str]] = {"sources.csv": ["source"], "nodes.csv": ["node"]}
    keys |= {f"schema/{k}.csv": ["attribute", "form"] for k in KINDS}
    for file, key in keys.items():
        frame = data.tables[file]
        for row in frame[frame.duplicated(key)].to_dict("records"):
            data.bad(file, row["line"], f"{' '.join(row[k] for k in key)!r} stands twice; give each its own name")
    links = pd.concat([data.tables[f"links/{k}.geojson"][["link", "kind", "line"]] for k in KINDS])
    for row in links[links.duplicated("link")].itertuples():
        data.bad(f"links/{row.kind}.geojson", None, f"{row.link!r} (feature {row.line}) stands twice")


def nodes(data: Geodata) -> None:
    nodes = data.tables["nodes.csv"]
    for row in nodes.itertuples():
        place = f"{row.node!r} at lon {row.lon:g}, lat {row.lat:g}"
        if inside(row.lon, row.lat):
            continue
        swapped = "; longitude and latitude seem swapped" if inside(row.lat, row.lon) else ""
        data.bad("nodes.csv", row.line, f"{place} lies outside the region {REGION}{swapped}")


def inside(lon: float, lat: float) -> bool:
    return REGION[0] <= lon <= REGION[2] and REGION[1] <= lat <= REGION[3]


def links(data: Geodata, links: pd.DataFrame) -> None:
    nodes = data.tables["nodes.csv"].drop_duplicates("node").set_index("node")
    spots = {n: (r.lon, r.lat) for n, r in zip(nodes.index, nodes.itertuples(), strict=True)}
    geod = Geod(ellps="WGS84")
    for row in links.itertuples():
        file = f"links/{row.kind}.geojson"
        if not str(row.link).startswith(f"{row.kind}/"):
            data.bad(file, None, f"{row.link!r}: the name must begin with '{row.kind}/'")
        xy = shapely.get_coordinates(row.geometry)
        if not all(inside(x, y) for x, y in xy):
            swapped = "; longitude and latitude seem swapped" if all(inside(y, x) for x, y in xy) else ""
            data.bad(file, None, f"{row.link!r} leaves the region {REGION}{swapped}")
        for end, point in ((row.from_node, xy[0]), (row.to_node, xy[-1])):
            if end not in spots:
                data.bad(file, None, f"{row.link!r}: {unknown('node', end, spots)}")
                continue
            lon, lat = spots[end]
            away = geod.inv(point[0], point[1], lon, lat)[2] / 1000
            if away > END_KM[row.kind]:
                data.bad(file, None, f"{row.link!r} ends {away:.1f} km from its node {end!r}; move the end or the node")


def stops(data: Geodata, kind_of: dict[str, str]) -> None:
    rail = [k for k, v in kind_of.items() if v == "rail"]
    stops = data.tables["stops.csv"]
    for row in stops[~stops["link"].isin(rail)].itertuples():
        data.bad("stops.csv", row.line, unknown("rail link", row.link, rail))


def lengths(data: Geodata, links: pd.DataFrame) -> None:
    geod = Geod(ellps="WGS84")
    drawn = {
        r.link: geod.geometry_length(r.geometry) / 1000
        for r in links[links["kind"].isin(BAND)].itertuples()
        if r.geometry.geom_type == "LineString"
    }
    for kind, (low, high) in BAND.items():
        facts = data.tables[f"facts/{kind}.csv"]
        stated = facts[(facts["attribute"] == "length_km") & (facts["role"] == "used") & facts["link"].isin(drawn)]
        for row in stated.itertuples():
            ratio = row.value / max(drawn[row.link], 1e-9)
            # A short border section is known to a kilometre only.
            if not low <= ratio <= high and abs(row.value - drawn[row.link]) > 6:
                message = f"{row.link}: length {row.value:g} km over drawn {drawn[row.link]:.1f} km is {ratio:.2f}"
                data.bad(f"facts/{kind}.csv", row.line, f"{message}, outside {low} .. {high}")
