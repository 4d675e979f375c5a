"""Waiting with exponential service: utilisation, Erlang C, M/M/c and its percentiles.

Rates are per one unit of time, any unit, and waits come out in it. At a utilisation of 1 or more there is no steady
state: the functions then answer what vehicles meet on average within `horizon` (same unit; 24 = a day in hours) of a
queue that starts empty, so that an overload gives a number and not an error; `growth` says how fast the queue grows.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from corridors.capacity.arrays import divide, floats, plain
from corridors.capacity.queueing.loss import MOST_SERVERS, erlang_b


def utilisation(arrival_rate: Any, service_rate: Any, servers: Any) -> Any:
    """Utilisation rho = arrivals over what all servers can do; above 1 the queue grows without end.

    Parameters
    ----------
    arrival_rate, service_rate, servers : float or array
        As `erlang_c`.

    Examples
    --------
    >>> utilisation(50, 20, 4)
    0.625
    """
    arrivals, service, count = floats(arrival_rate, service_rate, servers)
    return plain(divide(arrivals, service * count))


def growth(arrival_rate: Any, service_rate: Any, servers: Any) -> Any:
    """How fast the queue of an overloaded post grows (vehicles per unit of time); 0 while it is not overloaded.

    Parameters
    ----------
    arrival_rate, service_rate, servers : float or array
        As `erlang_c`.

    Examples
    --------
    >>> growth(50, 20, 2), growth(30, 20, 2)
    (10.0, 0.0)
    """
    arrivals, service, count = floats(arrival_rate, service_rate, servers)
    return plain(np.nan_to_num(np.maximum(arrivals - service * count, 0.0)))


def erlang_c(arrival_rate: Any, service_rate: Any, servers: Any) -> Any:
    r"""Probability that an arrival waits in M/M/c (Erlang C); 1 at a utilisation of 1 or more.

    Parameters
    ----------
    arrival_rate : float or array
        Arrivals per unit of time.
    service_rate : float or array
        Services per unit of time of one server that is at work (1 / mean service time).
    servers : int or array
        Servers; whole numbers.

    Notes
    -----
    .. math:: C = \frac{B}{1 - \rho (1 - B)}

    B: Erlang B of the same load and servers, :math:`\rho`: utilisation.

    Examples
    --------
    >>> round(erlang_c(50, 20, 3), 7), round(erlang_c(40, 20, 3), 7)
    (0.7022472, 0.4444444)
    """
    rho = floats(utilisation(arrival_rate, service_rate, servers))[0]
    serves = floats(service_rate)[0] * floats(servers)[0] > 0
    rho = np.where(serves, rho, np.where(floats(arrival_rate)[0] > 0, np.inf, 0.0))
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
    r"""Mean wait before service in M/M/c, exact: P_w / (c mu - lambda).

    Parameters
    ----------
    arrival_rate, service_rate, servers
        As `erlang_c`.
    horizon : float or array
        Only at a utilisation of 1 or more: the time over which the growing queue is watched.

    Notes
    -----
    .. math:: W_q = \frac{C}{c \mu - \lambda}

    C: Erlang C, c: servers, :math:`\mu`: service rate, :math:`\lambda`: arrival rate.

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

    Parameters
    ----------
    arrival_rate, service_rate, servers, horizon
        As `mmc_wait`.

    Returns
    -------
    dict
        `rho` utilisation, `p_empty` nobody is there, `p_wait` an arrival waits, `wq` mean wait, `w` wait and service,
        `lq` mean queue, `l` mean number at the post, `wq_p95` wait that 95 % do not exceed, `growth` of the queue per
        unit of time. In overload the means are those over the horizon.

    Examples
    --------
    >>> {k: round(v, 6) for k, v in mmc(1.2, 0.5, 3).items()}["lq"]
    2.588764
    """
    arrivals, service, count = floats(arrival_rate, service_rate, servers)
    wait = floats(mmc_wait(arrival_rate, service_rate, servers, horizon))[0]
    stay = wait + divide(1.0, service)
    # Little's law with what gets through: in overload that is less than what comes.
    through = np.minimum(arrivals, np.maximum(service * np.floor(np.nan_to_num(count)), 0.0))
    waits = erlang_c(arrival_rate, service_rate, servers)
    # A queue that grows evenly from nothing: waits of the horizon are spread evenly from 0 to twice their mean.
    late = np.where(arrivals > through, 1.9 * wait, wait_percentile(wait, waits, 0.95))
    return {
        "rho": utilisation(arrival_rate, service_rate, servers),
        "p_empty": p_empty(arrival_rate, service_rate, servers),
        "p_wait": waits,
        "wq": plain(wait),
        "w": plain(stay),
        "lq": plain(through * wait),
        "l": plain(through * stay),
        "wq_p95": plain(late),
        "growth": growth(arrival_rate, service_rate, servers),
    }


def p_empty(arrival_rate: Any, service_rate: Any, servers: Any) -> Any:
    """Probability that nobody is at an M/M/c post; 0 at a utilisation of 1 or more.

    Parameters
    ----------
    arrival_rate, service_rate, servers : float or array
        As `erlang_c`.

    Examples
    --------
    >>> round(p_empty(40, 20, 3), 6), p_empty(0.8, 1, 1)
    (0.111111, 0.19999999999999996)
    """
    load, count = np.broadcast_arrays(divide(arrival_rate, service_rate), floats(servers)[0])
    count = np.floor(np.clip(np.nan_to_num(count), 0.0, MOST_SERVERS))
    rho = divide(load, count)
    term, total = np.ones(load.shape), np.ones(load.shape)
    for k in range(1, int(count.max(initial=0)) + 1):
        with np.errstate(over="ignore", invalid="ignore"):
            term = np.where(k <= count, term * load / k, term)
            total = np.where(k < count, total + term, total)
    with np.errstate(over="ignore", invalid="ignore"):
        return plain(np.where((count > 0) & (rho < 1), divide(1.0, total + divide(term, 1.0 - rho)), 0.0))


def wait_longer_share(arrival_rate: Any, service_rate: Any, servers: Any, wait: Any) -> Any:
    """Share of arrivals that wait longer than a given time in M/M/c: P_w exp(-(c mu - lambda) t); 1 in overload.

    Parameters
    ----------
    arrival_rate, service_rate, servers
        As `erlang_c`.
    wait : float or array
        Time t before service, 0 or more, in the unit of time of the rates.

    Examples
    --------
    >>> round(wait_longer_share(50, 20, 3, 0.1), 4)
    0.2583
    """
    chance, time = floats(erlang_c(arrival_rate, service_rate, servers), wait)
    spare = np.maximum(np.nan_to_num(spare_rate(arrival_rate, service_rate, servers)), 0.0)
    return plain(chance * np.exp(-spare * np.maximum(time, 0.0)))


def wait_percentile(mean_wait: Any, p_wait: Any, percentile: Any = 0.95) -> Any:
    """Wait that a share of arrivals does not exceed, for waits that are exponential once one has to wait.

    Exact for M/M/c: t = W_q / P_w * ln(P_w / (1 - percentile)), 0 where fewer than 1 - percentile wait at all.

    Parameters
    ----------
    mean_wait : float or array
        Mean wait of all arrivals, those that do not wait among them.
    p_wait : float or array
        Probability that an arrival waits, 0 to 1.
    percentile : float or array
        Share of arrivals that wait no longer, 0 to 1.

    Examples
    --------
    >>> round(wait_percentile(2.157303, 0.647191), 4)
    8.5354
    """
    wait, chance, level = floats(mean_wait, p_wait, percentile)
    beyond = np.clip(1.0 - level, 1e-12, 1.0)
    return plain(divide(wait, chance) * np.log(np.maximum(np.maximum(chance, 1e-12) / beyond, 1.0)))
