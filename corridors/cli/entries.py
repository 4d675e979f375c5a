"""What `show` prints of one thing: a corridor, link, node, measure or scenario."""

from typing import Any

from corridors.cli.app import Format, show


def _corridor(net: Any, name: str, format_: Format) -> None:
    corridor = net.corridor(name)
    answer = {**corridor.model_dump(), "length_km": net.length_km(corridor), "links": list(corridor.links)}
    rows = [{"link": k, **net.links.loc[k, ["name_en", "name_ru", "name_kk", "country"]]} for k in corridor.links]
    title = f"{_names(corridor)}\n{corridor.summary.en}\n{corridor.identification}: {corridor.identification_note}"
    show(answer, rows, {"link": "link", "name": "name_en", "country": "country"}, format_, title)


def _link(net: Any, name: str, format_: Format) -> None:
    link = net.link(name).drop("geometry")
    used = net.facts[(net.facts["link"] == name) & (net.facts["role"] == "used")]
    facts = used.drop(columns=["link", "role"]).to_dict("records")
    answer = {"link": name, **{k: v for k, v in link.items() if v != ""}, "facts": facts}
    answer["corridors"] = [c.id for c in net.corridors.values() if name in c.links]
    title = f"{name}: {link['name_en']} ({link['kind']}, {link['country']})\n{link.get('note', '')}".rstrip()
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
    money = f"{cost.value:,.0f} MUSD ({cost.low:,.0f}–{cost.high:,.0f}), grade {cost.grade}" if cost else "cost unknown"
    years = "–".join(str(y) for y in (measure.start, measure.finish) if y)
    about = [
        f"{measure.status}, {measure.country}",
        *filter(None, [years, measure.size]),
        money,
        f"grade {measure.grade}",
    ]
    lines = [f"{name}: {_names(measure)}", "; ".join(about), measure.stated_effect, measure.note]
    lines += [f"sources: {', '.join(measure.sources)}", f"built in: {', '.join(builds) or 'no scenario'}"]
    _settings(answer, measure, format_, lines)


def _scenario(net: Any, name: str, format_: Format) -> None:
    from corridors.scenarios import built, cost, lineage, paid

    scenario = net.scenarios[name]
    total = cost(paid(net, built(net, name)))
    answer = {"scenario": name, **scenario.model_dump(exclude={"id"}), "measures": built(net, name)}
    answer |= {"lineage": [s.id for s in lineage(net, name)], "cost_musd": total.range_musd}
    answer |= {"cost_unknown": list(total.unknown)}
    target = scenario.target
    lines = [f"{name}: {_names(scenario)}", f"{scenario.year}: {scenario.why.en}"]
    lines += [f"extends {scenario.extends}"] if scenario.extends else []
    lines += (
        [f"target: {target.mtpa:g} Mt/year on {target.corridor} in {target.year} ({target.source})"] if target else []
    )
    lines += [
        f"builds {len(answer['measures'])} measures for {total.value:,.0f} MUSD ({total.low:,.0f}–{total.high:,.0f})"
    ]
    lines += [f"  {m}: {net.measures[m].names.en}" for m in answer["measures"]]
    lines += [f"demand: {d.origin} to {d.destination}, {d.commodity}: {d.mtpa:g} Mt/year" for d in scenario.demand]
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
