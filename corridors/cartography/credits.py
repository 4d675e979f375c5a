"""Whom a map or file owes a credit: only those whose data it shows."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import pandas as pd

# In this order; each has its words.
OSM, BORDERS, CITIES = "osm", "borders", "cities"


def credits_of(
    sources: pd.DataFrame, cited: Iterable[str], areas: Iterable[str] = (), cities: Iterable[str] = ()
) -> list[str]:
    """Keys of the credits that are due.

    Parameters
    ----------
    sources : DataFrame
        Index `source`; `licence` where it is known.
    cited : iterable of str
        Sources of the lines and nodes that are shown, as the tables have them ("a;b").
    areas : iterable of str
        Kinds of the areas of the base map that are shown: country, lake.
    cities : iterable of str
        Sources of the places for orientation that are shown.
    """
    own, shown, places = _names(cited), set(areas), _names(cities)
    open_map = {"osm"} | set(_licensed(sources, "ODbL"))
    due = {
        OSM: bool((own | places) & open_map) or "lake" in shown,
        BORDERS: "country" in shown,
        CITIES: any(name.startswith("geonames") for name in own | places),
    }
    return [key for key, is_due in due.items() if is_due]


def _names(cells: Iterable[str]) -> set[str]:
    return {name for cell in cells for name in str(cell).split(";")}


def _licensed(sources: pd.DataFrame, licence: str) -> Sequence[str]:
    if "licence" not in sources:
        return []
    return list(sources.index[sources["licence"].astype(str).str.contains(licence, regex=False)])
