"""What the page computes for a choice of measures is what the package computes: capacity, cut, cost, for hundreds."""

from __future__ import annotations

import random

import pytest
from reading import plain

ASK = """([corridor, states]) => {
    const { data, answersFor, builtBy, clashes, costOf, measuresOf, journeyOf } = corridorsAtlas;
    const c = data.corridorAt.get(corridor);
    const idOf = (i) => data.links[i].id;
    const byLink = (loads) => c.links.map((i) => [idOf(i), loads[i]]);
    return states.map(({ scenario, year, add, drop }) => {
        const s = data.scenarioAt.get(scenario);
        const built = builtBy(s, year);
        for (const id of add) built.add(data.measureAt.get(id).i);
        for (const id of drop) built.delete(data.measureAt.get(id).i);
        const answers = answersFor(data, s, built);
        const found = answers.flow(c);
        const cost = costOf(measuresOf(data, c).filter((m) => built.has(m.i)));
        const way = journeyOf(data, c, built);
        return {
            built: [...built].map((i) => data.measures[i].id).sort(),
            clash: clashes(data, built).length > 0,
            rows: c.links.map((i) => [idOf(i), answers.rows[i].capacity, answers.rows[i].grade]),
            value: found.value,
            cut: found.cut.map(idOf).sort(),
            ladder: answers.ladder(c).map((r) => [r.value, r.cut.map(idOf).sort()]),
            cost: [cost.value, cost.low, cost.high, cost.unknown],
            flow: c.links.map((i) => [idOf(i), found.by.get(i)]),
            target: s.target?.c === c.id ? [s.target.mtpa, byLink(answers.loads('target', c))] : null,
            demand: byLink(answers.loads('demand', c)),
            journey: way[way.length - 1].slice(1),
        };
    });
}"""
TOLERANCE = 1e-6


def package(net, corridor: str, state: dict):
    """The network of a choice; None where its measures contradict each other."""
    from corridors.errors import Conflict
    from corridors.scenarios import build, built, ready

    scenario = net.scenarios[state["scenario"]]
    by = {m for m in built(net, scenario.id) if ready(net.measures[m], scenario) <= state["year"]}
    chosen = sorted((by | set(state["add"])) - set(state["drop"]))
    try:
        return build(net, chosen), chosen
    except Conflict:
        return None, chosen


def is_a_flow(net, corridor: str, flow: dict[str, float], capacity: dict[str, float], value: float) -> bool:
    """Nothing is lost on the way, no link is overfilled, and so much arrives: maximum flows are not unique."""
    c, balance = net.corridor(corridor), {}
    for link, mtpa in flow.items():
        row = net.links.loc[link]
        balance[row["from_node"]] = balance.get(row["from_node"], 0.0) - mtpa
        balance[row["to_node"]] = balance.get(row["to_node"], 0.0) + mtpa
    ends = {*c.origins, *c.destinations}
    lost = max((abs(v) for node, v in balance.items() if node not in ends), default=0.0)
    arrives = sum(balance.get(node, 0.0) for node in c.destinations)
    over = max((abs(flow[k]) - capacity[k] for k in flow), default=0.0)
    return max(lost, abs(arrives - value), over) <= TOLERANCE


