"""Numbers as people read them."""

from __future__ import annotations

from math import floor, isfinite, log10


def significant(value: float, digits: int = 2) -> str:
    """A number with so many significant digits, and no more decimals than they need.

    Examples
    --------
    >>> [significant(v) for v in (0.0123, 4.43, 10.04, 149.8, 0.0, 9.96)]
    ['0.012', '4.4', '10', '150', '0', '10']
    """
    if not isfinite(value):
        return "unlimited" if value > 0 else "–"
    if value == 0:
        return "0"
    places = digits - 1 - floor(log10(abs(value)))
    rounded = round(value, places)
    places = digits - 1 - floor(log10(abs(rounded)))
    return f"{rounded:,.{max(places, 0)}f}"


def span(low: float, high: float, digits: int = 2) -> str:
    """A range with so many significant digits.

    >>> span(2.07, 7.6)
    '2.1–7.6'
    """
    return f"{significant(low, digits)}–{significant(high, digits)}"
