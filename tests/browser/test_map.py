"""The map in Chromium: what is there, what each control does, and that a link opens the same view again."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path

import pytest


def text(page, selector: str) -> str:
    return page.locator(selector).first.text_content()


def test_everything_is_there(watched, everything, net):
    page = watched.open(everything)
    assert page.locator("#corridor option").count() == len(net.corridors) + 1
    points = int(net.links["kind"].isin(["border", "terminal"]).sum())
    assert page.locator("#stage .symbol").count() == points
    assert page.locator("#stage path.hit").count() == len(net.links) - points
    border = net.links[
        (net.links["kind"] == "border") & (net.links["form"] == "road") & (net.links["neighbour"] == "RU")
    ]
    shown = page.evaluate(
        """() => corridorsAtlas.data.links
            .filter(l => l.form === 'road' && l.kind === 'border' && l.post.neighbour === 'RU').length"""
    )
    assert shown == len(border) == 30


def test_nothing_is_hidden_at_the_opening(watch, everything, rkti):
    for path in (everything, rkti):
        for size in ({"width": 1440, "height": 900}, {"width": 1024, "height": 768}, {"width": 390, "height": 844}):
            page = watch(viewport=size).open(path)
            inside = page.evaluate(
                """() => {
                    const box = document.getElementById('pane-a').getBoundingClientRect();
                    const at = [...document.querySelectorAll('#stage .link-line, #stage .symbol')]
                      .map((n) => n.getBoundingClientRect());
                    const seen = at.filter((r) => r.left + r.width / 2 > box.left && r.right - r.width / 2 < box.right
                      && r.top + r.height / 2 > box.top && r.bottom - r.height / 2 < box.bottom);
                    return [at.length, seen.length, document.documentElement.scrollWidth <= innerWidth];
                }"""
            )
            assert inside[0] == inside[1] > 0, (path.name, size)
            assert inside[2], "the page is wider than the screen"


def test_scenario_switch(watched, rkti, net):
    import corridors as co

    page = watched.open(rkti)
    before = text(page, ".number b")
    page.select_option("#scenario", "target-20mt-2030")
    later = co.scenario(net, "target-20mt-2030")
    value = co.max_flow(later, co.capacities(later), "rkti").value_mtpa
    assert text(page, ".number b") == f"{value:.1f}".rstrip("0").rstrip(".") != before
    assert "s=target-20mt-2030" in page.url
    assert page.locator("#stage .cut-mark, #stage .symbol circle[stroke-dasharray]").count() > 0
    assert text(page, "#live")


def test_year_play_and_slider(watched, rkti):
    page = watched.open(rkti, "s=target-20mt-2030")
    full = text(page, ".number b")
    page.locator("#year").focus()
    for _ in range(5):
        page.keyboard.press("ArrowLeft")
    assert text(page, "output") == "2025"
    assert text(page, ".number b") != full
    page.click(".play")
    page.locator("output", has_text="2030").wait_for(timeout=15000)
    assert text(page, ".number b") == full


def test_a_link_opens_the_same_view(watch, everything):
    first = watch()
    page = first.open(everything)
    page.select_option("#corridor", "rkti")
    page.select_option("#scenario", "announced-2030")
    page.select_option("#colour", "utilisation")
    page.select_option("#load", "max")
    page.click("#tab-whatif")
    page.locator(".measure input:not([disabled])").nth(3).click()
    page.click(".languages button[lang=kk]")
    page.wait_for_timeout(400)
    seen = [text(page, "#headline"), text(page, "#panel-body"), text(page, "#legend")]
    address = page.url.split("#")[1]
    again = watch().open(everything, address)
    assert [text(again, "#headline"), text(again, "#panel-body"), text(again, "#legend")] == seen
    assert again.locator("html").get_attribute("lang") == "kk"
    assert page.evaluate("map_corridors.getZoom()") == again.evaluate("map_corridors.getZoom()")


@pytest.mark.parametrize(
    "address", ["s=x&c=x&y=9&by=x&l=xx&p=x&at=a,b,c&sel=x&add=x", "s=%00&c=__proto__&at=1e999,0,0", "%%%"]
)
def test_an_address_of_nonsense_opens_all_the_same(watched, everything, address):
    page = watched.open(everything, address)
    assert page.locator(".corridor-list li").count() > 1


def test_a_new_address_goes_there(watched, rkti):
    page = watched.open(rkti)
    assert page.locator(".popup").count() == 0
    page.evaluate("location.hash = 'sel=rail/zhetybay-zhanaozen&at=44,53,8&l=ru'")
    page.locator(".popup").wait_for()
    assert page.evaluate("map_corridors.getZoom()") == 8
    page.evaluate("location.hash = ''")
    page.locator(".popup").wait_for(state="detached")
    assert page.evaluate("map_corridors.getZoom()") < 7
    assert page.locator("html").get_attribute("lang") == "en"


def test_what_is_compared_stands_in_the_address(watched, rkti):
    page = watched.open(rkti, "p=table&vs=target-20mt-kazakhstan-only&by=change")
    page.select_option("#colour", "capacity")
    assert "vs=target-20mt-kazakhstan-only" in page.url


def test_a_window_of_another_size_shows_everything_again(watched, everything):
    page = watched.open(everything)
    before = page.evaluate("map_corridors.getZoom()")
    page.set_viewport_size({"width": 900, "height": 600})
    page.wait_for_timeout(300)
    assert page.evaluate("map_corridors.getZoom()") < before
    assert "at=" not in page.url


def test_at_the_opening_each_corridor_says_what_holds_it(watched, everything, net):
    import corridors as co

    page = watched.open(everything)
    said = page.locator("#stage .name.held").all_text_contents()
    codes = {c.strip() for text in said for c in text.split("·")[0].split(",")}
    assert codes <= {c.code for c in net.corridors.values()} and len(codes) > len(net.corridors) / 2
    value = co.max_flow(net, co.capacities(net), "rkti").value_mtpa
    told = next(text.split("·")[1] for text in said if "RKTI" in text)
    assert float(told) == pytest.approx(value, abs=0.05)
    page.locator("#stage .name.held", has_text="RKTI").click()
    assert page.locator("#corridor").input_value() == "rkti"


def test_nothing_lies_under_the_buttons(watch, everything):
    for width, height in ((1440, 900), (1024, 768), (390, 844)):
        page = watch(viewport={"width": width, "height": height}).open(everything)
        hidden = page.evaluate(
            """() => {
                const over = [...document.querySelectorAll('.over-map')].map((n) => n.getBoundingClientRect());
                const meet = (a, b) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
                return [...document.querySelectorAll('#stage .name, #stage .symbol svg > *')]
                    .map((n) => n.getBoundingClientRect()).filter((r) => over.some((o) => meet(o, r))).length;
            }"""
        )
        assert hidden == 0, (width, height)


def test_a_popup_is_never_larger_than_its_map(watch, rkti):
    page = watch(viewport={"width": 390, "height": 844}).open(rkti, "sel=rail/zhetybay-zhanaozen&l=ru")
    page.wait_for_timeout(600)  # the map moves aside for it
    popup, stage = (page.locator(s).bounding_box() for s in (".leaflet-popup", "#stage"))
    assert popup["x"] >= stage["x"] and popup["x"] + popup["width"] <= stage["x"] + stage["width"]
    assert popup["y"] >= stage["y"] and popup["y"] + popup["height"] <= stage["y"] + stage["height"] + 1


def test_popups_say_what_is_known(watched, rkti, net):
    page = watched.open(rkti, "sel=rail/zhetybay-zhanaozen")
    said = text(page, ".popup")
    facts = net.facts[(net.facts["link"] == "rail/zhetybay-zhanaozen") & (net.facts["role"] == "used")]
    stated = facts[facts["origin"] == "stated"]
    assert f"Facts ({len(stated)})" in said
    assert page.locator(".popup svg.chart").count() >= 1
    assert page.locator(".popup a[href^=http]").count() > 0
    assert {a.get_attribute("rel") for a in page.locator(".popup a").all()} == {"noopener noreferrer"}
    for word in ("Limited by", "Corridors that use it", "RKTI"):
        assert word in said


def test_popup_of_a_post(watched, everything, net):
    page = watched.open(everything, "sel=border/zhaisan")
    said = text(page, ".popup")
    row = net.links.loc["border/zhaisan"]
    for word in (
        row["name_en"],
        row["other_en"],
        row["region_en"],
        row["other_region_en"],
        "Mean wait against lanes",
        "funded",
    ):
        assert word in said
    assert page.locator(".popup .line").count() == 1


def test_keyboard_reaches_every_link_and_post(watched, rkti):
    page = watched.open(rkti)
    assert page.locator("#stage path.hit:not([tabindex='0'])").count() == 0
    assert page.locator("#stage .symbol:not([tabindex='0'])").count() == 0
    first = page.locator("#stage path.hit").first
    first.focus()
    name = first.get_attribute("aria-label").split(",")[0]
    page.keyboard.press("Enter")
    assert name in text(page, ".popup h3")
    page.keyboard.press("Escape")
    page.wait_for_selector(".popup", state="detached")
    page.locator("#stage .symbol").first.focus()
    page.keyboard.press("Enter")
    assert page.locator(".popup").count() == 1
    page.keyboard.press("Escape")


def test_kinds_can_be_hidden(watched, everything):
    page = watched.open(everything)
    before = page.locator("#stage .link-line").count()
    page.click(".options > summary")
    page.uncheck("[data-key='kind road']")
    assert page.locator("#stage .link-line").count() < before
    page.uncheck("[data-key='kind border']")
    hidden = page.evaluate(
        "[...document.querySelectorAll('#stage .symbol')].filter(n => n.style.display === 'none').length"
    )
    assert hidden > 30
    assert "hide=border%2Croad" in page.url


def test_two_scenarios_side_by_side(watched, rkti):
    page = watched.open(rkti, "s=today&vs=target-20mt-2030&view=two")
    assert page.locator(".caption:visible").count() == 2
    page.evaluate("map_corridors.setView([44, 55], 6.5, {animate: false})")
    middle = page.evaluate(
        """() => {
            const maps = [...document.querySelectorAll('.folium-map')];
            const panes = maps.map((n) => n.getBoundingClientRect());
            const dots = maps.map((n) => n.querySelector('.symbol').getBoundingClientRect());
            return dots.map((d, i) => [d.left - panes[i].left, d.top - panes[i].top]);
        }"""
    )
    assert middle[0] == pytest.approx(middle[1], abs=1.5)
    widths = page.evaluate(
        """() => ['pane-a', 'pane-b'].map((p) => [...document.querySelectorAll(`#${p} .link-line`)]
            .map((n) => n.getAttribute('stroke-width')))"""
    )
    assert widths[0] != widths[1]


def test_change_against_another_scenario(watched, rkti):
    page = watched.open(rkti, "s=target-20mt-2030&vs=today&by=change")
    colours = page.evaluate(
        "[...new Set([...document.querySelectorAll('#stage .link-line')].map(n => n.getAttribute('stroke')))]"
    )
    assert set(colours) <= set(page.evaluate("corridorsAtlas.data.style.colours.change"))
    assert len(colours) > 2


def test_search_by_any_name(watched, everything, net):
    page = watched.open(everything)
    row = net.links.loc["rail/beyneu-sai-utes"]
    for name in (row["name_en"], row["name_ru"], row["name_kk"]):
        page.fill("#search", name)
        page.locator("#found button").first.click()
        assert row["name_en"] in text(page, ".popup h3")
        page.keyboard.press("Escape")


def test_table_sorts_and_leaves_as_csv(watched, everything, net):
    page = watched.open(everything, "p=table")
    page.click("[data-key='sort 1']")
    values = [float(v.replace(",", "")) for v in page.locator("tbody td:nth-child(2)").all_text_contents()]
    assert values == sorted(values, reverse=True)
    assert page.locator("th[aria-sort=descending]").count() == 1
    with page.expect_download() as got:
        page.click("[data-key=csv]")
    rows = list(csv.reader(io.StringIO(Path(got.value.path()).read_text("utf-8-sig"))))
    assert len(rows) == len(net.corridors) + 1
    page.locator("tbody .as-link").first.click()
    assert page.locator("tbody tr").count() > 3


def test_picture(watched, rkti):
    page = watched.open(rkti)
    page.click(".options > summary")
    with page.expect_download() as got:
        page.click("[data-key=png]")
    picture = Path(got.value.path()).read_bytes()
    assert picture.startswith(b"\x89PNG") and len(picture) > 30_000
    wide, high = (int.from_bytes(picture[at : at + 4], "big") for at in (16, 20))
    stage = page.locator("#stage").bounding_box()
    assert wide == round(2 * stage["width"]) and high > 2 * stage["height"] + 120, "with title and legend"


@pytest.mark.parametrize("language", ["en", "ru", "kk"])
def test_no_word_without_a_translation(watched, everything, language):
    page = watched.open(everything, f"l={language}&c=titr&by=utilisation&view=two")
    words = page.evaluate("Object.keys(corridorsAtlas.data.words)")
    for panel in ("overview", "whatif", "table", "journey", "about"):
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


def test_over_capacity_has_a_mark_of_its_own(watched, rkti):
    page = watched.open(rkti, "s=announced-2030&by=utilisation&load=target")
    assert page.locator("#stage .over-mark").count() > 0


def test_both_directions_and_moving_flow(watched, rkti):
    page = watched.open(rkti)
    lines = page.locator("#stage .link-line").count()
    page.click(".options > summary")
    page.check("[data-key=sides]")
    assert page.locator("#stage .link-line").count() > lines
    page.check("[data-key=moving]")
    assert page.locator("#stage .moving").count() > 0


def test_online_tiles_only_when_asked_for(net, tmp_path, watch):
    import corridors as co

    path = co.draw(net, "astana-kostanay", tiles="https://tile.example/{z}/{x}/{y}.png").save(tmp_path / "x.html")
    one = watch()
    page = one.open(path)
    assert not one.bad
    page.click(".options > summary")
    with page.expect_request(re.compile("https://tile.example/.*")):
        page.check("[data-key=tiles]")
    page.wait_for_load_state("networkidle")
    page.wait_for_timeout(500)
    assert one.bad and all("tile.example" in b or "ERR_FAILED" in b for b in one.bad)
    one.bad.clear()


def test_in_a_notebook(net, tmp_path, watched):
    import corridors as co

    frame = co.draw(net, "astana-kostanay")._repr_html_()
    path = tmp_path / "notebook.html"
    path.write_text(f"<!doctype html><html><body>{frame}</body></html>", encoding="utf-8")
    watched.page.goto(path.as_uri())
    inner = watched.page.frame_locator("iframe")
    inner.locator("html[data-ready=yes]").wait_for(state="attached")
    assert inner.locator(".number b").text_content()
    inner.locator("#tab-table").click()
    assert inner.locator("tbody tr").count() > 2
