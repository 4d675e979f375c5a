"""A line with a border post and a ferry, as a picture sees a network; and texts that would be more than text."""

from __future__ import annotations

import csv
import json
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import TYPE_CHECKING

import geopandas as gpd
import pandas as pd
from matplotlib.text import Text
from shapely.geometry import LineString, Point

from corridors.errors import UnknownName

if TYPE_CHECKING:
    from pathlib import Path

LANGUAGES = ("en", "ru", "kk")
NAMES = tuple(f"name_{x}" for x in LANGUAGES)
HOSTILE = [
    r"$\frac{1}{0}$",
    "$x",
    "a $ b $ c",
    r"\$5 \alpha {",
    "{{7*7}}",
    "${alert(1)}",
    "</text><script>x</script>",
    "<img src=x onerror=alert(1)>",
    "&amp;&bogus;",
    "nul\x00 bell\x07",
    "\u202eevil",
    "\U0001f689 中文",
    "a\nb\tc",
    "x" * 5000,
    "",
    "%s %d {0}",
    "\\",
    "`'\"",
]


@dataclass
class World:
    """A line a - b - c with a border post at b and a ferry from c to d.

    a ==rail/one== b (border/post) ==rail/two== c ~~sea/ferry~~ d      rail/aside is in no corridor
    """

    root: Path
    name: str = "today"
    text: str = "Name"
    scenarios: dict = field(default_factory=dict)

    def __post_init__(self):
        names = {f"name_{x}": self.text for x in LANGUAGES}
        shape = {
            "rail/one": LineString([(60, 45), (62, 46)]),
            "rail/two": LineString([(62, 46), (64, 46.2), (65, 47)]),
            "rail/aside": LineString([(60, 47), (63, 44)]),
            "sea/ferry": LineString([(65, 47), (67, 47)]),
            "border/post": Point(62, 46),
            "terminal/change": Point(62.001, 46),
        }
        rows = [{"link": k, "kind": k.split("/")[0], "form": "", **names, "geometry": g} for k, g in shape.items()]
        self.links = gpd.GeoDataFrame(rows, crs="EPSG:4326").set_index("link")
        self.links.loc["border/post", "form"] = "rail"
        self.links.loc["terminal/change", "form"] = "gauge"
        self.nodes = pd.DataFrame(
            {"lon": [60, 67], "lat": [45, 47], **{k: [v, v] for k, v in names.items()}}, index=["a", "d"]
        )
        self.facts = pd.DataFrame({"link": ["rail/one"], "role": ["used"], "source": ["book"], "grade": ["A"]})
        self.sources = pd.DataFrame({"publisher": [self.text], "title": ["t"]}, index=["book"], dtype=object)
        route = tuple(k for k in shape if k != "rail/aside")
        self.line = SimpleNamespace(
            id="line",
            code=self.text,
            names=SimpleNamespace(**dict.fromkeys(LANGUAGES, self.text)),
            links=route,
            origins=("a",),
            destinations=("d",),
            sources=("book",),
        )
        self.corridors = {"line": self.line}
        self.about = SimpleNamespace(title=SimpleNamespace(**dict.fromkeys(LANGUAGES, "The whole folder")))

    def corridor(self, name):
        if name not in self.corridors:
            raise UnknownName("corridor", name, self.corridors)
        return self.corridors[name]


def capacity(world, code="berths", values=None):
    mtpa = pd.Series([12.0, 30.0, 5.0, 8.0, 0.0, 9.0], index=list(world.links.index))
    values = [{"berths": 4.0} if values is None else values] * len(mtpa)
    return pd.DataFrame({"capacity_mtpa": mtpa, "limit_code": code, "limit_values": values})


def flow(world):
    carried = pd.Series({"rail/one": 12.0, "rail/two": -12.0, "sea/ferry": 9.5, "border/post": 12.0})
    return SimpleNamespace(value_mtpa=12.0, flow_mtpa=carried, cut=("rail/one", "sea/ferry"))


def write_basemap(root, text="Land"):
    ring = [[55, 40], [70, 40], [70, 50], [55, 50], [55, 40]]
    about = {"kind": "country", "name": text, "name_ru": text, "name_kk": text, "iso": "XX"}
    shape = {"type": "Polygon", "coordinates": [ring]}
    feature = {"type": "Feature", "properties": about, "geometry": shape}
    (root / "basemap.geojson").write_text(json.dumps({"type": "FeatureCollection", "features": [feature]}))
    with (root / "cities.csv").open("w", encoding="utf-8", newline="", errors="surrogatepass") as lines:
        rows = csv.writer(lines)
        rows.writerow(["city", *NAMES, "country", "lon", "lat", "rank", "source", "grade"])
        rows.writerows([f"c{i}", f"Town{i}", "", "", "XX", 60 + i * 0.2, 45.5, 1 + i % 3, "x", "A"] for i in range(20))


def texts(sheet):
    return [t.get_text() for t in sheet.findobj(Text) if t.get_text()]
