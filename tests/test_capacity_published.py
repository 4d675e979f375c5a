"""Worked examples published elsewhere, through the public functions as an outsider calls them; source beside each."""

from __future__ import annotations

import inspect

import numpy as np
import pytest

from corridors.capacity import border, rail, road, sea, terminal
from corridors.errors import UnknownName
from corridors.units import KM_PER_MILE


def test_hcm_2000_two_lane_two_way() -> None:
    """HCM 2000, chapter 20, example 1: 1600 veh/h, rolling, 14 % trucks, 4 % recreational, half without passing."""
    ffs = road.two_lane_free_flow_speed_mi_h(60, lane_width_ft=11, shoulder_ft=4, access_points_per_mi=20)
    assert ffs == pytest.approx(53.3)
    by_speed = road.two_lane_flow_rate(1600, 0.95, 0.14, 0.04, "rolling")
    assert round(by_speed) == 1827
    speed = road.two_lane_speed_mi_h(ffs, by_speed, no_passing_mi_h=0.8)
    assert speed == pytest.approx(38.3, abs=0.05)
    by_time = road.two_lane_flow_rate(1600, 0.95, 0.14, 0.04, "rolling", "following")
    assert round(by_time) == 1684
    following = road.percent_following(by_time, extra_percent=4.8)
    assert following == pytest.approx(82.0, abs=0.05)
    assert by_speed / road.two_lane_capacity_pcu_per_h(0.5) == pytest.approx(0.57, abs=0.005)
    assert road.two_lane_los(following, speed * KM_PER_MILE) == "E"
    # Metric and US forms of one equation.
    metric = road.two_lane_speed_kmh(ffs * KM_PER_MILE, by_speed, 0.8 * KM_PER_MILE)
    assert metric == pytest.approx(speed * KM_PER_MILE, rel=1e-3)


@pytest.mark.parametrize(
    ("access", "equivalent", "ffs", "capacity", "factor", "flow", "density"),
    [(10, 2.24, 49.5, 1990, 0.93, 896, 18.1), (0, 3.97, 52.0, 2040, 0.85, 980, 18.8)],
)
def test_hcm_sixth_edition_five_lanes(access, equivalent, ffs, capacity, factor, flow, density) -> None:
    """HCM, sixth edition, chapter 26, example 4: four lanes and one for left turns, 1500 veh/h, PHF 0.9, 6 % trucks."""
    speed = road.road_free_flow_speed_mi_h(52, 12, 12, True, access)
    assert speed == pytest.approx(ffs)
    assert road.multilane_base_capacity_pcu_per_h(speed, edition=2016) == pytest.approx(capacity)
    heavy = road.heavy_vehicle_factor(0.06, equivalent)
    assert heavy == pytest.approx(factor, abs=0.005)
    rate = road.flow_rate(1500, 0.9, 2, heavy)
    assert rate == pytest.approx(flow, rel=0.003)
    dense = road.density_pc_per_mi_lane(rate, road.multilane_speed_mi_h(speed, rate, edition=2016))
    assert dense == pytest.approx(density, abs=0.1)
    assert road.multilane_los(dense, speed, edition=2016) == "C"


def test_hcm_exhibits() -> None:
    """HCM 2000, chapters 20 and 21: ends of the published tables."""
    assert road.road_free_flow_speed_mi_h(60, [10, 11, 12]).tolist() == pytest.approx([53.4, 58.1, 60])
    assert road.road_free_flow_speed_mi_h(60, clearance_ft=0, lanes_direction=[2, 3]).tolist() == [54.6, 56.1]
    assert road.road_free_flow_speed_mi_h(60, divided=False, access_points_per_mi=60) == pytest.approx(48.4)
    assert [road.truck_equivalents(t)[0] for t in ("level", "rolling", "mountainous")] == [1.5, 2.5, 4.5]
    assert road.two_lane_equivalents([500, 600, 900, 1300], "level")[1].tolist() == [1.7, 1.7, 1.2, 1.1]
    # Base speeds at capacity, and densities there: 42.2, 46.5, 51.2, 55 mi/h and 45, 43, 41, 40 cars a mile.
    for ffs, speed, density in ((45, 42.2, 45), (50, 46.5, 43), (55, 51.2, 41), (60, 55, 40)):
        most = road.multilane_base_capacity_pcu_per_h(ffs)
        assert road.multilane_speed_mi_h(ffs, most) == pytest.approx(speed, abs=0.05)
        assert road.density_pc_per_mi_lane(most, speed) == pytest.approx(density, abs=0.5)
    with pytest.raises(UnknownName, match="terrain"):
        road.truck_equivalents("hilly")
    with pytest.raises(UnknownName, match="terrain"):
        road.two_lane_equivalents(500, "mountainous")


