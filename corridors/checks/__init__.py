"""Checks across the tables of a geodata folder: names, places, numbers, routes, measures, scenarios, sources."""

from __future__ import annotations

import pandas as pd

from corridors.checks import numbers, places, plans
from corridors.shapes import KINDS
from corridors.tables import Geodata


def check(data: Geodata) -> None:
    """Note every problem of a geodata folder in `data.problems`.

    Parameters
    ----------
    data : Geodata
        As `tables.read` gives it.
    """
    links = pd.concat([data.tables[f"links/{k}.geojson"] for k in KINDS], ignore_index=True)
    places.duplicates(data)
    places.nodes(data)
    places.links(data, links)
    kind_of = dict(zip(links["link"], links["kind"], strict=True))
    numbers.schema(data)
    numbers.facts(data, kind_of)
    places.stops(data, kind_of)
    places.lengths(data, links)
    ends = {r.link: (r.from_node, r.to_node) for r in links.itertuples()}
    for one in data.records["corridors"].values():
        plans.corridor(data, one, ends)
    known = plans.bounds(data)
    for measure in data.records["measures"].values():
        plans.settings(data, f"measures/{measure.id}.toml", measure.facts, kind_of, known)
    for scenario in data.records["scenarios"].values():
        plans.scenario(data, scenario, kind_of, known)
    plans.demand(data)
    numbers.sources(data)
