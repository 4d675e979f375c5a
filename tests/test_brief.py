"""Briefs: every format, three languages, the figures of the verbs, notes that lead to sources, hostile names."""

from __future__ import annotations

import re
import zipfile
from typing import TYPE_CHECKING

import pandas as pd
import pytest
from command_line import command_line

import corridors as co
from corridors.briefing.document import Document, Heading, Note, Paragraph, Picture, Table, runs
from corridors.briefing.make import WRITERS, Brief
from corridors.errors import BadInput, UnknownName
from corridors.schema import LANGUAGES
from corridors.uncertainty.post_ranges import post_ranges
from corridors.whatif.asked import asked, counted
from corridors.wording.numbers import significant, span
from corridors.wording.words import texts

if TYPE_CHECKING:
    from pathlib import Path

    from corridors.network import Network

NOTE = re.compile(r"\[\^(\d+)\]")


@pytest.fixture(scope="module")
def announced(net: Network) -> Brief:
    return co.brief(net, "rkti", scenarios=["today", "announced-2030"], language="ru", draws=400)


def markdown(brief: Brief, folder: Path) -> str:
    return brief.save(folder / "brief.md").read_text(encoding="utf-8")


def test_its_figures_are_those_of_the_ensemble(net: Network, announced: Brief, tmp_path: Path) -> None:
    text = markdown(announced, tmp_path)
    runs_of = co.ensemble(co.scenario(net, "announced-2030"), "rkti", draws=400)
    for value in (runs_of.p05, runs_of.p50, runs_of.p95):
        assert significant(value, 2, "ru") in text
    assert "млн т в год" in text


def test_it_says_what_is_emitted_and_on_what_that_rests(net: Network, announced: Brief) -> None:
    later = co.scenario(net, "announced-2030")
    found = co.footprint(later, "rkti", draws=400)
    blocks = announced.document.blocks
    at = blocks.index(Heading("Выбросы"))
    said, table = blocks[at + 1], blocks[at + 2]
    assert isinstance(said, Paragraph)
    assert isinstance(table, Table)
    for key in ("kg_per_t", "g_per_tkm", "kt_per_year"):
        assert significant(found.totals.loc[key, "p50"], 2, "ru") in said.runs[0].text
    parts = found.modes[found.modes["kg_per_t"] > 0]
    assert [row[1].text for row in table.rows] == [significant(kg, 2, "ru") for kg in parts["kg_p50"]]
    for row, (_, part) in zip(table.rows, parts.iterrows(), strict=True):
        assert row[2].text == span(part["kg_p05"], part["kg_p95"], 2, "ru")
        assert row[4].text in tuple("ABCD")
        assert row[4].notes


def test_notes_lead_to_sources_with_grades(announced: Brief, tmp_path: Path) -> None:
    text = markdown(announced, tmp_path)
    cited = set(NOTE.findall(text))
    given = set(re.findall(r"^\[\^(\d+)\]: ", text, re.MULTILINE))
    assert cited == given
    assert len(given) == len(announced.document.notes) >= 10
    assert all("степень" in note.text for note in announced.document.notes)


def test_the_foot_names_version_data_and_seed(announced: Brief) -> None:
    assert f"corridors {co.__version__}" in announced.document.foot
    assert re.search(r"данные [0-9a-f]{16} · испытаний: 400, начальное число 1", announced.document.foot)


@pytest.mark.parametrize("ending", WRITERS)
def test_every_format(announced: Brief, ending: str, tmp_path: Path) -> None:
    content = announced.save(tmp_path / "new" / f"brief{ending}").read_bytes()
    begins = {".docx": b"PK", ".pdf": b"%PDF", ".html": b"<!doctype html>", ".md": b"# "}
    assert content.startswith(begins[ending])
    assert content == announced.save(tmp_path / f"again{ending}").read_bytes() or ending == ".docx"


def test_a_word_document_has_tables_a_picture_and_text(announced: Brief, tmp_path: Path) -> None:
    with zipfile.ZipFile(announced.save(tmp_path / "brief.docx")) as packed:
        text = packed.read("word/document.xml").decode()
        assert [n for n in packed.namelist() if n.startswith("word/media/")]
    assert text.count("<w:tbl>") >= 5
    assert "млн т в год" in text


def test_what_to_find_out_first_is_what_the_verb_says(net: Network, tmp_path: Path) -> None:
    text = markdown(co.brief(net, "rkti", scenarios=["announced-2030"], draws=2000), tmp_path)
    found = co.find_out(co.scenario(net, "announced-2030"), "rkti", draws=2000)
    section = text.partition("## What to find out first")[2]
    first = found.facts.iloc[0]
    assert f"| {significant(first['narrows_by_mtpa'])} | {first['who_knows_en']}" in section
    worth = found.facts.head(6)
    assert section.partition("##")[0].count("\n| ") == 2 + (worth["narrows_by_mtpa"] > found.chance_mtpa).sum()


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("https://a.kz/news/1/", "a.kz/news/1"),
        ("https://tinn.ir/%D8%A8%D8%AE/103", "tinn.ir/…"),
        (f"https://a.kz/{'b' * 100}", f"a.kz/{'b' * 74}…"),
    ],
)
def test_an_address_is_short(url: str, shown: str) -> None:
    assert Note("a", url).address == shown


