"""What each link can carry: one file or folder a model, each with KIND, STATED, `facts_used` and `capacity(links)`.

The formulas are plain functions of numbers or arrays with units in their names, in the model they belong to:

- `rail`: timetable periods, pairs a day, fleets, double track, displacement, needs, Scott, UIC 406, trains and tonnes;
- `road`: HCM two-lane and multilane, the Russian ODM, equivalents, days from hours, BPR;
- `border`: posts, Erlang B and C, M/M/c, M/M/c/K, M/D/c, M/G/c, a day hour by hour; `waiting` for posts of a network;
- `terminal`: bogie change, yards, ports; `sea`: fleets.

`model_page(kind)`, or `corridors model rail`, lists them with their arguments. Which figure the flow uses where
officials state one is in `stated`; the range over the uncertainty of the facts in `sensitivity`.
"""

from corridors.capacity.documentation import model_page
from corridors.capacity.evaluate import capacities, detail, measures_ratio, model_of
from corridors.capacity.sensitivity import capacity_range, ranged
from corridors.capacity.stated import BASES, of_table

__all__ = [
    "BASES",
    "capacities",
    "capacity_range",
    "detail",
    "measures_ratio",
    "model_of",
    "model_page",
    "of_table",
    "ranged",
]
