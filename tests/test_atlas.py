"""The map without a browser: one safe file, the same bytes each time, every word translated, capacities looked up."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from itertools import product
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import corridors as co
from corridors.atlas import encode, page
from corridors.atlas.results import capacities_of_choices
from corridors.cartography import style
from corridors.cartography.words import words
from corridors.errors import BadInput, UnknownName
from corridors.scenarios import built
from corridors.whatif.measure_sets import as_built, choices
from corridors.wording.limits import limits, page_words

WEB = Path(page.__file__).parent / "web"
SCRIPTS = {p.relative_to(WEB).as_posix(): p.read_text(encoding="utf-8") for p in WEB.rglob("*.js")}
MOST_KIB = 1.2 * 1024
LATIN_EVERYWHERE = {"unit_TEU/year"}


BLOCKS = ("lines", "data")


@pytest.fixture(scope="module")
def atlas(net):
    return co.draw(net)


@pytest.fixture(scope="module")
def text(atlas):
    return atlas.html()


def decoded(line: str, decimals: int) -> list[tuple[float, float]]:
    """The other direction of `polyline`, as the page does it."""
    numbers, shift, value = [], 0, 0
    for c in line:
        code = ord(c) - 63
        value |= (code & 31) << shift
        shift += 5
        if code < 32:
            numbers.append(~(value >> 1) if value & 1 else value >> 1)
            shift = value = 0
    sums = np.cumsum(np.array(numbers).reshape(-1, 2), axis=0) / 10**decimals
    return [(lon, lat) for lat, lon in sums]


def test_one_file_asks_for_nothing(text):
    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', text)[1].replace("&#39;", "'")
    assert policy.startswith("default-src 'none'")
    assert "unsafe" not in policy
    assert "http" not in policy
    assert not re.search(r"<(link|img|iframe)\b", text)
    assert not re.search(r"<script[^>]+src=", text)
    for kind in ("script", "style"):
        for body in re.findall(rf"<{kind}>(.*?)</{kind}>", text, flags=re.DOTALL):
            own = base64.b64encode(hashlib.sha256(body.encode()).digest()).decode()
            assert f"'sha256-{own}'" in policy


def test_same_bytes(net, text):
    assert co.draw(co.load()).html() == text == co.draw(net).html()


def test_size(text):
    assert len(text.encode()) / 1024 <= MOST_KIB


def test_figure_is_of_folium(net):
    import folium

    drawn = co.draw(net, "astana-kostanay")
    assert isinstance(drawn.figure, folium.Figure)
    assert isinstance(drawn.figure.map, folium.Map)
    first = drawn.html()
    assert drawn.html() == first, "drawing twice is drawing once"
    folium.CircleMarker([50, 66], radius=5).add_to(drawn.figure.map)
    assert "circleMarker" in drawn.html()


def test_a_part_from_the_web_is_refused(net):
    from folium.plugins import Fullscreen

    drawn = co.draw(net, "astana-kostanay")
    Fullscreen().add_to(drawn.figure.map)
    with pytest.raises(BadInput, match="page without a network"):
        drawn.html()


def test_saved_all_or_nothing(net, tmp_path, monkeypatch):
    drawn = co.draw(net, "astana-kostanay")
    path = drawn.save(tmp_path / "new" / "x.html")
    before = path.read_bytes()
    monkeypatch.setattr("os.replace", lambda *_: (_ for _ in ()).throw(OSError("disk full")))
    with pytest.raises(OSError, match="disk full"):
        drawn.save(path)
    assert path.read_bytes() == before
    assert [p.name for p in path.parent.iterdir()] == ["x.html"]
    with pytest.raises(BadInput, match="folder"):
        drawn.save(tmp_path)


@pytest.mark.parametrize(
    "wrong", [{"corridors": "rkty"}, {"scenarios": ["tomorrow"]}, {"language": "de"}, {"corridors": ["rkti", "x"]}]
)
def test_wrong_names(net, wrong):
    with pytest.raises(UnknownName):
        co.draw(net, **wrong)


@pytest.mark.parametrize(
    "tiles",
    ["http://x.org/{z}/{x}/{y}.png", "https://x.org/1.png", "javascript:{z}{x}{y}", "https://;script-src/{z}{x}{y}"],
)
def test_tiles_must_be_plain(net, tiles):
    with pytest.raises(BadInput):
        co.draw(net, "astana-kostanay", tiles=tiles)


def test_tiles_open_one_host(net):
    said = co.draw(net, "astana-kostanay", tiles="https://tile.example:8443/{z}/{x}/{y}.png").html()
    assert "img-src data: blob: https://tile.example:8443;" in said


def test_tiny_world_without_a_base_map(tiny):
    assert co.draw(tiny).html().count("</script>") == 6


@pytest.mark.parametrize("key", sorted(words()))
def test_every_word_in_three_languages(key):
    en, ru, kk = words()[key]
    assert en
    assert ru
    assert kk
    holes = {tuple(sorted(re.findall(r"{\w+}", w))) for w in (en, ru, kk)}
    assert len(holes) == 1, "the same holes in each language"
    letters = re.findall(r"[^\W\d_]", en)
    if len(letters) > 3 and key not in LATIN_EVERYWHERE:
        assert en not in {ru, kk}, "not translated"
        assert re.search(r"[А-Яа-яЁёӘәҒғҚқҢңӨөҰұҮүҺһІі]", ru)
        assert re.search(r"[А-Яа-яӘәҒғҚқҢңӨөҰұҮүҺһІі]", kk)


def test_every_key_in_use_is_there():
    said = words()
    for name, script in SCRIPTS.items():
        for key in re.findall(r"""\bt\(\s*"([a-z_]+)\"""", script):
            assert key in said, f"{name}: {key}"
    shelf = {
        "panel": "overview whatif table journey about", "by": "capacity utilisation grade change",
        "symbol": "road rail gauge port", "status": "done building planned proposed option multilateral bilateral",
        "kinds": "rail road sea border terminal", "grade": "A B C D", "grade_short": "A B C D", "mode": "rail road",
        "what": "corridor node city", "load": "max target demand", "sure": "sourced reconstructed inferred",
    }  # fmt: skip
    assert {f"{k}_{v}" for k, vs in shelf.items() for v in vs.split()} <= set(said)


