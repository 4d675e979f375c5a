"""What each link can carry: one file a model, each with KIND, STATED, `facts_used` and `capacity(links)`.

Models: rail, road, border, terminal, sea; their first lines are their pages (`model_page`). Which figure the flow uses
where officials state one is in `trust`; the range over the doubt of the facts in `doubt`.
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
