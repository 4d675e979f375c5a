"""The map in Chromium: everything is on it and in view, and each way of drawing shows what it should."""

from __future__ import annotations

import dataclasses
import io

import numpy as np
import pytest
from painted import outside, picture, pixels
from PIL import Image
from playwright.sync_api import expect
from reading import plain

from corridors.wording.numbers import change_ends, significant

PLACED = "corridorsAtlas.views().map((v) => v.placed().map(({ link, x, y, size }) => [link.id, x, y, size]))"


def test_everything_is_there(watched, everything, net):
    page = watched.open(everything)
    assert page.locator("#corridor option").count() == len(net.corridors) + 1
    points = int(net.links["kind"].isin(["border", "terminal"]).sum())
    assert len(page.evaluate(PLACED)[0]) == points
    found = page.evaluate(
        """() => {
            const { map, hitAt, placed } = corridorsAtlas.views()[0];
            const lines = corridorsAtlas.data.links.filter((link) => !link.symbol);
            const points = lines.map((link) => map.latLngToLayerPoint(link.middle));
            return [...points, ...placed()].filter((point) => hitAt(point)).length;
        }"""
    )
    assert found == len(net.links), "the pointer finds something on every line and symbol"
    listed = page.locator(".roving button").evaluate_all("all => all.map((n) => n.getAttribute('aria-label'))")
    assert {name.split(",")[0] for name in listed} == {name.split(",")[0] for name in net.links["name_en"]}
    for colour in page.evaluate("corridorsAtlas.data.style.colours.classes"):
        assert pixels(page, colour=colour) > 30
    border = net.links[
        (net.links["kind"] == "border") & (net.links["form"] == "road") & (net.links["neighbour"] == "RU")
    ]
    shown = page.evaluate(
        """() => corridorsAtlas.data.links
            .filter(l => l.form === 'road' && l.kind === 'border' && l.post.neighbour === 'RU').length"""
    )
    assert shown == len(border) == 30


# Keeps the first picture of a page, as it stood when the page said that it was drawn.
KEEP_FIRST = """new MutationObserver((_, watch) => {
    if (document.documentElement?.dataset.drawn !== "yes" || globalThis.kept) return;
    const node = document.querySelector("#map_corridors .opening");
    globalThis.first = node;
    globalThis.kept = [Boolean(node), typeof L];
    watch.disconnect();
}).observe(document, { attributes: true, subtree: true, childList: true });"""
# Only the canvas of lines and symbols, or only the first picture, where they stand.
ONLY = """(first) => {
    const map = document.getElementById("map_corridors");
    for (const node of map.querySelectorAll(".leaflet-pane > *, .leaflet-control-container > *"))
        node.style.visibility = !first && node.parentNode.matches(".leaflet-links-pane") ? "visible" : "hidden";
    for (const node of document.querySelectorAll(".over-map, .caption")) node.style.visibility = "hidden";
    map.style.background = "white";
    globalThis.first.remove();
    if (first) map.append(globalThis.first);
}"""


def differ(page) -> float:
    """Which part of the inked pixels of the map is clearly another in the first picture."""
    shots = []
    for first in (True, False):
        page.evaluate(ONLY, first)
        with Image.open(io.BytesIO(page.locator("#map_corridors").screenshot())) as shot:
            shots.append(np.asarray(shot.convert("RGB"), dtype=int))
    ink = max((shot.min(axis=2) < 200).sum() for shot in shots)
    assert ink > 300
    return (np.abs(shots[0] - shots[1]).max(axis=2) > 120).sum() / ink


SIZES = [(1440, 900), (1023, 767), (390, 844)]


@pytest.mark.parametrize("size", SIZES, ids=str)
def test_the_first_picture_is_the_map(watch, net, tmp_path, size):
    import corridors as co

    # Without corridors there are no bottlenecks, whose marks come later.
    path = co.draw(dataclasses.replace(net, corridors={}, _wide={}), draws=0).save(tmp_path / "x.html")
    one = watch(viewport={"width": size[0], "height": size[1]})
    one.page.add_init_script(KEEP_FIRST)
    page = one.open(path)
    assert page.evaluate("kept") == [True, "undefined"], "it was painted before there was a map"
    assert page.locator(".opening").count() == 0
    assert differ(page) < 0.02


@pytest.mark.parametrize("size", SIZES, ids=str)
def test_the_first_picture_stays_where_it_is(watch, everything, rkti, size):
    for path in (everything, rkti):
        one = watch(viewport={"width": size[0], "height": size[1]})
        one.page.add_init_script(KEEP_FIRST)
        # The marks on bottlenecks come later.
        assert differ(one.open(path)) < 0.25, path.name


