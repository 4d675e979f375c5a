"""Numbers as people read them in each language, alike here and in the map's scripts, and as JSON carries them."""

from __future__ import annotations

import math
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

UNKNOWN = "\N{EN DASH}"
MINUS = "\N{MINUS SIGN}"
LARGE = 1e15
# Language -> decimal sign, what parts thousands, and from how many digits on.
SIGNS = {"en": (".", ",", 4), "ru": (",", "\N{NO-BREAK SPACE}", 5), "kk": (",", "\N{NO-BREAK SPACE}", 5)}


def number(value: float | None, decimals: int | None = None, language: str = "en", *, fixed: bool = False) -> str:
    """A number as readers of a language write it; a dash where it is unknown.

    Parameters
    ----------
    value : float or None
        NaN and infinity are unknown too.
    decimals : int, optional
        By default as many as make three meaningful digits.
    language : {"en", "ru", "kk"}
        Of the reader.
    fixed : bool
        Keep zeros at the end, for columns of numbers.

    >>> number(11.46), number(11.46, language="ru"), number(1234567), number(2.0), number(2.0, 2, fixed=True)
    ('11.5', '11,5', '1,234,567', '2', '2.00')
    >>> number(None), number(float("nan"))
    ('–', '–')
    """
    if value is None or not math.isfinite(value):
        return UNKNOWN
    size = abs(value)
    if decimals is None:
        decimals = 0 if size >= 100 else 1 if size >= 10 else 2
    # A half goes up, as in a browser; of what is too large for that nobody reads a half.
    exact = Decimal(float(size))
    text = str(exact.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)) if size < LARGE else f"{exact:.0f}"
    point, gap, least = SIGNS[language]
    whole, _, part = text.partition(".")
    part = part if fixed else part.rstrip("0")
    grouped = f"{int(whole):,}".replace(",", gap) if len(whole) >= least else whole
    sign = MINUS if value < 0 and float(text) else ""
    return sign + grouped + (point + part if part else "")


def rounded(value: Any, digits: int = 6) -> float | None:
    """A finite number with few digits, as JSON carries it; None for what is unknown or infinite.

    >>> rounded(2.50000001), rounded(3), rounded(float("nan"))
    (2.5, 3.0, None)
    """
    return round(float(value), digits) if value is not None and math.isfinite(value) else None


def significant(value: float, digits: int = 2, language: str = "en") -> str:
    """A number with so many significant digits, and no more decimals than they need.

    Examples
    --------
    >>> [significant(v) for v in (0.0123, 4.43, 10.04, 149.8, 0.0, 9.96)]
    ['0.012', '4.4', '10', '150', '0', '10']
    """
    if not math.isfinite(value):
        return "unlimited" if value > 0 else UNKNOWN
    if value == 0:
        return "0"
    few = round(value, _places(value, digits))
    return number(few, max(_places(few, digits), 0), language, fixed=True)


def _places(value: float, digits: int) -> int:
    return digits - 1 - math.floor(math.log10(abs(value)))


def change_ends(low: float, high: float) -> tuple[str, str]:
    """Both ends of the range of a change, as fine as two digits of the greater one need.

    >>> change_ends(0.088, 3.1), change_ends(-13.2, -7.9)
    (('0.1', '3.1'), ('−13', '−8'))
    """
    places = max(_places(max(abs(low), abs(high)), 2), 0) if low or high else 0
    return number(low, places), number(high, places)


def span(low: float, high: float, digits: int = 2, language: str = "en") -> str:
    """A range with so many significant digits.

    >>> span(2.07, 7.6)
    '2.1–7.6'
    """
    return f"{significant(low, digits, language)}–{significant(high, digits, language)}"
