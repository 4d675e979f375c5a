"""One mutated world after another: read, checked and asked; `python tests/fuzz.py text|parquet FIRST [COUNT]`."""

from __future__ import annotations

import contextlib
import faulthandler
import json
import random
import re
import resource
import shutil
import signal
import sys
import tempfile
import time
import traceback
import warnings
from pathlib import Path
from typing import TYPE_CHECKING, Any
from unittest import mock

from command_line import command_line
from spoilt import Spoiler
from tiny_world import make_world, packed

import corridors as co

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

KINDS = ("text", "parquet")
SECONDS = 10  # of the processor, for a case
PATIENCE = 120  # seconds until a case that does not even listen ends the process, with its stack on stderr
MEMORY = 24 << 30  # addresses, most of which threads and libraries only reserve
ASKED = 2  # verbs, of a world that can be read
REFUSED = 0.03  # share of the others that a verb is to refuse as well
# What may be below zero: changes, differences, directions, positions on the earth, and facts as they are stated.
SIGNED = re.compile(
    r"change|differ|lon|lat|flow|error|ratio|ward|more|detour|growth|share|swing|target|value$|low$|high$"
)
VERBS = (
    ("list",), ("show", "line"), ("show", "rail/west-fork"), ("show", "two-loops"), ("why", "rail/west-fork"),
    ("scenarios",), ("check",), ("headline", "--no-range"), ("flow", "line", "--no-range"), ("capacity", "--no-range"),
    ("flow", "lane", "--no-range", "-s", "best"), ("ladder", "line", "--no-range"), ("assign",), ("tcd", "line"),
    ("closures", "line"), ("compare", "today", "best", "--no-range"), ("queue", "post"), ("posts", "--all"),
    ("observed",), ("model", "rail"), ("plan", "line", "--target", "9", "--no-range"), ("evidence",),
    ("ensemble", "line", "--draws", "50", "--no-cache"), ("flow", "line", "--draws", "50", "--no-cache"),
    ("claim", "20 Mt/year", "--on", "line"), ("footprint", "line"), ("find-out", "line", "--draws", "50", "--no-cache"),
)  # fmt: skip
# Verbs that write a file: its name goes in at the end.
WRITERS = (
    ("export", "line", "--to", "lines.kml"), ("export", "line", "--to", "lines.gmns.zip"),
    ("export", "line", "--to", "lines.geojson"), ("export", "line", "--to", "lines.xlsx"),
    ("map", "line", "-s", "today", "--no-range", "--output", "maps"), ("figure", "line", "--to", "line.png"),
    ("brief", "line", "--draws", "50", "--to", "line.md"), ("brief", "line", "--draws", "50", "--to", "line.docx"),
)  # fmt: skip


class Hang(BaseException):
    """A case takes too long; no handler of errors in the product catches it."""


def numbers(answer: Any, name: str = "") -> Iterator[tuple[str, float]]:
    """Every number of an answer, with the name that it stands under."""
    if isinstance(answer, dict):
        for key, value in answer.items():
            yield from numbers(value, str(key))
    elif isinstance(answer, list):
        for value in answer:
            yield from numbers(value, name)
    elif isinstance(answer, (int, float)) and not isinstance(answer, bool):
        yield name, answer


def refuse(constant: str) -> None:
    raise AssertionError(f"{constant} in an answer")


def judge(verb: tuple[str, ...], root: Path) -> None:
    """A verb ends with a code that it may end with, says why in plain text, and answers in numbers."""
    done = command_line(*verb, "--data", str(root), "--format", "json")
    assert done.returncode in (0, 2, 3, 4), (verb, done.stderr)
    assert all(c == "\n" or c.isprintable() for c in done.stderr), (verb, done.stderr)
    if done.returncode == 2:
        assert done.stderr or '"problems"' in done.stdout, verb
        return
    answer = json.loads(done.stdout, parse_constant=refuse)
    below = [(k, n) for k, n in numbers(answer) if n < 0 and not SIGNED.search(k)]
    assert not below, (verb, below)
    if verb[0] in ("flow", "ladder"):
        assert answer["value_mtpa"] is not None, verb


