"""What a road post clears in a day, what a mixture of trucks and cars takes, and what a border station hands over."""

from __future__ import annotations

from typing import Any

import numpy as np

from corridors import units
from corridors.capacity.arrays import divide, floats, plain, share, worktime_min


def post_veh_per_day(lanes: Any, open_h_per_day: Any, service_min: Any, working_time_share: Any = 1.0) -> Any:
    r"""Vehicles a day through one side of a post: lanes * hours * 60 / service minutes * working time share.

    Parameters
    ----------
    lanes : float or array
        Lanes that clear vehicles, both directions together.
    open_h_per_day : float or array
        Hours open, 0 to 24.
    service_min : float or array
        Mean minutes of a vehicle in a lane.
    working_time_share : float or array
        Share of the open hours in which a lane works at full rate, 0 to 1.

    Notes
    -----
    .. math:: N = \frac{60\, n h s}{t}

    n: lanes, h: hours open, s: working time share, t: service of a vehicle (min).

    Examples
    --------
    >>> post_veh_per_day(2, 24, 9.6), post_veh_per_day(4, 12, 10, 0.5)
    (300.0, 144.0)
    """
    count, hours, service = floats(lanes, open_h_per_day, service_min)
    with np.errstate(invalid="ignore"):
        hours = np.where((hours >= 0) & (hours <= 24), hours, 0.0)
    return plain(divide(count * hours * units.MIN_PER_H * share(working_time_share), service))


def mixed_service(truck_share: Any, truck_min: Any, car_min: Any, service_cv: Any = 1.0) -> tuple[Any, Any]:
    """Mean service time (min) of trucks and cars in one queue, and the coefficient of variation of the mixture.

    Parameters
    ----------
    truck_share : float or array
        Trucks among vehicles, 0 to 1.
    truck_min, car_min : float or array
        Mean minutes of a truck and of a car.
    service_cv : float or array
        Coefficient of variation within either.

    Examples
    --------
    >>> mixed_service(0.5, 15, 5, 0)
    (10.0, 0.5)
    """
    trucks, truck, car, cv = share(truck_share), *floats(truck_min, car_min, service_cv)
    mean = trucks * truck + (1 - trucks) * car
    square = (trucks * truck**2 + (1 - trucks) * car**2) * (1 + cv**2)
    return plain(mean), plain(np.sqrt(np.maximum(divide(square, mean**2) - 1.0, 0.0)))


def station_trains_per_day(
    inspection_tracks: Any, inspection_h: Any, window_min: Any = 0.0, reliability: Any = 1.0
) -> Any:
    r"""Trains a day, both directions, that a border station hands over on its tracks.

    Parameters
    ----------
    inspection_tracks : float or array
        Tracks on which trains are handed over.
    inspection_h : float or array
        Hours for which a train holds a track.
    window_min, reliability : float or array
        Minutes a day without work; reliability coefficient, 0 to 1.

    Notes
    -----
    .. math:: N = \frac{m (1440 - w)\, r}{60\, h}

    m: tracks, w: window (min), r: reliability, h: hours for which a train holds a track.

    Examples
    --------
    >>> station_trains_per_day(6, 4, window_min=240)
    30.0
    """
    tracks, hours = floats(inspection_tracks, inspection_h)
    return plain(divide(tracks * worktime_min(window_min, reliability), hours * units.MIN_PER_H))