def states_of(net, corridor: str, count: int) -> list[dict]:
    """Random choices of all that the page can do: a scenario, a year, and measures more or less."""
    draw, c = random.Random(corridor), net.corridor(corridor)
    own = sorted(
        m.id
        for m in net.measures.values()
        if m.facts and (corridor in m.corridors or any(set(s.links) & set(c.links) for s in m.facts))
    )
    alone = [{"scenario": "today", "year": 2026, "add": add, "drop": []} for add in ([], own, *([m] for m in own))]
    years = range(2026, 2031)
    return alone + [
        {
            "scenario": draw.choice(sorted(net.scenarios)),
            "year": draw.choice(years),
            "add": sorted(draw.sample(own, draw.randint(0, len(own)))),
            "drop": sorted(draw.sample(own, draw.randint(0, len(own) // 2))),
        }
        for _ in range(count)
    ]


@pytest.mark.parametrize(
    ("corridor", "count"), [("rkti", 60), ("titr", 30), ("north-south", 25), ("tar-south", 15), ("we-wc", 15)]
)
def test_random_choices(watched, everything, net, corridor, count):
    import corridors as co
    from corridors.scenarios import cost, paid

    states, c = states_of(net, corridor, count), net.corridor(corridor)
    page = watched.open(everything)
    found = page.evaluate(ASK, [corridor, states])
    assert sum(not got["clash"] for got in found) > 10
    for state, got in zip(states, found, strict=True):
        laid, chosen = package(net, corridor, state)
        if laid is None:
            assert got["clash"], state
            continue
        assert not got["clash"], state
        assert got["built"] == chosen, state
        table = co.capacities(laid, links=c.links)
        assert got["rows"] == [[k, table.at[k, "capacity_mtpa"], table.at[k, "grade"]] for k in c.links], state
        flow = co.max_flow(laid, corridor, capacities=table)
        assert got["value"] == pytest.approx(flow.value_mtpa, abs=TOLERANCE), state
        assert got["cut"] == sorted(flow.cut), state
        capacity = table["capacity_mtpa"].to_dict()
        assert is_a_flow(net, corridor, dict(got["flow"]), capacity, flow.value_mtpa), state
        rungs = co.ladder(laid, corridor, capacities=table, rungs=8).rungs
        assert [r[0] for r in got["ladder"]] == pytest.approx([r.capacity_mtpa for r in rungs], abs=TOLERANCE), state
        assert [r[1] for r in got["ladder"]] == [sorted(r.links.index) for r in rungs], state
        total = cost(m for m in paid(net, chosen) if m.id in on_the_page(net, c))
        assert got["cost"] == pytest.approx([*total.range_musd.values(), len(total.unknown)]), state
        way = co.time_cost_distance(laid, corridor)
        km, moving, h, usd, least, most = got["journey"]
        assert [km, h, usd] == pytest.approx([way.km, way.h, way.usd_per_t], rel=1e-3), state
        assert [moving + least, moving + most] == pytest.approx([way.low_h, way.high_h], rel=1e-3), state
        if got["target"]:
            target, loads = got["target"]
            free = dict.fromkeys(capacity, float("inf"))
            assert target == net.scenarios[state["scenario"]].target.mtpa
            assert is_a_flow(net, corridor, dict(loads), free, target if flow.value_mtpa > 0 else 0), state


def on_the_page(net, corridor) -> set[str]:
    """Measures that the panel of a corridor counts."""
    links = set(corridor.links)
    return {
        m.id for m in net.measures.values() if corridor.id in m.corridors or any(links & set(s.links) for s in m.facts)
    }


def test_demand_of_every_scenario(watched, everything, net):
    """The loads that the page shows as demand are those that `assign` finds; alternative ways cost the same."""
    import corridors as co

    page = watched.open(everything)
    flows = page.evaluate("() => [corridorsAtlas.data.links.map((l) => l.id), corridorsAtlas.data.flows]")
    for scenario in ("today", "announced-2030", "titr-10mt-2027"):
        told = dict(zip(flows[0], flows[1][scenario], strict=True))
        ours = co.assign(co.scenario(net, scenario)).links["flow_mtpa"]
        assert sum(map(abs, told.values())) == pytest.approx(ours.sum(), rel=0.02)
        assert all(abs(abs(told[k]) - v) < 1e-3 for k, v in ours.items() if k.startswith("border/")), scenario


@pytest.mark.parametrize("scenario", ["today", "announced-2030", "target-20mt-2030"])
def test_ranges_are_those_of_the_ensemble(watched, everything, net, scenario):
    import corridors as co
    from corridors.wording.numbers import significant

    page = watched.open(everything, f"c=rkti&s={scenario}")
    runs = co.ensemble(co.scenario(net, scenario), "rkti")
    assert page.locator(".number b").text_content() == significant(runs.p50)
    shown = page.locator(".interval b").text_content()
    assert shown == f"90 % range {significant(runs.p05)}–{significant(runs.p95)}"
    page.locator("#tab-whatif").click()
    page.locator(".measure input:not([disabled])").first.click()
    assert page.locator(".interval b").count() == 0
    assert "At best guesses" in page.locator(".interval").text_content()


@pytest.mark.parametrize("language", ["en", "ru", "kk"])
def test_numbers_are_written_alike(watched, rkti, language):
    from corridors.wording.numbers import number, significant

    draw = random.Random(language)
    sizes = [0.0, 0.125, 2.5, 10.25, 99.995, 999.5, 1234.0, 9999.5, 12345.6]
    values = [s * v for v in (*sizes, *(10 ** draw.uniform(-4, 9) for _ in range(300))) for s in (1, -1)]
    page = watched.open(rkti, f"l={language}")
    for decimals in (None, 0, 1, 3):
        asked = "([v, d]) => v.map((x) => corridorsAtlas.num(x, d === null ? undefined : d))"
        assert page.evaluate(asked, [values, decimals]) == [number(v, decimals, language) for v in values]
    # Exactly half way Python rounds to even and a browser up: a draw never lies there.
    drawn = values[18:]
    few = page.evaluate("(v) => v.map((x) => corridorsAtlas.significant(x))", drawn)
    assert few == [significant(v, 2, language) for v in drawn]


def test_every_scenario(watched, everything, net):
    import corridors as co

    page = watched.open(everything)
    answers = page.evaluate(
        """() => corridorsAtlas.data.scenarios.map((s) => {
            const { data } = corridorsAtlas;
            const a = corridorsAtlas.answersFor(data, s, corridorsAtlas.builtIn(s));
            return [s.id, a.rows.map((r) => r.capacity), data.corridors.map((c) => [c.id, a.flow(c).value])];
        })"""
    )
    for name, rows, flows in answers:
        laid = co.scenario(net, name)
        capacity = co.capacities(laid)
        assert rows == capacity["capacity_mtpa"].tolist()
        for corridor, value in flows:
            assert value == pytest.approx(co.max_flow(laid, corridor, capacities=capacity).value_mtpa, abs=1e-9)


def test_journey(watched, everything, net):
    import corridors as co

    page = watched.open(everything, "c=titr&p=journey&s=titr-10mt-2027")
    laid = co.scenario(net, "titr-10mt-2027")
    ours = co.time_cost_distance(laid, "titr")
    said = page.locator("#panel-body h4").all_text_contents()
    assert f"{ours.h:,.0f} h ({ours.low_h:,.0f}–{ours.high_h:,.0f})" in plain(said[0])


def test_two_measures_that_contradict_each_other(watched, tiny, tmp_path):
    import dataclasses

    import corridors as co

    first = next(m for m in tiny.measures.values() if m.facts)
    setting = first.facts[0].model_copy(update={"value": first.facts[0].value + 1})
    other = first.model_copy(update={"id": "other", "facts": (setting,)})
    made = dataclasses.replace(tiny, measures={**tiny.measures, "other": other})
    corridor = next(c.id for c in made.corridors.values() if set(c.links) & set(setting.links))
    path = co.draw(made, corridor, scenarios=["today"]).save(tmp_path / "x.html")
    page = watched.open(path, f"add={first.id},other")
    assert "Conflict" in page.locator("#headline").text_content()
    page.click("#tab-whatif")
    page.locator(".measure input:checked").first.click()
    assert "Conflict" not in page.locator("#headline").text_content()


def test_facts_of_every_scenario(watched, everything, net):
    """Value and grade of each fact in the popups, where measures set it too, are those of the scenario's network."""
    import corridors as co

    page = watched.open(everything)
    told = page.evaluate(
        """() => corridorsAtlas.data.scenarios.map((s) => {
            const { data, factsOf, builtIn, num } = corridorsAtlas;
            const built = builtIn(s);
            const box = document.createElement('div');
            return [s.id, data.links.map((link) => {
                box.replaceChildren(factsOf(data, link, built)[0] || '');
                const rows = [...box.querySelectorAll('.fact')].map((n) => [
                    n.querySelector('dt').textContent,
                    parseFloat(n.querySelector('dd > b').textContent.replace('−', '-').replace(/,/g, '')),
                    n.querySelector('dd > .grade').textContent,
                ]);
                return [link.id, rows];
            })];
        })"""
    )
    names = page.evaluate("corridorsAtlas.data.attributes.map((a) => [a.id, corridorsAtlas.word('attr', a.id)])")
    words = dict(names)
    for scenario, links in told:
        facts = co.scenario(net, scenario).facts
        facts = facts[
            (facts["role"] == "used") & ((facts["origin"] != "default") | (facts["attribute"] == "length_km"))
        ]
        ours = {
            link: sorted(zip(own["attribute"].map(words), own["value"], own["grade"], strict=True))
            for link, own in facts.groupby("link")
        }
        for link, rows in links:
            for (word, value, grade), (name, true, letter) in zip(sorted(rows), ours.get(link, []), strict=True):
                assert (word, grade) == (name, letter), (scenario, link)
                assert value == pytest.approx(true, rel=0.006, abs=0.006), (scenario, link, word)
