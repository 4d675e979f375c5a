"""The address of the map: it holds the whole view, opens it again, and forgives nonsense."""

from __future__ import annotations

import pytest
from reading import text


def test_a_link_opens_the_same_view(watch, everything):
    calm = {"reduced_motion": "reduce"}  # the map is at its place as soon as it is asked to go there
    page = watch(**calm).open(everything)
    page.select_option("#corridor", "rkti")
    page.select_option("#scenario", "announced-2030")
    page.select_option("#colour", "utilisation")
    page.select_option("#load", "max")
    page.click("#tab-whatif")
    page.locator(".measure input:not([disabled])").nth(3).click()
    page.click(".languages button[lang=kk]")
    seen = [text(page, "#headline"), text(page, "#panel-body"), text(page, "#legend")]
    address = page.url.split("#")[1]
    again = watch(**calm).open(everything, address)
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
