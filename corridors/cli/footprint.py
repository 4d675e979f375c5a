"""The verb about cost, time and CO2 of a tonne: footprint."""

from typing import Annotated, Any

import typer

from corridors.cli.app import As, BasisIn, Data, Scenario, app, load, note, rows_of, show
from corridors.cli.language import said, say
from corridors.cli.ranges import Id, Seed
from corridors.wording.numbers import significant, span

Draws = Annotated[int, typer.Option(help="Draws of all facts and factors behind the ranges.", min=1)]
NAMES = {
    "kg_per_t": "CO2 of a tonne",
    "g_per_tkm": "CO2 of a tonne-kilometre",
    "usd_per_t": "cost of a tonne",
    "h": "time",
    "kt_per_year": "CO2 of a year",
    "musd_per_year": "cost of a year",
}


@app.command()
def footprint(
    name: Id,
    scenario: Scenario = "today",
    branch: Annotated[int | None, typer.Option(help="A branch instead of the main route, counted from 0.")] = None,
    mtpa: Annotated[float | None, typer.Option(help="Mt/year for the sums of a year; by default the capacity.")] = None,
    draws: Draws = 2000,
    seed: Seed = 1,
    basis: BasisIn = "rule",
    data: Data = None,
    format: As = "table",
) -> None:
    """Cost, time and CO2 of a tonne and of a year, leg by leg, with ranges.

    Electric trains (with the grid of the country) and diesel ones, trucks, ships, terminals, trucks that wait, empty
    returns. The factors are in geodata/factors.csv; JSON lists them with their sources.
    """
    import corridors as co

    net = load(data, scenario)
    found = co.footprint(net, name, branch=branch, mtpa=mtpa, draws=draws, seed=seed, basis=basis)
    columns: dict[str, Any] = {"link": "link", "country": "country", "wire": _wire, "km": "km", "h": "h"}
    columns |= {"USD/t": "usd_per_t", "kg CO2/t": "kg_per_t", "90 % range": lambda r: span(r["kg_p05"], r["kg_p95"])}
    columns |= {"of it empty": "empty_kg_per_t", "kt/year": "kt_per_year"}
    title = say(
        "{found.corridor}, {net.name}: {found.km:,.0f} km; sums of a year for {found.mtpa:.2f} Mt ({found.mtpa_is})",
        found=found, net=net,
    )  # fmt: skip
    show(found.to_dict(), rows_of(found.table()), columns, format, title)
    if format == "table":
        for key, row in found.totals.iterrows():
            middle = say(
                "{p50} ({range}) {row[unit]}", p50=significant(row["p50"]), range=span(row["p05"], row["p95"]), row=row
            )
            best = significant(row["best"])
            print(
                say("  {what}: {middle}; {best} at best guesses", what=said(NAMES[str(key)]), middle=middle, best=best)
            )
        parts = found.modes[found.modes["kg_per_t"] > 0]
        shares = (say("{r.Index} {r.share:.0%}", r=r) for r in parts.itertuples())
        print(say("  of the CO2: {names}", names=", ".join(shares)))
    note(said(found.note))


def _wire(row: dict[str, Any]) -> str:
    share = row["electrified"]
    return say("{share:.0%}", share=share) if share >= 0 else ""
