"""A geodata folder becomes a network: read, checked, completed with defaults."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import geopandas as gpd

from corridors import dataset
from corridors.dataset import checks, data_folder
from corridors.errors import DataError
from corridors.facts import LARGE, Completion
from corridors.network.state import Network
from corridors.schema import KINDS

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd


def load(root: str | Path | None = None, *, scenario_files: Sequence[str | Path] = ()) -> Network:
    """Read, check and complete a geodata folder.

    Parameters
    ----------
    root : path, optional
        A folder of the shape of geodata/; by default the data that come with the package.
    scenario_files : sequence of path
        Scenarios (TOML) that lie elsewhere, such as the map writes them; each goes by the name of its file.

    Returns
    -------
    Network
        Named "today".

    Raises
    ------
    DataError
        Everything that is wrong with the folder, in one message.
    BadInput
        No such folder; or a scenario file that cannot be read, or that is called like a scenario of the folder.

    Examples
    --------
    >>> import corridors as co
    >>> net = co.load()
    >>> net.name, "rkti" in net.corridors
    ('today', True)
    """
    data = dataset.read(data_folder() if root is None else Path(root), [Path(f) for f in scenario_files])
    checks.check(data)
    if data.errors:
        raise DataError(data.root, data.errors)
    links = gpd.GeoDataFrame(data.links.set_index("link"), geometry="geometry", crs="EPSG:4326")
    links.index = links.index.astype(object)  # of a million names the quicker look-up
    schema = {k: data.tables[f"schema/{k}.csv"].drop(columns="line").set_index("attribute") for k in KINDS}
    facts = Completion.of(data, links, schema)
    return Network(
        name="today",
        root=data.root,
        nodes=_placed(data.tables["nodes.csv"].drop(columns="line").set_index("node")),
        links=links,
        facts=facts if len(links) > LARGE else facts.whole(),
        schema=schema,
        kinds=data.tables["schema/kinds.csv"].drop(columns="line").set_index("kind"),
        corridors=data.records["corridors"],
        measures=data.records["measures"],
        scenarios=data.records["scenarios"],
        sources=data.tables["sources.csv"].drop(columns="line").set_index("source"),
        stops=data.tables["stops.csv"].drop(columns="line"),
        demand=data.tables["demand.csv"].drop(columns="line"),
        about=data.about,
        headline=data.headline,
    )


def _placed(nodes: pd.DataFrame) -> gpd.GeoDataFrame:
    """Nodes with their points."""
    return gpd.GeoDataFrame(nodes, geometry=gpd.points_from_xy(nodes["lon"], nodes["lat"]), crs="EPSG:4326")
