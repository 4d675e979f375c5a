"""Queues: Erlang's formulas, queues that lose arrivals, the steady state with any service, a day hour by hour."""

from __future__ import annotations

from corridors.capacity.queueing.erlang import (
    erlang_c,
    growth,
    mmc,
    mmc_wait,
    p_empty,
    utilisation,
    wait_longer_share,
    wait_percentile,
)
from corridors.capacity.queueing.fluid_queue import (
    PostDay,
    day_profile,
    fluid_queue,
    open_profile,
    post_day,
    transient_queue,
)
from corridors.capacity.queueing.loss import erlang_b, mmck
from corridors.capacity.queueing.steady_state import (
    allen_cunneen_wait,
    cosmetatos_wait,
    lanes_for_wait,
    mdc_wait,
    mgc_wait,
)

__all__ = [
    "PostDay",
    "allen_cunneen_wait",
    "cosmetatos_wait",
    "day_profile",
    "erlang_b",
    "erlang_c",
    "fluid_queue",
    "growth",
    "lanes_for_wait",
    "mdc_wait",
    "mgc_wait",
    "mmc",
    "mmc_wait",
    "mmck",
    "open_profile",
    "p_empty",
    "post_day",
    "transient_queue",
    "utilisation",
    "wait_longer_share",
    "wait_percentile",
]
