"""Answers in three languages, and answers as files: every sentence is translated, keys stay, a sheet holds numbers."""

from __future__ import annotations

import ast
import csv
import io
import re
import string
from pathlib import Path

import openpyxl
import pytest
from command_line import command_line

import corridors as co
from corridors.cli.menu import FILES
from corridors.exchange.answer_sheet import heading, sources_of
from corridors.wording.sentences import Sentence, localised, sentence
from corridors.wording.words import translations

HOUSE = Path(co.__file__).parent
TELLS = {"say", "sentence", "said"}
# Titles and lists of the command line whose words stand in the data or are ids.
OTHER = ("ru", "kk")


def literals(names: set[str]) -> set[str]:
    """Texts that are given to these functions anywhere in the package."""
    found = set()
    for path in HOUSE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            called = node.func if isinstance(node, ast.Call) else None
            name = getattr(called, "id", getattr(called, "attr", ""))
            if name in names and node.args and isinstance(node.args[0], ast.Constant):
                found.add(node.args[0].value)
    return found


def headings() -> set[str]:
    """Headings of tables: keys of the dictionaries `columns` in the files of the verbs."""
    found = set()
    for file in FILES:
        tree = ast.parse((HOUSE / "cli" / f"{file}.py").read_text(encoding="utf-8"))
        for node in ast.walk(tree):
            targets = getattr(node, "targets", [getattr(node, "target", None)])
            if isinstance(node, (ast.Assign, ast.AnnAssign, ast.AugAssign)) and any(
                getattr(t, "id", "") in ("columns", "shown") for t in targets
            ):
                found |= {
                    k.value
                    for d in ast.walk(node)
                    if isinstance(d, ast.Dict)
                    for k in d.keys
                    if isinstance(k, ast.Constant)
                }
    return {h for h in found if h}


def holes(text: str) -> set[str]:
    return {hole for _, hole, _, _ in string.Formatter().parse(text) if hole}


def words_of(text: str) -> str:
    return "".join(part for part, _, _, _ in string.Formatter().parse(text))


def test_every_sentence_and_heading_is_translated() -> None:
    wanted = {t for t in literals(TELLS) if re.search("[A-Za-z]{2}", words_of(t))} | headings()
    assert sorted(t for t in wanted if t not in translations()) == []


@pytest.mark.parametrize("text", sorted(translations()))
def test_a_translation_has_the_holes_of_the_text(text: str) -> None:
    for language in OTHER:
        assert holes(translations()[text][language]) == holes(text)


def test_a_sentence_keeps_its_numbers() -> None:
    text = sentence("{n} counts, Mt/year", n=3) + sentence("; {value:,.1f}", value=12345.5)
    assert isinstance(text, Sentence)
    assert text == "3 counts, Mt/year; 12,345.5"
    assert text.into("ru") == "данных учёта: 3, млн т/год; 12\u00a0345,5"


@pytest.mark.parametrize("text", ["rail/a-b", "2026-10-01", "v1.2.3a", "1.2.3.4x", ""])
def test_what_is_no_number_stays(text: str) -> None:
    assert localised(text, "ru") == text


QUESTIONS = [
    ("flow", "rkti", "--no-range"),
    ("ladder", "rkti", "--no-range"),
    ("compare", "today", "announced-2030", "--corridor", "rkti", "--no-range"),
    ("tcd", "rkti"),
    ("closures", "rkti"),
    ("queue", "zhaisan"),
    ("scenarios",),
    ("list",),
]


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda q: q[0])
def test_a_table_is_in_its_language(question: tuple[str, ...]) -> None:
    english = command_line(*question).stdout
    for language in OTHER:
        told = command_line(*question, "--language", language).stdout
        assert told != english
        assert re.search("[а-яәіңғүұқөһ]{3}", told.splitlines()[0] + told.splitlines()[1])
        for word in ("Mt/year", "grade", "between crossing points", "bottleneck"):
            assert not re.search(rf"(?<![-/`]){word}", told), word


# Words of a sentence that nobody translated, apart from names, ids and notes of the data.
ENGLISH = re.compile(
    r"(?<![-/`\w])(?:the|of|is|in|and|with|draws|others|rail|empty|million|simulated|Mt/year)(?![-/`\w])"
)


@pytest.mark.parametrize(
    "question",
    [
        ("assign",),
        ("footprint", "rkti", "--draws", "50"),
        ("plan", "rkti", "--target", "6", "--confidence", "0.5", "--draws", "50"),
        ("queue", "kurmangazy", "--simulate"),
        ("compare", "today", "announced-2030", "--corridor", "rkti", "--links"),
        ("claim", "20 Mt", "--on", "rkti", "-s", "today"),
    ],
    ids=lambda q: q[0],
)
def test_no_sentence_is_left_in_english(question: tuple[str, ...]) -> None:
    for language in OTHER:
        done = command_line(*question, "--language", language)
        assert [line for line in (done.stdout + done.stderr).splitlines() if ENGLISH.search(line)] == []


