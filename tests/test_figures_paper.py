"""Sheets of paper: the same bytes each time, written whole or not at all, in words and letters that are there."""

from __future__ import annotations

import re

import matplotlib
import numpy as np
import pytest
from line_world import LANGUAGES, World, capacity, flow, write_basemap

from corridors import figures
from corridors.cartography.words import words, words_on_screen
from corridors.errors import BadInput
from corridors.figures import paper


@pytest.fixture
def world(tmp_path):
    write_basemap(tmp_path)
    return World(tmp_path)


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
