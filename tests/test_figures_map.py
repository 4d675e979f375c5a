"""The map for paper: colours, cut and words as they should be, data are only text, names do not cover one another."""

from __future__ import annotations

import pytest
from line_world import HOSTILE, LANGUAGES, World, capacity, flow, texts, write_basemap
from matplotlib.text import Text

from corridors import figures
from corridors.cartography import style
from corridors.errors import UnknownName
from corridors.figures import paper


@pytest.fixture
def world(tmp_path):
    write_basemap(tmp_path)
    return World(tmp_path)


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
