"""Rail line: what a section of railway carries, from its timetable.

What it answers
---------------
Pairs of trains a day (all, and freight), Mt/year of both directions together, the gap or interval that limits them,
and how occupied the section is by UIC 406.

Formula
-------
1.  Limiting gap: the longest distance between crossing points. New loops are put one after another where they
    shorten it most. Running time t = gap / speed, the same both ways.
2.  Single track: the period T is the smallest over the schemes of crossing and non-simultaneous arrival
    (t' + t" + station intervals + start and slow-down times). Pairs a day N = (1440 - window) * reliability / T.
    Under automatic block the station intervals are shorter, and a share p of the trains runs in fleets of two at the
    interval I: N = 2 (1440 - window) * reliability / [(2 - p) T + 2 p I]; never fewer than without fleets.
3.  Part of a section with a second track: trains meet on the stretches, so only the single track that is left in the
    limiting gap counts, and starts and stops fade as the stretches become long enough to meet on the move. Where the
    stretches lie is rarely known: the central value spreads them over all gaps alike, the doubt (`double_track_in_gap`
    0 to 1) reaches down to "they lie elsewhere".
4.  Double track: N = (1440 - window) * reliability / I a direction. I is the headway with automatic block; with
    semi-automatic block a train must first clear the whole gap, so I = t + following interval, and no less than the
    headway. More than two tracks count in proportion.
5.  Freight pairs = N * fill / weekly unevenness - sum over passenger and local trains of
    displacement coefficient * pairs.
    Accelerated freight trains remove one pair each (coefficient 1) and carry as others do: they are freight pairs.
6.  A train has as many wagons as the station tracks hold or the locomotives take (gross mass), and in each direction
    its own share of loaded wagons. Mt/year = days * freight pairs * (net there + net back) / (monthly unevenness
    * 10^6).
7.  UIC 406 as the second view: the day's trains, each holding the section for T (or I), over 1440 minutes; and the
    pairs at which the recommended occupation is reached.

A section with a single track never carries more than the same section with two would.

Where it does not hold
----------------------
Stations, junctions, yards and locomotives are not modelled: where they limit (as before the rebuilding of stations),
the figure is too high. Gaps are lengths, not running times: a steep gap can limit although it is short. Trains of all
freight kinds are alike. A pair of other trains removes the same number of freight pairs at any traffic.
Statements in
pairs are read as pairs of all trains (passenger trains are taken off), statements in trains as freight trains of both
directions together; either on the mean day.

References
----------
Methodology for determining the traffic and carrying capacity of railway infrastructure [cntd-542629643]; worked
examples [tlookup-1042, tlookup-1043, tlookup-1044, helpiks-134235]; UIC 406 [uic406-2004, uic406-2013, landex-2006].
Fleets, the meeting on double-track stretches and Krueger's delay are given from common knowledge of the trade; their
source texts were not consulted.
"""

from __future__ import annotations

from corridors.capacity.rail.gaps import (
    limiting_gap_km,
    limiting_section,
    longest_gap_km,
    loops_ratio,
    section_sums_min,
    single_track_left_km,
    stop_allowance,
)
from corridors.capacity.rail.intervals import fleeting_headway_min, station_interval_min, track_wagons
from corridors.capacity.rail.model import KIND, STATED, capacity, facts_used
from corridors.capacity.rail.occupancy import (
    additional_time_rate,
    consumption_min,
    consumption_share,
    consumption_with_rate_share,
    limit_of_rate,
    occupation_share,
    pairs_at_occupation,
    recommended_occupation_share,
)
from corridors.capacity.rail.pairs import (
    freight_pairs,
    pairs_fleeting,
    pairs_single_track,
    required_pairs,
    trains_double_semiautomatic,
    trains_double_track,
    used_share,
)
from corridors.capacity.rail.scott_krueger import krueger_delay, krueger_trains, scott
from corridors.capacity.rail.timetable import (
    period_of_terms_min,
    running_time_min,
    timetable_period_min,
    timetable_periods_min,
)
from corridors.capacity.rail.tonnage import (
    net_train_t,
    t_per_train,
    t_per_wagon,
    tonnage_mtpa,
    tonnage_two_ways_mtpa,
    train_net_t,
    train_wagons,
)

__all__ = [
    "KIND",
    "STATED",
    "additional_time_rate",
    "capacity",
    "consumption_min",
    "consumption_share",
    "consumption_with_rate_share",
    "facts_used",
    "fleeting_headway_min",
    "freight_pairs",
    "krueger_delay",
    "krueger_trains",
    "limit_of_rate",
    "limiting_gap_km",
    "limiting_section",
    "longest_gap_km",
    "loops_ratio",
    "net_train_t",
    "occupation_share",
    "pairs_at_occupation",
    "pairs_fleeting",
    "pairs_single_track",
    "period_of_terms_min",
    "recommended_occupation_share",
    "required_pairs",
    "running_time_min",
    "scott",
    "section_sums_min",
    "single_track_left_km",
    "station_interval_min",
    "stop_allowance",
    "t_per_train",
    "t_per_wagon",
    "timetable_period_min",
    "timetable_periods_min",
    "tonnage_mtpa",
    "tonnage_two_ways_mtpa",
    "track_wagons",
    "train_net_t",
    "train_wagons",
    "trains_double_semiautomatic",
    "trains_double_track",
    "used_share",
]
