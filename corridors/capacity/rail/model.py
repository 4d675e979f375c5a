"""What sections of railway carry: the table of facts in, pairs of trains and Mt/year out, with what limits them."""

from __future__ import annotations

from typing import Any

import numpy as np

from corridors.capacity import arrays, validity
from corridors.capacity.rail import section
from corridors.capacity.rail.gap_sets import GapSets, Shared
from corridors.capacity.rail.occupancy import (
    occupation_share,
    pairs_at_occupation,
)
from corridors.capacity.rail.section import ABOVE_ZERO, AT_LEAST_ONE, FACTS, NOT_NEGATIVE, SHARES, WINDOWS
from corridors.capacity.rail.tonnage import (
    tonnage_mtpa,
)

KIND = "rail"
STATED = ("stated_mtpa", "stated_pairs_per_day", "stated_trains_per_day")


def facts_used(form: str = "") -> tuple[str, ...]:  # noqa: ARG001 (every model is asked alike)
    """Attributes that the model reads; `gap_min` only where it is known."""
    return (*FACTS, "gap_min")


def capacity(links: arrays.Table) -> arrays.Table:
    """Capacity of rail sections.

    Parameters
    ----------
    links : DataFrame
        A row a section, the attributes of schema/rail.csv as columns; optional column `gaps_km` with a tuple of gaps
        between crossing points (km). Any index, repeated labels too.

    Returns
    -------
    DataFrame
        Same index. `modelled_mtpa`, `stated_mtpa` (both Mt/year, both directions; NaN = nothing stated),
        `limit_code`, `pairs_per_day`, `freight_pairs_per_day`, `gap_km` (limiting gap), `single_track_km` (what is left
        of it), `period_min` (on double track the interval), `interval_min` (of two tracks), `net_forward_t`,
        `net_backward_t` (a train), `occupancy_share` (UIC 406, at the counted traffic or else at the modelled
        capacity), `uic406_pairs_per_day`, `other_trains_take_all_paths` (bool).
    """
    f = arrays.columns(links, FACTS, optional=(*STATED, "traffic_pairs_per_day", "gap_min"))
    found = validity.faults(f, ABOVE_ZERO, NOT_NEGATIVE, SHARES, WINDOWS, AT_LEAST_ONE)
    rows = np.broadcast_arrays(f["loops_added"], f["length_km"], f["loop_gap_km"])
    known: Any = links.get("gaps_km")
    if isinstance(known, list):  # a tuple a link, whatever the number of draws
        known = Shared(known, np.broadcast_to(np.arange(len(known)), rows[0].shape).reshape(-1))
    gaps = GapSets.of(known, *(r.reshape(-1) for r in rows))
    pace, gap = section.min_per_km(f), gaps.longest_km().reshape(rows[0].shape)
    automatic = f["automatic_block"] >= 0.5
    double = f["tracks"] >= 2
    two = section.double(f, gap, pace, automatic)
    one = section.no_more_than(section.single(f, gap, gaps, pace, automatic), two)
    pairs, freight, period, displaced = (
        np.where(double, two[k], one[k]) for k in ("pairs", "freight", "period", "displaced")
    )
    forward, backward = (section.train_t(f, f["loaded_share_forward"]), section.train_t(f, f["loaded_share_backward"]))
    results = {
        "modelled_mtpa": tonnage_mtpa(freight, forward + backward, f["working_days"], f["monthly_unevenness"]),
        "stated_mtpa": section.stated_mtpa(f, forward + backward, displaced),
    }
    if isinstance(links, dict):
        return validity.capacities(links, results, found)
    counted = f["traffic_pairs_per_day"]
    busy = np.where(np.isfinite(counted), counted, freight + np.minimum(displaced, pairs))
    results |= {
        "pairs_per_day": pairs,
        "freight_pairs_per_day": freight,
        "gap_km": gap,
        "single_track_km": one["left"],
        "period_min": period,
        "interval_min": two["period"],
        "net_forward_t": forward,
        "net_backward_t": backward,
        "occupancy_share": occupation_share(busy, period),
        "uic406_pairs_per_day": pairs_at_occupation(f["occupancy_limit_share"], period),
    }
    results["other_trains_take_all_paths"] = freight <= 0
    return validity.answer(links, results, section.limit_codes(f, results, one, two, double, automatic), found)
