"""Terminal: what a break of gauge or a port carries; the smallest of its parts limits it and is named.

What it answers
---------------
Wagons a day and Mt/year of both directions together, part by part, and which part limits.

Formula
-------
Break of gauge (form gauge): bogie change and transshipment work side by side, so their wagons add; every wagon also
needs a track of the yard, so the smaller of the two limits::

    bogie change, wagons a day = stands * (1440 - window) * reliability / cycle * wagons per set,
        or what is stated for the bogie change, where it is;
    yard, wagons a day = tracks * (1440 - window) * reliability / time a train holds a track * wagons per train;
    Mt/year = wagons a day * loaded share * net load * days / 10^6, plus what an extension adds.

Port (form port)::

    Mt/year = berths * t/h * (1440 - window) / 60 * reliability * admissible berth occupancy * days / 10^6,
        plus what an extension adds.

Where it does not hold
----------------------
Equipment is known for few points: then the defaults of grade D stand, and an official statement of capacity counts
instead. Warehouses, cranes by kind of cargo, wagon supply from the port, queues of ships and customs are not
modelled. The narrow link between the two gauges, where there is one, is its own rail link.

References
----------
Methodology for determining the traffic and carrying capacity of railway infrastructure [cntd-542629643]; approaches
to ports [garant-402517382]; Dostyk [silkroadnews-2016-07-22]; Sarakhs [irna-84533255, railgaz-2005-05].
"""

from __future__ import annotations

from corridors.capacity.terminal.handling import (
    berth_occupancy,
    bogie_wagons_per_day,
    point_wagons_per_day,
    port_mtpa,
    transshipment_wagons_per_day,
    wagons_mtpa,
    yard_wagons_per_day,
)
from corridors.capacity.terminal.model import KIND, STATED, capacity, facts_used

__all__ = [
    "KIND",
    "STATED",
    "berth_occupancy",
    "bogie_wagons_per_day",
    "capacity",
    "facts_used",
    "point_wagons_per_day",
    "port_mtpa",
    "transshipment_wagons_per_day",
    "wagons_mtpa",
    "yard_wagons_per_day",
]
