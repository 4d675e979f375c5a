"""Pictures for paper: the same bytes each time, nothing in the data runs, names do not cover one another."""

from __future__ import annotations

import csv
import json
import re
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import TYPE_CHECKING

import geopandas as gpd
import matplotlib
import numpy as np
import pandas as pd
import pytest
from matplotlib.text import Text
from shapely.geometry import LineString, Point

from corridors import figures
from corridors.cartography import style
from corridors.cartography.words import words, words_on_screen
from corridors.errors import BadInput, UnknownName
from corridors.figures import paper

if TYPE_CHECKING:
    from pathlib import Path

LANGUAGES = ("en", "ru", "kk")
NAMES = tuple(f"name_{x}" for x in LANGUAGES)
HOSTILE = [
    r"$\frac{1}{0}$",
    "$x",
    "a $ b $ c",
    r"\$5 \alpha {",
    "{{7*7}}",
    "${alert(1)}",
    "</text><script>x</script>",
    "<img src=x onerror=alert(1)>",
    "&amp;&bogus;",
    "nul\x00 bell\x07",
    "\u202eevil",
    "\U0001f689 中文",
    "a\nb\tc",
    "x" * 5000,
    "",
    "%s %d {0}",
    "\\",
    "`'\"",
]


@dataclass
class World:
    """A line a - b - c with a border post at b and a ferry from c to d.

    a ==rail/one== b (border/post) ==rail/two== c ~~sea/ferry~~ d      rail/aside is in no corridor
    """

    root: Path
    name: str = "today"
    text: str = "Name"
    scenarios: dict = field(default_factory=dict)

    def __post_init__(self):
        names = {f"name_{x}": self.text for x in LANGUAGES}
        shape = {
            "rail/one": LineString([(60, 45), (62, 46)]),
            "rail/two": LineString([(62, 46), (64, 46.2), (65, 47)]),
            "rail/aside": LineString([(60, 47), (63, 44)]),
            "sea/ferry": LineString([(65, 47), (67, 47)]),
            "border/post": Point(62, 46),
            "terminal/change": Point(62.001, 46),
        }
        rows = [{"link": k, "kind": k.split("/")[0], "form": "", **names, "geometry": g} for k, g in shape.items()]
        self.links = gpd.GeoDataFrame(rows, crs="EPSG:4326").set_index("link")
        self.links.loc["border/post", "form"] = "rail"
        self.links.loc["terminal/change", "form"] = "gauge"
        self.nodes = pd.DataFrame(
            {"lon": [60, 67], "lat": [45, 47], **{k: [v, v] for k, v in names.items()}}, index=["a", "d"]
        )
        self.facts = pd.DataFrame({"link": ["rail/one"], "role": ["used"], "source": ["book"], "grade": ["A"]})
        self.sources = pd.DataFrame({"publisher": [self.text], "title": ["t"]}, index=["book"], dtype=object)
        route = tuple(k for k in shape if k != "rail/aside")
        self.line = SimpleNamespace(
            id="line",
            code=self.text,
            names=SimpleNamespace(**dict.fromkeys(LANGUAGES, self.text)),
            links=route,
            origins=("a",),
            destinations=("d",),
            sources=("book",),
        )
        self.corridors = {"line": self.line}
        self.about = SimpleNamespace(title=SimpleNamespace(**dict.fromkeys(LANGUAGES, "The whole folder")))

    def corridor(self, name):
        if name not in self.corridors:
            raise UnknownName("corridor", name, self.corridors)
        return self.corridors[name]


def capacity(world, code="berths", values=None):
    mtpa = pd.Series([12.0, 30.0, 5.0, 8.0, 0.0, 9.0], index=list(world.links.index))
    values = [{"berths": 4.0} if values is None else values] * len(mtpa)
    return pd.DataFrame({"capacity_mtpa": mtpa, "limit_code": code, "limit_values": values})


