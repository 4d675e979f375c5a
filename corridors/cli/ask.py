"""Verbs that ask what a network can carry: headline, flow, capacity."""

from typing import Annotated, Any

import typer

from corridors.cli.app import As, BasisIn, Data, Scenario, app, links_of, load, remark, show, with_links
from corridors.cli.language import language, limit_of, name_of, said, say
from corridors.cli.ranges import Draws, Id, NoCache, NoRange, Seed, range_keys, range_text
from corridors.wording.numbers import significant, span


@app.command()
def capacity(
    name: Annotated[
        str | None, typer.Argument(metavar="ID", help="A corridor or a link; all links if left out.")
    ] = None,
    scenario: Scenario = "today",
    basis: BasisIn = "rule",
    seed: Seed = 1,
    no_cache: NoCache = False,
    data: Data = None,
    format: As = "table",
) -> None:
    """What each link can carry, what limits it, and how sure that is."""
    import corridors as co
    from corridors.uncertainty.link_ranges import link_ranges

    net = with_links(load(data, scenario))
    links = None if name is None else links_of(net, name)
    table = co.capacities(net, basis=basis, links=links)
    ranges = co.capacity_range(net, basis=basis, links=links).drop(columns="capacity_mtpa")
    given = link_ranges(net, links=links, basis=basis, seed=seed, cached=not no_cache)
    rows = table.join(given).join(ranges).reset_index().to_dict("records")
    columns: Any = {"link": "link", "Mt/year": "capacity_mtpa", "90 % range": _likely, "limit": "limit"}
    columns |= {"grade": "grade", "modelled": "modelled_mtpa", "stated": "stated_mtpa", "basis": "basis"}
    show(rows, rows, {**columns, "most uncertain fact": "driver_1"}, format)


def _likely(row: Any) -> str:
    return span(row["p05_mtpa"], row["p95_mtpa"])


@app.command()
def flow(
    name: Id,
    scenario: Scenario = "today",
    basis: BasisIn = "rule",
    draws: Draws = 10_000,
    seed: Seed = 1,
    no_range: NoRange = False,
    no_cache: NoCache = False,
    data: Data = None,
    format: As = "table",
) -> None:
    """The most that a corridor can carry, with its range, and its bottleneck."""
    import corridors as co

    net = load(data, scenario)
    result = co.max_flow(net, name, basis=basis)
    answer = result.to_dict()
    title = say("{figure} Mt/year with every fact at its best guess", figure=significant(result.value_mtpa))
    if not no_range:
        found = co.ensemble(net, name, draws=draws, seed=seed, basis=basis, cached=not no_cache)
        answer = {**answer, **range_keys(found), "draws": draws, "seed": seed}
        title = range_text(found)
    columns: Any = {
        "bottleneck": "link",
        "Mt/year": "capacity_mtpa",
        "limit": "limit",
        "grade": "grade",
        "country": "country",
    }
    show(
        answer,
        answer["cut"],
        columns,
        format,
        say("{result.corridor}, {net.name}: {title}", result=result, net=net, title=title),
    )
    if result.note:
        remark(said(result.note), format)


@app.command()
def headline(seed: Seed = 1, no_cache: NoCache = False, data: Data = None, format: As = "table") -> None:
    """The main corridor today and in its scenarios; what limits it."""
    import corridors as co
    from corridors.scenarios import headline as headline_of

    net = with_links(load(data))
    chosen = headline_of(net)
    corridor = net.corridor(chosen.corridor)
    rows = []
    for name in chosen.scenarios:
        state = load(data, name)
        found, runs = co.max_flow(state, corridor.id), co.ensemble(state, corridor.id, seed=seed, cached=not no_cache)
        cut = found.to_dict()["cut"]
        limiting = "; ".join(
            say(
                "{name} ({c[link]}) {figure} Mt/year: {limit}, grade {c[grade]}",
                name=name_of(net.link(c["link"])),
                c=c,
                limit=limit_of(c),
                figure=significant(c["capacity_mtpa"]),
            )
            for c in cut
        )
        title = getattr(net.scenarios[name].names, language()) if name in net.scenarios else name
        figures = {"value_mtpa": found.value_mtpa, **range_keys(runs)}
        rows.append(
            {"scenario": name, "title": title, **figures, "bottleneck": limiting, "cut": cut, "range": range_text(runs)}
        )
    if format == "table":
        print(getattr(corridor.names, language()))
        for row in rows:
            print(say("  {row[title]}\n    {row[range]}\n    bottleneck at best guesses: {row[bottleneck]}", row=row))
        if chosen.stated_on:
            _officials(net, chosen.stated_on, getattr(chosen.stated_note, language()) if chosen.stated_note else "")
    else:
        answer = [{k: v for k, v in r.items() if k != "range"} for r in rows]
        show(answer, [{k: v for k, v in r.items() if k != "cut"} for r in answer], {}, format)


def _officials(net: Any, link: str, about: str) -> None:
    """The official statements on a link, beside the model's figures."""
    facts = net.facts_of([link], ["stated_mtpa"])
    rows = facts[(facts["role"] != "replaced") & (facts["origin"] != "default")]
    if len(rows):
        stated = say(" and ").join(say("{r.value:g} ({r.source})", r=r) for r in rows.itertuples())
        print(
            say("officials state today: {stated} Mt/year", stated=stated)
            + (say("; {about}", about=about) if about else "")
        )
