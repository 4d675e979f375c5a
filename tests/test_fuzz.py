"""Mutations of the tiny world: whatever its files hold, a verb answers in numbers, or names what is wrong, and soon."""

from __future__ import annotations

import json
import math
import os
import random
import re
import shutil
import signal
import struct
import time
from contextlib import suppress
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import shapely
from command_line import command_line
from tiny_world import make_world, packed

import corridors as co

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

BLOCK = 100  # cases of one test
USUAL, NIGHTLY = 1_000 // BLOCK, 50_000 // BLOCK  # of each world: files of text, and Parquet
TONIGHT = datetime.now(UTC).toordinal() * 1_000_000
SECONDS = 10
ODD = (
    "", " ", "nan", "inf", "-inf", "-1", "-0", "0", "0.5", "1e308", "1e-320", "9" * 400, "1,5", "0x10", "1_000",
    "１２", "None", "true", "=1+1", "\x1b[31mred", "\u202eabc", "\u00a0", "Қазалы", "rаil/west-fork",
    "rail/nowhere", "../..", "border/post", "a" * 30_000, '"', "'", "a,b", "a\nb", "a;b", "\ufeff", "\x00", "A",
    "used", "rival", "today", "2030", "line", "[]", "{}",
)  # fmt: skip
VALUES = (
    None, True, 0, -1, 1.5, 1e308, math.nan, math.inf, 10**400, "", "x", "\ud83d", [], {}, [[[]]], {"a": {"b": 1}},
    "a" * 30_000,
)  # fmt: skip
TYPED = (
    "1", "-1", "1e400", "nan", "inf", "true", '""', '"x"', "[]", "{}", "[1, 'a']", "2030-01-01", "[[[[]]]]", "1_0",
    '"""a"""', "'\\'",
)  # fmt: skip
LINES = ("x = 1", "[x]", "[[facts]]", ".".join("a" * 900) + " = 1", "x = " + "[" * 900, "\x1b = 1")
BYTES = (
    b"\x00", b"\xff\xfe", b"\xef\xbb\xbf", b"\r", b"\r\n", b"\n\n\n", b'"', b",", b"{", b"]", b"\xd0", b"\x1b[2J",
    b"." * 50, b"[" * 3000,
)  # fmt: skip
# Columns of other types: values and type for so many rows.
COLUMNS: tuple[Callable[[int], tuple[list[Any], Any]], ...] = (
    lambda n: ([str(i) for i in range(n)], pa.string()),
    lambda n: (list(range(n)), pa.int64()),
    lambda n: ([-(10.0**i) for i in range(n)], pa.float64()),
    lambda n: ([True] * n, pa.bool_()),
    lambda n: ([None] * n, pa.null()),
    lambda n: ([b"\xff"] * n, pa.binary()),
    lambda n: ([["a"]] * n, pa.list_(pa.string())),
    lambda n: ([{"a": 1}] * n, pa.struct([("a", pa.int8())])),
    lambda n: ([[("a", 1)]] * n, pa.map_(pa.string(), pa.int8())),
    lambda n: ([datetime(2026, 1, 1)] * n, pa.timestamp("ns")),
    lambda n: ([Decimal("1e30")] * n, pa.decimal256(60, 2)),
    lambda n: ([2**63] * n, pa.uint64()),
)
SHAPES = (
    shapely.Point(60, 50), shapely.LineString(), shapely.LineString([(60, 50), (60, 50)]),
    shapely.LineString([(1e300, 50), (60, 1e-300)]),
    shapely.LineString([(60, 50, 1), (61, 51, 2)]), shapely.MultiLineString([[(60, 50), (61, 51)]]),
    shapely.box(60, 50, 61, 51),
)  # fmt: skip
NOWHERE = shapely.to_wkb(shapely.LineString([(62, 50), (60, 50)])).replace(
    struct.pack("<d", 62), struct.pack("<d", math.nan)
)
FILES = ("/dev/null", "/dev/zero", "nowhere", ".", "/proc/self/mem", "/")
NAMES = (b"index.toml", b"con.toml", b"A B.toml", b"\xff.toml", b"a" * 200 + b".toml", b".toml", b"-.toml")
# What may be below zero: changes, differences, directions, positions on the earth, and facts as they are stated.
SIGNED = re.compile(
    r"change|differ|lon|lat|flow|error|ratio|ward|more|detour|growth|share|swing|target|value$|low$|high$"
)
VERBS = (
    ("list",), ("show", "line"), ("show", "rail/west-fork"), ("show", "two-loops"), ("why", "rail/west-fork"),
    ("scenarios",), ("check",), ("flow", "line", "--no-range"), ("flow", "lane", "--no-range", "-s", "best"),
    ("ladder", "line", "--no-range"), ("assign",), ("tcd", "line"), ("closures", "line"),
    ("compare", "today", "best", "--no-range"), ("queue", "post"), ("posts", "--all"), ("observed",), ("model", "rail"),
    ("plan", "line", "--target", "9", "--no-range"), ("ensemble", "line", "--draws", "50", "--no-cache"),
    ("flow", "line", "--draws", "50", "--no-cache"),
)  # fmt: skip


