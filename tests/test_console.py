"""Consoles: any encoding, closed pipes, full disks, interruptions, narrow windows, the Tab key; nothing steers them."""

from __future__ import annotations

import csv
import io
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from command_line import command_line

from corridors.cli import console
from corridors.report import as_csv, as_json

PROGRAM = (sys.executable, "-m", "corridors")


def program(*args: str, **environment: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run([*PROGRAM, *args], capture_output=True, check=False, env={**os.environ, **environment})


@pytest.mark.parametrize("encoding", ["cp1251", "cp866", "ascii"])
def test_any_console(encoding: str, world: Path) -> None:
    data = ("--data", str(world))
    for how in ("csv", "json"):
        done = program("show", "line", *data, "--format", how, PYTHONIOENCODING=encoding)
        assert done.returncode == 0, done.stderr
        assert "Батыс" in done.stdout.decode("utf-8")
    done = program("show", "line", *data, PYTHONIOENCODING=encoding)
    assert done.returncode == 0
    assert done.stdout.decode(encoding)
    assert program("flow", "Қазалы", *data, PYTHONIOENCODING=encoding).returncode == 2


def test_a_letter_that_the_console_lacks_is_replaced() -> None:
    raw = io.BytesIO()
    screen = console.Screen(io.TextIOWrapper(raw, encoding="cp1251", write_through=True), needed=True)
    screen.write("Қазалы – 2 × 3 ≥ 5")
    assert raw.getvalue().decode("cp1251") == "?азалы – 2 x 3 >= 5"


def test_nothing_that_steers_a_terminal_is_printed() -> None:
    out = io.StringIO()
    screen = console.Screen(out, needed=True)
    screen.write("a\x1b[31mb\x9b2Jc\u202ed\udcffe\n")
    screen.write_data("x\x1by\u2066z\n")
    assert out.getvalue() == "a□[31mb□2Jc□d□e\nx□y□z\n"
    with pytest.raises(TypeError):
        screen.write(b"")  # type: ignore[arg-type]


@pytest.mark.parametrize("name", ["\x1b[31mred", "a\u202eb", "\udcff", "x" * 5000, "a\nb"])
def test_neither_are_names_of_the_command_line(name: str) -> None:
    for args in (("show", name), ("flow", name), ("list", "--data", name), ("figure", "--to", f"{name}.xyz"), (name,)):
        done = command_line(*args)
        assert done.returncode == 2
        assert not set(done.stdout + done.stderr) & set("\x1b\u202e\udcff")


def test_json_and_csv_keep_a_text_whole_and_harmless() -> None:
    text = "\x1b[31m \u202e \x9b \udcff Ақтау"
    assert json.loads(as_json({"note": text}))["note"] == text
    assert not set(as_json({"note": text})) & set(text[:8] + "\x9b\udcff") - set("[31m ")
    for start in ("=", "+", "-", "@", "\t", "\r", "\n", "＝"):
        (row,) = csv.DictReader(io.StringIO(as_csv([{"note": f"{start}1+1"}]), newline=""))
        assert row["note"].startswith("'")


def test_the_reader_has_gone() -> None:
    with subprocess.Popen([*PROGRAM, "list"], stdout=subprocess.PIPE, stderr=subprocess.PIPE) as started:
        assert started.stdout
        assert started.stderr
        started.stdout.close()
        assert started.stderr.read() == b""
        assert started.wait() in (0, 141)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
@pytest.mark.parametrize(("where", "words"), [(">&-", b"stdout is closed"), ("> /dev/full", b"cannot be printed")])
def test_the_answer_has_nowhere_to_go(where: str, words: bytes) -> None:
    done = subprocess.run(["sh", "-c", f"{sys.executable} -m corridors list {where}"], capture_output=True, check=False)  # noqa: S607
    assert done.returncode == 2
    assert words in done.stderr
    assert done.stderr.count(b"\n") == 1


def test_an_interruption_is_one_line(tmp_path: Path) -> None:
    with subprocess.Popen(
        [*PROGRAM, "ensemble", "rkti", "--draws", "200000"], stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        env={**os.environ, "XDG_CACHE_HOME": str(tmp_path)},
    ) as started:  # fmt: skip
        time.sleep(2.5)
        started.send_signal(signal.SIGINT)
        _, errors = started.communicate(timeout=60)
    assert started.returncode == 130
    assert errors.decode().splitlines() == ["interrupted; nothing is half written"]


@pytest.mark.parametrize("columns", ["1", "40", "60", "200", "x", ""])
def test_the_width_of_the_window(columns: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", columns)
    lines = command_line("list").stdout.splitlines()
    most = int(columns) if columns.isdigit() and int(columns) >= 40 else 40 if columns == "1" else 160
    assert max(map(len, lines)) <= most
    assert "\x1b" not in "".join(lines)


def test_short_help() -> None:
    assert command_line("-h").stdout == command_line("--help").stdout
    assert command_line("flow", "-h").stdout == command_line("flow", "--help").stdout


def test_the_tab_key(world: Path) -> None:
    def offered(words: str) -> list[str]:
        line = {"COMP_WORDS": words, "COMP_CWORD": str(len(words.split(" ")) - 1)}
        code = "import sys; sys.argv = ['corridors']; from corridors.__main__ import main; main()"
        done = subprocess.run(
            [sys.executable, "-c", code], capture_output=True, text=True, check=False,
            env={**os.environ, **line, "_CORRIDORS_COMPLETE": "complete_bash"},
        )  # fmt: skip
        return done.stdout.split()

    assert offered("corridors fl") == ["flow"]
    assert "rkti" in offered("corridors flow rk")
    assert offered(f"corridors flow --data {world} l") == ["lane", "line"]
    assert "announced-2030" in offered("corridors flow rkti --scenario anno")


def test_a_picture_that_cannot_be_written_is_refused_before_the_work(tmp_path: Path) -> None:
    for to in ("x.xyz", "nowhere/x.png", "x", "."):
        begun = time.process_time()
        done = command_line("ensemble", "rkti", "--draws", "10000000", "--to", str(tmp_path / to))
        assert done.returncode == 2
        assert time.process_time() - begun < 3


def test_answers_are_whole(world: Path) -> None:
    data = ("--data", str(world))
    done = command_line("ladder", "line", *data, "--draws", "200")
    assert "weakest partner: " in done.stdout
    assert done.stderr == ""
    plan = ("plan", "line", "--target", "900", "--by", "2030", "--interim", "2028:800", *data, "--draws", "200")
    done = command_line(*plan)
    assert done.returncode == 3
    assert "800 Mt/year in 2028 missed" in done.stdout
    for verb in (("flow", "line"), ("ladder", "line"), ("plan", "line", "--target", "900")):
        text = command_line(*verb, *data, "--draws", "200", "--format", "csv").stdout
        row = next(csv.DictReader(io.StringIO(text)))
        assert float(row["p05_mtpa"]) <= float(row["p50_mtpa"]) <= float(row["p95_mtpa"])


class Terminal(io.StringIO):
    """A terminal that a person reads."""

    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(("stream", "said"), [(Terminal(), "still working …\n"), (io.StringIO(), "")])
def test_long_work_is_said_to_a_person_only(monkeypatch: pytest.MonkeyPatch, stream: io.StringIO, said: str) -> None:
    monkeypatch.setattr(sys, "stderr", stream)
    with console.at_work("still working …", after_s=0.01):
        time.sleep(0.3)
    assert stream.getvalue() == said
    with console.at_work("still working …", after_s=0.2):
        pass
    time.sleep(0.3)
    assert stream.getvalue() == said