def test_a_table_in_english_has_no_keys_for_headings() -> None:
    for question in (("tcd", "rkti"), ("closures", "rkti", "--no-range"), ("queue", "zhaisan")):
        head = command_line(*question, "--language", "en").stdout.splitlines()[1]
        assert "_" not in head
    assert "no room for: ," not in command_line("tcd", "rkti").stderr


def test_a_claim_on_a_corridor_names_the_links_that_limit_it() -> None:
    for language in ("en", "ru"):
        told = command_line("claim", "20 Mt", "--on", "rkti", "-s", "today", "--language", language).stdout
        assert "terminal/incheh-borun-gauge" in told
        assert "terminal/sarakhs-gauge" in told


def test_units_and_roles_of_facts_are_in_their_language() -> None:
    told = command_line("why", "rail/zhanaozen-bolashak", "stated_mtpa", "--language", "ru").stdout
    assert "млн т/год" in told
    assert "используется" in told


def test_the_language_of_the_surroundings(monkeypatch: pytest.MonkeyPatch) -> None:
    question = ("flow", "rkti", "--no-range")
    monkeypatch.setenv("LC_ALL", "ru_RU.UTF-8")
    assert "млн т/год" in command_line(*question).stdout
    monkeypatch.setenv("CORRIDORS_LANGUAGE", "kk")
    assert "млн т/жыл" in command_line(*question).stdout
    assert "Mt/year" in command_line(*question, "--language", "en").stdout
    monkeypatch.setenv("CORRIDORS_LANGUAGE", "de")
    done = command_line(*question)
    assert (done.returncode, done.stdout) == (2, "")
    assert "CORRIDORS_LANGUAGE" in done.stderr


@pytest.mark.parametrize("form", ["json", "csv"])
def test_keys_and_values_of_data_stay(form: str) -> None:
    question = ("ladder", "rkti", "--no-range", "--format", form)
    assert command_line(*question, "--language", "ru").stdout == command_line(*question).stdout


def test_a_workbook_holds_numbers_units_and_sources(tmp_path: Path) -> None:
    path = tmp_path / "ladder.xlsx"
    done = command_line("ladder", "rkti", "--no-range", "--format", "xlsx", "--to", str(path))
    assert done.returncode == 0, done.stderr
    assert done.stdout == ""
    book = openpyxl.load_workbook(path)
    assert book.sheetnames == ["ladder", "sources", "about"]
    rows = list(book["ladder"].values)
    assert "corridor_mtpa [Mt/year]" in rows[0]
    assert isinstance(rows[1][rows[0].index("corridor_mtpa [Mt/year]")], float)
    sources = list(book["sources"].values)
    assert sources[0][:3] == ("source", "grades", "title")
    assert 10 <= len(sources) < len(co.load().sources)
    assert [c.value for c in book["about"]["A"]][1:] == ["answer", "version", "data_sha256", "units"]


def test_no_formula_runs_in_a_workbook(tmp_path: Path, net: co.Network) -> None:
    from corridors.exchange.answer_sheet import answer_sheet

    path = tmp_path / "bad.xlsx"
    answer_sheet(net, "flow", {}, [{"name": '=HYPERLINK("http://x")', "mtpa": 2.5, "parts": ["=1+1"]}], path)
    cells = [c for row in openpyxl.load_workbook(path)["flow"].iter_rows(min_row=2) for c in row]
    assert [c.data_type for c in cells] == ["s", "n", "s"]