def test_a_pdf_embeds_its_fonts(announced: Brief, tmp_path: Path) -> None:
    content = announced.save(tmp_path / "brief.pdf").read_bytes()
    assert content.count(b"/FontFile2") >= 2
    assert b"DejaVuSans" in content


def test_a_page_asks_no_host(announced: Brief, tmp_path: Path) -> None:
    text = announced.save(tmp_path / "brief.html").read_text(encoding="utf-8")
    assert not re.search(r'src="(?!data:)|<(link|script|iframe)', text)
    assert set(re.findall(r'<(\w+)[^>]* href="(?!#)', text)) == {"a"}


@pytest.mark.parametrize("subject", ["posts", "index"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_other_subjects(net: Network, subject: str, language: str) -> None:
    made = co.brief(net, subject, scenarios=["today"], language=language, draws=100)
    kinds = {type(b) for b in made.document.blocks}
    assert {Heading, Paragraph, Picture, Table} <= kinds
    assert len(made.document.notes) >= 10


def test_the_index_says_how_many_corridors_fall_short(net: Network, tmp_path: Path) -> None:
    name = "target-20mt-2030"
    text = markdown(co.brief(net, "index", scenarios=[name], draws=100), tmp_path)
    state = co.scenario(net, name)
    standing = asked(net, state, {c: co.ensemble(state, c, draws=100).p50 for c in net.corridors})
    short = [a.corridor for a in standing if a.short_mtpa > 0]
    assert f"{counted(net, short)} of 13 corridors can carry less than is asked" in text
    assert f"{significant(standing[0].short_mtpa)} Mt/year" in text
    assert net.corridor(short[0]).names.en in text


def test_posts_have_ranges_and_chances(net: Network, tmp_path: Path) -> None:
    text = markdown(co.brief(net, "posts", scenarios=["posts-10-funded-2030"], draws=100), tmp_path)
    found = co.posts(net, scenarios=["today"])
    counts = pd.Series({p["post"]: p["carried_veh_per_day"] for p in found.posts}, dtype=float)
    ranges = post_ranges(net, counts, draws=100)
    assert f"{ranges.together['p05']:,.0f}–{ranges.together['p95']:,.0f} in 90 % of the draws" in text
    assert span(*ranges.posts.loc["border/zhaisan", ["p05", "p95"]], 2, "en") in text
    assert "Chance that more comes than the post clears" in text


def test_a_folder_of_ones_own(tiny: Network, tmp_path: Path) -> None:
    """No target, no plan; a line in service from end to end."""
    text = markdown(co.brief(tiny, "line", language="kk", draws=50), tmp_path)
    assert "Сұрақ" in text
    assert "млн т" in text


@pytest.mark.parametrize("ending", WRITERS)
def test_text_of_the_data_is_never_markup(ending: str, tmp_path: Path) -> None:
    bad = '<script>alert(1)</script> & **bold** [x](javascript:y) | \x1b[31m "quoted" ҚазАқша'
    blocks = (Heading(bad), Paragraph(runs(bad)), Table((bad,), (runs(bad),)))
    made = Brief(Document(bad, bad, "kk", blocks, (Note(bad),), bad)).save(tmp_path / f"bad{ending}")
    if ending in (".html", ".md"):
        text = made.read_text(encoding="utf-8")
        assert "<script" not in text
        assert "\x1b" not in text
    if ending == ".md":
        assert "](javascript" not in text
        assert "**bold**" not in text


def test_what_is_refused(net: Network, tmp_path: Path) -> None:
    with pytest.raises(UnknownName, match="language"):
        co.brief(net, "rkti", language="de")
    with pytest.raises(UnknownName, match="rkty"):
        co.brief(net, "rkty")
    with pytest.raises(BadInput, match=r"ends in \.docx, \.pdf, \.html, \.md"):
        Brief(Document("a", "b", "en", ())).save(tmp_path / "brief.odt")
    assert not list(tmp_path.iterdir())


def test_every_word_is_there_in_three_languages() -> None:
    for key, text in texts().items():
        assert set(text) == set(LANGUAGES), key
        holes = [set(re.findall(r"{(\w+)}", t)) for t in text.values()]
        assert holes[0] == holes[1] == holes[2], key
        assert all(text.values()), key


def test_a_wrong_ending_is_refused_before_the_work(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(co, "brief", lambda *_, **__: pytest.fail("worked for nothing"))
    done = command_line("brief", "rkti", "--to", "brief.odt")
    assert (done.returncode, done.stdout) == (2, "")
    assert "ends in .docx" in done.stderr
