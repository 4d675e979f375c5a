"""The controls of the map: scenario, year, load, options, search, language, and the tabs of figures."""

from __future__ import annotations

import re

import pytest
from painted import pixels
from reading import text

from corridors.scenarios import build, built, ready
from corridors.wording.numbers import significant


def test_scenario_switch(watched, rkti, net):
    import corridors as co

    page = watched.open(rkti)
    before = text(page, ".number b")
    page.select_option("#scenario", "target-20mt-2030")
    later = co.scenario(net, "target-20mt-2030")
    assert text(page, ".number b") == significant(co.ensemble(later, "rkti").p50) != before
    assert "s=target-20mt-2030" in page.url
    assert pixels(page, "cut") > 20
    assert text(page, "#live")


def test_year_play_and_slider(watched, rkti, net):
    page = watched.open(rkti, "s=target-20mt-2030")
    full = text(page, ".number b")
    page.locator("#year").focus()
    for _ in range(5):
        page.keyboard.press("ArrowLeft")
    assert text(page, "output") == str(net.scenarios["today"].year)
    assert text(page, ".number b") != full
    page.click(".play")
    page.locator("output", has_text="2030").wait_for(timeout=15000)
    assert text(page, ".number b") == full


@pytest.fixture
def far(net):
    """The network with a scenario of 2035: what is announced, and a work that is ready in the middle of the years."""
    import dataclasses

    late = [m.id for m in net.measures.values() if m.facts and m.finish == 2030 and m.status != "done"]
    far = net.scenarios["announced-2030"].model_copy(update={"id": "far-2035", "year": 2035})
    moved = {m: net.measures[m].model_copy(update={"finish": 2033}) for m in late}
    return dataclasses.replace(net, measures={**net.measures, **moved}, scenarios={**net.scenarios, far.id: far})


def test_years_of_a_scenario_beyond_2030(watched, far, tmp_path):
    import corridors as co

    path = co.draw(far, "rkti", scenarios=["today", "far-2035"], draws=0).save(tmp_path / "far.html")
    page = watched.open(path, "s=far-2035")
    assert page.locator("#year").get_attribute("max") == "2035" == text(page, "output")

    def carried(network) -> str:
        value = co.max_flow(network, "rkti").value_mtpa
        return f"{value:.2f}" if value < 10 else f"{value:.1f}"

    later = co.scenario(far, "far-2035")
    assert text(page, ".number b") == carried(later).rstrip("0").rstrip(".")
    for year in (2032, 2034):
        page.evaluate("(y) => corridorsAtlas.page.set({ year: y })", year)
        scenario = far.scenarios["far-2035"]
        open_by = [m for m in built(far, scenario.id) if ready(far.measures[m], scenario) <= year]
        assert text(page, ".number b") == carried(build(far, open_by)).rstrip("0").rstrip(".")


def test_search_by_any_name(watched, everything, net):
    page = watched.open(everything)
    row = net.links.loc["rail/beyneu-sai-utes"]
    for name in (row["name_en"], row["name_ru"], row["name_kk"]):
        page.fill("#search", name)
        page.locator("#found button").first.click()
        assert row["name_en"] in text(page, ".popup h3")
        page.keyboard.press("Escape")


@pytest.mark.parametrize("language", ["en", "ru", "kk"])
def test_no_word_without_a_translation(watched, everything, language):
    page = watched.open(everything, f"l={language}&c=titr&by=utilisation&view=two")
    words = page.evaluate("Object.keys(corridorsAtlas.data.words)")
    for panel in ("overview", "whatif", "table", "posts", "journey", "about"):
        page.click(f"#tab-{panel}")
        seen = set(re.split(r"[\s,.;:()]+", page.locator("body").inner_text()))
        assert not seen & {w for w in words if "_" in w}
    assert page.locator("html").get_attribute("lang") == language
    latin = re.compile(r"[A-Za-z]{4,}")
    if language != "en":
        controls = page.locator("#top, #legend section, #tabs").all_inner_texts()
        left = {w for t in controls for w in latin.findall(t)} - {
            "Leaflet",
            "Natural",
            "Earth",
            "OpenStreetMap",
            "GeoNames",
            "ODbL",
        }
        assert not left - {"TRACECA", "RKTI"}, left


