"""The verb that makes a document to hand in: brief."""

from pathlib import Path
from typing import Annotated, Any, Literal

import typer

from corridors.cli.app import As, Data, app, show, with_links
from corridors.cli.ranges import Draws, NoCache, Seed


@app.command()
def brief(
    name: Annotated[str, typer.Argument(metavar="ID", help="A corridor, index for all of them, or posts.")],
    to: Annotated[Path, typer.Option("--to", help="A file that ends in .docx, .pdf, .html or .md.")],
    scenario: Annotated[
        list[str] | None, typer.Option("--scenario", "-s", help="The last one is the subject; repeatable.")
    ] = None,
    language: Annotated[Literal["en", "ru", "kk"], typer.Option("--language", help="Language of the brief.")] = "en",
    draws: Draws = 10_000,
    seed: Seed = 1,
    no_cache: NoCache = False,
    data: Data = None,
    format: As = "table",
) -> None:
    """One answer as a document: range, map, bottleneck, plan, sources."""
    import corridors as co
    from corridors.briefing.make import writer_of

    writer_of(to)
    net = with_links(co.load(data))
    options: dict[str, Any] = {"language": language, "draws": draws, "seed": seed, "cached": not no_cache}
    made = co.brief(net, name, scenarios=scenario or ("today",), **options)
    path = made.save(to)
    rows = [{"brief": name, "file": str(path), "sources": len(made.document.notes), "kib": path.stat().st_size / 1024}]
    show(rows, rows, {"brief": "brief", "file": "file", "sources": "sources", "KiB": "kib"}, format)
