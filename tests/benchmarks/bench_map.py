"""The map against naive folium (one PolyLine with a tooltip a link): size, build time, first picture, as ratios.

The shipped network, then generated ones of 50,000 and 500,000 vertices. The network and its capacities are given to
both; only the drawing is timed. First picture: from the address to the first frame after the lines are drawn, in
Chromium. Switch: from choosing another scenario to the next frame.

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
RUNS = 3
FRAME = "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done(performance.now()))))"
SWITCH = """async () => {
    const { page, data } = corridorsAtlas;
    const start = performance.now();
    page.set({ scenario: data.scenarios[data.scenarios.length - 1] });
    await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
    return performance.now() - start;
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


def pictures(chrome: Any, path: Path, ours: bool) -> tuple[float, float]:
    """First picture and scenario switch, milliseconds; the median of some openings."""
    first, switch = [], []
    for _ in range(RUNS):
        page = chrome.new_page(viewport={"width": 1440, "height": 900})
        page.route("http*://**", lambda route: route.abort())
        page.goto(path.as_uri(), wait_until="commit")
        page.wait_for_selector(".link-line, path.leaflet-interactive", state="attached", timeout=240_000)
        first.append(page.evaluate(FRAME))
        switch.append(page.evaluate(SWITCH) if ours else float("nan"))
        page.close()
    return statistics.median(first), statistics.median(switch)


def compared(name: str, network: Any, chrome: Any, folder: Path) -> None:
    answers = answer(network, draws=0)
    capacity = answers.capacity["capacity_mtpa"].reindex(network.links.index)
    own, other = folder / "own.html", folder / "naive.html"
    co.draw(network, answers=answers).html()  # imports and cached parts are not the drawing
    build = seconds(lambda: co.draw(network, answers=answers).save(own))
    build_naive = seconds(naive, network, capacity, other)
    size, size_naive = (p.stat().st_size / 1024 for p in (own, other))
    local(other)
    first, switch = pictures(chrome, own, True)
    first_naive, _ = pictures(chrome, other, False)
    vertices = sum(len(g.coords) for g in network.links.geometry if g.geom_type == "LineString")
    print(f"\n{name}: {len(network.links):,} links, {vertices:,} vertices")
    rows = [("build, s", build, build_naive), ("size, KiB", size, size_naive)]
    for what, a, b in [*rows, ("first picture, ms", first, first_naive)]:
        print(f"  {what:20}{a:10,.1f}{b:12,.1f} naive folium{a / b:9.2f} of it")
    print(f"  {'scenario switch, ms':20}{switch:10,.1f}", flush=True)


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
