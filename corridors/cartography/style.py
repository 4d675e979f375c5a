"""Colours, classes and widths of every picture: the interactive map and the figures for print share them."""

from __future__ import annotations

# Viridis reversed: the classes stay apart for colour-blind readers. The light ones need the dark casing.
CLASS_COLOURS = ("#fde725", "#5ec962", "#21918c", "#3b528b", "#440154")
UTILISATION_BOUNDS = (0.25, 0.5, 0.75, 0.95)
# Use of capacity: a ramp of its own, so that nobody takes a share for a capacity.
USE_COLOURS = ("#deebf7", "#9ecae1", "#4292c6", "#2171b5", "#08306b")
CAPACITY_BOUNDS_MTPA = (5.0, 10.0, 20.0, 40.0)
# Road posts carry little beside railways.
POST_BOUNDS_MTPA = (1.0, 2.0, 3.0, 5.0)
UNKNOWN = "#7f7f7f"
CASING = "#20242b"
CUT = "#d1133a"
LAND = "#efebe2"
HOME = "#faf8f3"
HOME_BORDER = "#8f8672"
WATER = "#cfe3ee"
SHORE = "#9db8c7"
BORDER = "#b9b1a0"
OTHER_LINK = "#8d887d"
INK = "#20242b"
FAINT_INK = "#625d52"
WATER_INK = "#2f627d"
PAPER = "#ffffff"
# Grades A to D, the surest darkest; change against another scenario, diverging: losses, the same, gains.
GRADE_COLOURS = {"A": "#440154", "B": "#21918c", "C": "#5ec962", "D": "#fde725"}
CHANGE_COLOURS = ("#7f3b08", "#e08214", "#fdb863", "#d6d3cb", "#b2abd2", "#796ba7", "#2d004b")
CHANGE_BOUNDS_MTPA = (-10.0, -5.0, -0.05, 0.05, 5.0, 10.0)
ACCENT = "#0b5c7a"
FLOW = "#ffffff"
# What stands round the map: lines, fields, edges of controls, quiet text, tracks of bars, warnings, bars.
LINE = "#dcd8cd"
SOFT = "#f7f6f2"
EDGE = "#8d8a82"
QUIET = "#5b5f66"
TRACK = "#e7e4db"
ALARM = "#fdecef"
BAR = "#9db3bd"
GRADE_INK = "#101216"

WIDTH_PX_PER_MTPA = 0.22
WIDTH_PX_LEAST = 2.0
WIDTH_PX_MOST = 14.0
# Shapes differ, so that kinds can be told apart without colour (matplotlib's marker letters).
MARKERS = {"road": "s", "rail": "D", "gauge": "^", "port": "o"}
PAGE_COLOURS = [
    *("UNKNOWN", "CASING", "CUT", "LAND", "HOME", "HOME_BORDER", "WATER", "SHORE", "BORDER", "OTHER_LINK"),
    *("INK", "FAINT_INK", "WATER_INK", "PAPER", "ACCENT", "FLOW"),
    *("LINE", "SOFT", "EDGE", "QUIET", "TRACK", "ALARM", "BAR", "GRADE_INK"),
]


def width_px(mtpa: float) -> float:
    """Width of a line, linear in Mt a year between the thinnest and the thickest that can be read.

    >>> width_px(20)
    4.4
    """
    return min(max(WIDTH_PX_PER_MTPA * mtpa, WIDTH_PX_LEAST), WIDTH_PX_MOST)


def class_of(value: float, bounds: tuple[float, ...]) -> int:
    """Class of a value: how many bounds it reaches.

    >>> class_of(0.6, UTILISATION_BOUNDS)
    2
    """
    return sum(value >= bound for bound in bounds)


def for_page() -> dict[str, object]:
    """Colours, classes and widths as the scripts of the map take them."""
    return {
        "colours": {
            "classes": list(CLASS_COLOURS),
            "use": list(USE_COLOURS),
            "grades": GRADE_COLOURS,
            "change": list(CHANGE_COLOURS),
            **{k.lower(): globals()[k] for k in PAGE_COLOURS},
        },
        "bounds": {
            "utilisation": list(UTILISATION_BOUNDS),
            "capacity": list(CAPACITY_BOUNDS_MTPA),
            "post": list(POST_BOUNDS_MTPA),
            "change": list(CHANGE_BOUNDS_MTPA),
        },
        "width": {"per_mtpa": WIDTH_PX_PER_MTPA, "least": WIDTH_PX_LEAST, "most": WIDTH_PX_MOST},
        "markers": MARKERS,
    }
