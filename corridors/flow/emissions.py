"""CO2 of a tonne over each link: the loaded run, the empty return, terminals and waiting, from facts and factors."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from corridors.errors import BadInput
from corridors.wording.sentences import sentence

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from numpy.typing import NDArray

    from corridors.network import Network

    Floats = NDArray[np.float64]

# Facts that emissions rest on, by kind of link.
FACTS = {
    "rail": ["length_km", "electrified", "wagon_net_load_t", "wagon_tare_t",
             "loaded_share_forward", "loaded_share_backward"],
    "road": ["length_km"],
    "sea": ["length_km", "emission_g_per_tkm"],
    "border": ["waiting_h", "payload_t"],
    "terminal": [],
}  # fmt: skip
# Name here -> factor and subject in factors.csv.
FACTORS = {
    "wire_wh": ("energy_gross", "electric railway, 1520 mm"),
    "grid_loss": ("grid_loss", "electricity"),
    "fuel_g": ("fuel_gross", "diesel railway, 1520 mm"),
    "fuel_kg": ("fuel_emission_wtw", "diesel"),
    "burnt_kg": ("fuel_emission_ttw", "diesel"),
    "truck_g": ("intensity_wtw", "articulated truck of 34-40 t"),
    "empty_share": ("empty_running", "heavy truck"),
    "idling_kg_h": ("idling_emission", "truck at a border"),
    "gauge_kg": ("handling_emission", "transshipment"),
    "port_kg": ("handling_emission", "storage and transshipment"),
}
GRID = "grid_emission"
PARTS = ("loaded_kg_per_t", "empty_kg_per_t", "point_kg_per_t")
NOTE = (
    "well to wheel where the factors have it; left out: shunting and waiting locomotives at border yards, "
    "building and upkeep of ways and vehicles; the empty return of ships is inside their factor"
)


def rail_kg_per_gross_tkm(
    electrified: Floats, wire_wh: Floats, grid_g_per_kwh: Floats, grid_loss: Floats, fuel_g: Floats, fuel_kg: Floats
) -> Floats:
    """Kilograms of CO2 for a gross tonne-kilometre: current by the country's grid under wire, diesel elsewhere.

    Parameters
    ----------
    electrified : float array
        Share of the way under wire.
    wire_wh, fuel_g : float array
        Watt hours at the train, and grams of diesel, a gross tonne-kilometre.
    grid_g_per_kwh, grid_loss : float array
        CO2 of a kilowatt hour at the power station, and the share lost on its way.
    fuel_kg : float array
        CO2 of a kilogram of diesel, its supply included.

    Examples
    --------
    >>> float(rail_kg_per_gross_tkm(1.0, 12.6, 830.0, 0.065, 3.67, 3.87)) * 1000  # doctest: +ELLIPSIS
    11.18...
    """
    wire = wire_wh / 1000 * grid_g_per_kwh / (1 - grid_loss) / 1000
    return np.asarray(electrified * wire + (1 - electrified) * fuel_g / 1000 * fuel_kg)


def gross_per_net(
    load_t: Floats, tare_t: Floats, share_forward: Floats, share_backward: Floats
) -> tuple[Floats, Floats]:
    """Gross tonne-kilometres of the loaded run, and of the empty runs it brings, for a net tonne-kilometre.

    Wagons go both ways in like numbers; of those the shares are loaded.

    Examples
    --------
    >>> loaded, empty = gross_per_net(60.0, 24.0, 1.0, 0.0)
    >>> float(loaded), float(empty)
    (1.4, 0.4)
    """
    tare = tare_t / load_t
    return 1 + tare, tare * (2 / (share_forward + share_backward) - 1)


def emissions(
    kind: NDArray[np.object_],
    form: NDArray[np.object_],
    grid: Floats,
    facts: Mapping[str, Floats],
    by: Mapping[str, Floats],
) -> dict[str, Floats]:
    """CO2 of links, or of many draws of them, kg a tonne.

    Parameters
    ----------
    kind, form : object array
        By link.
    grid : float array
        Grams of CO2 a kilowatt hour where each link lies; links last.
    facts : mapping of float arrays
        The attributes of `FACTS`, links last; NaN where a link has none.
    by : mapping
        The names of `FACTORS`: a number each, or a column of draws.

    Returns
    -------
    dict
        `loaded_kg_per_t`, `empty_kg_per_t`, `point_kg_per_t` (terminals, trucks that wait), links last.
    """
    km, zero = facts["length_km"], np.zeros(np.broadcast(grid, facts["length_km"], by["truck_g"]).shape)
    gross = rail_kg_per_gross_tkm(
        facts["electrified"], by["wire_wh"], grid, by["grid_loss"], by["fuel_g"], by["fuel_kg"]
    )
    load, tare = facts["wagon_net_load_t"], facts["wagon_tare_t"]
    loaded, empty = gross_per_net(load, tare, facts["loaded_share_forward"], facts["loaded_share_backward"])
    rail, road, sea = kind == "rail", kind == "road", kind == "sea"
    idling = facts["waiting_h"] / facts["payload_t"] * by["idling_kg_h"] * by["fuel_kg"] / by["burnt_kg"]
    run = [
        km * gross * loaded,
        km * by["truck_g"] / 1000 * (1 - by["empty_share"]),
        km * facts["emission_g_per_tkm"] / 1000,
    ]
    back = [km * gross * empty, km * by["truck_g"] / 1000 * by["empty_share"]]
    gauge, port = (kind == "terminal") & (form == "gauge"), (kind == "terminal") & (form == "port")
    at = [idling, zero + by["gauge_kg"], zero + by["port_kg"]]
    points = [(kind == "border") & (form == "road"), gauge, port]
    return {
        PARTS[0]: np.select([rail, road, sea], [zero + r for r in run], 0.0),
        PARTS[1]: np.select([rail, road], [zero + b for b in back], 0.0),
        PARTS[2]: np.select(points, [zero + a for a in at], 0.0),
    }


def facts_of(network: Network, links: Iterable[str], what: str = "value") -> pd.DataFrame:
    """The facts that emissions rest on: a row a link in the order given, a column an attribute (NaN: none)."""
    names = pd.Index(list(links), name="link", dtype=object)
    kinds = network.links.loc[names, "kind"]
    columns = list(dict.fromkeys(a for own in FACTS.values() for a in own))
    parts = [
        network.table(k, what, list(names[(kinds == k).to_numpy()])).reindex(columns=own) for k, own in FACTS.items()
    ]
    return pd.concat([p for p in parts if len(p)]).reindex(index=names, columns=columns).astype(float)


def factor_table(network: Network) -> pd.DataFrame:
    """`factors.csv` by factor, subject and country ("" where it holds everywhere)."""
    rows = network.extra("factors").fillna({"mode": "", "country": ""})
    return rows.set_index(["factor", "subject", "country"]).sort_index()


def factor(table: pd.DataFrame, name: str, subject: str, country: str = "") -> pd.Series:
    """One factor, that of all countries where a country has none of its own.

    Raises
    ------
    BadInput
        The folder does not have it.
    """
    for place in (country, ""):
        if (name, subject, place) in table.index:
            return table.loc[(name, subject, place)]
    raise BadInput(
        sentence(
            "factors.csv has no {name!r} of {subject!r}; copy the row from the package's geodata/factors.csv",
            name=name,
            subject=subject,
        )
    )


def countries_of(network: Network, links: Iterable[str]) -> list[tuple[str, ...]]:
    """The countries of each link, whose grids count alike."""
    return [tuple(c.split("-")) for c in network.links.loc[list(links), "country"].astype(str)]


def link_emissions(network: Network, links: Iterable[str]) -> pd.DataFrame:
    """CO2 of one tonne over links, every fact and factor at its best guess.

    Parameters
    ----------
    network : Network
        Any state of the world.
    links : iterable of str
        In the order wanted.

    Returns
    -------
    DataFrame
        Index `link`; loaded_kg_per_t (the way with the load), empty_kg_per_t (the empty return), point_kg_per_t
        (handling at terminals, trucks that idle at borders), kg_per_t (all of it).

    Raises
    ------
    BadInput
        A factor that the folder does not have.
    """
    names = list(links)
    table, facts = factor_table(network), facts_of(network, names)
    by = {name: np.asarray(float(factor(table, *key)["value"])) for name, key in FACTORS.items()}
    places = countries_of(network, names)
    grid = np.array([np.mean([factor(table, GRID, "electricity", c)["value"] for c in own]) for own in places])
    about = network.links.loc[names]
    found = emissions(
        about["kind"].to_numpy(dtype=object), about["form"].to_numpy(dtype=object), grid,
        {c: facts[c].to_numpy() for c in facts}, by,
    )  # fmt: skip
    out = pd.DataFrame(found, index=facts.index)
    return out.assign(kg_per_t=out.sum(axis=1))
