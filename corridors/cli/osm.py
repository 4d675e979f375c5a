"""The verb that brings lines of OpenStreetMap into a folder: survey."""

from pathlib import Path
from typing import Annotated, Any, Literal

import typer

from corridors.cli.app import As, app, note, show
from corridors.cli.language import say
from corridors.wording.sentences import joined, sentence

Mode = Literal["rail", "road"]
Files = list[Path]


@app.command()
def survey(
    names: Annotated[
        list[str] | None, typer.Argument(metavar="LINK|CORRIDOR", help="A link or corridor of the folder.")
    ] = None,
    into: Annotated[Path | None, typer.Option("--into", "--data", help="The folder that is changed.")] = None,
    start: Annotated[str, typer.Option("--from", metavar="PLACE", help="A node, a name on the map, or lon,lat.")] = "",
    end: Annotated[str, typer.Option("--to", metavar="PLACE", help="Where the new line ends.")] = "",
    via: Annotated[list[str] | None, typer.Option("--via", metavar="PLACE", help="In between, in order.")] = None,
    mode: Annotated[Mode, typer.Option("--mode", help="Railway or road.")] = "rail",
    as_: Annotated[str, typer.Option("--as", metavar="ID", help="Id of the new corridor.")] = "",
    pbf: Annotated[Files | None, typer.Option("--pbf", help="An .osm.pbf file; repeatable.")] = None,
    osm: Annotated[Files | None, typer.Option("--osm", help="An .osm, .osm.gz or .osm.bz2 file; repeatable.")] = None,
    overpass: Annotated[str, typer.Option("--overpass", metavar="URL", help="Ask this Overpass server.")] = "",
    cache: Annotated[Path | None, typer.Option("--cache", metavar="DIR", help="Where its answers are kept.")] = None,
    timeout: Annotated[float, typer.Option("--timeout", help="Seconds to wait for an answer.", min=1)] = 180,
    gauge: Annotated[int | None, typer.Option("--gauge", help="Gauge in mm, 0 for any; as at the ends.")] = None,
    ref: Annotated[str, typer.Option("--ref", help="Number of the road or line that is preferred.")] = "",
    length: Annotated[float | None, typer.Option("--length", help="Published length to compare it with, km.")] = None,
    replace: Annotated[bool, typer.Option("--replace", help="A corridor of this id may be replaced.")] = False,
    shape_only: Annotated[bool, typer.Option("--shape-only", help="Leave facts and stops as they are.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Find and check the line; write nothing.")] = False,
    format: As = "table",
) -> None:
    """Find a line in OpenStreetMap and put it into a folder of yours.

    The line is checked first and brings facts and crossing points; a backup is kept.
    """
    from corridors.errors import BadInput
    from corridors.exchange.survey import Wish, survey_line, survey_links

    if into is None:
        raise BadInput(sentence("say which folder is changed: --into DIR; `corridors new DIR` makes one"))
    new = bool(start or end or as_)
    _whole(new, names, start, end, as_)
    find = _finder([*(pbf or ()), *(osm or ())], overpass, cache, timeout)
    if new:
        wish = Wish(start, end, mode, as_, via or (), gauge, ref, length)
        found = survey_line(into, wish, find, replace, dry_run)
    else:
        found = survey_links(into, names or (), find, gauge, shape_only, dry_run)
    _told(found, into, format, dry_run)


def _whole(new: bool, names: list[str] | None, start: str, end: str, as_: str) -> None:
    """What is asked for is all there."""
    from corridors.errors import BadInput

    if not new and not names:
        raise BadInput(
            sentence("say what to survey: a link or corridor of the folder, or --from PLACE --to PLACE --as ID")
        )
    if not new:
        return
    if names:
        raise BadInput(sentence("{name!r} stands beside --from and --to; survey one or the other", name=names[0]))
    lacking = [o for o, v in (("--from PLACE", start), ("--to PLACE", end), ("--as ID", as_)) if not v]
    if lacking:
        raise BadInput(sentence("a new line needs {options} too", options=", ".join(lacking)))


def _finder(files: Files, overpass: str, cache: Path | None, timeout: float) -> Any:
    """What fetches the map once it is known for where: files, or an Overpass server."""
    from corridors.errors import BadInput
    from corridors.exchange.survey import read_extracts

    if bool(files) == bool(overpass):
        raise BadInput(sentence("say where the map comes from: --pbf FILE, --osm FILE or --overpass URL, one of them"))
    if files:
        return lambda mode, _places: read_extracts(files, mode, note)
    from corridors.exchange.survey.overpass import ask

    return lambda mode, places: ask(mode, places, overpass, cache, timeout, note)


def _told(found: Any, into: Path, format: Any, dry_run: bool) -> None:
    """The links that were found; or the reasons why nothing was changed, with code 2."""
    from corridors.errors import BadInput

    accepted, edit = found.verdict.accepted, found.edit
    answer = {
        "accepted": accepted,
        "corridors": list(found.addition.corridors),
        "length_km": sum(r.get("length_km", 0.0) for r in found.links),
        "links": found.links,
        "findings": found.verdict.rows(),
        "notes": found.notes,
        "files": list(edit.files) if edit else [],
        "backup": str(edit.backup) if edit and edit.backup else None,
    }
    for text in found.notes:
        note(text)
    columns: Any = {"link": "link", "km": lambda r: f"{r.get('length_km', 0):.1f}", "stops": "stops"}
    columns |= {k: k for k in ("tracks", "electrified", "max_speed_kmh", "lanes") if any(k in r for r in found.links)}
    if accepted or format != "table":
        show(answer, found.links, columns, format)
    if not accepted:
        reasons = [sentence(" * {reason}", reason=r) for r in found.verdict.reasons]
        raise BadInput(joined([sentence("not accepted; {folder} is as it was:", folder=into), *reasons], "\n"))
    if dry_run:
        note(say("a trial: nothing was written"))
    elif edit and edit.backup:
        files = ", ".join(edit.files)
        note(say("changed {files}; what was there before is in {backup}", files=files, backup=edit.backup))
