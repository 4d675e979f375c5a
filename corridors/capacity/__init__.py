"""What each link can carry: one file a model, each with KIND, STATED, `facts_used` and `capacity(links)`.

The formulas are plain functions of numbers or arrays with units in their names, in the model they belong to:

- `rail`: timetable periods, pairs a day, packets, double track, removal, needs, Scott, UIC 406, trains and tonnes;
- `road`: HCM two-lane and multilane, the Russian ODM, equivalents, days from hours, BPR;
- `border`: posts, Erlang B and C, M/M/c, M/M/c/K, M/D/c, M/G/c, a day hour by hour; `waiting` for posts of a network;
- `terminal`: bogie change, yards, ports; `sea`: fleets.

`model_page(kind)`, or `corridors model rail`, lists them with their arguments. Which figure the flow uses where
officials state one is in `trust`; the range over the doubt of the facts in `doubt`.
"""

from corridors.capacity.answers import capacities, detail, model_of, works_ratio
from corridors.capacity.doubt import capacity_range, ranged
from corridors.capacity.pages import model_page
from corridors.capacity.trust import TRUSTS, of_table

__all__ = [
    "TRUSTS",
    "capacities",
    "capacity_range",
    "detail",
    "model_of",
    "model_page",
    "of_table",
    "ranged",
    "works_ratio",
]