def flow(world):
    carried = pd.Series({"rail/one": 12.0, "rail/two": -12.0, "sea/ferry": 9.5, "border/post": 12.0})
    return SimpleNamespace(value_mtpa=12.0, flow_mtpa=carried, cut=("rail/one", "sea/ferry"))


def write_basemap(root, text="Land"):
    ring = [[55, 40], [70, 40], [70, 50], [55, 50], [55, 40]]
    about = {"kind": "country", "name": text, "name_ru": text, "name_kk": text, "iso": "XX"}
    shape = {"type": "Polygon", "coordinates": [ring]}
    feature = {"type": "Feature", "properties": about, "geometry": shape}
    (root / "basemap.geojson").write_text(json.dumps({"type": "FeatureCollection", "features": [feature]}))
    with (root / "cities.csv").open("w", encoding="utf-8", newline="", errors="surrogatepass") as lines:
        rows = csv.writer(lines)
        rows.writerow(["city", *NAMES, "country", "lon", "lat", "rank", "source", "grade"])
        rows.writerows([f"c{i}", f"Town{i}", "", "", "XX", 60 + i * 0.2, 45.5, 1 + i % 3, "x", "A"] for i in range(20))


@pytest.fixture
def world(tmp_path):
    write_basemap(tmp_path)
    return World(tmp_path)


def texts(sheet):
    return [t.get_text() for t in sheet.findobj(Text) if t.get_text()]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("carried", [False, True])
def test_figure_in_each_language(world, language, carried):
    sheet = figures.figure(
        world, "line", capacities=capacity(world), flow=flow(world) if carried else None, language=language
    )
    assert tuple(sheet.get_size_inches()) == paper.A4_LANDSCAPE_IN
    said = " ".join(texts(sheet))
    assert paper.word("unit_mtpa", language) in said
    assert (paper.word("bottlenecks", language) in said) is carried


def test_all_corridors(world):
    assert "The whole folder" in texts(figures.figure(world, None, capacities=capacity(world)))


def test_colours_and_widths_are_those_of_the_style(world):
    sheet = figures.figure(world, "line", capacities=capacity(world), flow=flow(world))
    drawn = {(line.get_color(), round(line.get_linewidth(), 3)) for line in sheet.axes[0].lines}
    assert (style.USE_COLOURS[4], round(paper.width_pt(12), 3)) in drawn  # rail/one: 12 of 12
    assert (style.USE_COLOURS[1], round(paper.width_pt(12), 3)) in drawn  # rail/two: 12 of 30
    assert any(colour == style.CASING for colour, _ in drawn)


def test_cut_has_bars_and_numbers(world):
    sheet = figures.figure(world, "line", capacities=capacity(world), flow=flow(world))
    bars = [line for line in sheet.axes[0].lines if line.get_color() == style.CUT]
    assert len(bars) == 4, "two bars across each link of the cut"
    assert {"1", "2"} <= set(texts(sheet))


def test_over_capacity_is_dotted(world):
    sheet = figures.figure(world, "line", capacities=capacity(world), flow=flow(world))
    dotted = [line for line in sheet.axes[0].lines if line.get_color() == style.PAPER and line.get_zorder() == 5.5]
    assert len(dotted) == 1, "9.5 on a ferry of 8"
    assert paper.word("mark_over", "en") in texts(sheet)


@pytest.mark.parametrize(
    ("language", "said", "fact"),
    [
        ("en", "4 berths", "Lanes unknown"),
        ("ru", "4 причала", "Полосы: нет данных"),
        ("kk", "4 айлақ", "Жолақтар: дерек жоқ"),
    ],
)
def test_the_reason_is_shown_in_each_language(world, language, said, fact):
    sheet = figures.figure(world, "line", capacities=capacity(world), flow=flow(world), language=language)
    assert any(t.endswith(f" · {said}") for t in texts(sheet))
    faulty = capacity(world, "fact_unknown", {"fact": "lanes"})
    sheet = figures.figure(world, "line", capacities=faulty, flow=flow(world), language=language)
    assert any(t.endswith(f" · {fact}") for t in texts(sheet))


