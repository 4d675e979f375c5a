"""A curve of plans: a row a point, each with its measures and what it costs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

import pandas as pd

from corridors import scenarios
from corridors.display import Displayed

if TYPE_CHECKING:
    from collections.abc import Iterable

    from corridors.schema import Measure


class Curve(Displayed):
    """What curves of plans share: `points`, with measures and cost_unknown (tuples of ids), as table and JSON.

    Attributes
    ----------
    FIRST : tuple of str
        Fields that stand before the points in JSON.
    """

    FIRST: ClassVar[tuple[str, ...]] = ()
    points: pd.DataFrame

    def table(self) -> pd.DataFrame:
        """The points."""
        return self.points

    def to_dict(self) -> dict[str, Any]:
        """As JSON has it."""
        lists = ("measures", "cost_unknown")
        points = [{**row, **{k: list(row[k]) for k in lists}} for row in self.points.to_dict("records")]
        return {**{k: getattr(self, k) for k in self.FIRST}, "points": points}


def points_table(points: Iterable[tuple[list[Measure], float]], what: str) -> pd.DataFrame:
    """A row a point, of the measures that are built and what they give: the cost with its range, `what`, the ids."""
    rows = []
    for built, value in points:
        cost = scenarios.cost(built)
        rows.append([*cost.range_musd.values(), value, tuple(sorted(m.id for m in built)), cost.unknown])
    columns = ["cost_musd", "cost_low_musd", "cost_high_musd", what, "measures", "cost_unknown"]
    return pd.DataFrame(rows, columns=columns).astype({"cost_musd": float, what: float})