def test_two_lane_classes_and_overload() -> None:
    """HCM 2000: limits of classes I and II; F above capacity."""
    following = [35.0, 50.0, 65.0, 80.0, 81.0]
    assert road.two_lane_los(following).tolist() == list("ABCDE")
    assert road.two_lane_los(following, 10.0, road_class=2).tolist() == list("ABCDD")
    assert road.two_lane_los(20.0, volume_to_capacity=[0.9, 1.1]).tolist() == ["A", "F"]


def test_station_interval_of_arrivals() -> None:
    """[ukrbukva.net 54112]: half a train of 825 m, a block of 2600 m and 850 m at 60 km/h, 0.05 min: printed 3.91."""
    assert rail.station_interval_min(825 / 2 + 2600 + 850, 60, 0.05) == pytest.approx(3.91, abs=0.005)
    assert rail.fleeting_headway_min([2600, 2600, 2600], 850, [60, 0]).tolist() == pytest.approx([8.65, 0])


def test_wagons_of_standard_tracks() -> None:
    """Tracks of 850 and 1050 m hold the 57 and 71 wagons that trains have [railnews-2016-11-18]."""
    assert np.floor(rail.track_wagons([850, 1050, 20])).tolist() == [57, 71, 0]


def test_use_of_a_division() -> None:
    """[smekni.com 221365]: 16 of 31 pairs and 61 of 237 pairs are used: 0.52 and 0.26."""
    assert rail.used_share([16, 61], [31, 237]).round(2).tolist() == [0.52, 0.26]


def test_period_of_another_line() -> None:
    """[ukrbukva.net 18916]: 20 and 21 min, crossing 1, arrival 4, start 2, slow 1; trains run through off: 47 min."""
    assert rail.timetable_period_min(20, 21, 2, 1, 1, 4) == 47
    others = [rail.timetable_period_min(20, 21, 2, 1, 1, 4, scheme=s) for s in ("forward_through", "backward_through")]
    assert others == [49, 49]
    # Its other gaps, each by the scheme that the train plan gives it.
    assert rail.timetable_period_min(17, 16, 2, 1, 1, 4, scheme="both_onto") == 43
    assert rail.timetable_period_min(16, 18, 2, 1, 1, 4, scheme="both_onto") == 44
    assert rail.timetable_period_min(17, 16, 2, 1, 1, 4, scheme="both_off") == 39
    with pytest.raises(UnknownName, match="scheme"):
        rail.timetable_period_min(17, 16, scheme="best of all")


def test_uic_406_second_edition() -> None:
    """UIC 406: recommended occupations of 2004 and the additional time rates of 2013 say the same."""
    rates = {("suburban", True): 0.18, ("suburban", False): 0.43, ("mixed", True): 0.33, ("mixed", False): 0.67}
    for (traffic, peak), rate in rates.items():
        limit = rail.recommended_occupation_share(traffic, peak)
        assert rail.additional_time_rate(limit) == pytest.approx(rate, abs=0.005)
        assert rail.consumption_with_rate_share(limit * 60, rail.additional_time_rate(limit), 60) == pytest.approx(1)
    with pytest.raises(UnknownName, match="traffic"):
        rail.recommended_occupation_share("trams")


