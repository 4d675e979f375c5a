"""Waiting with exponential service: utilisation, Erlang B and C, M/M/c and its percentiles.

Rates are per one unit of time, any unit, and waits come out in it. At a utilisation of 1 or more there is no steady
state: the functions then answer what vehicles meet on average within `horizon` (same unit; 24 = a day in hours) of a
queue that starts empty, so that an overload gives a number and not an error; `growth` says how fast the queue grows.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from corridors.capacity.sound import divide, floats, plain


def utilisation(arrival_rate: Any, service_rate: Any, servers: Any) -> Any:
    """Utilisation rho = arrivals over what all servers can do; above 1 the queue grows without end.

    >>> utilisation(50, 20, 4)
    0.625
    """
    arrivals, service, count = floats(arrival_rate, service_rate, servers)
    return plain(divide(arrivals, service * count))


def growth(arrival_rate: Any, service_rate: Any, servers: Any) -> Any:
    """How fast the queue of an overloaded post grows (vehicles per unit of time); 0 while it is not overloaded.

    >>> growth(50, 20, 2), growth(30, 20, 2)
    (10.0, 0.0)
    """
    arrivals, service, count = floats(arrival_rate, service_rate, servers)
    return plain(np.nan_to_num(np.maximum(arrivals - service * count, 0.0)))


def erlang_b(offered_load: Any, servers: Any) -> Any:
    """Probability that all servers are busy where nobody waits (M/M/c/c); offered load = arrival / service rate.

    >>> round(erlang_b(2.0, 2), 6)
    0.4
    """
    load, count = np.broadcast_arrays(*floats(offered_load, servers))
    load, count = np.nan_to_num(np.maximum(load, 0.0)), np.floor(np.nan_to_num(count))
    blocked = np.ones(load.shape)
    answer = np.ones(load.shape)
    for k in range(1, int(count.max(initial=0)) + 1):
        blocked = load * blocked / (k + load * blocked)
        answer = np.where(count == k, blocked, answer)
    return plain(answer)


def erlang_c(arrival_rate: Any, service_rate: Any, servers: Any) -> Any:
    """Probability that an arrival waits in M/M/c (Erlang C); 1 at a utilisation of 1 or more.

    Parameters
    ----------
    arrival_rate : float or array
        Arrivals per unit of time.
    service_rate : float or array
        Services per unit of time of one server that is at work (1 / mean service time).
    servers : int or array
        Servers; whole numbers.

    Examples
    --------
    >>> round(erlang_c(50, 20, 3), 7), round(erlang_c(40, 20, 3), 7)
    (0.7022472, 0.4444444)
    """
    rho = floats(utilisation(arrival_rate, service_rate, servers))[0]
    works = floats(service_rate)[0] * floats(servers)[0] > 0
    rho = np.where(works, rho, np.where(floats(arrival_rate)[0] > 0, np.inf, 0.0))
    blocked = floats(erlang_b(divide(arrival_rate, service_rate), servers))[0]
    steady = np.where(rho < 1, rho, 0.0)
    waits = blocked / (1.0 - steady * (1.0 - blocked))
    return plain(np.where(rho >= 1, 1.0, np.where(rho > 0, waits, 0.0)))


def spare_rate(arrival_rate: Any, service_rate: Any, servers: Any) -> np.ndarray:
    """What whole servers can do beyond the arrivals; there is a steady state where it is above 0."""
    arrivals, service, count = floats(arrival_rate, service_rate, servers)
    return service * np.floor(np.maximum(np.nan_to_num(count), 0.0)) - arrivals


def overload_wait(arrivals: np.ndarray, service: np.ndarray, count: np.ndarray, horizon: Any) -> np.ndarray:
    """Mean wait over a horizon at rho >= 1: the queue grows evenly, plus what chance alone builds up at rho = 1."""
    done = service * count
    span = floats(horizon)[0]
    chance = divide(np.sqrt(np.maximum(arrivals * span, 0.0)), 2.0 * done)
    return np.where(done > 0, divide(np.maximum(arrivals - done, 0.0) * span, 2.0 * done) + chance, span)


def mmc_wait(arrival_rate: Any, service_rate: Any, servers: Any, horizon: Any = 24.0) -> Any:
    """Mean wait before service in M/M/c, exact: P_w / (c mu - lambda).

    Parameters
    ----------
    arrival_rate, service_rate, servers
        As `erlang_c`.
    horizon : float or array
        Only at a utilisation of 1 or more: the time over which the growing queue is watched.

    Examples
    --------
    >>> round(mmc_wait(1.2, 0.5, 3), 6), round(mmc_wait(50, 20, 3), 7)
    (2.157303, 0.0702247)
    """
    arrivals, service, count = floats(arrival_rate, service_rate, servers)
    count = np.floor(np.maximum(np.nan_to_num(count), 0.0))
    spare = service * count - arrivals
    steady = divide(floats(erlang_c(arrivals, service, count))[0], spare)
    nobody = ~(arrivals > 0)
    return plain(np.where(nobody, 0.0, np.where(spare > 0, steady, overload_wait(arrivals, service, count, horizon))))


def mmc(arrival_rate: Any, service_rate: Any, servers: Any, horizon: Any = 24.0) -> dict[str, Any]:
    """All figures of M/M/c.

    Returns
    -------
    dict
        `rho` utilisation, `p_wait`, `wq` mean wait, `w` wait and service, `lq` mean queue, `l` mean number at the post,
        `wq_p95` wait that 95 % do not exceed, `growth` of the queue per unit of time.

    Examples
    --------
    >>> {k: round(v, 6) for k, v in mmc(1.2, 0.5, 3).items()}["lq"]
    2.588764
    """
    arrivals, service = floats(arrival_rate, service_rate)
    wait = floats(mmc_wait(arrival_rate, service_rate, servers, horizon))[0]
    stay = wait + divide(1.0, service)
    return {
        "rho": utilisation(arrival_rate, service_rate, servers),
        "p_wait": erlang_c(arrival_rate, service_rate, servers),
        "wq": plain(wait),
        "w": plain(stay),
        "lq": plain(arrivals * wait),
        "l": plain(arrivals * stay),
        "wq_p95": wait_percentile(wait, erlang_c(arrival_rate, service_rate, servers), 0.95),
        "growth": growth(arrival_rate, service_rate, servers),
    }


def wait_percentile(mean_wait: Any, p_wait: Any, percentile: Any = 0.95) -> Any:
    """Wait that a share of arrivals does not exceed, for waits that are exponential once one has to wait.

    Exact for M/M/c: t = W_q / P_w * ln(P_w / (1 - percentile)), 0 where fewer than 1 - percentile wait at all.

    >>> round(wait_percentile(2.157303, 0.647191), 4)
    8.5354
    """
    wait, chance, level = floats(mean_wait, p_wait, percentile)
    beyond = np.clip(1.0 - level, 1e-12, 1.0)
    return plain(divide(wait, chance) * np.log(np.maximum(np.maximum(chance, 1e-12) / beyond, 1.0)))
