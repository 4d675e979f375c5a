"""The way over real tracks and roads, and what the tracks beside it say."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from osm_maps import TRACK, Map, steppe

from corridors.errors import BadInput
from corridors.exchange.survey import read_extracts
from corridors.exchange.survey.parallel import beside
from corridors.exchange.survey.route import Route, route
from corridors.exchange.survey.tags import electrified, lanes, names_of, speed_kmh, use
from corridors.exchange.survey.tracks import tracks
from corridors.exchange.survey.whole import far_ends

if TYPE_CHECKING:
    from pathlib import Path

    from corridors.exchange.survey.extract import Extract

A, C = (60.0, 45.0), (60.4, 45.0)


@pytest.fixture
def extract(tmp_path: Path):
    def make(drawn: Map, mode: str = "rail") -> Extract:
        return read_extracts([drawn.xml(tmp_path / "m.osm")], mode)

    return make


def corners(way: Route) -> list[tuple[float, float]]:
    return [(round(x, 5), round(y, 5)) for x, y in way.xy.tolist()]


def over(drawn: Map, extract, *places, mode: str = "rail", **options) -> Route:
    return route(tracks(extract(drawn, mode), mode, **options), places)


def chord(**tags: str) -> Map:
    """A line with a bend, and a straight way of another kind that would be shorter."""
    m = Map()
    m.rail(A, (60.2, 45.05), C)
    m.way(A, (60.2, 45.0), C, **{"railway": "rail", **tags})
    return m


@pytest.mark.parametrize(
    "tags",
    [{"service": "siding"}, {"railway": "disused"}, {"railway": "construction"}, {"railway": "abandoned"},
     {"railway": "razed"}, {"railway": "proposed"}, {"disused": "yes"}, {"railway": "tram"}, {"railway": "subway"},
     {"usage": "industrial"}, {"railway": "narrow_gauge"}, {"service": "yard"}],
    ids=str,
)  # fmt: skip
def test_running_lines_in_service_only(extract, tags):
    assert corners(over(chord(**tags), extract, A, C)) == [A, (60.2, 45.05), C]


def test_lifecycle_key_says_the_same(extract):
    m = chord(railway="rail")
    m.ways[101] = (m.ways[101][0], {"razed:railway": "rail"})
    assert corners(over(m, extract, A, C)) == [A, (60.2, 45.05), C]


def test_gauge(extract):
    m = chord(gauge="750")
    assert corners(over(m, extract, A, C, gauge_mm=1520)) == [A, (60.2, 45.05), C]
    assert corners(over(m, extract, A, C, gauge_mm=750)) == [A, (60.2, 45.0), C]
    both = chord(gauge="1435;1520")
    assert corners(over(both, extract, A, C, gauge_mm=1524)) == [A, (60.2, 45.0), C]


def test_back_again_is_the_same_way(extract):
    m = chord(service="siding")
    assert corners(over(m, extract, C, A)) == corners(over(m, extract, A, C))[::-1]


def test_places_beside_the_line_and_between_its_nodes(extract):
    way = over(chord(railway="disused"), extract, (60.1, 45.03), (60.3, 45.02))
    assert corners(way)[1] == (60.2, 45.05)
    assert 60.09 < way.xy[0, 0] < 60.11
    assert way.aside_km == pytest.approx([0.5, 0.5], abs=0.2)
    assert way.length_km == pytest.approx(2 * math.hypot(0.1 * math.cos(math.radians(45)), 0.025) * 111.2, rel=0.03)


def test_via(extract):
    m = Map()
    m.rail(A, (60.2, 45.0), C)
    m.rail(A, (60.1, 45.05), (60.2, 45.1), (60.3, 45.05), C)
    assert corners(over(m, extract, A, C)) == [A, (60.2, 45.0), C]
    assert (60.2, 45.1) in corners(over(m, extract, A, (60.2, 45.1), C))


def test_a_train_does_not_turn_at_a_switch(extract):
    """From the branch the short way to the west leads over a switch that points to the east."""
    m = Map()
    m.rail(A, (60.1, 45.0), (60.2, 45.0), C)
    m.rail((60.05, 45.04), (60.08, 45.02), (60.2, 45.0))  # joins towards the east
    m.rail((60.05, 45.04), (60.02, 45.04), (59.99, 45.02), A)
    way = over(m, extract, (60.05, 45.04), (60.15, 45.0))
    assert (60.2, 45.0) not in corners(way)
    assert not way.reversals
    alone = Map()
    alone.rail(A, (60.1, 45.0), (60.2, 45.0), C)
    alone.rail((60.05, 45.04), (60.08, 45.02), (60.2, 45.0))
    assert len(over(alone, extract, (60.05, 45.04), (60.15, 45.0)).reversals) == 1


def test_one_way_roads(extract):
    m = Map()
    m.way(A, (60.2, 45.001), C, highway="trunk", oneway="yes")
    m.way(C, (60.2, 44.999), A, highway="trunk", oneway="yes")
    assert corners(over(m, extract, A, C, mode="road"))[1] == (60.2, 45.001)
    assert corners(over(m, extract, C, A, mode="road"))[1] == (60.2, 44.999)


def test_roads_by_class_and_number(extract):
    m = Map()
    m.way(A, (60.2, 45.03), C, highway="trunk", ref="M32")
    m.way(A, (60.2, 45.0), C, highway="tertiary", ref="P 5")
    m.way(A, (60.2, 44.99), C, highway="trunk", hgv="no")
    assert corners(over(m, extract, A, C, mode="road"))[1] == (60.2, 45.03)
    assert corners(over(m, extract, A, C, mode="road", reference="p-5"))[1] == (60.2, 45.0)


def test_torn_pieces_are_named(extract):
    m = Map()
    m.rail(A, (60.2, 45.0))
    m.rail((60.2005, 45.0), C)
    m.way((60.2, 45.0), (60.2005, 45.0), railway="construction")
    with pytest.raises(BadInput, match=r"39 m apart, between 60\.20000, 45\.00000 and 60\.20050.*construction"):
        over(m, extract, A, C)


def test_nothing_near(extract):
    with pytest.raises(BadInput, match=r"no rail within 15 km of 50, 45: the nearest is 78\d km"):
        over(chord(), extract, (50.0, 45.0), C)
    with pytest.raises(BadInput, match="longitude first"):
        over(chord(), extract, (45.0, 60.2), C)
    m = Map()
    m.way(A, C, railway="construction")
    with pytest.raises(BadInput, match=r"no rail in service; there are 31\.\d km of railway=construction"):
        over(m, extract, A, C)
    with pytest.raises(BadInput, match="no road in service at all"):
        over(chord(), extract, A, C, mode="road")


def test_second_track_and_loop_by_shape(extract):
    way = over(steppe(), extract, (60.0, 45.0), (60.6, 45.0))
    side = beside(way)
    assert way.length_km == pytest.approx(47.3, abs=0.1)
    assert side.double == [(pytest.approx(0, abs=0.1), pytest.approx(11.83, abs=0.2))]
    assert [(k.start, k.end) for k in side.loops] == [(pytest.approx(23.66, abs=0.05), pytest.approx(24.44, abs=0.05))]
    assert side.loops[0].ways == ("way/104",)
    assert side.sidings_km > 0
    assert side.share(0, 5) == pytest.approx(1, abs=0.02)
    assert side.share(15, 20) == 0


def test_tracks_as_tagged_count_where_one_way_stands_for_two(extract):
    m = Map()
    m.rail(A, (60.2, 45.0), tracks="2")
    m.rail((60.2, 45.0), C)
    side = beside(over(m, extract, A, C))
    assert side.double == [(0.0, pytest.approx(15.77, abs=0.1))]


def test_tracks_that_swing_apart_stay_double(extract):
    m = Map()
    m.rail(A, (60.1, 45.0), (60.13, 45.0), (60.2, 45.0), C)
    north = [(60.001, 45 + TRACK), (60.1, 45 + TRACK), (60.11, 45.004), (60.12, 45.004), (60.13, 45 + TRACK)]
    m.rail(A, *north, (60.399, 45 + TRACK), C)
    side = beside(over(m, extract, A, C))
    assert len(side.double) == 1
    assert side.share(0, side.km[-1]) > 0.98


def test_a_gap_of_the_second_track_between_switches_is_single(extract):
    m = Map()
    m.rail(A, (60.1, 45.0), (60.16, 45.0), C)
    m.rail(A, (60.001, 45 + TRACK), (60.099, 45 + TRACK), (60.1, 45.0))
    m.rail((60.16, 45.0), (60.161, 45 + TRACK), (60.399, 45 + TRACK), C)
    side = beside(over(m, extract, A, C))
    assert len(side.double) == 2
    assert side.share(8.2, 12.2) == pytest.approx(0, abs=0.05)


def test_the_ends_of_a_line(extract):
    own = tracks(extract(steppe()), "rail")
    assert far_ends(own) == ((60.0, 45.0), (60.6, 45.0))


@pytest.mark.parametrize(
    ("mode", "tags", "says"),
    [
        ("rail", {"railway": "rail"}, ""),
        ("rail", {"railway": "razed"}, "railway=razed"),
        ("rail", {"railway": "rail", "abandoned": "yes"}, "railway=abandoned"),
        ("rail", {"railway": "light_rail"}, "railway=light_rail"),
        ("rail", {"railway": "platform"}, "no track"),
        ("rail", {"railway": "rail", "operational_status": "closed"}, "operational_status=closed"),
        ("road", {"highway": "trunk", "access": "private"}, "access=private"),
        ("road", {"highway": "trunk", "hgv": "yes", "access": "no"}, ""),
        ("road", {"highway": "path"}, "highway=path"),
        ("road", {"highway": "construction"}, "highway=construction"),
    ],
    ids=str,
)
def test_what_is_left_out_is_named(mode, tags, says):
    assert use(mode, tags).left_out == says


def test_numbers_of_tags():
    assert speed_kmh({"maxspeed": "60 mph"}) == pytest.approx(96.56, abs=0.01)
    assert math.isnan(speed_kmh({"maxspeed": "RU:rural"}))
    assert math.isnan(speed_kmh({"maxspeed": "none"}))
    assert (electrified({"electrified": "contact_line"}), electrified({"electrified": "no"})) == (1, 0)
    assert lanes({"highway": "primary", "lanes:forward": "2", "lanes:backward": "1"}) == 3
    assert lanes({"highway": "primary", "oneway": "yes", "lanes": "2"}) == 4
    assert names_of({"name": "А;Б", "name:en": "A", "ref": "1"}) == ["А", "Б", "A"]


@given(st.dictionaries(st.sampled_from(["railway", "gauge", "maxspeed", "lanes", "tracks", "electrified", "highway",
                                        "oneway", "service", "ref", "hgv"]), st.text(max_size=12)))  # fmt: skip
def test_any_tags_are_understood_or_passed_over(tags):
    for mode in ("rail", "road"):
        assert use(mode, tags, "M1").cost > 0
    for number in (speed_kmh(tags), lanes(tags), electrified(tags)):
        assert math.isnan(number) or 0 <= number <= 500