def test_packets_of_any_size() -> None:
    """All trains in fleets of k: k pairs in T + (k - 1)(I' + I"), the textbook's full fleet timetable."""
    for k in (2, 3, 4):
        assert rail.pairs_fleeting(50, 1, 8, 10, trains_in_fleet=k) == pytest.approx(1440 * k / (50 + (k - 1) * 18))
    assert rail.pairs_fleeting(50, 0, 8) == rail.pairs_single_track(50)


def test_information_desk() -> None:
    """Render, Quantitative analysis, example 14.3: 20 an hour, two servers of 30 an hour: empty half of the time."""
    found = border.mmc(20, 30, 2)
    assert found["p_empty"] == pytest.approx(0.5)
    assert found["l"] == pytest.approx(0.75)
    assert found["w"] * 60 == pytest.approx(2.25)


def test_single_servers() -> None:
    """One server: M/M/1, M/D/1 and M/G/1 by Pollaczek and Khinchine, lambda 2 and mu 3 (the textbooks' car wash)."""
    found = border.mmc(2, 3, 1)
    assert [found[k] for k in ("l", "w", "lq", "wq", "rho", "p_empty")] == pytest.approx(
        [2, 1, 4 / 3, 2 / 3, 2 / 3, 1 / 3]
    )
    assert border.mdc_wait(2, 1 / 3, 1) == pytest.approx(1 / 3)
    for sd in (0.0, 0.1, 0.5):
        published = 2 * (sd**2 + (1 / 3) ** 2) / (2 * (1 - 2 / 3))
        assert border.mgc_wait(2, 3, 1, service_cv=sd / (1 / 3)) == pytest.approx(published)
    assert border.wait_longer_share(2, 3, 1, 0.5) == pytest.approx(2 / 3 * np.exp(-0.5))


def test_erlang_tables() -> None:
    """Erlang B as printed in traffic tables (1 % and 2 % lost), and the chance of all lanes busy (Erlang C)."""
    loads, servers = np.array([0.0101, 0.869, 4.461, 12.03, 1.657]), np.array([1, 4, 10, 20, 5])
    assert border.erlang_b(loads, servers) == pytest.approx([0.01, 0.01, 0.01, 0.01, 0.02], rel=5e-3)
    assert border.erlang_c(10, 1, [11, 12, 15]) == pytest.approx([0.6821, 0.4494, 0.1020], abs=1e-4)


def test_finite_rooms() -> None:
    """M/M/1/K in closed form, at any utilisation; M/M/c/c is Erlang B; much room is M/M/c."""
    for rho in (0.5, 0.9, 1.0, 1.7):
        chances = rho ** np.arange(6) / (rho ** np.arange(6)).sum()
        found = border.mmck(rho, 1, 1, 5)
        assert found["p_lost"] == pytest.approx(chances[-1])
        assert found["l"] == pytest.approx((np.arange(6) * chances).sum())
    assert border.mmck(3, 1, 4, 4)["p_lost"] == pytest.approx(border.erlang_b(3, 4))
    roomy, endless = border.mmck(1.2, 0.5, 3, 400), border.mmc(1.2, 0.5, 3)
    assert {k: roomy[k] for k in ("wq", "w", "lq", "l")} == pytest.approx(
        {k: endless[k] for k in ("wq", "w", "lq", "l")}
    )
    shapes = border.mmck([[1.0, 2.0]], 1.0, [[1], [2]], 6)
    assert all(np.shape(v) == (2, 2) for v in shapes.values())


def exact_mekc_wait(rho: float, servers: int, most: int = 250) -> float:
    """Mean wait in M/E2/c, service time 1, from the chain of customers and phases, cut off at `most`."""
    states = [(n, i) for n in range(most + 1) for i in range(min(n, servers) + 1)]  # i servers in their first phase
    place = {s: k for k, s in enumerate(states)}
    rates = np.zeros((len(states), len(states)))
    for (n, i), k in place.items():
        busy = min(n, servers)
        if n < most:
            rates[k, place[n + 1, i + (n < servers)]] += rho * servers
        if i:
            rates[k, place[n, i - 1]] += 2.0 * i
        if busy - i:
            rates[k, place[n - 1, i + (n > servers)]] += 2.0 * (busy - i)
    rates -= np.diag(rates.sum(axis=1))
    chance = np.linalg.lstsq(
        np.vstack([rates.T, np.ones(len(states))]), np.append(np.zeros(len(states)), 1.0), rcond=None
    )
    waiting = np.array([max(n - servers, 0) for n, _ in states])
    return float(chance[0] @ waiting) / (rho * servers)


