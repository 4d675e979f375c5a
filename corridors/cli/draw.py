"""Verbs that draw or fetch geometry: map, figure, survey."""

from pathlib import Path
from typing import Annotated, Literal

import typer

from corridors.cli.app import As, BasisIn, Data, Scenario, app, load, note, show, with_links
from corridors.cli.ranges import Draws, NoRange, picture_file

Printed = Annotated[Literal["en", "ru", "kk"], typer.Option("--language", help="Language of the figure.")]
Language = Annotated[Literal["en", "ru", "kk"], typer.Option("--language", help="Language in which the map opens.")]
INDEX = "index"
TILES = "https://tile.openstreetmap.org/{z}/{x}/{y}.png"


@app.command("map")
def map_(
    names: Annotated[
        list[str] | None, typer.Argument(metavar="ID", help="Corridors, or index for all of them on one map.")
    ] = None,
    scenario: Annotated[
        list[str] | None, typer.Option("--scenario", "-s", help="Scenarios on the map; repeatable.")
    ] = None,
    output: Annotated[Path, typer.Option("--output", help="Folder for the HTML files.")] = Path("maps"),
    language: Language = "en",
    tiles: Annotated[bool, typer.Option("--tiles", help="Offer online tiles; none are fetched until ticked.")] = False,
    tiles_url: Annotated[str, typer.Option(help="Address of the tiles.")] = TILES,
    draws: Draws = 10_000,
    no_range: NoRange = False,
    open_: Annotated[bool, typer.Option("--open", help="Show the first map in a browser.")] = False,
    data: Data = None,
    format: As = "table",
) -> None:
    """Draw interactive maps: one HTML file each, which needs no network."""
    import corridors as co
    from corridors.atlas import answer
    from corridors.atomic_write import check_writable

    net = co.load(data)
    wanted = list(names or [INDEX, *net.corridors])
    ids = [n if n == INDEX else net.corridor(n).id for n in wanted]
    chosen = list(dict.fromkeys(net.find(s, "scenario")[1] for s in scenario)) if scenario else None
    check_writable(output)
    source = tiles_url if tiles else None
    drawn_links = None if INDEX in ids else [k for k in net.links.index if any(k in net.corridor(n).links for n in ids)]
    known = answer(net, drawn_links, chosen, draws=0 if no_range else draws)  # once for all maps
    rows = []
    for i, name in enumerate(ids, 1):
        note(f"[{i}/{len(ids)}] {name}")
        only = None if name == INDEX else name
        drawn = co.draw(net, only, scenarios=chosen, language=language, tiles=source, answers=known)
        path = drawn.save(output / f"{name}.html")
        rows.append({"map": name, "file": str(path), "kib": path.stat().st_size / 1024})
    show(rows, rows, {"map": "map", "file": "file", "KiB": "kib"}, format)
    if open_:
        import webbrowser

        webbrowser.open((output / f"{ids[0]}.html").resolve().as_uri())


@app.command()
def figure(
    name: Annotated[str | None, typer.Argument(metavar="ID", help="A corridor; all of them if left out.")] = None,
    to: Annotated[
        Path, typer.Option("--to", help="A file that ends in .png, .svg or .pdf.", callback=picture_file)
    ] = Path("figure.png"),
    scenario: Scenario = "today",
    basis: BasisIn = "rule",
    language: Printed = "en",
    data: Data = None,
    format: As = "table",
) -> None:
    """Draw the map for paper: A4, 300 dpi, with legend and sources. The name ends in .png, .svg or .pdf."""
    import corridors as co

    net = with_links(load(data, scenario))
    flow = co.max_flow(net, name, basis=basis) if name else None
    path = co.save_figure(co.figure(net, name, flow=flow, basis=basis, language=language), to)
    rows = [{"figure": name or "all", "file": str(path), "kib": path.stat().st_size / 1024}]
    show(rows, rows, {"figure": "figure", "file": "file", "KiB": "kib"}, format)
