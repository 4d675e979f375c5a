"""Sea leg: what the ships of a line carry in a year.

What it answers
---------------
Round trips and Mt/year of both directions together, and whether sailing or the stay in port limits the ships.

Formula
-------
Round trip = 2 * length / speed + 2 * stay in port. Trips a year = ships * working days * 24 / round trip; each trip
carries a load forward and a load back: Mt/year = trips * 2 * load of a full ship * (1 - loss to low water) * mean
filling / 10^6. Working days leave out storm and ice. A fleet stated in containers (TEU a year) is turned into tonnes as
the statement.

Where it does not hold
----------------------
Ships are alike and always at work; queues for berths are in the port's own link. Ships that serve several lines are
counted on each line as given. The level of the Caspian takes the same share of every load.

References
----------
Sailing times [twobiketo, nomadxpress-2016]; stay in port [cpmm-2020-road].
"""

from __future__ import annotations

from typing import Any

import numpy as np

from corridors import units
from corridors.capacity import arrays, validity
from corridors.capacity.arrays import divide, floats, plain, share

__all__ = ["capacity", "facts_used", "fleet_mtpa", "round_trip_h", "round_trips_per_year", "sailing_h"]

KIND = "sea"
STATED = ("stated_mtpa", "fleet_teu_per_year")
ABOVE_ZERO = ("length_km", "sailing_speed_kmh")
NOT_NEGATIVE = ("vessels", "vessel_load_t", "port_stay_h", "working_days", "teu_load_t")
SHARES = ("load_share", "low_water_loss_share")
FACTS = ("in_service", *ABOVE_ZERO, *NOT_NEGATIVE, *SHARES)


def facts_used(form: str = "") -> tuple[str, ...]:  # noqa: ARG001 (every model is asked alike)
    """Attributes that the model reads."""
    return FACTS


def sailing_h(length_km: Any, speed_kmh: Any) -> Any:
    """Hours at sea one way.

    Parameters
    ----------
    length_km, speed_kmh : float or array
        Length of the line (km), speed at sea (km/h).

    Examples
    --------
    >>> sailing_h(480, 20)
    24.0
    """
    return plain(divide(length_km, speed_kmh))


def round_trip_h(length_km: Any, speed_kmh: Any, port_stay_h: Any) -> Any:
    r"""Hours of a round trip: sailing both ways and a stay in each port.

    Parameters
    ----------
    length_km, speed_kmh : float or array
        Length of the line one way (km), speed at sea (km/h).
    port_stay_h : float or array
        Hours in each of the two ports.

    Notes
    -----
    .. math:: T = 2 \left(\frac{L}{v} + s\right)

    L: length (km), v: speed (km/h), s: stay in port (h).

    Examples
    --------
    >>> round_trip_h(480, 20, 24)
    96.0
    """
    return plain(2.0 * (floats(sailing_h(length_km, speed_kmh))[0] + floats(port_stay_h)[0]))


def round_trips_per_year(vessels: Any, round_trip_h: Any, working_days: Any) -> Any:
    r"""Round trips a year of all ships.

    Parameters
    ----------
    vessels : float or array
        Ships on the line.
    round_trip_h : float or array
        Hours of a round trip.
    working_days : float or array
        Days a year without storm and ice.

    Notes
    -----
    .. math:: n = \frac{24\, m D}{T}

    m: ships, D: working days, T: round trip (h).

    Examples
    --------
    >>> round_trips_per_year(10, 96, 320)
    800.0
    """
    ships, days = floats(vessels, working_days)
    return plain(divide(ships * days * units.H_PER_DAY, round_trip_h))


def fleet_mtpa(
    vessels: Any,
    vessel_load_t: Any,
    length_km: Any,
    speed_kmh: Any,
    port_stay_h: Any,
    working_days: Any = 365.0,
    load_share: Any = 1.0,
    directions: int = 2,
) -> Any:
    r"""Mt/year of a line of ships.

    Parameters
    ----------
    vessels : float or array
        Ships on the line.
    vessel_load_t : float or array
        Cargo of a full ship (t).
    length_km, speed_kmh : float or array
        Length of the line and speed at sea.
    port_stay_h : float or array
        Hours in each of the two ports.
    working_days : float or array
        Days a year without storm and ice.
    load_share : float or array
        Mean filling over the directions counted (0 to 1).
    directions : int
        2 for both directions together, 1 for one.

    Notes
    -----
    .. math:: G = \frac{n\, q f d}{10^6}

    n: round trips a year, q: load of a full ship (t), f: filling, d: directions.

    Examples
    --------
    >>> fleet_mtpa(10, 4000, 480, 20, 24, working_days=320, load_share=0.75)
    4.8
    >>> fleet_mtpa(10, 4000, 480, 20, 24, working_days=320, directions=1)
    3.2
    """
    trips = round_trips_per_year(vessels, round_trip_h(length_km, speed_kmh, port_stay_h), working_days)
    load = floats(vessel_load_t)[0] * share(load_share) * directions
    moves = floats(speed_kmh)[0] > 0
    return plain(np.where(moves, divide(units.mtpa(trips, load, 1.0), 1.0), 0.0))


def capacity(links: arrays.Table) -> arrays.Table:
    """Capacity of sea legs.

    Parameters
    ----------
    links : DataFrame
        A row a leg, the attributes of schema/sea.csv as columns. Any index.

    Returns
    -------
    DataFrame
        Same index. `modelled_mtpa`, `stated_mtpa` (Mt/year, both directions), `limit_code`, `round_trip_h`,
        `round_trips_per_year`.
    """
    f = arrays.columns(links, FACTS, optional=STATED)
    found = validity.faults(f, ABOVE_ZERO, NOT_NEGATIVE, SHARES)
    trip = round_trip_h(f["length_km"], f["sailing_speed_kmh"], f["port_stay_h"])
    trips = round_trips_per_year(f["vessels"], trip, f["working_days"])
    load = f["vessel_load_t"] * (1.0 - arrays.share(f["low_water_loss_share"])) * arrays.share(f["load_share"])
    results = {
        "modelled_mtpa": units.mtpa(trips, 2.0 * load, 1.0),
        "stated_mtpa": np.where(
            np.isfinite(f["stated_mtpa"]),
            f["stated_mtpa"],
            units.mtpa(f["fleet_teu_per_year"], f["teu_load_t"], 1.0),
        ),
        "round_trip_h": trip,
        "round_trips_per_year": trips,
    }
    at_sea = sailing_h(f["length_km"], f["sailing_speed_kmh"])
    code = validity.first_code(("fleet_in_port", f["port_stay_h"] > at_sea), otherwise="fleet_at_sea")
    return validity.answer(links, results, code, found)
