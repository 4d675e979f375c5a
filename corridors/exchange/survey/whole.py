"""A map of one line, from end to end: what is imported when a file of OpenStreetMap elements is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy.sparse import coo_matrix, csr_matrix
from scipy.sparse.csgraph import dijkstra

from corridors.exchange.survey.survey import Survey, Wish, survey_line
from corridors.exchange.survey.tracks import Tracks, tracks

if TYPE_CHECKING:
    from pathlib import Path

    from corridors.exchange.survey.extract import Extract, LonLat


def survey_whole(
    root: str | Path, extract: Extract, mode: str, name: str, *, replace: bool = False, dry_run: bool = False
) -> Survey:
    """Put the longest running line of a map into a folder, from one end to the other.

    Parameters
    ----------
    root : path
        The folder.
    extract : Extract
        A map, as `read_extracts` gives it.
    mode : {"rail", "road"}
    name : str
        Id of the corridor.

    Returns
    -------
    Survey
        As `survey_line` gives it.
    """
    start, end = (f"{lon:.7f},{lat:.7f}" for lon, lat in far_ends(tracks(extract, mode)))
    return survey_line(root, Wish(start, end, mode, name), lambda *_: extract, replace, dry_run)


def far_ends(own: Tracks) -> tuple[LonLat, LonLat]:
    """The two ends of the largest piece of running line that lie furthest apart along it, west or south first."""
    main = own.main if own.main.any() else np.ones(len(own), dtype=bool)
    own_km = np.bincount(own.piece, weights=own.km * main)
    all_ = np.flatnonzero(own.piece == np.argmax(own_km))
    size = len(own.extract.lon)
    # Sidings join the tracks of a line, but no line ends in one.
    graph = coo_matrix((own.km[all_] + 1e-9, (own.start[all_], own.end[all_])), shape=(size, size)).tocsr()
    may = np.zeros(size, dtype=bool)
    may[own.start[all_[main[all_]]]] = may[own.end[all_[main[all_]]]] = True
    first = _furthest(graph, int(np.flatnonzero(may)[0]), may)
    spots = [(float(own.extract.lon[n]), float(own.extract.lat[n])) for n in (first, _furthest(graph, first, may))]
    return min(spots), max(spots)


def _furthest(graph: csr_matrix, node: int, may: np.ndarray) -> int:
    km = dijkstra(graph, directed=False, indices=node)
    return int(np.argmax(np.where(np.isfinite(km) & may, km, -1.0)))
