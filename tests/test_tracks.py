"""Real track and real posts: lengths, ends, crossing points and the gaps between them agree with each other."""

from __future__ import annotations

import itertools
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import corridors as co
from corridors.dataset import WGS84

if TYPE_CHECKING:
    from corridors.network import Network

GEODATA = Path(__file__).parents[1] / "geodata"


def used(net: Network, attribute: str) -> dict[str, float]:
    """Link -> the value that is used, of every stated fact of this attribute."""
    facts = net.facts[(net.facts["attribute"] == attribute) & (net.facts["role"] == "used")]
    return facts[facts["origin"] != "default"].set_index("link")["value"].to_dict()


def test_real_track_is_as_long_as_it_is_stated(net: Network) -> None:
    """Drawn, measured and stated length agree on every section, none left out; the range holds what is drawn."""
    real = net.links[net.links["osm_length_km"].map(lambda v: v not in ("", None))]
    assert len(real) > 90
    facts = net.facts[(net.facts["attribute"] == "length_km") & (net.facts["role"] == "used")].set_index("link")
    for link, row in real.iterrows():
        drawn, stated = WGS84.geometry_length(row.geometry) / 1000, facts.loc[link]
        assert stated["origin"] != "default", link
        assert drawn == pytest.approx(row["osm_length_km"], rel=0.015), link
        assert drawn == pytest.approx(stated["value"], rel=0.03), link
        assert 0.99 * stated["low"] <= drawn <= 1.01 * stated["high"], link


def test_the_turkmen_line_runs_from_station_to_station(net: Network) -> None:
    """Its nodes are named stations, and from Bolashak to Bereket it is as long as tariff and bank add it up."""
    line = ["serhetyaka-buzhun", "buzhun-gyzylgaya", "gyzylgaya-chilmammet", "chilmammet-bereket"]
    links = net.links.loc[[f"rail/{k}" for k in line]]
    assert (links["to_node"].to_numpy()[:-1] == links["from_node"].to_numpy()[1:]).all()
    drawn = dict(zip(line, (WGS84.geometry_length(g) / 1000 for g in links.geometry), strict=True))
    assert sum(drawn.values()) == pytest.approx(
        311 + 131, rel=0.015
    )  # Buzhun - Bereket (ADB), border - Buzhun (contract)
    assert drawn["buzhun-gyzylgaya"] + drawn["gyzylgaya-chilmammet"] == pytest.approx(288, rel=0.02)  # ADB
    ends = net.links.loc[["rail/bereket-etrek", "rail/etrek-akyayla"]].geometry
    assert sum(WGS84.geometry_length(g) / 1000 for g in ends) == pytest.approx(256, rel=0.01)  # tariff, to the border


def test_track_and_posts_meet_their_nodes(net: Network) -> None:
    spots = net.nodes[["lon", "lat"]]
    for link, row in net.links[net.links["kind"].isin(["rail", "road", "sea"])].iterrows():
        for node, end in ((row["from_node"], row.geometry.coords[0]), (row["to_node"], row.geometry.coords[-1])):
            assert end == pytest.approx(tuple(spots.loc[node]), abs=1e-5), (link, node)


def test_posts_stand_where_two_lists_have_them(net: Network) -> None:
    posts = net.links[(net.links["form"] == "road") & (net.links["neighbour"] == "RU")]
    assert len(posts) == 30
    for link, row in posts.iterrows():
        assert float(row["position_error_km"]) <= 2, link
        assert re.search("rosgranstroy-2026-01|travel-mapping-2026-08", row["source"]), link
        point = row.geometry.centroid
        assert (point.x, point.y) == pytest.approx(tuple(net.nodes.loc[row["from_node"], ["lon", "lat"]]), abs=1e-5)


def test_the_longest_gap_is_the_one_between_the_stops(net: Network) -> None:
    """One station counts once, whichever lists show it; the fact and the stops say the same."""
    gaps, stated = net.table("rail")["gaps_km"], used(net, "loop_gap_km")
    elsewhere = used(net, "double_track_in_gap")  # where only a shorter gap has one track
    for link, told in gaps.items():
        assert all(gap >= 0.5 for gap in told), link
        if told and link in stated and link not in elsewhere:
            assert max(told) == pytest.approx(stated[link], abs=1.0), link


def test_a_halt_is_no_crossing_point(net: Network) -> None:
    halts = net.stops[net.stops["kind"] == "halt"]
    assert len(halts) > 50
    assert set(halts["crossing"]) == {"no"}
    link = halts["link"].iloc[0]
    count = ((net.stops["link"] == link) & (net.stops["crossing"] != "no")).sum()
    assert len(net.table("rail").loc[link, "gaps_km"]) == count + 1


def test_a_bound_has_a_width(net: Network) -> None:
    bound = net.facts[
        net.facts["note"].fillna("").str.contains("upper bound|lower bound") & (net.facts["role"] == "used")
    ]
    assert (bound["low"] < bound["high"]).all(), bound.loc[bound["low"] >= bound["high"], ["link", "attribute"]]


def test_what_only_one_list_shows_has_a_range(net: Network) -> None:
    gaps = net.facts[(net.facts["attribute"] == "loop_gap_km") & (net.facts["origin"] != "default")]
    weak = gaps[(gaps["grade"] == "C") & (gaps["role"] == "used")]
    assert len(weak) > 40
    assert (weak["low"] < weak["high"]).all()
    assert gaps["value"].between(gaps["low"], gaps["high"]).all()


def test_a_point_that_no_register_lists_may_be_closed(net: Network) -> None:
    """On single track without automatic block the longest gap reaches up to two gaps, the point between them closed."""
    facts = net.facts[(net.facts["attribute"] == "loop_gap_km") & net.facts["source"].str.contains("railnews-8966")]
    assert len(facts) > 10
    table = net.table("rail")
    for row in facts.itertuples():
        gaps = table.loc[row.link, "gaps_km"]
        assert (table.loc[row.link, ["automatic_block", "tracks"]] < [0.5, 2]).all(), row.link
        assert row.value < row.high <= max(a + b for a, b in itertools.pairwise(gaps)) + 1.0, row.link


def test_turkmenistan_holds_what_was_announced(net: Network) -> None:
    """The finding: gaps on the real track that no announced work touches."""
    laid = co.scenario(net, "announced-2030")
    caps = co.capacities(laid)["capacity_mtpa"].copy()
    terminals = ["terminal/incheh-borun-gauge", "terminal/sarakhs-gauge"]
    assert co.max_flow(laid, "rkti").cut == tuple(terminals)  # 8.30 against 8.41 of the line
    caps[terminals] = 100.0
    flow = co.max_flow(laid, "rkti", capacities=caps.to_frame())
    assert flow.cut == ("rail/serhetyaka-buzhun",)
    assert laid.table("rail").loc["rail/serhetyaka-buzhun", "loops_added"] == 0


def test_the_track_stays_small() -> None:
    assert (GEODATA / "links" / "rail.geojson").stat().st_size < 1_500_000
