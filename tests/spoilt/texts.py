"""Tables, records and features that are text, spoilt."""

from __future__ import annotations

import json
import math
import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from random import Random

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


def rows_and_columns(path: Path, dice: Random) -> None:
    rows = [r.split(",") for r in path.read_text("utf-8").splitlines()]
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


def a_cell(path: Path, dice: Random) -> None:
    rows = [r.split(",") for r in path.read_text("utf-8").splitlines()]
    row = dice.choice(rows[1:] or rows)
    at = dice.randrange(len(row))
    new = dice.choice([*ODD, *(dice.choice(rows)[:1] or [""]), row[at] + dice.choice(ODD)])
    row[at] = '"' + new.replace('"', '""') + '"' if dice.random() < 0.5 else new
    path.write_text("\n".join(map(",".join, rows)), "utf-8")


def features(path: Path, dice: Random) -> None:
    content = json.loads(path.read_text("utf-8"))
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
            # A number of hundreds of digits is too large for a fraction.
            here[key] = here[key] * (dice.choice((-1, 1e-9, 1.01, 10, 1e6, 1e300)) if abs(here[key]) < 1e300 else -1)
        else:
            here[key] = [here[key]]
    path.write_text(json.dumps(content))


def a_line(path: Path, dice: Random) -> None:
    rows = path.read_text("utf-8").splitlines()
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


def places(content: Any) -> Iterator[tuple[Any, Any]]:
    """Every place in nested lists and dicts."""
    for key in content if isinstance(content, dict) else range(len(content)) if isinstance(content, list) else ():
        yield content, key
        yield from places(content[key])