def test_every_word_of_the_data_that_comes_from_a_list(net, atlas):
    said = words()
    for table in net.schema.values():
        assert {f"attr_{a}" for a in table.index} <= set(said)
        assert {f"unit_{u}" for u in table["unit"]} <= {*said, "unit_1"}
    for country in {c for names in net.links["country"] for c in names.split("-")}:
        assert f"country_{country}" in said
    for kind, form in set(zip(net.links["kind"], net.links["form"], strict=True)):
        assert f"kind_{kind}_{form}" in said or f"kind_{kind}" in said
    posts = net.links[net.links["kind"] == "border"]
    assert {f"modern_{m}" for m in posts["modernisation"] if m} <= set(said)
    assert {f"status_{m}" for m in posts["status"] if m} <= set(said)


def test_the_page_has_code_and_values_and_the_words_for_them(atlas):
    assert atlas.data["words"].items() >= page_words().items()
    for code, values in atlas.data["limits"]:
        assert list(values) == limits()[code]["values"]


def test_scripts_say_what_they_are_and_are_small():
    for name, script in SCRIPTS.items():
        assert script.startswith("//"), name
        assert len(script.splitlines()) <= 250, name


def test_colours_stand_in_one_file():
    looks = {p.name: p.read_text(encoding="utf-8") for p in WEB.glob("*.css")}
    for name, text in (SCRIPTS | looks).items():
        assert not set(re.findall(r"#(?:[0-9a-fA-F]{6}|[0-9a-fA-F]{3})\b", text)), name


def contrast(one: str, other: str) -> float:
    """Contrast of two colours (WCAG 2)."""

    def light(colour: str) -> float:
        parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
        red, green, blue = (v / 12.92 if v <= 0.04045 else ((v + 0.055) / 1.055) ** 2.4 for v in parts)
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    low, high = sorted((light(one), light(other)))
    return (high + 0.05) / (low + 0.05)


def test_every_label_can_be_read():
    grounds = (style.LAND, style.HOME)
    for ink in (style.INK, style.FAINT_INK, style.QUIET):
        assert all(contrast(ink, ground) >= 4.5 for ground in grounds), ink
    assert contrast(style.WATER_INK, style.WATER) >= 4.5
    assert contrast(style.INK, style.WATER) >= 4.5
    for colour in {*style.CLASS_COLOURS, *style.CHANGE_COLOURS, *style.GRADE_COLOURS.values()}:
        assert max(contrast(ink, colour) for ink in (style.GRADE_INK, style.PAPER)) >= 4.5, "values on symbols"


