"""Checks across the tables of a geodata folder: names, places, numbers, routes, measures, scenarios, sources."""

from __future__ import annotations

from typing import TYPE_CHECKING

from corridors.dataset.checks import addresses, numbers, places, plans

if TYPE_CHECKING:
    from corridors.dataset import Geodata


def check(data: Geodata) -> None:
    """Note every problem of a geodata folder in `data.problems`.

    What is named but stands in a file that could not be read is not reported: the file is.

    Parameters
    ----------
    data : Geodata
        As `dataset.read` gives it.
    """
    whole = not data.problems  # a row that could not be read may have named a source
    kind_of = dict(zip(*(data.links[c].to_numpy(dtype=object) for c in ("link", "kind")), strict=True))
    places.duplicates(data)
    places.nodes(data)
    places.links(data)
    numbers.schema(data)
    numbers.facts(data, kind_of)
    numbers.ranges(data)
    numbers.cases(data)
    places.stops(data, kind_of)
    places.lengths(data)
    places.watched(data, kind_of)
    places.carried(data, kind_of)
    plans.statements(data)
    ends, known = places.ends_of(data.links), plans.bounds(data)
    plans.codes(data)
    for corridor in data.records["corridors"].values():
        plans.corridor(data, corridor, ends)
    for measure in data.records["measures"].values():
        plans.measure(data, measure)
        plans.settings(data, f"measures/{measure.id}.toml", measure.facts, kind_of, known)
    for scenario in data.records["scenarios"].values():
        plans.scenario(data, scenario, kind_of, known)
    plans.demand(data)
    plans.headline(data, kind_of)
    numbers.sources(data, whole)
    addresses.pages(data)
