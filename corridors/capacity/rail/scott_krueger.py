"""Line capacity as other schools have it: Scott's formula of Indian Railways, Krueger's delay of Canadian National."""

from __future__ import annotations

from typing import Any

import numpy as np

from corridors.capacity.arrays import divide, floats, plain, share


def scott(running_time_min: Any, block_working_min: Any, efficiency: Any) -> Any:
    r"""Trains a day, both directions, by Scott's formula of Indian Railways: 1440 / (T + t) * E.

    Parameters
    ----------
    running_time_min : float or array
        Running time of the slowest train over the longest block section (min).
    block_working_min : float or array
        Time to work the block (min).
    efficiency : float or array
        Efficiency of the section, 0 to 1.

    Notes
    -----
    .. math:: N = \frac{1440}{T + t}\, E

    T: running time, t: working of the block (min), E: efficiency.

    References
    ----------
    [indianrail-scott]

    Examples
    --------
    >>> scott(20, 100, 0.75), scott(10, 2, 0.9)
    (9.0, 108.0)
    """
    run, block = floats(running_time_min, block_working_min)
    return plain(divide(1440.0 * share(efficiency), run + block))


def krueger_delay(trains_per_day: Any, base_delay: Any, exponent_per_train: Any) -> Any:
    r"""Delay by Krueger's parametric model: base_delay * exp(exponent * trains a day), in the unit of `base_delay`.

    Parameters
    ----------
    trains_per_day : float or array
        Trains of both directions.
    base_delay : float or array
        A0, delay of a single train, from plant, traffic and operation (any unit).
    exponent_per_train : float or array
        B, growth of the delay with each train.

    Notes
    -----
    .. math:: d = d_0\, e^{a N}

    d_0: delay without traffic, a: exponent, N: trains a day.

    Examples
    --------
    >>> round(krueger_delay(20, 10.0, 0.05), 3)
    27.183
    """
    trains, base, exponent = floats(trains_per_day, base_delay, exponent_per_train)
    return plain(base * np.exp(np.minimum(exponent * trains, 500.0)))


def krueger_trains(delay_limit: Any, base_delay: Any, exponent_per_train: Any) -> Any:
    """Trains a day at which Krueger's delay reaches a limit (unit as `base_delay`); the inverse of `krueger_delay`.

    Parameters
    ----------
    delay_limit, base_delay : float or array
        Delay that is borne, and A0, in one unit.
    exponent_per_train : float or array
        B, above 0.

    Examples
    --------
    >>> round(krueger_trains(27.182818, 10.0, 0.05), 3)
    20.0
    """
    limit, base, exponent = floats(delay_limit, base_delay, exponent_per_train)
    good = (limit > 0) & (base > 0)
    ratio = np.where(good, limit, 1.0) / np.where(good, base, 1.0)
    return plain(divide(np.maximum(np.log(ratio), 0.0), exponent))
