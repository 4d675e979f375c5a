"""What `show` prints of one thing: a corridor, link, node, measure or scenario."""

from typing import Any

from corridors.cli.app import Format, show
from corridors.cli.language import language, name_of, said, say


def _corridor(net: Any, name: str, format_: Format) -> None:
    corridor = net.corridor(name)
    answer = {**corridor.model_dump(), "length_km": net.length_km(corridor), "links": list(corridor.links)}
    rows = [{"link": k, **net.links.loc[k, ["name_en", "name_ru", "name_kk", "country"]]} for k in corridor.links]
    title = say(
        "{names}\n{en}\n{identification}: {identification_note}",
        names=_names(corridor),
        en=getattr(corridor.summary, language()),
        identification=said(corridor.identification),
        identification_note=corridor.identification_note,
    )
    show(answer, rows, {"link": "link", "name": "name_en", "country": "country"}, format_, title)


def _link(net: Any, name: str, format_: Format) -> None:
    link = net.link(name).drop("geometry")
    used = net.facts[(net.facts["link"] == name) & (net.facts["role"] == "used")]
    facts = used.drop(columns=["link", "role"]).to_dict("records")
    answer = {"link": name, **{k: v for k, v in link.items() if v != ""}, "facts": facts}
    answer["corridors"] = [c.id for c in net.corridors.values() if name in c.links]
    title = say(
        "{name}: {name_en} ({kind}, {country})\n{note}",
        name=name,
        name_en=name_of(link),
        kind=said(link["kind"]),
        country=link["country"],
        note=link.get("note", ""),
    ).rstrip()
    columns = {k: k for k in ("attribute", "value", "low", "high", "unit", "grade", "source", "note")}
    show(answer, facts, columns, format_, title)


def _node(net: Any, name: str, format_: Format) -> None:
    near = net.links[(net.links["from_node"] == name) | (net.links["to_node"] == name)]
    answer = {"node": name, **net.nodes.loc[name].drop("geometry").to_dict(), "links": list(near.index)}
    show(answer, [answer], {k: k for k in answer}, format_)


def _measure(net: Any, name: str, format_: Format) -> None:
    from corridors.scenarios import built

    measure = net.measures[name]
    builds = [s for s in net.scenarios if name in built(net, s)]
    answer = {"measure": name, **measure.model_dump(exclude={"id"}), "scenarios": builds}
    cost = measure.cost_musd
    money = (
        say(
            "{value:,.0f} MUSD ({low:,.0f}–{high:,.0f}), grade {grade}",
            value=cost.value,
            low=cost.low,
            high=cost.high,
            grade=cost.grade,
        )
        if cost
        else say("cost unknown")
    )
    years = "–".join(str(y) for y in (measure.start, measure.finish) if y)
    about = [
        say("{status}, {country}", status=said(measure.status), country=measure.country),
        *filter(None, [years, measure.size]),
        money,
        say("grade {grade}", grade=measure.grade),
    ]
    lines = [
        say("{name}: {names}", name=name, names=_names(measure)),
        "; ".join(about),
        measure.stated_effect,
        measure.note,
    ]
    lines += [
        say("sources: {names}", names=", ".join(measure.sources)),
        say("built in: {value}", value=", ".join(builds) or say("no scenario")),
    ]
    _settings(answer, measure, format_, lines)


def _scenario(net: Any, name: str, format_: Format) -> None:
    from corridors.scenarios import built, cost, lineage, paid

    scenario = net.scenarios[name]
    total = cost(paid(net, built(net, name)))
    answer = {"scenario": name, **scenario.model_dump(exclude={"id"}), "measures": built(net, name)}
    answer |= {"lineage": [s.id for s in lineage(net, name)], "cost_musd": total.range_musd}
    answer |= {"cost_unknown": list(total.unknown)}
    target = scenario.target
    lines = [
        say("{name}: {names}", name=name, names=_names(scenario)),
        say("{year}: {en}", year=scenario.year, en=getattr(scenario.why, language())),
    ]
    lines += [say("extends {extends}", extends=scenario.extends)] if scenario.extends else []
    if target:
        values = target.model_dump()
        lines.append(say("target: {mtpa:g} Mt/year on {corridor} in {year} ({source})", **values))
    money = {"value": total.value, "low": total.low, "high": total.high}
    lines.append(
        say("builds {n} measures for {value:,.0f} MUSD ({low:,.0f}–{high:,.0f})", n=len(answer["measures"]), **money)
    )
    lines += [say("  {m}: {en}", m=m, en=getattr(net.measures[m].names, language())) for m in answer["measures"]]
    for d in scenario.demand:
        lines.append(say("demand: {origin} to {destination}, {commodity}: {mtpa:g} Mt/year", **d.model_dump()))
    _settings(answer, scenario, format_, lines)


def _settings(answer: dict[str, Any], record: Any, format_: Format, lines: list[str]) -> None:
    """A measure or scenario, and the facts that it sets, one a link."""
    rows = [{"link": k, **s.model_dump(exclude={"links"})} for s in record.facts for k in s.links]
    columns = {k: k for k in ("link", "attribute", "value", "low", "high", "grade", "source", "note")}
    if format_ == "table" and not rows:
        print("\n".join(filter(None, lines)))
    else:
        show(answer, rows, columns, format_, "\n".join(filter(None, lines)))


def _names(record: Any) -> str:
    return " / ".join(dict.fromkeys(record.names.model_dump().values()))


# What `show` finds, the first first.
SHOWN = {"corridor": _corridor, "link": _link, "node": _node, "measure": _measure, "scenario": _scenario}
