"""Options that every verb has, added in one place: the language of its answer, and the file that it goes to."""

import functools
import inspect
from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, Literal

import typer
from typer.core import TyperCommand

from corridors.cli import language as languages
from corridors.cli.console import at_work
from corridors.wording.sentences import sentence


def _choose(asked: str | None) -> str | None:
    """Before other options are looked at, so that what is wrong with them is in this language too."""
    languages.choose(asked)
    return asked


LANGUAGE = Annotated[
    Literal["en", "ru", "kk"] | None,
    typer.Option(
        "--language",
        help="Of the answer; by default CORRIDORS_LANGUAGE or the locale's.",
        callback=_choose,
        is_eager=True,
    ),
]
FILE = Annotated[
    Path | None, typer.Option("--to", help="A file for the answer: xlsx needs one; csv and json may go there.")
]
EXCEL = Annotated[
    bool, typer.Option("--excel", help="CSV for spreadsheets: byte order mark, semicolons, decimal commas.")
]
# Endings of files that an answer goes to; other endings are pictures of the verbs that draw.
ENDINGS = {"xlsx": ".xlsx", "csv": ".csv", "json": ".json"}


@dataclass(frozen=True)
class Output:
    """Where the answer of a verb goes."""

    verb: str = ""
    data: Path | None = None
    to: Path | None = None
    excel: bool = False


NOWHERE = Output()
_now: ContextVar[Output] = ContextVar("output", default=NOWHERE)


def output() -> Output:
    """Of the verb that runs now."""
    return _now.get()


class Verb(TyperCommand):
    """A command whose usage is written as everywhere: NAME, [NAME] where it may be left out, NAME... for several."""

    def collect_usage_pieces(self, ctx: Any) -> list[str]:
        """Options first, then each argument."""
        arguments = [p for p in self.get_params(ctx) if p.param_type_name == "argument"]
        return [self.options_metavar or "", *map(_usage, arguments)]


def _usage(argument: Any) -> str:
    name = (argument.metavar or argument.name.upper()) + ("..." if argument.nargs != 1 else "")
    return name if argument.required else f"[{name}]"


class Verbs(typer.Typer):
    """Typer, whose verbs all have the options of this file."""

    def command(self, name: str | None = None, **options: Any) -> Callable[[Any], Any]:
        """Register a verb."""
        register = super().command(name, **{"cls": Verb} | options)

        def add(function: Any) -> Any:
            register(_with_options(function, name or function.__name__))
            return function

        return add


def _with_options(function: Any, verb: str) -> Any:
    known = inspect.signature(function)
    if "format" not in known.parameters:
        return function
    added = {"language": (LANGUAGE, None), "to": (FILE, None), "excel": (EXCEL, False)}
    # A verb that draws takes pictures by the same option, one that writes a file of its own keeps it to itself, and
    # one that looks for a way has a place there.
    place = any("--to" in _spelled(p) for name, p in known.parameters.items() if name != "to")
    own_file = place or ("to" in known.parameters and known.parameters["to"].default is not None)
    added = {k: v for k, v in added.items() if k not in known.parameters and not (k == "to" and place)}

    @functools.wraps(function)
    def run(**given: Any) -> Any:
        # Where a verb has the option itself, as a map, it is of the file; messages keep the language they began with.
        if "language" in added:
            languages.choose(given.get("language"))
        to = None if own_file else given.get("to")
        _refuse(given["format"], to, bool(given.get("excel")), pictures="to" not in added)
        answer = to if to is not None and to.suffix.lower() == ENDINGS.get(given["format"]) else None
        _now.set(Output(verb, given.get("data"), answer, bool(given.get("excel"))))
        own = {k: v for k, v in given.items() if k not in added}
        with at_work(languages.say("still working …")):
            return function(**(own | {"to": None} if answer and "to" in own else own))

    options = [
        inspect.Parameter(k, inspect.Parameter.KEYWORD_ONLY, default=default, annotation=kind)
        for k, (kind, default) in added.items()
    ]
    run.__signature__ = known.replace(parameters=[*known.parameters.values(), *options])  # type: ignore[attr-defined]
    return run


def _spelled(parameter: inspect.Parameter) -> tuple[Any, ...]:
    """How an option is written; in `Annotated` typer takes the first spelling for the default."""
    infos = getattr(parameter.annotation, "__metadata__", ())
    return tuple(s for m in infos for s in (m.default, *(m.param_decls or ())))


def _refuse(form: str, to: Path | None, excel: bool, *, pictures: bool) -> None:
    """Refuse what does not go together; where a verb draws pictures, `to` may be one."""
    from corridors.errors import BadInput

    ending = "" if to is None else to.suffix.lower()
    if form == "xlsx" and ending != ".xlsx":
        raise BadInput(sentence("a spreadsheet is a file: --format xlsx --to NAME.xlsx"))
    if excel and form != "csv":
        raise BadInput(sentence("--excel goes with --format csv; a workbook is --format xlsx --to NAME.xlsx"))
    if to is not None and ending in ENDINGS.values() and ending != ENDINGS.get(form):
        raise BadInput(sentence("{file}: add --format {format}", file=to.name, format=ending[1:]))
    if to is not None and not pictures and ending != ENDINGS.get(form):
        raise BadInput(
            sentence(
                "{file}: a file for the answer ends in {endings}, as its --format does",
                file=to.name,
                endings=", ".join(ENDINGS.values()),
            )
        )
