"""The verb about the world outside the model: what was counted, stated and promised."""

from typing import Annotated, Any, Literal

import typer

from corridors.cli.app import As, Data, app, note, rows_of, show
from corridors.cli.language import said, say
from corridors.cli.ranges import Picture


@app.command()
def observed(
    name: Annotated[
        str | None, typer.Argument(metavar="[ID]", help="A corridor or a link; everything without.")
    ] = None,
    series: Annotated[str | None, typer.Option("--series", help="A series, or how its name begins.")] = None,
    statements: Annotated[
        bool, typer.Option("--statements", help="What officials said, with what sources and model say of it.")
    ] = False,
    language: Annotated[Literal["en", "ru", "kk"], typer.Option("--language", help="Of the statements.")] = "en",
    to: Picture = None,
    data: Data = None,
    format: As = "table",
) -> None:
    """What was counted, stated and promised: by year, with growth and rivals.

    Results stand beside targets; --statements takes what officials said in public, one by one.
    """
    import corridors as co
    from corridors.errors import BadInput

    if statements and (name or series or to):
        raise BadInput("--statements goes alone; leave out ID, --series and --to")
    net = co.load(data)
    if statements:
        _statements(co.statements(net, language=language), format)
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

        note(say("drawn: {path}", path=co.save_figure(observed_figure(found, language), to)))


def _statements(found: Any, format_: Any) -> None:
    if format_ != "table":
        show(found.to_dict(), found.to_dict(), {}, format_)
        return
    for row in found.rows:
        sources = ", ".join(s["source"] for s in row["sources"])
        print(say("{statement} ({date}; {sources})", statement=row["statement"], date=row["date"], sources=sources))
        print(say("  sources: {found}\n  model:   {model}\n", found=row["found"], model=row["model"]))


def _year(row: Any) -> str:
    part = "" if row["period"] in ("", "year") else say(" {period}", period=row["period"])
    return (
        say("{year:.0f}{part}", year=row["year"], part=part)
        if row["year"] == row["year"] and row["year"] is not None
        else "–"
    )


def _value(row: Any) -> str:
    span = (
        say(" ({low:g}–{high:g})", low=row["low"], high=row["high"])
        if row["low"] == row["low"] and row["high"] == row["high"]
        else ""
    )
    return say("{value:,.10g}{span}", value=row["value"], span=span)


def _what(row: Any) -> str:
    return (
        say("{what}: {definition}", what=row["what"], definition=row["definition"])
        if row["definition"]
        else row["what"]
    )


def _growth(row: Any) -> str:
    growth = row["growth"]
    return (
        say(
            "{per_year_share:+.0%} since {from_year}",
            per_year_share=growth["per_year_share"],
            from_year=growth["from_year"],
        )
        if growth
        else ""
    )


def _rivals(row: Any) -> str:
    return ", ".join(say("{value:,.10g} ({source})", value=r["value"], source=r["source"]) for r in row["rivals"])


def _results(row: Any) -> str:
    found = row.get("results")
    return (
        ", ".join(say("{value:g} in {year}", value=r["value"], year=r["year"]) for r in found)
        if isinstance(found, list)
        else ""
    )