def test_without_base_map_or_cities(tmp_path):
    world = World(tmp_path)
    assert figures.figure(world, "line", capacities=capacity(world), flow=flow(world))


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_data_are_only_text(tmp_path, text):
    write_basemap(tmp_path, text)
    world = World(tmp_path, text=text)
    world.name = text
    table = capacity(world, "fact_unknown", {"fact": text})
    sheet = figures.figure(world, "line", capacities=table, flow=flow(world), title=text or None)
    for kind in ("png", "svg", "pdf"):
        assert figures.save_figure(sheet, tmp_path / f"x.{kind}").stat().st_size > 1000
    assert not any(t.get_parse_math() for t in sheet.findobj(Text) if t.get_text())
    svg = (tmp_path / "x.svg").read_text(encoding="utf-8")
    assert "<script" not in svg
    assert "<img" not in svg


def test_formula_is_printed_as_it_stands(tmp_path):
    world = World(tmp_path, text=r"$\alpha$ costs $5")
    assert any(r"$\alpha$ costs $5" in t for t in texts(figures.figure(world, "line", capacities=capacity(world))))


@pytest.mark.parametrize("kind", ["png", "svg", "pdf"])
def test_same_bytes(world, tmp_path, kind, monkeypatch):
    made = []
    for count, when in enumerate(("0", "1700000000")):
        monkeypatch.setenv("SOURCE_DATE_EPOCH", when)
        sheet = figures.figure(world, "line", capacities=capacity(world), flow=flow(world), language="kk")
        made.append(figures.save_figure(sheet, tmp_path / f"{count}.{kind}").read_bytes())
    assert made[0] == made[1]


def test_users_settings_neither_matter_nor_change(world, tmp_path):
    first = figures.save_figure(
        figures.figure(world, "line", capacities=capacity(world)), tmp_path / "a.png"
    ).read_bytes()
    with matplotlib.rc_context({"font.size": 30, "lines.linewidth": 9, "savefig.bbox": "tight"}):
        sheet = figures.figure(world, "line", capacities=capacity(world))
        assert figures.save_figure(sheet, tmp_path / "b.png").read_bytes() == first
        assert matplotlib.rcParams["font.size"] == 30


def test_save_is_all_or_nothing(world, tmp_path, monkeypatch):
    sheet = figures.figure(world, "line", capacities=capacity(world))
    target = tmp_path / "maps" / "x.png"
    target.parent.mkdir()
    target.write_text("old")
    monkeypatch.setattr(type(sheet), "savefig", lambda *_, **__: (_ for _ in ()).throw(OSError("disk full")))
    with pytest.raises(OSError, match="disk full"):
        figures.save_figure(sheet, target)
    assert target.read_text() == "old"
    assert list(target.parent.iterdir()) == [target]


@pytest.mark.parametrize("name", ["x.gif", "x", "nowhere/x.png", "folder.png"])
def test_bad_path(world, tmp_path, name):
    (tmp_path / "folder.png").mkdir()
    sheet = figures.figure(world, "line", capacities=capacity(world))
    with pytest.raises(BadInput):
        figures.save_figure(sheet, tmp_path / name)


def test_unknown_names(world):
    with pytest.raises(UnknownName, match="language"):
        figures.figure(world, "line", capacities=capacity(world), language="de")
    with pytest.raises(UnknownName, match="corridor"):
        figures.figure(world, "lin", capacities=capacity(world))


def test_names_do_not_cover_one_another(world):
    sheet = figures.figure(world, "line", capacities=capacity(world), flow=flow(world))
    renderer = sheet.canvas.get_renderer()
    names = [t.get_window_extent(renderer) for t in sheet.axes[0].texts]
    assert len(names) > 8
    for count, one in enumerate(names):
        for other in names[:count]:
            across, up = (
                min(one.x1, other.x1) - max(one.x0, other.x0),
                min(one.y1, other.y1) - max(one.y0, other.y0),
            )
            assert across <= 0.5 or up <= 0.5
        frame = sheet.axes[0].bbox
        assert frame.x0 <= one.x0
        assert one.x1 <= frame.x1
        assert frame.y0 <= one.y0
        assert one.y1 <= frame.y1


