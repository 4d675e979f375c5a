"""What leaves the map or comes to it: tables, pictures, online tiles, a notebook."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path


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
    assert picture.startswith(b"\x89PNG")
    assert len(picture) > 30_000
    wide, high = (int.from_bytes(picture[at : at + 4], "big") for at in (16, 20))
    stage = page.locator("#stage").bounding_box()
    assert wide == round(2 * stage["width"])
    assert high > 2 * stage["height"] + 120, "with title and legend"


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
    assert one.bad
    assert all("tile.example" in b or "ERR_FAILED" in b for b in one.bad)
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
