"""Names on a map, placed one by one so that none covers another, a symbol, or more line than it must."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
from shapely.geometry import MultiPoint

from corridors.figures.paper import extent, put

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.text import Text

# Where a name may stand beside its point: to the right first, as map makers do.
SIDES = ((1, 0.35), (1, -0.35), (-1, 0.35), (-1, -0.35), (0, 1), (0, -1), (1, 1), (1, -1), (-1, 1), (-1, -1))
PAD_PX = 1.5


@dataclass
class Labels:
    """The names of one map, and the room that is already taken.

    Attributes
    ----------
    axes : Axes
        Its limits must be final.
    boxes : list of (left, bottom, right, top)
        Taken room, in pixels.
    lines : ndarray
        Points along the drawn lines, in pixels: a name avoids them, but may stand on them.
    """

    axes: Axes
    boxes: list[tuple[float, float, float, float]] = field(default_factory=list)
    lines: np.ndarray = field(default_factory=lambda: np.empty((0, 2)))

    def take(self, x: float, y: float, half_px: float) -> None:
        """Keep the room of a symbol at a point of the map."""
        px, py = self.axes.transData.transform((x, y))
        self.boxes.append((px - half_px, py - half_px, px + half_px, py + half_px))

    def avoid(self, lines: list[np.ndarray], step_px: float = 4.0) -> None:
        """Remember lines of the map (arrays of x, y) as points a few pixels apart."""
        points = [self.lines]
        for line in lines:
            px = self.axes.transData.transform(line)
            length = np.concatenate([[0], np.cumsum(np.hypot(*np.diff(px, axis=0).T))])
            at = np.arange(0, length[-1] + step_px, step_px)
            points.append(np.column_stack([np.interp(at, length, px[:, 0]), np.interp(at, length, px[:, 1])]))
        self.lines = np.concatenate(points)

    def place(
        self, x: float, y: float, text: object, away_px: float = 5.0, must: bool = False, **how: Any
    ) -> Text | None:
        """Write a name beside a point, on the side that covers least; nothing if there is no room.

        Parameters
        ----------
        away_px : float
            From the point to the name.
        must : bool
            Take the best side even if it covers another name.
        """
        label = put(self.axes, x, y, text, most=48, **{"clip_on": True, **how})
        # Where the text lands depends on its alignment; it is measured flush left on the base line.
        label.set(ha="left", va="bottom")
        box = extent(label)
        at = self.axes.transData.transform((x, y))
        options = [self._beside(at, box.width, box.height, away_px, side) for side in SIDES]
        costs = [self._cost(option) + 0.1 * rank for rank, option in enumerate(options)]
        best = int(np.argmin(costs))
        if costs[best] >= 1000 and not must:
            label.remove()
            return None
        left, bottom, right, top = options[best]
        x, y = self.axes.transData.inverted().transform((left + PAD_PX, bottom + PAD_PX))
        label.set_position((x, y))
        self.boxes.append((left, bottom, right, top))
        return label

    def free(self, x: float, y: float, half_px: float = 0.0) -> bool:
        """Whether no symbol or name stands at a point of the map."""
        px, py = self.axes.transData.transform((x, y))
        return not any(
            left - half_px < px < right + half_px and bottom - half_px < py < top + half_px
            for left, bottom, right, top in self.boxes
        )

    def place_centred(
        self, x: float, y: float, text: object, within: Any, most_cost: float = 1, **how: Any
    ) -> Text | None:
        """Write a name centred on a point of an area (a polygon), if there is room and it stays inside."""
        label = put(self.axes, x, y, text, most=48, ha="center", va="center", clip_on=True, **how)
        box = extent(label)
        room = (box.x0, box.y0, box.x1, box.y1)
        corners = self.axes.transData.inverted().transform(box.corners())
        if self._cost(room) >= most_cost or not within.buffer(0).contains(MultiPoint(corners)):
            label.remove()
            return None
        self.boxes.append(room)
        return label

    @staticmethod
    def _beside(
        at: np.ndarray, width: float, height: float, away: float, side: tuple[float, float]
    ) -> tuple[float, float, float, float]:
        across, up = side
        left = at[0] - width / 2 + across * (away + PAD_PX + width / 2)
        middle = at[1] + up * (away + height / 2 if abs(up) == 1 else height / 2)
        return (left, middle - height / 2 - PAD_PX, left + width + 2 * PAD_PX, middle + height / 2 + PAD_PX)

    def _cost(self, box: tuple[float, float, float, float]) -> float:
        left, bottom, right, top = box
        frame = self.axes.bbox
        inside = left > frame.x0 and right < frame.x1 and bottom > frame.y0 and top < frame.y1
        cost = 0.0 if inside else 2000.0
        cost += 1000.0 * sum(left < r and right > x and bottom < t and top > b for x, b, r, t in self.boxes)
        x, y = self.lines[:, 0], self.lines[:, 1]
        near = (x > left - PAD_PX) & (x < right + PAD_PX) & (y > bottom - PAD_PX) & (y < top + PAD_PX)
        return cost + float(np.count_nonzero(near))