def test_a_name_without_room_is_left_out(tmp_path):
    write_basemap(tmp_path)
    crowd = "\n".join(f"t{i},Town{i},,,XX,{60 + i * 0.001},45.5,3,x,A" for i in range(50))
    with (tmp_path / "cities.csv").open("a", encoding="utf-8") as lines:
        lines.write(crowd + "\n")
    world = World(tmp_path)
    said = [t for t in texts(figures.figure(world, "line", capacities=capacity(world))) if t.startswith("Town")]
    assert len(said) < 40


def steps(name="Post"):
    kinds = ["rail", "border", "rail", "terminal"]
    table = pd.DataFrame(
        {"kind": kinds, "km": [500.0, 0, 300, 0], "h": [10.0, 7, 6, 20], "usd_per_t": [30.0, 5, 20, 9]}
    )
    return table.assign(name_en=name, link=[f"{k}/x" for k in kinds])


def points(label="Loops"):
    return pd.DataFrame({"cost_musd": [400.0, 0, 120], "capacity_mtpa": [12.0, 6, 9], "label": [label] * 3})


def test_time_cost_distance_has_a_jump_at_each_border():
    sheet = figures.tcd_figure(steps())
    jumps = [[line for line in axes.lines if line.get_color() == style.CUT] for axes in sheet.axes]
    assert [len(found) for found in jumps] == [2, 2], "a border and a change of gauge, in time and in cost"
    assert {"Post +7", "Post +20", "43 h", "64 USD/t"} <= set(texts(sheet))


def test_frontier_rises_in_steps():
    answer = SimpleNamespace(points=points(), target_mtpa=20.0, corridor="rkti")
    sheet = figures.frontier_figure(answer)
    (line, *_) = sheet.axes[0].lines
    assert list(line.get_xdata()) == [0, 120, 400]
    assert list(line.get_ydata()) == [6, 9, 12]
    assert "target: 20 Mt/year" in texts(sheet)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("text", HOSTILE[:9])
def test_charts_are_only_text(tmp_path, language, text):
    for count, sheet in enumerate(
        (
            figures.tcd_figure(steps(text), language, text),
            figures.frontier_figure(points(text), language, text),
        )
    ):
        figures.save_figure(sheet, tmp_path / f"{count}.svg")
        written = [t for axes in sheet.axes for t in (*axes.texts, axes.xaxis.label, axes.yaxis.label)]
        assert not any(t.get_parse_math() for t in (*written, *sheet.texts))


@pytest.mark.parametrize("table", [pd.DataFrame(), pd.DataFrame({"km": [1.0]}), steps().iloc[:0]])
def test_charts_of_nothing(table):
    with pytest.raises(BadInput, match="nothing to draw"):
        figures.tcd_figure(table)
    with pytest.raises(BadInput, match="nothing to draw"):
        figures.frontier_figure(table)


def test_words_are_complete():
    for key, texts_of in words().items():
        assert len(texts_of) == len(LANGUAGES), key
        if key not in words_on_screen():
            assert all(all(map(paper.shows, t)) for t in texts_of), f"{key}: a letter that the font lacks"
        holes = {tuple(sorted(set(re.findall(r"{\w+}", t)))) for t in texts_of}
        assert len(holes) == 1, key


def test_paper_has_no_word_of_its_own_for_what_the_map_names():
    own = {tuple(t): k for k, t in words().items() if k not in words_on_screen()}
    english = {t[0] for t in words_on_screen().values()}
    assert not [k for (en, _, _), k in own.items() if en in english]


def test_width_is_linear():
    assert np.isclose(paper.width_pt(40), 2 * paper.width_pt(20))
