"""Intervals between trains from distances and speeds: station intervals, headway in a fleet, wagons on a track."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from corridors.capacity.arrays import divide, floats, plain

if TYPE_CHECKING:
    from collections.abc import Sequence

# Minutes that a metre takes at 1 km/h.
MIN_PER_M_KMH = 0.06


def station_interval_min(distance_m: Any, speed_kmh: Any, operations_min: Any = 0.0) -> Any:
    """Station interval: operations of signalling and signalman, and the run over the distance: t + 0.06 L / v.

    For non-simultaneous arrival, following and departure alike; the crossing interval has operations only (L = 0).

    Parameters
    ----------
    distance_m : float or array
        From the axis of the station to the middle of the train when the route must be ready: half the train, the
        throat of the station, the approach section, the way of the driver's reaction (m).
    speed_kmh : float or array
        Mean speed over that distance, above 0.
    operations_min : float or array
        Control of arrival, setting of the route, opening of signals (min).

    Returns
    -------
    float or array
        Minutes; the operations alone where the speed is not above 0.

    Examples
    --------
    >>> round(station_interval_min(412.5 + 2600 + 850, 60, 0.05), 4)
    3.9125
    """
    distance, speed, operations = floats(distance_m, speed_kmh, operations_min)
    return plain(operations + MIN_PER_M_KMH * divide(distance, speed))


def fleeting_headway_min(
    block_lengths_m: Sequence[Any], train_length_m: Any, speed_kmh: Any, reaction_min: Any = 0.0
) -> Any:
    """Headway inside a fleet under automatic block: 0.06 (blocks between the trains + train) / v + reaction.

    Parameters
    ----------
    block_lengths_m : sequence of float or array
        Blocks that separate the trains (m): three where each runs towards green, two where towards yellow.
    train_length_m : float or array
        Length of a train: half of either train lies in the distance between their middles (m).
    speed_kmh : float or array
        Mean speed, above 0.
    reaction_min : float or array
        Time for the driver to take in the signal (min).

    Examples
    --------
    >>> round(fleeting_headway_min([2500, 2100, 1960], 850, 70), 3)
    6.351
    """
    blocks = np.sum(np.broadcast_arrays(*floats(*block_lengths_m)), axis=0)
    return station_interval_min(blocks + floats(train_length_m)[0], speed_kmh, reaction_min)


def track_wagons(
    track_length_m: Any, wagon_length_m: Any = 14.0, locomotives_m: Any = 33.0, spare_m: Any = 10.0
) -> Any:
    """Wagons that a station track holds: (useful length - locomotives - spare) / length of a wagon, not rounded.

    Parameters
    ----------
    track_length_m : float or array
        Useful length of the shortest track on which trains stop (m): 850 and 1050 are standard.
    wagon_length_m : float or array
        Over the couplers (m).
    locomotives_m : float or array
        All locomotives of the train (m).
    spare_m : float or array
        For an inaccurate stop (m).

    Examples
    --------
    >>> round(track_wagons(850), 2), round(track_wagons(1050), 2)
    (57.64, 71.93)
    """
    track, wagon, engines, spare = floats(track_length_m, wagon_length_m, locomotives_m, spare_m)
    return plain(divide(track - engines - spare, wagon))
