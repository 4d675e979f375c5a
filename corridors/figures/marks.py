"""Signs on the map: posts and terminals by shape, and bars with numbers at the bottlenecks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from corridors.cartography import style

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from corridors.figures.labels import Labels

BADGES_AT = (0.5, 0.4, 0.6, 0.3, 0.7, 0.2, 0.8)  # where along a link its number may stand
CUT_SHOWN = 30
CROWD = 40  # from so many signs on they are drawn smaller


def colour(number_of_class: int, flows: bool) -> str:
    """Colour of a class of use (where flows are shown) or capacity; grey where there is none."""
    ramp = style.USE_COLOURS if flows else style.CLASS_COLOURS
    return ramp[number_of_class] if number_of_class >= 0 else style.UNKNOWN


def draw_points(axes: Axes, drawn: Any, flows: bool) -> None:
    """Symbols of posts and terminals; those that would hide one another stand side by side."""
    drawn["spot"] = [_middle(g, 0.5) for g in drawn["shape"]]
    size = 6.5 if (drawn["sign"] != "").sum() < CROWD else 4.8
    step = (size + 2) * axes.figure.dpi / 72
    taken: list[np.ndarray] = []
    for row in drawn[drawn["sign"] != ""].itertuples():
        at = axes.transData.transform((row.spot.x, row.spot.y))
        while any(np.hypot(*(at - other)) < 0.7 * step for other in taken):
            at = at + np.array([step, 0])
        taken.append(at)
        drawn.at[row.Index, "spot"] = shapely.Point(axes.transData.inverted().transform(at))
        axes.plot(
            *drawn.at[row.Index, "spot"].coords[0], marker=style.MARKERS[row.sign], ms=size,
            mfc=colour(row.shade, flows), mec=style.CASING, mew=1.0, zorder=6, ls="",
        )  # fmt: skip


def _middle(geometry: Any, share: float) -> Any:
    """A point some way along a line; a point itself."""
    longest = max(shapely.get_parts(geometry), key=lambda p: p.length)
    return longest if longest.geom_type == "Point" else longest.interpolate(share, normalized=True)


def mark_cut(labels: Labels, drawn: Any, cut: list[str]) -> None:
    """Two bars across each link of the cut, and its number in a circle, as in the list below the map."""
    for count, link in enumerate(cut[:CUT_SHOWN], start=1):
        shape, line = drawn.at[link, "shape"], drawn.at[link, "sign"] == ""
        spots = [_middle(shape, share) for share in BADGES_AT] if line else [drawn.at[link, "spot"]]
        spot = next((s for s in spots if labels.free(s.x, s.y, 6)), spots[0])
        if line:
            _bars(labels.axes, shape, spot, drawn.at[link, "pt"])
        labels.take(spot.x, spot.y, 6)
        disc: dict[str, Any] = {
            "boxstyle": "circle,pad=0.25",
            "facecolor": style.CUT,
            "edgecolor": style.PAPER,
            "linewidth": 0.8,
        }
        look: dict[str, Any] = {"fontsize": 7, "fontweight": "bold", "color": style.PAPER, "zorder": 11}
        labels.place(spot.x, spot.y, count, away_px=7, must=True, bbox=disc, **look)


def _bars(axes: Axes, shape: Any, spot: Any, width: float) -> None:
    longest = max(shapely.get_parts(shape), key=lambda p: p.length)
    metres_per_pt = (axes.get_xlim()[1] - axes.get_xlim()[0]) / axes.bbox.width * axes.figure.dpi / 72
    at = longest.project(spot)
    before, after = (longest.interpolate(at + side * 4 * metres_per_pt) for side in (-1, 1))
    along = np.array([after.x - before.x, after.y - before.y])
    along = along / (np.hypot(*along) or 1.0) * metres_per_pt
    across = np.array([-along[1], along[0]]) * (width / 2 + 4)
    for side in (-1.8, 1.8):
        foot = np.array([spot.x, spot.y]) + side * along
        ends = np.array([foot - across, foot + across]).T
        axes.plot(*ends, color=style.PAPER, lw=3.2, zorder=6.4, solid_capstyle="butt")
        axes.plot(*ends, color=style.CUT, lw=1.8, zorder=6.5, solid_capstyle="butt")
