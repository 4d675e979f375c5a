"""Verbs that ask what a network can carry: headline, flow, capacity."""

from typing import Annotated, Any

import typer

from corridors.cli.app import As, BasisIn, Data, Scenario, app, load, note, show, with_links

Id = Annotated[str, typer.Argument(metavar="ID", help="A corridor; `corridors list` names them.")]


@app.command()
def capacity(
    name: Annotated[
        str | None, typer.Argument(metavar="[ID]", help="A corridor or a link; all links if left out.")
    ] = None,
    scenario: Scenario = "today",
    basis: BasisIn = "rule",
    data: Data = None,
    format: As = "table",
) -> None:
    """What each link can carry, what limits it, and how sure that is."""
    import corridors as co

    net = with_links(load(data, scenario))
    links = None if name is None else _asked(net, name)
    table = co.capacities(net, basis=basis, links=links)
    doubt = co.capacity_range(net, basis=basis, links=links).drop(columns="capacity_mtpa")
    rows = table.join(doubt).reset_index().to_dict("records")
    columns: Any = {"link": "link", "Mt/year": "capacity_mtpa", "likely range": _likely, "limit": "limit"}
    columns |= {"grade": "grade", "modelled": "modelled_mtpa", "stated": "stated_mtpa", "basis": "basis"}
    show(rows, rows, {**columns, "most in doubt": "driver_1"}, format)


def _asked(net: Any, name: str) -> list[str]:
    from corridors.errors import UnknownName

    if name in net.links.index:
        return [name]
    codes = {c.code.lower() for c in net.corridors.values()}
    if name not in net.corridors and name.lower() not in codes:
        raise UnknownName("corridor or link", name, [*net.corridors, *codes, *net.links.index])
    return list(net.corridor(name).links)


def _likely(row: Any) -> str:
    return f"{row['likely_low_mtpa']:.1f}–{row['likely_high_mtpa']:.1f}"


@app.command()
def flow(
    name: Id,
    scenario: Scenario = "today",
    basis: BasisIn = "rule",
    draws: Annotated[int, typer.Option(help="Draw every fact within its range so many times.", min=0)] = 0,
    seed: Annotated[int, typer.Option(help="Seed of the draws.")] = 1,
    data: Data = None,
    format: As = "table",
) -> None:
    """The most that a corridor can carry, and the links that hold it."""
    import corridors as co

    net = load(data, scenario)
    result = co.max_flow(net, name, basis=basis)
    answer = result.to_dict()
    title = f"{result.corridor}, {scenario}: {result.value_mtpa:,.1f} Mt/year"
    columns: Any = {
        "held by": "link",
        "Mt/year": "capacity_mtpa",
        "limit": "limit",
        "grade": "grade",
        "country": "country",
    }
    doubt = co.ensemble(net, name, draws=draws, seed=seed, basis=basis) if draws else None
    show(answer | ({"doubt": doubt.to_dict()} if doubt else {}), answer["cut"], columns, format, title)
    if result.note:
        note(result.note)
    if doubt and format == "table":
        least, middle, most = (doubt.quantiles[q] for q in (0.05, 0.5, 0.95))
        print(f"over {draws:,} draws: {middle:.1f} in the middle, {least:.1f} to {most:.1f} in nine of ten")
        held = ", ".join(f"{link} {share:.0%}" for link, share in doubt.cut_share.head(3).items())
        print(f"held most often by {held}; decided most by {', '.join(doubt.drivers.index[:3])}")


@app.command()
def headline(data: Data = None, format: As = "table") -> None:
    """The main corridor today and in its scenarios; what limits it."""
    import corridors as co
    from corridors.scenarios import headline as headline_of

    net = with_links(load(data))
    chosen = headline_of(net)
    corridor = net.corridor(chosen.corridor)
    rows = []
    for name in chosen.scenarios:
        state = load(data, name)
        found = co.max_flow(state, corridor.id)
        cut = found.to_dict()["cut"]
        held = "; ".join(f"{c['link']} {c['capacity_mtpa']:.1f} ({c['limit']}; grade {c['grade']})" for c in cut)
        title = net.scenarios[name].names.en if name in net.scenarios else name
        rows.append({"scenario": name, "title": title, "value_mtpa": found.value_mtpa, "bottleneck": held, "cut": cut})
    if format == "table":
        print(corridor.names.en)
        for row in rows:
            print(f"  {row['value_mtpa']:5.1f} Mt/year  {row['title']}\n           limited by {row['bottleneck']}")
        if chosen.stated_on:
            _officials(net, chosen.stated_on, chosen.stated_note.en if chosen.stated_note else "")
    else:
        show(rows, [{k: v for k, v in r.items() if k != "cut"} for r in rows], {}, format)


def _officials(net: Any, link: str, about: str) -> None:
    """The official statements on a link, beside the model's figures."""
    facts = net.facts[(net.facts["link"] == link) & (net.facts["attribute"] == "stated_mtpa")]
    rows = facts[(facts["role"] != "replaced") & (facts["origin"] != "default")]
    if len(rows):
        stated = " and ".join(f"{r.value:g} ({r.source})" for r in rows.itertuples())
        note(f"officials state today: {stated} Mt/year" + (f"; {about}" if about else ""))
