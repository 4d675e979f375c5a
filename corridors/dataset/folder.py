"""The one reader of a geodata folder: what cannot be read is noted, and the reading goes on."""

from __future__ import annotations

import re
from functools import cache
from os import R_OK, X_OK, access
from typing import TYPE_CHECKING, Any

import pandas as pd

from corridors.dataset.cells import Fault, checked
from corridors.dataset.features import NEEDED, TRANSLATED, read_features, row
from corridors.dataset.geodata import Geodata
from corridors.dataset.packaged import SCHEMA, TODAY, data_folder, inherit
from corridors.dataset.parquet import SUFFIX, parquet_of, read_links, read_table
from corridors.dataset.records import read_record
from corridors.dataset.text import sheet
from corridors.dataset.unfinished import BACKUPS, undo_if_left
from corridors.errors import BadInput
from corridors.schema import KINDS, TABLES, Corridor, Folder, Headline, Measure, Scenario, Shape
from corridors.wording.sentences import Written, sentence

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

RECORDS: dict[str, type[Shape]] = {"corridors": Corridor, "measures": Measure, "scenarios": Scenario}
HEADLINE = "headline.toml"  # may be left out
FOLDER = "folder.toml"  # may be left out
KEYS = ("source", "node", "attribute", "kind")  # columns that give a row its name
FIRST = ("sources.csv", "nodes.csv")
# May be left out: a small folder needs no stops, a kind of link that it lacks has no facts, the package has a schema.
OTHERS = (
    *SCHEMA,
    "stops.csv",
    "observed.csv",
    "evidence.csv",
    "schema/delay.csv",
    "statements.csv",
    "demand.csv",
    "cities.csv",
    "cpmm.csv",
    "factors.csv",
    "cases.csv",
    "methods.csv",
    "unit_costs.csv",
    *(f"facts/{k}.csv" for k in KINDS),
)


def read(root: Path, scenarios: Sequence[Path] = ()) -> Geodata:
    """Read a geodata folder; what cannot be read is noted in `problems`, not raised.

    Parameters
    ----------
    root : Path
        A folder of the shape that geodata/README.md describes.
    scenarios : sequence of Path
        Scenario files that lie elsewhere.

    Returns
    -------
    Geodata

    Raises
    ------
    BadInput
        `root` is no folder.
    """
    if not root.is_dir():
        raise BadInput(sentence("no folder {root!r}; --data takes a folder of the shape of geodata/", root=str(root)))
    data = Geodata(root)
    try:
        undo_if_left(root)
    except OSError as error:
        message = sentence(
            "a change was broken off and cannot be undone ({reason}); make the folder writable", reason=error.strerror
        )
        data.bad(BACKUPS, None, message)
    _about(data)
    for name in (*FIRST, *OTHERS):
        _table(data, name)
    links = [link for kind in KINDS for link in _links(data, f"links/{kind}.geojson", kind)]
    blank = dict.fromkeys(["form", *NEEDED, *TRANSLATED, "kind", "geometry", *(k for link in links for k in link)], "")
    data.links = pd.DataFrame([blank | link for link in links], columns=list(blank))
    if tables := [t for t in (_link_table(data, f"links/{kind}.geojson", kind) for kind in KINDS) if t is not None]:
        both = pd.concat([data.links, *tables] if len(data.links) else tables, ignore_index=True)
        data.links = both.astype({c: object for c in both if both[c].isna().any()}).fillna("")
    for folder, shape in RECORDS.items():
        _records(data, folder, shape)
    path = root / HEADLINE
    if path.exists() or path.is_symlink():
        record = _record(data, HEADLINE, Headline)
        data.headline = record if isinstance(record, Headline) else None
    if root.resolve() != data_folder().resolve():
        inherit(data, _packaged())
    for path in scenarios:
        _given(data, path)
    return data


def scenario_id(path: Path) -> str:
    """The id of a scenario file, whatever a browser made of its name.

    >>> from pathlib import Path
    >>> scenario_id(Path("RKTI announced (2).toml"))
    'rkti-announced-2'
    """
    return re.sub(r"[^a-z0-9]+", "-", path.stem.lower()).strip("-")[:80] or "scenario"


def _given(data: Geodata, path: Path) -> None:
    """A scenario that lies elsewhere."""
    name = scenario_id(path)
    file = f"scenarios/{name}.toml"
    if data.knows("scenarios", name):
        raise BadInput(
            sentence(
                "{path}: the folder has a scenario {name!r} of its own; give the file another name",
                path=path,
                name=name,
            )
        )
    data.elsewhere[file] = path
    try:
        record, faults = read_record(path, Scenario, name)
    except BadInput as error:
        raise BadInput(sentence("{path}: {problem}", path=path, problem=error.args[0])) from None
    for at, message in faults:
        data.bad(file, None, message, at=at)
    data.named["scenarios"].add(name)
    if record is not None:
        data.records["scenarios"][name] = record


@cache
def _packaged() -> Geodata:
    """What may be inherited of the package's own folder; it is not changed."""
    data = Geodata(data_folder())
    for name in (*SCHEMA, "sources.csv", "cities.csv"):
        _table(data, name)
    today, _ = read_record(data.root / "scenarios" / f"{TODAY}.toml", Scenario)
    data.records["scenarios"] = {TODAY: today}
    return data


