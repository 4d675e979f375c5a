"""Verbs for a folder of one's own: new, import, export."""

from pathlib import Path
from typing import Annotated, Any, Literal

import typer

from corridors.cli.app import As, Data, app, load, note, show
from corridors.cli.language import said, say


@app.command()
def new(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="A folder that is not there yet.")],
    country: Annotated[
        list[str] | None, typer.Option("--country", help="ISO code of two letters, as in UZ; repeatable.")
    ] = None,
    title: Annotated[str, typer.Option("--title", help="Title of the maps; the folder's name by default.")] = "",
    format: As = "table",
) -> None:
    """Create a geodata folder of your own: small, valid, commented."""
    import corridors as co

    root = co.new(folder, countries=country or (), title=title)
    rows = [{"file": str(p.relative_to(root))} for p in sorted(root.rglob("*")) if p.is_file()]
    show(
        {"folder": str(root), "files": [r["file"] for r in rows]},
        rows,
        {"file": "file"},
        format,
        say("{root}: made", root=root),
    )
    note(say("next: corridors import FILE --into {root} --as ID", root=root))


@app.command("import")
def import_(
    file: Annotated[
        str, typer.Argument(metavar="FILE", help="GeoJSON, GPKG, KML, Shapefile, FGB, Parquet, CSV, GMNS, OSM.")
    ],
    into: Annotated[Path, typer.Option("--into", help="The geodata folder that is changed.")],
    id_: Annotated[str, typer.Option("--as", metavar="ID", help="Id of the corridor that is made.")],
    mode: Annotated[Literal["rail", "road"], typer.Option("--mode", help="What the lines are.")] = "rail",
    map_: Annotated[
        list[str] | None,
        typer.Option("--map", metavar="COLUMN=ATTRIBUTE", help="Or COLUMN:UNIT=ATTRIBUTE; COLUMN= leaves out."),
    ] = None,
    source: Annotated[str, typer.Option("--source", help="A source of the folder or a new one's title.")] = "",
    grade: Annotated[Literal["A", "B", "C", "D"], typer.Option("--grade", help="Grade of the facts.")] = "C",
    country: Annotated[
        str, typer.Option("--country", help="Country of the links; from the base map if left out.")
    ] = "",
    tolerance: Annotated[float, typer.Option("--tolerance", help="Metres within which ends are one place.")] = 100.0,
    layer: Annotated[str | None, typer.Option("--layer", help="Layer, if the file has several.")] = None,
    crs: Annotated[str | None, typer.Option("--crs", help="CRS of a file without one, as in EPSG:32642.")] = None,
    encoding: Annotated[
        str | None, typer.Option("--encoding", help="Encoding of a Shapefile that does not name it, as in cp1251.")
    ] = None,
    replace: Annotated[bool, typer.Option("--replace", help="Replace links and a corridor of the same id.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show what would be made; change nothing.")] = False,
    format: As = "table",
) -> None:
    """Import lines of a file as links, nodes, facts and a corridor."""
    import pandas as pd

    import corridors as co

    done = co.from_file(
        file, into, id_, mode=mode, columns=map_ or (), source=source, grade=grade, country=country,
        tolerance_m=tolerance, layer=layer, crs=crs, encoding=encoding, replace=replace, dry_run=dry_run,
    )  # fmt: skip
    rows = done.links.reset_index().to_dict("records")
    answer: dict[str, Any] = {
        "corridor": done.corridor,
        "files": done.edit.files,
        "backup": done.edit.backup and str(done.edit.backup),
    }
    answer |= {"dry_run": dry_run, "nodes": done.nodes, "facts": done.facts, "links": rows}
    answer |= {"notes": list(done.notes)}
    counts = {"links": len(rows), "nodes": done.nodes, "facts": done.facts}
    title = say("{corridor}: {links} links, {nodes} nodes, {facts} facts", corridor=done.corridor, **counts)
    columns: Any = {"link": "link", "name": "name_en", "country": "country", "km": lambda r: f"{r['km']:.1f}"}
    shown = ("tracks", "electrified", "lanes")
    columns |= {k: lambda r, k=k: "" if pd.isna(r[k]) else f"{r[k]:g}" for k in shown if k in done.links}
    for text in done.notes:
        note(said(text))
    show(answer, rows, columns, format, title)
    files = ", ".join(done.edit.files)
    if dry_run:
        note(say("nothing was changed; it would be {files}", files=files))
    elif done.edit.backup:
        note(say("changed {files}; what they were is kept in {backup}", files=files, backup=done.edit.backup))


@app.command()
def export(
    name: Annotated[str | None, typer.Argument(metavar="ID", help="A corridor; everything if left out.")] = None,
    to: Annotated[
        str, typer.Option("--to", metavar="FILE", help="Its ending sets the format; or postgresql://…")
    ] = ...,  # type: ignore[assignment]
    scenario: Annotated[
        list[str] | None, typer.Option("--scenario", "-s", help="Scenario of the answers; repeatable.")
    ] = None,
    data: Data = None,
    format: As = "table",
) -> None:
    """Export links with answers, facts, sources: GPKG, Parquet, XLSX, GMNS."""
    import corridors as co

    net = load(data)
    path = co.to_file(net, to, corridor=name, scenarios=scenario or ("today",))
    count = len(net.corridor(name).links if name else net.links)
    rows = [{"file": path, "links": count, "scenarios": ", ".join(scenario or ("today",))}]
    show(rows[0], rows, {"file": "file", "links": "links", "scenarios": "scenarios"}, format)
