"""The base map and the cities: valid shapes, small, water where the water is, names in three languages."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest
import shapely
from shapely.geometry import Point, shape

GEODATA = Path(__file__).parents[1] / "geodata"
FEATURES = json.loads((GEODATA / "basemap.geojson").read_text(encoding="utf-8"))["features"]
WINDOW = shapely.box(18, 18, 112, 68)
with (GEODATA / "cities.csv").open(encoding="utf-8", newline="") as lines:
    CITIES = list(csv.DictReader(lines))


def land(lon: float, lat: float) -> bool:
    """Whether a point is drawn as land: on a country and not on a lake."""
    here = [f["properties"]["kind"] for f in FEATURES if shape(f["geometry"]).intersects(Point(lon, lat))]
    return "country" in here and "lake" not in here


def test_small_and_valid():
    assert (GEODATA / "basemap.geojson").stat().st_size < 440 * 1024
    shapes = [shape(f["geometry"]) for f in FEATURES]
    assert all(s.is_valid for s in shapes)
    assert {f["properties"]["kind"] for f in FEATURES} == {"country", "lake"}


@pytest.mark.parametrize(
    ("place", "lon", "lat"),
    [("Caspian", 50.5, 42), ("north Caspian", 51, 46), ("Balkhash", 74.3, 46.1), ("Issyk-Kul", 77.2, 42.45),
     ("small Aral", 60.8, 46.4), ("Persian Gulf", 52, 27), ("Black Sea", 35, 43), ("Ladoga", 31.7, 60.8)],
)  # fmt: skip
def test_water(place, lon, lat):
    assert not land(lon, lat), place


def test_the_world_round_it_is_there_and_coarse():
    for place, lon, lat in (("Canada", -100, 55), ("Australia", 135, -25), ("east of the window", 125, 60)):
        assert land(lon, lat), place
    assert not land(-40, 30)


def test_the_coast_is_fine_where_lines_are():
    """Points of the shore between Aktau and Kuryk: 1:50m has three of them."""
    near = shapely.box(50.8, 43.0, 51.6, 43.8)
    (sea,) = [f for f in FEATURES if f["properties"]["name"] == "Caspian Sea"]
    assert sum(near.contains(Point(p)) for p in shapely.get_coordinates(shape(sea["geometry"]))) > 15


def test_dry_aral_is_land():
    assert land(60.3, 44.9)


def test_kazakhstan():
    (kz,) = [f for f in FEATURES if f["properties"]["iso"] == "KZ"]
    assert kz["properties"]["name_ru"] == "Казахстан"
    assert kz["properties"]["name_kk"] == "Қазақстан"
    assert shape(kz["geometry"]).contains(Point(71.4, 51.1))


@pytest.mark.parametrize("city", CITIES, ids=lambda c: c["city"])
def test_city(city):
    assert all(city[f"name_{language}"].strip() for language in ("en", "ru", "kk"))
    assert city["rank"] in {"1", "2", "3"}
    assert city["grade"] in set("ABCD")
    point = Point(float(city["lon"]), float(city["lat"]))
    assert WINDOW.contains(point)
    country = next(f for f in FEATURES if f["properties"]["iso"] == city["country"])
    assert shape(country["geometry"]).distance(point) < 0.2, "a city lies in its country, near its shore at most"


def test_cities_are_unique():
    assert len({c["city"] for c in CITIES}) == len(CITIES)
