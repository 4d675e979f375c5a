"""The text of a claim, as people write it in three languages: how much of what in which time."""

from __future__ import annotations

import re
from typing import Any

from corridors.errors import BadInput

NUMBER = r"([0-9]+(?:[ \u00a0\u202f,][0-9]{3})*(?:[.,][0-9]+)?|[.,][0-9]+)(?:(e[+-]?[0-9]+)\b)?"
DASH = r"[-\u2010-\u2015\u2212]"
# Of each list the first that fits counts.
SCALES = (
    (r"\b(?:bn|billion)|млрд|миллиард", 1e9),
    (r"\b(?:million|mln|mio)|млн|миллион", 1e6),
    (r"\bthousand|тыс|мың", 1e3),
)
VEHICLES = (
    (r"\bpairs?\b|\bпар[аы]?\b", "pairs"),
    (r"\btrains?\b|поезд|пойыз", "trains"),
    (r"\bwagons?\b|вагон", "wagons"),
    (r"\btrucks?\b|\blorr(?:y|ies)\b|грузовик|\bфур", "trucks"),
)
TONNES = (
    (r"\bm\s?t(?:\b|pa\b|ons?\b|onnes?\b)|\bмт\b", 1e6),
    (r"\bkt(?:\b|pa\b)|\bкт\b", 1e3),
    (r"\bt(?:\b|pa\b)|\btons?\b|\btonnes?\b|\bт\b|\bтонн", 1.0),
)
PERIODS = (
    (r"\bdays?\b|\bdaily\b|/\s*d\b|сут|\bден|\bдн|тәулі|\bкүн", "day"),
    (r"\bhours?\b|/\s*h\b|\bчас|/\s*ч\b|сағат", "hour"),
    (r"\bweeks?\b|недел|\bапта", "week"),
    (r"\bmonths?\b|\bмес|\bай\b|\bайына\b", "month"),
    (r"\byears?\b|\byearly\b|/\s*(?:y|yr|a)\b|\bannu|\bгод|\bжыл", "year"),
)


def parse(text: str) -> tuple[float, str]:
    """Number and unit of a claim.

    Returns
    -------
    tuple
        The number, and one of mt_per_year, kt_per_year, t_per_year, mt_per_day, kt_per_day, t_per_day,
        pairs_per_day, trains_per_day, wagons_per_day, trucks_per_day.

    Raises
    ------
    BadInput
        No number or more than one, or a unit or a time that is not known.

    Examples
    --------
    >>> parse("20 Mt/year"), parse("1 500 trucks a day"), parse("20 млн т")
    ((20.0, 'mt_per_year'), (1500.0, 'trucks_per_day'), (20.0, 'mt_per_year'))
    """
    found = re.search(NUMBER + r"\s*(.*)", text.strip().lower(), re.DOTALL)
    if not found:
        raise BadInput(f"claim {text!r}: no number in it; write it as in '20 Mt/year' or '15 pairs/day'")
    before, rest = found.string[: found.start()], found.group(3)
    if re.search(DASH + r"\s*$", before):
        raise BadInput(f"claim {text!r}: below zero; write it as in '20 Mt/year'")
    if re.match(rf"(?:{DASH}|\.{{2,3}}|…|to\b|до\b)\s*[0-9]", rest):
        raise BadInput(f"claim {text!r}: two numbers; ask for one at a time")
    amount, scale = _number(found.group(1)) * float("1" + (found.group(2) or "")), _first(SCALES, rest) or 1.0
    vehicle, period = _first(VEHICLES, rest), _first(PERIODS, rest)
    if vehicle and not rest.startswith("%"):
        if period not in (None, "day"):
            raise BadInput(f"claim {text!r}: {vehicle} per {period}; say how many a day")
        return amount * scale, f"{vehicle}_per_day"
    tonnes = _first(TONNES, rest) or (1.0 if scale >= 1e6 else None)
    if rest.startswith("%") or (rest and tonnes is None):
        raise BadInput(f"claim {text!r}: unit {rest!r} is not known; use Mt/year, pairs/day, wagons/day or trucks/day")
    if period not in (None, "day", "year"):
        raise BadInput(f"claim {text!r}: per {period}; say how much a year, or a day")
    total = scale * (1e6 if tonnes is None else tonnes)
    size, name = next((s, n) for s, n in ((1e6, "mt"), (1e3, "kt"), (1.0, "t")) if total >= s)
    return amount * total / size, f"{name}_per_{'day' if period == 'day' else 'year'}"


def _first(words: tuple[tuple[str, Any], ...], text: str) -> Any:
    """What the first pattern that is in a text stands for; None if none is."""
    return next((meaning for pattern, meaning in words if re.search(pattern, text)), None)


def _number(text: str) -> float:
    text = re.sub(r"[ \u00a0\u202f]", "", text)
    if "," in text:
        # A comma before three digits parts thousands; otherwise it is the decimal comma.
        text = text.replace(",", "" if re.fullmatch(r"[0-9]{1,3}(,[0-9]{3})+(\.[0-9]+)?", text) else ".")
    return float(text)
