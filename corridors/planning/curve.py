"""A curve of plans: a row a point, each with its measures and what it costs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from corridors.display import Displayed

if TYPE_CHECKING:
    import pandas as pd


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
