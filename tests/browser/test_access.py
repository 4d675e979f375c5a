"""The map for everyone: axe-core, keyboard, calm motion, phones, paper."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from painted import outside
from playwright.sync_api import expect
from reading import plain

from corridors.wording.numbers import significant, span

VIEWS = {
    "opening": "",
    "chosen": "c=rkti&s=target-20mt-2030&p=whatif",
    "table": "c=titr&p=table&by=grade",
    "journey": "c=titr&p=journey&l=ru",
    "popup": "c=rkti&sel=rail/zhetybay-zhanaozen&l=kk",
    "two": "c=rkti&view=two&by=utilisation&p=about",
    "posts": "p=posts&l=kk",
}


def axe() -> str:
    import axe_core_python

    found = list(Path(axe_core_python.__file__).parent.rglob("axe.min.js"))
    return found[0].read_text(encoding="utf-8")


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("size", [(1440, 900), (390, 844)], ids=["desk", "phone"])
def test_axe_finds_nothing_serious(watch, everything, view, size):
    pytest.importorskip("axe_core_python")
    # The page's own policy forbids strange scripts; the checker is let in by setting the policy aside.
    page = watch(viewport={"width": size[0], "height": size[1]}, bypass_csp=True).open(everything, VIEWS[view])
    if size[0] < 500:
        page.click("#grip")
        expect(page.locator("#grip")).to_have_attribute("aria-expanded", "true")
    page.wait_for_function("() => document.getAnimations().every((a) => a.playState === 'finished')")
    page.evaluate(axe())
    found = page.evaluate("() => axe.run(document, {resultTypes: ['violations']})")
    bad = [
        (v["id"], v["impact"], v["nodes"][0]["html"][:160], v["nodes"][0].get("failureSummary", "")[:200])
        for v in found["violations"]
        if v["impact"] in ("serious", "critical")
    ]
    assert not bad


def test_the_page_has_its_landmarks(watched, rkti):
    page = watched.open(rkti)
    for selector in ("main", "header", "h1", "footer", "[aria-live=polite]", "title"):
        assert page.locator(selector).count() == 1
    assert "user-scalable=no" not in page.content()
    assert "maximum-scale" not in page.content()


def test_what_changed_is_said(watched, rkti, net):
    import corridors as co

    page = watched.open(rkti, "p=whatif")
    page.locator(".measure input:not([disabled])").first.click()
    page.select_option("#scenario", "target-20mt-2030")
    said = page.locator("#live").text_content()
    runs = co.ensemble(co.scenario(net, "target-20mt-2030"), "rkti")
    assert f"{significant(runs.p50)} Mt/year ({span(runs.p05, runs.p95)})" in plain(said)
    assert "Bottlenecks:" in said


def test_focus_stays_when_a_measure_is_ticked(watched, rkti):
    page = watched.open(rkti, "p=whatif")
    box = page.locator(".measure input:not([disabled])").nth(2)
    box.focus()
    key = box.get_attribute("data-key")
    page.keyboard.press("Space")
    assert page.evaluate("document.activeElement.dataset.key") == key
    assert page.evaluate("document.activeElement.checked")


def test_calm_motion(watch, rkti):
    page = watch().open(rkti, "flow=1")
    flow = "corridorsAtlas.views()[0].map.getPane('flow').querySelector('canvas').toDataURL()"
    before = page.evaluate(flow)
    page.wait_for_timeout(300)
    assert page.evaluate(flow) == before
    moving = watch(reduced_motion="no-preference").open(rkti, "flow=1")
    moving.wait_for_function(f"(before) => {flow} !== before", arg=moving.evaluate(flow))


def test_few_stops_for_the_tab_key(watched, everything):
    page = watched.open(everything)
    stops = page.evaluate(
        """() => [...document.querySelectorAll('a[href], button, select, input, summary, [tabindex]')].filter((n) =>
            n.tabIndex >= 0 && !n.disabled && n.checkVisibility() && !n.closest('[hidden]')).length"""
    )
    assert 20 < stops <= 60


@pytest.mark.parametrize("language", ["en", "ru", "kk"])
def test_the_header_of_a_phone_is_low(watch, everything, rkti, language):
    for path in (everything, rkti):
        page = watch(viewport={"width": 390, "height": 844}).open(path, f"l={language}&s=announced-2030")
        assert page.locator("#top").bounding_box()["height"] < 100
        panel, legend = (page.locator(s).bounding_box() for s in ("#panel", "#legend"))
        assert panel["y"] + panel["height"] <= legend["y"] + 1, "the sheet is clear of the legend"
        key = page.locator("#legend .marks li").first.bounding_box()
        assert key["x"] + key["width"] < 390, "the key of the bottleneck is in sight"


@pytest.mark.parametrize("language", ["en", "ru", "kk"])
def test_fields_stand_in_one_row_on_a_small_desk(watch, everything, language):
    page = watch(viewport={"width": 1024, "height": 768}).open(everything, f"l={language}&s=announced-2030")
    assert page.locator("#top .play").is_visible()
    tops = page.locator("#top .row select").evaluate_all("all => all.map((n) => n.getBoundingClientRect().top)")
    assert len(tops) == 3
    assert max(tops) - min(tops) < 2


@pytest.mark.parametrize("language", ["en", "ru", "kk"])
def test_nothing_is_cut_off_on_a_small_desk(watch, everything, language):
    page = watch(viewport={"width": 1024, "height": 768}).open(everything, f"l={language}&by=change&view=two")
    boxes = "#top :is(label, button, summary, h1), #tabs button, #legend *, .caption"
    cut = page.evaluate(
        """(boxes) => [...document.querySelectorAll(boxes)]
            .filter((n) => n.scrollWidth > n.clientWidth + 1 && getComputedStyle(n).overflow === 'hidden')
            .map((n) => n.textContent)""",
        boxes,
    )
    assert not cut
    assert not [n for n in page.locator("#stage .name").all_text_contents() if "…" in n]


def test_sheet_on_a_phone(watch, rkti):
    page = watch(viewport={"width": 390, "height": 844}, has_touch=True).open(rkti)
    before = page.locator("#panel").bounding_box()["height"]
    page.click("#grip")
    expect(page.locator("#grip")).to_have_attribute("aria-expanded", "true")
    page.wait_for_function("(least) => document.querySelector('#panel').offsetHeight > least", arg=before * 2)
    stage = page.locator("#stage").bounding_box()
    panel = page.locator("#panel").bounding_box()
    assert stage["y"] + stage["height"] <= panel["y"] + 1, "the sheet does not cover the map"


def test_paper(watched, rkti):
    page = watched.open(rkti)
    page.emulate_media(media="print")
    assert not page.locator(".row").is_visible()
    assert page.locator("#stage").is_visible()
    assert page.locator("#legend").is_visible()
    assert len(page.pdf()) > 20_000
    assert page.locator(".row").is_hidden()
    assert "at=" not in page.url, "printing moves nothing"


@pytest.mark.parametrize("language", ["en", "ru", "kk"])
@pytest.mark.parametrize("address", ["", "c=rkti&s=target-20mt-2030&p=table", "c=titr&p=whatif"])
def test_a_briefing_is_one_page(watched, everything, address, language):
    page = watched.open(everything, f"{address}&l={language}")
    sheet = page.pdf(prefer_css_page_size=True, print_background=True)
    assert len(re.findall(rb"/Type\s*/Page\b[^s]", sheet)) == 1
    page.emulate_media(media="print")
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    assert page.locator(".ladder li, .corridor-list li").count() > 3, "whatever tab was open"
    assert "corridors" in page.locator(".made").text_content()
    page.evaluate("window.dispatchEvent(new Event('afterprint'))")
    assert page.locator(".made").count() == 0, "the panel is as it was"


def test_the_printed_map_has_its_ground_and_names(watched, rkti, tmp_path):
    """On the sheet itself: it once was white around the lines."""
    import pypdfium2

    page = watched.open(rkti)
    sheet = tmp_path / "sheet.pdf"
    sheet.write_bytes(page.pdf(prefer_css_page_size=True, print_background=True))
    with pypdfium2.PdfDocument(sheet) as document:
        picture = document[0].render(scale=1).to_numpy()
        text = document[0].get_textpage().get_text_range()
    top = picture[: picture.shape[0] // 3]
    assert (top.min(axis=2) < 250).mean() > 0.5, "land and water"
    assert "Ashgabat" in text
    assert "Sarakhs" in text


def test_all_that_is_shown_is_on_the_sheet(watched, rkti):
    page = watched.open(rkti)
    page.emulate_media(media="print")
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    assert outside(page) == 0
    assert page.locator("#stage").bounding_box()["width"] < 800


def test_a_sheet_says_what_it_shows(watch, rkti):
    """Scenario and legend, in the width of an A4 sheet, where the controls are not printed."""
    page = watch(viewport={"width": 718, "height": 1040}).open(rkti, "s=target-20mt-2030&by=utilisation&l=ru")
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    page.emulate_media(media="print")
    assert page.locator("#pane-a .caption").is_visible()
    edges = page.evaluate("[...document.querySelectorAll('#legend li')].map((n) => n.getBoundingClientRect().right)")
    assert min(edges) > 0
    assert max(edges) <= 718


def test_the_answer_stays_in_sight_while_measures_are_ticked(watched, rkti):
    page = watched.open(rkti, "p=whatif")
    page.locator(".measure input").last.scroll_into_view_if_needed()
    box = page.locator(".now").bounding_box()
    panel = page.locator("#panel").bounding_box()
    assert panel["y"] <= box["y"]
    assert box["y"] + box["height"] < panel["y"] + panel["height"] / 2
    answer = plain(page.locator(".now b").text_content())
    assert plain(page.locator(".number").text_content()).startswith(answer.split(" (")[0])


def test_labels_do_not_overlap(watch, everything):
    for size in ((1440, 900), (390, 844)):
        page = watch(viewport={"width": size[0], "height": size[1]}).open(everything, "c=rkti&l=ru")
        over = page.evaluate(
            """() => {
                const r = [...document.querySelectorAll('.name')].map((n) => n.getBoundingClientRect());
                const meet = (a, b) => a.left + 2 < b.right && b.left + 2 < a.right
                  && a.top + 3 < b.bottom && b.top + 3 < a.bottom;
                return r.some((a, i) => r.slice(i + 1).some((b) => meet(a, b)));
            }"""
        )
        assert not over
        assert page.locator(".name").count() > 10
