"""to_file: a corridor or a whole folder out to the format that the file's ending names, or into a PostGIS database."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

from corridors.atomic_write import beside, scratch
from corridors.errors import BadInput
from corridors.exchange import archives, full_disk, geo_files, postgis, workbook
from corridors.exchange.layers import Layers, layers
from corridors.wording.sentences import sentence

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from corridors.network import Network

# The longer ending first: .shp.zip is no plain .zip.
WRITERS: dict[str, Callable[[Layers, Path], None]] = {
    ".shp.zip": archives.shapefile,
    ".gmns.zip": archives.gmns_network,
    ".csv.zip": archives.tables,
    ".gpkg": geo_files.geopackage,
    ".parquet": geo_files.parquet,
    ".fgb": geo_files.flatgeobuf,
    ".geojson": geo_files.geojson,
    ".kml": geo_files.kml,
    ".xlsx": workbook.workbook,
}


def to_file(network: Network, path: str | Path, *, corridor: str | None = None, scenarios: Sequence[str] = ()) -> str:
    """Write a network, or a corridor of it, with answers: all of the file or nothing.

    Parameters
    ----------
    network : Network
        As loaded, or a state of it.
    path : path or address
        Ends in .gpkg, .parquet, .fgb, .geojson, .kml, .shp.zip, .xlsx, .gmns.zip or .csv.zip; or the address of a
        database, postgresql://…, where the tables go into the schema `corridors`.
    corridor : str, optional
        Id or code; everything if left out.
    scenarios : sequence of str, optional
        Whose answers stand in the file; the network as it stands if left out.

    Returns
    -------
    str
        Where it was written, without a password.

    Raises
    ------
    BadInput
        Another ending, a folder that is not there, a database that cannot be reached, or a package that is missing.
    UnknownName
        A corridor or scenario that is not there.

    Examples
    --------
    >>> import tempfile
    >>> import corridors as co
    >>> with tempfile.TemporaryDirectory() as place:
    ...     found = co.to_file(co.load(), f"{place}/railway.geojson", corridor="rkti")
    ...     print(Path(found).name)
    railway.geojson
    """
    if str(path).startswith("postgres"):
        return postgis.write(lambda: layers(network, corridor, scenarios), str(path))
    target = Path(path)
    write = next((w for ending, w in WRITERS.items() if target.name.lower().endswith(ending)), None)
    if write is None:
        raise BadInput(
            sentence("{path}: the ending says which format; use one of {known}", path=target, known=", ".join(WRITERS))
        )
    if target.is_dir():
        raise BadInput(sentence("{path} is a folder; name a file in it", path=target))
    if not target.absolute().parent.is_dir():
        raise BadInput(sentence("{path}: no folder {folder}; make it first", path=target, folder=target.parent))
    found = layers(network, corridor, scenarios)
    with scratch() as place:
        made = place / target.name
        with full_disk.named(target):
            write(found, made)
        with beside(target) as new:
            shutil.copyfile(made, new)
    return str(target)
