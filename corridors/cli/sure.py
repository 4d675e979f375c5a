"""Verbs that ask how sure an answer is, and what to find out first: ensemble, evidence, find-out."""

from pathlib import Path
from typing import Annotated, Any

import typer

from corridors.cli.app import As, BasisIn, Data, Scenario, app, links_of, load, note, remark, rows_of, show
from corridors.cli.language import language, say
from corridors.cli.ranges import Draws, Id, NoCache, Picture, Scheduler, Seed, Workers, range_text
from corridors.errors import BadInput
from corridors.wording.numbers import significant, span
from corridors.wording.sentences import sentence


@app.command()
def ensemble(
    name: Annotated[str, typer.Argument(metavar="ID", help="A corridor, or `all`: every one in every scenario.")],
    scenario: Scenario = "today",
    draws: Draws = 10_000,
    seed: Seed = 1,
    target: Annotated[float | None, typer.Option(help="Mt/year whose probability is asked for.", min=0)] = None,
    by_year: Annotated[bool, typer.Option("--by-year", help="The probability of the target year by year.")] = False,
    basis: BasisIn = "rule",
    workers: Workers = 1,
    scheduler: Scheduler = None,
    into: Annotated[
        Path | None, typer.Option(help="Keep the draws as Parquet in this folder; an interrupted run resumes.")
    ] = None,
    no_cache: NoCache = False,
    to: Picture = None,
    data: Data = None,
    format: As = "table",
) -> None:
    """The capacity of a corridor in thousands of draws, given what was carried."""
    if name == "all":
        given = {"--scenario": scenario != "today", "--target": target is not None, "--by-year": by_year}
        _alone(given | {"--into": into is not None, "--to": to is not None})
        _all(load(data), {"draws": draws, "seed": seed, "basis": basis, "workers": scheduler or workers}, format)
        return
    import corridors as co
    from corridors.planning.chance import chance_by_year, cost_quantiles
    from corridors.scenarios import built
    from corridors.uncertainty.find_out import records

    net = load(data, scenario)
    target = target if target is not None else _target(net, name)
    if by_year and target is None:
        raise BadInput(sentence("--by-year says by when a target is reached: add --target, Mt/year"))
    options: dict[str, Any] = {"draws": draws, "seed": seed, "basis": basis, "workers": scheduler or workers}
    if into:
        _long_run(net, name, into, {**options, "target_mtpa": target}, format)
        return
    found = co.ensemble(net, name, target_mtpa=target, cached=not no_cache, **options)
    answer = found.to_dict()
    if by_year:
        answer["by_year"] = rows_of(chance_by_year(net, name, target, cached=not no_cache, **options))
        answer["cost_musd"] = cost_quantiles(net, built(net, net.name), draws=draws, seed=seed)
    if format == "json":
        answer["find_out_first"] = records(found.find_out_first)
    columns: dict[str, Any] = {"quantile": "quantile", "Mt/year": "capacity_mtpa"}
    columns |= {"sampling": _sampling, "before what was carried": "prior_mtpa"}
    show(
        answer,
        rows_of(found.table()),
        columns,
        format,
        say("{found.corridor}, {net.name}: {range_text}", found=found, net=net, range_text=range_text(found)),
    )
    if format == "table":
        _print_details(found, answer)
    if to:
        from corridors.figures import ensemble_figure

        note(say("drawn: {path}", path=co.save_figure(ensemble_figure(found), to)))


def _alone(given: dict[str, bool]) -> None:
    """Refuse options of one corridor where all are asked for."""
    if wrong := [option for option, there in given.items() if there]:
        raise BadInput(
            sentence(
                "ensemble all takes every scenario and draws no picture; leave out {options}", options=", ".join(wrong)
            )
        )


def _all(net: Any, options: dict[str, Any], format: Any) -> None:
    """Every corridor in every scenario that changes it."""
    from corridors.scenarios import concerning
    from corridors.uncertainty.scenario_ranges import scenario_ranges

    found = scenario_ranges(net, concerning(net), **options)
    rows = [
        {"corridor": corridor, "scenario": state or str(net.name), "p05_mtpa": low, "p50_mtpa": middle,
         "p95_mtpa": high, "bottleneck": answer["cut"][0][0] if answer["cut"] else ""}
        for state, corridors in found.corridors.items()
        for corridor, answer in corridors.items()
        for low, middle, high in [answer["rungs"][0]]
    ]  # fmt: skip
    rows.sort(key=lambda r: (r["corridor"], r["scenario"] != str(net.name)))
    columns: dict[str, Any] = {"corridor": "corridor", "scenario": "scenario", "Mt/year": _middle, "90 % range": _range}
    show(
        rows,
        rows,
        {**columns, "limited by": "bottleneck"},
        format,
        say("{found.draws:,} draws given what was carried", found=found),
    )


