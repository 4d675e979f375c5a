"""The popup of a link: what it says, that it fits, and that the keyboard opens and closes it."""

from __future__ import annotations

import re

import pytest
from reading import plain, text


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


def test_a_popup_is_never_larger_than_its_map(watch, rkti):
    page = watch(viewport={"width": 390, "height": 844}).open(rkti, "sel=rail/zhetybay-zhanaozen&l=ru")
    # The map moves aside for it, in its own time.
    page.wait_for_function(
        """() => {
            const [p, s] = ['.leaflet-popup', '#stage'].map((n) => document.querySelector(n).getBoundingClientRect());
            return p.left >= s.left && p.top >= s.top && p.right <= s.right && p.bottom <= s.bottom + 1;
        }"""
    )
    popup, stage = (page.locator(s).bounding_box() for s in (".leaflet-popup", "#stage"))
    assert popup["x"] >= stage["x"]
    assert popup["x"] + popup["width"] <= stage["x"] + stage["width"]
    assert popup["y"] >= stage["y"]
    assert popup["y"] + popup["height"] <= stage["y"] + stage["height"] + 1


def test_keyboard_reaches_every_link_and_post(watched, rkti, net):
    page = watched.open(rkti)
    assert page.locator(".roving button").count() == len(net.corridor("rkti").links)
    assert page.locator(".roving button[tabindex='0']").count() == 1
    page.locator(".roving button[tabindex='0']").focus()
    names = []
    for key in ("Home", "ArrowRight", "ArrowDown", "ArrowLeft", "End"):
        page.keyboard.press(key)
        names.append(page.evaluate("document.activeElement.getAttribute('aria-label')"))
        assert page.locator(".hint").text_content().startswith(names[-1].split(",")[0])
    assert len(set(names)) == 4, "back by one from the third is the second"
    assert names[0].split(",")[0] in text(page, "#headline"), "a bottleneck comes first"
    page.keyboard.press("Enter")
    assert names[-1].split(",")[0] in text(page, ".popup h3")
    page.keyboard.press("Escape")
    page.wait_for_selector(".popup", state="detached")
    assert page.evaluate("document.activeElement.getAttribute('aria-label')") == names[-1]


def test_the_pointer_opens_what_it_points_at(watched, rkti):
    page = watched.open(rkti)
    for link in ("rail/zhetybay-zhanaozen", "border/bolashak-serhetyaka"):
        at = page.evaluate(
            """(id) => {
                const { map } = corridorsAtlas.views()[0];
                const link = corridorsAtlas.data.linkAt.get(id);
                map.setView(link.middle, 8, { animate: false });
                const box = map.getContainer().getBoundingClientRect();
                const { x, y } = map.latLngToContainerPoint(link.middle);
                return [box.left + x, box.top + y, link.n[0]];
            }""",
            link,
        )
        page.mouse.move(at[0] + 90, at[1] + 90)
        page.mouse.move(*at[:2])
        page.wait_for_function("(name) => document.querySelector('.hint')?.textContent.startsWith(name)", arg=at[2])
        page.mouse.click(*at[:2])
        page.locator(".popup h3", has_text=at[2]).wait_for()
        assert page.locator(".popup").count() == 1
        page.keyboard.press("Escape")
        page.locator(".popup").wait_for(state="detached")


def test_popup_tells_the_load_that_is_shown(watched, everything, net):
    import corridors as co

    shared = "rail/zhetybay-zhanaozen"
    loads = [abs(co.max_flow(net, c.id).flow_mtpa[shared]) for c in net.corridors.values() if shared in c.links]
    value = max(loads)
    share = value / co.capacities(net, links=[shared])["capacity_mtpa"].iloc[0]
    page = watched.open(everything, f"by=utilisation&load=max&sel={shared}")
    said = plain(text(page, ".popup"))
    shown = re.search(r"Load, corridor at capacity: ([\d.]+) Mt/year \((\d+)%\)", said)
    assert shown
    assert [float(v) for v in shown.groups()] == pytest.approx([value, 100 * share], rel=0.01)
    assert "the largest of them counts" in said
    page.select_option("#corridor", "rkti")
    assert "the largest of them counts" not in text(page, ".popup"), "one corridor shares with nobody"
    page.select_option("#colour", "capacity")
    assert "Load," not in text(page, ".popup")


def test_scenarios_that_are_all_alike_are_told_in_a_sentence(watched, everything):
    page = watched.open(everything, "sel=border/bolashak-serhetyaka")
    assert "the same in every scenario" in text(page, ".popup")
    assert page.locator(".popup svg.chart .bar").count() == 0