def test_style_for_the_page():
    told = style.for_page()
    assert len(told["colours"]["classes"]) == len(style.CAPACITY_BOUNDS_MTPA) + 1 == len(style.UTILISATION_BOUNDS) + 1
    assert len(told["colours"]["change"]) == len(style.CHANGE_BOUNDS_MTPA) + 1
    json.dumps(told, allow_nan=False)


@given(st.lists(st.tuples(st.floats(-180, 180), st.floats(-90, 90)), min_size=1, max_size=30))
def test_polyline_comes_back(points):
    back = decoded(encode.polyline(points, 4), 4)
    assert np.allclose(back, points, atol=0.6e-4)


@given(st.text(max_size=60))
def test_json_is_harmless_and_true(said):
    block = encode.safe_json({"a": [said]})
    assert not re.search(r"[<>&\u2028\u2029]|\{\{|\{%|\{#", block)
    block.encode("utf-8")
    assert json.loads(block)["a"][0] == said.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


@pytest.mark.parametrize("value", [float("nan"), float("inf"), float("-inf"), None])
def test_what_is_no_number(value):
    assert encode.short(value) is None


def test_variants_are_the_scenarios(net):
    links = list(net.links.index)
    found = choices(net, links)
    table = capacities_of_choices(net, links, found)
    same = ["capacity_mtpa", "limit_code", "limit_values", "limit", "grade"]
    for name in net.scenarios:
        ours = as_built(table, found, built(net, name))
        theirs = co.capacities(co.scenario(net, name))
        assert (ours[same] == theirs[same]).all(axis=None), name


def test_variants_cover_every_set(net):
    for choice in choices(net, list(net.links.index)).values():
        every = {sum(b << i for i, b in enumerate(bits)) for bits in product((0, 1), repeat=len(choice.groups))}
        assert every == {*choice.sets, *choice.clash}


def test_parts_of_the_network(net):
    data = co.draw(net, ["rkti"], scenarios=["today", "target-20mt-2030"]).data
    assert {k["id"] for k in data["links"]} == set(net.corridors["rkti"].links)
    assert [s["id"] for s in data["scenarios"]] == ["today", "target-20mt-2030"]
    touched = {
        m.id for m in net.measures.values() if any(set(s.links) & set(net.corridors["rkti"].links) for s in m.facts)
    }
    assert touched <= {m["id"] for m in data["measures"]}


def test_scenario_with_facts_of_its_own(tiny):
    import dataclasses

    from corridors.schema import Setting

    link = next(k for k in tiny.links.index if k.startswith("rail/"))
    closed = Setting(links=(link,), attribute="in_service", value=0, grade="D", source=str(tiny.sources.index[0]))
    one = next(iter(tiny.scenarios.values())).model_copy(update={"id": "closed", "facts": (closed,)})
    made = dataclasses.replace(tiny, scenarios={**tiny.scenarios, "closed": one})
    row = next(k for k in co.draw(made, scenarios=["closed"]).data["links"] if k["id"] == link)
    assert row["own"]["closed"]["0"][0] == 0 < row["v"]["0"][0]


def test_the_data_have_the_shape_that_is_documented(atlas, tiny):
    from corridors.atlas.packed import unpacked
    from corridors.atlas.payload import EDITION
    from corridors.atlas.payload_schema import Page

    first, rest = (json.loads(atlas.html().split(f'id="corridors-{b}">')[1].split("</script>")[0]) for b in BLOCKS)
    assert unpacked(first, rest) == json.loads(encode.safe_json(atlas.data))
    for data in (atlas.data, co.draw(tiny, draws=20).data, co.draw(tiny, draws=0).data):
        known = Page.model_validate(json.loads(encode.safe_json(data)))
        assert known.made.edition == EDITION
    assert set(Page.model_json_schema()["properties"]) == set(atlas.data)
    with pytest.raises(ValueError, match="sees"):
        Page.model_validate({**atlas.data, "sees": 1})


def test_a_map_of_one_corridor_asks_only_for_its_links(net, monkeypatch):
    import dataclasses

    from corridors.atlas import results

    # Demand finds its way over the whole network; without it all that is asked for is what is drawn.
    alone = dataclasses.replace(net, demand=net.demand.iloc[:0], _wide={})
    asked: list[str] = []
    evaluate = results.capacities

    def recorded(network, *args, **kwargs):
        asked.extend(network.links.index)
        return evaluate(network, *args, **kwargs)

    monkeypatch.setattr(results, "capacities", recorded)
    co.draw(alone, "astana-kostanay", draws=0)
    drawn = set(net.corridor("astana-kostanay").links)
    assert asked
    assert {link.partition("#")[0] for link in asked} <= drawn
