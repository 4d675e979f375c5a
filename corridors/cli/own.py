"""Verbs for a folder of one's own: new, import, export."""

from pathlib import Path
from typing import Annotated

import typer

from corridors.cli.app import As, app, note, show


@app.command()
def new(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="A folder that is not there yet.")],
    country: Annotated[
        list[str] | None, typer.Option("--country", help="ISO code of two letters, as in UZ; repeatable.")
    ] = None,
    title: Annotated[str, typer.Option("--title", help="What maps are called; the folder's name by default.")] = "",
    format: As = "table",
) -> None:
    """Begin a geodata folder of your own: small, valid, commented."""
    import corridors as co

    root = co.new(folder, countries=country or (), title=title)
    rows = [{"file": str(p.relative_to(root))} for p in sorted(root.rglob("*")) if p.is_file()]
    show({"folder": str(root), "files": [r["file"] for r in rows]}, rows, {"file": "file"}, format, f"{root}: made")
    note(f"next: corridors import FILE --into {root} --as ID")
