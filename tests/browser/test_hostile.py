"""No text of the data becomes markup, script or template: forty and more attempts, in every text field."""

from __future__ import annotations

import pytest
from hostile import STRINGS, poisoned


@pytest.mark.parametrize("text", STRINGS, ids=range(len(STRINGS)))
def test_a_text_stays_a_text(watched, tiny, tmp_path, text):
    import corridors as co

    world = poisoned(tiny, text)
    corridor = next(
        c.id
        for c in world.corridors.values()
        if any(set(s.links) & set(c.links) for m in world.measures.values() for s in m.facts)
    )
    path = co.draw(world).save(tmp_path / "x.html")
    page = watched.open(path)
    page.select_option("#corridor", corridor)
    seen = text
    assert page.locator("#headline h2").evaluate("n => n.textContent") == seen
    assert page.locator("#scenario option").first.evaluate("n => n.textContent") == seen
    page.click(".options > summary")
    page.click(".options > summary")
    for panel in ("whatif", "table", "journey", "about", "overview"):
        page.click(f"#tab-{panel}")
        if panel != "journey":
            assert seen.strip() in page.locator("#panel-body").evaluate("n => n.textContent")
    page.locator(".roving button").first.focus()
    page.keyboard.press("Enter")
    popup = page.locator(".popup")
    assert popup.locator("h3").evaluate("n => n.textContent") == seen
    said = popup.evaluate("n => n.textContent")
    assert said.count(seen) > 4, "names, note, sources and units"
    hrefs = page.evaluate("[...document.querySelectorAll('a[href]')].map((a) => a.protocol)")
    assert set(hrefs) <= {"http:", "https:", "file:"}
    page.fill("#search", text[:40])
    page.keyboard.press("Escape")
    for language in ("ru", "kk"):
        page.click(f".languages button[lang={language}]")
    assert page.evaluate(
        "[globalThis.ran, document.scripts.length, document.querySelectorAll('img,iframe,base,form,object').length]"
    ) == [None, 6, 0]


def test_nothing_runs_while_the_map_is_built(tiny, tmp_path):
    import corridors as co

    said = co.draw(poisoned(tiny, "{{ 1111*1111 }}")).html()
    assert "1234321" not in said
    assert "1111*1111" in said
    assert said.count("</script>") == 6


def test_hostile_address(watched, rkti):
    page = watched.open(
        rkti, "s=<img src=x onerror=globalThis.ran=1>&sel=javascript:globalThis.ran=1&l=<script>&add=__proto__"
    )
    assert page.evaluate("globalThis.ran === undefined && ({}).polluted === undefined")
