"""The application that all verbs belong to, their common options, and how an answer is printed."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from corridors.cli.complete import scenario_names
from corridors.cli.console import width, write_data

if TYPE_CHECKING:
    from corridors.network import Network

# Plain help texts: rich would cost a third of the start-up time.
app = typer.Typer(
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


# How a verb ends beside 0 and 2 (a mistake): a plan short of its target, a formula that misses a published case.
UNREACHED = 3
FAILED = 4
GAP = 3  # between two columns
# What an answer says of a corridor as a whole.
WHOLE = ("value_mtpa", "reached_mtpa", "p05_mtpa", "p50_mtpa", "p95_mtpa", "probability_of_target")
FIGURES = ("_mtpa", "_musd")  # columns of results
OF_OTHERS = ("carried", "observed", "stated", "target")  # what was counted, stated or asked for keeps its digits
WORDS = 14  # a column of text narrower than this cannot be read

Format = Literal["table", "csv", "json"]
# Which figure counts where an official statement and the model both exist.
Basis = Literal["rule", "stated", "model", "lower"]

Data = Annotated[Path | None, typer.Option("--data", help="Another folder of the shape of geodata/.")]
As = Annotated[Format, typer.Option("--format", help="How to print the answer.")]
Scenario = Annotated[
    str,
    typer.Option(
        "--scenario",
        "-s",
        help="A scenario (`corridors scenarios` lists them), or a .toml file of one.",
        autocompletion=scenario_names,
    ),
]
SCENARIO_FILE = ".toml"
BasisIn = Annotated[Basis, typer.Option("--basis", help="Stated against modelled: which one counts.")]


@app.callback()
def _root() -> None:
    """With this, typer asks for the verb even where only one has been opened."""


def load(data: Path | None, scenario: str | None = None) -> Network:
    """The network that a verb works on."""
    import corridors as co

    name = scenario or "today"
    if name.endswith(SCENARIO_FILE):
        from corridors.dataset import scenario_id

        return co.scenario(co.load(data, scenario_files=[name]), scenario_id(Path(name)))
    net = co.load(data)
    if name == "today" and name not in net.scenarios:  # a folder need not describe what is there already
        return net
    return co.scenario(net, name)


def with_links(net: Network) -> Network:
    """A network that has something to answer for.

    Raises
    ------
    BadInput
        Its folder has no link yet.
    """
    from corridors.errors import BadInput

    if net.links.empty:
        raise BadInput(f"{net.root} has no link yet; `corridors import FILE --into {net.root} --as ID` brings some")
    return net


def links_of(net: Network, name: str) -> list[str]:
    """A link, or the links of a corridor."""
    what, found = net.find(name, "corridor", "link")
    return list(net.corridor(found).links) if what == "corridor" else [found]


def note(text: str) -> None:
    """Print something beside the answer."""
    print(text, file=sys.stderr)


def remark(text: str, format_: Format) -> None:
    """Print what belongs to an answer: below its table, or beside CSV and JSON, which have it in them."""
    print(text, file=sys.stdout if format_ == "table" else sys.stderr)


def rows_of(table: Any) -> list[dict[str, Any]]:
    """A table as CSV and tables take it."""
    return (table if table.index.name is None else table.reset_index()).to_dict("records")


def show(
    answer: Any,
    rows: Sequence[Any],
    columns: Mapping[str, str | Callable[[Any], str]],
    format_: Format,
    title: str = "",
) -> None:
    """Print an answer: `answer` whole as JSON, `rows` as CSV, `columns` of them as a table for people.

    Parameters
    ----------
    answer : object
        What JSON gets.
    rows : sequence of mappings
        What CSV gets, every key a column; with what `answer` says of the whole in every row.
    columns : dict
        Heading -> key of a row, or function of a row; what the table shows.
    """
    from corridors.report import as_csv, as_json

    if format_ == "json":
        write_data(as_json(answer) + "\n")
    elif format_ == "csv":
        rows = _with_whole(rows, answer)
        write_data(as_csv(rows, () if rows else [c for c in columns.values() if isinstance(c, str)]))
    else:
        _table(rows, columns, title)


def _with_whole(rows: Sequence[Any], answer: Any) -> Sequence[Any]:
    whole = {k: answer[k] for k in WHOLE if k in answer} if isinstance(answer, Mapping) else {}
    return [whole | dict(row) for row in rows] or ([whole] if whole else [])


def _table(rows: Sequence[Any], columns: Mapping[str, str | Callable[[Any], str]], title: str) -> None:
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    from corridors.report import plain

    if title:
        print(title)
    # No colours, so that no escape code is ever wanted: whatever looks like one comes from the data.
    console = Console(width=width(), color_system=None, highlight=False, markup=False, soft_wrap=False)
    values = [[plain(r.get(c)) if isinstance(c, str) else c(r) for c in columns.values()] for r in rows]
    coarse = [[_coarse(r, c) for c in columns.values()] for r in rows]
    cells = [[_cell(v, few) for v, few in zip(*line, strict=True)] for line in zip(values, coarse, strict=True)]
    headings = list(columns)[: _fitting(list(columns), cells, console.width)]
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False)
    for i, heading in enumerate(headings):
        numeric = any(isinstance(v[i], float) for v in values)
        table.add_column(heading, justify="right" if numeric else "left", overflow="fold", no_wrap=numeric or i == 0)
    for line in cells:
        table.add_row(*(Text(c) for c in line[: len(headings)]))
    console.print(table)
    if left_out := list(columns)[len(headings) :]:
        note(f"no room for: {', '.join(left_out)}; a wider window or --format csv has them")


def _coarse(row: Any, column: str | Callable[[Any], str]) -> bool:
    """Whether a result rests on an assumption, as all do that tell no grade: two digits are enough for people."""
    named = isinstance(column, str) and column.endswith(FIGURES) and not column.startswith(OF_OTHERS)
    return named and row.get("grade", "D") == "D"


def _cell(value: Any, coarse: bool = False) -> str:
    from corridors.wording.numbers import number, significant
    from corridors.wording.printable import printable

    if coarse and isinstance(value, float):
        return significant(value)
    return number(value, 2, fixed=True) if isinstance(value, float) or value is None else printable(str(value))


def _fitting(headings: list[str], cells: list[list[str]], width: int) -> int:
    """How many of the columns, from the left, can be read in a window: names whole, texts in lines of some words."""
    room = width + GAP
    for i, heading in enumerate(headings):
        longest = max((len(line[i]) for line in cells), default=0)
        room -= max(len(heading), longest if i == 0 else min(longest, WORDS)) + GAP
        if room < 0:
            return max(i, 2)
    return len(headings)
