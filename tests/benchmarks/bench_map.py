"""The map against naive folium (one PolyLine with a tooltip a link): size, build time, speed in Chromium, as ratios.

The shipped network, then generated ones of 50,000 and 500,000 vertices. The network and its capacities are given to
both; only the drawing is timed. First picture: from the address to the end of the first frame that shows the lines.
Pans and zooms: processor time of the page's main thread for the same moves, painting on canvases included (DevTools'
TaskDuration leaves it out); Linux only. Switch and tick: from choosing another scenario, or a measure, to the end of
the next frame. The two pages are opened in turn.

Run: python tests/benchmarks/bench_map.py [vertices ...]
"""

from __future__ import annotations

import dataclasses
import statistics
import sys
import tempfile
from pathlib import Path
from time import perf_counter
from typing import Any

import folium
import geopandas as gpd
import numpy as np
import pandas as pd
from shapely.geometry import LineString

import corridors as co
from corridors.atlas import answer

sys.path.insert(0, str(Path(__file__).parents[1] / "browser"))
from browser import FLAGS, executable

VERTICES_OF_A_LINK = 50
RUNS = 5
OURS = "html[data-drawn=yes]"
# Set before the page's own scripts: resolves at the end of the first frame with something that `shows` lines.
FIRST = """(shows) => {
    globalThis.firstPicture = new Promise((done) => {
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = () => done(performance.now());
        const look = () => document.querySelector(shows) ? port2.postMessage(0) : requestAnimationFrame(look);
        requestAnimationFrame(look);
    });
}"""
CHANGE = """(changes) => async () => {
    const start = performance.now();
    changes();
    await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
    return performance.now() - start;
}"""
SWITCH = "() => corridorsAtlas.page.set({ scenario: corridorsAtlas.data.scenarios.at(-1) })"
TICK = """() => {
    const { data, page } = corridorsAtlas;
    page.toggle(data.measures.findLast((m) => m.touches));
}"""
MOVES = """async () => {
    const map = Object.values(globalThis).find((v) => v instanceof L.Map);
    const frame = () => new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
    map.setView([47, 66], 5, { animate: false });
    await frame();
    for (const [x, y] of [[150, 0], [150, 0], [150, 0], [-450, 0], [0, 120], [0, -120]]) {
        map.panBy([x, y], { animate: false });
        await frame();
    }
    for (const zoom of [6, 7, 8, 7, 6, 5]) {
        map.setZoom(zoom, { animate: false });
        await frame();
    }
    await new Promise((done) => setTimeout(done, 400));
}"""


def generated(network: Any, vertices: int) -> Any:
    """A network of that many vertices: railways that wander like rivers, each with the facts of one real section."""
    rng = np.random.default_rng(1)
    count = vertices // VERTICES_OF_A_LINK
    sample = network.links[network.links["kind"] == "rail"].iloc[[0]]
    names = [f"rail/made-{i}" for i in range(count)]
    start = rng.uniform((48, 38), (86, 54), (count, 2))
    turn = np.cumsum(rng.normal(0, 0.3, (count, VERTICES_OF_A_LINK)), axis=1) + rng.uniform(0, 6.3, (count, 1))
    step = np.stack([np.cos(turn), np.sin(turn)], axis=2) * 0.02
    lines = [LineString(xy) for xy in np.round(start[:, None, :] + np.cumsum(step, axis=1), 5)]
    links = pd.concat([sample] * count).set_axis(pd.Index(names, name="link"))
    links = gpd.GeoDataFrame(links.assign(geometry=lines), geometry="geometry", crs="EPSG:4326")
    one = network.facts[network.facts["link"] == sample.index[0]]
    facts = pd.concat([one] * count, ignore_index=True).assign(link=np.repeat(names, len(one)))
    stops = network.stops.iloc[:0]
    kept = {k: v for k, v in network.scenarios.items() if k in ("today", "announced-2030")}
    return dataclasses.replace(
        network, links=links, facts=facts, stops=stops, corridors={}, scenarios=kept, demand=network.demand.iloc[:0],
        _wide={},
    )  # fmt: skip


def naive(network: Any, capacity: pd.Series, path: Path) -> None:
    """What a first try with folium looks like; without tiles, so that its picture needs no network either."""
    drawn = folium.Map(location=[46, 62], zoom_start=5, tiles=None)
    for link, row in network.links.iterrows():
        places = [(lat, lon) for lon, lat, *_ in row.geometry.coords]
        tip = f"{row['name_en']}: {capacity[link]:.1f} Mt/year"
        folium.PolyLine(places, weight=max(1.0, 0.2 * capacity[link]), tooltip=tip).add_to(drawn)
    drawn.save(path)


