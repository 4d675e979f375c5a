"""Rail line: what a section of railway carries, from its timetable.

What it answers
---------------
Pairs of trains a day (all, and freight), Mt/year of both directions together, the gap or interval that limits them,
and how occupied the section is by UIC 406.

Formula
-------
1.  Gaps between crossing points: as they are known one by one (scaled so that their longest is the stated one), else
    the longest as it is stated and a second one, `second_gap_ratio` of it, as far as the section reaches: 1 = equal
    neighbours, small = short ones. New loops are put one after another where they shorten the longest most. Running
    time t = gap / speed, the same both ways; where `gap_min` is known it replaces that of the longest gap, and the
    others' in proportion.
2.  Single track, neighbouring gaps timetabled together. At each crossing point one direction runs through and the
    other waits: the gap that the passing train leaves pays a = crossing interval + start, the gap that it enters pays
    b = interval of non-simultaneous arrival + slowing down. Period of a gap T = t' + t" + what its two points add; of
    a section, the smallest over all choices of the largest T (exact, gap by gap), ends free. So two equal neighbours
    cannot both have their best scheme, and the arrival interval counts where a gap cannot avoid it. Pairs a day
    N = (1440 - window) * reliability / T. Under automatic block the station intervals are shorter.
3.  Fleets: a share p of the trains runs in twos at the interval I under automatic block:
    N = 2 (1440 - window) * reliability / [(2 - p) T + 2 p I], never fewer than without. A waiting fleet needs a side
    track for each of its trains: with one (`meeting_tracks` 1) p is zero, with two it is `fleeting_share`.
4.  Part of a section with a second track: trains meet on the stretches, so only the single track that is left in each
    gap counts; starts, stops and the interval between arrivals fade as the stretches become long enough to meet on the
    move. Where the stretches lie is rarely known: the central value spreads them over all gaps alike, the range
    (`double_track_in_gap` 0 to 1) reaches down to "they lie elsewhere".
5.  Double track: N = (1440 - window) * reliability / I a direction. I is the headway with automatic block; with
    semi-automatic block a train must first clear the whole gap, so I = t + following interval, and no less than the
    headway. More than two tracks count in proportion.
6.  Freight pairs of the line = N * fill / weekly unevenness - sum over passenger and local trains of
    displacement coefficient * pairs.
    Accelerated freight trains remove one pair each (coefficient 1) and carry as others do: they are freight pairs.
7.  Stations at the ends: m receiving and departure tracks serve trains of a hold t and a design interval I if
    m = t / I + 1; trains come in bunches, so I is `arrival_evenness` times the mean interval, and only
    `stopping_share` of them stops. Trains a day of both directions = (m - 1) * 1440 * evenness / (t * share), in the
    time that passenger trains leave the line, over the weekly unevenness. The section has the smaller of line and
    stations, single or double track, and the limit names which.
8.  A train has as many wagons as the station tracks hold or the locomotives take (gross mass), and in each direction
    its own share of loaded wagons. Mt/year = days * freight pairs * (net forward + net backward) / (monthly unevenness
    * 10^6).
9.  UIC 406 as the second view: the day's trains, each holding the section for T (or I), over 1440 minutes; and the
    pairs at which the recommended occupation is reached.

A section with a single track never carries more than the same section with two would.

Where it does not hold
----------------------
The tracks of hardly any station are published: six (4 to 12) for both directions, held for 64 minutes (40 to 120), are
assumptions of ours, so a double track is as uncertain as they are. Throats, junctions, locomotives and bank engines
are not modelled; customs and transshipment are, as links of their own. Tracks, intervals and trains are the same at
all points of a section: a loop shorter than the train, or one slow throat, is not seen. Where only the longest gap is
known, more than two long neighbours in a row are not seen either. A pair of other trains removes the same number of
freight pairs at any traffic.
Statements in pairs are read as pairs of all trains (passenger trains are taken off), statements in trains as freight
trains of both directions together; either on the mean day.

References
----------
Methodology for determining the traffic and carrying capacity of railway infrastructure [cntd-542629643]; worked
examples [tlookup-1042, tlookup-1043, tlookup-1044, helpiks-134235]; neighbouring gaps [ukrbukva-66990]; stations
[vunivere-40511, hezhiquan-station-tracks]; UIC 406 [uic406-2004, uic406-2013, landex-2006].
What a meeting adds to either gap is read from printed lists, which it reproduces; no text states it. Fleets, the
meeting on double-track stretches and Krueger's delay are given from common knowledge of the trade; their source texts
were not consulted.
"""

from __future__ import annotations

from corridors.capacity.rail.fleeting import fleeting_share_possible, tracks_for_fleets
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
from corridors.capacity.rail.neighbouring_gaps import (
    neighbouring_period_min,
    periods_from_hardest_min,
    shares_of_meeting_min,
)
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
from corridors.capacity.rail.stations import (
    design_interval_min,
    gangs_needed,
    inspection_min,
    merged_interval_min,
    station_freight_pairs,
    station_hold_min,
    station_trains,
    throat_trains,
    tracks_by_occupation,
    tracks_needed,
)
from corridors.capacity.rail.timetable import (
    period_of_terms_min,
    running_time_min,
    timetable_period_min,
    timetable_periods_min,
)
from corridors.capacity.rail.tonnage import (
    freight_pairs_for_gross_density,
    net_train_t,
    t_per_train,
    t_per_wagon,
    tonnage_mtpa,
    tonnage_two_ways_mtpa,
    train_net_t,
    train_wagons,
    trains_per_year,
)

__all__ = [
    "KIND",
    "STATED",
    "additional_time_rate",
    "capacity",
    "consumption_min",
    "consumption_share",
    "consumption_with_rate_share",
    "design_interval_min",
    "facts_used",
    "fleeting_headway_min",
    "fleeting_share_possible",
    "freight_pairs",
    "freight_pairs_for_gross_density",
    "gangs_needed",
    "inspection_min",
    "krueger_delay",
    "krueger_trains",
    "limit_of_rate",
    "limiting_gap_km",
    "limiting_section",
    "longest_gap_km",
    "loops_ratio",
    "merged_interval_min",
    "neighbouring_period_min",
    "net_train_t",
    "occupation_share",
    "pairs_at_occupation",
    "pairs_fleeting",
    "pairs_single_track",
    "period_of_terms_min",
    "periods_from_hardest_min",
    "recommended_occupation_share",
    "required_pairs",
    "running_time_min",
    "scott",
    "section_sums_min",
    "shares_of_meeting_min",
    "single_track_left_km",
    "station_freight_pairs",
    "station_hold_min",
    "station_interval_min",
    "station_trains",
    "stop_allowance",
    "t_per_train",
    "t_per_wagon",
    "throat_trains",
    "timetable_period_min",
    "timetable_periods_min",
    "tonnage_mtpa",
    "tonnage_two_ways_mtpa",
    "track_wagons",
    "tracks_by_occupation",
    "tracks_for_fleets",
    "tracks_needed",
    "train_net_t",
    "train_wagons",
    "trains_double_semiautomatic",
    "trains_double_track",
    "trains_per_year",
    "used_share",
]
