"""Options of every verb whose answer has a range, and how the range is printed."""

from pathlib import Path
from typing import Annotated, Any

import typer

from corridors.cli.complete import corridor_names
from corridors.cli.language import say
from corridors.cli.output import ENDINGS
from corridors.wording.numbers import significant, span


def picture_file(path: Path | None) -> Path | None:
    """A file that can be written, or the reason why not, before any work is done for it."""
    # An answer's own file (`--format xlsx --to NAME.xlsx`) is no picture.
    if path is not None and path.suffix.lower() not in ENDINGS.values():
        from corridors.figures.picture_file import check_picture_file

        check_picture_file(path)
    return path


Id = Annotated[
    str,
    typer.Argument(metavar="ID", help="A corridor; `corridors list` names them.", autocompletion=corridor_names),
]
Picture = Annotated[
    Path | None,
    typer.Option("--to", help="Also draw it: a file that ends in .png, .svg or .pdf.", callback=picture_file),
]
Draws = Annotated[int, typer.Option(help="Draws of all facts behind the range.", min=1)]
Seed = Annotated[int, typer.Option(help="Seed of the draws.")]
Workers = Annotated[int, typer.Option(help="Processes.", min=1)]
Scheduler = Annotated[
    str | None, typer.Option(help="A Dask scheduler, as in tcp://host:8786, instead of processes here.")
]
NoCache = Annotated[bool, typer.Option("--no-cache", help="Neither use nor keep cached draws.")]
NoRange = Annotated[bool, typer.Option("--no-range", help="Only the value at best guesses, which is quick.")]


def range_text(found: Any) -> str:
    """An ensemble in one line, two significant digits each."""
    middle = say(
        "{figure} Mt/year, {span} in 90 % of the draws", figure=significant(found.p50), span=span(found.p05, found.p95)
    )
    return say(
        "{middle}; {figure} with every fact at its best guess", middle=middle, figure=significant(found.best_guess_mtpa)
    )


def range_keys(found: Any) -> dict[str, float]:
    """An ensemble as the keys that stand beside `value_mtpa`."""
    return {f"{name}_mtpa": getattr(found, name) for name in ("p05", "p50", "p95")}


def keys(*names: str) -> dict[str, Any]:
    """Columns that are headed by their keys."""
    return {n: n for n in names}
