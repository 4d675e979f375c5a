"""Border post: what a road post or a rail border station clears, and how long vehicles wait for it.

What it answers
---------------
Road posts (form road): vehicles and trucks a day, Mt/year of both directions together, which side limits; with counted
traffic the utilisation; and in `waiting` the mean and 95th-percentile wait, the queue and its growth, the lanes needed.
Rail border stations (form rail): trains a day and Mt/year from the tracks on which trains are handed over.

Formula
-------
Road: vehicles a day = lanes * hours open * 60 / service minutes * working time share, on either side; the smaller
side limits. Service minutes are the mean over trucks and cars. Mt/year = vehicles a day * truck share * payload * days
/ 10^6.
Waiting, per direction (half of the lanes and of the traffic): M/M/c exact, M/G/c by Allen-Cunneen with Cosmetatos'
correction; the variation of service covers the mixture of trucks and cars. The day with its peak is a fluid queue with
the exact M(t)/M/c on top (`post_day`); at a utilisation above 1 it answers with the queue's growth and the backlog.
Rail: trains a day = tracks * (1440 - window) * reliability / minutes a train holds a track, and no more than the
neighbour takes, where that is known; half of them go each way, with loaded wagons by direction; Mt/year is divided by
the unevenness of the months.

One capacity: `capacity`, `queue` and `assign` use the same figure, stated or modelled by the same rule; where more is
counted than it allows, `queue` names the uncertain facts, the least certain first.
Time: the queue is the smallest part of the hours at a border. Paperwork, wagons that the neighbour does not take yet
and drivers who wait their turn are in measured hours (`border_h`, `waiting_h`); journeys use these where they are.

Where it does not hold
----------------------
The lanes of a post are taken to serve cars and trucks alike from one queue. Checks of both countries one after another
are two posts in series, of which only the smaller capacity counts; waits add. No distribution of service times is
published for the region: the coefficient of variation is an assumption. Electronic queues make arrivals
more regular (`arrival_cv` below 1) but move the wait to home. Capacity is what can be cleared when there is always a
queue: peaks are not taken off, they show in the waiting.

References
----------
Erlang B and C, M/M/c/K; Allen-Cunneen; Cosmetatos and M/E_k/c [mgmtsci-19-6]; border studies [lin-wang-sadek-2014].
"""

from __future__ import annotations

from corridors.capacity.border.clearance import mixed_service, post_veh_per_day, station_trains_per_day
from corridors.capacity.border.model import KIND, STATED, capacity, facts_used
from corridors.capacity.queueing import (
    PostDay,
    allen_cunneen_wait,
    cosmetatos_wait,
    day_profile,
    erlang_b,
    erlang_c,
    fluid_queue,
    growth,
    lanes_for_wait,
    mdc_wait,
    mgc_wait,
    mmc,
    mmc_wait,
    mmck,
    open_profile,
    p_empty,
    post_day,
    transient_queue,
    utilisation,
    wait_longer_share,
    wait_percentile,
)

__all__ = [
    "KIND",
    "STATED",
    "PostDay",
    "allen_cunneen_wait",
    "capacity",
    "cosmetatos_wait",
    "day_profile",
    "erlang_b",
    "erlang_c",
    "facts_used",
    "fluid_queue",
    "growth",
    "lanes_for_wait",
    "mdc_wait",
    "mgc_wait",
    "mixed_service",
    "mmc",
    "mmc_wait",
    "mmck",
    "open_profile",
    "p_empty",
    "post_day",
    "post_veh_per_day",
    "station_trains_per_day",
    "transient_queue",
    "utilisation",
    "wait_longer_share",
    "wait_percentile",
]
