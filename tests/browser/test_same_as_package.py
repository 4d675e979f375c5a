"""What the page computes for a choice of measures is what the package computes: capacity, cut, cost, for hundreds."""

from __future__ import annotations

import random

import pytest

ASK = """([corridor, sets]) => {
    const { data } = corridorsAtlas;
    const c = data.corridorAt.get(corridor);
    const scenario = data.scenarios[0];
    return sets.map((ids) => {
        const built = new Set(ids.map((id) => data.measureAt.get(id).i));
        const answers = corridorsAtlas.answersFor(data, scenario, built);
        const found = answers.flow(c);
        const own = corridorsAtlas.measuresOf(data, c).filter((m) => built.has(m.i));
        const cost = corridorsAtlas.costOf(own);
        return {
            clash: corridorsAtlas.clashes(data, built).length > 0,
            value: found.value,
            cut: found.cut.map((i) => data.links[i].id).sort(),
            ladder: answers.ladder(c).map((r) => r.value),
            cost: [cost.value, cost.low, cost.high],
            flow: c.links.map((i) => found.by.get(i)),
        };
    });
}"""


def package(net, corridor: str, chosen: list[str]):
    """Capacity, cut, ladder and cost as the package has them; None where the measures contradict each other."""
    import corridors as co
    from corridors.errors import Conflict
    from corridors.flow.bottlenecks import ladder
    from corridors.scenarios import build, cost, paid

    try:
        laid = build(net, chosen)
    except Conflict:
        return None
    c = net.corridor(corridor)
    capacity = co.capacities(laid, links=c.links)
    found = co.max_flow(laid, corridor, capacities=capacity)
    rungs = [r.capacity_mtpa for r in ladder(laid, corridor, capacities=capacity, rungs=8).rungs]
    total = cost(paid(net, chosen))
    return found.value_mtpa, sorted(found.cut), rungs, list(total.range_musd.values())


@pytest.mark.parametrize(
    ("corridor", "count"), [("rkti", 90), ("titr", 50), ("north-south", 40), ("tar-south", 25), ("we-wc", 25)]
)
def test_random_choices(watched, everything, net, corridor, count):
    draw = random.Random(corridor)
    c = net.corridor(corridor)
    own = sorted(
        m.id
        for m in net.measures.values()
        if m.facts and (corridor in m.corridors or any(set(s.links) & set(c.links) for s in m.facts))
    )
    sets = [[], own, *([m] for m in own)]
    sets += [sorted(draw.sample(own, draw.randint(1, len(own)))) for _ in range(count)]
    page = watched.open(everything)
    for chosen, got in zip(sets, page.evaluate(ASK, [corridor, sets]), strict=True):
        ours = package(net, corridor, chosen)
        if ours is None:
            assert got["clash"], chosen
            continue
        value, cut, rungs, cost = ours
        assert not got["clash"], chosen
        assert got["value"] == pytest.approx(value, abs=1e-9), chosen
        assert got["cut"] == cut, chosen
        assert got["ladder"] == pytest.approx(rungs[: len(got["ladder"])], abs=1e-9)
        assert got["cost"] == pytest.approx(cost), chosen


@pytest.mark.parametrize("language", ["en", "ru", "kk"])
def test_numbers_are_written_alike(watched, rkti, language):
    from corridors.wording.numbers import number

    draw = random.Random(language)
    sizes = [0.0, 0.125, 2.5, 10.25, 99.995, 999.5, 1234.0, 9999.5, 12345.6]
    values = [s * v for v in (*sizes, *(10 ** draw.uniform(-4, 9) for _ in range(300))) for s in (1, -1)]
    page = watched.open(rkti, f"l={language}")
    for decimals in (None, 0, 1, 3):
        asked = "([v, d]) => v.map((x) => corridorsAtlas.num(x, d === null ? undefined : d))"
        assert page.evaluate(asked, [values, decimals]) == [number(v, decimals, language) for v in values]


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
    assert f"{ours.h:,.0f} h" in said[0] or f"{ours.h:.1f} h" in said[0]


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
