"""What terminals handle: the table of facts in, wagons and Mt/year out, with what limits them."""

from __future__ import annotations

import numpy as np

from corridors import units
from corridors.capacity import arrays, validity
from corridors.capacity.terminal.handling import (
    bogie_wagons_per_day,
    point_wagons_per_day,
    port_mtpa,
    wagons_mtpa,
    yard_wagons_per_day,
)

KIND = "terminal"
STATED = ("stated_mtpa", "stated_wagons_per_day")
GAUGE_FACTS = (
    "bogie_sets",
    "wagons_per_set",
    "stand_cycle_h",
    "transshipment_wagons_per_day",
    "yard_tracks",
    "train_processing_h",
    "wagons_per_train",
    "wagon_net_load_t",
    "loaded_share",
)
PORT_FACTS = ("berths", "handling_rate_t_per_h", "berth_occupancy_share")
BOTH_FACTS = ("in_service", "window_min", "reliability", "working_days", "extension_mtpa")


def facts_used(form: str = "gauge") -> tuple[str, ...]:
    """Attributes that the model reads for one form of terminal."""
    return (*BOTH_FACTS, *(PORT_FACTS if form == "port" else (*GAUGE_FACTS, "bogie_change_wagons_per_day")))


def capacity(links: arrays.Table) -> arrays.Table:
    """Capacity of terminals.

    Parameters
    ----------
    links : DataFrame
        A row a terminal, the attributes of schema/terminal.csv as columns, and `form` (gauge or port). Any index.

    Returns
    -------
    DataFrame
        Same index. `modelled_mtpa` (Mt/year, both directions, an extension included), `stated_mtpa` (without),
        `limit_code`, `wagons_per_day`, `bogie_wagons_per_day`, `transshipment_wagons_per_day`, `yard_wagons_per_day`
        (0 for ports), `berth_mtpa` (0 for break of gauge).
    """
    port = np.asarray(links["form"] == "port")
    # A column of the other form may be absent; one of the own form that is absent is unknown, and said so.
    f = arrays.columns(links, BOTH_FACTS, (*STATED, "bogie_change_wagons_per_day", *GAUGE_FACTS, *PORT_FACTS))
    own = {n: np.where(port, 1.0, f[n]) for n in GAUGE_FACTS} | {n: np.where(port, f[n], 1.0) for n in PORT_FACTS}
    own |= {n: f[n] for n in BOTH_FACTS}
    stated_bogies = f["bogie_change_wagons_per_day"]
    own["bogie_change_wagons_per_day"] = np.where(np.isfinite(stated_bogies) & ~port, stated_bogies, 0.0)
    found = validity.faults(
        own,
        ("wagons_per_set", "stand_cycle_h", "train_processing_h", "wagons_per_train", "wagon_net_load_t"),
        (
            *("bogie_sets", "transshipment_wagons_per_day", "yard_tracks", "berths", "handling_rate_t_per_h"),
            *("working_days", "extension_mtpa", "bogie_change_wagons_per_day"),
        ),
        ("loaded_share", "berth_occupancy_share", "reliability"),
        ("window_min",),
    )
    window, sure, days = own["window_min"], own["reliability"], own["working_days"]
    bogies = bogie_wagons_per_day(own["bogie_sets"], own["wagons_per_set"], own["stand_cycle_h"], window, sure)
    bogies = np.where(np.isfinite(stated_bogies), stated_bogies, bogies)
    goods = own["transshipment_wagons_per_day"]
    yard = yard_wagons_per_day(own["yard_tracks"], own["train_processing_h"], own["wagons_per_train"], window, sure)
    wagons = point_wagons_per_day(bogies, goods, yard)
    load, loaded = own["wagon_net_load_t"], own["loaded_share"]
    quay = port_mtpa(own["berths"], own["handling_rate_t_per_h"], own["berth_occupancy_share"], days, window, sure)
    by_wagons = units.mtpa(f["stated_wagons_per_day"] * loaded, load, days)
    results = {
        "modelled_mtpa": np.where(port, quay, wagons_mtpa(wagons, load, days, loaded)) + own["extension_mtpa"],
        "stated_mtpa": np.where(np.isfinite(f["stated_mtpa"]), f["stated_mtpa"], by_wagons),
        "wagons_per_day": np.where(port, 0.0, wagons),
        "bogie_wagons_per_day": np.where(port, 0.0, bogies),
        "transshipment_wagons_per_day": np.where(port, 0.0, goods),
        "yard_wagons_per_day": np.where(port, 0.0, yard),
        "berth_mtpa": np.where(port, quay, 0.0),
    }
    code = validity.first_code(
        ("berths", port),
        ("yard_tracks", yard < bogies + goods),
        ("transshipment", goods > bogies),
        otherwise="bogie_change",
    )
    return validity.answer(links, results, code, found)