class Spoiler:
    """One mutation of a world, undone afterwards."""

    def __init__(self, pristine: Path, root: Path, dice: random.Random) -> None:
        self.pristine, self.root, self.dice, self.touched = pristine, root, dice, set[Path]()

    def spoil(self) -> str:
        """Do one to three mutations; what was done."""
        return "; ".join(self._once() for _ in range(self.dice.choice((1, 1, 1, 2, 3))))

    def undo(self) -> None:
        for path in self.touched:
            away(path)
            before = self.pristine / path.relative_to(self.root)
            if before.is_dir():
                shutil.copytree(before, path)
            elif before.exists():
                shutil.copyfile(before, path)
        self.touched.clear()

    def _once(self) -> str:
        files = sorted(p for p in self.pristine.rglob("*") if p.is_file())
        path = self.root / self.dice.choice(files).relative_to(self.pristine)
        if any(path.is_relative_to(t) for t in self.touched):
            return f"{path.name} once more"
        ways: list[Callable[[Path], None]] = [self._bytes, self._file]
        ways += (
            [self._numbers] if path.suffix != ".parquet" else [self._column, self._column, self._cells, self._shapes]
        )
        ways += {".csv": [self._rows, self._cell, self._cell], ".toml": [self._toml, self._toml]}.get(path.suffix, [])
        ways += [self._json, self._json] if path.suffix == ".geojson" else []
        way = self.dice.choice(ways)
        self.touched.add(path)
        way(path)
        return f"{way.__name__} of {path.relative_to(self.root)}"

    def _bytes(self, path: Path) -> None:
        data, dice = bytearray(path.read_bytes()), self.dice
        for _ in range(dice.choice((1, 1, 2, 5, 40))):
            at, to = sorted(dice.randrange(len(data) + 1) for _ in range(2))
            step = dice.randrange(6)
            if step == 0 and at < len(data):
                data[at] = dice.randrange(256)
            elif step == 1:
                data[at:at] = dice.choice(BYTES)
            elif step == 2:
                del data[at : at + dice.randrange(20)]
            elif step == 3:
                del data[at:]
            elif step == 4:
                data[at:at] = data[at : min(to, at + 3000)]
            else:
                data[at:to] = bytes(reversed(data[at:to]))
        path.write_bytes(bytes(data))

    def _numbers(self, path: Path) -> None:
        text, dice = path.read_text("utf-8"), self.dice
        found = list(re.finditer(r"(?<![\w.-])-?\d+(\.\d+)?", text))
        if found:
            hit = dice.choice(found)
            size = 10 ** dice.uniform(-8, 12)
            new = dice.choice([f"{dice.choice((-1, 1)) * size:g}", f"{size:.0f}", "0", "-1", "1e400", "0.1", "1e5"])
            path.write_text(text[: hit.start()] + new + text[hit.end() :], "utf-8")

    def _file(self, path: Path) -> None:
        dice = self.dice
        step = dice.randrange(8)
        if step == 0:
            other = dice.choice([p for p in sorted(self.pristine.rglob("*")) if p.is_file()])
            path.write_bytes(other.read_bytes())
        elif step == 1:
            extra = Path(os.fsdecode(os.path.join(os.fsencode(path.parent), dice.choice(NAMES))))  # noqa: PTH118 (bytes)
            shutil.copyfile(path, extra)
            self.touched.add(extra)
        elif step == 2 and path.parent != self.root:
            self.touched = {t for t in self.touched if not t.is_relative_to(path.parent)} | {path.parent}
            shutil.rmtree(path.parent)
            path.parent.write_text("no folder") if dice.random() < 0.5 else None
        else:
            path.unlink()
            if step == 3:
                path.mkdir()
            elif step == 4:
                path.symlink_to(dice.choice(FILES))
            elif step == 5:
                os.mkfifo(path)
            elif step == 6:
                path.touch()

    def _rows(self, path: Path) -> None:
        dice, rows = self.dice, [r.split(",") for r in path.read_text("utf-8").splitlines()]
        at, column = dice.randrange(len(rows)), dice.randrange(len(rows[0]))
        for _ in range(dice.choice((1, 1, 3))):
            step = dice.randrange(8)
            if step == 0:
                rows.insert(at, rows[dice.randrange(len(rows))])
            elif step == 1 and len(rows) > 1:
                rows.pop(dice.randrange(len(rows)))
            elif step == 2:
                rows = [r[:column] + r[column + 1 :] for r in rows]
            elif step == 3:
                rows = [[*r, *dice.choice(([""], [" ", ""], ["x"], [""] * 700))] for r in rows]
            elif step == 4:
                rows = [r[column:] + r[:column] for r in rows]
            elif step == 5:
                dice.shuffle(rows)
            elif step == 6:
                rows += [[""] * dice.randrange(9)] * 3
            else:
                rows = rows[:1]
            at, column = dice.randrange(len(rows) or 1), dice.randrange(max(1, min(map(len, rows), default=1)))
        path.write_text("\n".join(map(",".join, rows)), "utf-8")

    def _cell(self, path: Path) -> None:
        dice, rows = self.dice, [r.split(",") for r in path.read_text("utf-8").splitlines()]
        row = dice.choice(rows[1:] or rows)
        at = dice.randrange(len(row))
        new = dice.choice([*ODD, *(dice.choice(rows)[:1] or [""]), row[at] + dice.choice(ODD)])
        row[at] = '"' + new.replace('"', '""') + '"' if dice.random() < 0.5 else new
        path.write_text("\n".join(map(",".join, rows)), "utf-8")

    def _json(self, path: Path) -> None:
        dice, content = self.dice, json.loads(path.read_text("utf-8"))
        for _ in range(dice.choice((1, 1, 2))):
            here, key = dice.choice(list(places(content)) or [({}, "x")])
            step = dice.randrange(4)
            if step == 0:
                here[key] = dice.choice(VALUES)
            elif step == 1:
                del here[key]
            elif step == 2 and isinstance(here, list):
                here.append(here[key])
            elif isinstance(here[key], (int, float)):
                here[key] = here[key] * dice.choice((-1, 1e-9, 1.01, 10, 1e6, 1e300))
            else:
                here[key] = [here[key]]
        path.write_text(json.dumps(content))

    def _column(self, path: Path) -> None:
        """A column that is gone, called otherwise, there twice, of another type, or rows in another order."""
        dice, table = self.dice, pq.read_table(path)
        at = dice.randrange(table.num_columns)
        name, rows = table.column_names[at], table.num_rows
        step = dice.randrange(7)
        if step == 0:
            table = table.drop_columns([name])
        elif step == 1:
            new = dice.choice((*table.column_names, "", "line", "geometry", "a" * 30_000, "\x1b[31m"))
            table = table.rename_columns([new if c == name else c for c in table.column_names])
        elif step == 2:
            table = table.append_column(dice.choice((name, "x", "line")), table.column(at))
        elif step == 3:
            table = table.slice(0, dice.randrange(rows + 1))
        elif step == 4:
            table = pa.concat_tables([table] * dice.choice((2, 3)))
        elif step == 5:
            table = table.take(dice.choices(range(rows), k=rows))
        else:
            table = table.set_column(at, name, pa.array(*dice.choice(COLUMNS)(rows)))
        pq.write_table(table, path, compression=dice.choice(("snappy", "zstd", "none")))

    def _cells(self, path: Path) -> None:
        """Cells of a column that hold something else of its type."""
        dice, table = self.dice, pq.read_table(path)
        at = dice.randrange(table.num_columns)
        kind, cells = table.schema.field(at).type, table.column(at).to_pylist()
        odd = (None, -1, 0, 1e308, -1e-320, math.nan, math.inf) if pa.types.is_floating(kind) else (None, *ODD)
        odd = (None, -1, 0, 2**62) if pa.types.is_integer(kind) else odd
        odd = (
            (None, b"", b"\x00", b"\x01\x02" * 40, NOWHERE, *map(shapely.to_wkb, SHAPES))
            if pa.types.is_binary(kind)
            else odd
        )
        for i in dice.sample(range(len(cells)), min(len(cells), dice.choice((1, 1, 3)))):
            cells[i] = dice.choice(odd)
        pq.write_table(table.set_column(at, table.schema.field(at), pa.array(cells, type=kind)), path)

    def _shapes(self, path: Path) -> None:
        """What the file says of its shapes: their column, their system of coordinates, nothing, nonsense."""
        dice, table = self.dice, pq.read_table(path)
        told = json.loads((table.schema.metadata or {}).get(b"geo", b"{}"))
        here, key = dice.choice(list(places(told)) or [(told, "version")])
        here[key] = dice.choice((*VALUES[:10], "geometry", "EPSG:3857", {}, []))
        geo = dice.choice((json.dumps(told).encode(), b"", b"{", b"\xff", b"[" * 3000))
        pq.write_table(table.replace_schema_metadata({**(table.schema.metadata or {}), b"geo": geo}), path)

    def _toml(self, path: Path) -> None:
        dice, rows = self.dice, path.read_text("utf-8").splitlines()
        at = dice.randrange(len(rows))
        step = dice.randrange(6)
        if step == 0:
            rows.pop(at)
        elif step == 1:
            rows.insert(dice.randrange(len(rows)), rows[at])
        elif step == 2:
            rows.insert(at, dice.choice(LINES))
        elif step == 3:
            rows[at] = re.sub(r'"[^"]*"', lambda _: json.dumps(dice.choice(ODD)), rows[at], count=1)
        else:
            rows[at] = re.sub(r"=.*", lambda _: "= " + dice.choice(TYPED), rows[at], count=1)
        path.write_text("\n".join(rows) + "\n", "utf-8")