def local(path: Path) -> None:
    """The parts that folium asks the web for, put into the file: without them there is no picture to time."""
    import re

    from corridors.atlas.page import vendored

    text = path.read_text(encoding="utf-8")
    text = re.sub(r'<script src="[^"]*"></script>', "", text)
    text = re.sub(r'<link rel="stylesheet" href="[^"]*"\s*/>', "", text)
    parts = f"<style>{vendored('leaflet.css')}</style><script>{vendored('leaflet.js')}</script>"
    path.write_text(text.replace("<head>", f"<head>{parts}", 1), encoding="utf-8")


def seconds(what: Any, *args: Any) -> float:
    start = perf_counter()
    what(*args)
    return perf_counter() - start


def busy_ms(renderer: int) -> float:
    """Processor time of the main thread of a process so far."""
    return int(Path(f"/proc/{renderer}/task/{renderer}/schedstat").read_text().split()[0]) / 1e6


def renderer_of(page: Any) -> int:
    """The process of a page: the one that works when the page does."""
    client = page.context.browser.new_browser_cdp_session()
    found = client.send("SystemInfo.getProcessInfo")["processInfo"]
    client.detach()
    before = {p["id"]: busy_ms(p["id"]) for p in found if p["type"] == "renderer"}
    page.evaluate("() => { const start = performance.now(); while (performance.now() - start < 50); }")
    return max(before, key=lambda pid: busy_ms(pid) - before[pid])


def timed(chrome: Any, path: Path, shows: str) -> dict[str, float]:
    """Milliseconds of one opening: first picture, moves, and for a page of ours switch and tick."""
    page = chrome.new_page(viewport={"width": 1440, "height": 900})
    page.route("http*://**", lambda route: route.abort())
    page.add_init_script(f"({FIRST})({shows!r})")
    page.goto(path.as_uri(), wait_until="commit")
    found = {"first picture, ms": page.evaluate("firstPicture")}
    page.wait_for_load_state()
    if shows == OURS:
        page.wait_for_selector("html[data-ready=yes]")
    page.wait_for_timeout(500)
    renderer = renderer_of(page)
    start = busy_ms(renderer)
    page.evaluate(MOVES)
    found["pans and zooms, ms"] = busy_ms(renderer) - start
    if shows == OURS:
        found["scenario switch, ms"] = page.evaluate(f"({CHANGE})({SWITCH})()")
        page.evaluate("corridorsAtlas.page.set({ panel: 'whatif' })")
        if page.evaluate("corridorsAtlas.data.measures.some((m) => m.touches)"):
            found["what-if tick, ms"] = page.evaluate(f"({CHANGE})({TICK})()")
    page.close()
    return found


def medians(chrome: Any, own: Path, other: Path) -> tuple[dict[str, float], ...]:
    """Of both pages, opened in turn."""
    pages = {own: OURS, other: "path.leaflet-interactive"}
    runs = [[timed(chrome, path, shows) for path, shows in pages.items()] for _ in range(RUNS)]
    return tuple(
        {what: statistics.median(r[what] for r in each) for what in each[0]} for each in zip(*runs, strict=True)
    )


def compared(name: str, network: Any, chrome: Any, folder: Path) -> None:
    answers = answer(network, draws=0)
    capacity = answers.capacity["capacity_mtpa"].reindex(network.links.index)
    own, other = folder / "own.html", folder / "naive.html"
    co.draw(network, answers=answers).html()  # imports and cached parts are not the drawing
    build = seconds(lambda: co.draw(network, answers=answers).save(own))
    build_naive = seconds(naive, network, capacity, other)
    size, size_naive = (p.stat().st_size / 1024 for p in (own, other))
    local(other)
    read, read_naive = medians(chrome, own, other)
    mine = {"build, s": build, "size, KiB": size} | read
    folium_s = {"build, s": build_naive, "size, KiB": size_naive} | read_naive
    vertices = sum(len(g.coords) for g in network.links.geometry if g.geom_type == "LineString")
    print(f"\n{name}: {len(network.links):,} links, {vertices:,} vertices")
    for what, value in mine.items():
        against = folium_s.get(what)
        beside = "" if against is None else f"{against:12,.1f} naive folium{value / against:9.2f} of it"
        print(f"  {what:20}{value:10,.1f}{beside}", flush=True)


def main() -> None:
    from playwright.sync_api import sync_playwright

    network = co.load()
    asked = [int(v) for v in sys.argv[1:]] or [50_000, 500_000]
    with sync_playwright() as play, tempfile.TemporaryDirectory() as folder:
        chrome = play.chromium.launch(executable_path=executable(), args=[f for f in FLAGS if f != "--headless"])
        compared("shipped", network, chrome, Path(folder))
        for vertices in asked:
            compared("generated", generated(network, vertices), chrome, Path(folder))
        chrome.close()


if __name__ == "__main__":
    main()
