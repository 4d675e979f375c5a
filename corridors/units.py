"""The only unit conversions: from trains, wagons and trucks a day to million tonnes a year, and back."""

from __future__ import annotations

from typing import Any

T_PER_MT = 1e6
MIN_PER_DAY = 1440.0
MIN_PER_H = 60.0
H_PER_DAY = 24.0
KM_PER_MILE = 1.609344


def mtpa(units_per_day: Any, t_per_unit: Any, days_per_year: Any = 365.0) -> Any:
    """Million tonnes a year from units a day.

    Parameters
    ----------
    units_per_day : float or array
        Trains, wagons, trucks or ships a day.
    t_per_unit : float or array
        Net tonnes that one of them carries.
    days_per_year : float or array
        Days of work in a year.

    Examples
    --------
    >>> round(mtpa(400, 60), 2)
    8.76
    """
    return units_per_day * t_per_unit * days_per_year / T_PER_MT


def units_per_day(mt_per_year: Any, t_per_unit: Any, days_per_year: Any = 365.0) -> Any:
    """Units a day that carry a tonnage: the inverse of `mtpa`.

    >>> round(units_per_day(8.76, 60), 6)
    400.0
    """
    return mt_per_year * T_PER_MT / (t_per_unit * days_per_year)