def read_once(net: co.Network) -> Callable[..., co.Network]:
    """`corridors.load` for verbs that ask of a folder that was just read."""
    again = co.load

    def load(root: Path | None = None, **options: Any) -> co.Network:
        return net if root == net.root and not any(options.values()) else again(root, **options)

    return load


def try_world(root: Path, dice: random.Random) -> str:
    """Read a world and ask it a few things, or now and then let a verb refuse it; what was asked."""
    net = said = None
    try:
        net = co.load(root)
    except co.CorridorsError as error:
        said = str(error)
    if net is None:
        assert said, "refused without a reason"
        assert len(said) < 200_000, said[:200]
        verbs = [dice.choice(VERBS)] if dice.random() < REFUSED else []
        for verb in verbs:
            judge(verb, root)
        return "refused" + "".join(f", {v[0]}" for v in verbs)
    verbs = [*dice.sample(VERBS, ASKED), *([dice.choice(WRITERS)] if dice.random() < 1 / ASKED else [])]
    with mock.patch.object(co, "load", read_once(net)), tempfile.TemporaryDirectory() as there:
        for verb in verbs:
            judge((*verb[:-1], f"{there}/{verb[-1]}") if verb in WRITERS else verb, root)
    return ", ".join(v[0] for v in verbs)


def worlds(folder: Path, kind: str) -> Spoiler:
    """A world of text or Parquet to be spoilt; without a schema of its own, which takes half the time."""
    pristine = make_world(folder)
    shutil.rmtree(pristine / "schema")
    if kind == "parquet":
        packed(pristine)
    shutil.copytree(pristine, folder / "spoilt")
    return Spoiler(pristine, folder / "spoilt")


def try_case(spoiler: Spoiler, number: int) -> str:
    """One case, from its number alone; what was done and asked."""
    dice = random.Random(number)
    what = spoiler.spoil(dice)
    faulthandler.dump_traceback_later(PATIENCE, exit=True, file=sys.__stderr__)
    signal.setitimer(signal.ITIMER_PROF, SECONDS)
    try:
        return f"{what} -> {try_world(spoiler.root, dice)}"
    except BaseException as error:
        error.add_note(what)
        raise
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        faulthandler.cancel_dump_traceback_later()
        spoiler.undo()


@contextlib.contextmanager
def limits() -> Iterator[None]:
    """A case that takes too much time or memory fails."""

    def stop(*_: object) -> None:
        raise Hang

    handler, memory = signal.signal(signal.SIGPROF, stop), resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, memory[1]))
    try:
        yield
    finally:
        signal.signal(signal.SIGPROF, handler)
        resource.setrlimit(resource.RLIMIT_AS, memory)


def failures(spoiler: Spoiler, kind: str, cases: Iterable[int], told: Callable[[str], object]) -> list[str]:
    """The commands that replay the cases that fail; each case is told in a line, a failure with its traceback."""
    failed = []
    with limits():
        for number in cases:
            try:
                told(f"{number}: {try_case(spoiler, number)}")
            except (Exception, Hang) as error:
                failed.append(f"python tests/fuzz.py {kind} {number}")
                told("".join(traceback.format_exception(error)) + f"FAILED: {failed[-1]}")
    return failed


def main(kind: str, first: str, count: str = "1") -> int:
    import conftest  # as in the tests: its terminal, and a cache that goes with it

    warnings.simplefilter("error")
    begun, cases = time.process_time(), range(int(first), int(first) + int(count))
    with tempfile.TemporaryDirectory() as folder:
        failed = failures(worlds(Path(folder), kind), kind, cases, lambda line: print(line, flush=True))
    each = (time.process_time() - begun) / len(cases)
    conftest._CACHE.cleanup()
    print(f"{len(cases)} cases, {len(failed)} failed, {each:.3f} s of the processor each", *failed, sep="\n")
    return int(bool(failed))


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
