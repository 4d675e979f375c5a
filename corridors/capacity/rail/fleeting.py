"""Fleets: which share of the trains can follow one another, given the tracks where they wait for the other way."""

from __future__ import annotations

from typing import Any

import numpy as np

from corridors.capacity.arrays import floats, plain, share


def fleeting_share_possible(fleeting_share: Any, meeting_tracks: Any, trains_in_fleet: Any = 2) -> Any:
    """Share of the trains that can run in fleets: none where a waiting fleet has no track for each of its trains.

    Parameters
    ----------
    fleeting_share : float or array
        Share of trains that are to run in fleets, 0 to 1.
    meeting_tracks : float or array
        Side tracks beside the through track at the crossing points. A mean between whole numbers says that some points
        have more: the share grows in proportion.
    trains_in_fleet : float or array
        Trains of one direction in a fleet.

    Examples
    --------
    >>> fleeting_share_possible(0.4, 1), fleeting_share_possible(0.4, 1.5), fleeting_share_possible(0.4, 3)
    (0.0, 0.2, 0.4)
    """
    wanted, tracks, fleet = share(fleeting_share), *floats(meeting_tracks, trains_in_fleet)
    return plain(wanted * np.clip(np.nan_to_num(tracks) - fleet + 1.0, 0.0, 1.0))


def tracks_for_fleets(trains_in_fleet: Any = 2, both_stop: bool = False) -> Any:
    """Side tracks beside the through track that a crossing point needs for fleets.

    Parameters
    ----------
    trains_in_fleet : float or array
        Trains of one direction in a fleet.
    both_stop : bool
        True where the fleets of both directions stop there.

    Examples
    --------
    >>> tracks_for_fleets(2), tracks_for_fleets(3, both_stop=True)
    (2.0, 6.0)
    """
    return plain(floats(trains_in_fleet)[0] * (2 if both_stop else 1))
