"""What leaves the map or comes to it: tables, pictures, online tiles, a notebook."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path

import pytest


def test_table_sorts_and_leaves_as_csv(watched, everything, net):
    page = watched.open(everything, "p=table")
    page.click("[data-key='sort 1']")
    values = [
        float(v)
        for v in page.locator(".figures tbody td:nth-child(2)").evaluate_all("all => all.map((n) => n.dataset.value)")
    ]
    assert values == sorted(values, reverse=True)
    assert page.locator("th[aria-sort=descending]").count() == 1
    with page.expect_download() as got:
        page.click("[data-key=csv]")
    rows = list(csv.reader(io.StringIO(Path(got.value.path()).read_text("utf-8-sig"))))
    assert len(rows) == len(net.corridors) + 1
    assert [head for head in rows[0] if "Mt/year (Today, 2026)" in head], "unit, scenario and year in the header"
    assert rows[0].index("90 % range, Mt/year (Today, 2026), 95 %") > 0
    figures = [cell for row in rows[1:] for cell in row if re.fullmatch(r"[\d.]+", cell)]
    assert max(len(cell.replace(".", "").lstrip("0")) for cell in figures) <= 4, "rounded"
    page.locator("tbody .as-link").first.click()
    assert page.locator("tbody tr").count() > 3


def test_the_state_leaves_as_a_scenario_and_comes_back(watched, rkti, net, tmp_path):
    import corridors as co

    page = watched.open(rkti, "s=announced-2030&p=whatif")
    page.locator(".measure input:not([disabled]):not(:checked)").first.click()
    page.locator(".measure input:checked:not([disabled])").last.click()
    with page.expect_download() as got:
        page.click("[data-key='scenario file']")
    path = tmp_path / got.value.suggested_filename
    got.value.save_as(path)
    both = co.load(scenario_files=[path])
    laid = co.scenario(both, path.stem)
    flow = co.max_flow(laid, "rkti")
    ask = "() => corridorsAtlas.answersFor(corridorsAtlas.data, corridorsAtlas.page.state.scenario,"
    value = page.evaluate(f"{ask} corridorsAtlas.page.built()).flow(corridorsAtlas.page.state.corridor).value")
    assert value == pytest.approx(flow.value_mtpa, abs=1e-6)
    ticked = page.url
    page.evaluate("corridorsAtlas.page.set({ scenario: corridorsAtlas.data.scenarios[0], panel: 'overview' })")
    with page.expect_file_chooser() as chooser:
        page.click("#tab-whatif")
        page.click("[data-key='open file']")
    chooser.value.set_files(path)
    page.wait_for_function("(url) => location.href === url", arg=ticked)
    page.evaluate("corridorsAtlas.page.set({ scenario: corridorsAtlas.data.scenarios[0] })")
    drop = """(text) => {
        const data = new DataTransfer();
        data.items.add(new File([text], 'dropped.toml'));
        document.dispatchEvent(new DragEvent('drop', { dataTransfer: data, bubbles: true, cancelable: true }));
    }"""
    page.evaluate(drop, path.read_text("utf-8"))
    page.wait_for_function("(url) => location.href === url", arg=ticked)


def test_a_file_that_is_no_scenario_says_so(watched, rkti, tmp_path):
    page = watched.open(rkti, "p=whatif")
    for name, text, said in (
        ("notes.toml", "title = 'x'", "is no scenario"),
        ("other.toml", 'extends = "elsewhere"', "elsewhere"),
        ("more.toml", 'build = ["tm-tejen-serakhs-loops", "castle"]', "castle"),
    ):
        (tmp_path / name).write_text(text, encoding="utf-8")
        with page.expect_file_chooser() as chooser:
            page.click("[data-key='open file']")
        chooser.value.set_files(tmp_path / name)
        warning = page.locator("#panel-body .warning", has_text=said)
        warning.wait_for()
        assert warning.count() == 1


def test_measures_stand_in_the_order_of_what_they_are_worth(watched, rkti):
    page = watched.open(rkti, "s=target-20mt-kazakhstan-only&p=whatif")
    gains = page.locator("section[aria-label='Would add capacity now'] .effect").all_text_contents()
    assert gains
    assert all(text.startswith("+") for text in gains)
    worth = [float(text.split(" ")[0]) for text in page.locator(".effect small").all_text_contents()]
    assert worth == sorted(worth, reverse=True)
    nothing = page.locator("section[aria-label^='Add nothing alone'] .effect").all_text_contents()
    assert nothing
    assert set(nothing) == {"adds nothing"}
    assert page.locator(".curve svg").count() == 1
    page.locator(".curve button").click()
    assert "short" not in page.locator(".progress").text_content(), "the cheapest set reaches the target"


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
    one.host = "tile.example"
    page = one.open(path)
    page.click(".options > summary")
    assert not one.asked
    with page.expect_request(re.compile("https://tile.example/.*")):
        page.check("[data-key=tiles]")
    page.wait_for_load_state("networkidle")
    assert one.asked


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