def test_options_close_by_escape_and_beside_them(watched, rkti):
    page = watched.open(rkti)
    box = page.locator(".options")
    page.click(".options > summary")
    page.keyboard.press("Escape")
    assert box.get_attribute("open") is None
    assert page.evaluate("document.activeElement.dataset.key") == "options"
    page.click(".options > summary")
    page.select_option("#colour", "grade")
    assert box.get_attribute("open") is not None, "other controls leave them open"
    page.mouse.click(300, 500)
    assert box.get_attribute("open") is None


def test_play_is_hidden_where_nothing_changes(watched, rkti):
    page = watched.open(rkti)
    assert page.locator(".play").is_hidden()
    page.select_option("#scenario", "announced-2030")
    assert page.locator(".play").is_visible()
    steps = page.locator(".timeline li")
    assert steps.count() > 1
    assert page.locator(".undated").count() == 1, "measures without a year have a band of their own"
    steps.last.locator("button").click()
    assert text(page, "output") == steps.last.locator("b").text_content()
    assert page.locator(".interval b").count() == 1, "a year on the way has draws too"


def test_back_undoes_a_choice(watched, rkti):
    page = watched.open(rkti)
    first = text(page, ".number b")
    page.select_option("#scenario", "target-20mt-2030")
    page.click("#tab-whatif")
    page.locator(".measure input:checked").first.click()
    page.evaluate("map_corridors.setZoom(6, {animate: false})")
    page.go_back()
    page.locator(".measure input:checked").first.wait_for()
    assert "drop=" not in page.url
    page.go_back()
    page.go_back()
    page.wait_for_function("(first) => document.querySelector('.number b').textContent === first", arg=first)
    assert page.locator("#scenario").input_value() == "today"
    page.go_forward()
    page.wait_for_function("() => document.getElementById('scenario').value === 'target-20mt-2030'")


def test_only_loads_that_the_scenario_has(watched, rkti, net):
    page = watched.open(rkti, "by=utilisation&load=target")
    offered = {name: "target" for name, s in net.scenarios.items() if s.target}
    for scenario in page.locator("#scenario option").evaluate_all("all => all.map((o) => o.value)"):
        page.select_option("#scenario", scenario)
        loads = page.locator("#load option").evaluate_all("all => all.map((o) => o.value)")
        assert ("target" in loads) == (scenario in offered)
        assert page.locator("#load").input_value() == offered.get(scenario, "max")


def test_search_shows_a_place_once(watched, everything, net):
    page = watched.open(everything)
    page.fill("#search", "Dostyk")
    rows = page.locator("#found button").all_text_contents()
    assert len(rows) == len(set(rows)) > 2
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement !== document.body"), "whoever works with the keyboard has a place"


def test_figures_that_are_asked_for_come_up(watch, rkti):
    page = watch(viewport={"width": 1024, "height": 768}).open(rkti, "s=target-20mt-2030&l=ru")
    page.click("#tab-journey")
    panel, body = (page.locator(s).bounding_box() for s in ("#panel", "#panel-body"))
    assert body["y"] < panel["y"] + panel["height"] / 2


def test_what_looks_as_before_is_not_painted_again(watched, rkti):
    page = watched.open(rkti)
    page.evaluate(
        """() => {
            globalThis.painted = 0;
            for (const { prototype } of [CanvasRenderingContext2D, OffscreenCanvasRenderingContext2D]) {
                const { clearRect } = prototype;
                prototype.clearRect = function (...box) {
                    globalThis.painted += 1;
                    return clearRect.apply(this, box);
                };
            }
        }"""
    )
    page.click("#tab-table")
    page.evaluate("corridorsAtlas.page.set({ against: corridorsAtlas.data.scenarios.at(-1) })")
    assert page.evaluate("painted") == 0
    page.select_option("#scenario", "target-20mt-2030")
    assert page.evaluate("painted") > 0