def away(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def places(content: Any) -> Iterator[tuple[Any, Any]]:
    """Every place in nested lists and dicts."""
    for key in content if isinstance(content, dict) else range(len(content)) if isinstance(content, list) else ():
        yield content, key
        yield from places(content[key])


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
    assert done.returncode in (0, 2, 3, 4), done.stderr
    assert all(c == "\n" or c.isprintable() for c in done.stderr)
    if done.returncode == 2:
        assert done.stderr or '"problems"' in done.stdout
    else:
        answer = json.loads(done.stdout, parse_constant=refuse)
        below = [(k, n) for k, n in numbers(answer) if n < 0 and not SIGNED.search(k)]
        assert not below, below
        if verb[0] in ("flow", "ladder"):
            assert answer["value_mtpa"] is not None


def try_world(root: Path, dice: random.Random, verbs: float) -> None:
    """Read a world; if it can be read, now and then ask it something."""
    try:
        co.load(root)
        likely = verbs
    except co.CorridorsError as error:
        likely = verbs / 4 if 0 < len(str(error)) < 200_000 else 1.0
    if dice.random() < likely:
        judge(dice.choice(VERBS), root)


@pytest.fixture(scope="module", params=["text", "parquet"])
def worlds(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A world that stays as it is, and one that is spoilt; without a schema of their own, which takes half the time."""
    folder = tmp_path_factory.mktemp("fuzz")
    pristine = make_world(folder)
    shutil.rmtree(pristine / "schema")
    if request.param == "parquet":
        packed(pristine)
    shutil.copytree(pristine, folder / "spoilt")
    return pristine, folder / "spoilt"


def stop(*_: object) -> None:
    raise TimeoutError("a case hangs")


def run_block(worlds: tuple[Path, Path], first: int, verbs: float) -> None:
    before = signal.signal(signal.SIGALRM, stop)
    try:
        for number in range(first, first + BLOCK):
            dice = random.Random(number)
            spoiler = Spoiler(*worlds, dice)
            what = spoiler.spoil()
            begun = time.process_time()
            signal.alarm(12 * SECONDS)  # of a busy machine
            try:
                try_world(worlds[1], dice, verbs)
                assert time.process_time() - begun < SECONDS
            except BaseException:
                print(f"case {number}: {what}")
                raise
            finally:
                signal.alarm(0)
                spoiler.undo()
    finally:
        signal.signal(signal.SIGALRM, before)


@pytest.mark.parametrize("block", range(USUAL))
def test_a_thousand_cases(worlds: tuple[Path, Path], block: int) -> None:
    run_block(worlds, block * BLOCK, 0.05)
    with suppress(co.CorridorsError):
        assert len(co.load(worlds[1]).links) == len(co.load(worlds[0]).links)


@pytest.mark.nightly
@pytest.mark.parametrize("block", range(NIGHTLY))
def test_fifty_thousand_cases_other_ones_each_night(worlds: tuple[Path, Path], block: int) -> None:
    run_block(worlds, TONIGHT + block * BLOCK, 0.3)
    assert len(co.load(worlds[1]).links) == len(co.load(worlds[0]).links)