def test_csv_for_spreadsheets(tmp_path: Path) -> None:
    path = tmp_path / "ladder.csv"
    assert command_line("ladder", "rkti", "--no-range", "--format", "csv", "--excel", "--to", str(path)).returncode == 0
    raw = path.read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(raw.decode("utf-8-sig")), delimiter=";"))
    plain = csv.DictReader(io.StringIO(command_line("ladder", "rkti", "--no-range", "--format", "csv").stdout))
    for ours, row in zip(rows, plain, strict=True):
        assert re.fullmatch(r"\d+(,\d+)?", ours["corridor_mtpa"])
        assert ours["corridor_mtpa"].replace(",", ".") == row["corridor_mtpa"]


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("--format", "xlsx"), "--to NAME.xlsx"),
        (("--format", "xlsx", "--to", "answer.csv"), "--to NAME.xlsx"),
        (("--excel",), "--format csv"),
        (("--to", "answer.csv"), "--format csv"),
        (("--to", "answer.txt"), "--format"),
        (("--to", "answer.txt", "--format", "json"), ".json"),
    ],
)
def test_what_does_not_go_together(
    words: tuple[str, ...], says: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    done = command_line("list", *words)
    assert (done.returncode, done.stdout) == (2, "")
    assert says in done.stderr
    assert not list(tmp_path.iterdir())


def test_a_picture_and_a_workbook_are_told_apart(tmp_path: Path) -> None:
    sheet, picture = tmp_path / "tcd.xlsx", tmp_path / "tcd.svg"
    assert command_line("tcd", "rkti", "--format", "xlsx", "--to", str(sheet)).returncode == 0
    assert command_line("tcd", "rkti", "--to", str(picture)).returncode == 0
    assert openpyxl.load_workbook(sheet).sheetnames[0] == "tcd"
    assert picture.read_bytes()[:5] == b"<?xml"
    done = command_line("tcd", "rkti", "--to", str(tmp_path / "other.xlsx"))
    assert (done.returncode, done.stdout) == (2, "")
    assert "--format xlsx" in done.stderr


def test_sources_of_an_answer(net: co.Network) -> None:
    found = sources_of(net, {"link": "rail/zhanaozen-bolashak", "source": "ria-2025-11-11"})
    assert "ria-2025-11-11" in list(found["source"])
    assert len(found) < 30
    assert len(sources_of(net, {"nothing": 1})) == len(net.sources)
    assert heading("cost_low_musd") == "cost_low_musd [million USD]"


MISTAKES = [
    ("flow", "rkti", "--excel"),
    ("plan", "rkti", "--target", "20", "--by", "1990"),
    ("plan", "rkti", "--target", "20", "--frontier", "--prefer", "early"),
    ("claim", "20 ships", "--on", "zhaisan"),
    ("claim", "20 wagons", "--on", "zhaisan"),
    ("claim", "1.500 t", "--on", "zhaisan"),
    ("why", "zhaisan", "tracks"),
    ("queue", "rail/zhanaozen-bolashak"),
    ("observed", "rkti", "--statements"),
    ("tcd", "rkti", "--branch", "9"),
]
# Names that a message may hold in any language: ids, options, files, verbs, and what was typed.
NAMES = re.compile(
    r"--[a-z-]+|'[^']*'|`[^`]*`|\b(?:ID|NAME|TEU|Excel|lanes|rkti|csv|xlsx|road)\b|[\w/.]+[_/.][\w/.-]+|\b[a-z]+_[a-z_]+\b"
)
LETTERS = re.compile(r"[A-Za-z]{2,}")


@pytest.mark.parametrize("words", MISTAKES, ids=" ".join)
def test_a_mistake_is_in_the_language_of_the_answer(words: tuple[str, ...]) -> None:
    for language in OTHER:
        done = command_line(*words, "--language", language)
        assert (done.returncode, done.stdout) == (2, "")
        assert re.search("[а-яәіңғүұқөһ]{3}", done.stderr)
        assert LETTERS.findall(NAMES.sub("", done.stderr)) == []


def test_words_that_fill_the_messages_are_translated() -> None:
    from corridors.whatif.claim_parser import REFUSED, UNDERSTOOD, parse

    wanted = {UNDERSTOOD, *(why for _, why in REFUSED), "target", "budget", "budget per year", "first year", "by"}
    assert {w for w in wanted if w not in translations()} == set()
    for language in OTHER:
        examples = re.findall("'([^']+)'", translations()[UNDERSTOOD][language])
        assert [parse(e)[1] for e in examples] == ["mt_per_year", "teu_per_year", "pairs_per_day", "vehicles_per_day"]


def test_words_that_typer_refuses_are_told_in_a_language(monkeypatch: pytest.MonkeyPatch) -> None:
    from corridors.cli.usage import MESSAGES

    assert {t for t in MESSAGES.values() if t not in translations() and t != "{name}: {problem}"} == set()
    questions = ("closures", "flow rkti x", "flow rkti --scenari x", "flow rkti --draws 0", "flow rkti --draws x")
    questions += ("plan rkti --target x", "plan rkti --target 9 --confidence 2", "flow rkti --basis x", "flow --draws")
    questions += ("flwo", "zzzzz", "flow rkti --no-range=1")
    for question in questions:
        english = command_line(*question.split())
        assert english.returncode == 2
        assert "Error: " in english.stderr
        for language in OTHER:
            monkeypatch.setenv("CORRIDORS_LANGUAGE", language)
            done = command_line(*question.split())
            assert (done.returncode, done.stdout) == (2, "")
            told = done.stderr.splitlines()[-1]
            assert re.search("[а-яәіңғүұқөһ]{3}", told), told
            assert set(LETTERS.findall(NAMES.sub("", told))) <= {"scenari"}, told
        monkeypatch.delenv("CORRIDORS_LANGUAGE")
    assert "Ошибка" in command_line("closures", "--language", "ru").stderr
    assert "Қате" in command_line("closures", "--language=kk").stderr


def test_a_disk_that_refuses_is_told_in_a_language(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    words = ("list", "--format", "csv", "--to", str(tmp_path / "file" / "list.csv"), "--language", "ru")
    done = command_line(*words)
    assert done.returncode == 2
    assert "туда ничего не записано" in done.stderr