def test_the_first_picture_of_an_address_is_what_it_asks_for(watch, rkti):
    one = watch()
    one.page.add_init_script(KEEP_FIRST)
    page = one.open(rkti, "s=target-20mt-2030&by=grade")
    assert page.evaluate("kept") == [False, "object"], "painted by the map itself"
    assert pixels(page, colour=page.evaluate("corridorsAtlas.data.style.colours.grades.D")) > 20


def test_nothing_is_hidden_at_the_opening(watch, everything, rkti):
    for path in (everything, rkti):
        for size in ({"width": 1440, "height": 900}, {"width": 1024, "height": 768}, {"width": 390, "height": 844}):
            page = watch(viewport=size).open(path)
            assert outside(page) == 0, (path.name, size)
            fits = page.evaluate("document.documentElement.scrollWidth <= innerWidth")
            assert fits, "the page is wider than the screen"


def test_a_window_of_another_size_shows_everything_again(watched, everything):
    page = watched.open(everything)
    before = page.evaluate("map_corridors.getZoom()")
    page.set_viewport_size({"width": 900, "height": 600})
    page.wait_for_function("(before) => map_corridors.getZoom() < before", arg=before)
    assert "at=" not in page.url


def test_at_the_opening_each_corridor_says_what_holds_it(watched, everything, net):
    import corridors as co

    page = watched.open(everything)
    said = page.locator("#stage .name.bottleneck").all_text_contents()
    assert len(said) > len(net.corridors) / 2
    assert not [text for text in said if any(text.startswith(c.code) for c in net.corridors.values())], "names"
    cut = len(co.max_flow(net, "rkti").cut)
    told = next(text for text in said if "Sarakhs" in text)
    assert told == f"Sarakhs +{cut - 1} · {significant(co.ensemble(net, 'rkti').p50)}", "the figure is of the whole cut"
    assert [text for text in said if "not open yet" in text]
    page.locator("#stage .name.bottleneck", has_text="Sarakhs").click()
    assert page.locator("#corridor").input_value() == "rkti"


def test_the_index_says_what_is_asked_and_what_is_lacking(watched, everything, net):
    page = watched.open(everything)
    lacking, counted = (int(n) for n in page.locator(".number b").text_content().split("/"))
    assert page.locator(".corridor-list .lacking").count() == lacking
    assert 0 < lacking < counted == len([c for c in net.corridors.values() if not c.variant_of]) == 13
    first = page.locator(".corridor-list li").first.text_content()
    assert "target 20" in plain(first)
    assert "short" in first
    assert f"{net.corridors['rkti'].names.en}" in first


def test_the_posts_have_a_view_of_their_own(watched, everything, net):
    import corridors as co

    page = watched.open(everything)
    page.click("#tab-posts")
    found = co.posts(net)
    rows = page.locator(".figures tbody tr")
    assert rows.count() == len(found.posts) == 30
    names = [net.links.at[p["post"], "name_en"] for p in found.posts]
    assert page.locator(".figures tbody .as-link").all_text_contents() == names, "worst first"
    totals = page.locator(".totals tbody tr").nth(1).locator("td").all_text_contents()
    assert totals == [str(found.totals[s]["lanes"]) for s in found.totals]
    sizes = {round(size) for _, _, _, size in page.evaluate(PLACED)[0] if size > 14}
    assert sizes == {20}, "large enough for their values"
    shown = page.evaluate("map_corridors.getBounds().contains(corridorsAtlas.data.linkAt.get('border/zhaisan').middle)")
    assert shown
    page.click("#tab-overview")
    assert page.locator("#stage .name.bottleneck").count() > 5


def test_names_and_values_of_posts_from_zoom_seven(watched, everything):
    page = watched.open(everything, "at=50.5,54,7.2")
    said = page.locator("#stage .name.post").all_text_contents()
    assert [text for text in said if text.startswith("Syrym")]
    page.evaluate("map_corridors.setZoom(6, {animate: false})")
    page.locator("#stage .name.post").first.wait_for(state="detached")


def test_gain_is_counted_over_today(watched, rkti, net):
    page = watched.open(rkti, "s=target-20mt-2030&by=change")
    assert page.locator("#against").input_value() == "today"
    assert "Gain over Today" in page.locator("#legend").text_content()
    bounds = page.evaluate("corridorsAtlas.data.style.bounds.change")
    assert bounds == [-b for b in reversed(bounds)], "symmetric"
    page.click("[data-key=compare]")
    said = plain(page.locator(".difference").text_content())
    known = page.evaluate("corridorsAtlas.data.ranges.changes.rkti.find(([a, b]) => !a && b === 'target-20mt-2030')")
    low, middle, high = sorted(-v for v in known[2:])
    least, most = change_ends(low, high)
    assert said == f"{significant(middle)} Mt/year ({least}…{most})"


