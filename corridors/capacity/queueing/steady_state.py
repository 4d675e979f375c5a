"""Waiting in the steady state: Erlang C, exact M/D/c, M/G/c by Allen-Cunneen with Cosmetatos' correction, percentiles.

Rates are per one unit of time, any unit, and waits come out in it. At a utilisation of 1 or more there is no steady
state: the functions then answer what vehicles meet on average within `horizon` (same unit; 24 = a day in hours) of a
queue that starts empty, so that an overload gives a number and not an error; `growth` says how fast the queue grows.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from corridors.capacity.arrays import divide, floats, plain
from corridors.capacity.queueing.erlang import (
    erlang_c,
    mmc_wait,
    overload_wait,
    spare_rate,
    utilisation,
    wait_percentile,
)


def allen_cunneen_wait(
    arrival_rate: Any,
    service_rate: Any,
    servers: Any,
    service_cv: Any = 1.0,
    arrival_cv: Any = 1.0,
    horizon: Any = 24.0,
) -> Any:
    r"""Mean wait in G/G/c by Allen and Cunneen: W_q(M/M/c) * (c_a^2 + c_s^2) / 2 (for one server Kingman's form).

    Parameters
    ----------
    arrival_rate, service_rate, servers, horizon
        As `mmc_wait`.
    service_cv, arrival_cv : float or array
        Coefficients of variation of the service time and of the time between arrivals; 1 = exponential, 0 = regular.

    Notes
    -----
    .. math:: W_q = W_q^{M/M/c}\, \frac{c_a^2 + c_s^2}{2}

    c_a, c_s: coefficients of variation of arrivals and service.

    Examples
    --------
    >>> round(allen_cunneen_wait(1.0, 1.0, 2, service_cv=0), 6)  # M/D/2 at rho 0.5, exact 0.176741
    0.166667
    """
    service, arrival = floats(service_cv, arrival_cv)
    wait = floats(mmc_wait(arrival_rate, service_rate, servers, horizon))[0]
    steady = spare_rate(arrival_rate, service_rate, servers) > 0
    return plain(np.where(steady, wait * (service**2 + arrival**2) / 2.0, wait))


def cosmetatos_wait(arrival_rate: Any, service_rate: Any, servers: Any, horizon: Any = 24.0) -> Any:
    r"""Mean wait in M/D/c by Cosmetatos: half of W_q(M/M/c) with a correction for several servers at light load.

    Parameters
    ----------
    arrival_rate, service_rate, servers, horizon
        As `mmc_wait`.

    Notes
    -----
    .. math::

        W_q = \frac{1}{2} W_q^{M/M/c} \left(1 + \frac{(1 - \rho)(c - 1)\left(\sqrt{4 + 5c} - 2\right)}{16 \rho c}\right)

    c: servers, :math:`\rho`: utilisation; the correction is never above 1.

    Examples
    --------
    >>> round(cosmetatos_wait(1.0, 1.0, 2), 4)  # exact 0.1767, Allen-Cunneen 0.1667
    0.1757
    """
    rho = floats(utilisation(arrival_rate, service_rate, servers))[0]
    count = np.maximum(floats(servers)[0], 1.0)
    steady = np.clip(rho, 0.0, 1.0)
    extra = divide((1.0 - steady) * (count - 1.0) * (np.sqrt(4.0 + 5.0 * count) - 2.0), 16.0 * steady * count)
    # At very light load the term grows without bound; regular service never makes one wait longer than M/M/c.
    wait = floats(mmc_wait(arrival_rate, service_rate, servers, horizon))[0]
    steady_now = spare_rate(arrival_rate, service_rate, servers) > 0
    return plain(np.where(steady_now, 0.5 * wait * (1.0 + np.minimum(extra, 1.0)), wait))


def mgc_wait(
    arrival_rate: Any,
    service_rate: Any,
    servers: Any,
    service_cv: Any = 1.0,
    arrival_cv: Any = 1.0,
    horizon: Any = 24.0,
) -> Any:
    """Mean wait in M/G/c and G/G/c: Allen-Cunneen with Cosmetatos' correction for regular service.

    Between M/M/c (exact) and M/D/c (Cosmetatos) in proportion to the squared coefficient of variation of service, times
    (c_a^2 + c_s^2) / (1 + c_s^2) for arrivals that are not Poisson. With one server and Poisson arrivals it is
    Pollaczek and Khinchine's formula, exact.

    Parameters
    ----------
    arrival_rate, service_rate, servers, horizon
        As `mmc_wait`.
    service_cv : float or array
        Standard deviation of the service time over its mean: 1 exponential, 0 regular, 1 / sqrt(k) Erlang of k phases.
    arrival_cv : float or array
        The same of the time between arrivals; 1 for Poisson arrivals.

    Examples
    --------
    >>> round(mgc_wait(1.0, 1.0, 2, service_cv=0), 4), round(mgc_wait(1.2, 0.5, 3), 6)
    (0.1757, 2.157303)
    """
    service, arrival = floats(service_cv, arrival_cv)
    square = np.maximum(service, 0.0) ** 2
    random = floats(mmc_wait(arrival_rate, service_rate, servers, horizon))[0]
    regular = floats(cosmetatos_wait(arrival_rate, service_rate, servers, horizon))[0]
    wait = (square * random + (1.0 - square) * regular) * (arrival**2 + square) / (1.0 + square)
    return plain(np.where(spare_rate(arrival_rate, service_rate, servers) > 0, np.maximum(wait, 0.0), random))


def mdc_wait(arrival_rate: Any, service_time: Any, servers: Any, horizon: Any = 24.0) -> Any:
    """Mean wait in M/D/c, exact, by the roots of the chain seen every service time (Crommelin).

    Parameters
    ----------
    arrival_rate : float or array
        Arrivals per unit of time.
    service_time : float or array
        The same for every vehicle.
    servers : int or array
        Whole numbers.
    horizon : float or array
        As `mmc_wait`.

    Examples
    --------
    >>> round(mdc_wait(0.9, 1.0, 1), 6), round(mdc_wait(1.0, 1.0, 2), 6), round(mdc_wait(3.6, 1.0, 4), 6)
    (4.5, 0.176741, 0.999966)
    """
    arrivals, service, count = np.broadcast_arrays(*floats(arrival_rate, service_time, servers))
    count = np.floor(np.maximum(np.nan_to_num(count), 0.0))
    load = np.nan_to_num(arrivals * service)
    steady = (load > 0) & (load < count)
    answer = np.where(arrivals > 0, overload_wait(arrivals, divide(1.0, service), count, horizon), 0.0)
    for c in np.unique(count[steady]).astype(int):
        rows = steady & (count == c)
        a = load[rows]
        rho = a / c
        number = a / (2.0 * (c - a)) + a / 2.0 - (c - 1) / 2.0
        for k in range(1, c):
            turn = np.exp(2j * np.pi * k / c)
            z = np.zeros(a.shape, dtype=complex)
            for _ in range(60):  # Newton on z = turn * exp(rho (z - 1)), a contraction inside the unit circle
                rest = turn * np.exp(rho * (z - 1.0))
                z = z - (z - rest) / (1.0 - rho * rest)
            number = number + (1.0 / (1.0 - z)).real
        answer[rows] = np.maximum(number - a, 0.0) / arrivals[rows]
    # Near no traffic the sum is rounding alone; regular service never makes one wait longer than chance does.
    bound = floats(mmc_wait(arrivals, divide(1.0, service), count, horizon))[0]
    return plain(np.where(steady, np.minimum(answer, bound), answer))


def lanes_for_wait(
    arrival_rate: Any,
    service_rate: Any,
    wait: Any,
    service_cv: Any = 1.0,
    arrival_cv: Any = 1.0,
    percentile: float | None = None,
    most: int = 1000,
) -> Any:
    """Fewest lanes at which the mean wait, or a percentile of it, keeps within a given one.

    Parameters
    ----------
    arrival_rate, service_rate : float or array
        Arrivals, and services of one lane, per unit of time.
    wait : float or array
        Wait that is wanted, in that unit.
    service_cv, arrival_cv : float or array
        As `mgc_wait`.
    percentile : float, optional
        0.95 for the wait that 95 % do not exceed; the mean if left out.
    most : int
        Where the search stops; the answer is 0 if even so many lanes do not do.

    Examples
    --------
    >>> lanes_for_wait(50, 20, 0.1), lanes_for_wait(50, 20, 0.01), lanes_for_wait(50, 20, 0.1, percentile=0.95)
    (3, 5, 4)
    """
    arrivals, service, wanted = np.broadcast_arrays(*floats(arrival_rate, service_rate, wait))
    possible = (service > 0) & np.isfinite(arrivals) & (wanted >= 0) & (divide(arrivals, service) < most)

    def keeps(lanes: np.ndarray) -> np.ndarray:
        lanes = np.maximum(lanes, 1)
        mean = floats(mgc_wait(arrivals, service, lanes, service_cv, arrival_cv))[0]
        if percentile is None:
            return np.asarray(mean <= wanted)
        return np.asarray(wait_percentile(mean, erlang_c(arrivals, service, lanes), percentile) <= wanted)

    # One lane more never makes the wait longer: steps that double until it is short enough, then halves.
    least = np.where(possible, np.floor(divide(arrivals, service)) + 1, 1).astype(int)
    enough, step = least.copy(), 1
    while (short := possible & (enough < most) & ~keeps(enough)).any():
        least = np.where(short, enough + 1, least)
        enough = np.where(short, np.minimum(enough + step, most), enough)
        step *= 2
    while (least < enough).any():
        middle = (least + enough) // 2
        good = keeps(middle)
        least, enough = np.where(good, least, np.minimum(middle + 1, enough)), np.where(good, middle, enough)
    return plain(np.where(possible & keeps(enough), enough, 0))
