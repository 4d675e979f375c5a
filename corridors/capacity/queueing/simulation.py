"""A check of the waiting formulas: a post simulated vehicle by vehicle (library ciw)."""

from __future__ import annotations

from typing import Any

import numpy as np

from corridors.capacity.queueing.fluid_queue import day_profile
from corridors.errors import BadInput
from corridors.extras import needs
from corridors.wording.sentences import sentence

MOST_VEHICLES = 3_000_000


def simulate_post(
    arrivals_per_h: float,
    service_min: float,
    lanes: int,
    service_cv: float = 1.0,
    arrival_cv: float = 1.0,
    hours: float = 24.0 * 30,
    warmup_h: float = 0.0,
    peak_to_mean: float = 1.0,
    seed: int = 0,
) -> dict[str, float]:
    """Simulate a post that starts empty and is open around the clock.

    Parameters
    ----------
    arrivals_per_h : float
        Mean arrivals in an hour.
    service_min : float
        Mean minutes in a lane.
    lanes : int
        Lanes, all serving one queue.
    service_cv, arrival_cv : float
        Coefficients of variation: 0 regular, 1 exponential, others gamma.
    hours : float
        Vehicles that come within these are counted, and waited for until the last is served.
    warmup_h : float
        Vehicles that come before this are not counted.
    peak_to_mean : float
        Busiest hour of the day over the mean hour; other than 1 takes Poisson arrivals.
    seed : int
        Same seed, same answer.

    Returns
    -------
    dict
        `vehicles` counted, `wait_mean_h`, `wait_p95_h`, `wait_error_h` (standard error from twenty batches),
        `queue_end` (vehicles waiting when the hours are over), `growth_per_h` of the queue, `utilisation`.

    Raises
    ------
    BadInput
        No lanes, a time that is not positive, or more vehicles than can be simulated.
    """
    ciw = needs("ciw", "simulate")

    sizes = (arrivals_per_h, service_min, hours, lanes)
    if not all(np.isfinite(s) and s > 0 for s in sizes) or service_cv < 0 or arrival_cv < 0 or lanes < 1:
        raise BadInput(
            sentence("simulation: arrivals, service time, lanes and hours must be above 0, variation not below 0")
        )
    utilisation = arrivals_per_h * service_min / 60.0 / lanes
    # Whoever came within the hours is waited for: to count only those served by then would leave out the long waits.
    end = hours * max(utilisation, 1.0) * 1.25 + 20 * service_min / 60.0
    if arrivals_per_h * end > MOST_VEHICLES:
        raise BadInput(sentence("simulation: more than {most} vehicles; take fewer hours", most=MOST_VEHICLES))
    ciw.seed(seed)
    network = ciw.create_network(
        arrival_distributions=[_arrivals(arrivals_per_h, arrival_cv, end, peak_to_mean)],
        service_distributions=[_spread(service_min / 60.0, service_cv)],
        number_of_servers=[int(lanes)],
    )
    run = ciw.Simulation(network)
    run.simulate_until_max_time(end)
    records = [r for r in run.get_all_records(only=["service"]) if r.arrival_date <= hours]
    left = sum(r.service_start_date > hours for r in records)
    records = sorted((r for r in records if r.arrival_date >= warmup_h), key=lambda r: r.arrival_date)
    waits = np.array([r.waiting_time for r in records])
    batches = [b.mean() for b in np.array_split(waits, 20) if len(b)]
    return {
        "vehicles": float(len(waits)),
        "wait_mean_h": float(waits.mean()) if len(waits) else 0.0,
        "wait_p95_h": float(np.quantile(waits, 0.95)) if len(waits) else 0.0,
        "wait_error_h": float(np.std(batches, ddof=1) / np.sqrt(len(batches))) if len(batches) > 1 else 0.0,
        "queue_end": float(left),
        "growth_per_h": left / hours,
        "utilisation": utilisation,
    }


def _spread(mean_h: float, cv: float) -> Any:
    ciw = needs("ciw", "simulate")

    if cv == 0:
        return ciw.dists.Deterministic(value=mean_h)
    if cv == 1:
        return ciw.dists.Exponential(rate=1.0 / mean_h)
    return ciw.dists.Gamma(shape=1.0 / cv**2, scale=mean_h * cv**2)


def _arrivals(per_h: float, cv: float, hours: float, peak_to_mean: float) -> Any:
    ciw = needs("ciw", "simulate")

    if peak_to_mean == 1.0:
        return _spread(1.0 / per_h, cv)
    days = int(np.ceil(hours / 24.0))
    rates = (day_profile(peak_to_mean) * per_h * 24.0).tolist() * days
    return ciw.dists.PoissonIntervals(
        rates=rates, endpoints=[h + 1.0 for h in range(24 * days)], max_sample_date=24.0 * days
    )
