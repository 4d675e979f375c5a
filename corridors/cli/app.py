"""The application that all verbs belong to, their common options, and how an answer is printed."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from corridors.cli.complete import scenario_names
from corridors.cli.console import width, write_data
from corridors.cli.language import attribute_of, language, limit_of, name_of, said, say, unit_of
from corridors.cli.output import Verbs, output
from corridors.wording.sentences import sentence

if TYPE_CHECKING:
    from corridors.network import Network

# Plain help texts: rich would cost a third of the start-up time.
app = Verbs(
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
# Columns whose values are words of ours; others hold names, ids and texts of the data.
TRANSLATED = ("basis", "identification", "mode", "kind", "origin", "role", "status", "level", "note", "day")
FIGURES = ("_mtpa", "_musd")  # columns of results
OF_OTHERS = ("carried", "observed", "stated", "target")  # what was counted, stated or asked for keeps its digits
WORDS = 14  # a column of text narrower than this cannot be read

Format = Literal["table", "csv", "json", "xlsx"]
# Which figure counts where an official statement and the model both exist.
Basis = Literal["rule", "stated", "model", "lower"]

Data = Annotated[Path | None, typer.Option("--data", help="Another folder with the layout of geodata/.")]
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
BasisIn = Annotated[Basis, typer.Option("--basis", help="Which capacity counts where it is both stated and modelled.")]


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
        raise BadInput(
            sentence(
                "{folder} has no link yet; `corridors import FILE --into {folder} --as ID` brings some", folder=net.root
            )
        )
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
    """Give an answer: `answer` whole as JSON, `rows` as CSV or a workbook, `columns` of them as a table for people.

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

    if format_ == "table":
        _table(rows, columns, title)
    elif format_ == "json":
        _put(as_json(answer) + "\n")
    else:
        rows = _with_whole(rows, answer)
        header = () if rows else [c for c in columns.values() if isinstance(c, str)]
        if format_ == "csv":
            _put(as_csv(rows, header, excel=output().excel))
        else:
            _workbook(answer, rows, header)


def _put(text: str) -> None:
    """Print CSV or JSON, or write it to the file that was asked for."""
    from corridors.atomic_write import beside

    to, mark = output().to, output().excel
    if to is None:
        write_data(text, mark)
        return
    with beside(to) as file:
        file.write_text(text, encoding="utf-8-sig" if mark else "utf-8", newline="")
    note(say("written: {to}", to=to))


def _workbook(answer: Any, rows: Sequence[Any], header: Sequence[str]) -> None:
    import corridors as co
    from corridors.exchange.answer_sheet import answer_sheet

    now = output()
    if now.to is None:
        return
    answer_sheet(co.load(now.data), now.verb, answer, [*rows] or [dict.fromkeys(header)], now.to)
    note(say("written: {to}", to=now.to))


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
        print(said(title))
    # No colours, so that no escape code is ever wanted: whatever looks like one comes from the data.
    console = Console(width=width(), color_system=None, highlight=False, markup=False, soft_wrap=False)
    values = [[plain(_shown(r, c)) if isinstance(c, str) else c(r) for c in columns.values()] for r in rows]
    coarse = [[_coarse(r, c) for c in columns.values()] for r in rows]
    cells = [[_cell(v, few) for v, few in zip(*line, strict=True)] for line in zip(values, coarse, strict=True)]
    columns = {said(heading): column for heading, column in columns.items()}
    headings = list(columns)[: _fitting(list(columns), cells, console.width)]
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False)
    for i, heading in enumerate(headings):
        numeric = any(isinstance(v[i], float) for v in values)
        table.add_column(heading, justify="right" if numeric else "left", overflow="fold", no_wrap=numeric or i == 0)
    for line in cells:
        table.add_row(*(Text(c) for c in line[: len(headings)]))
    console.print(table)
    if left_out := [heading for heading in list(columns)[len(headings) :] if heading]:
        note(say("no room for: {names}; a wider window or --format csv has them", names=", ".join(left_out)))


def _shown(row: Any, key: str) -> Any:
    """A value in the language of the answer: what limits a link, what it is called, a word of ours."""
    if language() == "en":
        return row.get(key)
    if key == "limit":
        return limit_of(row)
    if key == "name_en":
        return name_of(row)
    if key == "what" and "attribute" in row:
        return attribute_of(row)
    value = row.get(key)
    if key == "unit" and isinstance(value, str):
        return unit_of(value)
    return said(value) if key in TRANSLATED and isinstance(value, str) else value


def _coarse(row: Any, column: str | Callable[[Any], str]) -> bool:
    """Whether a result rests on an assumption, as all do that tell no grade: two digits are enough for people."""
    named = isinstance(column, str) and column.endswith(FIGURES) and not column.startswith(OF_OTHERS)
    return named and row.get("grade", "D") == "D"


def _cell(value: Any, coarse: bool = False) -> str:
    from corridors.wording.numbers import number, significant
    from corridors.wording.printable import printable
    from corridors.wording.sentences import localised

    if coarse and isinstance(value, float):
        return significant(value, language=language())
    if isinstance(value, float) or value is None:
        return number(value, 2, language(), fixed=True)
    return printable(localised(value if isinstance(value, str) else str(value), language()))


def _fitting(headings: list[str], cells: list[list[str]], width: int) -> int:
    """How many of the columns, from the left, can be read in a window: names whole, texts in lines of some words."""
    room = width + GAP
    for i, heading in enumerate(headings):
        longest = max((len(line[i]) for line in cells), default=0)
        room -= max(len(heading), longest if i == 0 else min(longest, WORDS)) + GAP
        if room < 0:
            return max(i, 2)
    return len(headings)
