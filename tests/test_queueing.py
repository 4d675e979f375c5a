"""Waiting: exact values, bias of the approximations, overload, the day's profile, and the simulation as referee."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from frames import frame
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.linalg import expm

import corridors as co
from corridors.capacity import queueing as q
from corridors.capacity.border.waiting import post_answer, waiting
from corridors.capacity.queueing.fluid_queue import day_profile, fluid_queue, open_profile, post_day, transient_queue
from corridors.capacity.queueing.simulation import simulate_post
from corridors.errors import BadInput

EXACT_MD2 = {0.5: 0.176741, 0.7: 0.49361, 0.8: 0.903284, 0.9: 2.146923, 0.95: 4.643948}
EXACT_MD4 = {0.5: 0.049652, 0.7: 0.189708, 0.8: 0.386095, 0.9: 0.999966, 0.95: 2.244684}


def test_erlang_c_of_the_bank() -> None:
    found = q.mmc(1.2, 0.5, 3)
    assert found["wq"] == pytest.approx(2.157303, abs=1e-6)
    assert found["l"] == pytest.approx(4.988764, abs=1e-6)
    assert q.erlang_c(50, 20, 3) == pytest.approx(0.7022472, abs=1e-7)
    assert q.erlang_c(40, 20, 3) == pytest.approx(4 / 9)
    assert q.mmc(0.8, 1, 1)["wq"] == pytest.approx(4.0)


@pytest.mark.parametrize(("servers", "exact"), [(2, EXACT_MD2), (4, EXACT_MD4)])
def test_regular_service(servers: int, exact: dict[float, float]) -> None:
    rates = np.array(list(exact)) * servers
    assert q.mdc_wait(rates, 1.0, servers) == pytest.approx(list(exact.values()), abs=1e-6)
    assert q.cosmetatos_wait(rates, 1.0, servers) == pytest.approx(list(exact.values()), rel=0.01)
    low = q.allen_cunneen_wait(rates, 1.0, servers, service_cv=0) / list(exact.values())
    assert low[0] == pytest.approx({2: 0.943, 4: 0.876}[servers], abs=0.001)


def test_one_server_is_pollaczek_khinchine() -> None:
    for rho in (0.3, 0.6, 0.9):
        for cv in (0.0, 0.5, 1.0, 1.4):
            assert q.mgc_wait(rho, 1.0, 1, cv) == pytest.approx(rho / (1 - rho) * (1 + cv**2) / 2)


def test_many_servers_and_vectors() -> None:
    rates = np.linspace(10, 190, 50)
    assert np.isfinite(q.mdc_wait(rates, 1.0, 200)).all()
    assert np.isfinite(q.mmc_wait(rates, 1.0, 200)).all()
    assert q.mmc_wait([[1.0, 2.0]], 1.0, [[3], [4]]).shape == (2, 2)


@given(st.floats(0, 0.99), st.integers(1, 40), st.floats(0, 2), st.floats(0, 2))
def test_waits_are_sound(rho: float, servers: int, service_cv: float, arrival_cv: float) -> None:
    wait = q.mgc_wait(rho * servers, 1.0, servers, service_cv, arrival_cv)
    assert np.isfinite(wait)
    assert wait >= 0
    assert q.mgc_wait(rho * servers, 1.0, servers + 1, service_cv, arrival_cv) <= wait + 1e-12
    assert q.mdc_wait(rho * servers, 1.0, servers) <= q.mmc_wait(rho * servers, 1.0, servers) + 1e-9


@given(st.floats(-10, 1e6), st.floats(-5, 1e4).map(lambda v: round(v, 6)), st.floats(-3, 60), st.floats(0, 3))
def test_nothing_is_infinite(arrivals: float, service: float, servers: float, cv: float) -> None:
    for value in (*q.mmc(arrivals, service, servers).values(), q.mgc_wait(arrivals, service, servers, cv)):
        assert np.isfinite(value)


def test_overload_gives_growth_not_an_error() -> None:
    found = q.mmc(50, 20, 2)
    assert found["rho"] == 1.25
    assert found["growth"] == 10
    assert found["p_wait"] == 1
    assert found["wq"] > 24 * 0.25 / 2
    assert q.mmc_wait(60, 20, 2) > q.mmc_wait(50, 20, 2) > q.mmc_wait(40, 20, 2)


def test_lanes_for_a_wait() -> None:
    lanes = q.lanes_for_wait(50, 20, 0.01)
    assert q.mmc_wait(50, 20, lanes) <= 0.01 < q.mmc_wait(50, 20, lanes - 1)
    assert q.lanes_for_wait(50, 20, 0.01, percentile=0.95) > lanes
    assert q.lanes_for_wait(np.array([10.0, 500.0, 1e9]), 20, 0.05).tolist()[2] == 0


def test_percentile_is_exact_for_exponential_service() -> None:
    found = q.mmc(2.4, 1.0, 3)
    left = found["p_wait"] * np.exp(-(3 - 2.4) * found["wq_p95"])
    assert left == pytest.approx(0.05)
    assert q.mmc(0.1, 1.0, 3)["wq_p95"] == 0


def test_profiles() -> None:
    assert day_profile(1.6).sum() == pytest.approx(1)
    assert open_profile(8.5).sum() == pytest.approx(8.5)
    assert open_profile(24).tolist() == [1.0] * 24
    assert fluid_queue([[4, 4], [9, 9]], [[5, 5], [5, 5]]).tolist() == [[0, 0], [4, 8]]


def test_transient_reaches_the_steady_state() -> None:
    queue, wait = transient_queue([10.0] * 60, 5.0, [3.0] * 60)
    assert queue[-1] == pytest.approx(q.mmc(10, 5, 3)["lq"], rel=0.01)
    assert wait[-1] == pytest.approx(q.mmc_wait(10, 5, 3), rel=0.01)


def test_transient_against_its_exact_chain() -> None:
    """The chain by the exponential of its matrix: peaks, lanes that open and close, an hour of overload."""
    come, speed, lanes, size = [10.0, 14.0, 18.0, 6.0, 2.0], 5.0, [3, 3, 2, 4, 3], 120
    chance, exact = np.eye(size)[0], []
    for arrivals, open_ in zip(come, lanes, strict=True):
        count = np.arange(size)
        rates = np.diag(np.full(size - 1, arrivals), 1) + np.diag(speed * np.minimum(count[1:], open_), -1)
        rates -= np.diag(rates.sum(axis=1))
        both = expm(np.block([[rates.T, np.zeros((size, size))], [np.eye(size), np.zeros((size, size))]]))
        exact.append(both[size:, :size] @ chance @ np.maximum(count - open_, 0))
        chance = both[:size, :size] @ chance
    queue, _ = transient_queue(come, speed, lanes)
    assert queue == pytest.approx(exact, rel=0.003)


def test_a_day_of_overload_leaves_a_backlog() -> None:
    day = post_day(700, 6.25, 2)
    assert day.backlog == pytest.approx(700 - 300, abs=30)
    assert day.wait_mean_h > 8
    longer = post_day(700, 6.25, 2, days=3)
    assert longer.backlog == pytest.approx(3 * 400, abs=30)
    assert post_day(0, 6.0, 4).wait_mean_h == 0
    # Two days' arrivals come in each: after twenty days the last wait for as many days as are left over.
    late = post_day(2 * 288, 12.0, 1, peak_to_mean=1.0, days=20)
    assert late.wait_mean_h == pytest.approx(19.5 * 24, rel=0.01)
    half = post_day(2 * 144, 12.0, 1, open_h_per_day=12, peak_to_mean=1.0, days=20)
    assert half.wait_mean_h == pytest.approx(19.5 * 24, rel=0.03)
    shut = post_day(100, 6.0, 0)
    assert shut.backlog == pytest.approx(100)
    assert np.isfinite(shut.wait_h).all()
    assert np.isfinite(post_day(5.0, 1.0, 1, 1e-308).wait_h).all()


@settings(deadline=None, max_examples=12)
@given(st.floats(0, 3000), st.floats(0.5, 30), st.integers(0, 20), st.floats(0, 24))
def test_a_day_is_always_finite(vehicles: float, speed: float, lanes: int, hours: float) -> None:
    day = post_day(vehicles, speed, lanes, hours)
    assert np.isfinite(day.queue).all()
    assert (day.queue >= 0).all()
    assert np.isfinite(day.wait_h).all()
    assert (day.wait_h >= 0).all()


def test_waiting_at_posts() -> None:
    table = frame("border", "road", rows=4).set_axis(["quiet", "busy", "over", "unknown"])
    table["traffic_veh_per_day"] = [400.0, 1300.0, 2800.0, np.nan]
    found = waiting(table)
    faster = waiting(table, pace=np.full(4, 2.0))
    assert faster["utilisation"]["busy"] == pytest.approx(found["utilisation"]["busy"] / 2)
    assert found["wait_mean_h"][:3].is_monotonic_increasing
    assert found.loc["over", "growth_veh_per_day"] == pytest.approx(2800 - found.loc["over", "capacity_veh_per_day"])
    assert found.loc["busy", "growth_veh_per_day"] == 0
    assert (found["wait_p95_h"] >= found["wait_mean_h"])[:3].all()
    assert found.loc["unknown"].isna().all()
    assert (waiting(table, peak=True)["utilisation"] > found["utilisation"])[:3].all()
    # So many lanes do keep the wait.
    table["lanes"] = table["lanes_other"] = found["lanes_needed"].fillna(4)
    assert (waiting(table)["wait_mean_h"][:3] <= 1.0).all()


def test_answer_for_one_post() -> None:
    table = frame("border", "road", traffic_veh_per_day=600.0)
    found = post_answer(table)
    assert found["traffic"] == "counted"
    assert len(found["peak_day"]["queue"]) == 24
    assert post_answer(table, veh_per_day=2000.0)["peak_day"]["backlog"] > 0
    assert post_answer(table.assign(traffic_veh_per_day=np.nan))["traffic"] == "capacity"
    assert post_answer(table.assign(in_service=0.0))["mean_day"]["capacity_veh_per_day"] != 1


@pytest.mark.parametrize("cv", [0.0, 0.5, 1.0, 1.5])
def test_the_referee_agrees(cv: float) -> None:
    """Four lanes at rho 0.8: the formula lies within four standard errors and 3 % of the simulation."""
    run = simulate_post(32.0, 6.0, 4, service_cv=cv, hours=3000, warmup_h=100, seed=7)
    formula = q.mgc_wait(32.0, 10.0, 4, cv)
    assert abs(formula - run["wait_mean_h"]) < 4 * run["wait_error_h"] + 0.03 * formula


def test_the_referee_on_the_day() -> None:
    run = simulate_post(10.0, 12.0, 3, hours=24 * 250, warmup_h=48, peak_to_mean=1.6, seed=3)
    day = post_day(240, 5.0, 3, days=3)
    assert day.wait_mean_h == pytest.approx(run["wait_mean_h"], rel=0.15)


def test_the_referee_on_overload() -> None:
    run = simulate_post(10.0, 12.0, 1, hours=240, seed=1)
    assert run["growth_per_h"] == pytest.approx(q.growth(10, 5, 1), rel=0.15)
    assert simulate_post(10.0, 12.0, 1, hours=240, seed=1) == run


def test_in_overload_the_long_waits_count_too() -> None:
    waits = [simulate_post(10.0, 12.0, 1, hours=24, seed=seed)["wait_mean_h"] for seed in range(20)]
    # Twice what can be served: who comes after t hours waits t, the mean of a day is half a day.
    assert np.mean(waits) == pytest.approx(12.0, rel=0.1)


def test_the_referee_refuses() -> None:
    with pytest.raises(BadInput, match="above 0"):
        simulate_post(10, 12, 0)
    with pytest.raises(BadInput, match="fewer hours"):
        simulate_post(1e6, 12, 10)


def test_no_wait_where_the_queue_would_not_settle(net) -> None:
    table = net.table("border", links=["border/zhaisan"])
    room = float(waiting(table)["capacity_veh_per_day"].iloc[0])
    near = pd.concat([table.assign(traffic_veh_per_day=room * share) for share in (0.9, 1 - 1e-12, 1.0, 1.2)])
    found = waiting(near)
    assert np.isfinite(found["wait_mean_h"]).tolist() == [True, False, False, True]
    assert np.isfinite(found["queue"]).tolist() == [True, False, False, True]
    assert found["wait_mean_h"].max() < 24


def test_a_post_has_one_capacity(net) -> None:
    posts = net.links.index[(net.links["kind"] == "border") & (net.links["form"] == "road")]
    for basis in ("rule", "model", "stated"):
        known, table = co.capacities(net, basis=basis, links=list(posts)), net.table("border", links=list(posts))
        for post in ("border/zhaisan", "border/taskala", "border/syrym", "border/tazhen"):
            found = co.waiting(net, post, basis=basis)
            t_per_vehicle = table.loc[post, ["truck_share", "payload_t", "working_days"]].astype(float).prod() / 1e6
            carried = found.mean_day["capacity_veh_per_day"] * t_per_vehicle
            assert carried == pytest.approx(known.loc[post, "capacity_mtpa"]) == found.capacity["capacity_mtpa"]


def test_more_cleared_than_the_capacity_names_the_uncertain_facts(net) -> None:
    found = co.waiting(net, "zhaisan")
    assert found.mean_day["utilisation"] > 1
    uncertain = {r["attribute"]: r for r in found.uncertain_facts}
    assert {"service_time_truck_min", "service_time_car_min"} <= set(uncertain)
    assert all(r["low"] <= r["value"] <= r["high"] and r["source"] for r in found.uncertain_facts)
    assert all(r["utilisation"] < found.mean_day["utilisation"] for r in found.uncertain_facts)
    assert "stated_veh_per_day" not in uncertain
    # Where a statement is the capacity, it is the first that can be wrong.
    assert co.waiting(net, "syrym").uncertain_facts[0]["attribute"] == "stated_trucks_per_day"
    assert co.waiting(net, "zhaisan", veh_per_day=10.0).uncertain_facts == []
    assert co.waiting(net, "tazhen").uncertain_facts == []
