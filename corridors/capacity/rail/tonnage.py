"""Tonnes from trains: wagons that the tracks and the locomotives take, net load, both directions, peak factor."""

from __future__ import annotations

from typing import Any

import numpy as np

from corridors import units
from corridors.capacity.arrays import divide, floats, plain, share


def net_train_t(gross_train_t: Any, net_to_gross_share: Any) -> Any:
    """Net tonnes of a train from its gross mass (wagons and load, without the locomotive) and the net share of it.

    Parameters
    ----------
    gross_train_t : float or array
        Gross mass (t).
    net_to_gross_share : float or array
        Net over gross mass, 0 to 1.

    Examples
    --------
    >>> round(net_train_t(5000, 0.65), 6)
    3250.0
    """
    return plain(divide(floats(gross_train_t)[0] * share(net_to_gross_share), 1.0))


def train_wagons(
    wagons_per_train: Any, wagon_net_load_t: Any, wagon_tare_t: Any, loaded_share: Any, train_gross_max_t: Any
) -> Any:
    """Wagons of a mean train: as many as the station tracks hold or the locomotives take, whichever is fewer.

    Parameters
    ----------
    wagons_per_train : float or array
        Wagons that the shortest station tracks hold.
    wagon_net_load_t, wagon_tare_t : float or array
        Net load of a loaded wagon, mass of an empty one (t).
    loaded_share : float or array
        Share of loaded wagons in this direction, 0 to 1.
    train_gross_max_t : float or array
        Heaviest train, wagons and load (t).

    Examples
    --------
    >>> train_wagons(57, 62, 24, 0.5, 5000), round(train_wagons(71, 62, 24, 1.0, 5000), 2)
    (57.0, 58.14)
    """
    fit, load, tare, gross = floats(wagons_per_train, wagon_net_load_t, wagon_tare_t, train_gross_max_t)
    return plain(np.minimum(divide(fit, 1.0), divide(gross, tare + share(loaded_share) * load)))


def train_net_t(
    wagons_per_train: Any, wagon_net_load_t: Any, wagon_tare_t: Any, loaded_share: Any, train_gross_max_t: Any
) -> Any:
    """Net tonnes of a mean train of one direction; the arguments are those of `train_wagons`.

    Parameters
    ----------
    wagons_per_train, wagon_net_load_t, wagon_tare_t, loaded_share, train_gross_max_t : float or array
        As `train_wagons`.

    Examples
    --------
    >>> train_net_t(57, 62, 24, 0.5, 5000)
    1767.0
    """
    wagons = train_wagons(wagons_per_train, wagon_net_load_t, wagon_tare_t, loaded_share, train_gross_max_t)
    return plain(divide(wagons * share(loaded_share) * floats(wagon_net_load_t)[0], 1.0))


def tonnage_mtpa(trains_per_day: Any, net_t: Any, days_per_year: Any = 365.0, monthly_unevenness: Any = 1.0) -> Any:
    r"""Million tonnes a year of one direction: days * trains a day * net tonnes / (unevenness * 10^6).

    Parameters
    ----------
    trains_per_day : float or array
        Freight trains of one direction on a day of the peak month.
    net_t : float or array
        Net tonnes of a train.
    days_per_year : float or array
        Days of work in a year.
    monthly_unevenness : float or array
        Peak month over the mean month, 1 or more.

    Notes
    -----
    .. math:: G = \frac{D N q}{u \cdot 10^6}

    D: days a year, N: trains a day, q: net tonnes of a train, u: unevenness of the months.

    Examples
    --------
    >>> round(tonnage_mtpa(47.53, 2427.1), 2)
    42.11
    """
    return plain(divide(units.mtpa(floats(trains_per_day)[0], floats(net_t)[0], days_per_year), monthly_unevenness))


def tonnage_two_ways_mtpa(
    pairs_per_day: Any,
    net_forward_t: Any,
    net_backward_t: Any,
    days_per_year: Any = 365.0,
    monthly_unevenness: Any = 1.0,
) -> tuple[Any, Any, Any]:
    """Million tonnes a year forward, backward and together, each direction with its own train (see `tonnage_mtpa`).

    Parameters
    ----------
    pairs_per_day : float or array
        Pairs of freight trains on a day of the peak month.
    net_forward_t, net_backward_t : float or array
        Net tonnes of a train by direction.
    days_per_year, monthly_unevenness : float or array
        As `tonnage_mtpa`.

    Examples
    --------
    >>> [round(x, 2) for x in tonnage_two_ways_mtpa(47.53, 2427.1, 1398.9)]
    [42.11, 24.27, 66.38]
    """
    forward = tonnage_mtpa(pairs_per_day, net_forward_t, days_per_year, monthly_unevenness)
    backward = tonnage_mtpa(pairs_per_day, net_backward_t, days_per_year, monthly_unevenness)
    return forward, backward, forward + backward


def t_per_wagon(tonnes: Any, wagons: Any) -> Any:
    """Mean load of a wagon from a tonnage and a count of wagons (t).

    Parameters
    ----------
    tonnes, wagons : float or array
        Net tonnes, and the wagons that carried them.

    Examples
    --------
    >>> round(t_per_wagon(1_379_000, 22_000), 1)
    62.7
    """
    return plain(divide(tonnes, wagons))


def t_per_train(mtpa: Any, trains_per_day: Any, days_per_year: Any = 365.0) -> Any:
    """Net tonnes that each train must carry for a yearly tonnage (t).

    Parameters
    ----------
    mtpa : float or array
        Million tonnes a year of the direction that the trains run in.
    trains_per_day, days_per_year : float or array
        Trains of that direction a day, days of work.

    Examples
    --------
    >>> round(t_per_train(6, 7)), round(t_per_train(20, 15))
    (2348, 3653)
    """
    trains, days = floats(trains_per_day, days_per_year)
    return plain(divide(floats(mtpa)[0] * units.T_PER_MT, trains * days))


def trains_per_year(tonnes: Any, net_t: Any) -> Any:
    """Trains a year that carry so many tonnes, each its net load; not rounded.

    Parameters
    ----------
    tonnes : float or array
        Tonnes a year of one direction.
    net_t : float or array
        Net tonnes of a train.

    Examples
    --------
    >>> trains_per_year(6_000_000, 2400)
    2500.0
    """
    return plain(divide(tonnes, net_t))


def freight_pairs_for_gross_density(
    gross_mt_km_per_km: Any, gross_train_t: Any, days_per_year: Any = 365.0, monthly_unevenness: Any = 1.0
) -> Any:
    """Pairs of freight trains a day for a gross density of the busier direction; the inverse of `tonnage_mtpa`.

    Parameters
    ----------
    gross_mt_km_per_km : float or array
        Gross freight density of that direction: million tonne-kilometres a kilometre and year.
    gross_train_t : float or array
        Gross mass of a train (t).
    days_per_year, monthly_unevenness : float or array
        Days of work; peak month over the mean month.

    Examples
    --------
    >>> round(freight_pairs_for_gross_density(36.5, 4000), 6)
    25.0
    """
    trains, uneven = (
        divide(floats(gross_mt_km_per_km)[0] * units.T_PER_MT, gross_train_t),
        floats(monthly_unevenness)[0],
    )
    return plain(divide(trains * uneven, days_per_year))