def _table(data: Geodata, name: str) -> None:
    types = TABLES.get(name) or TABLES[name.split("/", maxsplit=1)[0]]
    path = data.root / name
    try:
        packed = parquet_of(path)
        if packed is not None:
            data.elsewhere[name] = packed.relative_to(data.root)
            table, faults = read_table(packed, types)
            _keep(data, name, types, table, faults)
            return
        if name in OTHERS and not (path.exists() or path.is_symlink()):
            data.tables[name] = _empty(name)
            return
        columns, lines, faults = sheet(path)
        columns |= {c: [""] * len(lines) for c, type_ in types.items() if c not in columns and type_.endswith("?")}
        if lacking := [c for c in types if c not in columns]:
            needed = sum(not type_.endswith("?") for type_ in types.values())
            commas = sentence("; are the cells joined by commas?") if len(lacking) == needed else ""
            raise BadInput(
                sentence(
                    "column {columns} is missing; the columns are {known}{commas}",
                    columns=Written(", ".join(lacking)),
                    known=Written(", ".join(types)),
                    commas=commas,
                )
            )
    except BadInput as error:
        data.tables[name] = _empty(name)
        data.fail(name, error)
        return
    table, wrong = checked(columns, lines, types)
    _keep(data, name, types, table, [*faults, *wrong], set().union(*(columns[k] for k in KEYS if k in types)))


def _keep(
    data: Geodata,
    name: str,
    types: dict[str, str],
    table: pd.DataFrame,
    faults: list[Fault],
    named: set[str] | None = None,
) -> None:
    """A table as read, its names and its problems."""
    if named is None:
        named = set().union(*(table[k].drop_duplicates().to_numpy(dtype=object) for k in KEYS if k in types))
    data.named[name] = named
    for column in TRANSLATED if "name_en" in types else ():
        table[column] = table[column].where(table[column] != "", table["name_en"])
    data.tables[name] = table
    for line, message in faults:
        data.bad(name, line, message)


@cache
def _empty(name: str) -> pd.DataFrame:
    """A table without rows; it is not changed."""
    types = TABLES.get(name) or TABLES[name.split("/", maxsplit=1)[0]]
    return checked({c: [] for c in types}, [], types)[0]


def _link_table(data: Geodata, name: str, kind: str) -> pd.DataFrame | None:
    """Links of one kind from a GeoParquet file; none where there is no such file, or nothing of it can be read."""
    try:
        path = parquet_of(data.root / name)
        if path is None:
            return None
        data.elsewhere[name] = path.relative_to(data.root)
        table, faults, names = read_links(path, kind)
    except BadInput as error:
        data.fail(name, error)
        return None
    data.order[name], data.named[name] = names, {str(n) for n in names}
    for line, message in faults:
        data.bad(name, line, message)
    return table


def _about(data: Geodata) -> None:
    """folder.toml, or a title after the folder's name."""
    path, name = data.root / FOLDER, data.root.resolve().name
    data.about = Folder.model_validate({"id": "folder", "title": name or "geodata"})
    record = _record(data, FOLDER, Folder) if path.exists() or path.is_symlink() else None
    if isinstance(record, Folder):
        data.about = record


def _links(data: Geodata, name: str, kind: str) -> list[dict[str, Any]]:
    path = data.root / name
    if path.with_suffix(SUFFIX).exists() or (not path.exists() and data.tables[f"facts/{kind}.csv"].empty):
        return []
    try:
        features = read_features(path)
    except BadInput as error:
        data.fail(name, error)
        return []
    data.named[name], rows = set(), []
    for number, feature in enumerate(features, 1):
        link = _name(feature)
        data.named[name].add(link)
        try:
            rows.append(row(feature, kind))
        except BadInput as error:
            problem = error.args[0]
            message = (
                sentence("{link!r}: {problem}", link=link[:60], problem=problem)
                if link
                else sentence("feature {number}: {problem}", number=number, problem=problem)
            )
            data.bad(name, None, message, at=f'"{link}"' if link else "")
    return rows


def _name(feature: Any) -> str:
    properties = feature.get("properties") if isinstance(feature, dict) else None
    link = properties.get("link") if isinstance(properties, dict) else None
    return link if isinstance(link, str) else ""


def _records(data: Geodata, folder: str, shape: type[Shape]) -> None:
    data.records[folder], data.named[folder] = {}, set()
    place = data.root / folder
    if not place.is_dir() and (folder == "corridors" or place.exists()):
        data.fail(folder, BadInput(sentence("there is no such folder; everything of this sort is a TOML file in it")))
    elif place.is_dir() and not access(place, R_OK | X_OK):
        data.fail(folder, BadInput(sentence("the folder may not be read; ask its owner for the right to")))
    for path in sorted(place.glob("*.toml")):
        name = f"{folder}/{path.name}"
        data.named[folder].add(path.stem)
        record = _record(data, name, shape)
        if record is not None:
            data.records[folder][path.stem] = record


def _record(data: Geodata, file: str, shape: type[Shape]) -> Shape | None:
    """The record of a TOML file; none, and its problems, where it cannot be used."""
    try:
        record, faults = read_record(data.root / file, shape)
    except BadInput as error:
        data.fail(file, error)
        return None
    for at, message in faults:
        data.bad(file, None, message, at=at)
    return record