@pytest.mark.parametrize(("servers", "rho"), [(2, 0.5), (2, 0.8), (3, 0.7)])
def test_erlang_service(servers: int, rho: float) -> None:
    """M/E2/c exactly, from its chain: the formula lies within 2 %."""
    exact = exact_mekc_wait(rho, servers, 90)
    assert border.mgc_wait(rho * servers, 1, servers, service_cv=2**-0.5) == pytest.approx(exact, rel=0.02)


def test_berths_and_ships() -> None:
    """A berth of two cranes of 30 moves an hour, 70 % taken, day and night [agentcalc.com]: 367 920 TEU a year."""
    assert terminal.port_mtpa(1, 2 * 30, 0.70) * 1e6 == pytest.approx(367_920)
    assert terminal.berth_occupancy(0.36792, 1, 60) == pytest.approx(0.70)
    assert sea.fleet_mtpa(1, 5000, 480, 20, 24, working_days=365, directions=1) == pytest.approx(365 / 4 * 5000 / 1e6)


def test_overload_waits_add_up() -> None:
    """30 an hour come, 20 are served: after a day 240 wait, 120 on the mean, six hours each, nobody above twelve."""
    found = border.mmc(30, 20, 1, horizon=24)
    assert found["growth"] * 24 == 240
    assert found["lq"] == pytest.approx(120, rel=0.12)  # and what chance adds
    assert found["wq"] == pytest.approx(6, rel=0.12)
    assert found["wq_p95"] == pytest.approx(0.95 * 12, rel=0.12)


def test_absurd_counts_end() -> None:
    assert border.erlang_b(2.0, 1e300) == 0
    assert border.mmc(5, 2, 1e12)["wq"] == 0
    assert border.lanes_for_wait(50, 20, 1e-9) <= 1000
    assert border.lanes_for_wait(50, 20, 0.1, percentile=float("nan")) == 0
    assert border.fluid_queue(9, 6).tolist() == [3.0]
    assert np.isfinite(border.transient_queue(9.0, 6.0, 2)[0]).all()


def test_known_gaps_are_looked_at_once_each() -> None:
    gaps = [(30.0, 20.0, 12.0), None, (), (30.0, 20.0, 12.0), (50.0,)] * 3
    ratio = rail.loops_ratio(gaps, [2.0, 2.0, 2.0, 0.0, 1.0] * 3, 62.0, 31.0)
    assert ratio[:5].tolist() == pytest.approx([0.5, 0.5, 0.5, 1.0, 0.5])
    assert rail.limiting_gap_km(62, 30, 2, gaps_km=(30, 20, 12)) == 15
    assert rail.limiting_gap_km(62, 30, [0, 1, 2], gaps_km=(30, 20, 12)).tolist() == [30, 20, 15]
    assert np.isfinite(rail.loops_ratio(None, [1e300, np.inf, np.nan, -1], 62.0, 31.0)).all()


@pytest.mark.parametrize("model", [rail, road, border, terminal, sea], ids=lambda m: m.KIND)
def test_public_functions_explain_themselves(model) -> None:
    for name in model.__all__:
        thing = getattr(model, name)
        assert thing.__doc__, name
        if inspect.isfunction(thing) and name not in ("capacity", "facts_used"):
            assert ">>>" in thing.__doc__, name
            # Every argument is explained, by its own name.
            told = thing.__doc__.split("Parameters", 1)[1]
            assert all(argument in told for argument in inspect.signature(thing).parameters), name