def test_nothing_lies_under_the_buttons(watch, everything):
    for width, height in ((1440, 900), (1024, 768), (390, 844)):
        page = watch(viewport={"width": width, "height": height}).open(everything)
        hidden = page.evaluate(
            """() => {
                const over = [...document.querySelectorAll('.over-map')].map((n) => n.getBoundingClientRect());
                const meet = (a, b) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
                const box = document.getElementById('map_corridors').getBoundingClientRect();
                const symbols = corridorsAtlas.views()[0].placed().map(({ x, y, size }) => {
                    const at = map_corridors.layerPointToContainerPoint([x, y]);
                    return { left: box.left + at.x - size / 2, right: box.left + at.x + size / 2,
                        top: box.top + at.y - size / 2, bottom: box.top + at.y + size / 2 };
                });
                return [...document.querySelectorAll('#stage .name')].map((n) => n.getBoundingClientRect())
                    .concat(symbols).filter((r) => over.some((o) => meet(o, r))).length;
            }"""
        )
        assert hidden == 0, (width, height)


def test_kinds_can_be_hidden(watched, everything):
    page = watched.open(everything)
    symbols, links, dark = len(page.evaluate(PLACED)[0]), page.locator(".roving button").count(), pixels(page, "casing")
    page.click(".options > summary")
    page.uncheck("[data-key='kind road']")
    assert pixels(page, "casing") < dark
    page.wait_for_function("(n) => document.querySelectorAll('.roving button').length < n", arg=links)
    page.uncheck("[data-key='kind border']")
    assert len(page.evaluate(PLACED)[0]) < symbols - 30
    assert "hide=border%2Croad" in page.url


def test_two_scenarios_side_by_side(watched, rkti):
    page = watched.open(rkti, "s=today&vs=target-20mt-2030&view=two")
    assert page.locator(".caption:visible").count() == 2
    page.evaluate("map_corridors.setView([44, 55], 6.5, {animate: false})")
    page.evaluate("() => { for (const view of corridorsAtlas.views()) view.rest(); }")
    first, second = page.evaluate(PLACED)
    assert [s[0] for s in first] == [s[0] for s in second]
    for one, other in zip(first, second, strict=True):
        assert one[1:] == pytest.approx(other[1:], abs=1.5)
    assert picture(page, 0) != picture(page, 1), "lines are as wide as each scenario makes them"


def test_change_against_another_scenario(watched, rkti):
    page = watched.open(rkti, "s=target-20mt-2030&vs=today&by=change")
    shown = [pixels(page, colour=c) for c in page.evaluate("corridorsAtlas.data.style.colours.change")]
    assert sum(n > 20 for n in shown) > 2


def test_over_capacity_has_a_mark_of_its_own(watched, rkti):
    page = watched.open(rkti, "s=announced-2030&by=utilisation&load=target")
    assert pixels(page, "paper") > 20
    page.select_option("#load", "max")
    assert pixels(page, "paper") == 0, "at its most nothing is over capacity"


def test_both_directions_and_moving_flow(watched, rkti):
    page = watched.open(rkti)
    one = picture(page)
    page.click(".options > summary")
    page.check("[data-key=sides]")
    assert picture(page) != one
    assert page.locator(".leaflet-flow-pane canvas").count() == 0
    page.check("[data-key=moving]")
    assert pixels(page, "flow", pane="flow") > 20
    page.uncheck("[data-key=moving]")
    assert page.locator(".leaflet-flow-pane canvas").count() == 0


@pytest.mark.parametrize("language", ["en", "ru", "kk"])
def test_the_legend_is_one_row_high(watch, everything, language):
    for width in (1440, 1024):
        page = watch(viewport={"width": width, "height": 768}).open(everything, f"by=utilisation&l={language}")
        assert page.locator("#legend").bounding_box()["height"] < (60 if width > 1100 else 76), width


def test_two_maps_begin_at_one_line(watch, rkti):
    page = watch(viewport={"width": 1024, "height": 768}).open(rkti, "view=two&l=kk&vs=target-20mt-2030")
    tops = page.locator(".folium-map").evaluate_all("maps => maps.map((n) => n.getBoundingClientRect().top)")
    assert len(tops) == 2
    assert tops[0] == pytest.approx(tops[1], abs=0.5)


def test_under_an_open_sheet_the_map_keeps_its_scale(watch, rkti):
    page = watch(viewport={"width": 390, "height": 844}, has_touch=True).open(rkti)
    before = page.evaluate("map_corridors.getZoom()")
    page.click("#grip")
    expect(page.locator("#grip")).to_have_attribute("aria-expanded", "true")
    page.wait_for_function("() => map_corridors.getSize().y === document.querySelector('.folium-map').clientHeight")
    assert page.evaluate("map_corridors.getZoom()") == before
    assert "at=" not in page.url
