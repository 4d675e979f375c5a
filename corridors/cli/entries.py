"""What `show` prints of one thing: a corridor, link, node, measure or scenario."""

from typing import Any

from corridors.cli.app import Format, show
from corridors.cli.language import language, name_of, say


def _corridor(net: Any, name: str, format_: Format) -> None:
    corridor = net.corridor(name)
    answer = {**corridor.model_dump(), "length_km": net.length_km(corridor), "links": list(corridor.links)}
    rows = [{"link": k, **net.links.loc[k, ["name_en", "name_ru", "name_kk", "country"]]} for k in corridor.links]
    title = say(
        "{names}\n{en}\n{corridor.identification}: {corridor.identification_note}",
        names=_names(corridor),
        en=getattr(corridor.summary, language()),
        corridor=corridor,
    )
    show(answer, rows, {"link": "link", "name": "name_en", "country": "country"}, format_, title)


def _link(net: Any, name: str, format_: Format) -> None:
    link = net.link(name).drop("geometry")
    used = net.facts_of([name])
    facts = used[used["role"] == "used"].drop(columns=["link", "role"]).to_dict("records")
    answer = {"link": name, **{k: v for k, v in link.items() if v != ""}, "facts": facts}
    answer["corridors"] = [c.id for c in net.corridors.values() if name in c.links]
    title = say(
        "{name}: {called} ({link[kind]}, {link[country]})\n{note}",
        name=name,
        called=name_of(link),
        link=link,
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
        say("{cost.value:,.0f} MUSD ({cost.low:,.0f}–{cost.high:,.0f}), grade {cost.grade}", cost=cost)
        if cost
        else say("cost unknown")
    )
    years = "–".join(str(y) for y in (measure.start, measure.finish) if y)
    about = [
        say("{measure.status}, {measure.country}", measure=measure),
        *filter(None, [years, measure.size]),
        money,
        say("grade {measure.grade}", measure=measure),
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
        say("{scenario.year}: {en}", scenario=scenario, en=getattr(scenario.why, language())),
    ]
    lines += [say("extends {scenario.extends}", scenario=scenario)] if scenario.extends else []
    lines += (
        [say("target: {target.mtpa:g} Mt/year on {target.corridor} in {target.year} ({target.source})", target=target)]
        if target
        else []
    )
    lines += [
        say(
            "builds {n} measures for {total.value:,.0f} MUSD ({total.low:,.0f}–{total.high:,.0f})",
            n=len(answer["measures"]),
            total=total,
        )
    ]
    lines += [say("  {m}: {en}", m=m, en=getattr(net.measures[m].names, language())) for m in answer["measures"]]
    lines += [
        say("demand: {d.origin} to {d.destination}, {d.commodity}: {d.mtpa:g} Mt/year", d=d) for d in scenario.demand
    ]
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
