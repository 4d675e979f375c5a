"""The verb about the world outside the model: what was counted, stated and promised."""

from typing import Annotated, Any, Literal

import typer

from corridors.cli import language as languages
from corridors.cli.app import As, Data, app, note, rows_of, show
from corridors.cli.language import said, say
from corridors.cli.ranges import Picture
from corridors.errors import BadInput
from corridors.wording.sentences import sentence


@app.command()
def observed(
    name: Annotated[
        str | None, typer.Argument(metavar="ID", help="A corridor or a link; everything if left out.")
    ] = None,
    series: Annotated[str | None, typer.Option("--series", help="A series, or how its name begins.")] = None,
    statements: Annotated[
        bool, typer.Option("--statements", help="What officials said, with what sources and model say of it.")
    ] = False,
    language: Annotated[
        Literal["en", "ru", "kk"] | None,
        typer.Option("--language", help="Of the answer, by default CORRIDORS_LANGUAGE or the locale's; of a picture."),
    ] = None,
    to: Picture = None,
    data: Data = None,
    format: As = "table",
) -> None:
    """What was counted, stated and promised: by year, with growth and rivals.

    Results stand beside targets; --statements takes what officials said in public, one by one.
    """
    import corridors as co

    if statements and (name or series or to):
        raise BadInput(sentence("--statements goes alone; leave out ID, --series and --to"))
    net = co.load(data)
    if statements:
        found_said = co.statements(net, language=languages.language())
        if not found_said.rows:
            raise BadInput(
                sentence("{folder} has no statements.csv; nothing that officials said is known", folder=net.root)
            )
        _statements(found_said, format)
        return
    found = co.observed(net, name, series=series)
    columns: dict[str, Any] = {"series": "series", "year": _year, "value": _value, "unit": "unit", "kind": "kind"}
    columns |= {"grade": "grade", "source": "source", "what": _what, "growth a year": _growth}
    columns |= {"rivals": _rivals, "result": _results}
    show(found.to_dict(), rows_of(found.table()), columns, format)
    if format == "table":
        for line in found.growth_lines():
            print(said(line))
    if to:
        from corridors.figures import observed_figure

        note(say("drawn: {path}", path=co.save_figure(observed_figure(found, language or "en"), to)))


def _statements(found: Any, format_: Any) -> None:
    if format_ != "table":
        show(found.to_dict(), found.to_dict(), {}, format_)
        return
    for row in found.rows:
        sources = ", ".join(s["source"] for s in row["sources"])
        print(say("{row[statement]} ({row[date]}; {sources})", row=row, sources=sources))
        print(say("  sources: {row[found]}\n  model:   {row[model]}\n", row=row))


def _year(row: Any) -> str:
    part = "" if row["period"] in ("", "year") else f" {row['period']}"
    return (
        say("{row[year]:.0f}{part}", row=row, part=part)
        if row["year"] == row["year"] and row["year"] is not None
        else "–"
    )


def _value(row: Any) -> str:
    span = (
        say(" ({row[low]:g}–{row[high]:g})", row=row) if row["low"] == row["low"] and row["high"] == row["high"] else ""
    )
    return say("{row[value]:,.10g}{span}", row=row, span=span)


def _what(row: Any) -> str:
    return say("{row[what]}: {row[definition]}", row=row) if row["definition"] else row["what"]


def _growth(row: Any) -> str:
    growth = row["growth"]
    return say("{growth[per_year_share]:+.0%} since {growth[from_year]}", growth=growth) if growth else ""


def _rivals(row: Any) -> str:
    return ", ".join(say("{r[value]:,.10g} ({r[source]})", r=r) for r in row["rivals"])


def _results(row: Any) -> str:
    found = row.get("results")
    return ", ".join(say("{r[value]:g} in {r[year]}", r=r) for r in found) if isinstance(found, list) else ""
