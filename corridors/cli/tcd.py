"""The verb tcd: time, cost and distance along a corridor."""

from typing import Annotated, Any

import typer

from corridors.cli.app import As, Data, Scenario, app, load, note, remark, rows_of, show
from corridors.cli.assign import Roads
from corridors.cli.language import said, say
from corridors.cli.ranges import Id, Picture, keys

NO_RANGE_OF_COSTS = "costs have no range: the sources give one rate a mode and country"


@app.command()
def tcd(
    name: Id,
    branch: Annotated[int | None, typer.Option(help="A branch instead of the main route, counted from 0.")] = None,
    to: Picture = None,
    scenario: Scenario = "today",
    road_equilibrium: Roads = False,
    data: Data = None,
    format: As = "table",
) -> None:
    """Time, cost and distance along a corridor, with the jumps at borders.

    Hours at borders are measured where possible, with their range, beside the technical minimum of the model.
    Changes of gauge are jumps too; the values of CAREC's CPMM stand beside it.
    """
    import corridors as co

    net = load(data, scenario)
    roads = co.assign(net, road_equilibrium=True).roads if road_equilibrium else None
    found = co.time_cost_distance(net, name, branch=branch, road_h=None if roads is None else roads.links["h"])
    columns = keys("link", "country", "km", "h", "usd_per_t", "total_km", "total_h", "total_usd_per_t")
    columns |= {"kg CO2/t": "total_kg_per_t"}
    columns |= {"": lambda r: say("jump") if r["jump"] else ""}
    title = say(
        "{found.corridor}: {found.km:,.0f} km, {found.h:,.0f} h ({found.low_h:,.0f}–{found.high_h:,.0f}), ", found=found
    )
    title += say("{found.usd_per_t:,.0f} USD/t, {found.kg_per_t:,.0f} kg CO2/t; ", found=found)
    title += say(
        "{found.speed_without_delay_kmh:.0f} km/h without delay, {found.speed_with_delay_kmh:.0f} with", found=found
    )
    show({**found.to_dict(), "no_range": NO_RANGE_OF_COSTS}, rows_of(found.table()), columns, format, title)
    if format == "table":
        print(say("hours have the range of the waits; {NO_RANGE_OF_COSTS}", NO_RANGE_OF_COSTS=NO_RANGE_OF_COSTS))
        _waits(found.steps)
        _cpmm(found.cpmm)
    if found.note:
        remark(said(found.note), format)
    if to:
        from corridors.figures import tcd_figure

        note(say("drawn: {path}", path=co.save_figure(tcd_figure(found), to)))


def _waits(steps: Any) -> None:
    """Hours at each border and terminal: measured, or a default, beside the least that the model needs."""
    points = steps[(steps["waiting_h"] > 0) & steps["kind"].isin(["border", "terminal"])]
    if len(points):
        print(say("  hours at borders and terminals, with their range, and the technical minimum of the model:"))
    for link, r in points.iterrows():
        origin = (
            say("measured, {r[waiting_source]}, grade {r[waiting_grade]}", r=r)
            if r["measured"]
            else say("not measured here")
        )
        least = "" if r["technical_h"] != r["technical_h"] else say("; model {r[technical_h]:.1f}", r=r)
        print(
            say(
                "    {link}: {r[waiting_h]:.1f} ({r[waiting_low_h]:g}–{r[waiting_high_h]:g}), {origin}{least}",
                link=link,
                r=r,
                origin=origin,
                least=least,
            )
        )


def _cpmm(published: Any) -> None:
    """What CAREC measured, and the same of this journey, a line an indicator."""
    what = {"SWOD": "km/h without delay", "SWD": "km/h with delay", "TFI1": "h at a border"}
    what |= {"TFI2": "USD at a border (20 t)", "TFI3": "USD for 500 km (20 t)"}
    for indicator, unit in what.items():
        rows = published[published["indicator"] == indicator]
        measured = ", ".join(say("{r.entity} {r.value:,.0f} ({r.year})", r=r) for r in rows.itertuples())
        if measured and rows["here"].notna().any():
            print(
                say(
                    "  {indicator}, {unit}: here {value:,.0f}; CPMM {measured}",
                    indicator=indicator,
                    unit=say(unit),
                    value=rows["here"].iloc[0],
                    measured=measured,
                )
            )