def _middle(row: Any) -> str:
    return significant(row["p50_mtpa"])


def _range(row: Any) -> str:
    return span(row["p05_mtpa"], row["p95_mtpa"])


def _long_run(net: Any, name: str, into: Path, options: dict[str, Any], format: Any) -> None:
    from corridors.uncertainty.long_run import long_run

    found = long_run(net, name, into, **options)
    columns: dict[str, Any] = {"quantile": "quantile", "Mt/year": "capacity_mtpa"}
    title = say(
        "{found.corridor}, {found.scenario}: {found.draws:,} draws in {into}, {found.resumed:,} of them from before",
        found=found,
        into=into,
    )
    show(found.to_dict(), rows_of(found.table()), columns, format, title)


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
                "{found.target_mtpa:g} Mt/year is carried in {chance:.1%} of the draws ({low:.1%}–{high:.1%})",
                found=found,
                chance=chance,
                low=low,
                high=high,
            )
        )
    for row in answer.get("by_year", ()):
        print(say("  end of {row[year]}: {row[probability]:.1%}", row=row))
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
            "{found.draws:,} draws weighted by {n} counts, as good as {found.effective_draws:,.0f} unweighted ones",
            n=len(used),
            found=found,
        )
    )
    if len(left_out):
        names = ", ".join(dict.fromkeys(left_out["link"]))
        print(say("counts that the model can hardly explain, left out: {names}; see `corridors evidence`", names=names))


@app.command("find-out")
def find_out(
    name: Id,
    scenario: Scenario = "today",
    target: Annotated[float | None, typer.Option(help="Mt/year whose probability is asked for.", min=0)] = None,
    facts: Annotated[int, typer.Option(help="How many facts.", min=1)] = 10,
    draws: Draws = 20_000,
    seed: Seed = 1,
    basis: BasisIn = "rule",
    workers: Workers = 1,
    scheduler: Scheduler = None,
    no_cache: NoCache = False,
    to: Picture = None,
    data: Data = None,
    format: As = "table",
) -> None:
    """The facts that would narrow the range most, and who could know them."""
    import corridors as co

    net = load(data, scenario)
    target = target if target is not None else _target(net, name)
    options: dict[str, Any] = {"draws": draws, "seed": seed, "basis": basis, "workers": scheduler or workers}
    found = co.find_out(net, name, target_mtpa=target, facts=facts, cached=not no_cache, **options)
    columns: dict[str, Any] = {"fact": "fact", "narrows by, Mt": _narrows}
    columns |= {} if target is None else {"of the uncertainty": _doubt}
    columns |= {"from": _small("low"), "to": _small("high"), "unit": "unit", "grade": "grade", "links": "links"}
    title = say(
        "{found.corridor}, {net.name}: the 90 % range is {figure} Mt/year wide",
        found=found,
        net=net,
        figure=significant(found.width_mtpa),
    )
    if target is not None:
        title += say(
            "; {target:g} Mt/year is carried in {found.probability_of_target:.1%} of the draws",
            target=target,
            found=found,
        )
    answer = found.to_dict()
    show(answer, answer["find_out_first"], {**columns, "who knows": _who}, format, title)
    remark(say("chance alone would show up to {figure} Mt/year", figure=significant(found.chance_mtpa)), format)
    if to:
        from corridors.figures import find_out_figure

        note(say("drawn: {path}", path=co.save_figure(find_out_figure(found), to)))


def _narrows(row: Any) -> str:
    return significant(row["narrows_by_mtpa"])


def _doubt(row: Any) -> str:
    """The share of the uncertainty about the target that a fact holds; below zero it is chance."""
    return "–" if row["doubt_share"] is None or row["doubt_share"] <= 0 else say("{row[doubt_share]:.0%}", row=row)


def _small(key: str) -> Any:
    return lambda row: say("{value:g}", value=row[key])


def _who(row: Any) -> str:
    return say("{who} ({countries})", who=row[f"who_knows_{language()}"], countries=row["countries"].replace(";", ", "))


@app.command()
def evidence(
    name: Annotated[
        str | None, typer.Argument(metavar="ID", help="A corridor or a link; all counts if left out.")
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
    return say("counted") if row["counted"] else say("derived")


def _span(what: str) -> Any:
    def text(row: Any) -> str:
        return span(row[f"{what}_p05_mtpa"], row[f"{what}_p95_mtpa"])

    return text


def _probability(row: Any) -> str:
    return say("{row[prior_probability]:.0%}", row=row) + ("" if row["used"] else say(", left out"))


def _print_learnt(found: Any) -> None:
    if len(found.facts):
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
        carried = say("{row[link]} carried {row[carried_mtpa]:.2f} Mt in {row[year]}", row=row)
        print(
            say(
                "{carried}, which the model can hardly explain; facts to check: {uncertainties}",
                carried=carried,
                uncertainties=uncertainties,
            )
        )
