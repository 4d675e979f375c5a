"""Verbs that ask how sure an answer is: ensemble, evidence."""

from typing import Annotated, Any

import typer

from corridors.cli.app import As, BasisIn, Data, Scenario, app, links_of, load, note, rows_of, show
from corridors.cli.language import say
from corridors.cli.ranges import Draws, Id, NoCache, Picture, Seed, Workers, range_text
from corridors.wording.numbers import significant, span


@app.command()
def ensemble(
    name: Id,
    scenario: Scenario = "today",
    draws: Draws = 10_000,
    seed: Seed = 1,
    target: Annotated[float | None, typer.Option(help="Mt/year whose probability is asked for.", min=0)] = None,
    by_year: Annotated[bool, typer.Option("--by-year", help="The probability of the target year by year.")] = False,
    basis: BasisIn = "rule",
    workers: Workers = 1,
    no_cache: NoCache = False,
    to: Picture = None,
    data: Data = None,
    format: As = "table",
) -> None:
    """The capacity of a corridor in thousands of draws, given what was carried."""
    import corridors as co
    from corridors.planning.chance import chance_by_year, cost_quantiles
    from corridors.scenarios import built

    net = load(data, scenario)
    target = target if target is not None else _target(net, name)
    options: dict[str, Any] = {"draws": draws, "seed": seed, "basis": basis, "workers": workers}
    found = co.ensemble(net, name, target_mtpa=target, cached=not no_cache, **options)
    answer = found.to_dict()
    if by_year:
        answer["by_year"] = rows_of(chance_by_year(net, name, target, cached=not no_cache, **options))
        answer["cost_musd"] = cost_quantiles(net, built(net, net.name), draws=draws, seed=seed)
    columns: dict[str, Any] = {"quantile": "quantile", "Mt/year": "capacity_mtpa"}
    columns |= {"sampling": _sampling, "before what was carried": "prior_mtpa"}
    show(
        answer,
        rows_of(found.table()),
        columns,
        format,
        say("{corridor}, {name}: {range_text}", corridor=found.corridor, name=net.name, range_text=range_text(found)),
    )
    if format == "table":
        _print_details(found, answer)
    if to:
        from corridors.figures import ensemble_figure

        note(say("drawn: {path}", path=co.save_figure(ensemble_figure(found), to)))


def _target(net: Any, name: str) -> float | None:
    known = net.scenarios.get(net.name)
    fits = known and known.target and known.target.corridor == net.corridor(name).id
    return known.target.mtpa if fits else None


def _sampling(row: Any) -> str:
    return span(row["sampling_low_mtpa"], row["sampling_high_mtpa"], 3)


def _print_details(found: Any, answer: dict[str, Any]) -> None:
    if found.target_mtpa is not None:
        low, high = answer["sampling"]["probability_of_target"]
        chance = answer["probability_of_target"]
        print(
            say(
                "{target_mtpa:g} Mt/year is carried in {chance:.1%} of the draws ({low:.1%}–{high:.1%})",
                target_mtpa=found.target_mtpa,
                chance=chance,
                low=low,
                high=high,
            )
        )
    for row in answer.get("by_year", ()):
        print(say("  end of {year}: {probability:.1%}", year=row["year"], probability=row["probability"]))
    links = ", ".join(
        say("{link} {share:.0%}", link=link, share=share) for link, share in found.cut_frequency.head(4).items()
    )
    print(say("bottleneck: {links}", links=links))
    drivers = ", ".join(
        say("{fact} {index:.0%}", fact=fact, index=index) for fact, index in found.drivers.head(4).items()
    )
    print(say("share of the variance that one fact explains: {drivers}", drivers=drivers))
    used, left_out = found.evidence[found.evidence["used"]], found.evidence[~found.evidence["used"]]
    print(
        say(
            "{n} counts weigh the {draws:,} draws, which say as much as {effective_draws:,.0f}",
            n=len(used),
            draws=found.draws,
            effective_draws=found.effective_draws,
        )
    )
    if len(left_out):
        names = ", ".join(dict.fromkeys(left_out["link"]))
        print(say("counts that the model can hardly explain, left out: {names}; see `corridors evidence`", names=names))


@app.command()
def evidence(
    name: Annotated[
        str | None, typer.Argument(metavar="[ID]", help="A corridor or a link; all counts if left out.")
    ] = None,
    draws: Draws = 10_000,
    seed: Seed = 1,
    no_cache: NoCache = False,
    data: Data = None,
    format: As = "table",
) -> None:
    """What was carried, and how it changes capacities and facts."""
    from corridors.uncertainty.learnt import learnt

    net = load(data)
    found = learnt(
        net, links=None if name is None else links_of(net, name), draws=draws, seed=seed, cached=not no_cache
    )
    columns: dict[str, Any] = {"link": "link", "year": "year", "carried": "carried_mtpa", "counted": _counted}
    columns |= {"before": _span("prior"), "after": _span("after"), "likely before": _probability, "note": "note"}
    show(found.to_dict(), rows_of(found.counts), columns, format, say("{n} counts, Mt/year", n=len(found.counts)))
    if format == "table":
        _print_learnt(found)


def _counted(row: Any) -> str:
    return say("counted") if row["counted"] else say("inferred")


def _span(what: str) -> Any:
    def text(row: Any) -> str:
        return span(row[f"{what}_p05_mtpa"], row[f"{what}_p95_mtpa"])

    return text


def _probability(row: Any) -> str:
    return say("{prior_probability:.0%}", prior_probability=row["prior_probability"]) + (
        "" if row["used"] else say(", left out")
    )


def _print_learnt(found: Any) -> None:
    print(say("facts whose range moved most, 90 % before and after:"))
    for fact, row in found.facts.head(10).iterrows():
        before, after = span(row["before_p05"], row["before_p95"]), span(row["after_p05"], row["after_p95"])
        print(
            say(
                "  {fact}: {before}, after what was carried {after} ({figure})",
                fact=fact,
                before=before,
                after=after,
                figure=significant(row["after_p50"]),
            )
        )
    for row in rows_of(found.counts[~found.counts["used"]]):
        uncertainties = ", ".join(row["facts_to_look_at"])
        carried = say(
            "{link} carried {carried_mtpa:.2f} Mt in {year}",
            link=row["link"],
            carried_mtpa=row["carried_mtpa"],
            year=row["year"],
        )
        print(
            say(
                "{carried}, which the model hardly allows; facts to look at: {uncertainties}",
                carried=carried,
                uncertainties=uncertainties,
            )
        )
