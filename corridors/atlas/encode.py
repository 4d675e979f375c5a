"""Lines as short text (encoded polylines, paths of SVG), and data as JSON that is harmless wherever it stands."""

from __future__ import annotations

import json
from math import asinh, pi, radians, tan
from typing import TYPE_CHECKING, Any

from corridors.wording.numbers import rounded

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

# What could end a script, open a tag or a template, or break a line of JavaScript.
ESCAPES = {
    "<": "\\u003c",
    ">": "\\u003e",
    "&": "\\u0026",
    "\u2028": "\\u2028",
    "\u2029": "\\u2029",
    "\x7f": "\\u007f",
    "{{": "\\u007b\\u007b",
    "{%": "\\u007b%",
    "{#": "\\u007b#",
}


def polyline(points: Iterable[Sequence[float]], decimals: int = 4) -> str:
    """Longitudes and latitudes as an encoded polyline, latitude first.

    References
    ----------
    Google, Encoded Polyline Algorithm Format.

    >>> polyline([(-120.2, 38.5), (-120.95, 40.7), (-126.453, 43.252)], 5)
    '_p~iF~ps|U_ulLnnqC_mqNvxq`@'
    """
    factor = 10**decimals
    out: list[str] = []
    was_lat = was_lon = 0
    for lon, lat, *_ in points:
        now_lat, now_lon = round(lat * factor), round(lon * factor)
        for step in (now_lat - was_lat, now_lon - was_lon):
            rest = ~(step << 1) if step < 0 else step << 1
            while rest >= 0x20:
                out.append(chr((0x20 | (rest & 0x1F)) + 63))
                rest >>= 5
            out.append(chr(rest + 63))
        was_lat, was_lon = now_lat, now_lon
    return "".join(out)


def mercator(points: Iterable[Sequence[float]], bits: int) -> list[tuple[int, int]]:
    """Longitudes and latitudes in Web Mercator: units of which 2**bits are a pixel at zoom 0, from the upper left.

    >>> mercator([(0, 0), (90, 66.51326044311186)], 2)
    [(512, 512), (768, 256)]
    """
    world = 256 * 2**bits
    return [
        (round((lon / 360 + 0.5) * world), round((0.5 - asinh(tan(radians(lat))) / (2 * pi)) * world))
        for lon, lat, *_ in points
    ]


def path(points: Sequence[tuple[int, int]]) -> str:
    """A line in whole numbers as a path of SVG: its start, then steps; a sign stands for a space.

    >>> path([(10, 20), (13, 16), (8, 16)]), path([(1, 2), (1, 2)])
    ('M10 20l3-4-5 0', 'M1 2l0 0')
    """
    (x, y), *others = points
    steps: list[int] = []
    was_x, was_y = x, y
    for now_x, now_y in others:
        if (now_x, now_y) != (was_x, was_y):
            steps += (now_x - was_x, now_y - was_y)
        was_x, was_y = now_x, now_y
    if others:
        steps = steps or [0, 0]
    return f"M{x} {y}" + ("l" + " ".join(map(str, steps)).replace(" -", "-") if steps else "")


def safe_json(data: Any) -> str:
    r"""JSON that may stand in an HTML script element and inside a template: no tag, no comment, no template mark.

    Raises
    ------
    ValueError
        A number that is not finite.

    >>> safe_json({"a": "</script>{{7*7}}"})
    '{"a":"\\u003c/script\\u003e\\u007b\\u007b7*7}}"}'
    """
    text = json.dumps(data, ensure_ascii=False, allow_nan=False, separators=(",", ":"), sort_keys=True)
    for mark, escape in ESCAPES.items():
        text = text.replace(mark, escape)
    # Half a character (a lone surrogate) cannot be written to a file.
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def short(value: Any, digits: int = 6) -> float | int | None:
    """A finite number with few digits, whole where it can be; None for what is unknown or infinite.

    >>> short(2.50000001), short(3.0), short(float("nan"))
    (2.5, 3, None)
    """
    few = rounded(value, digits)
    return int(few) if few is not None and few == int(few) and abs(few) < 1e15 else few
