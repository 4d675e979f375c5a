"""The verb assign: where the known demand goes."""

from typing import Annotated, Any

import typer

from corridors.cli.app import As, BasisIn, Data, Scenario, app, load, remark, rows_of, show
from corridors.cli.language import said, say
from corridors.wording.numbers import number, significant

NO_RANGE_OF_FLOWS = (
    "the demand is one figure a pair of places, so a range of the flows would be that of capacities alone"
)
PRICE = (
    "1 Mt more: million USD a year that one more Mt/year of capacity would save; where it would relieve\n"
    "unmet demand no price is given, because the value of such a tonne is not known"
)
Roads = Annotated[
    bool, typer.Option("--road-equilibrium", help="Trucks share the roads with counted traffic; hours under load.")
]


@app.command()
def assign(
    scenario: Scenario = "today",
    road_equilibrium: Roads = False,
    basis: BasisIn = "rule",
    data: Data = None,
    format: As = "table",
) -> None:
    """Known demand at least cost: flows, utilisation, prices, shortfall."""
    import corridors as co

    net = load(data, scenario)
    found = co.assign(net, basis=basis, road_equilibrium=road_equilibrium)
    columns: dict[str, Any] = {"link": "link", "Mt/year": "flow_mtpa", "capacity": "capacity_mtpa"}
    columns |= {"use": lambda r: say("{r[utilisation]:.0%}", r=r), "1 Mt more, MUSD": _price}
    columns |= {"observed": "observed_mtpa", "difference": "difference_mtpa"}
    total = float(found.demand["mtpa"].sum())
    title = say(
        "{net.name}: {figure} of {second} Mt/year of the known demand unmet",
        net=net,
        figure=significant(found.unmet_mtpa),
        second=significant(total),
    )
    show({**found.to_dict(), "no_range": NO_RANGE_OF_FLOWS}, rows_of(found.table()), columns, format, title)
    if format == "table":
        print(say(PRICE))
        for r in found.demand[found.demand["unmet_mtpa"] > 0].itertuples():
            way = say("{r.origin} to {r.destination}, {r.commodity}", r=r)
            print(
                say(
                    "  unmet: {way}: {figure} of {second} Mt/year, {r.why_unmet}",
                    way=way,
                    figure=significant(r.unmet_mtpa),
                    second=significant(r.mtpa),
                    r=r,
                )
            )
        print(say("no range: {NO_RANGE_OF_FLOWS}", NO_RANGE_OF_FLOWS=NO_RANGE_OF_FLOWS))
        if found.roads is not None:
            _roads(found.roads.links)
    if found.note:
        remark(said(found.note), format)


def _price(row: Any) -> str:
    return say("tonnes wait") if row["relieves_unmet"] else number(row["shadow_musd_per_mt"], 2, fixed=True)


def _roads(links: Any) -> None:
    """Roads that carry somebody, the fullest first."""
    used = links[links["pcu_per_h"] > 0].sort_values("use", ascending=False)
    full, empty = say("  roads in the design hour, the fullest first:"), say("  roads: nobody is on them")
    print(full if len(used) else empty)
    for link, r in used.head(12).iterrows():
        text = say(
            "    {link}: {r[use]:.0%} of {r[capacity_pcu_per_h]:,.0f} cars an hour, {r[h]:.2f} h ", link=link, r=r
        )
        text += say("({r[delay_h]:.2f} of them delay), {r[trucks_per_day]:,.0f} trucks a day of the known demand", r=r)
        print(text)
