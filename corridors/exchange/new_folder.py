"""A small, valid, commented geodata folder to begin with; all that it need not say comes from the package."""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import shapely
import tomli_w

from corridors.atomic_write import MARK, sweep
from corridors.dataset import data_folder, read_basemap
from corridors.errors import BadInput
from corridors.schema import columns_of
from corridors.wording.sentences import sentence

if TYPE_CHECKING:
    from collections.abc import Sequence

MARGIN_DEG = 3.0
README = """# {title}

A geodata folder for `corridors`. What stands here is yours; the dictionary of attributes (schema/), the base map, the
cities, the published cases and the scenario `today` come with the package until a file of the same name here says
otherwise.

| file | one row or file is |
| --- | --- |
| `folder.toml` | what the folder is about: title, countries, languages, window of the maps |
| `nodes.csv` | a station, junction, place or border point: node, name_en, country, kind, lon, lat, grade, source |
| `links/<kind>.geojson` | a link of kind rail, road, sea, border or terminal between two nodes |
| `facts/<kind>.csv` | one value of one attribute of one link, with its source and grade (A official .. D assumed) |
| `stops.csv` | a crossing point inside a rail link |
| `corridors/<id>.toml` | a corridor: its links in order |
| `measures/<id>.toml`, `scenarios/<id>.toml` | what can be built, and what a scenario builds |
| `sources.csv` | a source |
| `backups/` | what the files were before `import` and `survey` changed them |

Only English names are needed; the other languages fall back to them.

    corridors import FILE --into . --as ID     # a line from GeoJSON, GeoPackage, KML, Shapefile, CSV, GMNS ...
    corridors check --data .                   # every problem at once
    corridors flow ID --data .                 # the most that gets through, and what limits it
    corridors map --data . --output maps       # one HTML file each
"""
FOLDER = """# What this folder is about. Maps and figures are titled after it.
{fields}
# Languages that the maps offer, the first one by default: en, ru, kk.
languages = ["en", "ru", "kk"]
# Uncomment to have everything outside refused (west, south, east, north in degrees); it finds swapped axes.
{region}
"""


def new(folder: str | Path, *, countries: Sequence[str] = (), title: str = "") -> Path:
    """Make a geodata folder.

    Parameters
    ----------
    folder : path
        It must not be there yet, or be empty.
    countries : sequence of str
        ISO codes of two letters, as in "UZ".
    title : str, optional
        What maps are called after; the folder's name by default.

    Returns
    -------
    Path
        The folder.

    Raises
    ------
    BadInput
        The folder holds something already, the folder that it shall stand in is not there, or a country is no code of
        two letters.

    Examples
    --------
    >>> import tempfile
    >>> import corridors as co
    >>> with tempfile.TemporaryDirectory() as place:
    ...     print(co.load(co.new(Path(place) / "own", countries=["UZ"])))
    <Network 'today': 0 corridors, 0 links ()>
    """
    root = Path(folder)
    for code in countries:
        if not (len(code) == 2 and code.isascii() and code.isalpha()):
            raise BadInput(sentence("no country {country!r}; an ISO code has two letters, as in UZ", country=code))
    if root.exists() and not (root.is_dir() and not any(root.iterdir())):
        raise BadInput(sentence("{root} is there already and not empty; name a new folder", root=root))
    if not root.absolute().parent.is_dir():
        raise BadInput(sentence("{path}: no folder {folder}; make it first", path=root, folder=root.absolute().parent))
    sweep(root.absolute().parent)
    made = Path(tempfile.mkdtemp(dir=root.absolute().parent, prefix=f"{MARK}{os.getpid()}-"))
    try:
        _fill(made, [c.upper() for c in countries], title or root.absolute().name)
        made.chmod(0o755)
        if root.exists():
            root.rmdir()
        made.rename(root)
    except BaseException:
        shutil.rmtree(made, ignore_errors=True)
        raise
    return root


def _fill(root: Path, countries: list[str], title: str) -> None:
    for name in ("links", "facts", "corridors", "measures", "scenarios"):
        (root / name).mkdir()
    for name in ("sources.csv", "nodes.csv"):
        (root / name).write_text(",".join(columns_of(name)) + "\n", encoding="utf-8")
    fields: dict[str, object] = {"title": title, "countries": countries}
    window = _window(countries)
    region: list[float] = [-180, -90, 180, 90]
    if window:
        fields["window"] = region = window
    text = FOLDER.format(fields=tomli_w.dumps(fields).strip(), region=f"# region = {region}")
    (root / "folder.toml").write_text(text, encoding="utf-8")
    (root / "README.md").write_text(README.format(title=title), encoding="utf-8")


def _window(countries: Sequence[str]) -> list[float]:
    """West, south, east, north around countries of the package's base map; none where it lacks one of them."""
    found = {about["iso"]: shape for about, shape in read_basemap(data_folder()) if about["iso"]}
    if not countries or set(countries) - set(found):
        return []
    west, south, east, north = shapely.total_bounds(np.array([found[c] for c in countries], dtype=object))
    around = (west - MARGIN_DEG, south - MARGIN_DEG, east + MARGIN_DEG, north + MARGIN_DEG)
    return [round(float(x), 1) for x in around]
